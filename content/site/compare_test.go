package site_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
	"agio/content/site/redline"
)

// TestAComparisonNamesTheMoment: both sides took effect, or take effect, by the moment
// the page is made, and each moment at which that changes is one to build at.
func TestAComparisonNamesTheMoment(t *testing.T) {
	files := publishedEarly(t)
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	first, second := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), at(0)
	for _, c := range []struct {
		now      time.Time
		old, new string
		change   time.Time
	}{
		{first.Add(-time.Nanosecond), "takes", "takes", first},
		{first, "took", "takes", second},
		{second.Add(-time.Nanosecond), "took", "takes", second},
		{second, "took", "took", time.Time{}},
	} {
		page := string(buildSet(t, files, c.now).Files["/terms/diff/2026-10-01..2026-11-22/"].Body)
		_, lede, _ := strings.Cut(page, `<p class="lede">`)
		lede, _, _ = strings.Cut(lede, "</p>")
		lede = strings.ReplaceAll(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(lede, ""), "\u00a0", " ")
		want := "Edition 2026-10-01 of the user agreement, which " + c.old + " effect on 1 October 2026, against edition 2026-11-22, which " + c.new + " effect on 22 November 2026. "
		if !strings.HasPrefix(strings.TrimSpace(lede), want) {
			t.Errorf("at %s the page says %q, want %q", c.now, lede, want)
		}
		if next, ok := set.NextEdition(c.now); ok == c.change.IsZero() || ok && !next.Equal(c.change) {
			t.Errorf("at %s the next change is %s, want %s", c.now, next, c.change)
		}
	}
}

// TestAnInsertedClauseInAComparison: its neighbours stand in the table of other numbers,
// and only what really differs is shown as a change.
func TestAnInsertedClauseInAComparison(t *testing.T) {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	now := string(files["privacy.md"].Data)
	section := regexp.MustCompile(`(?s)\n## 1\. .*?\n## 2\. `).FindString(now)
	clause := regexp.MustCompile(`\n1\.(\d+)\. `)
	if len(clause.FindAllString(section, -1)) < 3 {
		t.Fatalf("section 1 is %q", section)
	}
	fresh := clause.ReplaceAllStringFunc(section, func(number string) string {
		n, _ := strconv.Atoi(clause.FindStringSubmatch(number)[1])
		if n < 2 {
			return number
		}
		number = fmt.Sprintf("\n1.%d. {#n-1.%d} ", n+1, n)
		if n == 2 {
			return "\n1.2. {#fresh} This clause was never there before, and says something of its own.\n" + number
		}
		return number
	})
	older := strings.NewReplacer("2026-11-22", "2026-10-01", "2026-11-12", "2026-09-20").Replace(now)
	files["editions/privacy/2026-10-01.md"] = &fstest.MapFile{Data: []byte(older)}
	files["privacy.md"].Data = []byte(strings.Replace(now, section, fresh, 1))
	page := string(buildSet(t, files, at(12)).Files["/privacy/diff/2026-10-01..2026-11-22/"].Body)
	for _, want := range []string{`<h2 id="renumbered">`, `aria-label="Clause 1.2">1.2</a>`, `aria-label="Clause 1.3">1.3</a>`, `aria-label="Clause 1.2, inserted"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the comparison does not say %q", want)
		}
	}
	for _, not := range []string{`, removed"`, `aria-label="Clause 1.3, `} {
		if strings.Contains(page, not) {
			t.Errorf("the comparison says %q", not)
		}
	}
}

// TestComparisonOfTheTermsIsExact on the texts that ship, and the page shows the
// changed figures, the inserted clause and the renumbered one.
func TestComparisonOfTheTermsIsExact(t *testing.T) {
	s := buildSet(t, fixture.Office(t, content.Default), at(12))
	old, now := textOf(t, s, "/terms/2026-10-01/"), textOf(t, s, "/terms/2026-11-22/")
	for _, pair := range [][2]redline.Text{{old, now}, {now, old}, {old, old}} {
		made, err := redline.Compare(pair[0], pair[1]).Apply(pair[0].String())
		if err != nil || made != pair[1].String() {
			t.Errorf("applied, the difference gives another text: %v", err)
		}
	}
	page := string(s.Files["/terms/diff/2026-10-01..2026-11-22/"].Body)
	for _, want := range []string{
		"Cancellation fee", "Time to choose whether to go on", "Time to send a refund", `<h2 id="page-section-1">Introduction</h2>`, `<a href="#page-section-1">Introduction</a>`, `<del>60` + "\u00a0" + `USD</del>`, `<ins>50` + "\u00a0" + `USD</ins>`,
		`aria-label="Clause 2.5, inserted"`, `aria-label="Clause 2.6">2.6</a>`, `aria-label="Clause 5.9, changed"`, `Guides, news and pictures on the Website explain this Agreement …`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the comparison does not say %q", want)
		}
	}
	if strings.Contains(page, "In short") || strings.Contains(page, "Fee for a small payment") {
		t.Error("the comparison shows a summary, or a figure that has not changed")
	}
}

// TestFiguresOfEveryPolicy: the comparison of any policy begins with the figures
// that differ, those of its own prose by the words around them.
func TestFiguresOfEveryPolicy(t *testing.T) {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	now := string(files["privacy.md"].Data)
	before := strings.NewReplacer("2026-11-22", "2026-10-01", "2026-11-12", "2026-09-20", "{{ record_retention }}", "7 months").Replace(now)
	if before = strings.ReplaceAll(before, "{{ notice_period }}", "two weeks"); strings.Count(before, "7 months") == 0 {
		t.Fatal("the policy states no retention any more")
	}
	files["editions/privacy/2026-10-01.md"] = &fstest.MapFile{Data: []byte(before)}
	page := string(buildSet(t, files, at(12)).Files["/privacy/diff/2026-10-01..2026-11-22/"].Body)
	table, _, _ := strings.Cut(page[strings.Index(page, `<h2 id="numbers">`):], "</table>")
	for _, want := range []string{"are kept for at least …", "<del>7 months</del>", "<ins>5\u00a0years</ins>", "<del>two weeks</del>", "<ins>7\u00a0days</ins>", `href="/privacy/2026-11-22/#c-`} {
		if !strings.Contains(table, want) {
			t.Errorf("the table of figures does not say %q:\n%s", want, table)
		}
	}
}

func textOf(t testing.TB, s *site.Site, path string) redline.Text {
	t.Helper()
	text, err := redline.Read(articleOf(t, s, path))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func block(t testing.TB, text redline.Text, id string) redline.Block {
	t.Helper()
	for _, b := range text {
		if b.ID == id {
			return b
		}
	}
	t.Fatalf("there is no %s", id)
	return redline.Block{}
}

// BenchmarkCompareTheTerms compares the two editions of the terms that ship, some
// 28 KB of text each.
func BenchmarkCompareTheTerms(b *testing.B) {
	s := buildSet(b, fixture.Office(b, content.Default), at(12))
	old, now := articleOf(b, s, "/terms/2026-10-01/"), articleOf(b, s, "/terms/2026-11-22/")
	size := 0
	for b.Loop() {
		x, _ := redline.Read(old)
		y, _ := redline.Read(now)
		redline.Compare(x, y).Figures()
		size = len(x.String()) + len(y.String())
	}
	b.ReportMetric(float64(size)/2, "bytes-each")
}
