package site_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// twoToCome is the office with one edition of its terms in force and two published ones
// to come, on 10 December and on 15 January.
func twoToCome(t testing.TB) fstest.MapFS {
	files := dated(t)
	terms := string(files["terms.md"].Data)
	files["editions/terms/2026-12-10.md"] = &fstest.MapFile{Data: []byte(terms), Mode: 0o644}
	terms = strings.NewReplacer("\nedition: 2026-12-10", "\nedition: 2027-01-15", "\neffective: 2026-12-10", "\neffective: 2027-01-15",
		"value: 96h, ", "value: 120h, ").Replace(terms)
	files["terms.md"].Data = []byte(terms)
	change := regexp.MustCompile(`(?m)^change: .*`)
	for name, says := range map[string]string{
		"editions/terms/2026-10-01.md": "The first.", "editions/terms/2026-11-22.md": "The second.", "editions/terms/2026-12-10.md": "The third.", "terms.md": "The fourth.",
	} {
		files[name].Data = change.ReplaceAll(files[name].Data, []byte("change: "+says))
	}
	return files
}

// withThis is all in which the lists of editions on two pages differ.
var withThis = regexp.MustCompile(` (?:· )?Compare \S+ with this edition|(?m:[ \t]+$)`)

// TestTwoEditionsToCome: what a reader is told before, on and after the days on which
// two editions take effect, at the policy's own address, at those of the editions, and
// in the list of them. testdata/standing.txt is read by people.
func TestTwoEditionsToCome(t *testing.T) {
	const golden = "testdata/standing.txt"
	files := twoToCome(t)
	var b strings.Builder
	for _, now := range []time.Time{
		time.Date(2026, 12, 9, 23, 59, 59, 999999999, time.UTC), time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC),
		time.Date(2027, 1, 15, 0, 0, 0, 0, time.UTC), time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC),
	} {
		s := buildSet(t, files, now)
		fmt.Fprintf(&b, "# %s\n", now.Format(time.RFC3339))
		list := ""
		for _, path := range []string{"/terms/", "/terms/2026-10-01/", "/terms/2026-11-22/", "/terms/2026-12-10/", "/terms/2027-01-15/"} {
			page := string(s.Files[path].Body)
			fmt.Fprintf(&b, "%s: %s (%s)\n", path, wordsIn(page, `<div class="edition standing`, "</div>"), wordsIn(page, `The Client has <span`, " to choose"))
			rows := withThis.ReplaceAllString(wordsIn(page, `<ul class="editions">`, "</ul>"), "")
			if list != "" && rows != list {
				t.Errorf("at %s the list of %s is another: %s", now, path, rows)
			}
			list = rows
		}
		fmt.Fprintf(&b, "list:\n\t%s\n\n", list)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("the pages say\n%s\nwant (%v)\n%s", b.String(), err, want)
	}
}

// wordsIn gives the words of a page from a mark to another.
func wordsIn(page, from, to string) string {
	_, part, _ := strings.Cut(page, from)
	_, part, _ = strings.Cut(part, ">")
	part, _, _ = strings.Cut(part, to)
	part = strings.ReplaceAll(part, "</li>", "\x00")
	words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, "")), " ")
	return strings.ReplaceAll(strings.TrimSuffix(words, "\x00"), "\x00", "\n\t")
}
