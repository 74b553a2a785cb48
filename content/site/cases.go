package site

import (
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/worked"
	"agio/wasm/exchange"
)

// cases gives what links of a document to a case print, under the edition that the
// document is first read under; nil where nothing can be computed.
func (w *workshop) cases(d *content.Document, base string) func(destination, title string) (markdown.Case, bool) {
	if w == nil {
		return nil
	}
	return func(destination, title string) (markdown.Case, bool) {
		if d.Kind == content.Policy {
			return markdown.Case{}, false // whose text is what was recorded
		}
		first, _ := w.rulings(d)
		r, found := w.result(base, destination, title, first.terms)
		if !found {
			return markdown.Case{}, false
		}
		if r == nil {
			return markdown.Case{}, true
		}
		return markdown.Case{Print: func(name string) (string, bool) { return r.Print(name, first.terms) }, Names: r.Names()}, true
	}
}

// result computes the case of a link; nil where the page would refuse it, and not found
// where it leads to none.
func (w *workshop) result(base, destination, title string, t exchange.Terms) (r *worked.Result, found bool) {
	address, _, _ := strings.Cut(ownPath(base, destination), "#")
	path, query, _ := strings.Cut(address, "?")
	c, refused := worked.Read(path, query, title, w.start)
	if refused != nil {
		return nil, true
	}
	if c == nil {
		return nil, false
	}
	r, err := c.Result(w.office, t)
	if err != nil {
		return nil, true
	}
	return r, true
}
