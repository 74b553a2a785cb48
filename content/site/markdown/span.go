package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// Span is where a link stands: its text in a passage, its address in the source.
type Span struct {
	Passage     int // which one of those that it was given with
	From, To    int // of its text, in the passage
	Destination string
	Address     int // where the address starts in the source, as it is written; -1 if it is not found
	Offset      int // of the whole link in the source
}

// Spans gives the passages of a text as it is written, and where the links in them
// stand, for those who change references in place. The text must have been parsed
// without links of its own: LinkTerms and LinkClauses take passages apart.
func (d *Document) Spans() ([]Passage, []Span) {
	var spans []Span
	all := d.gather(&spans).all
	return all, spans
}

// spanOf gives the place of a link.
func spanOf(source []byte, n *ast.Link, passage, from, to int) Span {
	s := Span{Passage: passage, From: from, To: to, Destination: string(n.Destination), Offset: offsetOf(n)}
	if n.Reference != nil {
		s.Address = definedAt(source, n)
	} else {
		s.Address = addressAfter(source, s.Offset, "](", n.Destination)
	}
	return s
}

// addressAfter gives where an address starts: behind the first sign after a place behind
// which it stands; -1 where it is not found, as one that is written with escapes.
func addressAfter(source []byte, at int, sign string, destination []byte) int {
	for {
		next := bytes.Index(source[at:], []byte(sign))
		if next < 0 {
			return -1
		}
		at += next + len(sign)
		address := bytes.TrimLeft(source[at:], " \n<")
		rest, found := bytes.CutPrefix(address, destination)
		if found && (len(rest) == 0 || bytes.IndexByte([]byte(")> \n"), rest[0]) >= 0) {
			return len(source) - len(address)
		}
	}
}

// definedAt gives where the address of a link starts in the definition that it refers
// to: "[name]: /terms/#c-3.12".
func definedAt(source []byte, n *ast.Link) int {
	root := ast.Node(n)
	for root.Parent() != nil {
		root = root.Parent()
	}
	label, at := util.ToLinkReference(n.Reference.Value), -1
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		d, ok := node.(*ast.LinkReferenceDefinition)
		if !entering || !ok || util.ToLinkReference(d.Label) != label || d.Lines().Len() == 0 {
			return ast.WalkContinue, nil
		}
		lines := d.Lines()
		at = addressAfter(source[:lines.At(lines.Len()-1).Stop], lines.At(0).Start, "]:", n.Destination)
		return ast.WalkStop, nil
	})
	return at
}
