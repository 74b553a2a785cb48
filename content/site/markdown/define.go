package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// define collects the definitions and leaves the defining form as the text of
// each term. In a text that defines the terms it also takes what was nearly written as
// a definition for one.
func (d *Document) define(own bool) {
	if !d.holds.terms {
		return
	}
	seen := make(map[string]int)
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch v := n.(type) {
		case *ast.Paragraph:
			if own && entering {
				d.nearlyDefine(v, seen)
			}
		case *east.DefinitionTerm:
			if entering {
				d.defineTerm(v, seen)
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

func (d *Document) defineTerm(n *east.DefinitionTerm, seen map[string]int) {
	line := n.Lines().At(0)
	t := d.term(string(line.Value(d.source)), line.Start, seen)
	n.RemoveChildren(n)
	if t == nil {
		return
	}
	n.SetAttributeString("id", t.ID)
	n.AppendChild(n, ast.NewString([]byte(t.Forms[0])))
}

// term reads the forms of a term, and adds it to those of the text; nil for none.
// Seen gives the number of the term to each form.
func (d *Document) term(written string, offset int, seen map[string]int) *Term {
	t, twice := Term{Offset: offset}, false
	for form := range strings.SplitSeq(written, ",") {
		form = strings.TrimSpace(form)
		if form == "" || strings.ContainsAny(form, termMarks) {
			t.Unsure = true
			d.problem(offset, "term_syntax", "A term is written in plain words.", "write Order, Orders")
			form = strings.TrimSpace(strings.Map(func(c rune) rune {
				if strings.ContainsRune(termMarks, c) {
					return -1
				}
				return c
			}, form))
		}
		if form == "" {
			continue
		}
		if other, known := seen[form]; known {
			if !twice {
				d.problem(offset, "term_twice", "The term "+form+" is defined twice.", "define each form once")
			}
			twice, t.Unsure = true, true
			if other < len(d.Terms) {
				d.Terms[other].Unsure = true
			}
		} else {
			seen[form] = len(d.Terms)
		}
		t.Forms = append(t.Forms, form)
	}
	if len(t.Forms) == 0 {
		return nil
	}
	t.ID = "d-" + slug(t.Forms[0])
	d.Terms = append(d.Terms, t)
	return &d.Terms[len(d.Terms)-1]
}

// termMarks are the signs of Markdown, which no term has.
const termMarks = "*_`[]<>{}\\&"

// formsLike recognises a line of forms: words, the first with a capital.
var formsLike = regexp.MustCompile(`^[A-Z][A-Za-z -]{2,40}(?:, [A-Z][A-Za-z -]{2,40}){0,3}\n?$`)

// nearlyDefine takes a paragraph for a definition whose colon is missing or glued, or
// of which only the forms are left: a line of forms at the margin beside definitions.
func (d *Document) nearlyDefine(p *ast.Paragraph, seen map[string]int) {
	before, after := isDefinitions(p.PreviousSibling()), isDefinitions(p.NextSibling())
	if p.Parent() != d.root || !before && !after || p.Lines().Len() < 2 && !(before && after) {
		return
	}
	first := p.Lines().At(0)
	written := string(first.Value(d.source))
	if !formsLike.MatchString(written) {
		return
	}
	form, _, _ := strings.Cut(strings.TrimSpace(written), ",")
	if p.Lines().Len() < 2 {
		d.problem(first.Start, "term_colon", "Nothing says what "+form+" means.", "write a line below it that begins with a colon and a space")
	} else {
		d.problem(p.Lines().At(1).Start, "term_colon", "This is meant to define "+form+", and does not begin with a colon and a space.", "write : and a space before it")
	}
	d.term(written, first.Start, seen)
}

func isDefinitions(n ast.Node) bool { return n != nil && n.Kind() == east.KindDefinitionList }
