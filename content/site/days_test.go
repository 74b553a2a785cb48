package site_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// dated is what ships, with an edition of the terms that takes effect on 10 December,
// and news from before and after each of its editions.
func dated(t testing.TB) fstest.MapFS {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	terms := string(files["terms.md"].Data)
	files["editions/terms/2026-11-22.md"] = &fstest.MapFile{Data: []byte(terms), Mode: 0o644}
	for was, becomes := range map[string]string{
		"\nedition: 2026-11-22": "\nedition: 2026-12-10", "\npublished: 2026-11-12": "\npublished: 2026-11-29", "\neffective: 2026-11-22": "\neffective: 2026-12-10",
		"value: 72h,    clause: \"3.20\"": "value: 96h,    clause: \"3.20\"", "\n5.3. ": "\n5.3. {#n-5.3} ",
	} {
		if strings.Count(terms, was) != 1 {
			t.Fatalf("%q is not there once", was)
		}
		terms = strings.Replace(terms, was, becomes, 1)
	}
	files["terms.md"].Data = []byte(terms)
	for _, item := range []struct{ name, entries, text string }{
		{"2026-10-06-old", "", "We wait {{ choice_deadline }} by [clause 3.20](/terms/#n-3.20), and [clause 2.5](/terms/#n-2.5), or [2.5](/terms/#c-2.5), says so of an [Order](/terms/#d-order)."},
		{"2026-11-21-eve", "", "We wait {{ choice_deadline }}, and from 22 November {{ choice_deadline from 2026-11-22 }} by [clause 3.20](/terms/2026-11-22/#n-3.20). See [clause 3.18](/terms/#n-3.18)."},
		{"2026-11-22-day", "", "We wait {{ choice_deadline }} by [clause 3.20](/terms/#n-3.20), and [clause 2.6](/terms/#n-2.5) says so. The [terms](/terms/) hold, and so does [privacy](/privacy/#n-2.1)."},
		{"2026-11-30-notice", "publish: 2026-11-30\n", "We wait {{ choice_deadline }}, then {{ choice_deadline from 2026-12-10 }} by [clause 3.20](/terms/2026-12-10/#n-3.20); [clause 5.4](/terms/#n-5.4) stays."},
	} {
		files["news/"+item.name+".md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\ntitle: About " + item.name[11:] + "\ndescription: What it is.\ndate: " + item.name[:10] +
			"\nauthor: The editors\n" + item.entries + "---\n\n" + item.text + "\n")}
	}
	return files
}

// datedMoments are around the days on which the editions take effect, with what the
// news says then.
var datedMoments = []struct {
	now  time.Time
	says map[string]string
}{
	{at(0).Add(-time.Nanosecond), map[string]string{
		"old": `We wait 48_hours by <a href="/terms/#n-3.20">clause 3.20</a>, and <a href="/terms/#n-2.5">clause 2.5</a>, or <a href="/terms/#c-2.5">2.5</a>, says so of an <a href="/terms/#d-order">Order</a>.`,
		"eve": `We wait 48_hours, and from 22 November 72_hours by <a href="/terms/2026-11-22/#n-3.20">clause 3.20</a>. See <a href="/terms/#n-3.18">clause 3.18</a>.`,
	}},
	{at(0), map[string]string{
		"old": `We wait 48_hours by <a href="/terms/2026-10-01/#n-3.20">clause 3.20</a>, and <a href="/terms/2026-10-01/#n-2.5">clause 2.5</a>, or <a href="/terms/2026-10-01/#c-2.5">2.5</a>, says so of an <a href="/terms/2026-10-01/#d-order">Order</a>.`,
		"eve": `We wait 48_hours, and from 22 November 72_hours by <a href="/terms/2026-11-22/#n-3.20">clause 3.20</a>. See <a href="/terms/2026-10-01/#n-3.18">clause 3.18</a>.`,
		"day": `We wait 72_hours by <a href="/terms/#n-3.20">clause 3.20</a>, and <a href="/terms/#n-2.5">clause 2.6</a> says so. The <a href="/terms/">terms</a> hold, and so does <a href="/privacy/#n-2.1">privacy</a>.`,
	}},
	{time.Date(2026, 12, 9, 23, 59, 59, 0, time.UTC), map[string]string{
		"day":    `We wait 72_hours by <a href="/terms/#n-3.20">clause 3.20</a>, and <a href="/terms/#n-2.5">clause 2.6</a> says so.`,
		"notice": `We wait 72_hours, then 96_hours by <a href="/terms/2026-12-10/#n-3.20">clause 3.20</a>; <a href="/terms/#n-5.4">clause 5.4</a> stays.`,
	}},
	{time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC), map[string]string{
		"old":    `We wait 48_hours by <a href="/terms/2026-10-01/#n-3.20">clause 3.20</a>`,
		"day":    `We wait 72_hours by <a href="/terms/2026-11-22/#n-3.20">clause 3.20</a>, and <a href="/terms/2026-11-22/#n-2.5">clause 2.6</a> says so. The <a href="/terms/">terms</a> hold, and so does <a href="/privacy/#n-2.1">privacy</a>.`,
		"notice": `We wait 72_hours, then 96_hours by <a href="/terms/2026-12-10/#n-3.20">clause 3.20</a>; <a href="/terms/2026-11-22/#n-5.4">clause 5.4</a> stays.`,
	}},
}

// said gives the words of a news page as the table above writes them.
func said(body []byte) string {
	_, text, _ := strings.Cut(string(body), `<p>We wait`)
	text, _, _ = strings.Cut(text, "</p>")
	text = strings.NewReplacer(`<span class="parameter">`, "", "</span>", "", "\u00a0", "_").Replace(text)
	return "We wait" + text
}

// TestNewsIsHistory: whatever edition follows, an item prints the figures of its day and
// leads to the clauses that held then, on the site and in the preview; what is said of
// it in lists and feeds stays, too.
func TestNewsIsHistory(t *testing.T) {
	files := dated(t)
	p, err := site.OpenPreview(files, "content", site.Options{Module: []byte("\x00asm")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	entries := make(map[string]string)
	for _, c := range datedMoments {
		s := buildSet(t, files, c.now)
		if err := p.Read(nil, c.now, func() bool { return false }); err != nil {
			t.Fatal(err)
		}
		for name, want := range c.says {
			path := "/news/" + name + "/"
			shown, err := p.Page(path, c.now)
			if err != nil {
				t.Fatal(err)
			}
			for where, body := range map[string][]byte{"site": s.Files[path].Body, "preview": shown.Body} {
				if got := said(body); !strings.HasPrefix(got, want) {
					t.Errorf("at %s the %s's %s says\n%s\nwant\n%s", c.now, where, name, got, want)
				}
			}
			for _, feed := range []string{"/news/feed.xml", "/news/feed.json"} {
				entry := entryOf(t, s.Files[feed].Body, path)
				if was, ok := entries[feed+path]; ok && was != entry {
					t.Errorf("at %s %s says of %s\n%s\nand said\n%s", c.now, feed, name, entry, was)
				}
				entries[feed+path] = entry
			}
		}
	}
}

// entryOf gives what a feed says of an address, up to the next entry.
func entryOf(t *testing.T, feed []byte, path string) string {
	t.Helper()
	for _, ends := range [][2]string{{"<entry>", "</entry>"}, {"\n  {", "\n  }"}} {
		for _, entry := range strings.Split(string(feed), ends[0]) {
			if entry, _, ended := strings.Cut(entry, ends[1]); ended && strings.Contains(entry, path) {
				return entry
			}
		}
	}
	t.Fatalf("the feed has no %s", path)
	return ""
}

// TestThePublishedNewsFollows the editions through the cache: what is published over an
// older site is what is published anew.
func TestThePublishedNewsFollows(t *testing.T) {
	files, folder := dated(t), t.TempDir()
	for i, c := range datedMoments {
		o := site.Options{Module: []byte("\x00asm"), Now: c.now, Plain: true, Cache: filepath.Join(folder, "cache")}
		if _, err := site.Publish(files, "content", filepath.Join(folder, "site"), o); err != nil {
			t.Fatal(err)
		}
		anew := buildSet(t, files, c.now)
		for name, want := range c.says {
			body, err := os.ReadFile(filepath.Join(folder, "site", "news", name, "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(said(body), want) || !bytes.Equal(body, anew.Files["/news/"+name+"/"].Body) {
				t.Errorf("at moment %d %s says %s", i, name, said(body))
			}
		}
	}
}
