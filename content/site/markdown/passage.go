package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Passage is the running text of one block as a reader sees it: line breaks as
// spaces, without markup and without code. Where a value or code stands it has
// the character Gap.
type Passage struct {
	Text   string
	starts []int // places in Text at which a piece of the source starts
	source []int // offsets of these pieces
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

// passages gives the running texts of all blocks, in their order.
func (d *Document) passages() []Passage {
	var all []Passage
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() == ast.TypeInline {
			return ast.WalkContinue, nil
		}
		if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
			all = append(all, d.passage(n))
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
		case *ast.CodeSpan, *valueNode:
			b.WriteRune(Gap)
			return ast.WalkSkipChildren, nil
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
