package site

import (
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
		first, _ := b.place(m.News[0])
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

// coming is a moment at which a news item comes to the site or leaves it.
type coming struct {
	at    time.Time
	month string // the address of its month
	by    int    // 1 or -1
}

// monthStays gives the times, from a moment on, at which the months of news have pages.
func monthStays(articles []*article, now time.Time) map[string][]stay {
	var all []coming
	for _, a := range articles {
		d, from := a.doc, now
		if d.Publish.After(from) {
			from = d.Publish
		}
		if d.Kind != content.News || d.Draft || d.Expired(from) {
			continue
		}
		month := content.MonthPath(d.Published)
		all = append(all, coming{from, month, 1})
		if !d.Expires.IsZero() {
			all = append(all, coming{d.Expires, month, -1})
		}
	}
	slices.SortFunc(all, func(x, y coming) int { return x.at.Compare(y.at) })
	stays, shown, total := make(map[string][]stay), make(map[string]int), 0
	for len(all) > 0 {
		at, had, touched := all[0].at, total > content.Listed, make(map[string]int)
		for len(all) > 0 && all[0].at.Equal(at) {
			total, shown[all[0].month], touched[all[0].month] = total+all[0].by, shown[all[0].month]+all[0].by, 0
			all = all[1:]
		}
		has := total > content.Listed
		if has != had {
			touched = shown // the whole archive comes or goes
		}
		for month := range touched {
			stays[month] = turned(stays[month], has && shown[month] > 0, at)
		}
	}
	return stays
}

// turned notes that a page is there from a moment on, or is not.
func turned(stays []stay, there bool, at time.Time) []stay {
	open := len(stays) > 0 && stays[len(stays)-1].until.IsZero()
	switch {
	case there && !open:
		return append(stays, stay{from: at})
	case !there && open:
		stays[len(stays)-1].until = at
	}
	return stays
}
