package content

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
)

// FuzzPlain: what is read plainly is read as the parser reads it, each text and each
// place.
func FuzzPlain(f *testing.F) {
	for _, text := range []string{
		"title: Some words, and more (of them)\ndate: 2026-11-20\ntags: [one, two words,three]", "a: 1\nb: 0x1F\nc: 1_000\nd: 1e5\ne: 0o17\nf: 007",
		"a: true\nb: Null\nc: yes\nd: n", "a:  two spaces  \nb_c: x", "title: It’s – “so”\ntags: [ä, öü]", "a: don't & can't, 5 %?", "a: b\na: c", "a: b - c: d",
		"a: 2026-12-01 09:30", "null: a", "a: [b, , c]", "a: [null]", "a: [b]\n", "a: b\n\nc: d", "a: 1.5\nb: 12e03\nc: 1.", "a: b  c", "y: b", "a: [b , c ]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { samePlain(t, text) })
}

// TestPlainAgrees is the same for many texts that are nearly plain.
func TestPlainAgrees(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 22))
	words := []string{"a", "B", "07", "1e3", "null", "true", "0x1", " ", " ", ",", ", ", ".", "-", " - ", "_", "(", ")", "/", "!", "?", ";", "+", "&", "%", "'", "–", "’", "“", "ü", "[", "]", ":", ": ", "#"}
	plain := 0
	for range 8000 {
		var text strings.Builder
		for i := range 1 + random.IntN(4) {
			text.WriteString(strings.Repeat("\n", min(i, 1)) + []string{"a", "b_c", "tags", "y", "null"}[random.IntN(5)] + ": " + []string{"", "[", "x", "x", "x"}[random.IntN(5)])
			for range random.IntN(5) {
				text.WriteString(words[random.IntN(len(words))])
			}
			text.WriteString([]string{"", "", "y", "]"}[random.IntN(4)])
		}
		if samePlain(t, text.String()) {
			plain++
		}
	}
	if plain < 500 {
		t.Errorf("only %d texts were plain", plain)
	}
}

// samePlain says whether a text is read plainly, and fails where the parser reads it
// otherwise.
func samePlain(t *testing.T, text string) bool {
	short := &source{r: &reader{}, file: "x", text: []byte(text), line: 1}
	got := short.plain()
	if got == nil {
		return false
	}
	long := &source{r: &reader{}, file: "x", text: []byte(text), line: 1}
	want := long.parsed()
	if want == nil || len(got.entries) != len(want.entries) {
		t.Fatalf("%q is read plainly, and by the parser otherwise: %v", text, long.r.problems)
	}
	for i, w := range want.entries {
		g := got.entries[i]
		_, list := w.value.(*ast.SequenceNode)
		_, gotList := g.value.(*ast.SequenceNode)
		if g.name != w.name || short.position(g.key) != long.position(w.key) || short.position(g.value) != long.position(w.value) || list != gotList {
			t.Fatalf("%q: entry %q at %v, %v; want %q at %v, %v", text, g.name, short.position(g.key), short.position(g.value), w.name, long.position(w.key), long.position(w.value))
		}
		if a, b := short.texts(g.value), long.texts(w.value); !slices.Equal(a, b) {
			t.Fatalf("%q: %q, want %q", text, a, b)
		}
	}
	if len(short.r.problems)+len(long.r.problems) > 0 {
		t.Fatalf("%q: %v %v", text, short.r.problems, long.r.problems)
	}
	return true
}

// TestPlainIsUsual: the front matter that editors write is read plainly.
func TestPlainIsUsual(t *testing.T) {
	s := &source{r: &reader{}, text: []byte("title: We open, at last\ndescription: The office’s first day.\ndate: 2026-11-20\nauthor: The editors\ntags: [office, opening]")}
	if m := s.plain(); m == nil || len(m.entries) != 5 || m.text("title") != "We open, at last" {
		t.Errorf("got %+v", m)
	}
}
