package templates

import (
	"strings"

	"agio/wasm/exchange"
)

// Letter is what a client is told of an event outside the page, in the page's own
// words. Each sentence is followed by its clause in parentheses.
type Letter struct {
	Word     string // where the order stands, such as "Payment received"
	Happened string
	Meaning  string
	Why      string // empty on the straight road
	Next     string
	By       string
}

// LetterFor gives the words for an event, with the order as it stood after it;
// false where the client is not told of the event. Terms are those of the order's
// edition.
func LetterFor(v OrderView, e exchange.Event, terms exchange.Terms) (Letter, bool) {
	if !Told(e) {
		return Letter{}, false
	}
	s := v.status()
	l := Letter{
		Word: s.Word, Happened: v.happenedWords(EntryView{Event: e, State: v.State}), Why: reasons[v.Reason],
		Meaning: underClause(s.Meaning, terms.Number(s.Clause)),
		Next:    underClause(s.Next.fill(v, terms), terms.Number(s.Next.Clause)),
		By:      underClause(s.By.fill(v, terms), terms.Number(s.By.Clause)),
	}
	if e == exchange.Convert && v.Rate != "" {
		l.Happened += " " + rateWas(v.Rate)
	}
	if v.Payout != nil && v.Payout.Sent {
		l.Meaning = strings.Replace(l.Meaning, " below", " on its page", 1)
	}
	return l, true
}

func underClause(sentence, number string) string {
	if sentence == "" || number == "" {
		return sentence
	}
	return sentence + " (clause " + number + ")"
}
