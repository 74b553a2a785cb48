package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// Characters that nobody sees can hide a word from whoever reads or searches a text,
// and turn the order of letters round. They are left where a script or an emoji needs
// them.

// hiddenNames are those that have more to say than their number.
var hiddenNames = map[rune]string{
	'\u00ad': "soft hyphen", '\u061c': "Arabic letter mark", '\u180e': "Mongolian vowel separator",
	'\u200b': "zero width space", '\u200c': "zero width non-joiner", '\u200d': "zero width joiner",
	'\u200e': "left-to-right mark", '\u200f': "right-to-left mark", '\u2028': "line separator", '\u2029': "paragraph separator",
	'\u202a': "left-to-right embedding", '\u202b': "right-to-left embedding", '\u202c': "pop directional formatting",
	'\u202d': "left-to-right override", '\u202e': "right-to-left override", '\u2060': "word joiner",
	'\u2066': "left-to-right isolate", '\u2067': "right-to-left isolate", '\u2068': "first strong isolate", '\u2069': "pop directional isolate",
	'\ufeff': "byte order mark",
}

// joiningScripts need the two zero width joiners, and rightToLeft the marks of
// direction.
var (
	joiningScripts = []*unicode.RangeTable{
		unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Mandaic, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
		unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer,
		unicode.Myanmar, unicode.Tibetan,
	}
	rightToLeft = []*unicode.RangeTable{unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko}
)

// Hidden names a character that nobody sees, such as "U+202E, right-to-left
// override"; empty for all others, and where the characters around it need it.
func Hidden(before, c, after rune) string {
	switch {
	case c < 0x80 || !invisible(c):
		return ""
	case c == '\u00ad' && unicode.IsLetter(before) && unicode.IsLetter(after),
		(c == '\u200c' || c == '\u200d') && unicode.In(before, joiningScripts...) && unicode.In(after, joiningScripts...),
		c == '\u200d' && pictured(before) && pictured(after),
		(c == '\u200e' || c == '\u200f' || c == '\u061c') && (unicode.In(before, rightToLeft...) || unicode.In(after, rightToLeft...)),
		c >= 0xe0020 && (before == '\U0001f3f4' || before >= 0xe0020 && before <= 0xe007f): // a flag
		return ""
	}
	name := hiddenNames[c]
	if name == "" {
		name = "a control character"
	}
	return fmt.Sprintf("U+%04X, %s", c, name)
}

func invisible(c rune) bool {
	switch {
	case c < 0xa0, c == 0xad, c == 0x61c, c == 0x180e, c >= 0x200b && c <= 0x200f, c >= 0x2028 && c <= 0x202e, c >= 0x2060 && c <= 0x206f,
		c == 0xfeff, c >= 0xfff9 && c <= 0xfffb, c >= 0xe0000 && c <= 0xe007f:
		return true
	}
	return false
}

// pictured says whether a character is an emoji, or what follows one.
func pictured(c rune) bool {
	return unicode.Is(unicode.So, c) || c == '\ufe0f' || c >= 0x1f3fb && c <= 0x1f3ff
}

// mostHidden of one file are reported.
const mostHidden = 20

// reportHidden reports the characters of a file that nobody sees.
func (r *reader) reportHidden(name string, data []byte) {
	found := 0
	for i := 0; i < len(data) && found < mostHidden; {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRune(data[i:])
		if invisible(c) {
			before, _ := utf8.DecodeLastRune(data[:i])
			after, _ := utf8.DecodeRune(data[i+size:])
			if hidden := Hidden(before, c, after); hidden != "" {
				r.report(name, PositionAt(data, i), "hidden_character", "Nobody sees the character here: "+hidden+".", "remove it")
				found++
			}
		}
		i += size
	}
}

// hiddenIn names the first character of a text that nobody sees.
func hiddenIn(text string) string {
	before := ' '
	for len(text) > 0 {
		c, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		after, _ := utf8.DecodeRuneInString(text)
		if hidden := Hidden(before, c, after); hidden != "" {
			return hidden
		}
		before = c
	}
	return ""
}

// WithoutHidden takes the characters out of a text that nobody sees, such as a zero
// width space that came with copied words.
func WithoutHidden(text string) string {
	var kept strings.Builder
	before := ' '
	for len(text) > 0 {
		c, size := utf8.DecodeRuneInString(text)
		after, _ := utf8.DecodeRuneInString(text[size:])
		if Hidden(before, c, after) == "" {
			kept.WriteString(text[:size])
			before = c
		}
		text = text[size:]
	}
	return kept.String()
}

// escaped reports characters that nobody sees and that a quoted entry of YAML writes
// as "\u202e".
func (s *source) escaped(n ast.Node, text string) {
	if !strings.Contains(n.GetToken().Origin, `\`) {
		return
	}
	if hidden := hiddenIn(text); hidden != "" {
		s.report(n, "hidden_character", "Nobody sees the character that is written here: "+hidden+".", "remove it")
	}
}
