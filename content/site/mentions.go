package site

import (
	"cmp"
	"slices"

	"agio/content"
	"agio/content/site/markdown"
)

// clauseBook gives for a clause's number the policies that have such a clause, the
// agreement first.
type clauseBook map[string][]clausePlace

// clausePlace is an address with the permanent name of a clause there.
type clausePlace struct{ path, name string }

// newClauseBook is empty without the agreement, which most clauses are of.
func newClauseBook(articles []*article) clauseBook {
	book, whole := make(clauseBook), false
	for _, a := range articles {
		if a.doc.Kind != content.Policy || a.md == nil {
			continue
		}
		agreement := a.doc.File == content.TermsFile
		whole = whole || agreement
		for _, clause := range slices.Concat(a.md.Clauses, a.md.Lost) {
			place := clausePlace{a.doc.Path, cmp.Or(clause.Name, "c-"+clause.Number)}
			if agreement {
				book[clause.Number] = slices.Insert(book[clause.Number], 0, place)
			} else {
				book[clause.Number] = append(book[clause.Number], place)
			}
		}
	}
	if !whole {
		return nil
	}
	return book
}

// mentions reports clauses that a document names in its text without a link to them.
// In the agreement they link themselves.
func (c *checker) mentions(a *article, r *standard) {
	if a.doc.File == content.TermsFile || len(r.book) == 0 {
		return
	}
	for _, i := range c.naming {
		p := &a.md.Passages[i]
		for _, m := range markdown.Mentions(p.Text) {
			if linkedAt(p, m.At) {
				continue
			}
			at := p.Offset(m.At)
			switch places := r.book[m.Number]; {
			case linksTo(a, p, m, places):
			case len(places) > 0:
				place := places[0]
				if place.path == a.doc.Path {
					place.path = ""
				}
				c.warn(a, at, "clause_unlinked", "Clause "+m.Number+" is named without a link to it.", "write [clause "+m.Number+"]("+place.path+"#"+place.name+")")
			case !c.set.Doubt.AnyPolicy() && !r.mayBe(m.Number):
				c.at(a, at, "clause_unknown", "There is no clause "+m.Number+".", "name a clause of the user agreement or of another policy, with a link to it")
			}
		}
	}
}

// linksTo says whether the sentence that names a clause leads to it in other words:
// "clause 3.12 (read it)" with the link in the brackets.
func linksTo(a *article, p *markdown.Passage, named markdown.Mention, places []clausePlace) bool {
	if !namesClauses(p) {
		return false
	}
	sentence := sentenceAt(p.Text, named.At)
	return slices.ContainsFunc(p.Marks, func(m markdown.Mark) bool {
		if m.Link == "" || m.At < sentence.from || m.At >= sentence.to {
			return false
		}
		path, fragment, _ := internal(a.doc.Path, m.Link)
		return slices.ContainsFunc(places, func(to clausePlace) bool {
			return path == to.path && (fragment == to.name || fragment == "c-"+named.Number)
		})
	})
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
