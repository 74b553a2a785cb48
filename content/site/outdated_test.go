package site_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// aged is dated, with more news of the days of its second edition: on some page each way
// in which what it says may be another thing later.
func aged(t testing.TB) fstest.MapFS {
	files := dated(t)
	terms := files["terms.md"]
	const was, becomes = "value: 50 USD, clause: \"5.2\"", "value: 45 USD, clause: \"5.2\""
	if bytes.Count(terms.Data, []byte(was)) != 1 {
		t.Fatalf("%q is not there once", was)
	}
	terms.Data = bytes.Replace(terms.Data, []byte(was), []byte(becomes), 1)
	for name, text := range map[string]string{
		"plain":      "Nothing here is of the [agreement](/terms/), or of [clause 2.1](/privacy/#n-2.1).",
		"same":       "We look for the money for {{ overdue_after }}.",
		"figure":     "Calling an Order off costs {{ cancellation_fee }}.",
		"clause":     "What we keep, [clause 5.2](/terms/#c-5.2) says.",
		"definition": "What an [Order](/terms/#d-order) is stays.",
		"example":    "Of 1,000 you get [{{ case.left }}](/refunds/?from=USDTTRC20&ordered=1000&paid=1000&stage=before).",
		"told":       "Calling an Order off costs {{ cancellation_fee }}, and {{ cancellation_fee from 2026-12-10 }} from 10 December.",
		"elsewhere":  "The edition to come says so in [clause 5.2](/terms/2026-12-10/#n-5.2).",
	} {
		files["news/2026-12-01-"+name+".md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\ntitle: About " + name + "\ndescription: What it is.\ndate: 2026-12-01\nauthor: The editors\n---\n\n" + text + "\n")}
	}
	return files
}

// TestOldNewsSaysSo: the page of an item says that its figures, or the clauses that it
// links to, are others today, from the moment when they are and only then. The page of
// another item stays what it was. testdata/outdated.txt is read by people.
func TestOldNewsSaysSo(t *testing.T) {
	const golden = "testdata/outdated.txt"
	files, notes := aged(t), ""
	var before map[string][]byte
	for _, now := range []time.Time{at(0).Add(-time.Second), at(0), time.Date(2026, 12, 9, 23, 59, 59, 0, time.UTC), time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC)} {
		s, pages := buildSet(t, files, now), make(map[string][]byte)
		notes += "# " + now.Format(time.RFC3339) + "\n"
		for _, path := range slices.Sorted(maps.Keys(s.Files)) {
			body := s.Files[path].Body
			if !strings.HasPrefix(path, "/news/") || !bytes.Contains(body, []byte("<p>")) || !strings.Contains(path[6:], "/") {
				continue
			}
			pages[path] = article(body)
			if note := wordsIn(string(body), `<div class="summary since"`, "</div>"); note != "" {
				notes += path + ": " + note + "\n"
				for _, to := range hrefs(body) {
					if s.Files[to] == nil {
						t.Errorf("%s leads to %s, which is not there", path, to)
					}
				}
			} else if was := before[path]; was != nil && strings.Contains(path, "plain") && !bytes.Equal(was, pages[path]) {
				t.Errorf("at %s %s is another page:\n%s\nand was\n%s", now, path, pages[path], was)
			}
		}
		before, notes = pages, notes+"\n"
	}
	if *update {
		if err := os.WriteFile(golden, []byte(notes), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != notes {
		t.Errorf("the pages say\n%s\nwant (%v)\n%s", notes, err, want)
	}
}

// article gives what stands between the marks of the text of a page.
func article(body []byte) []byte {
	_, text, _ := bytes.Cut(body, []byte(`<article`))
	text, _, _ = bytes.Cut(text, []byte(`<nav class="neighbours"`))
	return text
}

// hrefs gives the addresses of the links in the note of a page.
func hrefs(body []byte) []string {
	_, note, _ := strings.Cut(string(body), `<div class="summary since"`)
	note, _, _ = strings.Cut(note, "</div>")
	var all []string
	for _, part := range strings.Split(note, `href="`)[1:] {
		address, _, _ := strings.Cut(part, `"`)
		all = append(all, address)
	}
	if len(all) != 2 {
		all = append(all, fmt.Sprint(len(all), " links"))
	}
	return all
}
