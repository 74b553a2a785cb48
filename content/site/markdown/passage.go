package markdown

import (
	"strings"

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

	starts []int // places in Text at which a piece of the source starts
	source []int // offsets of these pieces
}

// Mark is a link or a value in a passage.
type Mark struct {
	At    int    // its place in the text
	Link  string // where a link leads; empty for a value
	Value string // the name of a value; empty for a link
}

// Gap stands in a passage for a value or code.
const Gap = '\uFFFC'

// Offset gives where a place in the text stands in the source.
func (p Passage) Offset(at int) int {
	i := len(p.starts) - 1
	for i > 0 && p.starts[i] > at {
		i--
	}
	if i < 0 {
		return 0
	}
	return p.source[i] + at - p.starts[i]
}

// passages gives the running texts of all blocks, in their order. What stands at
// the margin after a clause belongs to that clause until the next one.
func (d *Document) passages() []Passage {
	var all []Passage
	var scope Passage
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		switch v := n.(type) {
		case *ast.Heading:
			scope.Clause = ""
		case *clauseNode:
			scope.Clause = v.number
		}
		all = append(all, d.passagesIn(n, scope)...)
	}
	return all
}

func (d *Document) passagesIn(block ast.Node, scope Passage) []Passage {
	var all []Passage
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkContinue, nil
		}
		if term, ok := n.(*east.DefinitionTerm); ok {
			id, _ := term.AttributeString("id")
			scope.Term, _ = id.(string)
		}
		if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
			p := d.passage(n)
			p.Clause, p.Term, p.Heading = scope.Clause, scope.Term, n.Kind() == ast.KindHeading
			all = append(all, p)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return all
}

// leftovers reports what looks like a link and was not read as one: an address
// with a space in it, or a reference that is not defined.
func (d *Document) leftovers() {
	for _, p := range d.Passages {
		for _, sign := range []string{"](", "]["} {
			at := strings.Index(p.Text, sign)
			if at > 0 && p.Text[at-1] != '\\' {
				d.problem(p.Offset(at), "link_syntax", "This looks like a link and is none.", "write [text](/path/), without spaces in the address")
			}
		}
	}
}

func (d *Document) passage(block ast.Node) Passage {
	var p Passage
	var b strings.Builder
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *valueNode:
			p.Marks = append(p.Marks, Mark{At: b.Len(), Value: v.name})
			p.starts, p.source = append(p.starts, b.Len()), append(p.source, offsetOf(v))
			b.WriteRune(Gap)
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan:
			b.WriteRune(Gap)
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			p.Marks = append(p.Marks, Mark{At: b.Len(), Link: string(v.Destination)})
		case *ast.Text:
			p.starts, p.source = append(p.starts, b.Len()), append(p.source, v.Segment.Start)
			b.Write(v.Segment.Value(d.source))
			if v.SoftLineBreak() || v.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	p.Text = b.String()
	return p
}
