package site_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"agio/content/site"
)

var linkedData = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// required is what search engines ask of each type of schema.org that the pages use.
var required = map[string][]string{
	"WebSite":          {"name", "url"},
	"WebPage":          {"name", "url", "description", "inLanguage", "isPartOf"},
	"AboutPage":        {"name", "url", "description", "inLanguage", "isPartOf", "about"},
	"ContactPage":      {"name", "url", "description", "inLanguage", "isPartOf", "about"},
	"CollectionPage":   {"name", "url", "description", "inLanguage", "isPartOf", "mainEntity"},
	"ItemList":         {"itemListElement"},
	"ListItem":         {"position", "name", "url"},
	"Organization":     {"name"},
	"FinancialService": {"name", "url", "address", "image", "email"},
	"DigitalDocument":  {"name", "url", "description", "inLanguage", "isPartOf", "publisher", "version", "datePublished", "dateModified", "temporalCoverage", "identifier", "hasPart"},
	"PropertyValue":    {"propertyID", "value"},
	"WebPageElement":   {"name", "url"},
	"NewsArticle":      {"headline", "datePublished", "author", "publisher", "image", "url", "mainEntityOfPage"},
}

// isPolicy says whether a page is an edition of a policy or compares two.
func isPolicy(f *site.File) bool { return bytes.Contains(f.Body, []byte(`<body class="is-policy">`)) }

// TestLinkedData: every page describes itself in one block, with what its types
// require and addresses that are there; policies in a file beside the page, which has no
// script element.
func TestLinkedData(t *testing.T) {
	s := buildDefault(t, site.Options{})
	types := make(map[string]int)
	for path, f := range s.Files {
		if !isPage(f) || path == "/404.html" {
			continue
		}
		blocks := linkedData.FindAllSubmatch(f.Body, -1)
		if isPolicy(f) {
			if bytes.Contains(f.Body, []byte("<script")) {
				t.Errorf("%s is a policy and has a script element", path)
			}
			blocks = [][][]byte{{nil, linkedFile(t, s, f).Body}}
		}
		if len(blocks) != 1 {
			t.Errorf("%s has %d blocks", path, len(blocks))
			continue
		}
		var v map[string]any
		if err := json.Unmarshal(blocks[0][1], &v); err != nil || v["@context"] != "https://schema.org" || v["url"] != "https://agio.example"+path && v["@graph"] == nil && v["@type"] != "NewsArticle" {
			t.Errorf("%s: %v: %s", path, err, blocks[0][1])
		}
		checkLinked(t, s, path, v, types)
		for _, want := range []string{`property="og:title"`, `property="og:url" content="https://agio.example` + path + `"`, `rel="canonical"`, `rel="manifest"`} {
			if strings.Count(string(f.Body), want) != 1 {
				t.Errorf("%s does not have %s", path, want)
			}
		}
	}
	for name := range required {
		if types[name] == 0 {
			t.Errorf("no page uses %s; there were %v", name, types)
		}
	}
}

// linkedFile gives the file that describes the page of a policy, which the page names
// once.
func linkedFile(t *testing.T, s *site.Site, page *site.File) *site.File {
	t.Helper()
	const link = `<link rel="alternate" type="application/ld+json" href="`
	if n := strings.Count(string(page.Body), link); n != 1 {
		t.Fatalf("%s names %d files that describe it", page.Path, n)
	}
	_, address, _ := strings.Cut(string(page.Body), link)
	address, _, _ = strings.Cut(address, `"`)
	f := s.Files[address]
	if f == nil || address != page.Path+"index.jsonld" || f.Type != "application/ld+json" || f.CSP != page.CSP || f.ETag == "" || f.Immutable {
		t.Fatalf("%s is described at %q: %+v", page.Path, address, f)
	}
	return f
}

// checkLinked judges a value of linked data and all that is in it.
func checkLinked(t *testing.T, s *site.Site, path string, v any, types map[string]int) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			checkLinked(t, s, path, inner, types)
		}
	case map[string]any:
		if name, typed := v["@type"].(string); typed {
			types[name]++
			if required[name] == nil {
				t.Errorf("%s: nobody has said what %s requires", path, name)
			}
			for _, property := range required[name] {
				if v[property] == nil || v[property] == "" {
					t.Errorf("%s: a %s without %s", path, name, property)
				}
			}
		} else if v["@graph"] == nil && v["@id"] == nil {
			t.Errorf("%s: a value without a type: %v", path, v)
		}
		for key, inner := range v {
			checkLinkedText(t, s, path, key, inner)
			checkLinked(t, s, path, inner, types)
		}
	}
}

// checkLinkedText judges addresses and days.
func checkLinkedText(t *testing.T, s *site.Site, path, key string, v any) {
	t.Helper()
	text, _ := v.(string)
	switch key {
	case "url", "image", "logo", "mainEntityOfPage":
		u, err := url.Parse(text)
		if err != nil || "https://"+u.Host != "https://agio.example" || s.Files[u.Path] == nil {
			t.Errorf("%s: %s leads to %q", path, key, text)
		} else if u.Fragment != "" && strings.Count(string(s.Files[u.Path].Body), ` id="`+u.Fragment+`"`) != 1 && u.Path != "/" {
			t.Errorf("%s: %s leads to %q, which has no such place", path, key, text)
		}
	case "datePublished", "dateModified", "expires":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			t.Errorf("%s: %s is %q", path, key, text)
		}
	}
}

// microdata is an item that a page describes by attributes: its type, and its
// properties with their texts; an item inside it stands under the property's name.
type microdata struct {
	kind  string
	texts map[string][]string
	items []*microdata
}

// readMicrodata gives the items of a page that are no property of another.
func readMicrodata(t *testing.T, f *site.File) []*microdata {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(f.Body))
	if err != nil {
		t.Fatal(err)
	}
	all := &microdata{}
	var walk func(n *html.Node, in *microdata)
	walk = func(n *html.Node, in *microdata) {
		has := make(map[string]string)
		for _, a := range n.Attr {
			has[a.Key] = a.Val
		}
		_, scoped := has["itemscope"]
		name, property := has["itemprop"]
		if property && in == all {
			t.Errorf("%s: %s is a property of nothing", f.Path, name)
		}
		switch {
		case scoped:
			item := &microdata{kind: has["itemtype"], texts: make(map[string][]string)}
			if property || in == all {
				in.items = append(in.items, item)
			}
			in = item
		case property:
			text := has["content"] + has["href"]
			if text == "" && n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			in.texts[name] = append(in.texts[name], text)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(root, all)
	return all.items
}

// TestTheWayBackIsDescribed on every page but the front one, its steps in their order.
func TestTheWayBackIsDescribed(t *testing.T) {
	s := buildDefault(t, site.Options{})
	for path, f := range s.Files {
		if !isPage(f) || path == "/" {
			continue
		}
		items := readMicrodata(t, f)
		if len(items) != 1 {
			t.Errorf("%s describes %d items", path, len(items))
			continue
		}
		way := items[0]
		if way.kind != "https://schema.org/BreadcrumbList" || len(way.items) < 2 {
			t.Errorf("%s: the way back is a %s of %d steps", path, way.kind, len(way.items))
		}
		for i, step := range way.items {
			last := i == len(way.items)-1
			if step.kind != "https://schema.org/ListItem" || !slices.Equal(step.texts["position"], []string{string(rune('1' + i))}) || len(step.texts["name"]) != 1 || step.texts["name"][0] == "" ||
				(len(step.texts["item"]) != 1 && !last) {
				t.Errorf("%s: step %d of the way back is %v", path, i+1, step.texts)
			}
		}
	}
}

// TestPoliciesAreDescribedAsTheyAre: the file beside a policy agrees with what the page
// itself says of its title, edition, days, fingerprint and sections.
func TestPoliciesAreDescribedAsTheyAre(t *testing.T) {
	s := buildDefault(t, site.Options{})
	for path, want := range map[string]string{
		"/terms/":                             "2026-11-22 published 2026-11-12 modified 2026-11-22 in force 2026-11-22/.. expires ",
		"/terms/2026-11-22/":                  "2026-11-22 published 2026-11-12 modified 2026-11-12 in force 2026-11-22/.. expires ",
		"/terms/2026-10-01/":                  "2026-10-01 published 2026-10-01 modified 2026-10-01 in force 2026-10-01/2026-11-22 expires 2026-11-22",
		"/privacy/":                           "",
		"/aml-kyc/":                           "",
		"/terms/diff/2026-10-01..2026-11-22/": "",
	} {
		page := string(s.Files[path].Body)
		var v struct {
			Type, Name, Description, Version, DatePublished, DateModified, TemporalCoverage, Expires string

			Identifier struct{ Value string }
			HasPart    []struct{ Name, URL string }
		}
		if err := json.Unmarshal(linkedFile(t, s, s.Files[path]).Body, &v); err != nil {
			t.Fatal(path, err)
		}
		said := v.Version + " published " + v.DatePublished + " modified " + v.DateModified + " in force " + v.TemporalCoverage + " expires " + v.Expires
		if want != "" && said != want {
			t.Errorf("%s is described as %s, want %s", path, said, want)
		}
		says := []string{"<title>" + v.Name + " · ", `<meta name="description" content="` + v.Description + `"`}
		if v.Version != "" {
			says = append(says, "<strong>Edition "+v.Version+"</strong>", "<code>"+v.Identifier.Value+"</code>")
			if sections := strings.Count(page, "<h2 id=\"") + strings.Count(page, "<h3 id=\""); len(v.HasPart) < 5 || len(v.HasPart) > sections {
				t.Errorf("%s has %d sections, %d described", path, sections, len(v.HasPart))
			}
		}
		for _, part := range says {
			if !strings.Contains(html.UnescapeString(page), part) {
				t.Errorf("%s does not say %s", path, part)
			}
		}
	}
}
