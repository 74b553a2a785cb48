package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// casePrefix begins the names of what a link's own case comes to: {{ case.refund }} in
// the text of a link to a case prints its refund.
const casePrefix = "case."

// Case gives what the case of a link comes to.
type Case struct {
	Print func(name string) (text string, ok bool) // nil where the link is wrong, which is another problem
	Names string                                   // that there are, for whoever writes another
}

// cases prints the values that stand in links to a case.
func (d *Document) cases(of func(destination, title string) (Case, bool)) {
	if !d.holds.cases {
		return
	}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if v, ok := n.(*valueNode); ok && entering && strings.HasPrefix(v.name, casePrefix) {
			d.printCase(v, of)
		}
		return ast.WalkContinue, nil
	})
}

func (d *Document) printCase(v *valueNode, of func(destination, title string) (Case, bool)) {
	v.printed.Text = "…" // what a preview shows while it is not known
	if of == nil {
		return // nothing can be computed, for a reason that is said elsewhere
	}
	var link *ast.Link
	for up := v.Parent(); up != nil && link == nil; up = up.Parent() {
		link, _ = up.(*ast.Link)
	}
	if link != nil {
		if c, ok := of(string(link.Destination), string(link.Title)); ok {
			if c.Print == nil {
				return
			}
			if text, ok := c.Print(strings.TrimPrefix(v.name, casePrefix)); ok {
				v.printed.Text = text
			} else {
				d.problem(v.Pos(), codeValue, "This case has no value called "+v.name+".", "write "+c.Names)
			}
			return
		}
	}
	d.problem(v.Pos(), "value_place", "{{ "+v.name+" }} stands outside of a link to a case.", "write it in the text of a link to the refund simulator or to a quote that names amounts")
}
