package life

import "agio/wasm/exchange"

// The events that change nothing of an order's state and stand in its chain all
// the same.
const (
	AddressAssigned  exchange.Event = "address_assigned"  // where to pay
	Asked            exchange.Event = "question"          // the desk asks; the time of 3.13 begins
	Answered         exchange.Event = "answer"            // the client writes
	MaterialSent     exchange.Event = "material"          // the client sends a photo, a video or a document
	MaterialDeleted  exchange.Event = "material_deleted"  // its time is over (privacy 7.1)
	Reminded         exchange.Event = "reminder"          // the time of 3.13 or 3.20 is nearly over
	RefundAddress    exchange.Event = "refund_address"    // the client names where a refund goes (5.10)
	PayoutLate       exchange.Event = "payout_late"       // the time of 3.7 is over
	RefundLate       exchange.Event = "refund_late"       // the time of 5.10 is over
	WithholdProposed exchange.Event = "withhold_proposed" // by the first of two operators
	ReleaseProposed  exchange.Event = "release_proposed"
	WrongCoin        exchange.Event = "wrong_coin"      // money in another currency arrived for the order: a case for the desk (4.1)
	FeeLowered       exchange.Event = "fee_lowered"     // the desk waives a fee of section 5, in part or whole (5.5)
	Recalculation    exchange.Event = "recalculation"   // the desk asks the client to accept new figures (3.14, 4.6): the time of 3.20 begins
	FurtherSeen      exchange.Event = "further_seen"    // more money was seen; it counts when it is received (3.12)
	FurtherDropped   exchange.Event = "further_dropped" // it disappeared again
	RiskNoted        exchange.Event = "risk_noted"      // a risk that is reported where verification is not open, or has begun (AML/KYC 8.2)
	RiskCleared      exchange.Event = "risk_cleared"    // after the conversion the desk lets the order go on in spite of it
	WrongCoinBack    exchange.Event = "wrong_coin_returned"
	ConvertBegun     exchange.Event = "convert_begun"    // recorded before the venue is asked to convert
	ConvertGivenUp   exchange.Event = "convert_given_up" // the venue did not do it, for certain
	PayoutBegun      exchange.Event = "payout_begun"     // recorded before the venue is asked to send
	RefundBegun      exchange.Event = "refund_begun"
	OwedDecided      exchange.Event = "owed_decided" // what stayed owed goes out (5.8)
	OwedBegun        exchange.Event = "owed_begun"
	OwedRequested    exchange.Event = "owed_requested"
	OwedSent         exchange.Event = "owed_sent"
	OwedFailed       exchange.Event = "owed_failed"
	ProposalDropped  exchange.Event = "proposal_dropped" // an operator does not agree with what another proposed
	Noted            exchange.Event = "note"             // an operator writes something down
	Restricted       exchange.Event = "restricted"       // access was restricted or opened again on request (6.6)
	RecordsExported  exchange.Event = "records_exported" // for a legal request
	KeptLonger       exchange.Event = "kept_longer"      // records are kept beyond their time, or no longer so (privacy 7.1)
	TimeCut          exchange.Event = "time_cut"         // in a demonstration the time of 3.11 is let run out early
)
