package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/text"
)

// oneBrace reports { name }, { name }} and ${name} where the name is one of a value:
// the text would show it as it is.
func (l *lookup) oneBrace(line []byte, start int, before rune) {
	name, closed := bracedName(line, 1)
	if closed == 0 || before == '{' || l.values == nil {
		return
	}
	if _, known := l.values(name); !known {
		return
	}
	if before == '$' {
		start--
	}
	l.document.problem(start, "value_syntax", "Nothing is printed here: a value has two braces on either side.",
		"write {{ "+name+" }}; as an example, in `code`")
}

// endAlone reports name }} where the name is one of a value and nothing opens it. What a
// brace opens is read, or reported, from there.
func (l *lookup) endAlone(source []byte, end int) {
	if !bytes.HasPrefix(source[end:], []byte("}}")) || l.values == nil {
		return
	}
	before := bytes.TrimRight(source[:end], " ")
	start := len(bytes.TrimRightFunc(before, nameRune))
	name := string(before[start:])
	if name == "" || bytes.HasSuffix(bytes.TrimRight(before[:start], " "), []byte("{")) {
		return
	}
	if _, known := l.values(name); known {
		l.document.problem(start, "value_syntax", "Nothing is printed here: a value has two braces on either side.",
			"write {{ "+name+" }}; as an example, in `code`")
	}
}

// beside reports what is glued to a value that prints something, and a unit that the
// value has printed already.
func (l *lookup) beside(n *valueNode, block text.Reader, start int, before rune) {
	after := behind(block)
	next, _ := utf8.DecodeRune(after)
	unit := unitAfter(n.printed.Text, after)
	if before == '$' && strings.HasSuffix(n.printed.Text, "USD") {
		unit = "$"
	}
	switch {
	case unit != "":
		l.document.problem(start, "value_unit", "The value has its unit, and the text says it again: "+n.printed.Text+", and “"+unit+"”.", "take “"+unit+"” out")
	case unicode.IsLetter(before) || unicode.IsDigit(before) || unicode.IsLetter(next) || unicode.IsDigit(next):
		l.document.problem(start, "value_glued", "A word is glued to the value {{ "+n.name+" }}.", "write a space between them")
	}
}

// behind gives what stands behind a value in its line, and where that is nothing, the next
// line of the block.
func behind(block text.Reader) []byte {
	line, _ := block.PeekLine()
	if len(bytes.TrimSpace(line)) > 0 {
		return line
	}
	at, segment := block.Position()
	block.AdvanceLine()
	line, _ = block.PeekLine()
	block.SetPosition(at, segment)
	if len(line) > 0 {
		line = append([]byte{'\n'}, line...)
	}
	return line
}

// units are the words for the unit in which a figure is printed; those of times are
// one another's, because no time has two.
var units = map[string][]string{
	"USD": {"USD", "US dollar", "US dollars", "dollar", "dollars", "$"},
	"%":   {"%", "percent", "per cent"},
}

var times = []string{"second", "minute", "hour", "day", "week", "month", "year"}

// unitAfter gives the unit that a text begins with, of a figure that has one; empty
// if there is none.
func unitAfter(printed string, after []byte) string {
	cut := strings.LastIndex(printed, "\u00a0")
	if cut <= 0 || printed[cut-1] < '0' || printed[cut-1] > '9' {
		return ""
	}
	own := printed[cut+len("\u00a0"):]
	words := units[own]
	if singular := strings.TrimSuffix(own, "s"); slices.Contains(times, singular) {
		words = []string{singular}
		for _, other := range times {
			words = append(words, other+"s")
		}
	}
	text, hyphen := bytes.CutPrefix(after, []byte("-"))
	if !hyphen {
		text = bytes.TrimLeft(after, " \t\n\u00a0\u202f")
	}
	found := ""
	for _, word := range words {
		if len(word) > len(found) && len(text) >= len(word) && strings.EqualFold(string(text[:len(word)]), word) && !continues(text[len(word):], word) {
			found = word
		}
	}
	return found
}

// continues says whether a word goes on behind its end.
func continues(rest []byte, word string) bool {
	last, next := rune(word[len(word)-1]), rune(0)
	if len(rest) > 0 {
		next, _ = utf8.DecodeRune(rest)
	}
	return unicode.IsLetter(last) && (unicode.IsLetter(next) || next == '-')
}
