// Package refundwords reads the words of the refund clauses: who asks, before or after
// the Conversion, on which side of a share of the Order, what the Office keeps and of
// what, how much at least, and who bears the Cost of sending. It holds them against what
// is to be said, which is the clause's entry in the agreement's front matter and what
// the software computes. It knows English.
//
// Only the sentences that say such things are read: the first of each clause, those
// that name the Conversion or a share, and of the clause by which the office returns a
// Payment the reasons. A word of theirs that is not known is doubtful: it may change
// what they say. Of each sentence the first fault is given.
package refundwords

import (
	"cmp"
	"slices"
	"strings"

	"agio/wasm/exchange"
)

// Clause is what a clause is to say.
type Clause struct {
	Name            exchange.Clause // one of those that Known lists
	Client, Office  bool            // who asks
	Before, After   bool            // the Conversion
	Late, Suspended bool            // where the office returns a Payment
	Bound           *Bound          // nil where the entry names none by a parameter
}

// Bound is an end of the Payments that a clause is for.
type Bound struct {
	Parameter string
	Limit     Limit
}

// Finding is a word, or some words, by which a clause says something else.
type Finding struct {
	From, To int // in the text
	Message  string
	Doubtful bool // it is not known what the word says

	partial bool // something else is not said, which a word that is not known may say
}

// Known says whether the words of a clause can be read.
func Known(name exchange.Clause) bool { return fees[name] != "" || name == exchange.ClauseOffice }

// fees are the parameters that clauses keep.
var fees = map[exchange.Clause]string{
	exchange.ClauseCancelled: "{cancellation_fee}", exchange.ClauseSmall: "{small_payment_fee}", exchange.ClauseRefusal: "{refusal_fee}",
}

const minimum = "{small_payment_minimum}"

// reader reads one clause.
type reader struct {
	Clause
	text  string
	found []Finding
}

// Read reads a clause, in whose text a printed parameter is its name in braces. Of a
// clause that is not known, and of a text that names no party, only limits are read.
func Read(text string, c Clause) []Finding {
	compile()
	r := &reader{Clause: c, text: text}
	sentences := parts(text)
	speaks := Known(c.Name) && parties.MatchString(text)
	r.bounds(sentences, speaks)
	if !speaks {
		return r.first(sentences)
	}
	r.stages()
	for i, s := range sentences {
		switch {
		case i == 0 && c.Name == exchange.ClauseOffice:
			r.returned(s)
		case i == 0:
			r.kept(s)
		case c.Name == exchange.ClauseOffice:
			r.reasons(s)
		}
		r.applies(s)
	}
	return r.first(sentences)
}

// span is a part of the text.
type span struct{ from, to int }

func (s span) of(text string) string { return text[s.from:s.to] }

// parts gives the sentences of a text.
func parts(text string) []span {
	var all []span
	from := 0
	for i := range len(text) - 1 {
		if text[i] == '.' && text[i+1] == ' ' {
			all = append(all, span{from, i + 1})
			from = i + 2
		}
	}
	return append(all, span{from, len(text)})
}

// first gives one finding of each sentence: what it says wrongly, before what is not
// known of it, before what it does not say.
func (r *reader) first(sentences []span) []Finding {
	var all []Finding
	if slices.ContainsFunc(r.found, func(f Finding) bool { return f.Doubtful }) {
		r.found = slices.DeleteFunc(r.found, func(f Finding) bool { return f.partial })
	}
	for _, s := range sentences {
		in := slices.DeleteFunc(slices.Clone(r.found), func(f Finding) bool { return f.From < s.from || f.From >= s.to })
		if len(in) == 0 {
			continue
		}
		best := slices.MinFunc(in, func(a, b Finding) int { return cmp.Or(a.rank()-b.rank(), a.From-b.From) })
		for _, f := range in {
			if best.rank() == missing && f.Doubtful { // the word that is not known is the one
				best.From, best.To = f.From, f.To
				break
			}
		}
		if best.Doubtful {
			for _, f := range in {
				if f.rank() == missing {
					best.Message, best.Doubtful = f.Message, false
					break
				}
			}
		}
		all = append(all, best)
	}
	return all
}

const (
	wrong = iota
	doubtful
	missing
)

// rank puts what is wrong first; what is missing has no words of its own.
func (f Finding) rank() int {
	switch {
	case f.Doubtful:
		return doubtful
	case f.From == f.To:
		return missing
	}
	return wrong
}

// wrong notes words that say something else.
func (r *reader) wrong(s span, message string) {
	r.found = append(r.found, Finding{From: s.from, To: s.to, Message: "“" + s.of(r.text) + "” " + message})
}

// lacks notes what should be said about here.
func (r *reader) lacks(at int, message string) {
	r.found = append(r.found, Finding{From: at, To: at, Message: message})
}

// near gives where the first group of a pattern stands, or another place.
func (r *reader) near(p *expression, s span, otherwise int) int {
	if at := r.find(p, s); len(at) > 0 {
		return at[0].from
	}
	return otherwise
}

// words are names of parameters and words; parties are who may ask, keep or bear.
var (
	words   = expr(`\{[a-z_.]+\}|[\pL\d]+(?:[’'-][\pL\d]+)*`)
	parties = expr(`\b(?:Client|Office|Party|Parties)\b`)
)

func (r *reader) wordsOf(s span) []span {
	var all []span
	for _, m := range words.FindAllStringIndex(s.of(r.text), -1) {
		all = append(all, span{s.from + m[0], s.from + m[1]})
	}
	return all
}

// find gives the places of a pattern, or of its first group where it has one.
func (r *reader) find(p *expression, s span) []span {
	var all []span
	for _, m := range p.FindAllStringSubmatchIndex(s.of(r.text), -1) {
		at := span{s.from + m[0], s.from + m[1]}
		if len(m) > 2 && m[2] >= 0 {
			at = span{s.from + m[2], s.from + m[3]}
		}
		all = append(all, at)
	}
	return all
}

// printed finds the places where a parameter is printed.
func (r *reader) printed(name string, s span) []span {
	var all []span
	for from := s.from; name != ""; {
		at := strings.Index(r.text[from:s.to], name)
		if at < 0 {
			break
		}
		all = append(all, span{from + at, from + at + len(name)})
		from += at + len(name)
	}
	return all
}

func (r *reader) has(p *expression, s span) bool { return p.MatchString(s.of(r.text)) }

func set(list string) map[string]bool {
	all := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return all
}

// unknown notes words outside a vocabulary. Numbers of clauses are none.
func (r *reader) unknown(s span, known ...map[string]bool) {
	for _, w := range r.wordsOf(s) {
		text := strings.ToLower(w.of(r.text))
		if text[0] == '{' || text[0] >= '0' && text[0] <= '9' || slices.ContainsFunc(known, func(k map[string]bool) bool { return k[text] }) {
			continue
		}
		r.found = append(r.found, Finding{From: w.from, To: w.to, Doubtful: true,
			Message: "“" + w.of(r.text) + "” may change what the clause says, and the check does not know the word here."})
	}
}
