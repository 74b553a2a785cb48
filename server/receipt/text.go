package receipt

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeForm is how times are written: UTC, to the millisecond.
const timeForm = "2006-01-02T15:04:05.000Z"

func written(t time.Time) string { return t.UTC().Truncate(time.Millisecond).Format(timeForm) }

func readTime(text string) (time.Time, error) { return time.Parse(timeForm, text) }

// encode writes a text as one word: bytes that are no visible ASCII, and the
// percent sign, as % and two digits.
func encode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c > ' ' && c < 0x7f && c != '%' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// decode gives the text that a word stands for.
func decode(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		if word[i] == '%' && i+2 < len(word) {
			if n, err := strconv.ParseUint(word[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(word[i])
	}
	return b.String()
}
