package markdown

import (
	"bufio"
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	render "github.com/yuin/goldmark/renderer/html"
)

// offsetOf gives where a node starts in the source: its own position, or that of
// the first node inside or around it that has one.
func offsetOf(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		if p := c.Pos(); p >= 0 {
			return p
		}
		if c.Type() == ast.TypeBlock && c.Lines().Len() > 0 {
			return c.Lines().At(0).Start
		}
	}
	if p := n.Parent(); p != nil && p.Kind() != ast.KindDocument {
		return offsetOf(p)
	}
	return 0
}

// plain gives the text a reader sees in a node, without markup.
func plain(source []byte, n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.Text:
			if v.IsRaw() || v.Parent().Kind() == ast.KindCodeSpan {
				b.Write(v.Segment.Value(source))
			} else {
				b.WriteString(resolved(v.Segment.Value(source)))
			}
			if v.SoftLineBreak() || v.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(v.Value)
		case *valueNode:
			b.WriteString(v.printed.Text)
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// blank says whether a reader sees no text in a node.
func blank(source []byte, n ast.Node) bool {
	if t, ok := n.FirstChild().(*ast.Text); ok && words(t.Segment.Value(source)) {
		return false
	}
	return plain(source, n) == ""
}

// words says whether a piece of source starts with a letter or digit, which every
// reader sees.
func words(source []byte) bool {
	return len(source) > 0 && (source[0]|0x20 >= 'a' && source[0]|0x20 <= 'z' || source[0] >= '0' && source[0] <= '9')
}

// resolved gives a piece of source as a reader sees it, with character
// references and backslash escapes read.
func resolved(source []byte) string {
	if bytes.IndexByte(source, '&') < 0 && bytes.IndexByte(source, '\\') < 0 {
		return string(source)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	render.DefaultWriter.Write(w, source)
	_ = w.Flush() // into memory
	return html.UnescapeString(b.String())
}

// inside says whether a node stands within one of a kind.
func inside(n ast.Node, kind ast.NodeKind) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == kind {
			return true
		}
	}
	return false
}
