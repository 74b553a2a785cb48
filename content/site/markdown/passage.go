package markdown

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Passage is the running text of one block as a reader sees it: line breaks as
// spaces, without markup and without code. Where a value or code stands it has
// the character Gap.
type Passage struct {
	Text    string
	Clause  string // number of the clause it belongs to; empty outside clauses
	Term    string // id of the term it defines; empty for all other text
	Heading bool
	Marks   []Mark // in the order of their places

	Table, Row, Column int16 // of a cell: the table's number from 1, 0 outside of tables; the head is row 0

	pieces []piece // of the source that it is made of
}

// piece is where a piece of the source starts, in a passage and in the source.
type piece struct{ at, source int }

// Mark is a link or a value in a passage.
type Mark struct {
	At    int    // its place in the text
	To    int    // where a link's text ends
	Link  string // where a link leads; empty for a value
	Title string // what a link's title says
	Value string // the name of a value; empty for a link
}

// Gap stands in a passage for a value or code.
const Gap = '\uFFFC'

// Offset gives where a place in the text stands in the source.
func (p Passage) Offset(at int) int {
	i := len(p.pieces) - 1
	for i > 0 && p.pieces[i].at > at {
		i--
	}
	if i < 0 {
		return 0
	}
	return p.pieces[i].source + at - p.pieces[i].at
}

// gatherer collects the passages of a document. Their texts are parts of one
// string, and their pieces and marks of one list each: there are many of them. The
// lists serve the next document when this one is released.
type gatherer struct {
	source []byte
	text   strings.Builder
	all    []Passage
	ends   []int // of the passages, in the text
	pieces []piece
	marks  []Mark
	tables int16
	spans  *[]Span // of the links, where somebody wants to change them
}

var gatherers = sync.Pool{New: func() any { return new(gatherer) }}

// Release gives the memory of the passages to other documents: neither they nor their
// marks may be used any more, their texts may.
func (d *Document) Release() {
	g := d.gatherer
	if g == nil {
		return
	}
	d.Passages, d.gatherer = nil, nil
	clear(g.all)
	clear(g.marks)
	g.source, g.spans, g.text = nil, nil, strings.Builder{}
	g.all, g.ends, g.pieces, g.marks = g.all[:0], g.ends[:0], g.pieces[:0], g.marks[:0]
	gatherers.Put(g)
}

// passages gives the running texts of all blocks, in their order. What stands at
// the margin after a clause belongs to that clause until the next one.
func (d *Document) passages() []Passage {
	d.gatherer = d.gather(nil)
	return d.gatherer.all
}

// gather gives the passages, and the places of their links to whoever wants them.
func (d *Document) gather(spans *[]Span) *gatherer {
	g := gatherers.Get().(*gatherer)
	g.source, g.spans, g.tables = d.source, spans, 0
	g.text.Grow(len(d.source))
	var scope Passage
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		switch v := n.(type) {
		case *ast.Heading, *summaryNode: // which explains what follows
			scope.Clause = ""
		case *ast.Paragraph:
			if gluedHeading(firstLine(d.source, v)) > 0 {
				scope.Clause = ""
			}
		case *clauseNode:
			scope.Clause = v.number
		}
		inner := scope
		g.block(n, &inner)
	}
	text, from := g.text.String(), 0
	for i, end := range g.ends {
		g.all[i].Text, from = text[from:end], end
	}
	return g
}

// block collects the running texts in a block; the scope says what they belong to.
func (g *gatherer) block(n ast.Node, scope *Passage) {
	if term, ok := n.(*east.DefinitionTerm); ok {
		id, _ := term.AttributeString("id")
		scope.Term, _ = id.(string)
	}
	g.cell(n, scope)
	first := n.FirstChild()
	if first == nil {
		return
	}
	if first.Type() != ast.TypeInline {
		for c := first; c != nil; c = c.NextSibling() {
			g.block(c, scope)
		}
		if n.Kind() == east.KindTable {
			scope.Table, scope.Row, scope.Column = 0, 0, 0
		}
		return
	}
	start, pieces, marks := g.text.Len(), len(g.pieces), len(g.marks)
	g.inlines(n, start)
	g.all = append(g.all, Passage{Clause: scope.Clause, Term: scope.Term, Heading: n.Kind() == ast.KindHeading,
		Table: scope.Table, Row: scope.Row, Column: scope.Column,
		Marks: g.marks[marks:len(g.marks):len(g.marks)], pieces: g.pieces[pieces:len(g.pieces):len(g.pieces)]})
	g.ends = append(g.ends, g.text.Len())
}

// cell counts tables, rows and columns; the limits of a table keep the numbers small.
func (g *gatherer) cell(n ast.Node, scope *Passage) {
	switch n.Kind() {
	case east.KindTable:
		g.tables++
		scope.Table, scope.Row, scope.Column = g.tables, -1, 0
	case east.KindTableHeader, east.KindTableRow:
		scope.Row, scope.Column = scope.Row+1, 0
	case east.KindTableCell:
		scope.Column++
	}
}

// inlines adds what stands in a node to the passage that starts at a place.
func (g *gatherer) inlines(parent ast.Node, start int) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		at := g.text.Len() - start
		switch v := n.(type) {
		case *valueNode:
			g.marks = append(g.marks, Mark{At: at, Value: v.name})
			g.pieces = append(g.pieces, piece{at, offsetOf(v)})
			g.text.WriteRune(Gap)
			continue
		case *ast.CodeSpan:
			g.text.WriteRune(Gap)
			continue
		case *ast.Link:
			mark := len(g.marks)
			g.marks = append(g.marks, Mark{At: at, Link: string(v.Destination), Title: string(v.Title)})
			g.inlines(n, start)
			g.marks[mark].To = g.text.Len() - start
			if g.spans != nil {
				*g.spans = append(*g.spans, spanOf(g.source, v, len(g.all), at, g.text.Len()-start))
			}
			continue
		case *ast.Text:
			g.pieces = append(g.pieces, piece{at, v.Segment.Start})
			g.text.Write(v.Segment.Value(g.source))
			if v.SoftLineBreak() || v.HardLineBreak() {
				g.text.WriteByte(' ')
			}
			continue
		}
		g.inlines(n, start)
	}
}

// parted finds the end of a link's text with a space before its address.
var parted = regexp.MustCompile(`\][ \x{a0}]+\((?:/|#|https?:|mailto:)[^ ]*\)`)

// leftovers reports what looks like a link and was not read as one: an address
// with a space in it, or a reference that is not defined. Footnotes are none either.
func (d *Document) leftovers() {
	for i := range d.Passages {
		p := &d.Passages[i]
		if strings.IndexByte(p.Text, ']') < 0 {
			continue
		}
		d.footnotes(p)
		if at := strings.Index(p.Text, "]("); at > 0 && p.Text[at-1] != '\\' {
			if address, _, _ := strings.Cut(p.Text[at:], ")"); p.prints(at, at+len(address)) {
				d.problem(p.Offset(at), "link_value", "A value cannot stand in a link's address.", "write the address")
			} else {
				d.problem(p.Offset(at), "link_syntax", "This looks like a link and is none.", "write [text](/path/), without spaces in the address")
			}
		}
		if at := strings.Index(p.Text, "]["); at > 0 && p.Text[at-1] != '\\' {
			d.problem(p.Offset(at), "link_syntax", "This looks like a link and is none.", "write [text](/path/), or the address of what the second brackets name in a line of its own: [name]: /path/")
		}
		if at := strings.Index(p.Text, ")["); at > 0 && leads(p.Text[at+2:]) {
			d.problem(p.Offset(at), "link_syntax", "This looks like a link and is none.", "write [text](/path/): the text comes first, in square brackets")
		}
		if m := parted.FindStringIndex(p.Text); m != nil {
			d.problem(p.Offset(m[0]), "link_syntax", "This looks like a link and is none.", "write [text](/path/), without a space between the two")
		}
	}
}

// prints says whether a value is printed in a part of a passage.
func (p *Passage) prints(from, to int) bool {
	return slices.ContainsFunc(p.Marks, func(m Mark) bool { return m.Value != "" && m.At >= from && m.At < to })
}

// leads says whether a text begins with an address.
func leads(text string) bool {
	return slices.ContainsFunc([]string{"/", "#", "https:", "http:", "mailto:"}, func(start string) bool { return strings.HasPrefix(text, start) })
}
