package site_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// withLater gives the office with an edition of the privacy policy that is recorded
// long before the day on which it is published.
func withLater(t testing.TB) fstest.MapFS {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	now := files["privacy.md"]
	files["editions/privacy/2026-11-22.md"] = &fstest.MapFile{Data: now.Data}
	later := strings.NewReplacer("edition: 2026-11-22", "edition: 2026-12-15", "effective: 2026-11-22", "effective: 2026-12-15", "published: 2026-11-12", "published: 2026-12-02").Replace(string(now.Data))
	files["privacy.md"] = &fstest.MapFile{Data: []byte(later)}
	return files
}

// TestAnEditionIsNotReadBeforeItIsPublished: no file of the site names it, and the day on
// which it is published is one to build at.
func TestAnEditionIsNotReadBeforeItIsPublished(t *testing.T) {
	files := withLater(t)
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)
	before := buildSet(t, files, day.Add(-time.Nanosecond))
	for path, f := range before.Files {
		if strings.Contains(path, "2026-12-15") || strings.Contains(string(f.Body), "2026-12-15") {
			t.Errorf("%s names the edition before it is published", path)
		}
	}
	if next, ok := set.NextChange(day.Add(-time.Hour)); !ok || !next.Equal(day) {
		t.Errorf("the next change is %s", next)
	}
	if next, ok := set.NextChange(day); !ok || !next.Equal(time.Date(2026, 12, 15, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("after it the next change is %s", next)
	}
	after := buildSet(t, files, day)
	for _, path := range []string{"/privacy/2026-12-15/", "/privacy/diff/2026-11-22..2026-12-15/"} {
		if after.Files[path] == nil || !strings.Contains(string(after.Files["/sitemap.xml"].Body), path) {
			t.Errorf("%s is not there once it is published", path)
		}
	}
	if body := string(after.Files["/sitemap.xml"].Body); strings.Contains(body, "<lastmod>2026-12-15") {
		t.Error("the sitemap gives a policy the day of an edition that is not in force")
	}
}

// TestThePreviewShowsWhatIsNotPublished, and marks it.
func TestThePreviewShowsWhatIsNotPublished(t *testing.T) {
	p, err := site.OpenPreview(withLater(t), "content", site.Options{Module: []byte("\x00asm")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	if err := p.Read(nil, now, func() bool { return false }); err != nil {
		t.Fatal(err)
	}
	for path, mark := range map[string]string{
		"/privacy/2026-12-15/":                  "Scheduled for 2 December 2026, 00:00 UTC",
		"/privacy/diff/2026-11-22..2026-12-15/": "Scheduled for 2 December 2026, 00:00 UTC",
		"/privacy/2026-11-22/":                  "",
		"/privacy/":                             "",
	} {
		shown, err := p.Page(path, now)
		if err != nil || shown.File == nil || shown.Mark != mark {
			t.Fatalf("%s is marked %q: %v", path, shown.Mark, err)
		}
		if path == "/privacy/" && !strings.Contains(string(shown.Body), "to be published on ") {
			t.Error("the list does not say that the edition is still to be published")
		}
	}
}

// TestALinkWaitsForItsEdition: a text that is on the site now leads nowhere until the
// edition is published.
func TestALinkWaitsForItsEdition(t *testing.T) {
	files := withLater(t)
	about := files["about.md"]
	about.Data = append(about.Data, "\nSee [what comes](/privacy/2026-12-15/).\n"...)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := site.Build(set, site.Options{Static: few, Now: now}); err == nil || !strings.Contains(err.Error(), "2026-12-15") {
		t.Errorf("the link is taken: %v", err)
	}
	if _, err := site.Build(set, site.Options{Static: few, Now: now.AddDate(0, 0, 10)}); err != nil {
		t.Errorf("once it is published the link is refused: %v", err)
	}
}
