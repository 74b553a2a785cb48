package site_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/content/site"
)

// TestARebuildChangesWhatHasChanged: built an hour later with the same prices every
// file has the ETag it had. With newer prices the pages that tell them have another one,
// and policies differ in nothing but the market below their text.
func TestARebuildChangesWhatHasChanged(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	built := func(now time.Time, later time.Duration) *site.Site {
		t.Helper()
		prices := snapshot()
		prices.TakenAt = prices.TakenAt.Add(later)
		s, err := site.Build(set, site.Options{Now: now, Snapshot: prices, Module: []byte("module")})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, again, newer := built(moment, 0), built(moment.Add(time.Hour), 0), built(moment.Add(time.Hour), time.Hour)
	if changed := changedFiles(first, again); len(changed) > 0 {
		t.Errorf("with the same prices %q have changed", changed)
	}
	changed := changedFiles(first, newer)
	for _, path := range changed {
		if f := newer.Files[path]; !isPage(f) {
			t.Errorf("%s has changed with the prices", path)
		}
	}
	for path, f := range newer.Files {
		if !isPage(f) {
			continue
		}
		if !slices.Contains(changed, path) {
			t.Errorf("%s does not tell the newer prices", path)
		}
		if isPolicy(f) && withoutMarket(t, f) != withoutMarket(t, first.Files[path]) {
			t.Errorf("%s has changed apart from the market", path)
		}
	}
	t.Logf("%d of %d files change with newer prices, and all of them are pages", len(changed), len(newer.Files))
}

// changedFiles lists what two sites have different.
func changedFiles(a, b *site.Site) (changed []string) {
	for _, path := range slices.Sorted(maps.Keys(b.Files)) {
		if a.Files[path] == nil || a.Files[path].ETag != b.Files[path].ETag {
			changed = append(changed, path)
		}
	}
	return changed
}

// withoutMarket cuts the market out of a page.
func withoutMarket(t *testing.T, f *site.File) string {
	t.Helper()
	before, rest, ok := strings.Cut(string(f.Body), `<section aria-labelledby="page-market">`)
	_, after, ends := strings.Cut(rest, "</section>")
	if !ok || !ends {
		t.Errorf("%s has no market", f.Path)
	}
	return before + after
}
