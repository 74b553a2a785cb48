package site_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"agio/content"
	"agio/content/corpus"
	"agio/content/site"
)

// builtFrom builds a folder of content in memory.
func builtFrom(t *testing.T, dir string) (*site.Site, error) {
	t.Helper()
	set, err := content.Read(os.DirFS(dir))
	none(t, err)
	return site.Build(set, site.Options{Static: plain, Now: moment})
}

// TestTheArchive: above 30 news their list shows the newest, and leads to a page for
// each month that has news; nothing is lost and nothing links to nowhere.
func TestTheArchive(t *testing.T) {
	few, err := builtFrom(t, newsroom(t, 29))
	none(t, err)
	if n := strings.Count(string(few.Files["/news/"].Body), "<article"); n != 30 || strings.Contains(string(few.Files["/news/"].Body), `aria-label="Archive"`) {
		t.Errorf("of 30 news %d are listed, or there is an archive", n)
	}
	s, err := builtFrom(t, newsroom(t, 63)) // two months and four days of 1995
	none(t, err)
	entries := regexp.MustCompile(`<h2><a href="(/news/[^"]+)"`)
	count := func(path string) int { return len(entries.FindAll(s.Files[path].Body, -1)) }
	for path, want := range map[string]int{"/news/": 30, "/news/2026-11/": 1, "/news/1995-03/": 4, "/news/1995-02/": 28, "/news/1995-01/": 31} {
		if s.Files[path] == nil || count(path) != want {
			t.Errorf("%s does not list %d news", path, want)
		}
	}
	months := 0
	for path, f := range s.Files {
		if few.Files[path] != nil && path != "/news/" || !isPage(f) || path != "/news/" && !content.IsMonthPath(path) {
			continue
		}
		months++
		for _, link := range crawl(t, f).links {
			if target, _, _ := strings.Cut(link, "#"); strings.HasPrefix(target, "/") && s.Files[target] == nil && !strings.HasPrefix(target, "/api/") {
				t.Errorf("%s links to %s", path, link)
			}
		}
	}
	if months != 5 {
		t.Errorf("%d pages of news were followed", months)
	}
	checkMonth(t, s)
}

// checkMonth looks at one page of the archive and at what names it.
func checkMonth(t *testing.T, s *site.Site) {
	t.Helper()
	body := string(s.Files["/news/1995-03/"].Body)
	for _, want := range []string{
		"<h1>News of March 1995</h1>", `<a rel="prev" href="/news/1995-02/"><span>Older</span> February 1995</a>`,
		`<a rel="next" href="/news/2026-11/"><span>Newer</span> November 2026</a>`, `<a itemprop="item" href="/news/"><span itemprop="name">News</span></a>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the month does not have %s", want)
		}
	}
	if strings.Contains(string(s.Files["/news/1995-01/"].Body), `rel="prev"`) || strings.Contains(string(s.Files["/news/2026-11/"].Body), `rel="next"`) {
		t.Error("the archive goes on beyond its ends")
	}
	if !strings.Contains(string(s.Files["/sitemap.xml"].Body), "/news/1995-03/</loc><lastmod>1995-03-04</lastmod>") {
		t.Error("the sitemap does not date the month")
	}
	var v map[string]any
	none(t, json.Unmarshal(linkedData.FindSubmatch(s.Files["/news/1995-03/"].Body)[1], &v))
	list, _ := v["mainEntity"].(map[string]any)
	if items, _ := list["itemListElement"].([]any); v["@type"] != "CollectionPage" || len(items) != 4 {
		t.Errorf("the month is described as %v", v)
	}
}

// TestLinksToMonths: a link to a month is held against the time for which the month has
// a page.
func TestLinksToMonths(t *testing.T) {
	entry := func(when string) func(string) error {
		return func(dir string) error {
			return edit(filepath.Join(dir, "news/2026-11-20-opening.md"), "author: ", when+"\nauthor: ")()
		}
	}
	for _, c := range []struct {
		items  int
		link   string
		change func(string) error
		want   string // code of the problem; empty for none
	}{
		{31, "/news/1995-01/", nil, ""},
		{31, "/news/2026-11/", nil, ""},
		{31, "/news/2026-11/#main", nil, ""},
		{31, "/news/2026-11/#elsewhere", nil, "anchor_broken"},
		{31, "/news/1995-02/", nil, "link_broken"},
		{31, "/news/2026-11", nil, "link_broken"},
		{29, "/news/1995-01/", nil, "link_broken"},
		{31, "/news/2026-11/", entry("expires: 2026-12-24"), "link_unpublished"},
		{31, "/news/2026-11/", entry("publish: 2026-12-24"), "link_unpublished"},
		{30, "/news/1995-01/", entry("expires: 2026-12-24"), "link_unpublished"}, // then there are 30
		{31, "/news/1995-01/", entry("expires: 2026-12-24"), ""},
		{31, "/news/2026-11/", entry("draft: true"), "link_broken"},
	} {
		dir := newsroom(t, c.items)
		none(t, edit(filepath.Join(dir, "about.md"), "(/news/opening/)", "(/news/)")())
		none(t, edit(filepath.Join(dir, "about.md"), "See ", "Look at [what was new]("+c.link+"). See ")())
		if c.change != nil {
			none(t, c.change(dir))
		}
		_, err := builtFrom(t, dir)
		var problems content.Problems
		errors.As(err, &problems)
		if got := problems.Errors(); len(got) == 0 && c.want != "" || len(got) > 0 && (got[0].Code != c.want || got[0].File != "about.md" || len(got) > 1) {
			t.Errorf("%d items, %s: %v, want %q", c.items, c.link, err, c.want)
		}
		_, err = site.Publish(os.DirFS(dir), dir, filepath.Join(t.TempDir(), "site"), site.Options{Static: plain, Now: moment, Plain: true})
		if (err != nil) != (c.want != "") {
			t.Errorf("published: %d items, %s: %v, want %q", c.items, c.link, err, c.want)
		}
	}
}

// TestNewsThatCannotBeRead: what links to it, or to its month, is not blamed for it.
func TestNewsThatCannotBeRead(t *testing.T) {
	dir := newsroom(t, 40)
	none(t, os.WriteFile(filepath.Join(dir, "news/2026-09-03-lost.md"), []byte("---\ntitle: Lost\n"), 0o600))
	none(t, edit(filepath.Join(dir, "about.md"), "See ", "Look at [September](/news/2026-09/) and [this](/news/lost/). See ")())
	_, err := site.Publish(os.DirFS(dir), dir, filepath.Join(t.TempDir(), "site"), site.Options{Static: plain, Now: moment})
	var problems content.Problems
	if !errors.As(err, &problems) || len(problems.Errors()) != 1 || problems.Errors()[0].Code != "front_matter" {
		t.Errorf("got %v", err)
	}
}

// TestTheArchiveAgain changes news in a large archive. Each time the folder must hold
// what a first build would have written, and only the pages that show the item, or
// lead to a month that is new or gone, may be made.
func TestTheArchiveAgain(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 150), t.TempDir(), filepath.Join(t.TempDir(), "site")
	file := func(i int) string { return filepath.Join(dir, filepath.FromSlash(corpus.Name(i))) }
	alone := filepath.Join(dir, "news/1996-02-10-alone.md")
	text := "---\ntitle: A month of its own\ndescription: There was little news in it.\ndate: 1996-02-10\nauthor: The editors\n---\n\nThere was little news in it.\n"
	for _, c := range []struct {
		name   string
		change func() error
		most   int // files that may be made
		month  bool
	}{
		{"first", func() error { return nil }, 1000, false},
		{"title of an old item", edit(file(20), "title: ", "title: New "), 4, false},                        // it, two beside it, its month
		{"title of a fed item", edit(file(100), "title: ", "title: New "), 6, false},                        // and two feeds
		{"title of a listed item", edit(file(130), "title: ", "title: New "), 7, false},                     // and the list
		{"item of a new month", func() error { return os.WriteFile(alone, []byte(text), 0o600) }, -1, true}, // every page names the newest
		{"its description", edit(alone, "description: There", "description: Indeed, there"), -1, true},
		{"it is gone", func() error { return os.Remove(alone) }, -1, false},
	} {
		none(t, c.change())
		r, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache})
		none(t, err)
		if c.most >= 0 && r.Made > c.most {
			t.Errorf("%s: %d files are made, not at most %d", c.name, r.Made, c.most)
		}
		files := tree(t, out)
		if _, there := files["news/1996-02/index.html"]; there != c.month {
			t.Errorf("%s: the page of the month is there: %v", c.name, there)
		}
		sameTree(t, c.name, files, written(t, dir))
	}
}

// TestTheArchiveGoes with the 31st item, and comes back with it.
func TestTheArchiveGoes(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 30), t.TempDir(), filepath.Join(t.TempDir(), "site")
	opening := filepath.Join(dir, "news/2026-11-20-opening.md")
	none(t, edit(filepath.Join(dir, "about.md"), "(/news/opening/)", "(/news/)")())
	for _, c := range []struct{ was, becomes string }{{"author: ", "author: "}, {"author: ", "draft: true\nauthor: "}, {"draft: true\n", ""}} {
		none(t, edit(opening, c.was, c.becomes)())
		_, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache})
		none(t, err)
		sameTree(t, c.becomes, tree(t, out), written(t, dir))
		if _, err := os.Stat(filepath.Join(out, "news/1995-01")); (err == nil) != !strings.Contains(c.becomes, "draft") {
			t.Errorf("%q: the archive is there: %v", c.becomes, err == nil)
		}
	}
}

// TestPreviewOfTheArchive: a save renews the month.
func TestPreviewOfTheArchive(t *testing.T) {
	dir := newsroom(t, 40)
	p, err := site.OpenPreview(os.DirFS(dir), dir, site.Options{Static: plain, Now: moment})
	none(t, err)
	defer p.Close()
	never := func() bool { return false }
	none(t, p.Read(nil, moment, never))
	none(t, edit(filepath.Join(dir, filepath.FromSlash(corpus.Name(35))), "title: ", "title: Renewed ")())
	before, err := p.Page("/news/1995-02/", moment)
	none(t, err)
	none(t, p.Read(map[string]bool{corpus.Name(35): true}, moment, never))
	after, err := p.Page("/news/1995-02/", moment)
	none(t, err)
	if before.File == nil || after.File == nil || strings.Contains(string(before.Body), "Renewed") || !strings.Contains(string(after.Body), "Renewed") {
		t.Error("the month is not there, or not renewed")
	}
	if gone, err := p.Page("/news/1995-03/", moment); err != nil || gone.File != nil {
		t.Errorf("a month without news: %v", err)
	}
}
