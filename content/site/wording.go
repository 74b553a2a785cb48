package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"agio/content/site/markdown"
	"agio/content/site/prose"
)

// word is one word of a passage: letters, digits and marks.
type word struct{ from, to int }

// nextWord gives the first word at or after a place; false at the end.
func nextWord(text string, at int) (word, bool) {
	w, _ := readWord(text, at)
	return w, w.from < w.to
}

// readWord gives the first word at or after a place, an empty one at the end, and
// says whether there is a capital behind a small letter in it.
func readWord(text string, at int) (w word, inner bool) {
	for at < len(text) {
		if size, in := wordAt(text, at); in {
			break
		} else {
			at += size
		}
	}
	w.from = at
	for before := byte(0); at < len(text); {
		size, in := wordAt(text, at)
		if !in {
			break
		}
		inner = inner || before == small && letters[text[at]] == capital
		before = letters[text[at]]
		at += size
	}
	w.to = at
	return w, inner
}

// wordAt gives the size of the character at a place, and says whether it stands in
// words.
func wordAt(text string, at int) (size int, in bool) {
	if text[at] < utf8.RuneSelf {
		return 1, letters[text[at]] != 0
	}
	c, size := utf8.DecodeRuneInString(text[at:])
	return size, wordly(c)
}

// What a byte that stands in words by itself may be.
const (
	small = iota + 1
	capital
	digit
)

// letters tells the bytes that stand in words by themselves: ASCII's letters and
// digits.
var letters = func() (table [256]byte) {
	for i := range byte(26) {
		table['a'+i], table['A'+i] = small, capital
	}
	for i := range byte(10) {
		table['0'+i] = digit
	}
	return table
}()

func wordly(c rune) bool {
	if c < utf8.RuneSelf {
		return letters[c] != 0
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}

// wording reports what slips of the keyboard and of search-and-replace leave
// behind, in any document, and notes on its way which passages may state figures
// or name clauses.
func (c *checker) wording(a *article, v *vocabulary) {
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		var before word
		states, names := prose.Signed(p.Text), false
		for w, inner := readWord(p.Text, 0); w.from < w.to; w, inner = readWord(p.Text, w.to) {
			c.twice(a, p, before, w, v)
			if inner && !c.set.Doubt.Words { // what is unknown may be a name
				c.glued(a, p, w, v)
			}
			c.unspaced(a, p, before, w)
			states = states || prose.MayState(p.Text[w.from:w.to])
			names = names || namesClause(p.Text, before, w)
			before = w
		}
		if states {
			c.stating = append(c.stating, i)
		}
		if names {
			c.naming = append(c.naming, i)
		}
	}
}

// meantTwice are words that may well follow themselves.
var meantTwice = setOf("that had bye so ha ho blah there hear knock now yo aye tut hush chop")

// neverNames are capitalised words of which nobody is called twice.
var neverNames = setOf("the a an of in on to and or for is are it we you this with at by from as if no not your our")

func setOf(words string) map[string]bool {
	all := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

// nameTwice says whether two equal words are one name, such as Pago Pago: one that is
// listed so, or one that nobody knows. A name that is known stands by itself.
func nameTwice(first, second string, v *vocabulary) bool {
	if first != second {
		return false
	}
	capital, _ := utf8.DecodeRuneInString(second)
	return v.doubled[second] || unicode.IsUpper(capital) && !v.names[second] && !v.forms[second] && !neverNames[strings.ToLower(second)]
}

// twice reports the second of two equal words.
func (c *checker) twice(a *article, p *markdown.Passage, before, w word, v *vocabulary) {
	if before.to == 0 || before.to-before.from != w.to-w.from {
		return
	}
	gap, second := p.Text[before.to:w.from], p.Text[w.from:w.to]
	if !strings.EqualFold(p.Text[before.from:before.to], second) || strings.Trim(gap, " \u00a0") != "" {
		return
	}
	if first, _ := utf8.DecodeRuneInString(second); unicode.IsLetter(first) && !meantTwice[strings.ToLower(second)] && !nameTwice(p.Text[before.from:before.to], second, v) {
		c.at(a, p.Offset(w.from), "word_twice", "The word “"+second+"” stands here twice.", "remove one")
	}
}

// glued reports a word inside which a defined term starts or ends with a
// capital, such as inOrder or OrderStatus.
func (c *checker) glued(a *article, p *markdown.Passage, w word, v *vocabulary) {
	text := p.Text[w.from:w.to]
	for i := 1; i < len(text); i++ {
		if text[i] < 'A' || text[i] > 'Z' || text[i-1] < 'a' || text[i-1] > 'z' {
			continue
		}
		if head, tail := text[:i], text[i:]; (v.forms[head] || v.forms[tail]) && !v.names[text] {
			c.at(a, p.Offset(w.from), "term_glued", "“"+text+"” looks like two words without a space between them.",
				"write “"+head+" "+tail+"”, or list the word under names in words.yaml")
			return
		}
	}
}

// inAddress says whether a place is in the address of a page or a mailbox, which may
// have capitals: Desk@Example.Org.
func inAddress(text string, at int) bool {
	from := strings.LastIndexAny(text[:at], " \n(“\u00a0") + 1
	to := at + strings.IndexAny(text[at:]+" ", " \n)”\u00a0")
	run := strings.ToLower(text[from:to])
	return strings.Contains(run, "@") || strings.Contains(run, "://") || strings.Contains(run, "www.")
}

// unspaced reports a full stop, comma or semicolon with a word on either side and no
// space.
func (c *checker) unspaced(a *article, p *markdown.Passage, before, w word) {
	if before.to == 0 || w.from != before.to+1 {
		return
	}
	sign := p.Text[before.to]
	if sign != '.' && sign != ',' && sign != ';' {
		return
	}
	last, _ := utf8.DecodeLastRuneInString(p.Text[:before.to])
	first, _ := utf8.DecodeRuneInString(p.Text[w.from:])
	reference := sign == ';' && before.from > 0 && p.Text[before.from-1] == '&' // as in &nbsp;
	if !unicode.IsLower(last) || !unicode.IsLetter(first) || reference {
		return
	}
	if (sign != '.' || unicode.IsUpper(first)) && !inAddress(p.Text, before.to) {
		c.at(a, p.Offset(before.to), "space_missing", "A space is missing after “"+string(sign)+"”.", "write “"+string(sign)+" "+p.Text[w.from:w.to]+"”")
	}
}
