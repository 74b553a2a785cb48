package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// token is a word, a number in digits or a single sign of a text.
type token struct {
	from, to int
	text     string // in small letters, without a possessive ending
	kind     tokenKind
	spaced   bool // something like a space stands before it
	stemmed  string
}

type tokenKind int

const (
	wordToken tokenKind = iota
	numberToken
	signToken
)

// gap stands where a text prints a value or code.
const gap = "\uFFFC"

// tokens takes a text apart.
func tokens(text string) []token {
	all := make([]token, 0, len(text)/5+4)
	spaced := true
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if n := space(text[i:], c, size); n > 0 {
			i, spaced = i+n, true
			continue
		}
		t := token{from: i, spaced: spaced}
		switch {
		case digit(c):
			t.kind, t.to = numberToken, i+numberLength(text[i:])
			t.text = text[i:t.to]
		case unicode.IsLetter(c):
			t.to = i + wordLength(text[i:])
			t.text = plainWord(text[i:t.to])
		default:
			t.kind, t.to, t.text = signToken, i+size, text[i:i+size]
		}
		all = append(all, t)
		i, spaced = t.to, false
	}
	return all
}

// space gives the length of a space, written as itself or as &nbsp;; 0 for all else.
func space(text string, c rune, size int) int {
	if unicode.IsSpace(c) || c == '\u00ad' {
		return size
	}
	if c == '&' {
		for _, name := range []string{"&nbsp;", "&thinsp;", "&#160;"} {
			if strings.HasPrefix(text, name) {
				return len(name)
			}
		}
	}
	return 0
}

// numberLength gives the length of digits with their points and the signs that group
// thousands: 1,440 or 1 440.
func numberLength(text string) int {
	i := 0
	for i < len(text) && digit(rune(text[i])) {
		i++
	}
	for i <= 3 || grouped(text[:i]) {
		n := group(text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	if i+1 < len(text) && text[i] == '.' && digit(rune(text[i+1])) {
		for i++; i < len(text) && digit(rune(text[i])); i++ {
		}
	}
	return i
}

// grouped says whether a number has thousands set apart.
func grouped(number string) bool {
	return strings.ContainsFunc(number, func(c rune) bool { return !digit(c) })
}

// group gives the length of a sign for thousands and three digits; 0 for all else.
func group(text string) int {
	for _, sign := range []string{",", "\u00a0", "\u2009", "\u202f"} {
		rest, ok := strings.CutPrefix(text, sign)
		if ok && len(rest) >= 3 && digit(rune(rest[0])) && digit(rune(rest[1])) && digit(rune(rest[2])) && (len(rest) == 3 || !digit(rune(rest[3]))) {
			return len(sign) + 3
		}
	}
	return 0
}

// wordLength gives the length of letters, with apostrophes between or after them.
func wordLength(text string) int {
	for i, c := range text {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && c != '\'' && c != '’' {
			return i
		}
	}
	return len(text)
}

// plainWord gives a word in small letters, without what makes it a possessive.
func plainWord(text string) string {
	text = strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	return strings.TrimRight(strings.TrimSuffix(text, "'s"), "'")
}

func digit(c rune) bool { return c >= '0' && c <= '9' }

// irregular gives the forms that no rule of endings leads back to their word.
var irregular = map[string]string{
	"kept": "keep", "sent": "send", "paid": "pay", "held": "hold", "chosen": "choose", "chose": "choose", "stood": "stand",
	"left": "leave", "told": "tell", "withheld": "withhold", "choice": "choose", "days'": "day", "verification": "verify",
	"tolerance": "tolerate", "deviation": "deviate", "conversion": "convert", "decision": "decide", "heard": "hear",
	"has": "have", "had": "have", "retention": "retain", "refusal": "refuse", "validity": "valid",
}

// stem gives what a word has in common with its other forms.
func stem(word string) string {
	if other, ok := irregular[word]; ok {
		word = other
	}
	return english.Stem(word, true)
}

func (t *token) stem() string {
	if t.stemmed == "" && t.kind == wordToken {
		t.stemmed = stem(t.text)
	}
	return t.stemmed
}
