package templates

import "agio/wasm/exchange"

// The events that stand in an order's chain and change nothing of its state, as
// the package life names them.
const (
	eventAddress      exchange.Event = "address_assigned"
	eventQuestion     exchange.Event = "question"
	eventAnswer       exchange.Event = "answer"
	eventMaterial     exchange.Event = "material"
	eventNameTo       exchange.Event = "refund_address"
	eventPayoutBegun  exchange.Event = "payout_begun"
	eventRefundBegun  exchange.Event = "refund_begun"
	eventPayoutLate   exchange.Event = "payout_late"
	eventRefundLate   exchange.Event = "refund_late"
	eventWrongCoin    exchange.Event = "wrong_coin"
	eventFeeLowered   exchange.Event = "fee_lowered"
	eventRecalculated exchange.Event = "recalculation"
	eventFurtherSeen  exchange.Event = "further_seen"
	eventFurtherGone  exchange.Event = "further_dropped"
	eventCoinBack     exchange.Event = "wrong_coin_returned"
	eventReminded     exchange.Event = "reminder"
	eventMaterialGone exchange.Event = "material_deleted"
	eventTimeCut      exchange.Event = "time_cut"
	eventOwed         exchange.Event = "owed_decided"
	eventOwedBegun    exchange.Event = "owed_begun"
	eventOwedTaken    exchange.Event = "owed_requested"
	eventOwedSent     exchange.Event = "owed_sent"
	eventOwedFailed   exchange.Event = "owed_failed"
)

// happenings has the words for every event that a client is told of. What is not
// in it is the office's own note and no part of the timeline.
var happenings = map[exchange.Event]string{
	exchange.Create:                "The order was made.",
	eventAddress:                   "The office assigned the address to pay to.",
	exchange.PaymentSeen:           "A payment was first seen.",
	exchange.PaymentConfirmed:      "The payment was confirmed and received.",
	exchange.PaymentDropped:        "The payment disappeared from the network or was replaced; it counts as not seen.",
	exchange.FurtherPayment:        "A further payment arrived.",
	eventFurtherSeen:               "More money was seen. It counts when it is received.",
	eventFurtherGone:               "Money that was seen disappeared from the network or was replaced.",
	eventCoinBack:                  "The money in another currency was given back.",
	eventReminded:                  "You were reminded that the time to answer is nearly over.",
	eventMaterialGone:              "A file that you sent was deleted, because its time was over.",
	eventWrongCoin:                 "Money in another currency arrived. It is kept for you, and a person looks at it.",
	exchange.RiskFlag:              "The payment needs verification: the analysis of its origin says that it carries a high risk.",
	exchange.DeadlinePassed:        "The time to pay was over: the order became overdue.",
	exchange.Cancel:                "You cancelled the order, free of charge.",
	exchange.Approve:               "The office approved the payment.",
	exchange.Decline:               "The office declined the verification: the payment goes back whole.",
	exchange.VerificationLapsed:    "The office’s question stayed unanswered: the payment goes back whole.",
	eventQuestion:                  "The office asked you something.",
	eventAnswer:                    "You answered.",
	eventMaterial:                  "You sent a file for the verification.",
	exchange.Convert:               "The payment was converted to USDT, and the order was computed anew on it.",
	exchange.RefundAsked:           "You asked for a refund and confirmed its figures.",
	eventNameTo:                    "You named the address that a refund goes to.",
	eventPayoutBegun:               "The office began to send the withdrawal.",
	eventRefundBegun:               "The office began to send the refund.",
	exchange.PayoutRequested:       "The request to send the withdrawal was accepted: the order is completed.",
	exchange.PayoutConfirmed:       "The withdrawal has left: the order is fulfilled.",
	exchange.PayoutFailed:          "Sending the withdrawal failed. It is repeated under the same reference.",
	eventPayoutLate:                "The time allotted for the withdrawal was over; the office was told so.",
	exchange.Continue:              "You chose to continue at the current prices.",
	exchange.TakeBack:              "You took the payment back.",
	exchange.ChoiceLapsed:          "The time to choose was over without an answer: the payment goes back whole.",
	exchange.Suspend:               "The order was suspended.",
	exchange.Resume:                "The order was taken up again where it stood.",
	eventRecalculated:              "The order had to be computed anew, and the office asks whether you accept the result.",
	exchange.RecalculationAccepted: "You accepted the amount computed anew.",
	exchange.ClientDisagrees:       "You disagreed with the amount computed anew: the payment goes back whole.",
	exchange.Refuse:                "The office refused its service.",
	eventFeeLowered:                "The office lowered the fee of the refund.",
	exchange.RefundRequested:       "The request to send the refund was accepted.",
	exchange.RefundConfirmed:       "The refund has left.",
	exchange.RefundFailed:          "Sending the refund failed. It is repeated under the same reference.",
	eventRefundLate:                "The time for the refund was over; the office was told so.",
	eventTimeCut:                   "In this demonstration the time to pay was let run out early.",
	eventOwed:                      "What stayed owed to you is being sent; its figures stand.",
	eventOwedBegun:                 "The office began to send what stayed owed.",
	eventOwedTaken:                 "The request to send what stayed owed was accepted.",
	eventOwedSent:                  "What stayed owed to you has left.",
	eventOwedFailed:                "Sending what stayed owed failed. It is repeated under the same reference.",
	exchange.Withhold:              "Two people of the office withheld the order.",
	exchange.Release:               "Two people of the office released the order.",
}

// unsentWords is what a refund that was closed without sending anything says
// instead of having left.
const unsentWords = "The refund was closed, and nothing was sent: it is zero, or too small to be sent."

// told are the entries that the client reads, the newest first.
func told(all []EntryView) []EntryView {
	var list []EntryView
	for i := len(all) - 1; i >= 0; i-- {
		if happenings[all[i].Event] != "" {
			list = append(list, all[i])
		}
	}
	return list
}

// Told says whether the client is told of an event.
func Told(e exchange.Event) bool { return happenings[e] != "" }

// Wrote says whether an event is something that the office asked the client or the
// client answered: only such a text is shown.
func Wrote(e exchange.Event) bool { return e == eventQuestion || e == eventAnswer }

// deed is what a client may do: how it is called, what the button says that leads
// to it, and the button that does it.
type deed struct {
	Title   string
	Look    string
	Confirm string
	Words   string
	Clause  exchange.Clause
}

// deeds has the words for each event that is offered to a client with figures.
var deeds = map[exchange.Event]deed{
	exchange.Cancel: {"Cancel the order", "Cancel the order …", "Cancel the order",
		"Nothing has been paid, so cancelling costs nothing. Please do not pay for the order afterwards.", exchange.ClauseFree},
	exchange.RefundAsked: {"Ask for a refund", "Look at the refund …", "Confirm: refund",
		"The exchange does not take place, and what is left after the fee and the cost of sending goes back to you.", exchange.ClauseChosen},
	exchange.Continue: {"Continue at the current prices", "Look at continuing …", "Confirm: continue",
		"The order goes on with what arrived. If the amount differs too much from the order, it is verified first.", exchange.ClauseChoice},
	exchange.TakeBack: {"Take the payment back", "Look at taking it back …", "Confirm: take it back",
		"The payment goes back whole. The office keeps no fee and bears the cost of sending.", exchange.ClauseOffice},
	exchange.RecalculationAccepted: {"Accept the amount computed anew", "Look at the new amount …", "Confirm: accept",
		"The order goes on with the amount that was computed anew.", exchange.ClauseChoice},
	eventOwed: {"Have what stayed owed sent to you", "Look at what is sent …", "Confirm: send",
		"What stayed owed to you is enough to be sent by now. It is bought back at the price of this moment, and less the cost of sending it goes to you.", exchange.ClauseOwed},
	exchange.ClientDisagrees: {"Disagree, and get the payment back", "Look at getting it back …", "Confirm: disagree",
		"The payment goes back whole. The office keeps no fee and bears the cost of sending.", exchange.ClauseOffice},
}
