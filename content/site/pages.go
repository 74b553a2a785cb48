package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/a-h/templ"

	"agio/content"
	"agio/content/headers"
	"agio/templates"
	"agio/wasm/exchange"
)

// part is one file of a site that is not made yet. What is known of its making
// lets a build that follows another tell that it would come out the same.
type part struct {
	path  string
	make  func() (*File, error)
	news  *article      // the news item it shows, and nothing else but the frame and the neighbours
	at    int           // where it stands among the news
	lists func(*ledger) // writes what a list of news is made of, which shows nothing else but the frame
	fixed digest        // names what a static file is made of
}

// pagePart gives the part of a page.
func pagePart(path, csp string, component templ.Component) part {
	return part{path: path, make: func() (*File, error) {
		s := newSheet()
		if err := component.Render(context.Background(), s); err != nil {
			return nil, fmt.Errorf("page %s: %w", path, err)
		}
		return &File{Path: path, Type: "text/html; charset=utf-8", Body: s.Bytes(), CSP: csp, sheet: s}, nil
	}}
}

// parts gives everything the site consists of.
func (b *builder) parts() []part { return b.partsWithout("") }

// partsWithout leaves out the documents of a kind.
func (b *builder) partsWithout(kind content.Kind) []part {
	parts := append(append(b.documents(kind), b.generated()...), b.monthPages()...)
	pages := parts[:len(parts):len(parts)]
	parts = append(parts,
		part{path: "/office.json", make: b.officeJSON},
		part{path: "/news/feed.xml", lists: b.newest(maxEntries), make: func() (*File, error) { return b.atom(b.newsFeed()) }},
		part{path: "/news/feed.json", lists: b.newest(maxEntries), make: func() (*File, error) { return b.jsonFeed(b.newsFeed()) }},
		part{path: "/changes/feed.xml", make: func() (*File, error) { return b.atom(b.changeFeed(pages)) }},
		part{path: "/changes/feed.json", make: func() (*File, error) { return b.jsonFeed(b.changeFeed(pages)) }},
		part{path: "/site.webmanifest", make: b.manifest},
		part{path: securityPath, make: func() (*File, error) { return b.security(), nil }},
		part{path: "/sitemap.xml", lists: b.addresses, make: func() (*File, error) { return b.sitemap(pages), nil }},
		part{path: "/robots.txt", make: func() (*File, error) { return b.robots(), nil }},
	)
	if b.options.Keys != nil {
		parts = append(parts, part{path: keysPath, make: b.keys})
	}
	return append(parts, b.assets.parts(b.options.Plain)...)
}

// files makes all parts, not yet compressed.
func (b *builder) files() ([]*File, error) {
	parts := b.parts()
	files := make([]*File, len(parts))
	errs := make([]error, len(parts))
	each(b.options.Workers, len(parts), func(i int) {
		if files[i], errs[i] = parts[i].make(); errs[i] == nil {
			files[i].keep()
		}
	})
	return files, errors.Join(errs...)
}

// home is the first step of every breadcrumb.
var home = templates.Crumb{Title: "Home", Path: "/"}

// usualParts is about how many parts a site has beside its news and their months.
const usualParts = 256

// toNews is the second step to a news item, and to a month of them.
var toNews = templates.Crumb{Title: "News", Path: content.NewsPath}

// documents gives the pages of everything that editors write but one kind.
func (b *builder) documents(without content.Kind) []part {
	parts := make([]part, 0, len(b.articles)+len(b.months)+usualParts)
	news := 0
	for _, a := range b.articles {
		if a.doc.Kind != content.Policy && a.doc.Kind != without {
			parts = append(parts, b.document(a))
			parts[len(parts)-1].at = news
		}
		if a.doc.Kind == content.News {
			news++
		}
	}
	return append(parts, b.editions()...)
}

// document gives the page of one article that is no policy.
func (b *builder) document(a *article) part {
	p := part{path: a.doc.Path, make: func() (*File, error) {
		return pagePart(a.doc.Path, ReadingCSP, b.view(a)).make()
	}}
	if a.doc.Kind == content.News {
		p.news = a
	}
	return p
}

// view gives what the page of an article that is no policy looks like.
func (b *builder) view(a *article) templ.Component {
	page := templates.Page{
		Site: &b.page, Path: a.doc.Path, Title: a.doc.Title, Description: a.doc.Description,
		Crumbs: []templates.Crumb{home},
	}
	view := templates.Article{Doc: a.doc, Body: raw(a.write)}
	if a.doc.Kind != content.News {
		view.Contents = a.known.headings()
		page.Linked = b.linkedPage(page)
		return templates.Plain(page, view)
	}
	page.Crumbs = append(page.Crumbs, toNews)
	page.Linked, page.Published = b.linkedNews(a.doc), a.doc.Published
	view.Prev, view.Next = b.neighbours(a.doc)
	view.Since = b.sinceItsDay(a)
	return templates.NewsItem(page, view)
}

// raw writes HTML that is already rendered.
func raw(write func(io.Writer) error) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return write(w) })
}

// place gives where an item stands among the news; false for what is none of them.
func (b *builder) place(d *content.Document) (int, bool) {
	return slices.BinarySearchFunc(b.set.News, d, content.NewestFirst)
}

// neighbours gives the news before (older) and after (newer) an item.
func (b *builder) neighbours(d *content.Document) (older, newer *content.Document) {
	i, ok := b.place(d)
	if !ok {
		return nil, nil
	}
	if i+1 < len(b.set.News) {
		older = b.set.News[i+1]
	}
	if i > 0 {
		newer = b.set.News[i-1]
	}
	return older, newer
}

// generated gives the pages that no document stands behind.
func (b *builder) generated() []part {
	page := func(path, title, description string) templates.Page {
		p := templates.Page{Site: &b.page, Path: path, Title: title, Description: description, Crumbs: []templates.Crumb{home}}
		if path != "" {
			p.Linked = b.linkedPage(p)
		}
		return p
	}
	front := page("/", b.set.Office.Name, b.set.Office.Fields["tagline"])
	front.Crumbs, front.Linked = nil, b.linkedOffice()
	lost := page("", "Page not found", "")
	lost.NoIndex = true
	o := b.options
	if !o.everything { // a host may know of no header for it; a preview's script runs on it, too
		lost.Policy = headers.InPage(ReadingCSP)
	}
	return []part{
		b.newsList(page(content.NewsPath, "News", "What is new at "+b.set.Office.Name+".")),
		pagePart("/", CalculatorCSP, templates.Exchange(front, templates.QuoteForm{Side: exchange.Give, Snapshot: o.Snapshot})),
		pagePart("/rates/", CalculatorCSP, templates.Rates(page("/rates/", "Rates", "Prices, directions, commissions, limits and fees."), o.Snapshot)),
		pagePart("/refunds/", CalculatorCSP, templates.Refunds(page("/refunds/", "Refund simulator", "What a refund would cost, under every clause."), b.exampleRefund())),
		pagePart("/verify/", headers.Alone, templates.Verify(page("/verify/", "Verify a receipt", "Checks in your browser what the office signed about an order."))),
		pagePart("/monitor-check/", headers.Order, templates.MonitorCheck(page("/monitor-check/", templates.MonitorTitle, "Whether this office published a rate that another site showed, with the proof."), templates.MonitorForm{Give: "1"})),
		pagePart("/404.html", ReadingCSP, templates.NotFound(lost)),
	}
}
