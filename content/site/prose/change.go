package prose

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"agio/wasm/exchange"
)

// Change is a figure of which a sentence says that it becomes another: "from 50 USD to
// 60 USD", "45 USD instead of 50 USD", "from 1 December it costs 60 USD".
type Change struct {
	Fact          *Fact
	Before, After *Quantity // nil where the sentence does not say it
}

// changing are words of a figure that becomes another.
var changing = set(`rise rises rose risen raise raises raised increase increases increased grow grows grew grown goes went gone
	fall falls fell fallen drop drops dropped lower lowers lowered reduce reduces reduced decrease decreases decreased cut cuts shrink shrinks
	change changes changed becomes became extend extends extended lengthen lengthens lengthened shorten shortens shortened
	doubles doubled halves halved climb climbs climbed sinks sank`)

// Changes gives what a sentence that announces says of some facts. It is silent where
// the sentence says that it does not state what holds here, or denies it.
func (s *Sentence) Changes(facts []*Fact, lead string) []Change {
	if len(s.Quantities) == 0 || distantly(s.tokens) {
		return nil
	}
	all, before := s.behind(lead)
	var found []Change
	for _, c := range s.pairs() {
		most := 0
		for _, f := range facts {
			score := max(c.Before.fits(f, all, before), c.After.fits(f, all, before))
			if score > most {
				most, c.Fact = score, f
			}
		}
		if c.Fact != nil {
			found = append(found, c)
		}
	}
	return found
}

// ChangesOf gives what a sentence says of a fact that it names by other means, such as a
// link: what of its kind becomes another.
func (s *Sentence) ChangesOf(f *Fact) []Change {
	if distantly(s.tokens) || slices.ContainsFunc(s.tokens, func(t token) bool { return denials[t.text] && t.text != "instead" && t.text != "rather" }) {
		return nil
	}
	like := func(q *Quantity) bool {
		return q == nil || q.Kind == f.Kind && (q.Kind != exchange.Money || q.Unit == f.Unit)
	}
	var found []Change
	for _, c := range s.pairs() {
		if like(c.Before) && like(c.After) {
			c.Fact = f
			found = append(found, c)
		}
	}
	return found
}

// fits gives how well a quantity of a sentence fits a fact; 0 where it does not.
func (q *Quantity) fits(f *Fact, all []token, lead int) int {
	if q == nil || q.Kind != f.Kind {
		return 0
	}
	moved := *q
	moved.first, moved.last = q.first+lead, q.last+lead
	st := &statement{all: all, q: moved, lead: lead}
	if st.aside() {
		return 0
	}
	st.bound()
	if st.foreign() && !st.costs() || st.refused() {
		return 0
	}
	return st.fits(f)
}

// refused says whether the words right before a quantity deny it: what is said "instead
// of" another figure is not denied but gone.
func (s *statement) refused() bool {
	for i := range s.near {
		if word := s.near[i].text; denials[word] && word != "instead" && word != "rather" {
			return true
		}
	}
	return false
}

// pairs gives the figures of which the sentence says that one becomes the other, and
// those that it says alone.
func (s *Sentence) pairs() []Change {
	var all []Change
	for i := 0; i < len(s.Quantities); i++ {
		q := &s.Quantities[i]
		if i+1 < len(s.Quantities) {
			then := &s.Quantities[i+1]
			if was, is := s.pair(q, then); was != nil {
				all = append(all, Change{Before: was, After: is})
				i++
				continue
			}
		}
		switch {
		case s.word(q.first-1) == "to" && s.word(q.first-2) != "up" && s.changes(q.first):
			all = append(all, Change{Before: s.shared(q), After: q})
		case s.word(q.first-1) == "from" && s.changes(q.first) && s.word(q.last+1) == "to":
			all = append(all, Change{Before: q})
		case len(s.Quantities) == 1 && s.begins():
			all = append(all, Change{After: q})
		}
	}
	return all
}

// pair gives, of two quantities that follow one another, which was and which is to be;
// nil where the words between them do not say so.
func (s *Sentence) pair(q, then *Quantity) (was, is *Quantity) {
	if q.Kind != then.Kind {
		return nil, nil
	}
	between := then.first - q.last - 1
	switch first, last := s.word(q.first-1), s.word(then.first-1); {
	case first == "from" && last == "to" && between <= 4, first == "of" && s.word(q.first-2) == "instead" && between <= 3:
		return q, then
	case first == "to" && last == "from" && between == 1:
		return then, q
	case last == "of" && s.word(then.first-2) == "instead" && between <= 4, last == "from" && between <= 3 && (s.word(then.first-2) == "up" || s.word(then.first-2) == "down"):
		return then, q
	}
	return nil, nil
}

// shared reads the first number of "from 3 to 5 days", which has the unit of the second.
func (s *Sentence) shared(q *Quantity) *Quantity {
	i := q.first - 2
	if s.word(i-1) != "from" {
		return nil
	}
	number, n := numberAt(s.tokens, i)
	at := q.first + 1
	for at <= q.last && q.Kind != exchange.Money && periodUnits[s.word(at)].size == 0 && perCent(s.tokens, at) == 0 {
		at++
	}
	was := &Quantity{From: s.tokens[i].from, To: s.tokens[i].to, first: i, last: i, Digits: s.tokens[i].kind == numberToken}
	if n != 1 || at > q.last || was.unit(s.tokens, at, number) == 0 {
		return nil
	}
	return was
}

// changes says whether a word of change stands before a token.
func (s *Sentence) changes(before int) bool {
	return slices.ContainsFunc(s.tokens[:max(before, 0)], func(t token) bool { return changing[t.text] })
}

// begins says whether the sentence names a day from which it holds.
func (s *Sentence) begins() bool {
	for i := range s.tokens {
		if s.word(i) == "from" && (dates[s.word(i+1)] || dates[s.word(i+2)] && s.tokens[i+1].kind == numberToken) {
			return true
		}
	}
	return false
}

func (s *Sentence) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.tokens[i].text
}

// Days of the calendar, as texts write them.
var day = regexp.MustCompile(`(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)?[ \x{a0}](?:of[ \x{a0}])?(` + monthNames + `)|(` + monthNames + `)[ \x{a0}](\d{1,2})(?:st|nd|rd|th)?)(?:,?[ \x{a0}](\d{4}))?\b|\b(\d{4}-\d\d-\d\d)\b`)

const monthNames = "january|february|march|april|may|june|july|august|september|october|november|december"

// Days gives the days that a text names. One without a year is in one of the years that
// begin at most a year from the day given.
func Days(text string, from time.Time) []time.Time {
	var all []time.Time
	for _, m := range day.FindAllStringSubmatch(text, -1) {
		if at, err := time.Parse(time.DateOnly, m[6]); err == nil {
			all = append(all, at)
			continue
		}
		date := m[1] + m[4] + " " + strings.ToLower(m[2]+m[3]) + " "
		years := []string{m[5]}
		if m[5] == "" {
			years = nil
			for _, shift := range []int{-1, 0, 1} {
				years = append(years, from.AddDate(shift, 0, 0).Format("2006"))
			}
		}
		for _, year := range years {
			if at, err := time.Parse("2 January 2006", date+year); err == nil {
				all = append(all, at)
			}
		}
	}
	return all
}
