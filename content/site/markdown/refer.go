package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// kindReference is the node kind of links that the text did not write itself.
var kindReference = ast.NewNodeKind("Reference")

// referenceNode is a link to a clause or to a definition.
type referenceNode struct {
	ast.BaseInline
	href, class string
	shows       string // id of the element with the definition that pointing at the link shows; empty for none
}

func (n *referenceNode) Kind() ast.NodeKind { return kindReference }

func (n *referenceNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Href": n.href}, nil)
}

// referrer links clauses and the first use of each term in a passage: a paragraph, a
// list, a row of a table, each with what stands in it.
type referrer struct {
	d     *Document
	in    Input
	words vocabulary
	known map[string]bool // clause numbers
	used  map[string]bool // ids of the terms used in the passage at hand
	own   string          // id of the term being defined
}

// WordID gives the id of the element in which the page around a text repeats a
// definition, to be shown beside its uses: "w-order" for "d-order".
func WordID(definition string) string { return "w-" + strings.TrimPrefix(definition, "d-") }

func (d *Document) refer(in Input) {
	r := &referrer{d: d, in: in, used: make(map[string]bool), known: make(map[string]bool)}
	for _, c := range slices.Concat(d.Clauses, d.Lost) {
		r.known[c.Number] = true
	}
	if in.LinkTerms {
		terms := in.Terms
		if terms == nil {
			terms = d.Terms
		}
		r.words = newVocabulary(terms)
	}
	if in.LinkTerms || in.LinkClauses {
		r.blocks(d.root)
	}
}

// blocks goes through the blocks. Headings are left as they are. A definition is one
// passage with the term it defines, which it does not link.
func (r *referrer) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if r.opensPassage(n) {
			clear(r.used)
		}
		switch v := n.(type) {
		case *ast.Heading:
			continue
		case *east.DefinitionTerm:
			id, _ := v.AttributeString("id")
			r.own, _ = id.(string)
			r.used[r.own] = true
			continue
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *summaryNode:
			continue
		}
		if n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline {
			r.inlines(n)
			continue
		}
		r.blocks(n)
	}
}

// opensPassage says whether a block begins a passage. What stands in a list, a quotation
// or a cell belongs to the passage around it.
func (r *referrer) opensPassage(n ast.Node) bool {
	switch n.(type) {
	case *ast.Heading, *clauseNode, *east.DefinitionTerm, *east.TableHeader, *east.TableRow:
		return true
	}
	parent := n.Parent().Kind()
	return parent == ast.KindDocument || parent == kindClause
}

// inlines goes through running text.
func (r *referrer) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch v := n.(type) {
		case *ast.Text:
			run := newRun(r.d.source, v)
			next = run.last().NextSibling()
			r.link(run)
		case *ast.Link:
			r.mention(string(v.Destination))
		case *ast.Emphasis:
			r.inlines(n)
		}
		n = next
	}
}

// mention counts a link that the text wrote itself as the first use.
func (r *referrer) mention(destination string) {
	path, fragment, ok := strings.Cut(destination, "#")
	if ok && (path == "" || path == r.in.TermsPath) {
		r.used[fragment] = true
	}
}

// found is a place in a run that becomes a link.
type found struct {
	from, to           int
	href, class, shows string
}

func (r *referrer) link(run run) {
	var all []found
	if r.in.LinkClauses {
		all = r.clauses(run)
	}
	for _, use := range r.words.uses(run.text) {
		if r.used[use.id] || overlaps(all, use.from, use.to) {
			continue
		}
		r.used[use.id] = true
		all = append(all, found{use.from, use.to, r.in.TermsPath + "#" + use.id, "term", WordID(use.id)})
	}
	sortFound(all)
	for i := len(all) - 1; i >= 0; i-- {
		f := all[i]
		run.wrap(f.from, f.to, &referenceNode{href: f.href, class: f.class, shows: f.shows})
	}
}

// clauses finds "clause 3.12" and "clauses 5.2 and 5.4".
func (r *referrer) clauses(run run) []found {
	var all []found
	for _, m := range clauseMentions(run.text) {
		if !r.known[m.number] {
			r.d.problem(run.offset(m.at), "clause_unknown", "There is no clause "+m.number+".", "name a clause of this document")
			r.d.about(m.number)
			continue
		}
		all = append(all, found{m.from, m.to, "#c-" + m.number, "clause-ref", ""})
	}
	return all
}
