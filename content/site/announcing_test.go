package site_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content/site"
)

// TestAnnouncements: what news says of a change is held against the editions, those in
// force around its day and those to come, and what is no figure of theirs is let be.
func TestAnnouncements(t *testing.T) {
	const file = "testdata/announced.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := twoToCome(t)
	for name, figures := range map[string][]string{
		"editions/terms/2026-12-10.md": {"50 USD,", "70 USD,", "3d,", "4d,", "5y,", "6y,"}, "terms.md": {"50 USD,", "80 USD,", "3d,", "4d,", "5y,", "6y,"},
	} {
		for i := 0; i < len(figures); i += 2 {
			line := regexp.MustCompile(`(?m)^  (cancellation_fee|refund_time|record_retention):.*`)
			files[name].Data = line.ReplaceAllFunc(files[name].Data, func(l []byte) []byte {
				return []byte(strings.Replace(string(l), "value: "+figures[i], "value: "+figures[i+1], 1))
			})
		}
	}
	page, line, wants := "---\ntitle: Cases\ndescription: What is announced.\ndate: 2026-12-02\nauthor: The editors\n---\n", 6, make(map[int][2]string)
	kinds, clause := make(map[bool]int), regexp.MustCompile(`<(\d\.\d+)>`)
	for _, row := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		head, sentence, _ := strings.Cut(row, " ")
		if head == "#" {
			continue
		}
		_, rest, _ := strings.Cut(sentence, "[")
		figure, _, marked := strings.Cut(rest, "]")
		want := [2]string{}
		if marked {
			want = [2]string{"“" + figure + "”", "(" + strings.TrimSuffix(head, ":") + ")"}
		}
		line++
		wants[line] = want
		kinds[marked]++
		page += clause.ReplaceAllString(strings.NewReplacer("[", "", "]", "").Replace(sentence), "[clause $1](/terms/#n-$1)") + "\n\n"
		line++
	}
	files["news/2026-12-02-cases.md"] = &fstest.MapFile{Data: []byte(page), Mode: 0o644}
	lines, found := strings.Split(page, "\n"), make(map[int]string)
	for _, p := range site.Examine(files) {
		if p.File != "news/2026-12-02-cases.md" {
			continue // the guide of the edition before
		}
		found[p.Line] += p.Code + ": " + p.Message + "\n"
	}
	for at, want := range wants {
		switch got := found[at]; {
		case want[0] == "" && got != "":
			t.Errorf("%s\nis harmless: %s", lines[at-1], got)
		case want[0] != "" && (strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "figure_contradiction: "+want[0]+" ") || !strings.Contains(got, want[1])):
			t.Errorf("%s\nwants %s %s, found %s", lines[at-1], want[0], want[1], got)
		}
	}
	if t.Logf("%d contradicting, %d harmless", kinds[true], kinds[false]); kinds[true] < 25 || kinds[false] < 25 {
		t.Error("these are few")
	}
}

// TestATableOfWhatChanges: a cell with a figure to come is told how it is printed.
func TestATableOfWhatChanges(t *testing.T) {
	files := dated(t)
	files["news/2026-11-30-table.md"] = &fstest.MapFile{Mode: 0o644, Data: []byte("---\ntitle: A table\ndescription: What changes.\ndate: 2026-11-30\nauthor: The editors\npublish: 2026-11-30\n---\n\n" +
		"| What | Before | After |\n|---|---|---|\n| Time for the Client's choice | {{ choice_deadline }} | 96 hours |\n| Time for the Client's choice | {{ choice_deadline }} | {{ choice_deadline from 2026-12-10 }} |\n")}
	var got []string
	for _, p := range site.Examine(files) {
		if p.File == "news/2026-11-30-table.md" {
			got = append(got, p.Hint)
		}
	}
	if len(got) != 1 || !strings.Contains(got[0], "write {{ choice_deadline from 2026-12-10 }}, which is the figure from that day") {
		t.Errorf("%q", got)
	}
}
