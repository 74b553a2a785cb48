package redline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FigureChange is a number with its unit that two texts state differently.
type FigureChange struct {
	Change   int    // the block's place among the changes
	Around   string // the words it stands in, a dotted gap in its place
	Old, New string // as they are written; empty where the text does not state it
}

// Figures gives the numbers in running text that differ, in the order of the
// changes. A number belongs to the one that stands in its place: between words that
// stay, numbers are taken in their order. Numbers of clauses, sections and articles
// are none, nor is what is part of a name (SHA-256) or of a date in digits. A number
// that only counts what was named before ("which of the two") states nothing by coming
// or going; it does where another takes its place.
func (d *Diff) Figures() []FigureChange {
	var all []FigureChange
	for i, c := range d.Changes {
		if !c.Changed() {
			continue
		}
		var old, new Block
		if c.Old >= 0 {
			old = d.Old[c.Old]
		}
		if c.New >= 0 {
			new = d.New[c.New]
		}
		for _, p := range paired(c.Pieces, figuresIn(old), figuresIn(new)) {
			if p.old.text == "" && counted(new.Text, p.new) || p.new.text == "" && counted(old.Text, p.old) {
				continue
			}
			change := FigureChange{Change: i, Old: p.old.text, New: p.new.text}
			if p.new.text != "" {
				change.Around = around(new, p.new)
			} else {
				change.Around = around(old, p.old)
			}
			all = append(all, change)
		}
	}
	return all
}

// figure is a number in a text, with its unit.
type figure struct {
	from, to int
	text     string
}

// Patterns of what follows a number: more of it, and its unit. A unit may follow a
// no-break space or a hyphen too.
var (
	digitsPattern    = regexp.MustCompile(`^\d+(?:[.,]\d+)*`)
	unitPattern      = regexp.MustCompile(`^[ \x{a0}\x{202f}-]?(?:%|‰|per ?cent\b|(?:(?:working|business|calendar) )?(?:second|minute|hour|day|week|month|year)s?\b|[A-Z]{3,5}\b)`)
	referencePattern = regexp.MustCompile(`(?i)(?:\b(?:clauses?|sections?|articles?|art\.|paragraphs?|chapters?|annex|edition|no\.|rfc|iso)|§)[ \x{a0}]` +
		`\d+(?:[.(]\w+\)?)*(?:(?:,| and| or| to|, and|, or)[ \x{a0}]\d+(?:[.(]\w+\)?)*)*`)
)

// numberWords are numbers in letters. One is a number before a unit only.
var numberWords = map[string]bool{
	"one": true, "two": true, "three": true, "four": true, "five": true, "six": true, "seven": true, "eight": true, "nine": true, "ten": true,
	"eleven": true, "twelve": true, "fourteen": true, "fifteen": true, "twenty": true, "thirty": true, "forty": true, "fifty": true,
	"sixty": true, "ninety": true, "hundred": true,
}

// pointing are words before a number that counts what the text has named already.
var pointing = map[string]bool{"the": true, "these": true, "those": true, "its": true, "their": true, "both": true, "other": true, "all": true, "any": true}

// counted says whether a figure is a number in letters without a unit that only counts
// what was named before.
func counted(text string, f figure) bool {
	if !numberWords[strings.ToLower(f.text)] {
		return false
	}
	words := strings.FieldsFunc(text[:f.from], func(c rune) bool { return !wordly(c) })
	return len(words) > 0 && pointing[strings.ToLower(words[len(words)-1])]
}

// figuresIn gives the figures of a block, its own number apart.
func figuresIn(b Block) []figure {
	var all []figure
	for i := b.own(); i < len(b.Text); {
		n := numberLength(b.Text, i)
		switch {
		case n > 0 && alone(b.Text, i, i+n):
			all = append(all, figure{i, i + n, b.Text[i : i+n]})
			i += n
		default:
			i += wordLength(b.Text[i:])
		}
	}
	if len(all) == 0 {
		return nil
	}
	references := referencePattern.FindAllStringIndex(b.Text, -1)
	return slices.DeleteFunc(all, func(f figure) bool {
		return slices.ContainsFunc(references, func(r []int) bool { return f.from < r[1] && r[0] < f.to })
	})
}

// wordLength gives the length of the word that a text starts with, or of the sign.
func wordLength(text string) int {
	n := strings.IndexFunc(text, func(c rune) bool { return !wordly(c) })
	switch {
	case n < 0:
		return len(text)
	case n == 0:
		_, n = utf8.DecodeRuneInString(text)
	}
	return n
}

// numberLength gives the length of the number with its unit that starts at a place;
// 0 if none does.
func numberLength(text string, at int) int {
	rest := text[at:]
	switch c := rest[0]; {
	case c >= '0' && c <= '9':
		n := len(digitsPattern.FindString(rest))
		return n + len(unitPattern.FindString(rest[n:]))
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		n := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
		if n < 0 {
			n = len(rest)
		}
		word := strings.ToLower(rest[:n])
		if !numberWords[word] {
			return 0
		}
		unit := unitPattern.FindString(rest[n:])
		if word == "one" && unit == "" {
			return 0
		}
		return n + len(unit)
	}
	return 0
}

// own is how much of a block's text its own number takes.
func (b Block) own() int {
	if b.Kind == Heading {
		return len(b.Text) - len(strings.TrimLeft(b.Text, "0123456789"))
	}
	return len(b.Number)
}

// alone says whether what stands in a text from one place to another is a word of
// its own.
func alone(text string, from, to int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:from])
	if wordly(before) || strings.ContainsRune("_/#.,-", before) && from > size && !unicode.IsSpace(rune(text[from-size-1])) {
		return false
	}
	after, size := utf8.DecodeRuneInString(text[to:])
	beyond, _ := utf8.DecodeRuneInString(text[min(to+size, len(text)):])
	return !wordly(after) && after != '_' && !(strings.ContainsRune("-/.", after) && wordly(beyond))
}

// pair is a figure and what stands in its place; one of them may be missing.
type figurePair struct{ old, new figure }

// paired gives the figures that differ. What stays holds the two texts together;
// between two figures that stay the others are taken in their order.
func paired(pieces []Piece, old, new []figure) []figurePair {
	var all []figurePair
	i, j := 0, 0
	for a, b := range staying(pieces, old, new) {
		all = append(all, inTurn(old[i:a], new[j:b])...)
		i, j = a+1, b+1
	}
	return append(all, inTurn(old[i:], new[j:])...)
}

// staying gives the pairs of places at which the same figure stands in words that
// stay.
func staying(pieces []Piece, old, new []figure) func(func(a, b int) bool) {
	return func(yield func(a, b int) bool) {
		from, to, a, b := 0, 0, 0, 0 // in the old text and in the new one
		for _, p := range pieces {
			for p.Op == Same && a < len(old) && old[a].to <= from+len(p.Text) {
				at := old[a].from - from + to
				for b < len(new) && new[b].from < at {
					b++
				}
				if old[a].from >= from && b < len(new) && new[b].from == at && new[b].text == old[a].text {
					if !yield(a, b) {
						return
					}
					b++
				}
				a++
			}
			if p.Op != Inserted {
				from += len(p.Text)
			}
			if p.Op != Deleted {
				to += len(p.Text)
			}
		}
	}
}

// inTurn pairs figures in their order. Where there are more on one side, those that
// are on both are left out first.
func inTurn(old, new []figure) []figurePair {
	if len(old) != len(new) {
		old, new = without(old, new), without(new, old)
	}
	var all []figurePair
	for i := range max(len(old), len(new)) {
		var p figurePair
		if i < len(old) {
			p.old = old[i]
		}
		if i < len(new) {
			p.new = new[i]
		}
		if p.old.text != p.new.text {
			all = append(all, p)
		}
	}
	return all
}

// without leaves out of some figures those that others have too, as often as they
// have them.
func without(some, others []figure) []figure {
	count := make(map[string]int)
	for _, f := range others {
		count[f.text]++
	}
	var left []figure
	for _, f := range some {
		if count[f.text]--; count[f.text] < 0 {
			left = append(left, f)
		}
	}
	return left
}

// around gives the words around a figure, in its own sentence; in a table, what the
// row is about.
func around(b Block, f figure) string {
	from := max(strings.LastIndexByte(b.Text[:f.from], '\n')+1, b.own())
	line, _, _ := strings.Cut(b.Text[from:], "\n")
	at := f.from - from
	if first, _, row := strings.Cut(line, " | "); row && at > len(first) {
		return strings.TrimSpace(first)
	}
	before, after := line[:at], line[at+len(f.text):]
	for _, end := range []string{". ", "; ", ": "} {
		if i := strings.LastIndex(before, end); i >= 0 {
			before = before[i+len(end):]
		}
		after, _, _ = strings.Cut(after, end)
	}
	words := strings.Fields(before)
	words = append(words[max(0, len(words)-6):], "…")
	follow := strings.Fields(strings.TrimRight(after, ".,;:"))
	if len(follow) > 0 && after[0] != ' ' {
		words[len(words)-1] += follow[0]
		follow = follow[1:]
	}
	return strings.TrimRight(strings.Join(append(words, follow[:min(len(follow), 4)]...), " "), ".,;:")
}
