package markdown

import (
	"strconv"
	"strings"
	"unicode"
)

// slug makes an id of a text: letters and digits of any script in lower case,
// hyphens for all between them.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(text) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(c)
	}
	return b.String()
}

// ids hands out each id once.
type ids map[string]bool

// take gives the wanted id, or the next free one with a number behind it.
func (taken ids) take(id string) string {
	unique := id
	for n := 2; taken[unique]; n++ {
		unique = id + "-" + strconv.Itoa(n)
	}
	taken[unique] = true
	return unique
}
