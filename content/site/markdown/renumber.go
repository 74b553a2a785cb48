package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Renumbered is what a link says instead of what was written: its address, and the
// clause's number in its words, where that is another.
type Renumbered struct {
	Destination string
	Was, Is     string
}

// renumber changes links that lead to a clause under another number. What is known of
// the text stays what was written.
func (d *Document) renumber(changed func(destination string) (Renumbered, bool)) {
	if changed == nil {
		return
	}
	for _, link := range d.anchored {
		if r, ok := changed(string(link.Destination)); ok {
			link.Destination = []byte(r.Destination)
			if r.Was != r.Is {
				d.reword(link, r.Was, r.Is)
			}
		}
	}
}

// reword changes a number wherever it stands in the words of a node.
func (d *Document) reword(parent ast.Node, was, is string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			if n.Kind() != ast.KindCodeSpan {
				d.reword(n, was, is)
			}
			continue
		}
		at := numberAt(t.Segment.Value(d.source), was)
		if at < 0 {
			continue
		}
		from := t.Segment.Start + at
		parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(t.Segment.Start, from)))
		parent.InsertBefore(parent, t, ast.NewString([]byte(is)))
		t.Segment = t.Segment.WithStart(from + len(was))
	}
}

// numberAt gives where a clause's number stands in a text, and no longer one.
func numberAt(words []byte, number string) int {
	for from := 0; ; {
		at := bytes.Index(words[from:], []byte(number))
		if at < 0 {
			return -1
		}
		at += from
		before, after := words[:at], strings.TrimPrefix(string(words[at+len(number):]), ".")
		touches := len(before) > 0 && strings.IndexByte("0123456789.", before[len(before)-1]) >= 0
		if !touches && (after == "" || after[0] < '0' || after[0] > '9') {
			return at
		}
		from = at + len(number)
	}
}
