package site_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
	"agio/content/site/redline"
)

// at is a moment of the day on which the second edition of the terms begins.
func at(hour int) time.Time { return time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC) }

func buildSet(t testing.TB, files fstest.MapFS, now time.Time) *site.Site {
	t.Helper()
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(set, site.Options{Module: []byte("\x00asm"), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// articleOf cuts a page's article out: what is inside <article>, without the seal.
func articleOf(t testing.TB, s *site.Site, path string) []byte {
	t.Helper()
	f := s.Files[path]
	if f == nil {
		t.Fatalf("there is no %s", path)
	}
	_, body, ok := bytes.Cut(f.Body, []byte(`<article class="prose">`))
	body, _, sealed := bytes.Cut(body, []byte(`<footer class="seal">`))
	if !ok || !sealed {
		t.Fatalf("%s has no article with a seal", path)
	}
	return body
}

// TestEachEditionIsKept: every recorded text stands on its page byte for byte, and
// the page says its hash.
func TestEachEditionIsKept(t *testing.T) {
	files := fixture.Office(t, content.Default)
	s := buildSet(t, files, at(12))
	kept := 0
	for name, f := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		kept++
		path := "/" + strings.TrimSuffix(strings.TrimPrefix(name, "editions/"), ".html") + "/"
		if !bytes.Equal(articleOf(t, s, path), f.Data) {
			t.Errorf("%s is not what was recorded", path)
		}
		if !bytes.Contains(s.Files[path].Body, []byte("<code>"+content.Fingerprint(f.Data)+"</code>")) {
			t.Errorf("%s does not say the hash of its text", path)
		}
	}
	if kept < 4 {
		t.Errorf("only %d editions", kept)
	}
	if !bytes.Equal(articleOf(t, s, "/terms/"), articleOf(t, s, "/terms/2026-11-22/")) {
		t.Error("/terms/ is not the edition in force")
	}
}

// TestAnOfficeMovesAndOldTextsStay: what an edition said of the office, it says
// when the office has changed, and the newest one has to be written anew.
func TestAnOfficeMovesAndOldTextsStay(t *testing.T) {
	files := fixture.Office(t, content.Default)
	before := files["editions/terms/2026-10-01.html"].Data
	office := files["office.yaml"]
	office.Data = bytes.Replace(office.Data, []byte("1 Example Street"), []byte("2 Other Road"), 1)
	problems := site.Examine(files)
	var said []string
	for _, p := range problems {
		said = append(said, p.Code+" "+p.File)
	}
	if got := strings.Join(said, ", "); got != "edition_prints office.yaml" || !strings.Contains(problems[0].Message, "of terms, privacy prints office.address") ||
		!strings.HasPrefix(strings.Split(string(office.Data), "\n")[problems[0].Line-1], "address:") {
		t.Errorf("problems: %s\n%v", got, problems)
	}
	delete(files, "editions/manifest.yaml") // as if nothing were recorded: only then is it printed anew
	if s := buildSet(t, files, at(12)); bytes.Equal(articleOf(t, s, "/terms/2026-10-01/"), before) {
		t.Error("the text does not depend on the office, so that this proves nothing")
	}
}

// publishedEarly is the office with both editions of its terms published before the
// first has begun.
func publishedEarly(t testing.TB) fstest.MapFS {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	for _, name := range []string{"terms.md", "editions/terms/2026-10-01.md"} {
		for _, day := range []string{"2026-11-12", "2026-10-01"} {
			files[name].Data = bytes.Replace(files[name].Data, []byte("published: "+day), []byte("published: 2026-09-01"), 1)
		}
	}
	return files
}

// TestTheBannerNamesTheDays, and /terms/ changes over at midnight.
func TestTheBannerNamesTheDays(t *testing.T) {
	files := publishedEarly(t)
	for _, c := range []struct{ when, path, says string }{
		{"first", "/terms/2026-11-22/", "Edition 2026-11-22 takes effect on 22 November 2026, 00:00 UTC. Edition 2026-10-01 comes before it. What edition 2026-11-22 changes"},
		{"first", "/terms/2026-10-01/", "Edition 2026-10-01 takes effect on 1 October 2026, 00:00 UTC."},
		{"before", "/terms/", "Edition 2026-10-01 is in force from 1 October 2026 to 22 November 2026, 00:00 UTC. Then edition 2026-11-22 takes effect."},
		{"before", "/terms/2026-11-22/", "Edition 2026-11-22 takes effect on 22 November 2026, 00:00 UTC. Until then edition 2026-10-01 is in force. What edition 2026-11-22 changes"},
		{"after", "/terms/", "Edition 2026-11-22 is in force, since 22 November 2026. What edition 2026-11-22 changed"},
		{"after", "/terms/2026-10-01/", "Edition 2026-10-01 was in force from 1 October 2026 to 22 November 2026, 00:00 UTC. Edition 2026-11-22 has been in force since 22 November 2026. What has changed since"},
	} {
		now := at(0)
		switch c.when {
		case "before":
			now = now.Add(-time.Nanosecond)
		case "first":
			now = time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)
		}
		page := string(buildSet(t, files, now).Files[c.path].Body)
		_, banner, _ := strings.Cut(page, `standing`)
		_, banner, _ = strings.Cut(banner, ">")
		banner, _, _ = strings.Cut(banner, "</p>")
		banner = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(banner, "")
		banner = strings.Join(strings.Fields(strings.ReplaceAll(banner, "\u00a0", " ")), " ")
		if banner != c.says {
			t.Errorf("%s %s says %q, want %q", c.when, c.path, banner, c.says)
		}
	}
}

// TestOfficeJSONIsOfTheEditionInForce: the calculator computes with its figures.
func TestOfficeJSONIsOfTheEditionInForce(t *testing.T) {
	files := fixture.Office(t, content.Default)
	for _, c := range []struct {
		now          time.Time
		edition, fee string
	}{{at(0).Add(-time.Second), "2026-10-01", "60 USD"}, {at(0), "2026-11-22", "50 USD"}} {
		s := buildSet(t, files, c.now)
		var office struct {
			Terms struct {
				Edition, Hash string
				Parameters    []struct{ Name, Value string }
			}
		}
		if err := json.Unmarshal(s.Files["/office.json"].Body, &office); err != nil {
			t.Fatal(err)
		}
		fee := ""
		for _, p := range office.Terms.Parameters {
			if p.Name == "cancellation_fee" {
				fee = p.Value
			}
		}
		hash := content.Fingerprint(files["editions/terms/"+c.edition+".html"].Data)
		if office.Terms.Edition != c.edition || fee != c.fee || office.Terms.Hash != hash {
			t.Errorf("%s: edition %s, fee %s, hash %s", c.now, office.Terms.Edition, fee, office.Terms.Hash)
		}
		if guide := s.Files["/how-refunds-work/"].Body; !bytes.Contains(guide, []byte(strings.Replace(c.fee, " ", "\u00a0", 1))) {
			t.Errorf("%s: the guide does not say %s", c.now, c.fee)
		}
	}
}

// TestOldLinksReachTheSameText after a clause was inserted: under its number in the
// edition it was made under, and under its permanent name in the one in force.
func TestOldLinksReachTheSameText(t *testing.T) {
	s := buildSet(t, fixture.Office(t, content.Default), at(12))
	old, now := textOf(t, s, "/terms/2026-10-01/"), textOf(t, s, "/terms/")
	const says = "Guides, news and pictures on the Website explain this Agreement and do not change it."
	for _, b := range []redline.Block{block(t, old, "c-2.5"), block(t, now, "c-2.6")} {
		if b.Name != "n-2.5" || !strings.Contains(b.Text, says) {
			t.Errorf("clause %s, named %s, says %q", b.Number, b.Name, b.Text)
		}
	}
	if b := block(t, now, "c-2.5"); b.Name != "language" || strings.Contains(b.Text, says) {
		t.Errorf("clause 2.5 of today: %s %q", b.Name, b.Text)
	}
	for _, anchor := range []string{`id="c-2.6"`, `id="n-2.5"`, `id="d-order"`, `id="n-3.12"`} {
		if n := bytes.Count(s.Files["/terms/"].Body, []byte(" "+anchor)); n != 1 {
			t.Errorf("/terms/ has %s %d times", anchor, n)
		}
	}
}

// TestAClauseKeepsItsName: leaving the name out after renumbering is a problem.
func TestAClauseKeepsItsName(t *testing.T) {
	files := fixture.Office(t, content.Default)
	delete(files, "editions/manifest.yaml")
	terms := files["terms.md"]
	terms.Data = bytes.Replace(terms.Data, []byte("2.6. {#n-2.5} "), []byte("2.6. "), 1)
	problems := site.Examine(files)
	problems = slices.DeleteFunc(problems, func(p content.Problem) bool { // links to it lead nowhere now
		return p.Code == "anchor_broken" && strings.Contains(p.Message, "#n-2.5")
	})
	if len(problems) != 1 || problems[0].Code != "clause_renamed" || !strings.Contains(problems[0].Hint, "2.6. {#n-2.5}") {
		t.Fatalf("problems: %v", problems)
	}
	if line := strings.Split(string(terms.Data), "\n")[problems[0].Line-1]; !strings.HasPrefix(line, "2.6. ") || problems[0].Col != 1 {
		t.Errorf("the problem is at %q", line)
	}
}

// TestPointingShowsADefinition: each term of a policy names an element of the page
// that holds the definition once, and leads to the definition itself.
func TestPointingShowsADefinition(t *testing.T) {
	s := buildSet(t, fixture.Office(t, content.Default), at(12))
	points := regexp.MustCompile(`<a class="term" href="([^"#]*)#(d-[a-z0-9-]+)" interestfor="(w-[a-z0-9-]+)">`)
	for _, path := range []string{"/terms/", "/terms/2026-10-01/", "/privacy/", "/aml-kyc/"} {
		body := string(s.Files[path].Body)
		uses := points.FindAllStringSubmatch(body, -1)
		if len(uses) < 20 {
			t.Errorf("%s points at %d definitions", path, len(uses))
		}
		for _, u := range uses {
			target := path
			if u[1] != "" {
				target = u[1]
			}
			if strings.Count(body, fmt.Sprintf(`id="%s" popover="hint"`, u[3])) != 1 {
				t.Errorf("%s: %s is not there once", path, u[3])
			}
			if !strings.Contains(string(s.Files[target].Body), `<dt id="`+u[2]+`">`) {
				t.Errorf("%s: %s#%s is not there", path, target, u[2])
			}
		}
	}
}

// TestLinksNameTheNumberInForce: pages are written for the newest edition, and until it
// takes effect they lead to the same clause under the number that it still has.
func TestLinksNameTheNumberInForce(t *testing.T) {
	files := fixture.Office(t, content.Default)
	files["about.md"].Data = append(files["about.md"].Data, "\nAs *[clause\n2.6, not 12.6 or 2.61 or `2.6`](/terms/#c-2.6)* and [clause 2.6](/terms/#n-2.5) say, not [2.5](/terms/#c-2.5).\n"...)
	for _, c := range []struct {
		now         time.Time
		guide, page string
	}{
		{at(0).Add(-time.Second), `<a href="/terms/#n-2.5">clause 2.5</a>`,
			"<em><a href=\"/terms/#c-2.5\">clause\n2.5, not 12.6 or 2.61 or <code>2.6</code></a></em> and <a href=\"/terms/#n-2.5\">clause 2.5</a> say, not <a href=\"/terms/#c-2.5\">2.5</a>."},
		{at(0), `<a href="/terms/#n-2.5">clause 2.6</a>`,
			"<em><a href=\"/terms/#c-2.6\">clause\n2.6, not 12.6 or 2.61 or <code>2.6</code></a></em> and <a href=\"/terms/#n-2.5\">clause 2.6</a> say, not <a href=\"/terms/#c-2.5\">2.5</a>."},
	} {
		s := buildSet(t, files, c.now)
		for path, says := range map[string]string{"/how-refunds-work/": c.guide, "/about/": c.page} {
			if !bytes.Contains(s.Files[path].Body, []byte(says)) {
				t.Errorf("%s: %s does not say %s", c.now, path, says)
			}
		}
	}
}

// TestAnyTwoEditionsCanBeCompared from the page of either: neighbours in the list of all,
// others beside the one that is shown.
func TestAnyTwoEditionsCanBeCompared(t *testing.T) {
	files := publishedEarly(t)
	delete(files, "editions/manifest.yaml")
	older := strings.NewReplacer("2026-10-01", "2026-09-15", "2026-09-01", "2026-08-01").Replace(string(files["editions/terms/2026-10-01.md"].Data))
	files["editions/terms/2026-09-15.md"] = &fstest.MapFile{Data: []byte(older)}
	s := buildSet(t, files, at(12))
	const far = `<a href="/terms/diff/2026-09-15..2026-11-22/">`
	for path, want := range map[string][]string{
		"/terms/":            {far + "Compare 2026-09-15 with this edition</a>", `<a href="/terms/diff/2026-10-01..2026-11-22/">Compare 2026-11-22 with the edition before</a>`},
		"/terms/2026-09-15/": {far + "Compare 2026-11-22 with this edition</a>", far + "What has changed since</a>"},
		"/terms/2026-10-01/": {`<a href="/terms/diff/2026-10-01..2026-11-22/">What has changed since</a>`},
	} {
		page := string(s.Files[path].Body)
		for _, w := range want {
			if strings.Count(page, w) != 1 {
				t.Errorf("%s has %d times %s", path, strings.Count(page, w), w)
			}
		}
	}
	if page := string(s.Files["/terms/2026-10-01/"].Body); strings.Contains(page, "with this edition") || strings.Contains(page, far) {
		t.Error("neighbours are compared twice, or with others")
	}
}
