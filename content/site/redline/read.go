package redline

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Read gives the text of a rendered article's body.
func Read(body []byte) (Text, error) {
	nodes, err := html.ParseFragment(bytes.NewReader(body), &html.Node{Type: html.ElementNode, Data: "article", DataAtom: atom.Article})
	if err != nil {
		return nil, fmt.Errorf("redline: %w", err)
	}
	r := &textReader{}
	for _, n := range nodes {
		r.block(n)
	}
	r.close()
	return r.text, nil
}

// textReader gathers blocks; lines are those of the block at hand.
type textReader struct {
	text  Text
	open  *Block
	lines []string
	plain int // introductions so far
}

// block reads one node at the top level. What follows a clause at the margin, such
// as a list, belongs to it.
func (r *textReader) block(n *html.Node) {
	switch {
	case n.Type != html.ElementNode:
	case n.DataAtom == atom.Aside: // a summary
	case n.DataAtom == atom.Dl:
		r.definitions(n)
	case len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '2' && n.Data[1] <= '6':
		title := inline(n)
		name := title
		if number, _, numbered := strings.Cut(title, ". "); numbered && strings.Trim(number, "0123456789") == "" {
			name = number
		}
		r.start(Block{Kind: Heading, ID: attribute(n, "id"), Name: n.Data + " " + name, Title: title})
		r.lines = append(r.lines, title)
		r.close()
	case n.DataAtom == atom.Div && slices.Contains(strings.Fields(attribute(n, "class")), "clause"):
		id := attribute(n, "id")
		r.start(Block{Kind: Clause, ID: id, Name: permanent(n, id), Number: strings.TrimPrefix(id, "c-")})
		r.content(n)
	default:
		if r.open == nil {
			r.plain++
			r.start(Block{Kind: Intro, Name: fmt.Sprint("intro ", r.plain)})
		}
		r.element(n)
	}
}

// permanent gives the name of a clause: the id of its first paragraph, or its own
// where that has none.
func permanent(clause *html.Node, id string) string {
	for c := clause.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.P {
			if name := attribute(c, "id"); name != "" {
				return name
			}
			break
		}
	}
	return "n-" + strings.TrimPrefix(id, "c-")
}

func (r *textReader) definitions(list *html.Node) {
	for n := list.FirstChild; n != nil; n = n.NextSibling {
		switch n.DataAtom {
		case atom.Dt:
			id := attribute(n, "id")
			title := inline(n)
			r.start(Block{Kind: Definition, ID: id, Name: id, Title: title})
			r.lines = append(r.lines, title)
		case atom.Dd:
			r.element(n)
		}
	}
	r.close()
}

func (r *textReader) start(b Block) {
	r.close()
	r.open, r.lines = &b, nil
}

func (r *textReader) close() {
	if r.open == nil {
		return
	}
	r.open.Text = strings.Join(r.lines, "\n")
	if r.open.Text != "" {
		r.text = append(r.text, *r.open)
	}
	r.open = nil
}

// content reads the blocks inside a block.
func (r *textReader) content(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			r.element(c)
		}
	}
}

// element reads one element inside a block as one or more lines.
func (r *textReader) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Div, atom.Table, atom.Thead, atom.Tbody, atom.Ul, atom.Ol, atom.Blockquote:
		r.content(n)
	case atom.Tr:
		var cells []string
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				cells = append(cells, inline(c))
			}
		}
		r.line(strings.Join(cells, " | "))
	case atom.Li:
		r.mixed(n, "– ")
	case atom.Dd:
		r.mixed(n, "")
	default:
		r.line(inline(n))
	}
}

// mixed reads an element that may hold text or blocks.
func (r *textReader) mixed(n *html.Node, sign string) {
	if first := firstElement(n); first == nil || !isBlock(first) {
		r.line(sign + inline(n))
		return
	}
	from := len(r.lines)
	r.content(n)
	if len(r.lines) > from {
		r.lines[from] = sign + r.lines[from]
	}
}

func (r *textReader) line(text string) {
	if text != "" {
		r.lines = append(r.lines, text)
	}
}

func firstElement(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode || strings.TrimSpace(c.Data) != "" {
			return c
		}
	}
	return nil
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Ul, atom.Ol, atom.Div, atom.Table, atom.Blockquote, atom.Pre:
		return true
	}
	return false
}

// inline gives the text of an element on one line; the spaces a browser would not
// show are gone, and no-break spaces stay.
func inline(n *html.Node) string {
	var b strings.Builder
	gather(&b, n)
	return strings.Join(strings.FieldsFunc(b.String(), func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }), " ")
}

func gather(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	if n.DataAtom == atom.Img {
		b.WriteString(attribute(n, "alt"))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		gather(b, c)
	}
	if n.DataAtom == atom.Br || isBlock(n) {
		b.WriteByte(' ')
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
