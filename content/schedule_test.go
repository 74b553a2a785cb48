package content_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
)

// scheduled reads an office whose opening news has these entries besides its own.
func scheduled(t *testing.T, entries string) *content.Set {
	t.Helper()
	files := fixture.Office(t, base)
	name := "news/2026-11-20-opening.md"
	text := strings.Replace(string(files[name].Data), "author: The editors\n", "author: The editors\n"+entries, 1)
	files[name] = &fstest.MapFile{Data: []byte(text)}
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestAtAMoment(t *testing.T) {
	for _, c := range []struct{ entries, moment, want string }{
		{"", "2020-01-01T00:00:00Z", "there"},
		{"draft: true\n", "2026-12-01T00:00:00Z", "not there"},
		{"draft: false\n", "2026-12-01T00:00:00Z", "there"},
		{"publish: 2026-12-01\n", "2026-11-30T23:59:59Z", "not there"},
		{"publish: 2026-12-01\n", "2026-12-01T00:00:00Z", "there"},
		{"publish: 2026-12-01 09:30\n", "2026-12-01T09:29:59Z", "not there"},
		{"publish: 2026-12-01 09:30\n", "2026-12-01T09:30:00Z", "there"},
		{"publish: 2026-12-01T09:30:00+02:00\n", "2026-12-01T07:29:59Z", "not there"},
		{"publish: 2026-12-01T09:30:00+02:00\n", "2026-12-01T07:30:00Z", "there"},
		{"expires: 2026-12-24\n", "2026-12-23T23:59:59Z", "there"},
		{"expires: 2026-12-24\n", "2026-12-24T00:00:00Z", "not there"},
		{"draft: true\npublish: 2026-12-01\n", "2026-12-02T00:00:00Z", "not there"},
	} {
		moment, err := time.Parse(time.RFC3339, c.moment)
		if err != nil {
			t.Fatal(err)
		}
		set := scheduled(t, c.entries)
		got := "not there"
		if len(set.At(moment).News) == 1 {
			got = "there"
		}
		if got != c.want || len(set.News) != 1 {
			t.Errorf("%q is %s at %s", c.entries, got, c.moment)
		}
	}
}

func TestNextChange(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	set := scheduled(t, "publish: 2026-12-01\nexpires: 2026-12-24\n")
	for now, want := range map[string]string{
		"2026-11-01": "2026-11-22", // the first edition takes effect
		"2026-11-22": "2026-12-01", "2026-12-01": "2026-12-24", "2026-12-10": "2026-12-24", "2026-12-24": "",
	} {
		next, ok := set.NextChange(day(now))
		if ok != (want != "") || ok && !next.Equal(day(want)) {
			t.Errorf("after %s comes %v, want %s", now, next, want)
		}
	}
	if _, ok := scheduled(t, "draft: true\npublish: 2026-12-01\n").NextChange(day("2026-11-22")); ok {
		t.Error("a draft is scheduled")
	}
}

// TestOutlasts: a link is good if its page is there whenever the link is.
func TestOutlasts(t *testing.T) {
	moment := func(day int) time.Time {
		if day == 0 {
			return time.Time{}
		}
		return time.Date(2026, 12, day, 0, 0, 0, 0, time.UTC)
	}
	now := moment(10)
	for _, c := range []struct {
		page, from [2]int // days of publishing and expiring, 0 for none
		want       bool
	}{
		{[2]int{0, 0}, [2]int{0, 0}, true},
		{[2]int{12, 0}, [2]int{0, 0}, false},  // not there yet
		{[2]int{12, 0}, [2]int{12, 0}, true},  // published together
		{[2]int{12, 0}, [2]int{11, 0}, false}, // a day too early
		{[2]int{5, 0}, [2]int{0, 0}, true},    // there by now
		{[2]int{0, 20}, [2]int{0, 0}, false},  // breaks when it expires
		{[2]int{0, 20}, [2]int{0, 20}, true},
		{[2]int{0, 20}, [2]int{0, 21}, false},
		{[2]int{0, 5}, [2]int{0, 0}, false}, // gone
		{[2]int{0, 5}, [2]int{0, 6}, true},  // both gone
	} {
		page := &content.Document{Publish: moment(c.page[0]), Expires: moment(c.page[1])}
		from := &content.Document{Publish: moment(c.from[0]), Expires: moment(c.from[1])}
		if got := page.Outlasts(from, now); got != c.want {
			t.Errorf("page %v, link from %v: %v", c.page, c.from, got)
		}
	}
}
