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

// parse reads every document. The agreement comes first, because the other
// policies link to its definitions.
func parse(set *content.Set, image func(string) (string, bool), workers int) []*article {
	var articles []*article
	for _, d := range slices.Concat(set.Documents, set.News) {
		articles = append(articles, &article{doc: d})
	}
	lookup := values(set)
	terms := []markdown.Term{}
	for _, a := range articles {
		if a.doc.File == content.TermsFile {
			a.md = engine.Parse(markdown.Input{
				Source: a.doc.Body, Values: lookup, Image: image,
				LinkTerms: true, LinkClauses: true, ClausesOnly: true,
			})
			terms = append(terms, a.md.Terms...)
		}
	}
	each(workers, len(articles), func(i int) {
		a := articles[i]
		if a.md != nil {
			return
		}
		policy := a.doc.Kind == content.Policy
		a.md = engine.Parse(markdown.Input{
			Source: a.doc.Body, Values: lookup, Image: image,
			LinkTerms: policy, ClausesOnly: policy, Terms: terms, TermsPath: termsPath,
		})
	})
	return articles
}

// renderBodies renders every document's own HTML, without the page around it.
func (b *builder) renderBodies() error {
	errs := make([]error, len(b.articles))
	each(b.options.Workers, len(b.articles), func(i int) {
		var body bytes.Buffer
		errs[i] = b.articles[i].md.Render(&body)
		b.articles[i].body = body.Bytes()
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
