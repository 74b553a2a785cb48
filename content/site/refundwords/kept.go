package refundwords

import (
	"strings"

	"agio/wasm/exchange"
)

var (
	keepVerbs = set("keep keeps retain retains deduct deducts charge charges withhold withholds take takes kept retained deducted charged withheld taken keeping retaining deducting charging")
	giveVerbs = set("return returns pay pays refund refunds waive waives repay repays give gives owe owes add adds send sends release releases credit credits returned paid refunded waived repaid given owed added sent released credited")

	// mainWords may stand where it is said what is kept.
	mainWords = set(`the a an of value amount whole entire total full gross payment paid received that which what usdt conversion brought yielded produced fetched
		gave but and also as well not less than at least minimum no fee charge sum may shall will is are be by office client cost costs sending together with plus in addition
		then for it this itself from case such each any however though moreover likewise further along equal to amounting namely whichever more higher greater larger lesser if so counted measured worth
		yet or always entitled has have been being below lower under smaller`)
	// conditionWords may stand where it is said when.
	conditionWords = set(`where if when whenever should once in case a an the payment payments has have been was is are had received credited confirmed arrived paid and client office order orders exchange
		service refund return money funds back before after prior to following until since conversion converted cancels cancel cancelled calls call off withdraws withdraw from gives give up revokes revoke rescinds rescind
		asks ask asked for requests request requested demands demand demanded claims claim wants want refuses refuse refused declines decline declined rejects reject rejected renounces turns turn down starts start started
		initiates initiate initiated begins begin decides decide on orders makes make triggers because of circumstances circumstance whatever then later who by its their this that such any less than below under smaller strictly lower
		amount value sum total whole ordered what only also already nevertheless themselves itself own wish request accord upon whose reason reasons due owing at or more above no longer but with it which they he she stage both either
		short not made fee comes amounts`)
)

// kept reads the sentence by which the office keeps a fee.
func (r *reader) kept(s span) {
	fee := r.printed(fees[r.Name], s)
	if len(fee) == 0 {
		return // which is a fault of its own
	}
	main := r.keeps(s, fee[0])
	condition := span{s.from, main.from}
	if main.from-s.from < 3 {
		condition = span{main.to, s.to}
	}
	r.negated(main)
	switch r.Name {
	case exchange.ClauseSmall:
		r.basis(fee[0], main.to, "the value of the Payment", paymentWords, false)
		r.least(main)
	case exchange.ClauseRefusal:
		r.basis(fee[0], main.to, "the USDT that the Conversion brought", broughtWords, true)
	default:
		if strings.HasPrefix(r.text[fee[0].to:main.to], " of ") {
			r.wrong(span{fee[0].to + 1, fee[0].to + 3}, "makes a share of a fixed sum.")
		}
	}
	r.sendingKept(main)
	if !r.halfTerm(main) {
		r.unknown(main, mainWords, keepVerbs, giveVerbs)
	}
	r.condition(condition)
}

var (
	paymentWords = set("payment paid received")
	broughtWords = set("conversion brought yielded produced fetched gave proceeds usdt obtained received")
	mainEnd      = expr(`,? (?:where|if|when|whenever|should|provided)\b`)
	passive      = expr(`\b(?:is|are|shall be|will be|may be) (?:then |always )?([a-z]+)\b(?: by the ([A-Z]\w+))?`)
	ofItsOwn     = expr(`, (?:then )?(?:an? |the )?(?:fee |sum |amount )?(?:of )?$`) // the figure begins what is said
	whoever      = expr(`\b(?:[Tt]he |[Aa] |[Bb]oth )?(Client|Office|Party|Parties)\b`)
)

// keeps finds who keeps the fee, and gives the part of the sentence that says so.
func (r *reader) keeps(s, fee span) span {
	main := span{fee.from, s.to}
	if m := mainEnd.FindStringIndex(r.text[fee.to:s.to]); m != nil && !strings.HasPrefix(r.text[fee.to:s.to][m[0]:], ", if that") && !strings.HasPrefix(r.text[fee.to:s.to][m[0]:], " if that") {
		main.to = fee.to + m[0]
	}
	said := passive.FindStringSubmatchIndex(r.text[fee.to:main.to])
	who := whoever.FindAllStringSubmatchIndex(r.text[s.from:fee.from], -1)
	if len(who) > 0 && !(said != nil && ofItsOwn.MatchString(r.text[s.from:fee.from])) {
		last := who[len(who)-1]
		party := span{s.from + last[2], s.from + last[3]}
		if verb := r.verbIn(span{party.to, fee.from}); verb != nil {
			main.from = s.from + last[0]
			r.keeping(party, *verb)
			return main
		}
	}
	if said != nil {
		party := span{}
		if said[4] >= 0 {
			party = span{fee.to + said[4], fee.to + said[5]}
		}
		r.keeping(party, span{fee.to + said[2], fee.to + said[3]})
		return main
	}
	if len(who) > 0 {
		main.from = s.from + who[len(who)-1][0]
		zone := r.wordsOf(span{s.from + who[len(who)-1][1], fee.from})
		if len(zone) > 0 {
			r.wrong(zone[0], "does not say that the Office keeps "+bare(fee.of(r.text))+".")
			return main
		}
	}
	r.lacks(fee.from, "The clause does not say that the Office keeps "+bare(fee.of(r.text))+".")
	return main
}

func bare(parameter string) string { return "{{ " + strings.Trim(parameter, "{}") + " }}" }

// verbIn gives the first verb of keeping or giving.
func (r *reader) verbIn(s span) *span {
	for _, w := range r.wordsOf(s) {
		if text := w.of(r.text); keepVerbs[text] || giveVerbs[text] {
			return &w
		}
	}
	return nil
}

func (r *reader) keeping(party, verb span) {
	if party.to > 0 && party.of(r.text) != "Office" {
		r.wrong(party, "does not keep a fee; the Office does.")
	}
	if !keepVerbs[verb.of(r.text)] {
		r.wrong(verb, "does not say that the Office keeps the fee.")
	}
}

var (
	harmless = expr(`(?i)not less than|no less than|not below|not under|not smaller than|not lower than|not more than|no more than|no longer|has not(?: yet)? been converted|whether or not|up to but not including`)
	negation = expr(`(?i)\b(?:not|no|never|without|neither|nor|except|unless|nothing|hardly|instead)\b`)
	joined   = expr(`(?i)\bor\b`)
	orMore   = expr(`(?i)or more|or above|or less|or below|either before or after|before or after|after or before|whether or not|or, if`)
)

// negated notes what turns a sentence into its contrary.
func (r *reader) negated(s span) {
	r.outside(s, negation, harmless, "turns round what the clause says.")
}

// outside notes words that do not stand inside others.
func (r *reader) outside(s span, p, inside *expression, message string) {
	good := inside.FindAllStringIndex(s.of(r.text), -1)
next:
	for _, m := range p.FindAllStringIndex(s.of(r.text), -1) {
		for _, g := range good {
			if m[0] >= g[0] && m[1] <= g[1] {
				continue next
			}
		}
		r.wrong(span{s.from + m[0], s.from + m[1]}, message)
	}
}

var (
	ifMore    = expr(`(?i)\b(?:if (?:that|this) is|whichever is|the)(?: the)? (more|higher|greater|larger|less|lesser|lower|smaller)\b`)
	wantLeast = Limit{false, true}
)

// least holds the words before the minimum against what it is.
func (r *reader) least(main span) {
	for _, figure := range r.printed(minimum, main) {
		limit, at, said := r.limitAt(figure, main.from)
		if more := r.find(ifMore, main); !said && len(more) > 0 {
			limit, at, said = Limit{true, false}, more[0], true
			if w := strings.ToLower(at.of(r.text)); w == "more" || w == "higher" || w == "greater" || w == "larger" {
				limit = wantLeast
			}
		}
		switch {
		case !said:
			r.lacks(figure.from, "The clause does not say that "+bare(minimum)+" is the least that is kept.")
		case limit != wantLeast:
			r.wrong(at, "does not say that "+bare(minimum)+" is the least that is kept.")
		}
	}
}

var (
	sending    = expr(`\bCosts? of sending\b`)
	lone       = expr(`\bCosts?\b`)
	connectors = set("and plus with also as addition keep keeps retains deducts further")
)

// sendingKept holds who bears the cost of sending, which is kept beside the fee.
func (r *reader) sendingKept(main span) {
	all := r.find(sending, main)
	if r.halfTerm(main) {
		return
	}
	if len(all) == 0 {
		rest := span{main.from, len(r.text)}
		if m := bearing.FindStringSubmatchIndex(rest.of(r.text)); m != nil {
			r.bears(m, rest.from, "Client")
			return
		}
		r.lacks(main.to-1, "The clause does not say that the Client bears the Cost of sending.")
		return
	}
	if m := bearing.FindStringSubmatchIndex(r.text[main.from:]); m != nil {
		r.bears(m, main.from, "Client")
		return
	}
	before := r.wordsOf(span{main.from, all[0].from})
	for i := len(before) - 1; i >= 0; i-- {
		switch w := strings.ToLower(before[i].of(r.text)); {
		case w == "the" || w == "any" || w == "its":
			continue
		case !connectors[w]:
			r.wrong(before[i], "does not say that the Client bears the Cost of sending.")
		}
		return
	}
}

// halfTerm says whether a part speaks of a cost that is no Cost of sending: half of the
// term is an undefined one, which is a problem of its own.
func (r *reader) halfTerm(s span) bool { return r.has(lone, s) && !r.has(sending, s) }

// bearing is who bears the cost of sending, in the active and in the passive.
var bearing = expr(`\b(Client|Office)(?: itself| themselves| also)? (?:(?:keeps|charges|retains|deducts) [a-z ]+?,? (?:and|but) (?:itself )?)?(?:also )?(bears|pays|carries|covers|meets|keeps|charges|deducts|retains)(?: for)? (?:the |any )?Costs? of sending|Costs? of sending is (?:also )?(borne|paid|carried|covered|met|kept) by the (Client|Office)`)

// bears holds such a place against who is to bear it. What the Office keeps the Client
// bears.
func (r *reader) bears(m []int, from int, want string) {
	party, verb := span{from + m[2], from + m[3]}, span{from + m[4], from + m[5]}
	if m[2] < 0 {
		verb, party = span{from + m[6], from + m[7]}, span{from + m[8], from + m[9]}
	}
	bearer := party.of(r.text)
	if keepVerbs[verb.of(r.text)] {
		bearer = map[string]string{"Office": "Client", "Client": "Office"}[bearer]
		party = verb
	}
	if bearer != want {
		r.wrong(party, "does not say that the "+want+" bears the Cost of sending.")
	}
}
