package templates

import (
	"strings"

	"agio/wasm/exchange"
)

// status is what a client reads about a state of an order: what it means, what
// happens next, and by when. Each sentence rests on a clause.
type status struct {
	Word    string          // the state in the client's words
	Clause  exchange.Clause // under which the order is in this state
	Meaning string
	Next    rule
	By      rule // by when; the order's own deadline is shown beside it where it counts
}

// rule is a sentence and the clause that it rests on. A parameter's name in
// braces stands for its value.
type rule struct {
	Words  string
	Clause exchange.Clause
}

// statuses has the words for each of the fourteen states.
var statuses = map[exchange.State]status{
	exchange.AwaitingPayment: {
		"Waiting for your payment", exchange.ClauseOverdue,
		"The order is made. Its commission and payout fee are fixed; the office waits for your payment.",
		rule{"As soon as your payment is first seen, the order waits for its confirmation.", exchange.ClauseSeen},
		rule{"What counts is when the payment is first seen. Exactly at that moment is already late.", exchange.ClauseOverdue},
	},
	exchange.Confirming: {
		"Payment seen", exchange.ClauseSeen,
		"Your payment was seen in time. The office waits until it is confirmed and stands in its account; until then nobody can cancel the order.",
		rule{"An amount within {amount_tolerance} of the order is accepted as it is. With a larger difference the order goes to verification.", exchange.ClauseTolerance},
		rule{"This takes as long as the network or the bank needs.", exchange.ClauseSeen},
	},
	exchange.Received: {
		"Payment received", exchange.ClauseTolerance,
		"Your payment stands in the office's account.",
		rule{"It is converted to USDT, and the order is computed again on what was received, at the prices of that moment.", exchange.ClauseConversion},
		rule{"The withdrawal is made within {within}, counted from the receipt or from the end of a verification or choice.", exchange.ClauseWithin},
	},
	exchange.Verification: {
		"In verification", exchange.ClauseVerify,
		"A person looks at your payment before the order goes on.",
		rule{"If it is approved, the order goes on with what was received. If it is declined, you get the payment back whole.", exchange.ClauseVerify},
		rule{"If the office asks you something, answer within {verification_answer}. Without an answer the payment goes back whole.", exchange.ClauseVerify},
	},
	exchange.ConvertedState: {
		"Converted", exchange.ClauseConversion,
		"Your payment has been converted to USDT, and the amounts are final.",
		rule{"The office asks the exchange that holds its funds to send your withdrawal. With its acceptance the order is completed.", exchange.ClauseRequested},
		rule{"The withdrawal is made within {within}, counted from the receipt or from the end of a verification or choice.", exchange.ClauseWithin},
	},
	exchange.CompletedState: {
		"Completed", exchange.ClauseRequested,
		"The request to send your withdrawal has been accepted. The money may still be on its way; the order can no longer be cancelled.",
		rule{"When the money has left, the order is fulfilled; the transaction ID proves it. If sending fails, it is repeated until it succeeds.", exchange.ClausePayout},
		rule{"From here on it takes as long as the network or the bank needs.", exchange.ClausePayout},
	},
	exchange.Overdue: {
		"Overdue", exchange.ClauseOverdue,
		"No payment was seen in time. The office no longer waits for one: please do not pay for this order any more, but make a new one.",
		rule{"A payment that arrives nevertheless is not ignored. It is checked, and you choose whether to continue or to take it back.", exchange.ClauseLiability},
		rule{"Nothing is due from you.", exchange.ClauseOverdue},
	},
	exchange.LateReview: {
		"Late payment: your choice", exchange.ClauseLiability,
		"A payment arrived that the order no longer waited for. It is yours until you choose.",
		rule{"You continue at the current prices, or you take the payment back whole. The office shows you both amounts side by side.", exchange.ClauseChoice},
		rule{"You have {choice_deadline} to choose, counted from the moment both are shown. Without an answer the payment goes back whole.", exchange.ClauseChoice},
	},
	exchange.Suspended: {
		"Suspended", exchange.ClauseSuspended,
		"Technical work, an outage or a fault of the software holds up this order. Nothing is lost, and it costs you nothing.",
		rule{"The order is taken up again where it stood. If it has to be computed anew, you see the result and may disagree; the payment then goes back whole.", exchange.ClauseChoice},
		rule{"For that choice you have {choice_deadline}, counted from the moment it is shown; without an answer the payment goes back whole. While the order is held up, neither the time for the withdrawal nor the time to answer a question of the office runs.", exchange.ClauseChoice},
	},
	exchange.Cancelled: {
		"Cancelled", exchange.ClauseFree,
		"You cancelled the order before a payment was seen. That is free of charge.",
		rule{"Please do not pay for it any more. A payment that arrives nevertheless becomes a case of its own, and you choose what happens to it.", exchange.ClauseLiability},
		rule{"Nothing is due from either side, but for money that is named below as still yours.", exchange.ClauseFree},
	},
	exchange.Rejected: {
		"Refused", exchange.ClauseService,
		"The office refused this order before a payment was seen.",
		rule{"Please do not pay for it. A payment that arrives nevertheless becomes a case of its own, and you choose what happens to it.", exchange.ClauseLiability},
		rule{"Nothing is due from either side, but for money that is named below as still yours.", exchange.ClauseService},
	},
	exchange.RefundDue: {
		"Refund on its way", exchange.ClauseReturn,
		"The exchange does not take place. The figures of your refund are fixed.",
		rule{"It is sent in the currency and on the network of the payment, to the address that you name. If sending fails, it is repeated and never paid twice.", exchange.ClauseReturn},
		rule{"It is sent within {refund_time} of the decision; if you name the address later, within {refund_time} of that.", exchange.ClauseReturn},
	},
	exchange.Refunded: {
		"Refunded", exchange.ClauseReturn,
		"The refund has been sent; the transaction ID proves it.",
		rule{"Please do not pay for this order again. A further payment becomes a case of its own, and you choose what happens to it.", exchange.ClauseLiability},
		rule{"Nothing is due from either side, but for money that is named below as still yours.", exchange.ClauseReturn},
	},
	exchange.Withheld: {
		"Withheld", exchange.ClauseWithhold,
		"Two people of the office have agreed to withhold this order, because of a loss through a failure that was exploited, or because the law requires it.",
		rule{"When two people of the office release it, the order goes on where it stood. What exceeds the loss is not withheld.", exchange.ClauseWithhold},
		rule{"While it is withheld, neither the time for the withdrawal nor the time to answer a question of the office runs.", exchange.ClauseWithin},
	},
}

// fulfilled is a completed order whose withdrawal has left.
var fulfilled = status{
	"Fulfilled", exchange.ClausePayout,
	"Your withdrawal has left; the transaction ID below proves it.",
	rule{"Nothing more happens to this order. Please do not pay for it again: a further payment becomes a case of its own.", exchange.ClauseLiability},
	rule{"Nothing more is due from either side.", exchange.ClausePayout},
}

// nothingBack is a refund of zero: there was nothing to send.
var nothingBack = status{
	"Closed: the refund is zero", exchange.ClauseOwed,
	"Nothing was sent: the fee takes up the whole value of the payment.",
	rule{"Please do not pay for this order again. A further payment becomes a case of its own, and you choose what happens to it.", exchange.ClauseLiability},
	rule{"Nothing is due from either side.", exchange.ClauseOwed},
}

// staysOwed is a refund that is too small to send.
var staysOwed = status{
	"Closed: too small to send", exchange.ClauseOwed,
	"Nothing was sent: what is left of the payment is too small to be sent.",
	rule{"As soon as it is enough to be sent, because prices or the cost of sending have changed, this page offers to send it. Please do not pay for this order again.", exchange.ClauseOwed},
	rule{"{owed} stays owed to you, however long that takes. It never becomes income of the office.", exchange.ClauseOwed},
}

// owedGoes is what stayed owed on its way to the client, owedLeft the same when it
// has been sent.
var owedGoes = status{
	"On its way: what stayed owed", exchange.ClauseOwed,
	"A refund had left what was too small to send. It is being sent to you now; its figures are fixed.",
	rule{"It is sent to the address that you named. If sending fails, it is repeated and never paid twice.", exchange.ClauseReturn},
	rule{"It is sent within {refund_time} of the decision.", exchange.ClauseReturn},
}

var owedLeft = status{
	"Refunded", exchange.ClauseOwed,
	"What had stayed owed to you has been sent; the transaction ID proves it.",
	rule{"Please do not pay for this order again. A further payment becomes a case of its own, and you choose what happens to it.", exchange.ClauseLiability},
	rule{"Nothing is due from either side.", exchange.ClauseOwed},
}

// furtherPayment is a case of its own whose client has not chosen yet.
var furtherPayment = status{
	"A further payment: your choice", exchange.ClauseLiability,
	"More money arrived than an order of yours still waited for. It is yours until you choose.",
	rule{"You continue at the current prices, or you take the payment back whole. The office shows you both amounts side by side.", exchange.ClauseChoice},
	rule{"You have {choice_deadline} to choose, counted from the moment both are shown. Without an answer the payment goes back whole.", exchange.ClauseChoice},
}

// reasons says why an order left the straight road.
var reasons = map[exchange.Reason]string{
	exchange.ReasonPaidLate:    "The payment was first seen after the time to pay.",
	exchange.ReasonPaidLess:    "Less was paid than ordered.",
	exchange.ReasonPaidMore:    "More was paid than ordered.",
	exchange.ReasonHighRisk:    "The payment carries a high risk under the AML/KYC policy.",
	exchange.ReasonDropped:     "The payment that was seen disappeared from the network or was replaced.",
	exchange.ReasonDeclined:    "The verification was declined.",
	exchange.ReasonSilent:      "The office's question was not answered in time.",
	exchange.ReasonClientAsked: "You asked for it.",
	exchange.ReasonSuspended:   "The order was held up by technical work, an outage or a fault.",
	exchange.ReasonDisagreed:   "You did not agree with the amount computed anew.",
	exchange.ReasonRefused:     "The office refused its service.",
	exchange.ReasonWithheld:    "Two people of the office decided so.",
	exchange.ReasonTakenBack:   "You took the payment back.",
	exchange.ReasonUndecided:   "You did not choose in time.",
	exchange.ReasonFurther:     "A further payment arrived for an order that was converted already or had ended.",
}

// rights says what a client may do, event by event.
var rights = map[exchange.Event]rule{
	exchange.Cancel:                {"Cancel the order, free of charge.", exchange.ClauseFree},
	exchange.RefundAsked:           {"Ask for a refund, from the receipt of the payment on. You see its figures, and what continuing would bring, before you confirm.", exchange.ClauseChosen},
	exchange.Continue:              {"Continue at the current prices. If the amount differs too much from the order, it is verified first.", exchange.ClauseChoice},
	exchange.TakeBack:              {"Take the payment back whole; the office bears the cost of sending.", exchange.ClauseOffice},
	exchange.RecalculationAccepted: {"Accept the amount computed anew, if the order had to be recalculated.", exchange.ClauseChoice},
	exchange.ClientDisagrees:       {"Disagree with it, and get the payment back whole.", exchange.ClauseChoice},
}

// road is the way of an order that nothing holds up.
var road = []exchange.State{
	exchange.AwaitingPayment, exchange.Confirming, exchange.Received, exchange.ConvertedState, exchange.CompletedState,
}

// onRoad gives how far along the road a state is, or -1 beside it.
func onRoad(s exchange.State) int {
	for i, stop := range road {
		if stop == s {
			return i
		}
	}
	return -1
}

// rightsOf lists what the client may do in a state: exactly the events that the
// table of transitions leaves to them.
func rightsOf(s exchange.State) []rule {
	var list []rule
	seen := make(map[exchange.Event]bool)
	for _, t := range exchange.Transitions() {
		if t.From == s && t.By == exchange.ByClient && !seen[t.Event] {
			seen[t.Event] = true
			list = append(list, rights[t.Event])
		}
	}
	return list
}

// fill writes the parameters into a rule's sentence. The edition that the order
// was made under governs it: where the figures at hand are another edition's,
// the sentence leaves the number to the clause instead of printing a wrong one.
func (r rule) fill(v OrderView, terms exchange.Terms) string {
	text := r.Words
	for _, p := range terms.Parameters {
		value := p.Printed()
		switch {
		case v.Terms == terms.Edition:
		case p.Kind == exchange.Period:
			value = "the time that your edition gives"
		default:
			value = "what your edition permits"
		}
		text = strings.ReplaceAll(text, "{"+p.Name+"}", value)
	}
	text = strings.ReplaceAll(text, "{owed}", v.owed())
	return strings.ReplaceAll(text, "{within}", withinText(v.Within))
}
