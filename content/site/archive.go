package site

import (
	"maps"
	"slices"
	"time"

	"agio/content"
	"agio/templates"
)

// newsList gives the page of the newest news, and of the archive where there are more.
func (b *builder) newsList(page templates.Page) part {
	news := b.set.News[:min(len(b.set.News), content.Listed)]
	list := pagePart(page.Path, ReadingCSP, templates.NewsList(page, news, b.months))
	newest := b.newest(len(news))
	list.lists = func(l *ledger) {
		newest(l)
		for _, m := range b.months {
			l.text(m.Path)
		}
	}
	return list
}

// newest gives what writes the front matter of the newest news, at most so many.
func (b *builder) newest(most int) func(*ledger) {
	return func(l *ledger) {
		for _, a := range b.news[:min(len(b.news), most)] {
			l.digest(a.gist.meta)
		}
	}
}

// monthPages gives the pages of the archive.
func (b *builder) monthPages() []part {
	parts := make([]part, len(b.months))
	for i := range b.months {
		parts[i] = b.monthPage(i)
	}
	return parts
}

func (b *builder) monthPage(i int) part {
	m, older, newer := b.months[i], b.month(i+1), b.month(i-1)
	p := part{path: m.Path, make: func() (*File, error) {
		page := templates.Page{
			Site: &b.page, Path: m.Path, Title: "News of " + m.Name(), Description: "What was new at " + b.set.Office.Name + " in " + m.Name() + ".",
			Crumbs: []templates.Crumb{home, toNews},
		}
		l := b.linkedFrame(pageTypes[content.NewsPath], page)
		l["mainEntity"] = b.linkedList(m.News)
		page.Linked = l
		return pagePart(m.Path, ReadingCSP, templates.NewsMonth(page, m, older, newer)).make()
	}}
	p.lists = func(l *ledger) {
		for _, next := range []*content.Month{older, newer} {
			if next != nil {
				l.text(next.Path)
			} else {
				l.text("")
			}
		}
		first := b.place[m.News[0]]
		for _, a := range b.news[first : first+len(m.News)] {
			l.digest(a.gist.meta)
		}
	}
	return p
}

// month gives a month of the archive; nil where there is none.
func (b *builder) month(i int) *content.Month {
	if i < 0 || i >= len(b.months) {
		return nil
	}
	return &b.months[i]
}

// stay is a time for which a page is on the site.
type stay struct{ from, until time.Time } // until zero: for ever

// covers says whether the page is there whenever a text is, from now on.
func (s stay) covers(d *content.Document, now time.Time) bool {
	from, publish := now, d.Publish
	if d.Kind == content.Policy {
		publish = d.Published
	}
	if publish.After(from) {
		from = publish
	}
	return !from.Before(s.from) && (s.until.IsZero() || !d.Expires.IsZero() && !d.Expires.After(s.until))
}

// toMonth reports a link to the news of a month that has no page, or not always.
func (c *checker) toMonth(a *article, l link) {
	if c.months == nil {
		c.months = monthStays(c.articles, c.now)
	}
	stays := c.months[l.path]
	there := func(s stay) bool { return s.covers(a.doc, c.now) }
	const hint = "link to " + content.NewsPath + ", or to the news that is meant: a month has a page while it has news, and all news are more than their list shows"
	switch {
	case len(stays) == 0 && c.set.Doubt.News():
	case len(stays) == 0:
		c.place(a, l.at, "link_broken", "There is no page "+l.path+".", hint)
	case !a.doc.Draft && !a.doc.Guide && !a.doc.Expired(c.now) && !slices.ContainsFunc(stays, there):
		c.place(a, l.at, "link_unpublished", "The page "+l.path+" is not always there when this one is.", hint)
	case l.fragment != "":
		c.onPage(a, nil, l)
	}
}

// monthStays gives the times, from a moment on, at which the months of news have pages.
func monthStays(articles []*article, now time.Time) map[string][]stay {
	var news []*content.Document
	moments := map[time.Time]bool{now: true}
	for _, a := range articles {
		d := a.doc
		if d.Kind != content.News || d.Draft || d.Expired(now) {
			continue
		}
		news = append(news, d)
		for _, t := range []time.Time{d.Publish, d.Expires} {
			if t.After(now) {
				moments[t] = true
			}
		}
	}
	slices.SortStableFunc(news, func(x, y *content.Document) int { return y.Published.Compare(x.Published) })
	stays := make(map[string][]stay)
	for _, t := range slices.SortedFunc(maps.Keys(moments), time.Time.Compare) {
		var shown []*content.Document
		for _, d := range news {
			if d.Visible(t) {
				shown = append(shown, d)
			}
		}
		there := make(map[string]bool)
		for _, m := range content.Months(shown) {
			there[m.Path] = true
		}
		turn(stays, there, t)
	}
	return stays
}

// turn notes which pages are there from a moment on.
func turn(stays map[string][]stay, there map[string]bool, at time.Time) {
	for path, all := range stays {
		if last := &all[len(all)-1]; last.until.IsZero() && !there[path] {
			last.until = at
		} else if last.until.IsZero() {
			delete(there, path)
		}
	}
	for path := range there {
		stays[path] = append(stays[path], stay{from: at})
	}
}
