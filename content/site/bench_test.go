package site_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// thousand gives an office with 1,000 news items, each of some 600 words with a
// table, links and values.
func thousand(b *testing.B) *content.Set {
	b.Helper()
	files := fixture.Office(&testing.T{}, base)
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 1000 {
		date := day.AddDate(0, 0, i).Format(time.DateOnly)
		body := strings.Repeat("What an office keeps when it changes one currency into another is its *agio*, see [the terms](/terms/#c-3.2). "+
			"It is paid within {{ overdue_after }} and no later, says {{ office.name }}.\n\n## A section\n\n- one\n- two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n", 12)
		files[fmt.Sprintf("news/%s-item-%d.md", date, i)] = &fstest.MapFile{Data: []byte(fmt.Sprintf(
			"---\ntitle: Item %d\ndescription: What happened.\ndate: %s\nauthor: The editors\n---\n\nItem %d.\n\n%s", i, date, i, body))}
	}
	set, err := content.Read(files)
	if err != nil {
		b.Fatal(err)
	}
	return set
}

// BenchmarkBuild builds a site with 1,000 news pages. Compressed contents are
// kept within a process, so every round but the first finds them.
func BenchmarkBuild(b *testing.B) {
	set := thousand(b)
	start := time.Now()
	if _, err := site.Build(set, site.Options{}); err != nil {
		b.Fatal(err)
	}
	first := time.Since(start)
	for b.Loop() {
		if _, err := site.Build(set, site.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(first.Milliseconds()), "ms/first")
}
