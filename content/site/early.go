package site

import (
	"time"

	"agio/content"
	"agio/content/site/markdown"
)

// early warns of a link to what only an edition to come has, from a page that is there
// before that edition takes effect: at the policy's address it leads to nothing yet.
func (c *checker) early(a, to *article, l link) bool {
	if l.fragment == "" || a.doc.Kind == content.Policy || a.doc.Guide || to.doc.Kind != content.Policy || to.md == nil {
		return false
	}
	from := c.now
	if a.doc.Publish.After(from) {
		from = a.doc.Publish
	}
	for _, s := range c.set.Series {
		force, newest := s.InForce(from), s.Newest()
		if s.Path != to.doc.Path || force == newest || c.days.text(force).has[lasting(to.md, l.fragment)] {
			continue
		}
		day := newest.Doc.Effective.Format(time.DateOnly)
		c.place(a, l.at, "link_early", "The page "+l.path+" has no anchor #"+l.fragment+" before "+day+", and this page is there earlier.",
			"write publish: "+day+", or link to "+l.path+newest.Doc.Edition+"/")
		c.problems[len(c.problems)-1].Level = content.Warning // news may well announce it
		return true
	}
	return false
}

// lasting gives the permanent name where a fragment is a clause's number, and any
// other as it is.
func lasting(md *markdown.Document, fragment string) string {
	for _, k := range md.Clauses {
		if fragment == "c-"+k.Number {
			return k.Name
		}
	}
	return fragment
}
