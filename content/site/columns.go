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
	var printing map[column]*prose.Fact // nil until a cell asks
	for _, i := range c.stating {
		p := &a.md.Passages[i]
		if p.Row == 0 {
			continue
		}
		if printing == nil {
			printing = k.columnsOf(a)
		}
		f := printing[column{p.Table, p.Column}]
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

// column is one of a table, each by its number.
type column struct{ table, column int16 }

// columnsOf gives the columns of which several cells print a figure, and which.
func (k *knownFacts) columnsOf(a *article) map[column]*prose.Fact {
	printing := make(map[column]*prose.Fact)
	for _, f := range k.facts {
		cells := make(map[column]int)
		for i := range a.md.Passages {
			p := &a.md.Passages[i]
			if p.Row == 0 || len(p.Marks) == 0 || !prints(p, word{0, len(p.Text)}, f.Name) {
				continue
			}
			at := column{p.Table, p.Column}
			if cells[at]++; cells[at] == columnPrints && printing[at] == nil {
				printing[at] = f
			}
		}
	}
	return printing
}
