package exchange

// The clauses of the user agreement that the software rests on. Lines and
// refusals name them; building the site proves that the agreement has them.
const (
	ClauseOrder      = "3.2"  // an order is made on the site
	ClauseCommission = "3.3"  // commission inside the rate, fixed in the order
	ClauseSeen       = "3.5"  // first seen, then received; between the two nobody can cancel
	ClauseConversion = "3.6"  // conversion to USDT on receipt, recalculation
	ClausePayout     = "3.9"  // the withdrawal
	ClauseCompleted  = "3.10" // a completed order cannot be cancelled
	ClauseOverdue    = "3.11" // the time to pay
	ClauseTolerance  = "3.12" // the permitted difference
	ClauseVerify     = "3.13" // a larger difference
	ClausePayoutFee  = "3.16" // what the payout's network takes
	ClauseRounding   = "3.17" // exact inside, rounded once
	ClausePrices     = "3.18" // bid, ask and the snapshot
	ClauseLimits     = "3.19" // limits and directions
	ClauseChoice     = "3.20" // the client's choice where the road forks
	ClauseFixed      = "3.21" // for how long an order keeps its rate
	ClauseLiability  = "4.1"  // money is never ignored
	ClauseFault      = "4.6"  // the office's program was affected
	ClauseWithhold   = "4.15" // incomplete orders withheld against a loss
	ClauseNoCancel   = "5.1"  // no refund after Completed
	ClauseCancelled  = "5.2"  // refund before conversion
	ClauseSmall      = "5.3"  // refund of a payment far below the order
	ClauseRefusal    = "5.4"  // refund after conversion
	ClauseValuation  = "5.6"  // how the paid value is found
	ClauseSending    = "5.7"  // the cost of sending
	ClauseOwed       = "5.8"  // never below zero; too small to send stays owed
	ClauseOffice     = "5.9"  // what the office starts is returned whole
	ClauseReturn     = "5.10" // paid in the original coin
	ClauseFree       = "5.11" // cancelling before payment is free
	ClauseService    = "6.5"  // service may be refused
)

// Clauses lists every clause that a line, a refusal or a transition can name,
// so that a check of the agreement can prove that each exists.
func Clauses() []string {
	return []string{
		ClauseOrder, ClauseCommission, ClauseSeen, ClauseConversion, ClausePayout, ClauseCompleted,
		ClauseOverdue, ClauseTolerance, ClauseVerify, ClausePayoutFee, ClauseRounding,
		ClausePrices, ClauseLimits, ClauseChoice, ClauseFixed, ClauseLiability, ClauseFault,
		ClauseWithhold, ClauseNoCancel, ClauseCancelled, ClauseSmall, ClauseRefusal,
		ClauseValuation, ClauseSending, ClauseOwed, ClauseOffice, ClauseReturn,
		ClauseFree, ClauseService,
		"3.8", "3.14", "3.15", "4.10.1", "4.10.2", "4.10.3", "4.10.4", "4.10.5", "6.2",
	}
}

// Declarations are the clauses a client declares to be true of themselves when
// ordering (4.10); an order without all of them is refused.
func Declarations() []string {
	return []string{"4.10.1", "4.10.2", "4.10.3", "4.10.4", "4.10.5"}
}
