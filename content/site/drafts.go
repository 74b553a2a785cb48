package site

import (
	"time"

	"agio/content"
)

// drafts gives what will be wrong with the drafts when they are none any more, as far
// as the drafts themselves are to blame.
func (r *reading) drafts(now time.Time) (content.Problems, error) {
	var c *checker
	for _, a := range r.articles {
		if !a.doc.Draft {
			continue
		}
		if c == nil { // most offices have no drafts
			c = r.checker(now)
		}
		c.draft(a)
	}
	if c == nil {
		return nil, nil
	}
	return c.problems.Sorted(), c.err
}

// checker gives one that holds single texts against what is or will be published.
func (r *reading) checker(now time.Time) *checker {
	return &checker{set: r.standards.set, articles: r.published(now), now: now, pages: r.standards.pages, days: r.standards.days}
}

// draft looks at a text as if it were published beside the others.
func (c *checker) draft(a *article) {
	c.problems = append(c.problems, a.problems...)
	for _, u := range a.unknown {
		c.place(a, u.at, u.Code, u.Message, u.Hint)
	}
	targets := c.targets(c.asked(a))
	targets[a.doc.Path] = target{article: a}
	c.linksOf(a, targets)
}
