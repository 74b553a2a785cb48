package site

import (
	"agio/content"
	"agio/content/site/prose"
)

// columnPrints is how many cells of a column print a figure where the others are held
// against it.
const columnPrints = 2

// columns warns of a cell that writes another figure than its column prints: ten years,
// where the other cells print {{ record_retention }}.
func (c *checker) columns(a *article, k *knownFacts) {
	for _, i := range c.stating {
		p := &a.md.Passages[i]
		if p.Row == 0 {
			continue
		}
		f := k.printedIn(a, i)
		if f == nil || prints(p, word{0, len(p.Text)}, f.Name) {
			continue
		}
		for _, q := range prose.Quantities(p.Text) {
			at := p.Offset(q.From)
			if q.Loose || q.Kind != f.Kind || q.Unit != f.Unit || q.Value.Equal(f.Value) || c.saidAt(a.doc.PositionIn(at)) {
				continue
			}
			c.at(a, at, "figure_contradiction", "“"+p.Text[q.From:q.To]+"” stands in a column that prints "+k.says[f.Name].printed+" ("+f.Name+").", otherThing(f.Name, true))
			c.problems[len(c.problems)-1].Level = content.Warning
		}
	}
}

// printedIn gives the figure that several cells print of the column that a cell is in.
func (k *knownFacts) printedIn(a *article, at int) *prose.Fact {
	all, p := a.md.Passages, &a.md.Passages[at]
	for _, f := range k.facts {
		cells := 0
		for i := range all {
			if cell := &all[i]; cell.Row > 0 && cell.Table == p.Table && cell.Column == p.Column && prints(cell, word{0, len(cell.Text)}, f.Name) {
				cells++
			}
		}
		if cells >= columnPrints {
			return f
		}
	}
	return nil
}
