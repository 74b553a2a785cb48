package site

import (
	"slices"
	"sync/atomic"

	"agio/content"
	"agio/content/site/markdown"
)

// loose is a part of a policy that belongs to no clause. It may be one whose number was
// forgotten; what names that number is not judged then.
type loose struct {
	markdown.Problem
	asked atomic.Bool // something names the clause that it may be
}

func looseOf(md *markdown.Document) []*loose {
	var all []*loose
	for _, p := range md.Loose() {
		if slices.ContainsFunc(slices.Concat(md.Clauses, md.Lost), func(k markdown.Clause) bool { return k.Number == p.About }) {
			p.About = "" // which is there
		}
		all = append(all, &loose{Problem: p})
	}
	return all
}

// mayBe says whether some loose part may be the clause of a number, which is asked for.
func (o *order) mayBe(number string) bool {
	for _, l := range o.loose {
		if l.About != "" && l.About == number {
			l.asked.Store(true)
			return true
		}
	}
	return false
}

// mayBe says whether some loose part of a policy may be the clause of a number.
func (r *standard) mayBe(number string) bool {
	may := false
	for _, o := range r.orders {
		may = o.mayBe(number) || may
	}
	return may
}

// beside warns of what policies hold beside their clauses, and of sections without a
// number: nobody could cite them. It is an error where a clause that is missing is
// asked for, and may be what stands there. An edition that is recorded cannot be
// mended, and what stands in it may be harmless, so that no other is one.
func (c *checker) beside() {
	for _, a := range c.articles {
		if a.doc.Kind != content.Policy || a.md == nil {
			continue
		}
		for _, l := range a.clauses().loose {
			if l.asked.Load() {
				c.at(a, l.Offset, l.Code, "This paragraph belongs to no clause, and clause "+l.About+", which is named elsewhere, is not there.", "write "+l.About+". and a space before it, if it is that clause")
			} else {
				c.warn(a, l.Offset, l.Code, l.Message, l.Hint)
			}
		}
		for _, p := range a.md.Unnumbered() {
			c.warn(a, p.Offset, p.Code, p.Message, p.Hint)
		}
	}
}
