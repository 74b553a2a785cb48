package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// pageRenderer writes what is ours, and what CommonMark's renderer would write
// with attributes that a strict content security policy refuses.
type pageRenderer struct{}

func (r pageRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindClause, r.clause)
	reg.Register(kindSummary, r.summary)
	reg.Register(ast.KindParagraph, r.paragraph)
	reg.Register(kindValue, r.value)
	reg.Register(kindReference, r.reference)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(east.KindDefinitionList, block("dl"))
	reg.Register(east.KindDefinitionTerm, r.term)
	reg.Register(east.KindDefinitionDescription, r.description)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableHeader, r.tableHeader)
	reg.Register(east.KindTableRow, r.tableRow)
	reg.Register(east.KindTableCell, r.tableCell)
}

// tag writes <name attributes>; the attributes come in pairs, and one without a
// value is left out.
func tag(w util.BufWriter, name string, attributes ...string) {
	_ = w.WriteByte('<')
	_, _ = w.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			_ = w.WriteByte(' ')
			_, _ = w.WriteString(attributes[i])
			_, _ = w.WriteString(`="`)
			escaped(w, attributes[i+1])
			_ = w.WriteByte('"')
		}
	}
	_ = w.WriteByte('>')
}

// escaped writes a text, of which few need it, so that it is read as it is.
func escaped(w util.BufWriter, text string) {
	if !strings.ContainsAny(text, `<>&"`) {
		_, _ = w.WriteString(text)
		return
	}
	_, _ = w.Write(util.EscapeHTML([]byte(text)))
}

// block gives the function that writes a block element without attributes.
func block(name string) renderer.NodeRendererFunc {
	begin, end := "<"+name+">\n", "</"+name+">\n"
	return func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.WriteString(begin)
		} else {
			_, _ = w.WriteString(end)
		}
		return ast.WalkContinue, nil
	}
}

func (pageRenderer) clause(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*clauseNode)
	if !entering {
		_, _ = w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	class := "clause"
	if strings.Count(n.number, ".") > 1 {
		class = "clause subclause"
	}
	tag(w, "div", "class", class, "id", "c-"+n.number)
	_ = w.WriteByte('\n')
	if first := n.FirstChild(); first == nil || first.Kind() != ast.KindParagraph {
		tag(w, "p", "id", n.name)
		clauseLink(w, n)
		_, _ = w.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

// clauseLink writes the number of a clause. It leads to the permanent name, so that
// a link that a reader copies from it reaches the clause under any number.
func clauseLink(w util.BufWriter, c *clauseNode) {
	tag(w, "a", "class", "clause-number", "href", "#"+c.name)
	_, _ = w.WriteString(c.number + "</a>")
}

// paragraph starts the first paragraph of a clause with the clause's number.
func (pageRenderer) paragraph(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</p>\n")
		return ast.WalkContinue, nil
	}
	if c, ok := n.Parent().(*clauseNode); ok && n.PreviousSibling() == nil {
		tag(w, "p", "id", c.name)
		clauseLink(w, c)
		_ = w.WriteByte(' ')
	} else {
		_, _ = w.WriteString("<p>")
	}
	return ast.WalkContinue, nil
}

func (pageRenderer) value(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*valueNode)
	name := ""
	switch p := n.printed; {
	case p.Href != "" && !inside(n, ast.KindLink) && !inside(n, kindReference) && !inside(n, ast.KindImage):
		name = "a"
		tag(w, name, "class", p.Class, "href", p.Href)
	case p.Class != "" && !inside(n, ast.KindImage):
		name = "span"
		tag(w, name, "class", p.Class)
	}
	_, _ = w.Write(util.EscapeHTML([]byte(n.printed.Text)))
	if name != "" {
		_, _ = w.WriteString("</" + name + ">")
	}
	return ast.WalkContinue, nil
}

func (pageRenderer) reference(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*referenceNode)
	if entering {
		tag(w, "a", "class", n.class, "href", string(util.URLEscape([]byte(n.href), false)), "interestfor", n.shows)
	} else {
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (pageRenderer) term(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		id, _ := n.AttributeString("id")
		text, _ := id.(string)
		tag(w, "dt", "id", text)
		_, _ = w.WriteString("<dfn>")
	} else {
		_, _ = w.WriteString("</dfn></dt>\n")
	}
	return ast.WalkContinue, nil
}

func (pageRenderer) description(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch {
	case !entering:
		_, _ = w.WriteString("</dd>\n")
	case n.(*east.DefinitionDescription).IsTight:
		_, _ = w.WriteString("<dd>")
	default:
		_, _ = w.WriteString("<dd>\n")
	}
	return ast.WalkContinue, nil
}
