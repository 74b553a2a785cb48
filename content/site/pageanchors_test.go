package site_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
	"agio/templates"
)

// generatedHere are pages of the office that ships without a text of an editor.
var generatedHere = []string{"/", "/rates/", "/refunds/", "/verify/", "/monitor-check/", "/news/", "/terms/2026-10-01/", "/terms/2026-11-22/",
	"/privacy/2026-11-22/", "/terms/diff/2026-10-01..2026-11-22/"}

// TestAnchorsOfGeneratedPages: a link to an anchor of a page that no editor writes is
// right if the page has the anchor, whatever the office is set to, and wrong if not;
// and the check says of every link what a build says, at the same place.
func TestAnchorsOfGeneratedPages(t *testing.T) {
	prices := &templates.Snapshot{ID: "x", TakenAt: moment, ValidTil: moment, Source: "a test"}
	bare := buildDefault(t, site.Options{Snapshot: prices})
	full := buildDefault(t, site.Options{Snapshot: prices, Receipts: []byte(`{"keys":[]}`), Keys: []byte(`{}`), Simulated: true, Notice: "Soon."})
	files := fixture.Office(t, content.Default)
	text := strings.TrimRight(string(files["contact.md"].Data), "\n") + "\n"
	first := strings.Count(text, "\n") + 2
	var links, want []string
	for _, path := range generatedHere {
		mine, other := idsOf(bare.Files[path]), idsOf(full.Files[path])
		ids := map[string]bool{"nothing": false}
		for id := range mine {
			ids[id] = other[id]
		}
		for id := range other {
			ids[id] = mine[id]
		}
		for id, there := range ids {
			if !there {
				want = append(want, fmt.Sprintf("contact.md:%d:3: The page %s has no anchor #%s.", first+len(links), path, id))
			}
			links = append(links, "- [x]("+path+"#"+id+")")
		}
	}
	files["contact.md"].Data = []byte(text + "\n" + strings.Join(links, "\n") + "\n")
	var got []string
	problems := site.Examine(files)
	for _, p := range problems {
		place, _, _ := strings.Cut(p.String(), " (")
		got = append(got, place)
		if p.Code != "anchor_broken" || p.Hint == "" || p.Level != content.Error {
			t.Error(p)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(links) < 200 {
		t.Errorf("%d links, got\n%s\nwant\n%s", len(links), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	sameAsBuilt(t, files, problems, prices)
}

// idsOf reads the anchors of a page.
func idsOf(f *site.File) map[string]bool {
	ids := make(map[string]bool)
	z := html.NewTokenizer(bytes.NewReader(f.Body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if token := z.Token(); attribute(token, "id") != "" {
			ids[attribute(token, "id")] = true
		}
	}
	return ids
}

// sameAsBuilt proves that building in memory and into a folder refuses what the check
// does, and nothing else.
func sameAsBuilt(t *testing.T, files fstest.MapFS, problems content.Problems, prices *templates.Snapshot) {
	t.Helper()
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []site.Options{{}, {Snapshot: prices, Receipts: []byte(`{"keys":[]}`), Keys: []byte(`{}`)}} {
		o.Static = few
		_, err := site.Build(set, o)
		if built := problemsOf(err); !slices.Equal(built, problems) {
			t.Errorf("building in memory gave\n%v\nand checking\n%v", err, problems)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	_, err = site.Publish(os.DirFS(dir), dir, filepath.Join(t.TempDir(), "site"), site.Options{Static: few})
	if built := problemsOf(err); !slices.Equal(built, problems) {
		t.Errorf("building into a folder gave\n%v\nand checking\n%v", err, problems)
	}
}

// TestLinksToGeneratedPages: what a link leads to is judged where it is written, once,
// and by what will be there when its text is.
func TestLinksToGeneratedPages(t *testing.T) {
	for _, c := range []struct{ name, file, link, terms, want string }{
		{"in a page", "about.md", "/rates/#nothing", "", "anchor_broken"},
		{"in news", "news/2026-11-20-opening.md", "/refunds/#nothing", "", "anchor_broken"},
		{"in a policy", "aml-kyc.md", "/#nothing", "", "anchor_broken"},
		{"a file that is no page", "about.md", "/office.json#terms", "", "anchor_broken"},
		{"a feed", "about.md", "/news/feed.xml#x", "", "anchor_broken"},
		{"under its full address", "about.md", "BASE/verify/#nothing", "", "anchor_broken"},
		{"the frame of a page", "about.md", "/contact/#page-office", "", ""},
		{"a frame's anchor that is none", "about.md", "/contact/#page-offce", "", "anchor_broken"},
		{"all editions of a policy", "about.md", "/terms/#page-editions", "", ""},
		{"a clause of an edition", "about.md", "/terms/EDITION/#c-3.1", "", ""},
		{"no clause of an edition", "about.md", "/terms/EDITION/#c-3.99", "", "anchor_broken"},
		{"a clause with a slip", "about.md", "/terms/EDITION/#n-4.3", "4.3.", "clause_glued"},
		{"a clause that is missing", "about.md", "/terms/EDITION/#n-4.3", "4.31. ", "clause_order"},
		{"an option of the simulator", "about.md", "/refunds/#option-5.4", "", ""},
		{"no option of the simulator", "about.md", "/refunds/#option-9.4", "", "anchor_broken"},
		{"an option where a clause has a slip", "about.md", "/refunds/#option-5.4", "5.4.", "clause_glued"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fixture.Office(t, base)
			edition := dayOf(t, string(files["terms.md"].Data), "edition: ")
			files[c.file].Data = append(files[c.file].Data, "\n[x]("+strings.NewReplacer("EDITION", edition, "BASE", "https://test.example").Replace(c.link)+")\n"...)
			if c.terms != "" {
				replaceClause(t, files["terms.md"], c.terms)
			}
			if c.file == "aml-kyc.md" {
				files[c.file].Data = []byte(strings.TrimSuffix(string(files[c.file].Data), "\n[x]("+c.link+")\n") + "\n  See [x](" + c.link + ").\n")
			}
			var got []string
			for _, p := range site.Examine(files) {
				got = append(got, p.Code)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %s", site.Examine(files), c.want)
			}
		})
	}
}

// replaceClause writes the start of a clause in another way: that of its number, or the
// one before it in 4.31.
func replaceClause(t *testing.T, f *fstest.MapFile, start string) {
	t.Helper()
	number := start[:3]
	before, after, ok := strings.Cut(string(f.Data), "\n"+number+". ")
	if !ok {
		t.Fatal("there is no clause ", number)
	}
	f.Data = []byte(before + "\n" + start + after)
}

// problemsOf gives the problems that an error holds.
func problemsOf(err error) content.Problems {
	var problems content.Problems
	_ = errors.As(err, &problems)
	return problems
}

// TestThePreviewKnowsPages: a link to an anchor of a page that no editor writes is
// judged at each save, of a news item and of a page.
func TestThePreviewKnowsPages(t *testing.T) {
	files := fixture.Office(t, base)
	p, err := site.OpenPreview(files, "pages", site.Options{Static: few})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, file := range []string{"news/2026-11-20-opening.md", "about.md"} {
		whole := string(files[file].Data)
		for _, c := range []struct{ text, want string }{
			{whole, ""},
			{whole + "\nSee [prices](/rates/#nothing).\n", "The page /rates/ has no anchor #nothing."},
			{whole + "\nSee [prices](/rates/#prices).\n", ""},
			{whole + "\nSee [prices](/rates/#prizes).\n", "The page /rates/ has no anchor #prizes."},
			{whole, ""},
		} {
			files[file] = &fstest.MapFile{Data: []byte(c.text), Mode: 0o644}
			if err := p.Read(map[string]bool{file: true}, at(12), func() bool { return false }); err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range p.Faults() {
				got += f.Message
			}
			if got != c.want {
				t.Errorf("%s: %q, want %q", file, got, c.want)
			}
		}
	}
}

// TestAnEditionToComeHasPages: its anchors are there from its day on, for what is shown
// then, and those of its comparison.
func TestAnEditionToComeHasPages(t *testing.T) {
	for _, c := range []struct{ link, publish, want string }{
		{"/terms/2999-02-01/#added", "publish: 2999-02-01\n", ""},
		{"/terms/2999-02-01/#nothing", "publish: 2999-02-01\n", "anchor_broken"},
		{"/terms/2999-02-01/#added", "", "link_unpublished"},
		{"/terms/diff/EDITION..2999-02-01/#c-6.7", "publish: 2999-02-01\n", ""},
		{"/terms/EDITION/#c-6.7", "publish: 2999-02-01\n", "anchor_broken"},
		{"/refunds/#option-5.4", "", ""},
	} {
		files := withAdded(t, c.link, c.publish)
		if got := aboutCodes(files); got != c.want {
			t.Errorf("%s %q: %v, want %s\n%v", c.link, c.publish, got, c.want, site.Examine(files))
		}
	}
}
