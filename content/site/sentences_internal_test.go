package site

import (
	"strings"
	"testing"
)

// TestSentences: a text is cut behind the signs that end a sentence, and, because every
// figure is held against all words of its sentence, at a space where there is none.
func TestSentences(t *testing.T) {
	text := "One. Two? 3.5 is one; “Four!” " + strings.Repeat("and we keep 17 hours of it ", 200) + strings.Repeat("x", 3000)
	var got []string
	long := 0
	for _, s := range sentences(text) {
		if got = append(got, s.in(text)); s.to-s.from > 2*longestSentence {
			long++
		}
	}
	if whole := strings.Join(got, " "); whole != text {
		t.Error("the sentences are not the text: " + whole)
	}
	if strings.Join(got[:3], "|") != "One.|Two?|3.5 is one;" || !strings.HasPrefix(got[3], "“Four!” and") || long != 1 || len(got) < 8 {
		t.Errorf("%d sentences, %d of them long: %q", len(got), long, got)
	}
}
