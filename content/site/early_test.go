package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestALinkBeforeItsDay: what only an edition to come has is no target for a page that
// is there before; it is for one that waits for the day, and what both have is always.
func TestALinkBeforeItsDay(t *testing.T) {
	for _, c := range []struct{ link, publish, want string }{
		{"/terms/#added", "", "link_early"},
		{"/terms/#c-6.7", "", "link_early"},
		{"/terms/#c-6.7", "publish: 2999-01-01\n", "link_early"},
		{"/terms/#added", "publish: 2999-02-01\n", ""},
		{"/terms/#n-6.6", "", ""},
		{"/terms/#c-6.6", "", ""},
	} {
		files := withAdded(t, c.link, c.publish)
		if got := aboutCodes(files); got != c.want {
			t.Errorf("%s %q: %v, want %s\n%v", c.link, c.publish, got, c.want, site.Examine(files))
		}
	}
}

// withAdded gives the office with an edition of the terms that is published in 2998,
// takes effect in 2999 and has one clause more, and with a page that is published as an
// entry says and leads to a link, in which EDITION stands for the edition before.
func withAdded(t *testing.T, link, publish string) fstest.MapFS {
	t.Helper()
	files := fixture.Office(t, base)
	terms := string(files["terms.md"].Data)
	edition := dayOf(t, terms, "edition: ")
	files["editions/terms/"+edition+".md"] = &fstest.MapFile{Data: []byte(terms), Mode: 0o644}
	for _, entry := range []string{"edition: ", "published: ", "effective: "} {
		day := map[bool]string{true: "2998-12-01", false: "2999-02-01"}[entry == "published: "]
		terms = strings.Replace(terms, entry+dayOf(t, terms, entry), entry+day, 1)
	}
	files["terms.md"].Data = []byte(strings.TrimRight(terms, "\n") + "\n\n6.7. {#added} What is new.\n")
	about := strings.Replace(string(files["about.md"].Data), "description:", publish+"description:", 1)
	files["about.md"].Data = []byte(about + "\nSee [what is new](" + strings.ReplaceAll(link, "EDITION", edition) + ").\n")
	delete(files, "news/2026-11-20-opening.md") // which links to the page at all times
	return files
}

// aboutCodes gives the codes of what is wrong with the page, beside its link to the
// news that was taken away.
func aboutCodes(files fstest.MapFS) string {
	var got []string
	for _, p := range site.Examine(files) {
		if p.File == "about.md" && p.Code != "link_broken" {
			got = append(got, p.Code)
		}
	}
	return strings.Join(got, " ")
}

// dayOf gives the day behind an entry of a front matter.
func dayOf(t *testing.T, text, entry string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n"+entry)
	if !ok {
		t.Fatal("there is no ", entry)
	}
	return rest[:len("2006-01-02")]
}
