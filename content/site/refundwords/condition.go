package refundwords

import (
	"slices"
	"strings"

	"agio/wasm/exchange"
)

const determiner = `(?: (?:the|this|that|their|its|an|a|such|any|his|for|from|off|to|on|up|with|down|out))*`

// asked is what is asked for in each clause.
var asked = map[exchange.Clause]struct {
	words *expression
	what  string
}{
	exchange.ClauseCancelled: {expr(`\b(?:cancels?|cancelled|calls?|withdraws?|gives?|revokes?|rescinds?)` + determiner + ` (?:paid )?(?:Order|exchange)\b|\bOrder (?:is|has been|was) (?:cancelled|called off|revoked)\b`), "that the Client cancels the Order"},
	exchange.ClauseSmall:     {expr(`\b(?:asks?|requests?|demands?|claims?|wants?)` + determiner + ` (?:Refund|return|money|Payment|Funds)\b|\b(?:Refund|return) is (?:asked for|requested|demanded)\b`), "that the Client asks for a Refund"},
	exchange.ClauseRefusal:   {expr(`\b(?:refuses?|declines?|rejects?|gives?|renounces?|turns?|withdraws?|cancels?|no longer wants?)` + determiner + ` (?:exchange|Order|Service)\b|\b(?:exchange|Order|Service) is (?:refused|declined|rejected|cancelled)\b`), "that the Client refuses the exchange"},
	exchange.ClauseOffice:    {expr(`\b(?:starts?|initiates?|begins?|makes?|orders?|decides?|triggers?)` + determiner + ` (?:return|Refund)\b|\b(?:return|Refund) is (?:started|initiated|begun|ordered|triggered)\b`), "that the Office starts the return"},
}

var (
	openings = set("where if when whenever should once in")
	paid     = expr(`(?i)\b(?:received|credited|confirmed|arrived|paid)\b`)
	happened = expr(`\b(?:has been|has|was) (?:not )?([a-z]+)`)
	payment  = expr(`\bPayment\b|\bpaid\b`)
)

// condition reads when a clause applies.
func (r *reader) condition(s span) {
	all := r.wordsOf(s)
	if len(all) == 0 {
		r.lacks(s.from, "The clause does not say "+asked[r.Name].what+".")
		return
	}
	if !openings[strings.ToLower(all[0].of(r.text))] {
		r.wrong(all[0], "does not begin a condition; “where”, “if” and “when” do.")
	}
	r.askers(s, all)
	r.negated(s)
	r.outside(s, joined, orMore, "makes one condition of two enough.")
	switch r.Name {
	case exchange.ClauseCancelled, exchange.ClauseRefusal:
		if !r.has(paid, s) && (r.Name == exchange.ClauseCancelled || r.has(happened, s)) { // what is converted was received
			r.lacks(r.near(happened, s, s.from), "The clause does not say that the Payment has been received.")
		}
	case exchange.ClauseSmall:
		if !r.has(payment, s) {
			r.lacks(s.from, "The clause does not say that the Payment is compared with the Order.")
		}
	}
	r.unknown(s, conditionWords)
}

// askers holds who asks, and for what.
func (r *reader) askers(s span, all []span) {
	named := r.find(parties, s)
	for _, party := range named {
		if who := party.of(r.text); who == "Client" && r.Client || who == "Office" && r.Office {
			continue
		}
		r.wrong(party, "is not who asks under this clause.")
		return
	}
	if len(named) == 0 {
		r.lacks(s.from, "The clause does not say who asks.")
	}
	if r.has(asked[r.Name].words, s) {
		return
	}
	at := s.from
	if len(named) > 0 { // the verb behind who asks
		if i := slices.IndexFunc(all, func(w span) bool { return w.from > named[len(named)-1].from }); i >= 0 {
			at = r.behind(all[i:])
		}
	}
	r.lacks(at, "The clause does not say "+asked[r.Name].what+".")
}

// behind passes over "has paid and, because of circumstances,".
func (r *reader) behind(all []span) int {
	passed := set("has have paid and because of circumstances then who for any reason later may wants wishes to")
	for _, w := range all {
		if !passed[strings.ToLower(w.of(r.text))] {
			return w.from
		}
	}
	return all[0].from
}
