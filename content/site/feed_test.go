package site_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// atom is what RFC 4287 demands of a feed.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Summary string `xml:"summary"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

// TestFeeds: both feeds say the same in Atom and in JSON, and lead to pages of the site.
func TestFeeds(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	editions := 0
	for _, p := range set.Series {
		editions += len(p.Editions)
	}
	s := buildDefault(t, site.Options{Now: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)})
	for path, want := range map[string]int{"/news/feed": len(s.Page.News), "/changes/feed": editions} {
		var a atom
		if err := xml.Unmarshal(s.Files[path+".xml"].Body, &a); err != nil {
			t.Fatal(err)
		}
		var j map[string]any
		if err := json.Unmarshal(s.Files[path+".json"].Body, &j); err != nil {
			t.Fatal(err)
		}
		items := j["items"].([]any)
		base := s.Page.Office.BaseURL
		if len(a.Entries) != want || len(items) != want || a.Title == "" || a.Author == "" || a.Links[0].Href != base+path+".xml" || a.ID != a.Links[0].Href {
			t.Errorf("%s: %d and %d entries, want %d; %+v", path, len(a.Entries), len(items), want, a)
		}
		if j["version"] != "https://jsonfeed.org/version/1.1" || j["feed_url"] != base+path+".json" || j["title"] != a.Title {
			t.Errorf("%s: %v", path, j)
		}
		seen := make(map[string]bool)
		for i, e := range a.Entries {
			item := items[i].(map[string]any)
			if item["id"] != e.ID || item["url"] != e.Link.Href || item["title"] != e.Title || item["content_text"] != e.Summary || item["date_published"] != e.Updated {
				t.Errorf("%s: %v is not %+v", path, item, e)
			}
			if e.Title == "" || e.Summary == "" || seen[e.ID] || e.Updated > a.Updated {
				t.Errorf("%s: %+v", path, e)
			}
			if _, err := time.Parse(time.RFC3339, e.Updated); err != nil {
				t.Error(err)
			}
			if s.Files[strings.TrimPrefix(e.Link.Href, base)] == nil {
				t.Errorf("%s leads to %s", path, e.Link.Href)
			}
			seen[e.ID] = true
		}
	}
}

// TestSecurityText holds the file against RFC 9116, and the day against office.yaml.
func TestSecurityText(t *testing.T) {
	text := string(buildDefault(t, site.Options{}).Files["/.well-known/security.txt"].Body)
	for _, want := range []string{"Contact: mailto:security@agio.example\n", "Expires: 2027-11-01T00:00:00Z\n", "Canonical: https://agio.example/.well-known/security.txt\n", "Preferred-Languages: en\n"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, text)
		}
	}
}

// TestExpiry: more than a year and a month before the day there is a warning, from the day on an error,
// and the site is the same on either side of it.
func TestExpiry(t *testing.T) {
	set, err := content.Read(fixture.Office(t, base))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ day, want string }{
		{"2026-10-31", "office.yaml:4:19: warning: security.txt is to expire in more than a year. (write a day at most a year ahead, and move it on once or twice a year)"},
		{"2026-11-01", ""},
		{"2027-10-01", ""},
		{"2027-10-02", "office.yaml:4:19: warning: security.txt expires on 1 November 2027. (try the address, then move security_expires on)"},
		{"2027-10-31", "office.yaml:4:19: warning: security.txt expires on 1 November 2027. (try the address, then move security_expires on)"},
		{"2027-11-01", "office.yaml:4:19: security.txt has expired on 1 November 2027. (try the address, then move security_expires on)"},
	} {
		now, _ := time.Parse(time.DateOnly, c.day)
		if got := set.Expiry(now).Error(); got != c.want {
			t.Errorf("%s: %q, want %q", c.day, got, c.want)
		}
		if _, err := site.Build(set, site.Options{Static: few, Now: now}); err != nil {
			t.Errorf("%s: %v", c.day, err)
		}
	}
}

func TestManifestNamesItsIcons(t *testing.T) {
	s := buildDefault(t, site.Options{})
	var m struct {
		Name  string `json:"name"`
		Icons []struct {
			Source string `json:"src"`
			Type   string `json:"type"`
		} `json:"icons"`
	}
	if err := json.Unmarshal(s.Files["/site.webmanifest"].Body, &m); err != nil {
		t.Fatal(err)
	}
	if m.Name != s.Page.Office.Name || len(m.Icons) != 2 {
		t.Errorf("%+v", m)
	}
	for _, icon := range m.Icons {
		if f := s.Files[icon.Source]; f == nil || f.Type != icon.Type {
			t.Errorf("there is no %s", icon.Source)
		}
	}
}

// TestLinkedDataCannotEndItsBlock: a title may contain anything.
func TestLinkedDataCannotEndItsBlock(t *testing.T) {
	files := fixture.Office(t, base)
	files["news/2026-11-20-opening.md"].Data = []byte("---\ntitle: \"</script><b>x\"\ndescription: x\ndate: 2026-11-20\nauthor: x\n---\n\nWe open.\n")
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(set, site.Options{Static: few})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(s.Files["/news/opening/"].Body), "</script>"); n != 1 {
		t.Errorf("the page ends %d scripts, want 1", n)
	}
}
