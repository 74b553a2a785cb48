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
	"NewsArticle":      {"headline", "datePublished", "author", "publisher", "image", "url", "mainEntityOfPage"},
}

// isPolicy says whether a page is an edition of a policy or compares two.
func isPolicy(f *site.File) bool { return bytes.Contains(f.Body, []byte(`<body class="is-policy">`)) }

// TestLinkedData: every page but policies describes itself in one block, with what
// its types require and addresses that are there. Policies have no script element.
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
			continue
		}
		if len(blocks) != 1 {
			t.Errorf("%s has %d blocks", path, len(blocks))
			continue
		}
		var v map[string]any
		if err := json.Unmarshal(blocks[0][1], &v); err != nil || v["@context"] != "https://schema.org" {
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
		}
	case "datePublished", "dateModified":
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

// TestTheWayBackIsDescribed on every page but the front one, its steps in their order,
// and policies say by attributes which edition they are and since when.
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
		if isPolicy(f) {
			for _, name := range []string{"name", "description", "inLanguage", "version", "datePublished", "dateModified"} {
				if len(way.texts[name]) != 1 || way.texts[name][0] == "" {
					t.Errorf("%s: %s is %q", path, name, way.texts[name])
				}
			}
			if way.kind != "https://schema.org/WebPage" || len(way.items) != 1 {
				t.Errorf("%s is a %s with %d items", path, way.kind, len(way.items))
				continue
			}
			way = way.items[0]
		}
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
	for path, want := range map[string][3]string{
		"/terms/": {"2026-11-22", "2026-11-22", ""}, "/terms/2026-11-22/": {"2026-11-22", "2026-11-12", ""}, "/terms/2026-10-01/": {"2026-10-01", "2026-10-01", "2026-11-22"},
	} {
		texts := readMicrodata(t, s.Files[path])[0].texts
		expires := strings.Join(texts["expires"], " ")
		if got := [3]string{texts["version"][0], texts["dateModified"][0], expires}; got != want {
			t.Errorf("%s says version, change and end %q, want %q", path, got, want)
		}
	}
}
