package content_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"agio/content"
)

func TestMonths(t *testing.T) {
	var news []*content.Document
	for day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC); len(news) < 29; day = day.AddDate(0, 0, -1) {
		news = append(news, &content.Document{Path: day.Format("/news/Jan-2/"), Published: day})
	}
	old := &content.Document{Path: "/news/old/", Published: time.Date(2025, 2, 28, 0, 0, 0, 0, time.UTC)}
	if months := content.Months(append(news, old)); months != nil {
		t.Errorf("30 items have an archive: %v", months)
	}
	var got []string
	for _, m := range content.Months(append(news, old, old)) {
		got = append(got, fmt.Sprint(m.Path, " ", m.Name(), " ", m.News[0].Path, " ", len(m.News)))
	}
	want := "/news/2026-03/ March 2026 /news/Mar-2/ 2; /news/2026-02/ February 2026 /news/Feb-28/ 27; /news/2025-02/ February 2025 /news/old/ 2"
	if text := strings.Join(got, "; "); text != want {
		t.Errorf("got %s\nwant %s", text, want)
	}
}

func TestIsMonthPath(t *testing.T) {
	for path, want := range map[string]bool{
		"/news/2026-11/": true, "/news/0001-01/": true, "/news/2026-13/": false, "/news/2026-00/": false, "/news/2026-1/": false,
		"/news/2026-11": false, "/news/2026-11/x": false, "/news/2026/11/": false, "/blog/2026-11/": false, "/news/": false,
	} {
		if got := content.IsMonthPath(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
