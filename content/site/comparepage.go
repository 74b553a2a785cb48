package site

import (
	"fmt"

	"agio/content/site/redline"
	"agio/templates"
)

// comparePage gives the page that says how an edition differs from an earlier one.
func (b *builder) comparePage(p *policy, old, new *edition) part {
	path := comparePath(p.series, old.Doc, new.Doc)
	page := templates.Page{
		Site: &b.page, Path: path, Title: new.Doc.Title + ": " + old.Doc.Edition + " to " + new.Doc.Edition,
		Description: "Every word and every figure that edition " + new.Doc.Edition + " changes in edition " + old.Doc.Edition + ".",
		Crumbs:      []templates.Crumb{home, {Title: new.Doc.Title, Path: p.series.Path}},
	}
	return part{path: path, make: func() (*File, error) {
		view, err := comparison(old, new)
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", path, err)
		}
		return pagePart(path, ReadingCSP, templates.Compare(page, view)).make()
	}}
}

// comparison gives what two editions of a policy have different.
func comparison(old, new *edition) (templates.Comparison, error) {
	was, err := old.text()
	if err != nil {
		return templates.Comparison{}, err
	}
	is, err := new.text()
	if err != nil {
		return templates.Comparison{}, err
	}
	diff := redline.Compare(was, is)
	view := templates.Comparison{Old: old.Doc, New: new.Doc, Numbers: numbersChanged(diff, old, new)}
	heading := ""
	for _, c := range diff.Changes {
		row := compareRow(diff, c, old, new)
		if c.New >= 0 && is[c.New].Kind == redline.Heading {
			heading = is[c.New].Title
			if !c.Changed() && !c.Moved {
				continue
			}
		}
		if row.What == "" {
			view.Unchanged++
			continue
		}
		row.Section = heading
		view.Rows = append(view.Rows, row)
	}
	return view, nil
}

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
	case c.Moved && c.Changed():
		row.What = "moved and changed"
	case c.Moved:
		row.What = "moved"
	case c.Changed():
		row.What = "changed"
	}
	for _, p := range c.Pieces {
		row.Pieces = append(row.Pieces, templates.ComparePiece{Deleted: p.Op == redline.Deleted, Inserted: p.Op == redline.Inserted, Text: p.Text})
	}
	return row
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
