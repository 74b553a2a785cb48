package site_test

import (
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestQuotedFigures: what a page quotes is at most doubted, and not at all where the page
// says that somebody else said it. What a policy quotes is its own.
func TestQuotedFigures(t *testing.T) {
	for text, want := range map[string]int{
		"We promise: “A refund is sent within 24 hours.”":                          1,
		"We promise: “A refund is sent within 24 hours.” Somebody laughed.":        0,
		"“Nice.” A refund is sent within 24 hours.":                                2,
		"“A refund is sent within 24 hours.":                                       2,
		"We promise: \"Refunds take a week.\" Then: refunds are sent in 24 hours.": 3,
	} {
		files := fixture.Office(t, content.Default)
		files["cases.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Cases\ndescription: Sentences of all sorts.\n---\n\n" + text + "\n"), Mode: 0o644}
		got := 0
		for _, p := range site.Examine(files) {
			if p.Level == content.Warning {
				got++
			} else if p.Code == "figure_contradiction" {
				got += 2
			}
		}
		if got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
