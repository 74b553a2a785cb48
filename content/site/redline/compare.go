package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Compare says how an old text becomes a new one.
func Compare(old, new Text) *Diff {
	d := &Diff{Old: old, New: new}
	to := pair(old, new)
	still := inOrder(to)
	from := make([]int, len(new))
	for j := range from {
		from[j] = -1
	}
	for i, j := range to {
		if j >= 0 {
			from[j] = i
		}
	}
	next := 0 // the first old block not yet passed
	for j, i := range from {
		if i >= 0 && still[i] {
			next = d.gone(to, next, i)
			next = i + 1
		}
		c := Change{Old: i, New: j}
		if i < 0 {
			c.Pieces = []Piece{{Inserted, new[j].Text}}
		} else {
			c.Moved = !still[i]
			c.Pieces = words(old[i].Text, new[j].Text)
		}
		d.Changes = append(d.Changes, c)
	}
	d.gone(to, next, len(old))
	return d
}

// gone notes the deleted blocks among the old ones from one place to another.
func (d *Diff) gone(to []int, from, end int) int {
	for i := from; i < end; i++ {
		if to[i] < 0 {
			d.Changes = append(d.Changes, Change{Old: i, New: -1, Pieces: []Piece{{Deleted, d.Old[i].Text}}})
		}
	}
	return end
}

// alike is how much of their words two blocks must share to be taken for one, in
// percent.
const alike = 50

// pair gives for each old block the new one that it has become, or -1.
func pair(old, new Text) []int {
	to, taken := make([]int, len(old)), make([]bool, len(new))
	match := func(same func(a, b Block) bool) {
		for i, a := range old {
			for j, b := range new {
				if to[i] < 0 && !taken[j] && a.Kind == b.Kind && same(a, b) {
					to[i], taken[j] = j, true
				}
			}
		}
	}
	for i := range to {
		to[i] = -1
	}
	match(func(a, b Block) bool { return a.Name == b.Name })
	match(func(a, b Block) bool { return a.body() == b.body() })
	pairAlike(old, new, to, taken)
	return to
}

// pairAlike joins what is left and shares most of its words.
func pairAlike(old, new Text, to []int, taken []bool) {
	bags := make(map[int]map[string]int)
	for j, b := range new {
		if !taken[j] {
			bags[j] = bag(b.body())
		}
	}
	for i, a := range old {
		if to[i] >= 0 {
			continue
		}
		best, most := -1, alike
		mine := bag(a.body())
		for j := range new {
			if b, open := bags[j]; open && new[j].Kind == a.Kind {
				if share := shared(mine, b); share > most {
					best, most = j, share
				}
			}
		}
		if best >= 0 {
			to[i], taken[best] = best, true
			delete(bags, best)
		}
	}
}

// body is the text of a block without its number.
func (b Block) body() string {
	if b.Number != "" {
		return strings.TrimSpace(strings.TrimPrefix(b.Text, b.Number))
	}
	return b.Text
}

func bag(text string) map[string]int {
	words := make(map[string]int)
	for _, w := range tokens(text) {
		if c, _ := utf8.DecodeRuneInString(w); unicode.IsLetter(c) || unicode.IsDigit(c) {
			words[w]++
		}
	}
	return words
}

// shared gives the words that two bags have in common, in percent of all.
func shared(a, b map[string]int) int {
	common, all := 0, 0
	for w, n := range a {
		common += min(n, b[w])
		all += n
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 0
	}
	return 200 * common / all
}

// inOrder gives the old blocks of the longest sequence whose order is the same in
// the new text.
func inOrder(to []int) []bool {
	length, before := make([]int, len(to)), make([]int, len(to))
	last := -1
	for i, j := range to {
		before[i] = -1
		if j < 0 {
			continue
		}
		length[i] = 1
		for k := range i {
			if to[k] >= 0 && to[k] < j && length[k] >= length[i] {
				length[i], before[i] = length[k]+1, k
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	still := make([]bool, len(to))
	for ; last >= 0; last = before[last] {
		still[last] = true
	}
	return still
}

// words gives the pieces in which a text becomes another, at whole words.
func words(old, new string) []Piece {
	if old == new {
		return []Piece{{Same, old}}
	}
	a, b := tokens(old), tokens(new)
	var pieces []Piece
	at := 0
	for _, e := range together(a, lcs.DiffLines(a, b)) {
		pieces = put(pieces, Same, a[at:e.Start])
		pieces = put(pieces, Deleted, a[e.Start:e.End])
		pieces = put(pieces, Inserted, b[e.ReplStart:e.ReplEnd])
		at = e.End
	}
	return put(pieces, Same, a[at:])
}

// together joins edits between which only a space stays, so that a changed phrase
// reads as one.
func together(a []string, edits []lcs.Diff) []lcs.Diff {
	var joined []lcs.Diff
	for _, e := range edits {
		last := len(joined) - 1
		if last >= 0 && strings.TrimSpace(strings.Join(a[joined[last].End:e.Start], "")) == "" && !slices.Contains(a[joined[last].End:e.Start], "\n") {
			joined[last].End, joined[last].ReplEnd = e.End, e.ReplEnd
			continue
		}
		joined = append(joined, e)
	}
	return joined
}

func put(pieces []Piece, op Op, tokens []string) []Piece {
	if len(tokens) == 0 {
		return pieces
	}
	return append(pieces, Piece{op, strings.Join(tokens, "")})
}

// tokens parts a text into words, spaces and signs. A number keeps its points and
// commas, and a no-break space joins it to its unit: "2 %" changes as a whole.
func tokens(text string) []string {
	var all []string
	for len(text) > 0 {
		n := tokenLength(text)
		all = append(all, text[:n])
		text = text[n:]
	}
	return all
}

func tokenLength(text string) int {
	first, n := utf8.DecodeRuneInString(text)
	if !wordly(first) {
		return n
	}
	for n < len(text) {
		c, size := utf8.DecodeRuneInString(text[n:])
		after, _ := utf8.DecodeRuneInString(text[n+size:])
		switch {
		case wordly(c):
		case (c == '.' || c == ',' || c == '-' || c == '’') && wordly(after):
		case c == '\u00a0' && n+size < len(text) && after != ' ':
			n += size
			_, size = utf8.DecodeRuneInString(text[n:])
		default:
			return n
		}
		n += size
	}
	return n
}

func wordly(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }
