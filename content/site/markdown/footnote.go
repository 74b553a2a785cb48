package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

const footnoteHint = "put the note into the sentence, in brackets, or into a sentence of its own"

// footnote reports the mark of a footnote that was read as a link, because its note
// is one word, and says whether the link is one.
func (d *Document) footnote(n *ast.Link) bool {
	t, ok := n.FirstChild().(*ast.Text)
	if !ok || t.Segment.Start == 0 || !strings.HasPrefix(string(t.Segment.Value(d.source)), "^") || d.source[t.Segment.Start-1] != '[' {
		return false
	}
	rest := d.source[t.Segment.Start:]
	for i, c := range rest {
		if c == ']' {
			if i+1 < len(rest) && rest[i+1] == '(' {
				return false // a link that is written as one
			}
			break
		}
	}
	d.problem(t.Segment.Start-1, "footnote", "Footnotes are not part of the syntax.", footnoteHint)
	return true
}

// footnotes reports the marks of footnotes in a passage; a note only where no mark
// leads to it.
func (d *Document) footnotes(p *Passage) {
	for from := 0; ; {
		at := strings.Index(p.Text[from:], "[^")
		if at < 0 {
			return
		}
		at += from
		from = at + 2
		length := strings.IndexByte(p.Text[at:], ']')
		if length < 3 || at > 0 && p.Text[at-1] == '\\' || strings.ContainsAny(p.Text[at:at+length], " \t") {
			continue
		}
		note := at == 0 && strings.HasPrefix(p.Text[length+1:], ":")
		if !note || !d.has("footnote") {
			d.problem(p.Offset(at), "footnote", "Footnotes are not part of the syntax.", footnoteHint)
		}
	}
}

// has says whether a problem of a kind was found.
func (d *Document) has(code string) bool {
	for _, p := range d.Problems {
		if p.Code == code {
			return true
		}
	}
	return false
}
