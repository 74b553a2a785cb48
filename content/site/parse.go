package site

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"

	"agio/content"
	"agio/content/site/markdown"
)

// termsPath is the address of the user agreement.
const termsPath = "/terms/"

// engine is shared by all builds: it holds no state of a text.
var engine = markdown.New()

// texts parses the documents of a set, which share what they may refer to.
type texts struct {
	values printer // of the newest terms, for the policies
	force  printer // of the terms in force, for pages
	image  func(string) (string, bool)
	terms  []markdown.Term // defined by the agreement
	stands standing
	days   *days
	base   string // of the site's own absolute addresses
	names  *policyNames
	worked *workshop

	mu    sync.Mutex
	under map[string]printer // of other editions of the agreement than that in force
}

// printer gives what {{ name }} prints.
type printer = func(string) (markdown.Printed, bool)

// input says what a document may refer to. The agreement defines its own terms;
// the other policies link to them.
func (t *texts) input(d *content.Document) markdown.Input {
	policy := d.Kind == content.Policy
	in := markdown.Input{Source: d.Body, Image: t.image, Case: t.worked.cases(d, t.base), LinkTerms: policy, ClausesOnly: policy}
	switch d.Kind {
	case content.Policy:
		in.Values = t.values
	case content.News:
		in.Values, in.Renumbered = t.dated(d, t.day(d)), t.days.links(d)
	default:
		in.Values, in.Renumbered = t.dated(d, t.force), t.stands.links(d)
	}
	if d.File == content.TermsFile {
		in.LinkClauses = true
	} else {
		in.Terms, in.TermsPath = t.terms, termsPath
	}
	return in
}

// day gives what a news item prints: the figures of the agreement of its day.
func (t *texts) day(d *content.Document) printer {
	s := t.days.set.SeriesOf(content.TermsName)
	if s == nil || d.Published.IsZero() || t.days.set.Doubt.Policy(s.Name) {
		return t.force
	}
	return t.printed(t.days.edition(s, d))
}

// printed gives what an edition of the agreement prints.
func (t *texts) printed(e *content.Edition) printer {
	if e.Doc.Edition == t.days.set.Force.Edition {
		return t.force
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.under[e.Doc.Edition] == nil {
		t.under[e.Doc.Edition] = values(t.days.set, e.Terms)
	}
	return t.under[e.Doc.Edition]
}

// dated gives what a document prints that may name the day from which a figure holds.
func (t *texts) dated(d *content.Document, plain printer) printer {
	return func(name string) (markdown.Printed, bool) {
		name, day, dated := strings.Cut(name, since)
		if !dated {
			return plain(name)
		}
		e := t.days.taking(day, d)
		if e == nil || strings.HasPrefix(name, "office.") {
			return markdown.Printed{}, false
		}
		return t.printed(e)(name)
	}
}

// parse reads one article, and notes what others need to know of it.
func (t *texts) parse(a *article) {
	if a.sum == (digest{}) {
		a.sum = digestOf(a.doc.Source)
	}
	a.md = engine.Parse(t.input(a.doc))
	if a.doc.Kind == content.Policy {
		a.order = orderOf(a.md)
	}
	a.known = factsOf(a, t)
	a.gist = gistOf(a)
	a.gist.outdated = t.days.outdated(a, t.base)
}

// parse reads every document of a set. The agreement comes first, because the
// other policies link to its definitions.
func parse(set *content.Set, image func(string) (string, bool), workers int) []*article {
	_, articles := parseAll(set, slices.Concat(set.Documents, set.News), image, workers)
	return articles
}

// parseAll reads some documents of a set, and gives what reads the others.
func parseAll(set *content.Set, documents []*content.Document, image func(string) (string, bool), workers int) (*texts, []*article) {
	var articles []*article
	for _, d := range documents {
		articles = append(articles, &article{doc: d})
	}
	t := &texts{values: values(set, set.Terms), force: values(set, set.Force), image: image, terms: []markdown.Term{}, stands: standingOf(set), days: daysOf(set), base: set.Office.BaseURL, names: namesOfPolicies(set), worked: newWorkshop(set), under: make(map[string]printer)}
	for _, a := range articles {
		if a.doc.File == content.TermsFile {
			t.parse(a)
			t.terms = append(t.terms, a.md.Terms...)
		}
	}
	each(workers, len(articles), func(i int) {
		if articles[i].md == nil {
			t.parse(articles[i])
		}
	})
	return t, articles
}

// renderBodies renders every document's own HTML, without the page around it.
func (b *builder) renderBodies() error {
	var read []*article
	for _, a := range b.articles {
		if a.md != nil {
			read = append(read, a)
		}
	}
	errs := make([]error, len(read))
	each(b.options.Workers, len(read), func(i int) {
		var s *sheet
		s, errs[i] = read[i].render()
		read[i].body = bytes.Clone(s.Bytes())
		s.release()
	})
	return errors.Join(errs...)
}
