package site

import (
	"slices"

	"agio/content"
)

// amend is the short way of Read: where one news item has changed in nothing but
// its text, nothing else need be read. It is false where the long way must be
// gone.
func (p *Preview) amend(changed map[string]bool, again func() bool) bool {
	state := p.state.Load()
	if len(changed) != 1 || state.reading == nil || len(state.reading.problems) > 0 {
		return false
	}
	for file := range changed {
		it := p.folder.known[file]
		if it == nil {
			return false
		}
		fresh, problems := p.amended(it, state)
		if fresh != nil && blamed(problems, state.problems, changed) && again() {
			fresh, problems = p.amended(it, state)
		}
		if fresh == nil {
			return false
		}
		p.replace(it, fresh, problems)
	}
	return true
}

// amended reads an item again and gives it with what is then wrong with all of the
// content; nil if more than its text has changed.
func (p *Preview) amended(it *item, state *previewState) (*article, content.Problems) {
	old, r := it.article, state.reading
	d, problems := content.ReadNews(p.folder.fsys, old.doc.File)
	if d == nil || len(problems) > 0 || !sameMeta(d, old.doc) {
		return nil, nil
	}
	fresh := &article{doc: d}
	r.texts.parse(fresh)
	if fresh.gist.anchors != old.gist.anchors || fresh.gist.unread != old.gist.unread {
		return nil, nil // others may link to them
	}
	fresh.problems = r.standards.own(fresh)
	if len(fresh.unknown)+len(old.unknown) > 0 {
		return nil, nil // others may print the same field
	}
	c := &checker{set: r.standards.set, days: r.standards.days, articles: r.articles, now: p.folder.options.Now, pages: r.standards.pages}
	if c.linksOf(fresh, c.targets(c.asked(fresh))); c.err != nil {
		return nil, nil
	}
	all := slices.DeleteFunc(slices.Clone(state.problems), func(e content.Problem) bool { return e.File == d.File })
	all = append(append(all, fresh.problems...), c.problems...)
	if len(c.problems) == 0 {
		fresh.verified = old.verified
	}
	fresh.release()
	return fresh, all.Sorted()
}

// sameMeta says whether two documents differ in nothing but their text.
func sameMeta(a, b *content.Document) bool {
	return a.Path == b.Path && a.Title == b.Title && a.Description == b.Description && a.Author == b.Author &&
		slices.Equal(a.Tags, b.Tags) && a.Published.Equal(b.Published) && a.Draft == b.Draft &&
		a.Publish.Equal(b.Publish) && a.Expires.Equal(b.Expires)
}

// replace publishes a reading in which one item has another text. The document of
// the item stays the one that lists and neighbours know; pages that are being made
// keep the article that they have.
func (p *Preview) replace(it *item, fresh *article, problems content.Problems) {
	old := p.state.Load()
	fresh.doc = it.article.doc
	if i := slices.Index(old.reading.articles, it.article); i >= 0 {
		old.reading.articles[i] = fresh
	}
	it.article, it.stamp = fresh, stamp{}
	next := *old
	next.number, next.problems, next.faults = old.number+1, problems, p.faults(problems)
	p.state.Store(&next)
}
