// Package prose reads what sentences state in figures: how long, how much, which
// share, and of what. It knows English.
//
// A quantity is a number in digits or in words with its unit: "48 hours", "seven
// years", "3-day", "two per cent", "US$50". A fact is a figure that is stated in one
// place, with the subjects under which sentences speak of it, such as "records kept".
// A sentence claims a fact where it has one of its subjects, and a quantity of its
// kind that says how much of it there is.
//
// Which quantity says so is a matter of words around it, and not all sentences are
// understood. What is left out on purpose, because most of it is not about the fact:
// what was, what would be, what is denied, what others do, what is usual rather than
// promised, examples, what happens every so often, what is counted from the fact or
// up to it ("two hours before it is overdue"), and sentences that print the fact
// itself.
package prose

import (
	"slices"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Fact is a figure that is stated in one place.
type Fact struct {
	Name     string
	Kind     exchange.ParameterKind
	Value    decimal.Decimal // as in a Quantity
	Unit     string
	Subjects []Subject
}

// Claim is a figure that a sentence states of a fact.
type Claim struct {
	Quantity
	Fact *Fact
	Same bool // it is the fact's own
}

// farthest is how many words may stand between a figure and what it is said of.
const farthest = 16

// Sentence is a sentence that was read.
type Sentence struct {
	Quantities []Quantity
	tokens     []token
}

// Read reads one sentence.
func Read(text string) *Sentence {
	all := tokens(text)
	return &Sentence{quantities(all), all}
}

// Elsewhere says whether a text speaks of something else than what holds here: an
// example, what others do, what is usual.
func Elsewhere(text string) bool { return reported(tokens(text)) }

// Claims gives what the sentence states of some facts. The lead is what stands before
// it, such as the head of a table's row; printed says which facts the sentence prints.
func (s *Sentence) Claims(facts []*Fact, lead string, printed func(name string) bool) []Claim {
	if len(s.Quantities) == 0 || reported(s.tokens) {
		return nil
	}
	all, before := s.behind(lead)
	var claims []Claim
	same := make(map[*Fact]bool)
	for _, q := range s.Quantities {
		q.first, q.last = q.first+before, q.last+before
		st := &statement{all: all, q: q, lead: before}
		if st.aside() {
			continue
		}
		st.bound()
		if c, ok := st.claim(facts, printed); ok {
			claims = append(claims, c)
			same[c.Fact] = same[c.Fact] || c.Same
		}
	}
	return slices.DeleteFunc(claims, func(c Claim) bool { return !c.Same && same[c.Fact] })
}

// claim gives the fact that the words around a quantity fit best; its own figure
// comes before another one.
func (s *statement) claim(facts []*Fact, printed func(name string) bool) (Claim, bool) {
	var best Claim
	if s.denied() || s.past() {
		return best, false
	}
	most := 0
	for _, f := range facts {
		if f.Kind != s.q.Kind || s.foreign() && !s.costs() || s.q.Value.LessThan(f.Value) && s.inside() {
			continue
		}
		score := s.fits(f)
		if score == 0 || printed(f.Name) {
			continue
		}
		same := f.Unit == s.q.Unit && f.Value.Equal(s.q.Value)
		if best.Fact == nil || same && !best.Same || same == best.Same && score > most {
			best, most = Claim{s.q, f, same}, score
		}
	}
	return best, best.Fact != nil
}

// SpeaksOf gives the name of the fact that the words around the quantity at a place
// speak of, of its kind; empty where it is the one that is printed there, or none.
func (s *Sentence) SpeaksOf(facts []*Fact, at int, lead, printed string) string {
	i := slices.IndexFunc(s.Quantities, func(q Quantity) bool { return q.From <= at && at < q.To })
	if i < 0 || reported(s.tokens) {
		return ""
	}
	all, before := s.behind(lead)
	name, most := "", 0
	for _, f := range facts {
		score := s.Quantities[i].fits(f, all, before)
		if score > 0 && f.Name == printed {
			return ""
		}
		if score > most {
			name, most = f.Name, score
		}
	}
	return name
}

// fits gives how well one of the subjects of a fact fits: more for more words, and for
// those that no comma parts from the quantity; 0 where none does.
func (s *statement) fits(f *Fact) int {
	score := 0
	for _, subject := range f.Subjects {
		at, ok := subject.in(s.scope, &s.inner)
		if !ok || at.gap > farthest || !s.reaches(at) || s.foreign() && at.gap > 3 {
			continue
		}
		weight := len(subject.words)
		if s.beside(at) {
			weight += 2
		}
		score = max(score, weight)
	}
	return score
}

// foreign says whether a sum is not in the currency of the facts, so that only what
// is closely bound to a subject is said of it, and only where that is a cost.
func (s *statement) foreign() bool { return s.q.Kind == exchange.Money && s.q.Unit != "USD" }

func (s *statement) costs() bool {
	for i := range s.scope {
		switch s.scope[i].stem() {
		case "fee", "cost", "charg":
			return true
		}
	}
	return false
}

// beside says whether no comma stands between the quantity and what it is said of.
func (s *statement) beside(at span) bool {
	to := s.inner.last + 1
	for to < len(s.scope) && s.scope[to].text != "," {
		to++
	}
	return at.first >= s.inner.first-len(s.near) && at.last < to
}

// behind gives the tokens of the sentence behind those of a lead, and how many these
// are. What a token has in common with other forms is found out once.
func (s *Sentence) behind(lead string) (all []token, before int) {
	words := tokens(lead)
	if len(words) == 0 {
		return s.tokens, 0
	}
	for i := range s.tokens {
		s.tokens[i].stem()
	}
	for i := range words {
		words[i].stem()
	}
	return append(words, s.tokens...), len(words)
}
