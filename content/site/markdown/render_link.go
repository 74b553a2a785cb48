package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func (pageRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Link)
	address := safe(util.URLEscape(n.Destination, true))
	tag(w, "a", "href", address, "title", resolved(n.Title), "rel", relation(address))
	return ast.WalkContinue, nil
}

func (pageRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	address := safe(util.URLEscape([]byte(autoAddress(n, source)), false))
	tag(w, "a", "href", address, "rel", relation(address))
	_, _ = w.Write(util.EscapeHTML(n.Label(source)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// autoAddress gives the address of <https://…> or <name@example.org>.
func autoAddress(n *ast.AutoLink, source []byte) string {
	address := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		return "mailto:" + address
	}
	return address
}

// safe gives no address for one that could run a script. Such a link is a
// problem already; a preview may still show the page.
func safe(address []byte) string {
	if len(address) > 0 && address[0] != '/' && address[0] != '#' && html.IsDangerousURL(address) {
		return ""
	}
	return string(address)
}

// relation keeps other sites from learning where their visitor came from.
func relation(address string) string {
	scheme, _, found := strings.Cut(address, ":")
	if found && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")) {
		return "noopener noreferrer"
	}
	return ""
}
