package site

import (
	"bytes"
	"slices"

	"agio/content"
	"agio/content/site/markdown"
)

// termsPath is the address of the user agreement.
const termsPath = "/terms/"

// engine is shared by all builds: it holds no state of a text.
var engine = markdown.New()

// texts parses the documents of a set, which share what they may refer to.
type texts struct {
	values func(string) (markdown.Printed, bool) // of the newest terms, for the policies
	force  func(string) (markdown.Printed, bool) // of the terms in force, for everything else
	image  func(string) (string, bool)
	terms  []markdown.Term // defined by the agreement
	stands standing
	base   string // of the site's own absolute addresses
}

// input says what a document may refer to. The agreement defines its own terms;
// the other policies link to them.
func (t *texts) input(d *content.Document) markdown.Input {
	policy := d.Kind == content.Policy
	in := markdown.Input{Source: d.Body, Values: t.force, Image: t.image, LinkTerms: policy, ClausesOnly: policy, Renumbered: t.stands.links(d)}
	if policy {
		in.Values = t.values
	}
	if d.File == content.TermsFile {
		in.LinkClauses = true
	} else {
		in.Terms, in.TermsPath = t.terms, termsPath
	}
	return in
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
	a.known = factsOf(a, t.base)
	a.gist = gistOf(a)
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
	t := &texts{values: values(set, set.Terms), force: values(set, set.Force), image: image, terms: []markdown.Term{}, stands: standingOf(set), base: set.Office.BaseURL}
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
	errs := make([]error, len(b.articles))
	each(b.options.Workers, len(b.articles), func(i int) {
		if a := b.articles[i]; a.md != nil {
			var s *sheet
			s, errs[i] = a.render()
			a.body = bytes.Clone(s.Bytes())
			s.release()
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
