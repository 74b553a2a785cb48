package site_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"agio/content/site"
)

// page is what a crawler sees of a page.
type page struct {
	ids   map[string]bool
	links []string
}

func isPage(f *site.File) bool { return strings.HasPrefix(f.Type, "text/html") }

// TestCrawl follows every link, script, stylesheet and picture of every page, to
// its anchor, and looks for what the content security policy would refuse.
func TestCrawl(t *testing.T) {
	s := buildDefault(t, site.Options{})
	pages := make(map[string]page)
	for path, f := range s.Files {
		if isPage(f) {
			pages[path] = crawl(t, f)
		}
	}
	followed := 0
	for path, p := range pages {
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %q: %v", path, link, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			followed++
			target := (&url.URL{Path: path}).ResolveReference(u)
			switch {
			case strings.HasPrefix(target.Path, "/api/"): // answered by the server alone
			case s.Files[target.Path] == nil:
				t.Errorf("%s: there is no %s (%q)", path, target.Path, link)
			case target.Fragment != "" && !pages[target.Path].ids[target.Fragment]:
				t.Errorf("%s: %s has no anchor %s", path, target.Path, target.Fragment)
			}
		}
	}
	if followed < 1000 {
		t.Errorf("only %d links were followed", followed)
	}
}

func crawl(t *testing.T, f *site.File) page {
	t.Helper()
	p := page{ids: make(map[string]bool)}
	z := html.NewTokenizer(bytes.NewReader(f.Body))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return p
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := z.Token()
		for _, a := range token.Attr {
			p.attribute(t, f, token, a)
		}
		if attribute(token, "type") == "application/ld+json" {
			continue // data, which no browser runs
		}
		if token.Data == "style" || token.Data == "script" && attribute(token, "src") == "" {
			t.Errorf("%s: an inline <%s>", f.Path, token.Data)
		}
		if token.Data == "script" && !strings.Contains(f.CSP, "script-src") {
			t.Errorf("%s: a script on a page that is only read", f.Path)
		}
	}
}

func (p *page) attribute(t *testing.T, f *site.File, token html.Token, a html.Attribute) {
	t.Helper()
	switch {
	case a.Key == "id":
		if p.ids[a.Val] || a.Val == "" {
			t.Errorf("%s: the id %q is there twice, or empty", f.Path, a.Val)
		}
		p.ids[a.Val] = true
	case a.Key == "href" && token.Data == "link" && attribute(token, "rel") == "canonical":
	case a.Key == "href" || a.Key == "src":
		if a.Val == "" {
			t.Errorf("%s: <%s> with an empty %s", f.Path, token.Data, a.Key)
		}
		if token.Data != "a" && attribute(token, "rel") != "alternate" && a.Val != "/site.webmanifest" && !strings.HasPrefix(a.Val, "/assets/") {
			t.Errorf("%s: <%s> loads %s", f.Path, token.Data, a.Val)
		}
		p.links = append(p.links, a.Val)
	case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
		t.Errorf("%s: <%s %s>", f.Path, token.Data, a.Key)
	}
}

func attribute(token html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestReferencesInside: ids that labels and descriptions point to are on the page.
func TestReferencesInside(t *testing.T) {
	for path, f := range buildDefault(t, site.Options{}).Files {
		if !isPage(f) {
			continue
		}
		p := crawl(t, f)
		z := html.NewTokenizer(bytes.NewReader(f.Body))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if kind != html.StartTagToken {
				continue
			}
			token := z.Token()
			for _, key := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
				for id := range strings.FieldsSeq(attribute(token, key)) {
					if !p.ids[id] {
						t.Errorf("%s: <%s %s=%q> points nowhere", path, token.Data, key, id)
					}
				}
			}
		}
	}
}
