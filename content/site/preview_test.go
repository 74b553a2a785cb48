package site_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// edited is a small office that is edited in a preview.
type edited struct {
	t     *testing.T
	files fstest.MapFS
	shown *site.Preview
	news  string // the item as it is in order
}

const opening, openingPath = "news/2026-11-20-opening.md", "/news/opening/"

func editing(t *testing.T) *edited {
	t.Helper()
	e := &edited{t: t, files: fixture.Office(t, base)}
	e.news, e.shown = string(e.files[opening].Data), preview(t, e.files)
	e.read(nil)
	return e
}

func preview(t *testing.T, files fstest.MapFS) *site.Preview {
	t.Helper()
	p, err := site.OpenPreview(files, "content", site.Options{Static: few})
	none(t, err)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func (e *edited) read(changed map[string]bool) {
	e.t.Helper()
	none(e.t, e.shown.Read(changed, at(12), func() bool { return false }))
}

// save saves a file, and the preview hears of it.
func (e *edited) save(file, text string) {
	e.t.Helper()
	e.files[file] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	e.read(map[string]bool{file: true})
}

// saysWhatTheCheckSays holds the faults against the check's problems.
func (e *edited) saysWhatTheCheckSays(when string) {
	e.t.Helper()
	set, err := content.Read(e.files)
	var want, got content.Problems
	errors.As(err, &want)
	want = append(want, site.CheckAt(set, at(12))...).Sorted()
	for _, f := range e.shown.Faults() {
		got = append(got, f.Problem)
	}
	if !slices.Equal(got, want) {
		e.t.Errorf("%s: the preview says\n%v\nand the check\n%v", when, got, want)
	}
}

// asOpenedNow holds the item's page against that of a preview which is opened now.
func (e *edited) asOpenedNow(when string) site.Shown {
	e.t.Helper()
	other := preview(e.t, e.files)
	none(e.t, other.Read(nil, at(12), func() bool { return false }))
	want, err := other.Page(openingPath, at(12))
	none(e.t, err)
	got, err := e.shown.Page(openingPath, at(12))
	none(e.t, err)
	if got.Mark != want.Mark || (got.File == nil) != (want.File == nil) || got.File != nil && !bytes.Equal(got.Body, want.Body) {
		e.t.Errorf("%s: marked %q, and a preview that is opened now marks it %q, or shows another page", when, got.Mark, want.Mark)
	}
	return got
}

// with gives the item with more in its front matter.
func (e *edited) with(entries string) string {
	return strings.Replace(e.news, "author: ", entries+"author: ", 1)
}

// TestThePreviewSaysWhatTheCheckSays, whatever was saved before; and the page shown
// is that of what is saved now.
func TestThePreviewSaysWhatTheCheckSays(t *testing.T) {
	e := editing(t)
	about := string(e.files["about.md"].Data)
	const placeholders = "---\ntitle: Hello\ndescription: " + content.NewDescription + "\ndate: 2026-11-22\nauthor: The editors\ntags: []\ndraft: true\n---\n\n" + content.NewText + "\n"
	for _, s := range []struct{ when, file, text string }{
		{"a new draft", "news/2026-11-22-hello.md", placeholders},
		{"a new draft that is none", "news/2026-11-22-hello.md", strings.Replace(placeholders, "draft: true\n", "", 1)},
		{"a new draft again", "news/2026-11-22-hello.md", placeholders},
		{"a link to an item", "about.md", about + "\nSee [the opening](" + openingPath + ").\n"},
		{"the item as a draft", opening, e.with("draft: true\n")},
		{"a fault in the draft", opening, e.with("draft: true\n") + "\nSee [this](/nowhere/).\n"},
		{"another text in the draft", opening, e.with("draft: true\n") + "\nMore.\n"},
		{"the item expired", opening, e.with("expires: 2026-11-21\n") + "\nSee [this](/nowhere/).\n"},
		{"another text in what expired", opening, e.with("expires: 2026-11-21\n") + "\nSee [that](/nowhere/).\n"},
		{"the item later", opening, e.with("publish: 2026-12-01\n")},
		{"the item in order", opening, e.news},
		{"a fault in the item", opening, e.news + "\nSee [this](/nowhere/).\n"},
		{"the page in order", "about.md", about},
		{"the item in order again", opening, e.news},
	} {
		e.save(s.file, s.text)
		e.saysWhatTheCheckSays(s.when)
		e.asOpenedNow(s.when)
	}
}

// TestWhatADraftWaitsFor: what is wrong with a draft is told on its own page, and is no
// fault of the site.
func TestWhatADraftWaitsFor(t *testing.T) {
	e := editing(t)
	draft := e.with("draft: true\n")
	for _, s := range []struct{ text, want string }{
		{draft, ""},
		{draft + "\nSee [this](/nowhere/) and [itself](" + openingPath + ").\n", "link_broken"},
		{draft + "\nWords words.\n", "word_twice"},
		{draft + "\n" + content.NewText + "\n", "placeholder"},
		{draft, ""},
		{e.news + "\nSee [this](/nowhere/).\n", ""},
	} {
		e.save(opening, s.text)
		shown := e.asOpenedNow(s.want)
		var got []string
		for _, f := range shown.Later {
			got = append(got, f.Code)
			if f.Source == "" || strings.Contains(f.Hint, "draft: true") {
				t.Errorf("without its line, or with a hint that is followed already: %+v", f)
			}
		}
		if strings.Join(got, " ") != s.want {
			t.Errorf("the draft waits for %q, want %q", got, s.want)
		}
		if other, err := e.shown.Page("/about/", at(12)); err != nil || len(other.Later) > 0 {
			t.Errorf("another page waits for %v: %v", other.Later, err)
		}
	}
}

// TestWhatCouldNotBeReadIsReadAnew: an item is saved with faults in its front matter,
// and mended otherwise than it was before them. Its page is that of what is saved now.
func TestWhatCouldNotBeReadIsReadAnew(t *testing.T) {
	e := editing(t)
	draft := e.with("draft: true\n")
	for _, s := range []struct{ before, faulty, after string }{
		{draft, e.with("draft: x\n"), e.news},
		{draft, "", e.news},
		{draft, draft[:60], e.news},
		{e.news, strings.Replace(draft, "date: ", "date: x", 1), draft},
		{draft, e.with("draft: true\nexpires: x\n"), draft},
		{draft, strings.Replace(e.news, "tags:", "tags: tags:", 1), e.news},
		{e.with("publish: 2026-12-01\n"), e.with("publish: soon\n"), e.news},
		{e.news, e.with("publish: soon\n"), e.with("publish: 2026-12-01\n")},
	} {
		for _, text := range []string{s.before, s.faulty, s.after, s.after + "\nMore.\n"} {
			e.save(opening, text)
			e.saysWhatTheCheckSays(s.faulty)
			if text != s.faulty {
				e.asOpenedNow(s.faulty)
			}
		}
	}
}

// TestKeepingReadsNothing: what is saved while the preview keeps what it has learnt is
// shown when the preview hears of it.
func TestKeepingReadsNothing(t *testing.T) {
	e := editing(t)
	e.files[opening] = &fstest.MapFile{Data: []byte(e.with("draft: true\n")), Mode: 0o644}
	none(t, e.shown.Save())
	e.read(map[string]bool{opening: true})
	if shown := e.asOpenedNow("a save between"); shown.Mark != "Draft" {
		t.Errorf("the draft is marked %q", shown.Mark)
	}
}
