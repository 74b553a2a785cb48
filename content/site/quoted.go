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

// quoting says whether a quotation is open behind a character, if one was open before it.
func quoting(open bool, c rune) bool {
	switch c {
	case opening:
		return true
	case closing:
		return false
	case straight:
		return !open
	}
	return open
}

// quotedAt says whether a place in a text stands between quotation marks that open and
// close.
func quotedAt(text string, at int) bool {
	open := false
	for _, c := range text[:at] {
		open = quoting(open, c)
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
	last, open := strings.LastIndexAny(text, "”\""), false
	for i, c := range text {
		if !open || i > last { // what is not closed is no quotation
			outside.WriteRune(c)
		}
		open = quoting(open, c)
	}
	said := strings.ToLower(outside.String())
	return slices.ContainsFunc(ofOthers, func(words string) bool { return strings.Contains(said, words) })
}
