package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// inspect reports what must not be published and collects links.
func (d *Document) inspect(in Input) {
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			d.problem(offsetOf(n), "raw_html", "HTML is written here.", "write Markdown; a comment belongs in the front matter, after #")
		case *ast.Heading:
			d.inspectHeading(v)
		case *ast.Link:
			if d.footnote(v) {
				break
			}
			text := plain(d.source, v)
			d.inspectLink(Link{Destination: string(v.Destination), Text: text, Clause: d.clauseNamed(v, text), Offset: offsetOf(n)}, !blank(d.source, n))
		case *ast.AutoLink:
			d.inspectLink(Link{Destination: autoAddress(v, d.source), Offset: offsetOf(n)}, true)
		case *ast.Image:
			d.inspectImage(v, in)
		case *ast.Paragraph:
			d.inspectParagraph(v)
		case *clauseNode:
			d.inspectNumber(v)
			d.inspectName(v)
		}
		return ast.WalkContinue, nil
	})
	if in.ClausesOnly {
		d.inspectForms()
	}
}

func (d *Document) inspectHeading(h *ast.Heading) {
	if h.Level == 1 {
		d.problem(offsetOf(h), "heading_level", "The title is the page's only heading of the first level.", "start sections with ##")
	}
	if blank(d.source, h) {
		d.problem(offsetOf(h), "heading_empty", "The heading has no text.", "write one")
	}
	if h.Parent().Kind() != ast.KindDocument {
		d.problem(offsetOf(h), "heading_nested", "A heading stands inside a clause, list or quote.", "move it to the margin, with an empty line before it")
	}
}

// inspectLink allows https, http, mailto, addresses of this site and anchors.
func (d *Document) inspectLink(l Link, text bool) {
	offset, destination := l.Offset, l.Destination
	const hint = "write /path/ for a page of this site, #anchor, https://… or mailto:…"
	scheme, _, found := strings.Cut(destination, ":")
	switch {
	case strings.Contains(destination, "{{"):
		d.problem(offset, "link_value", "A value cannot stand in a link's address.", "write the address")
		return // whose page nobody can look for
	case destination == "":
		d.problem(offset, "link_empty", "The link leads nowhere.", hint)
	case d.refuseScheme(offset, destination, hint):
	case strings.HasPrefix(destination, "//"), strings.Contains(destination, "\\"):
		d.problem(offset, "link_scheme", "The link does not say how to follow it: "+destination+".", hint)
	case destination[0] == '/' || destination[0] == '#':
	case nowhere(destination):
		d.problem(offset, "link_address", "This is no address that a link could lead to: "+destination+".", "write https://example.org/… or mailto:name@example.org")
	case !found || !isScheme(scheme):
		d.problem(offset, "link_relative", "The link is relative: "+destination+".", hint)
	}
	if !text {
		d.problem(offset, "link_text", "The link has no text.", "say where it leads")
	}
	d.Links = append(d.Links, l)
}

// clauseNamed notes a link to an anchor, and gives the number that is the text of a link,
// such as 5.2 of "clauses 5.2", and of "5.2" where it leads to an anchor.
func (d *Document) clauseNamed(n *ast.Link, text string) string {
	anchored := bytes.ContainsRune(n.Destination, '#')
	if anchored {
		d.anchored = append(d.anchored, n)
	}
	m := clauseText.FindStringSubmatch(text)
	if m == nil || !anchored && m[1] == text {
		return ""
	}
	return m[1]
}

// clauseText is a text that names one clause.
var clauseText = regexp.MustCompile(`^(?:[Cc]lauses?[ \x{a0}])?(\d{1,3}(?:\.\d{1,3}){1,3})$`)

func allowedScheme(scheme string) bool {
	switch strings.ToLower(scheme) {
	case "https", "http", "mailto":
		return true
	}
	return false
}

func isScheme(s string) bool {
	for i, c := range strings.ToLower(s) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '+' && c != '-' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// inspectImage allows pictures of this site that say what they show.
func (d *Document) inspectImage(n *ast.Image, in Input) {
	offset, destination := offsetOf(n), string(n.Destination)
	d.Links = append(d.Links, Link{Destination: destination, Image: true, Offset: offset})
	if blank(d.source, n) {
		d.problem(offset, "image_alt", "The picture has no text for those who do not see it.", "write ![what it shows](/img/…)")
	}
	if alt := strings.TrimSpace(plain(d.source, n)); alt != "" && fileName.MatchString(alt) {
		d.problem(offset, "image_alt", "The picture's text is only the name of a file.", "write ![what it shows](/img/…)")
	}
	if in.Image != nil {
		if address, ok := in.Image(destination); ok {
			n.Destination = []byte(address)
			return
		}
	}
	const hint = "pictures lie in static/img and are written /img/name.svg"
	if d.refuseScheme(offset, destination, hint) {
		return
	}
	d.problem(offset, "image_unknown", "There is no such picture: "+destination+".", hint)
}

// fileName is a text that is the name of a picture, and says nothing of it.
var fileName = regexp.MustCompile(`(?i)^\S+\.(?:svg|png|jpe?g|webp|gif|ico|avif)$`)

// inspectNumber reports a clause whose number is written wrongly.
func (d *Document) inspectNumber(n *clauseNode) {
	switch {
	case n.slip == slipNone && mark.Match(d.source[n.text:]):
		d.problem(n.Pos(), "clause_form", formMessage(n.number), formHint(n.number))
	case n.slip == slipGlued:
		d.problem(n.Pos(), "clause_glued", "The text is glued to the clause's number.", "write "+n.number+". and a space")
	case n.slip == slipPoint:
		d.problem(n.Pos(), "clause_point", "A clause's number has points, one after it too.", "write "+n.number+". and a space")
	case n.slip == slipForm:
		d.problem(n.Pos(), "clause_form", formMessage(n.number), formHint(n.number))
	}
}

// inspectParagraph reports text that was probably meant to be a clause: a number with
// nothing after it, inside another clause, or at the start of a wrapped line; and what
// was probably meant to be a heading.
func (d *Document) inspectParagraph(p *ast.Paragraph) {
	parent := p.Parent().Kind()
	if parent != ast.KindDocument && parent != kindClause {
		return
	}
	for i := range p.Lines().Len() {
		line := p.Lines().At(i)
		number, rest := clauseNumber(line.Value(d.source))
		switch {
		case number == "":
			if i == 0 && gluedHeading(line.Value(d.source)) > 0 {
				d.problem(line.Start, "heading_glued", "The text is glued to the signs of a heading.", "write ## and a space")
			}
			continue
		case rest == 0 && i == 0 && util.IsBlank(line.Value(d.source)[len(number)+1:]):
			d.problem(line.Start, "clause_glued", "The clause's number has no text after it.", "write "+number+". and a space")
		case rest > 0 && i == 0 && parent == kindClause:
			d.problem(line.Start, "clause_nested", "Clause "+number+" stands inside another clause.", "start it at the margin")
		case rest > 0 && i > 0:
			d.problem(line.Start, "clause_wrapped", "A line inside a paragraph starts with the clause number "+number+".",
				"put an empty line before a new clause; wrap the line elsewhere if it is none")
		default:
			continue
		}
		d.lose(number, line.Start)
	}
}

// firstLine gives the first line of a paragraph as it is written.
func firstLine(source []byte, p *ast.Paragraph) []byte {
	if p.Lines().Len() == 0 {
		return nil
	}
	line := p.Lines().At(0)
	return line.Value(source)
}

// gluedHeading recognises "##Heading" and gives the number of signs; 0 for anything
// else. A single sign starts many a word.
func gluedHeading(line []byte) int {
	rest := bytes.TrimLeft(line, "#")
	if signs := len(line) - len(rest); signs >= 2 && signs <= 6 && len(rest) > 0 && rest[0] != ' ' && !util.IsBlank(rest) {
		return signs
	}
	return 0
}

// inspectName reports a permanent name that is written wrongly, is of another kind
// of anchor, or belongs to another clause.
func (d *Document) inspectName(n *clauseNode) {
	const hint = "write {#some-words}: small letters, digits and hyphens, and a space after it"
	own := n.name == "n-"+n.number
	if p := n.FirstChild(); p != nil && p.Kind() == ast.KindParagraph && own {
		line := p.Lines().At(0)
		if bytes.HasPrefix(line.Value(d.source), []byte("{#")) {
			d.problem(line.Start, "clause_name", "This is not a permanent name.", hint)
		}
	}
	for _, prefix := range []string{"c-", "d-", "w-", "page-"} {
		if strings.HasPrefix(n.name, prefix) {
			d.problem(n.Pos(), "clause_name", "Names that start with "+prefix+" are given by the site.", hint)
		}
	}
	if d.names == nil {
		d.names = make(map[string]string)
	}
	if other, twice := d.names[n.name]; twice && other != n.number {
		// A clause that moved keeps its name; the one that took its number needs another.
		free := n.number
		if n.name == "n-"+other {
			free = other
		}
		d.problem(n.Pos(), "clause_name_twice", "The permanent name "+n.name+" belongs to clause "+other+".", "give clause "+free+" a name of its own: "+free+". {#some-words}")
	}
	d.names[n.name] = n.number
}
