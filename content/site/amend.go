package site

import (
	"slices"

	"agio/content"
)

// amend is the short way of Read: where one news item has changed in nothing but
// its text, nothing else need be read. It is false where the long way must be
// gone, as after a reading of which no pages could be made: what is known of the item
// is then not what its page was made of.
func (p *Preview) amend(changed map[string]bool, again func() bool) bool {
	state := p.state.Load()
	if len(changed) != 1 || !p.built || len(state.reading.problems) > 0 {
		return false
	}
	for file := range changed {
		it := p.folder.known[file]
		if it == nil {
			return false
		}
		fresh, f := p.amended(it, state)
		if fresh != nil && blamed(f.problems, state.problems, changed) && again() {
			fresh, f = p.amended(it, state)
		}
		if fresh == nil {
			return false
		}
		p.replace(it, fresh, f)
	}
	return true
}

// amended reads an item again and gives it with what is then wrong with all of the
// content; nil if more than its text has changed.
func (p *Preview) amended(it *item, state *previewState) (*article, found) {
	old, r, now := it.article, state.reading, p.folder.options.Now
	d, problems := content.ReadNews(p.folder.fsys, old.doc.File)
	if d == nil || len(problems) > 0 || !sameMeta(d, old.doc) {
		return nil, found{}
	}
	fresh := &article{doc: d}
	r.texts.parse(fresh)
	if fresh.gist.anchors != old.gist.anchors || fresh.gist.unread != old.gist.unread {
		return nil, found{} // others may link to them
	}
	fresh.problems = r.standards.own(fresh)
	if len(fresh.unknown)+len(old.unknown) > 0 {
		return nil, found{} // others may print the same field
	}
	f := found{without(state.problems, d.File), without(state.drafts, d.File)}
	c := r.checker(now)
	switch {
	case d.Draft:
		c.draft(fresh)
		f.drafts = append(f.drafts, c.problems...).Sorted()
	case !d.Expired(now):
		if c.linksOf(fresh, c.targets(c.asked(fresh))); len(c.problems) == 0 {
			fresh.verified = old.verified
		}
		f.problems = append(append(f.problems, fresh.problems...), c.problems...).Sorted()
	}
	if c.err != nil {
		return nil, found{}
	}
	fresh.release()
	return fresh, f
}

// without gives the problems of all files but one.
func without(problems content.Problems, file string) content.Problems {
	return slices.DeleteFunc(slices.Clone(problems), func(e content.Problem) bool { return e.File == file })
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
func (p *Preview) replace(it *item, fresh *article, f found) {
	next := p.next(f)
	fresh.doc = it.article.doc
	if i := slices.Index(next.reading.articles, it.article); i >= 0 {
		next.reading.articles[i] = fresh
	}
	it.article, it.stamp = fresh, stamp{}
	p.state.Store(next)
}
