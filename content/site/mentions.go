package site

import (
	"slices"

	"agio/content"
	"agio/content/site/markdown"
)

// clauseBook says which policies have a clause of a number, by their addresses, the
// agreement first.
type clauseBook map[string][]string

func newClauseBook(articles []*article) clauseBook {
	book := make(clauseBook)
	for _, a := range articles {
		if a.doc.Kind != content.Policy || a.md == nil {
			continue
		}
		for _, clause := range slices.Concat(a.md.Clauses, a.md.Lost) {
			paths := append(book[clause.Number], a.doc.Path)
			if a.doc.File == content.TermsFile {
				slices.Reverse(paths)
			}
			book[clause.Number] = slices.Compact(paths)
		}
	}
	return book
}

// mentions reports clauses that a document names in its text without a link to them.
// In the agreement they link themselves.
func (c *checker) mentions(a *article, book clauseBook) {
	if a.doc.File == content.TermsFile || len(book) == 0 {
		return
	}
	for _, i := range c.naming {
		p := &a.md.Passages[i]
		for _, m := range markdown.Mentions(p.Text) {
			if linkedAt(p, m.At) {
				continue
			}
			at := p.Offset(m.At)
			switch paths := book[m.Number]; {
			case len(paths) > 0:
				path := paths[0]
				if slices.Contains(paths, a.doc.Path) && !slices.Contains(paths, termsPath) {
					path = ""
				}
				c.warn(a, at, "clause_unlinked", "Clause "+m.Number+" is named without a link to it.", "write [clause "+m.Number+"]("+path+"#c-"+m.Number+")")
			case !c.set.Doubt.AnyPolicy():
				c.at(a, at, "clause_unknown", "There is no clause "+m.Number+".", "name a clause of the user agreement or of another policy, with a link to it")
			}
		}
	}
}

// linkedAt says whether a place of a passage lies in a link's text.
func linkedAt(p *markdown.Passage, at int) bool {
	return slices.ContainsFunc(p.Marks, func(m markdown.Mark) bool { return m.Link != "" && m.At <= at && at < m.To })
}

// namesClause says whether a number stands behind the word "clause".
func namesClause(text string, before, w word) bool {
	if text[w.from] > '9' || w.from != before.to+1 {
		return false
	}
	switch text[before.from:before.to] {
	case "clause", "clauses", "Clause", "Clauses":
		return true
	}
	return false
}
