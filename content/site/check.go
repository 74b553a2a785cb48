package site

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/prose"
	"agio/static"
	"agio/wasm/exchange"
)

// Check gives every problem of a set, beyond what reading it has found: errors,
// which keep it from being published, now or at the moments it states, and
// warnings. Drafts are looked at when they are none any more.
func Check(set *content.Set) content.Problems { return CheckAt(set, time.Now()) }

// CheckAt gives those of another moment than now.
func CheckAt(set *content.Set, now time.Time) content.Problems {
	a, err := readAssets(static.Files, nil, "img")
	if err != nil {
		return content.Problems{{File: "static", Code: "unreadable", Message: err.Error()}}
	}
	o := Options{Workers: 1, Now: now}.withDefaults()
	set = set.Pending(o.Now)
	return check(set, parse(set, a.image, o.Workers), o)
}

// Examine reads a folder of content and checks it: all problems of both steps.
func Examine(fsys fs.FS) content.Problems {
	set, err := content.Read(fsys)
	found, _ := err.(content.Problems)
	return append(found, Check(set)...).Sorted()
}

// checker collects what is wrong with the documents of a set.
type checker struct {
	set      *content.Set
	articles []*article
	now      time.Time
	strange  map[string]*strange // words that should be defined, by their stem
	renamed  map[string]bool     // permanent names that clauses have lost
	pages    *pageAnchors
	days     *days
	months   map[string][]stay // when the months of news have pages; nil until a link asks
	policies []*article        // those among the articles; nil until a link asks
	problems content.Problems
	said     map[content.Position]bool   // where problems were reported …
	noted    int                         // … which are the first ones of all
	outline  *outline                    // of the article at hand; nil until a lead is looked for
	read     *prose.Sentence             // that was read last …
	last     string                      // … and its text
	stating  []int                       // the passages of the article at hand that may state figures
	naming   []int                       // those that may name clauses
	spoken   map[content.Position]string // the figure that a sentence says in the words of a literal
	err      error                       // what kept it from its work
}

func check(set *content.Set, articles []*article, o Options) content.Problems {
	s := newStandards(set, articles, daysOf(set))
	if s.worked != nil {
		s.worked.running = o.Running
	}
	each(o.Workers, len(articles), func(i int) {
		if articles[i].md != nil {
			articles[i].problems = s.own(articles[i])
		}
	})
	problems, _ := s.together(articles, o.Now) // all facts are in memory
	return problems
}

// standards are what the texts of a set are held against.
type standards struct {
	standard // of the newest editions
	set      *content.Set
	words    *vocabulary
	pages    *pageAnchors
	worked   *workshop // nil where nothing can be computed
	days     *days
	sound    bool // nothing is wrong with each policy and page, nor with the words they share; it need not be looked for again

	mu    sync.Mutex
	under map[string]*standard // of other days, by the editions then in force
}

// standard is what editions of the policies state.
type standard struct {
	known  []*literal
	stated *stated // nil without an agreement
	facts  *knownFacts
	book   clauseBook
	orders []*order // of the policies; of the newest editions alone
}

// newStandards takes them from the set and its agreement, one of the articles.
func newStandards(set *content.Set, articles []*article, days *days) *standards {
	s := &standards{
		set: set, words: newVocabulary(set, definedTerms(articles)), pages: newPageAnchors(set, articles), worked: newWorkshop(set),
		days: days, under: make(map[string]*standard),
	}
	s.standard = newStandard(set, articles, "")
	for _, a := range articles {
		if a.doc.Kind == content.Policy {
			s.orders = append(s.orders, a.order)
		}
	}
	days.know(articles)
	return s
}

// newStandard takes what the policies among some articles state; of is said behind a
// clause's number in problems.
func newStandard(set *content.Set, articles []*article, of string) standard {
	r := standard{known: newLiterals(set.Terms), book: newClauseBook(articles)}
	r.facts = newFacts(set, r.known, of)
	for _, a := range articles {
		if a.doc.File == content.TermsFile {
			r.stated = statedBy(set, a, of)
		}
	}
	return r
}

// own gives what is wrong with one article, whatever the others say. It may be
// called for several articles at a time.
func (s *standards) own(a *article) content.Problems {
	c, r := &checker{set: s.set, days: s.days}, s.of(a.doc)
	c.ownText(a)
	c.signs(a)
	c.wording(a, s.words)
	if len(a.md.Lost) == 0 { // else some words stand beside a clause that they are not of
		c.contradictions(a, r.stated)
		c.rows(a, r.stated)
	}
	c.figures(a, r.facts, r.stated)
	c.columns(a, r.facts)
	c.summaries(a, r.facts, r.stated)
	c.literals(a, r.known, r.stated)
	c.mentions(a, r)
	c.examples(a, s.worked)
	c.sums(a, s.worked)
	c.hidden(a)
	c.blankText(a)
	c.placeholders(a)
	c.unfinished(a)
	c.mailboxes(a)
	if a.doc.Kind == content.Policy {
		c.sequence(a)
	}
	if a.doc.File == content.TermsFile {
		c.parameters(a)
		c.clauses(a)
		c.refunds(a)
		c.sectionsNamed(a)
	}
	c.misplaced(a, r.facts, r.stated)
	return c.problems
}

// ownText gives what parsing the text has found, but for what follows from another
// fault. A field of the office that is printed and not there waits for the others.
func (c *checker) ownText(a *article) {
	a.unknown = nil
	for _, p := range a.md.Problems {
		switch {
		case p.About != "" && a.mayHave(p.About):
		case strings.HasPrefix(p.About, "office."):
			a.unknown = append(a.unknown, unknown{p, a.doc.PositionIn(p.Offset)})
		case p.About != "" && p.Code == "value_unknown":
			message, hint := c.days.without(a.doc, p)
			c.at(a, p.Offset, p.Code, message, hint)
		default:
			c.at(a, p.Offset, p.Code, p.Message, p.Hint)
		}
	}
}

// together gives what is wrong with the articles, their own problems included.
func (s *standards) together(articles []*article, now time.Time) (content.Problems, error) {
	c := &checker{set: s.set, articles: articles, now: now, pages: s.pages, days: s.days, problems: slices.Clone(s.set.Warnings)}
	for _, a := range articles {
		c.problems = append(c.problems, a.problems...)
	}
	c.fields()
	if len(s.words.terms) > 0 && !s.sound {
		c.definitions(s.words)
	}
	c.editions()
	c.links()
	c.beside()
	c.frame()
	c.figureWords(s.facts)
	c.fixedRates()
	c.comments()
	if len(c.problems) == 0 {
		return nil, c.err
	}
	return c.problems.Sorted(), c.err
}

// definedTerms gives the terms that the agreement defines.
func definedTerms(articles []*article) []markdown.Term {
	for _, a := range articles {
		if a.doc.File == content.TermsFile {
			return a.md.Terms
		}
	}
	return nil
}

// at reports a problem at an offset of a document's body.
func (c *checker) at(a *article, offset int, code, message, hint string) {
	c.place(a, a.doc.PositionIn(offset), code, message, hint)
}

// warn reports what is probably a slip at an offset of a document's body.
func (c *checker) warn(a *article, offset int, code, message, hint string) {
	c.at(a, offset, code, message, hint)
	c.problems[len(c.problems)-1].Level = content.Warning
}

func (c *checker) place(a *article, at content.Position, code, message, hint string) {
	c.problems = append(c.problems, content.Problem{
		File: a.doc.File, Line: at.Line, Col: at.Col, Code: code, Message: message, Hint: hint,
	})
}

// parameters proves that each parameter is printed by the clause that states it.
func (c *checker) parameters(terms *article) {
	exists := make(map[string]bool)
	for _, clause := range terms.md.Clauses {
		exists[clause.Number] = true
	}
	printed := make(map[[2]string]bool)
	for _, use := range terms.md.Values {
		printed[[2]string{use.Name, use.Clause}] = true
	}
	for _, p := range c.set.Terms.Parameters {
		at := terms.doc.Keys["parameters."+p.Name]
		switch {
		case terms.mayHave(p.Clause), !exists[p.Clause]: // the software names the clause, which is said once
		case printed[[2]string{p.Name, p.Clause}], c.standsFor(terms, p):
		default:
			c.place(terms, at, "parameter_unprinted", "Clause "+p.Clause+" does not print the parameter "+p.Name+".", "write {{ "+p.Name+" }} in the clause")
		}
	}
}

// fixedRates proves that no rate is fixed for longer than the newest edition of the
// agreement allows (3.21). Under an edition that fixes none, they float.
func (c *checker) fixedRates() {
	var refused *exchange.Error
	const parameter = "rate_fixed_longest"
	if c.set.Terms.FixedLongest == 0 && c.printed(parameter) {
		return // it is missing, and so its use is a problem
	}
	if c.set.Doubt.Terms || c.set.Tariff == nil || c.set.SeriesOf(content.TermsName) == nil || !errors.As(c.set.Terms.Allow(c.set.Tariff), &refused) {
		return
	}
	at := c.set.FixedAt[refused.Field]
	c.problems = append(c.problems, content.Problem{
		File: content.TariffFile, Line: at.Line, Col: at.Col, Code: "fixed_too_long",
		Message: refused.Field + ": " + refused.Message, Hint: refused.Accepts,
	})
}

// printed says whether the agreement prints a value.
func (c *checker) printed(name string) bool {
	for _, a := range c.articles {
		if a.doc.File == content.TermsFile {
			return slices.ContainsFunc(a.md.Values, func(use markdown.Use) bool { return use.Name == name })
		}
	}
	return false
}

// clauses proves that each clause the software names is there, under the name that
// the software knows and the number that the edition gives it.
func (c *checker) clauses(terms *article) {
	named := make(map[string]string)
	at := make(map[string]int)
	for _, clause := range terms.md.Clauses {
		named[clause.Name], at[clause.Number] = clause.Number, clause.Offset
	}
	for _, clause := range exchange.Clauses() {
		number, name := c.set.Terms.Number(clause), "n-"+string(clause)
		if named[name] == number || terms.mayHave(number) {
			continue
		}
		place, ok := at[number]
		if !ok {
			place = placeFor(terms.md, number)
		}
		c.at(terms, place, "clause_missing", "The software names the clause "+name+", and no clause of the agreement has this permanent name.",
			"write {#"+name+"} after the number, whichever it is now, of the clause that says what clause "+string(clause)+" said")
	}
}
