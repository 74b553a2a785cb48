package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// Span is where a link stands: its text in a passage, its address in the source.
type Span struct {
	Passage     int // which one of those that it was given with
	From, To    int // of its text, in the passage
	Destination string
	Address     int // where the address starts in the source, as it is written; -1 if it stands elsewhere
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

// spanOf gives the place of a link. Its address follows the first "](" after the
// link's start behind which it stands; an address that is defined elsewhere, or
// that is written with escapes, is not found.
func spanOf(source []byte, n *ast.Link, passage, from, to int) Span {
	s := Span{Passage: passage, From: from, To: to, Destination: string(n.Destination), Address: -1, Offset: offsetOf(n)}
	if n.Reference != nil {
		return s
	}
	for at := s.Offset; ; {
		next := bytes.Index(source[at:], []byte("]("))
		if next < 0 {
			return s
		}
		at += next + 2
		address := bytes.TrimLeft(source[at:], " \n<")
		if len(address) > len(n.Destination) && bytes.HasPrefix(address, n.Destination) && bytes.IndexByte([]byte(")> \n"), address[len(n.Destination)]) >= 0 {
			s.Address = len(source) - len(address)
			return s
		}
	}
}
