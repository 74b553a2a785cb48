package redline

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
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

// pairing finds for each old block the new one that it has become.
type pairing struct {
	old, new         Text
	oldSays, newSays []string
	to               []int // by old block: the new one, or -1
	taken            []bool
}

// pair gives for each old block the new one that it has become, or -1.
func pair(old, new Text) []int {
	p := &pairing{old: old, new: new, oldSays: old.says(), newSays: new.says(), to: make([]int, len(old)), taken: make([]bool, len(new))}
	for i := range p.to {
		p.to[i] = -1
	}
	named := func(i, j int) bool { return old[i].Name == new[j].Name }
	same := func(i, j int) bool { return p.oldSays[i] == p.newSays[j] }
	p.match(func(i, j int) bool { return named(i, j) && !(old[i].unnamed() && new[j].unnamed()) })
	p.match(func(i, j int) bool { return same(i, j) && named(i, j) })
	p.match(same)
	p.match(func(i, j int) bool { return named(i, j) && shared(bag(old[i].body()), bag(new[j].body())) > alike })
	p.alike()
	p.match(named)
	return p.to
}

// match joins the blocks of one kind that are the same, the first ones first.
func (p *pairing) match(same func(i, j int) bool) {
	for i, a := range p.old {
		for j, b := range p.new {
			if p.to[i] < 0 && !p.taken[j] && a.Kind == b.Kind && same(i, j) {
				p.to[i], p.taken[j] = j, true
			}
		}
	}
}

// alike joins what is left and shares most of its words.
func (p *pairing) alike() {
	bags := make(map[int]map[string]int)
	for j, b := range p.new {
		if !p.taken[j] {
			bags[j] = bag(b.body())
		}
	}
	for i, a := range p.old {
		if p.to[i] >= 0 {
			continue
		}
		best, most := -1, alike
		mine := bag(a.body())
		for j := range p.new {
			if b, open := bags[j]; open && p.new[j].Kind == a.Kind {
				if share := shared(mine, b); share > most {
					best, most = j, share
				}
			}
		}
		if best >= 0 {
			p.to[i], p.taken[best] = best, true
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

// unnamed says whether a block is a clause that has only its number for a name.
func (b Block) unnamed() bool { return b.Kind == Clause && b.Name == "n-"+b.Number }

// numbers are those of clauses in a text, which change when a clause is inserted.
var numbers = regexp.MustCompile(`\d+(?:\.\d+)+`)

// says is what each block says, whatever the numbers of the clauses that it refers to.
func (t Text) says() []string {
	all := make([]string, len(t))
	for i, b := range t {
		all[i] = numbers.ReplaceAllString(b.body(), "#")
	}
	return all
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
	for _, e := range polished(a, b) {
		pieces = put(pieces, Same, a[at:e.Start])
		pieces = put(pieces, Deleted, a[e.Start:e.End])
		pieces = put(pieces, Inserted, b[e.ReplStart:e.ReplEnd])
		at = e.End
	}
	return put(pieces, Same, a[at:])
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
