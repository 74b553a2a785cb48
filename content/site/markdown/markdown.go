// Package markdown turns the Markdown of policies, pages and news into HTML that
// needs neither a sanitiser nor an inline style.
//
// It is CommonMark with pipe tables, plus:
//
// Clauses. A paragraph at the top level that starts with its number, "3.12. Text"
// or "4.10.5. Text", is a clause. It gets the id c-3.12, and its number links to
// itself. Lines, paragraphs, lists and tables indented by two or more spaces
// belong to it. "3.12. {#some-words} Text" gives it a permanent name, under which
// it is found whatever its number becomes; without one the name is n-3.12.
//
// Summaries. A quotation at the top level that starts with "In short:" explains
// what follows and does not bind.
//
// Definitions. A line of comma-separated forms followed by ": text" defines a
// term; the first form names it and gives the id, such as d-order. In policies
// the first use of a term in each paragraph, list and row of a table links to its
// definition.
//
// Clause references. Inside the agreement the words "clause 3.12" or "clauses
// 5.2 and 5.4" link to the clauses.
//
// Values. {{ name }} prints what the caller's lookup gives for the name, in
// running text, link texts, headings and tables, not in code; {{ name from
// 2026-12-01 }} what it gives for the name and the day, "name from 2026-12-01".
//
// What CommonMark would let vanish silently or pass through is a Problem with its
// offset instead: raw HTML, a link with an unknown scheme, a picture without a
// text, a value without a meaning. So are texts that would cost more than a
// linear time.
package markdown

import (
	"io"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Engine parses and renders. It is safe for use by several goroutines.
type Engine struct{ md goldmark.Markdown }

// addition is one thing that an engine does beyond CommonMark.
type addition int

const (
	definitions addition = iota // a line of forms, then ": text"
	clauses                     // a paragraph that starts with its number
	values                      // {{ name }}
	tables                      // rows between pipes
	pages                       // our own HTML: ids, classes, no raw HTML
)

// New makes an engine with every addition.
func New() *Engine { return engineWith(definitions, clauses, values, tables, pages) }

// engineWith makes an engine with some of the additions; with none it is plain
// CommonMark.
func engineWith(chosen ...addition) *Engine {
	blocks, inlines := parser.DefaultBlockParsers(), parser.DefaultInlineParsers()
	paragraphs, trees := parser.DefaultParagraphTransformers(), []util.PrioritizedValue{}
	writers := []util.PrioritizedValue{util.Prioritized(html.NewRenderer(html.WithXHTML(), html.WithUnsafe()), 1000)}
	for _, x := range chosen {
		switch x {
		case definitions:
			blocks = append(blocks, util.Prioritized(extension.NewDefinitionListParser(), 101), util.Prioritized(extension.NewDefinitionDescriptionParser(), 102))
			writers = append(writers, util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500))
		case clauses:
			blocks = append(blocks, util.Prioritized(clauseParser{}, 290))
		case values:
			inlines = append(inlines, util.Prioritized(valueParser{}, 150))
		case tables:
			paragraphs = append(paragraphs, util.Prioritized(extension.NewTableParagraphTransformer(), 200))
			trees = append(trees, util.Prioritized(extension.NewTableASTTransformer(), 0))
			writers = append(writers, util.Prioritized(extension.NewTableHTMLRenderer(), 500))
		case pages:
			writers = append(writers, util.Prioritized(html.NewRenderer(), 900), util.Prioritized(pageRenderer{}, 100))
		}
	}
	p := parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...), parser.WithASTTransformers(trees...))
	return &Engine{goldmark.New(goldmark.WithParser(p), goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(writers...))))}
}

// Printed is what a value prints.
type Printed struct {
	Text  string
	Href  string // a link around it, such as "mailto:…"; empty for none
	Class string // a class of its own; empty for none
}

// Input is one text with what it may refer to.
type Input struct {
	Source []byte
	Values func(name string) (Printed, bool)            // what {{ name }} prints
	Image  func(path string) (string, bool)             // the address of a picture of the site, hash inside
	Case   func(destination, title string) (Case, bool) // what the case of a link comes to; false where it leads to none

	LinkTerms    bool                                        // link terms to their definitions where a passage first uses them
	Terms        []Term                                      // terms of another document; nil where the text defines its own
	TermsPath    string                                      // address of that document
	LinkClauses  bool                                        // link "clause 3.12"
	Renumbered   func(destination string) (Renumbered, bool) // what a link becomes; nil for what is written
	ClausesOnly  bool                                        // a paragraph that nearly is a clause is a problem
	TableCaption string                                      // start of a table's accessible name; "Table" if empty
}

// Document is a parsed text.
type Document struct {
	Clauses  []Clause
	Lost     []Clause // that were meant, and whose text is that of another; each is a problem
	Terms    []Term
	Headings []Heading
	Links    []Link
	Values   []Use
	Passages []Passage
	Problems []Problem
	Empty    bool // there is nothing but headings
	Unread   bool // the text would cost too much; nothing but the problems is known of it

	engine *Engine
	source []byte
	root   ast.Node
	names  map[string]string // number of the clause to each permanent name

	lostHeadings map[int]string // numbers of sections whose headings are none, by their offset

	anchored []*ast.Link // the links that lead to an anchor
	holds    holds
	gatherer *gatherer // whose lists the passages are
}

// holds says what there is in a tree, so that it need not be searched for what there
// is not.
type holds struct{ terms, tables, values, cases bool }

// Clause is a numbered clause.
type Clause struct {
	Number  string // such as "3.12"
	Name    string // the permanent one, such as "n-3.12"
	Section string // number of the heading it stands under, such as "3"; empty if it has none
	Offset  int    // of its number in the source, in bytes
	Text    int    // of what follows number and name
	Slip    bool   // its number is written wrongly, which is a problem
}

// Term is a defined term.
type Term struct {
	ID     string   // such as "d-order"
	Forms  []string // as they are written, the defining one first
	Unsure bool     // there is a problem with its forms
	Offset int
}

// Heading is a heading of level 2 to 6.
type Heading struct {
	Level    int
	ID, Text string
	Offset   int
}

// Link is a link or picture as it was written.
type Link struct {
	Destination string
	Text        string // without its marks; of a link in brackets
	Clause      string // the number that its text is, such as "5.2" of [clause 5.2](/terms/#n-5.2); empty where it is none
	Image       bool
	Offset      int
}

// Use is a value printed by the text.
type Use struct {
	Name   string
	Clause string // the clause that prints it; empty outside clauses
	Offset int
}

// Problem is something an editor has to mend, at an offset in the source.
type Problem struct {
	Offset              int
	Code, Message, Hint string
	About               string // the value or clause that there is not; empty for other problems
}

// Parse reads a text. The document is complete even where it has problems, but
// must not be published then.
func (e *Engine) Parse(in Input) *Document {
	d := &Document{engine: e, source: in.Source}
	if d.tooLarge(in.Source) {
		return d.unread()
	}
	pc := parser.NewContext()
	pc.Set(lookupKey, &lookup{values: in.Values, clausesOnly: in.ClausesOnly, document: d})
	d.root = e.md.Parser().Parse(text.NewReader(in.Source), parser.WithContext(pc))
	if d.tooDeep() {
		return d.unread()
	}
	d.cases(in.Case)
	d.summarise()
	d.define(in.LinkTerms && in.Terms == nil)
	d.inspect(in)
	d.nameHeadings()
	d.survey(in)
	d.Empty = d.bare()
	d.Passages = d.passages()
	d.leftovers()
	d.refer(in)
	d.renumber(in.Renumbered)
	return d
}

// bare says whether there is nothing but headings.
func (d *Document) bare() bool {
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindHeading && n.Kind() != ast.KindLinkReferenceDefinition {
			return false
		}
	}
	return true
}

// unread leaves an empty document.
func (d *Document) unread() *Document {
	d.root, d.Unread = ast.NewDocument(), true
	return d
}

// Render writes the document as HTML.
func (d *Document) Render(w io.Writer) error {
	return d.engine.md.Renderer().Render(w, d.source, d.root)
}

// maxProblems of one text are reported; who has that many mends the first ones.
const maxProblems = 100

func (d *Document) problem(offset int, code, message, hint string) {
	if len(d.Problems) == maxProblems {
		return
	}
	if len(d.Problems) == maxProblems-1 {
		code, message, hint = "more", "There are more problems than these.", "mend these first"
	}
	d.Problems = append(d.Problems, Problem{Offset: offset, Code: code, Message: message, Hint: hint})
}

// about says what the last problem is about.
func (d *Document) about(name string) {
	if last := &d.Problems[len(d.Problems)-1]; last.Code != "more" {
		last.About = name
	}
}
