package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestAnEditionInWhichNothingIsNew is a warning until a word or a figure is another.
func TestAnEditionInWhichNothingIsNew(t *testing.T) {
	days := strings.NewReplacer("\nedition: 2026-11-22", "\nedition: 2999-12-01", "\npublished: 2026-11-12", "\npublished: 2999-11-01", "\neffective: 2026-11-22", "\neffective: 2999-12-01")
	for _, c := range []struct{ policy, find, becomes, want string }{
		{"privacy", "", "", "edition_same"},
		{"privacy", "\n1.3. Whoever", "\n1.3. Anybody who", ""},
		{"privacy", "/terms/#", "/terms/?#", ""}, // a link
		{"terms", "", "", "edition_same"},
		{"terms", "{value: 24h,    clause: \"3.11\"}", "{value: 25h,    clause: \"3.11\"}", ""},
	} {
		files := fixture.Office(t, content.Default)
		file := c.policy + ".md"
		was := string(files[file].Data)
		becomes := strings.Replace(days.Replace(was), c.find, c.becomes, 1)
		files["editions/"+c.policy+"/2026-11-22.md"] = &fstest.MapFile{Data: []byte(was), Mode: 0o644}
		files[file] = &fstest.MapFile{Data: []byte(becomes), Mode: 0o644}
		var got []string
		for _, p := range site.Examine(files) {
			if p.Code == site.CodeNothingNew && p.File == file && p.Level == content.Warning {
				got = append(got, p.Code)
			}
		}
		if strings.Join(got, " ") != c.want || c.find != "" && !strings.Contains(was, c.find) {
			t.Errorf("%s, %q: %v, want %q", c.policy, c.find, got, c.want)
		}
	}
}
