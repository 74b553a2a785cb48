package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// nameHeadings gives each heading an id of its text. Clauses and definitions
// have theirs already, and keep them.
func (d *Document) nameHeadings() {
	taken := ids{"main": 1, "contents": 1, "who": 1, "proofs": 1} // of the page around the text
	for _, t := range d.Terms {
		taken[t.ID] = 1
	}
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if c, ok := n.(*clauseNode); ok {
			taken["c-"+c.number] = 1
			taken[c.name] = 1
		}
	}
	level := 1
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		text := plain(d.source, h)
		id := slug(text)
		if id == "" {
			id = "section"
		}
		id = taken.take(id)
		h.SetAttributeString("id", []byte(id))
		if h.Level > level+1 && !d.told(offsetOf(h)) {
			d.problem(offsetOf(h), "heading_level", "The heading skips a level.", "use one # more than the heading above it")
		}
		level = h.Level
		d.Headings = append(d.Headings, Heading{h.Level, id, text, offsetOf(h)})
	}
}

// headingNumber gives the number a heading starts with: "3" of "3. Orders".
func headingNumber(text string) string {
	number, _, ok := strings.Cut(text, ". ")
	if !ok || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return number
}

// opens says whether a heading is that of a section, and not of a part of one: a
// heading of a lower level is where the next clause is the first of its number.
func opens(h *ast.Heading, text string) bool {
	if h.Level <= 2 {
		return true
	}
	number := headingNumber(text)
	return number != "" && strings.HasPrefix(nextClause(h), number+".")
}
