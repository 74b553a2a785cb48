package site

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"

	"agio/content"
	"agio/templates"
	"agio/wasm/exchange"
)

// job is a page to render.
type job struct {
	path      string
	csp       string
	component templ.Component
}

// files gives everything the site consists of, not yet compressed.
func (b *builder) files() ([]*File, error) {
	jobs := append(b.documents(), b.generated()...)
	files := make([]*File, len(jobs))
	errs := make([]error, len(jobs))
	each(b.options.Workers, len(jobs), func(i int) {
		files[i], errs[i] = jobs[i].render()
	})
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("page %s: %w", jobs[i].path, err)
		}
	}
	office, err := b.officeJSON()
	if err != nil {
		return nil, err
	}
	feed, err := b.feed()
	if err != nil {
		return nil, err
	}
	files = append(files, office, feed, b.sitemap(jobs), b.robots())
	return append(files, b.assets.files()...), nil
}

func (j job) render() (*File, error) {
	var body bytes.Buffer
	if err := j.component.Render(context.Background(), &body); err != nil {
		return nil, err
	}
	return &File{Path: j.path, Type: "text/html; charset=utf-8", Body: body.Bytes(), CSP: j.csp}, nil
}

// home is the first step of every breadcrumb.
var home = templates.Crumb{Title: "Home", Path: "/"}

// documents gives the pages of everything that editors write.
func (b *builder) documents() []job {
	var jobs []job
	for _, a := range b.articles {
		page := templates.Page{
			Site: &b.page, Path: a.doc.Path, Title: a.doc.Title, Description: a.doc.Description,
			Crumbs: []templates.Crumb{home},
		}
		view := templates.Article{Doc: a.doc, Body: raw(a.body), Contents: a.headings()}
		var component templ.Component
		switch a.doc.Kind {
		case content.Policy:
			component = templates.Policy(page, view)
		case content.News:
			page.Crumbs = append(page.Crumbs, templates.Crumb{Title: "News", Path: "/news/"})
			view.Prev, view.Next = b.neighbours(a.doc)
			component = templates.NewsItem(page, view)
		default:
			component = templates.Plain(page, view)
		}
		jobs = append(jobs, job{a.doc.Path, ReadingCSP, component})
	}
	return jobs
}

// raw writes HTML that is already rendered.
func raw(body []byte) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}

// neighbours gives the news before (older) and after (newer) an item.
func (b *builder) neighbours(d *content.Document) (older, newer *content.Document) {
	i := b.place[d]
	if i+1 < len(b.set.News) {
		older = b.set.News[i+1]
	}
	if i > 0 {
		newer = b.set.News[i-1]
	}
	return older, newer
}

// generated gives the pages that no document stands behind.
func (b *builder) generated() []job {
	page := func(path, title, description string) templates.Page {
		return templates.Page{Site: &b.page, Path: path, Title: title, Description: description, Crumbs: []templates.Crumb{home}}
	}
	front := page("/", b.set.Office.Name, b.set.Office.Fields["tagline"])
	front.Crumbs = nil
	lost := page("", "Page not found", "")
	lost.NoIndex = true
	o := b.options
	return []job{
		{"/", CalculatorCSP, templates.Exchange(front, templates.QuoteForm{Side: exchange.Give, Snapshot: o.Snapshot})},
		{"/rates/", CalculatorCSP, templates.Rates(page("/rates/", "Rates", "Prices, directions, commissions, limits and fees."), o.Snapshot)},
		{"/refunds/", CalculatorCSP, templates.Refunds(page("/refunds/", "Refund simulator", "What a refund would cost, under every clause."), templates.RefundForm{Snapshot: o.Snapshot})},
		{"/news/", ReadingCSP, templates.NewsList(page("/news/", "News", "What is new at "+b.set.Office.Name+"."), b.set.News)},
		{"/404.html", ReadingCSP, templates.NotFound(lost)},
	}
}
