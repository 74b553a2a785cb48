package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// define collects the definitions and leaves the defining form as the text of
// each term.
func (d *Document) define() {
	if !d.holds.terms {
		return
	}
	seen := make(map[string]bool)
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		term, ok := n.(*east.DefinitionTerm)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		d.defineTerm(term, seen)
		return ast.WalkSkipChildren, nil
	})
}

func (d *Document) defineTerm(n *east.DefinitionTerm, seen map[string]bool) {
	line := n.Lines().At(0)
	written := string(line.Value(d.source))
	t := Term{Offset: line.Start}
	for form := range strings.SplitSeq(written, ",") {
		form = strings.TrimSpace(form)
		switch {
		case form == "" || strings.ContainsAny(form, "*_`[]<>{}\\&"):
			d.problem(line.Start, "term_syntax", "A term is written in plain words.", "write Order, Orders")
			continue
		case seen[form]:
			d.problem(line.Start, "term_twice", "The term "+form+" is defined twice.", "define each form once")
		}
		seen[form] = true
		t.Forms = append(t.Forms, form)
	}
	n.RemoveChildren(n)
	if len(t.Forms) == 0 {
		return
	}
	t.ID = "d-" + slug(t.Forms[0])
	n.SetAttributeString("id", t.ID)
	n.AppendChild(n, ast.NewString([]byte(t.Forms[0])))
	d.Terms = append(d.Terms, t)
}
