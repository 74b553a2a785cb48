package refundwords

import "strings"

var (
	comma       = expr(`, |: `)
	wholeWords  = expr(`\bPayment is (?:then )?(?:returned|refunded|repaid|given back|sent back|paid back)(?: to the Client)? (?:whole|in full|entirely|completely|wholly|in whole)\b|\b(?:returns|refunds|repays) the (?:whole|entire|full) Payment\b|\bwhole Payment is (?:returned|refunded|repaid)\b`)
	noFee       = expr(`\b(Client|Office) (?:itself )?(?:keeps|charges|retains|deducts|takes) (?:no fee|nothing)\b|\b(?:no fee is (?:kept|charged|retained|deducted|taken)|without (?:a|any) fee)\b`)
	becomes     = expr(`\bPayment is ([a-z]+)`)
	feeKept     = expr(`\b(?:Client|Office) (?:itself )?[a-z]+ (\w+)`)
	returnWords = set(`where if when the a an office starts start started initiates initiated begins orders makes decides triggers return refund is payment returned refunded repaid given sent paid back whole entire full
		in to client entirely completely wholly keeps charges retains deducts takes no fee nothing and bears pays carries covers meets cost costs of sending itself without any kept charged retained deducted by also borne
		then it this that such as well for which`)
)

// returned reads the sentence by which the office returns a Payment whole.
func (r *reader) returned(s span) {
	end := s.to
	if m := comma.FindStringIndex(s.of(r.text)); m != nil {
		end = s.from + m[0]
	}
	r.condition(span{s.from, end})
	rest := span{end, s.to}
	if !r.has(wholeWords, rest) {
		r.lacks(r.near(becomes, rest, end), "The clause does not say that the Payment is returned whole.")
	}
	if m := noFee.FindStringSubmatchIndex(rest.of(r.text)); m == nil {
		r.lacks(r.near(feeKept, rest, end), "The clause does not say that the Office keeps no fee.")
	} else if m[2] >= 0 && rest.of(r.text)[m[2]:m[3]] != "Office" {
		r.wrong(span{end + m[2], end + m[3]}, "is not who keeps no fee; the Office does so.")
	}
	if m := bearing.FindStringSubmatchIndex(rest.of(r.text)); m != nil {
		r.bears(m, end, "Office")
	} else if !r.halfTerm(rest) {
		r.lacks(end, "The clause does not say that the Office bears the Cost of sending.")
	}
	if !r.halfTerm(rest) {
		r.unknown(rest, returnWords)
	}
}

// reason is one of the reasons for which a Payment is returned, as a pattern whose
// group is what happened.
type reason struct {
	find *expression
	good map[string]bool
	what string
}

var reasonsGiven = []reason{
	{expr(`\bVerification (?:is|was|has been) (?:not )?([a-z]+)`), set("declined refused rejected failed denied"), "that the Verification is declined"},
	{expr(`\bremains? ([a-z]+)`), set("unanswered open without"), "that it remains unanswered"},
	{expr(`\b([a-z]+) Payment or a case of its own\b`), set("late belated overdue"), "that the Payment is late"},
	{expr(`\bcase of its own (?:is|was) ((?:not )?[a-z]+)`), set("not continued, returned, declined"), "that the Payment is not continued"},
	{expr(`\bClient ([a-z]+(?: not [a-z]+)?) after a`), set("disagrees objects"), "that the Client disagrees"},
	{expr(`\b([A-Z]\w+) (?:disagrees|objects) after\b`), set("client"), "that the Client disagrees"},
	{expr(`\bafter (?:a|the) (\w+) \(clauses`), set("suspension"), "that the Order was suspended"},
	{expr(`\bOffice ([a-z]+(?: not [a-z]+)?) the Service\b`), set("refuses declines denies withholds"), "that the Office refuses the Service"},
	{expr(`\b([A-Z]\w+) (?:refuses|declines|denies) the Service\b`), set("office"), "that the Office refuses the Service"},
	{expr(`\bthe Service ([a-z]+) the Payment\b`), set("after following"), "that it does so after the Payment"},
	{expr(`\bwhole means (.+?)\.`), set(""), ""},
	{expr(`\bmeans ([a-z]+) that the Conversion\b`), set("everything all whatever"), "that everything is returned that the Conversion brought"},
	{expr(`\bthat the Conversion ([a-z]+), bought`), set("brought yielded produced fetched gave"), "what the Conversion brought"},
	{expr(`\b([a-z]+) back at the\b`), set("bought"), "that it is bought back"},
	{expr(`\bat the ([a-z]+) of the decision\b`), set("ask"), "that the ask counts"},
	{expr(`\brounded ([a-z]+)`), set("down"), "that it is rounded down"},
	{expr(`\brounded down ([a-z]+)\b`), set("once"), "that it is rounded once"},
	{expr(`\bstays ([a-z]+)`), set("owed"), "that what is too small stays owed"},
}

// pairs are words that say something with others only.
var pairs = []struct {
	begun, whole *expression
	what         string
}{
	{expr(`\bbought back\b`), expr(`\bat the ask\b`), "that it is bought back at the ask"},
	{expr(`\brounded\b`), expr(`\brounded (?:once,? )?down\b`), "that it is rounded down"},
	{expr(`\bAfter the Conversion, it means\b`), expr(`\b(?:everything|all|whatever) that the Conversion (?:brought|yielded|produced|fetched|gave)\b`), "that everything is returned that the Conversion brought"},
	{expr(`\ba case of its own\b`), expr(`\ba case of its own is not continued\b|\breturned|\bdeclined to\b`), "that it is not continued"},
	{expr(`\bClient\b[^,]*\bsuspension\b`), expr(`\b(?:disagrees|objects|does not agree)\b`), "that the Client disagrees"},
	{expr(`\bthe Service\b`), expr(`\bOffice (?:refuses|declines|denies|withholds) the Service (?:after|following)\b`), "that the Office refuses the Service after the Payment"},
}

// reasonWords may stand in the sentences behind the first.
var reasonWords = set(`this applies holds where if when a an the verification is was declined refused rejected failed denied or remains unanswered open without answer clause clauses late belated overdue payment case of
	its own not continued and client disagrees objects does agree after following suspension office refuses declines denies service before conversion whole means amount paid what that it everything all whatever brought
	yielded produced fetched gave bought back at ask decision rounded down once prices have moved can differ from return too small to be sent stays owed under duty hold funds goes first returned received as also then in
	these cases so has been which order orders suspended`)

var amountPaid = expr(`^(?:the amount paid|what was paid|the amount that was paid|the amount received|the Payment as it was received)$`)

var (
	latePayment    = expr(`\b(?:late|belated|overdue) Payment`)
	suspendedOrder = expr(`\bsuspen\w*`)
	turned         = expr(`\b(?:unless|except|never|without|no)\b`)
)

// reasons reads the other sentences of that clause.
func (r *reader) reasons(s span) {
	for _, given := range reasonsGiven {
		for _, w := range r.find(given.find, s) {
			text := strings.ToLower(w.of(r.text))
			switch {
			case given.what == "":
				if !amountPaid.MatchString(w.of(r.text)) {
					r.wrong(w, "is not what is returned before the Conversion, which is the amount paid.")
				}
			case text == "not continued":
			case !given.good[text]:
				r.wrong(w, "does not say "+given.what+".")
			}
		}
	}
	for _, pair := range pairs {
		if at := r.find(pair.begun, s); len(at) > 0 && !r.has(pair.whole, s) {
			r.lacks(at[0].from, "The clause does not say "+pair.what+".")
		}
	}
	r.unknown(s, reasonWords)
	if strings.HasPrefix(s.of(r.text), "This") {
		r.named(s, latePayment, r.Late, "a late Payment")
		r.named(s, suspendedOrder, r.Suspended, "a suspended Order")
		r.outside(s, turned, harmless, "turns round what the clause says.")
	}
}

// named holds one reason that the sentence names, or does not, against the entries.
func (r *reader) named(s span, find *expression, want bool, what string) {
	switch at := r.find(find, s); {
	case want && len(at) == 0:
		r.lacks(s.from, "The clause does not say that it is for "+what+".")
	case !want && len(at) > 0 && (r.Late || r.Suspended): // else an entry is missing, which leaves a gap
		r.wrong(at[0], "is not what the clause is for.")
	}
}
