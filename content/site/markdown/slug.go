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

// ids hands out each id once. It holds, for each id that is taken, the number
// behind the last one that was made of it.
type ids map[string]int

// take gives the wanted id, or the next free one with a number behind it.
func (taken ids) take(id string) string {
	unique, n := id, max(taken[id], 1)
	for taken[unique] > 0 {
		n++
		unique = id + "-" + strconv.Itoa(n)
	}
	taken[id] = n
	taken[unique] = max(taken[unique], 1)
	return unique
}
