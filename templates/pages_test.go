package templates

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"agio/content"
	"agio/wasm/exchange"

	"github.com/a-h/templ"
)

// samplePages are the pages of this room that need no script, by the name of
// their golden file.
func samplePages(t *testing.T) map[string]templ.Component {
	terms := samplePage(t, "/terms/", "User agreement", home)
	clauses := body(`<div class="clause" id="c-1.1"><p><a class="clause-number" href="#c-1.1">1.1</a> Text.</p></div>`)
	contents := []Heading{{2, "1-definitions", "1. Definitions"}, {3, "more", "More"}, {2, "2-orders", "2. Orders"}, {2, "3-rates", "3. Rates"}}
	about := &content.Document{Kind: content.Page, Path: "/about/", Title: "About", Description: "Who runs this office."}
	newest, middle, oldest := sampleNews("New", "/news/new/", "2026-11-20"), sampleNews("Rates", "/news/rates/", "2026-11-12"), sampleNews("Old", "/news/old/", "2026-09-08")
	late := content.Month{Path: "/news/2026-11/", First: day("2026-11-01"), News: []*content.Document{newest, middle}}
	early := content.Month{Path: "/news/2026-09/", First: day("2026-09-01"), News: []*content.Document{oldest}}
	before := content.Month{Path: "/news/2025-12/", First: day("2025-12-01")}
	lost := samplePage(t, "", "Not found", home)
	lost.NoIndex = true
	order := samplePage(t, "", "Order", home)
	order.Description, order.NoIndex = "", true
	review := sampleOrder(t, exchange.LateReview)
	review.Reason, review.RefundTo, review.Email = exchange.ReasonPaidLate, "bc1qexample", "client@example.org"
	review.Terms, review.Address, review.Within = "2025-01-01", "", 0
	review.PayOutMemo = "104857"
	all := map[string]templ.Component{
		"policy":          Policy(terms, samplePolicyArticle(clauses, contents, "in force")),
		"policy-followed": Policy(terms, samplePolicyArticle(clauses, contents, "followed")),
		"policy-coming":   Policy(terms, samplePolicyArticle(clauses, contents, "coming")),
		"policy-past":     Policy(terms, samplePolicyArticle(clauses, contents, "past")),
		"compare":         Compare(terms, sampleComparison()),
		"compare-same":    Compare(terms, Comparison{Old: samplePolicy(), New: samplePolicy(), Unchanged: 1}),
		"plain":           Plain(samplePage(t, "/about/", "About", home), Article{Doc: about, Body: body("<p>Text.</p>"), Contents: contents}),
		"plain-short":     Plain(samplePage(t, "/about/", "About", home), Article{Doc: about, Body: body("<p>Text.</p>"), Contents: contents[:1]}),
		"news-item":       NewsItem(samplePage(t, "/news/rates/", "Rates", home, Crumb{"News", "/news/"}), Article{Doc: middle, Body: body("<p>Text.</p>"), Prev: oldest, Next: newest}),
		"news-alone":      NewsItem(samplePage(t, "/news/rates/", "Rates", home, Crumb{"News", "/news/"}), Article{Doc: middle, Body: body("<p>Text.</p>")}),
		"news-past": NewsItem(samplePage(t, "/news/rates/", "Rates", home, Crumb{"News", "/news/"}), Article{Doc: middle, Body: body("<p>Text.</p>"),
			Since: &Since{Until: day("2026-11-22"), Edition: "/terms/2026-10-01/", Compare: "/terms/diff/2026-10-01..2026-11-22/", Figures: true}}),
		"news-list":       NewsList(samplePage(t, "/news/", "News", home), []*content.Document{newest, middle, oldest}, nil),
		"news-none":       NewsList(samplePage(t, "/news/", "News", home), nil, nil),
		"news-archive":    NewsList(samplePage(t, "/news/", "News", home), []*content.Document{newest}, []content.Month{late, early, before}),
		"news-month":      NewsMonth(samplePage(t, "/news/2026-11/", "News of November 2026", home, Crumb{"News", "/news/"}), late, &early, nil),
		"news-month-amid": NewsMonth(samplePage(t, "/news/2026-09/", "News of September 2026", home, Crumb{"News", "/news/"}), early, &before, &late),
		"notfound":        NotFound(lost),
		"message":         Message(lost, "No orders <now>", "Please try again."),
		"order-awaiting":  Order(order, sampleOrder(t, exchange.AwaitingPayment)),
		"order-late":      Order(order, review),
		"order-complete":  Order(order, sampleOrder(t, exchange.CompletedState)),
	}
	maps.Copy(all, workedPages(t))
	return all
}

func TestPages(t *testing.T) {
	for name, page := range samplePages(t) {
		t.Run(name, func(t *testing.T) { golden(t, name, page) })
	}
}

// What the content security policy forbids, and what an identifier must be,
// holds for every page.
func TestPagesKeepThePolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<script>|<script [^>]*src="[^/"]|<style|\sstyle=|\son[a-z]+=|javascript:|(src|href)="(https?:)?//`)
	for name, page := range samplePages(t) {
		markup := strings.ReplaceAll(render(t, page), `<link rel="canonical" href="https://agio.example`, `<link rel="canonical" href="`)
		if found := forbidden.FindString(markup); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		ids := make(map[string]bool)
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(markup, -1) {
			if ids[m[1]] {
				t.Errorf("%s has the id %q twice", name, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`aria-labelledby="([^"]*)"`).FindAllStringSubmatch(markup, -1) {
			if !ids[m[1]] {
				t.Errorf("%s is labelled by %q, which is not there", name, m[1])
			}
		}
		if n := strings.Count(markup, "<h1"); n != 1 {
			t.Errorf("%s has %d first headings", name, n)
		}
	}
}

// Every state makes a whole page, and its clauses are links.
func TestOrderInEveryState(t *testing.T) {
	page := samplePage(t, "", "Order", home)
	for _, state := range exchange.States() {
		markup := render(t, Order(page, sampleOrder(t, state)))
		s := statuses[state]
		for _, want := range []string{s.Word, `href="/terms/#c-` + string(s.Clause) + `"`, `href="/terms/#c-` + string(s.Next.Clause) + `"`} {
			if !strings.Contains(markup, want) {
				t.Errorf("%s: the page does not have %s", state, want)
			}
		}
		if strings.Contains(seen(markup), "{") {
			t.Errorf("%s: a parameter is left open", state)
		}
	}
}

// The key must not leave the page: no link carries it, and no other page is
// told the address.
func TestOrderKeepsItsKey(t *testing.T) {
	v := sampleOrder(t, exchange.AwaitingPayment)
	_, key, _ := strings.Cut(v.Address, "?key=")
	markup := render(t, Order(samplePage(t, "", "Order", home), v))
	if strings.Count(markup, key) != 1 {
		t.Errorf("the key stands %d times on the page, want once", strings.Count(markup, key))
	}
	if regexp.MustCompile(`(href|src|action)="[^"]*` + key).MatchString(markup) {
		t.Error("a link carries the key")
	}
	for _, want := range []string{`name="referrer" content="no-referrer"`, `datetime="2026-11-23T09:14:07Z"`} {
		if !strings.Contains(markup, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
}

func TestCurrent(t *testing.T) {
	for _, c := range [][3]string{
		{"/", "/", "page"}, {"/terms/", "/terms/", "page"}, {"/news/x/", "/news/", "true"},
		{"/terms/", "/", ""}, {"", "/", ""}, {"/newsletter/", "/news/", ""},
	} {
		if got := current(Page{Path: c[0]}, c[1]); got != c[2] {
			t.Errorf("on %q the entry %q is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
