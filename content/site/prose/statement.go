package prose

import (
	"strings"

	"agio/wasm/exchange"
)

// statement is one quantity with the words around it.
type statement struct {
	all  []token
	q    Quantity
	lead int // tokens that stand before the sentence

	scope []token  // what may say of what the quantity is
	inner Quantity // the quantity inside the scope
	near  []token  // from the last comma or colon before the quantity up to it
}

func set(words string) map[string]bool {
	all := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

// Words by which a sentence says that it does not state what holds here.
var (
	distant = set(`example examples instance suppose supposing imagine assume assuming would could might wouldn't couldn't
		elsewhere competitor competitors forum rumour bank banks country countries abroad passports
		average usually normally typically mostly often sometimes seldom rarely median yesterday recently formerly
		previously draft proposed plan plans planned hope wrong myth false`)
	vague  = set("some other many several another few")
	others = set("office offices site sites exchange exchanges service services place places people country countries company companies")
	times  = set("week month year summer winter spring autumn quarter time")
	dates  = set("january february march april may june july august september october november december")
)

// reported says whether a sentence speaks of something else than what holds here: an
// example, others, what is usual, what was.
func reported(all []token) bool {
	for i := range all {
		if all[i].text == "edition" && i+2 < len(all) && all[i+1].text == "of" && all[i+2].kind == numberToken {
			return true
		}
	}
	return distantly(all)
}

// distantly says the same, but for the edition of some day, of which a sentence may
// announce what it brings.
func distantly(all []token) bool {
	for i := range all {
		word, next, before := all[i].text, "", ""
		if i+1 < len(all) {
			next = all[i+1].text
		}
		if i > 0 {
			before = all[i-1].text
		}
		switch {
		case distant[word]:
			return true
		case word == "most" && before != "at" && before != "the":
			return true
		case vague[word] && others[next], (word == "last" || word == "this") && times[next]:
			return true
		case word == "used" && next == "to":
			return true
		case word == "until" && i+1 < len(all) && (all[i+1].kind == numberToken || dates[next]):
			return true
		}
	}
	return false
}

// Words beside a quantity by which it is no figure of its own.
var (
	recurring = set("last past first previous recent next coming every each these those another other remaining further")
	relative  = set("before ago earlier old left remaining longer shorter sooner faster later")
	counted   = set("payments orders clients questions letters cases complaints refunds verifications people visitors readers all")
	objects   = set("order payment amount deposit transfer refund sum limit balance orders payments worth")
	reaching  = set("over of worth under below above for at up to exceeding")
)

// aside says whether a quantity stands there for something else: how often, how long
// ago, how many of them, how large an order.
func (s *statement) aside() bool {
	before, next, second := s.word(s.q.first-1), s.word(s.q.last+1), s.word(s.q.last+2)
	if recurring[before] || recurring[s.word(s.q.first-2)] && before == "the" {
		return true
	}
	if article := s.word(s.q.first); (article == "a" || article == "an") && (periodUnits[before].size > 0 || before == "times" || before == "once" || before == "twice") {
		return true // eight hours a day
	}
	switch s.q.Kind {
	case exchange.Period:
		if before == "for" && (s.word(s.q.first-2) == "overdue" || s.word(s.q.first-2) == "late") {
			return true // how long it has been so
		}
		return relative[next] && !s.notice() || (next == "a" || next == "per" || next == "each") && periodUnits[second].size > 0 ||
			next == "of" && (second == "reading" || second == "work" || second == "experience" || (second == "the" || second == "its" || second == "this") && set("week time year period month")[s.word(s.q.last+3)])
	case exchange.Share:
		return next == "of" && (counted[second] || counted[s.word(s.q.last+3)]) || s.word(s.lead) == "of" ||
			(next == "short" || next == "too") && before != "to" && before != "than" && before != "by"
	case exchange.Money:
		return reaching[before] && objects[s.word(s.q.first-2)] || before == "worth"
	}
	return false
}

// notice says whether what follows a period is what it comes before: a notice is
// counted so.
func (s *statement) notice() bool {
	for i := range s.all {
		switch s.all[i].stem() {
		case "edit", "agreement", "term", "polici", "notic":
			return s.word(s.q.last+1) == "before" || s.word(s.q.last+1) == "earlier"
		}
	}
	return false
}

// word gives a token's text; empty beyond the ends.
func (s *statement) word(i int) string {
	if i < 0 || i >= len(s.all) {
		return ""
	}
	return s.all[i].text
}

var joints = set("and but while whereas so which because as although though yet nor then or long")

// ends says whether what follows a token is another thought.
func (s *statement) ends(i int) bool {
	switch s.all[i].text {
	case ";", "(", ")", "—", "…", "[", "]":
		return true
	case "–", "-":
		return s.all[i].spaced
	case ",":
		return joints[s.word(i+1)]
	}
	return false
}

// bound finds the part of the sentence in which the quantity stands.
func (s *statement) bound() {
	from, to := s.start(s.q.first), s.q.last+1
	for to < len(s.all) && !s.ends(to) && s.all[to].text != ":" {
		to++
	}
	if from > s.lead && to-from-(s.q.last-s.q.first+1) <= 3 {
		from = s.start(from - 1) // "(10 days)" belongs to what stands before it
	}
	s.scope = s.all[from:to]
	if s.lead > 0 && from > 0 {
		lead := min(s.lead, from)
		s.scope = append(append([]token(nil), s.all[:lead]...), s.all[max(from, lead):to]...)
		from = max(from, lead) - lead
	}
	s.inner = s.q
	s.inner.first, s.inner.last = s.q.first-from, s.q.last-from
	comma := s.inner.first
	for comma > 0 && s.scope[comma-1].text != "," && s.scope[comma-1].text != ":" {
		comma--
	}
	s.near = s.scope[comma:s.inner.first]
}

// start gives where the part begins that ends before a token.
func (s *statement) start(end int) int {
	words := 0
	for i := end - 1; i >= s.lead; i-- {
		if s.ends(i) || s.all[i].text == ":" && words > 3 {
			return i + 1
		}
		if s.all[i].kind == wordToken {
			words++
		}
	}
	return 0
}

var (
	openings = set("if when after within unless where once without in for until with from at should by")
	hurdles  = set("before until long although though")
)

// reaches says whether a subject that stands at a place can be what the quantity is
// said of.
func (s *statement) reaches(at span) bool {
	if at.first < s.inner.last {
		return true
	}
	comma := false
	for i := s.inner.last + 1; i < at.first; i++ {
		word := s.scope[i].text
		if hurdles[word] || (word == "after" || word == "since") && i == s.inner.last+1 {
			return false
		}
		comma = comma || word == ","
	}
	return !comma || len(s.near) > 0 && openings[s.near[0].text]
}

var (
	denials    = set("not never no don't doesn't isn't aren't won't cannot can't rather instead hardly neither")
	limits     = set("more less later longer long below above exceed exceeds until before than earlier over under sooner beyond fewer least most exceeding")
	conditions = set("if when unless who whoever that which where whose without once what whatever")
	silences   = set("answer payment choice reply")
)

func (s *statement) denied() bool {
	open, denied := false, false
	for i := range s.near {
		word := s.near[i].text
		switch {
		case conditions[word]:
			open = true
		case limits[word]:
			denied = false
		case denials[word] && !open && (i+1 == len(s.near) || !silences[s.near[i+1].text]):
			denied = true
		}
	}
	return denied
}

var (
	pasts    = set("was were had did took went came fell rose spent gave saw wrote became wasn't weren't")
	presents = set(`is are has have do does will must may can keep keeps cost costs charge charges take takes count counts leave leaves
		get gets become becomes expire expires deduct deducts pay pays hold holds wait waits`)
	links       = set("after since as")
	participles = set("kept sent paid held chose left told withheld cost charged took made got asked")
	persons     = set("we you they it i she he client office")
)

func (s *statement) past() bool {
	open, past := false, false
	for i := range s.near {
		word := s.near[i].text
		switch {
		case conditions[word] || links[word]:
			open = true
		case presents[word]:
			open, past = false, false
		case pasts[word] && !open:
			past = true
		case !open && i > 0 && persons[s.near[i-1].text] && (strings.HasSuffix(word, "ed") || participles[word]):
			past = true
		}
	}
	return past
}

var (
	insides  = set("within inside below under")
	articles = set("the our this that its")
)

// inside says whether what follows the quantity is that it lies within the tolerance:
// it is compared with that, and is not it.
func (s *statement) inside() bool {
	for i := s.inner.last + 1; i+1 < len(s.scope) && i <= s.inner.last+5; i++ {
		if !insides[s.scope[i].text] {
			continue
		}
		next := i + 1
		if articles[s.scope[next].text] {
			next++
		}
		if next < len(s.scope) && s.scope[next].text == "tolerance" {
			return true
		}
	}
	return false
}

// ranged says whether the quantity is the end of a range: 10 to 60 minutes.
func (s *statement) ranged() bool {
	i := s.q.first - 1
	if i < 1 || s.all[i-1].kind != numberToken {
		return false
	}
	if s.all[i].text == "and" {
		return i > 1 && s.all[i-2].text == "between"
	}
	return s.all[i].text == "to" || s.all[i].text == "–" || s.all[i].text == "-"
}
