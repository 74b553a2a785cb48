package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"agio/content"
)

// TestMonthStays holds the times at which months have pages against the archive of
// every day.
func TestMonthStays(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	day := func(n int) time.Time { return time.Date(2026, 3, 1+n, 0, 0, 0, 0, time.UTC) }
	const last = 40
	for range 200 {
		var articles []*article
		for range content.Listed - 2 + r.IntN(8) {
			d := &content.Document{Kind: content.News, Published: day(-r.IntN(90)), Draft: r.IntN(10) == 0}
			if r.IntN(3) == 0 {
				d.Publish = day(r.IntN(last))
			}
			if r.IntN(3) == 0 {
				d.Expires = day(r.IntN(last))
			}
			articles = append(articles, &article{doc: d})
		}
		now := day(5)
		stays := monthStays(articles, now)
		for n := 5; n < last+5; n++ {
			var open []string
			for path, all := range stays {
				if slices.ContainsFunc(all, func(s stay) bool { return !day(n).Before(s.from) && (s.until.IsZero() || day(n).Before(s.until)) }) {
					open = append(open, path)
				}
			}
			slices.Sort(open)
			if want := monthsOn(articles, day(n)); !slices.Equal(open, want) {
				t.Fatalf("day %d: %v, want %v; %v", n, open, want, stays)
			}
		}
	}
}

// monthsOn gives the months that have pages at a moment.
func monthsOn(articles []*article, at time.Time) (paths []string) {
	var news []*content.Document
	for _, a := range articles {
		if a.doc.Visible(at) {
			news = append(news, a.doc)
		}
	}
	slices.SortFunc(news, func(x, y *content.Document) int { return y.Published.Compare(x.Published) })
	for _, m := range content.Months(news) {
		paths = append(paths, m.Path)
	}
	slices.Sort(paths)
	return paths
}

// BenchmarkMonthStays: every one of 10,000 news leaves the site on a day of its own.
func BenchmarkMonthStays(b *testing.B) {
	var articles []*article
	for i := range 10_000 {
		day := time.Date(2000, 1, i, 0, 0, 0, 0, time.UTC)
		articles = append(articles, &article{doc: &content.Document{Kind: content.News, Published: day, Expires: day.AddDate(40, 0, 0), Path: fmt.Sprint("/news/", i, "/")}})
	}
	for b.Loop() {
		monthStays(articles, time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	}
}
