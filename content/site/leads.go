package site

import (
	"slices"
	"strings"

	"agio/content/site/markdown"
	"agio/content/site/prose"
)

// leads give for each sentence of a passage the words before it that say what it is
// about, where it does not say so itself: the head of a table's column and the other
// cells of its row, the heading above "Seven years.", the question before it, the term
// that it defines.
type leads struct {
	a       *article
	o       *outline
	at      int    // the passage
	heading string // right above it; empty if there is something between them
	example bool   // the heading of its section says that these are examples
}

// outline says where things begin among the passages of an article.
type outline struct {
	headings []int                      // in order
	tables   map[int16]int              // the first cell, by number
	figures  map[*markdown.Passage]bool // whether a cell states one, as far as that was asked
}

func outlineOf(a *article) *outline {
	var o outline
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		if p.Heading {
			o.headings = append(o.headings, i)
		}
		if _, known := o.tables[p.Table]; p.Table == 0 || known {
			continue
		}
		if o.tables == nil { // most texts have none
			o.tables, o.figures = make(map[int16]int), make(map[*markdown.Passage]bool)
		}
		o.tables[p.Table] = i
	}
	return &o
}

// states says whether a cell states a figure; each other cell of its row may ask.
func (o *outline) states(cell *markdown.Passage) bool {
	states, known := o.figures[cell]
	if !known {
		states = len(prose.Quantities(cell.Text)) > 0
		o.figures[cell] = states
	}
	return states
}

// leadsOf gives those of a passage of the article at hand.
func (c *checker) leadsOf(a *article, at int) leads {
	if c.outline == nil {
		c.outline = outlineOf(a)
	}
	l := leads{a: a, o: c.outline, at: at}
	if n, _ := slices.BinarySearch(l.o.headings, at+1); n > 0 {
		above := l.o.headings[n-1]
		text := a.md.Passages[above].Text
		l.example = prose.Elsewhere(text)
		if above == at-1 {
			l.heading = text
		}
	}
	return l
}

// lead gives the words that a sentence needs before it; empty for most.
func (l *leads) lead(p *markdown.Passage, sentence word) string {
	switch {
	case p.Row > 0:
		return l.row(p)
	case p.Heading:
		return ""
	case p.Term != "" && sentence.from == 0:
		return l.term(p.Term)
	case !leaning(p.Text[sentence.from:sentence.to]):
		return ""
	case sentence.from == 0:
		return l.heading
	default:
		all := sentences(p.Text[:sentence.from-1])
		last := all[len(all)-1]
		return p.Text[last.from:last.to]
	}
}

func (l *leads) term(id string) string {
	for _, t := range l.a.md.Terms {
		if t.ID == id {
			return t.Forms[0]
		}
	}
	return ""
}

// longCell is how many words a cell has that says what it is about by itself.
const longCell = 8

// row gives the head of a cell's column, and the other cells of its row, unless they
// state figures themselves.
func (l *leads) row(p *markdown.Passage) string {
	var words []string
	all := l.a.md.Passages
	for i := l.o.tables[p.Table]; i < len(all) && all[i].Table == p.Table && all[i].Row == 0; i++ {
		if cell := &all[i]; cell.Column == p.Column && strings.Count(cell.Text, " ") < longCell {
			words = append(words, cell.Text)
		}
	}
	row := rowOf(l.a, l.at)
	for i := range row {
		cell := &row[i]
		if cell.Column != p.Column && strings.Count(cell.Text, " ") < longCell && !l.o.states(cell) {
			words = append(words, cell.Text)
		}
	}
	lead := strings.Join(words, " ")
	if prose.Elsewhere(lead) {
		return ""
	}
	return lead
}

// leaning says whether a sentence is short and starts with what does not say what it
// is about.
func leaning(sentence string) bool {
	first, ok := nextWord(sentence, 0)
	if !ok || strings.Count(sentence, " ") > 8 {
		return false
	}
	switch strings.ToLower(sentence[first.from:first.to]) {
	case "it", "that", "they", "this", "at", "up", "for", "no", "within", "after", "only", "exactly", "always", "about", "less", "more", "yes":
		return true
	}
	q := prose.Quantities(sentence)
	return len(q) == 1 && q[0].From <= first.from
}
