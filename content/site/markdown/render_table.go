package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// table wraps a table so that it scrolls by itself on a narrow screen, with the
// keyboard too; that is what the label, the role and the tabindex are for.
func (pageRenderer) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		if n.ChildCount() > 1 {
			_, _ = w.WriteString("</tbody>\n")
		}
		_, _ = w.WriteString("</table>\n</div>\n")
		return ast.WalkContinue, nil
	}
	label, _ := n.AttributeString("label")
	text, _ := label.(string)
	tag(w, "div", "class", "table-scroll", "role", "group", "tabindex", "0", "aria-label", text)
	_, _ = w.WriteString("\n<table>\n")
	return ast.WalkContinue, nil
}

// tableHeader leaves out a header without any text: then the first column heads
// the rows.
func (pageRenderer) tableHeader(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	empty := headless(n)
	switch {
	case entering && empty:
		if n.NextSibling() != nil {
			_, _ = w.WriteString("<tbody>\n")
		}
		return ast.WalkSkipChildren, nil
	case entering:
		_, _ = w.WriteString("<thead>\n<tr>\n")
	case !empty:
		_, _ = w.WriteString("</tr>\n</thead>\n")
		if n.NextSibling() != nil {
			_, _ = w.WriteString("<tbody>\n")
		}
	}
	return ast.WalkContinue, nil
}

func headless(header ast.Node) bool {
	for c := header.FirstChild(); c != nil; c = c.NextSibling() {
		if c.HasChildren() {
			return false
		}
	}
	return true
}

func (pageRenderer) tableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<tr>\n")
	} else {
		_, _ = w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

func (pageRenderer) tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.TableCell)
	name, scope := "td", ""
	switch row := n.Parent(); {
	case row.Kind() == east.KindTableHeader:
		name, scope = "th", "col"
	case n.PreviousSibling() == nil && headless(row.Parent().FirstChild()):
		name, scope = "th", "row"
	}
	if !entering {
		_, _ = w.WriteString("</")
		_, _ = w.WriteString(name)
		_, _ = w.WriteString(">\n")
		return ast.WalkContinue, nil
	}
	class := ""
	switch n.Alignment {
	case east.AlignRight:
		class = "right"
	case east.AlignCenter:
		class = "center"
	}
	tag(w, name, "scope", scope, "class", class)
	return ast.WalkContinue, nil
}
