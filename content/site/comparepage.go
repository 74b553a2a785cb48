package site

import (
	"fmt"
	"strings"
	"time"

	"agio/content/site/redline"
	"agio/templates"
)

// comparePage gives the page that says how an edition differs from an earlier one.
func (b *builder) comparePage(p *policy, old, new *edition) part {
	page := b.compareFrame(p, old, new)
	return part{path: page.Path, make: func() (*File, error) {
		view, err := comparison(old, new, b.options.Now)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", page.Path, err)
		}
		return pagePart(page.Path, ReadingCSP, templates.Compare(page, view)).make()
	}}
}

func (b *builder) compareFrame(p *policy, old, new *edition) templates.Page {
	path := comparePath(p.series, old.Doc, new.Doc)
	return templates.Page{
		Site: &b.page, Path: path, Title: new.Doc.Title + ": " + old.Doc.Edition + " to " + new.Doc.Edition,
		Description: "Every word and every figure that edition " + new.Doc.Edition + " changes in edition " + old.Doc.Edition + ".",
		Crumbs:      []templates.Crumb{home, {Title: new.Doc.Title, Path: p.series.Path}}, LinkedAt: linkedPath(path),
	}
}

// comparison gives what two editions of a policy have different, at a moment.
func comparison(old, new *edition, now time.Time) (templates.Comparison, error) {
	was, err := old.text()
	if err != nil {
		return templates.Comparison{}, err
	}
	is, err := new.text()
	if err != nil {
		return templates.Comparison{}, err
	}
	diff := redline.Compare(was, is)
	view := templates.Comparison{
		Old: old.Doc, New: new.Doc, OldBegun: !old.Doc.Effective.After(now), NewBegun: !new.Doc.Effective.After(now),
		Numbers: numbersChanged(diff, old, new),
	}
	heading := "Introduction" // until the first heading
	for _, c := range diff.Changes {
		if c.New >= 0 && is[c.New].Kind == redline.Heading {
			heading = is[c.New].Title
		}
		row := compareRow(diff, c, old, new)
		switch {
		case row.What == renumbered:
			view.Renumbered = append(view.Renumbered, templates.Renumbering{
				Was: row.Was, Is: is[c.New].Number, WasPath: row.OldPath, IsPath: row.NewPath, Begins: begins(row.Pieces[0].Text), Moved: c.Moved,
			})
		case row.What != "":
			row.Section = heading
			view.Rows = append(view.Rows, row)
		case is[c.New].Kind != redline.Heading:
			view.Unchanged++
		}
	}
	return view, nil
}

// renumbered is what happened to a clause that says the same under another number.
const renumbered = "renumbered"

// compareRow gives one block that differs; What is empty if it does not.
func compareRow(d *redline.Diff, c redline.Change, old, new *edition) templates.CompareRow {
	row := templates.CompareRow{}
	if c.Old >= 0 {
		was := d.Old[c.Old]
		row.Name, row.OldPath = blockName(was), anchored(old, was)
	}
	if c.New >= 0 {
		is := d.New[c.New]
		if c.Old >= 0 && d.Old[c.Old].Number != is.Number {
			row.Was = d.Old[c.Old].Number
		}
		row.Name, row.NewPath = blockName(is), anchored(new, is)
	}
	switch {
	case c.Old < 0:
		row.What = "inserted"
	case c.New < 0:
		row.What = "removed"
	case d.Renumbered(c):
		row.What = renumbered
	case c.Moved && c.Changed():
		row.What = "moved and changed"
	case c.Moved:
		row.What = "moved"
	case c.Changed():
		row.What = "changed"
	}
	for _, p := range d.Body(c) {
		row.Pieces = append(row.Pieces, templates.ComparePiece{Deleted: p.Op == redline.Deleted, Inserted: p.Op == redline.Inserted, Text: p.Text})
	}
	return row
}

// begins gives the first words of a clause, by which it is recognised.
func begins(text string) string {
	const most = 10
	line, _, _ := strings.Cut(text, "\n")
	words := strings.Split(line, " ")
	if len(words) <= most {
		return line
	}
	return strings.Join(words[:most], " ") + " …"
}

// anchored gives the address of a block in an edition.
func anchored(e *edition, b redline.Block) string {
	if b.ID == "" {
		return e.Doc.Path
	}
	return e.Doc.Path + "#" + b.ID
}

// blockName says which block a row is about.
func blockName(b redline.Block) string {
	switch b.Kind {
	case redline.Clause:
		return "Clause " + b.Number
	case redline.Definition:
		return "Definition of " + b.Title
	case redline.Heading:
		return "Heading " + b.Title
	}
	return "Introduction"
}
