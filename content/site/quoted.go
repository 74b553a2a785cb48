package site

import (
	"slices"
	"strings"
)

// Marks of quotations, by what they do: the straight one opens and closes.
const (
	opening  = '“'
	closing  = '”'
	straight = '"'
)

// quotedAt says whether a place in a text stands between quotation marks that open and
// close.
func quotedAt(text string, at int) bool {
	open := false
	for _, c := range text[:at] {
		switch {
		case c == opening:
			open = true
		case c == closing:
			open = false
		case c == straight:
			open = !open
		}
	}
	return open && strings.ContainsAny(text[at:], "”\"")
}

// ofOthers are words by which a text says that what it quotes was said by somebody else.
var ofOthers = []string{
	"somebody", "someone", "in our name", "not ours", "did not write", "did not say", "never wrote", "never said", "not from us",
	"scam", "fraudster", "impostor", "fake", "forged", "phishing", "pretend",
}

// quotesOthers says whether a text says, outside of its quotations, that somebody else
// said what stands in them.
func quotesOthers(text string) bool {
	var outside strings.Builder
	for i, c := range text {
		if !quotedAt(text, i) {
			outside.WriteRune(c)
		}
	}
	said := strings.ToLower(outside.String())
	return slices.ContainsFunc(ofOthers, func(words string) bool { return strings.Contains(said, words) })
}
