package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// vocabulary holds the forms of all terms by their first letter, the longest
// first, so that "Payment page" is found before "Payment".
type vocabulary map[rune][]form

type form struct{ text, id string }

// use is a form found in a text.
type use struct {
	id       string
	from, to int
}

func newVocabulary(terms []Term) vocabulary {
	v := make(vocabulary)
	for _, t := range terms {
		for _, text := range t.Forms {
			first, _ := utf8.DecodeRuneInString(text)
			v[first] = append(v[first], form{text, t.ID})
		}
	}
	for _, forms := range v {
		slices.SortFunc(forms, func(a, b form) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return v
}

// uses finds whole words only: no letter, digit or joining hyphen may touch them.
func (v vocabulary) uses(text string) []use {
	if len(v) == 0 {
		return nil
	}
	var all []use
	before := ' '
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if !wordly(before) && before != '-' {
			if f, ok := v.at(c, text[i:]); ok {
				all = append(all, use{f.id, i, i + len(f.text)})
				size = len(f.text)
				c, _ = utf8.DecodeLastRuneInString(f.text)
			}
		}
		before = c
		i += size
	}
	return all
}

func (v vocabulary) at(first rune, text string) (form, bool) {
	for _, f := range v[first] {
		rest, ok := strings.CutPrefix(text, f.text)
		if !ok {
			continue
		}
		after, size := utf8.DecodeRuneInString(rest)
		joined, _ := utf8.DecodeRuneInString(rest[min(size, len(rest)):])
		if size == 0 || !wordly(after) && (after != '-' || !wordly(joined)) {
			return f, true
		}
	}
	return form{}, false
}

func wordly(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) || c == '_'
}
