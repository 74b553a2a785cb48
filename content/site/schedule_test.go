package site_test

import (
	"bytes"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestSchedule: a scheduled item, a draft and an expired one are on no page, in
// no feed and in no map of the site before, at all, and after their time.
func TestSchedule(t *testing.T) {
	files := fixture.Office(t, base)
	item := func(name, entries string) {
		files["news/2026-11-19-"+name+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: About " + name +
			"\ndescription: What it is.\ndate: 2026-11-19\nauthor: The editors\n" + entries + "---\n\nText.\n")}
	}
	item("later", "publish: 2026-12-01\n")
	item("sketch", "draft: true\n")
	item("offer", "expires: 2026-12-24\n")
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  time.Time
		want map[string]bool
	}{
		{time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), map[string]bool{"later": false, "sketch": false, "offer": true}},
		{time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), map[string]bool{"later": true, "sketch": false, "offer": true}},
		{time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC), map[string]bool{"later": true, "sketch": false, "offer": false}},
	} {
		s, err := site.Build(set, site.Options{Static: few, Now: c.day})
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range c.want {
			if got := s.Files["/news/"+name+"/"] != nil; got != want {
				t.Errorf("%s: the page of %s: %v", c.day, name, got)
			}
			for path, f := range s.Files {
				named := bytes.Contains(f.Body, []byte("About "+name)) || bytes.Contains(f.Body, []byte("/news/"+name+"/"))
				if named && !want {
					t.Errorf("%s: %s names %s", c.day, path, name)
				}
			}
			if list := s.Files["/news/"]; want && !bytes.Contains(list.Body, []byte("About "+name)) {
				t.Errorf("%s: the list lacks %s", c.day, name)
			}
		}
	}
}
