package exchange

// Clause is a clause of the user agreement by its permanent name: Clause "3.12" is the
// one that the text calls n-3.12, which was clause 3.12 when it was written and is
// the same clause under whatever number an edition gives it. The number to print and
// to link to is Terms.Number's; only what a client reads is numbered, at the edge.
type Clause string

// The clauses of the user agreement that the software rests on. Lines and
// refusals name them; building the site proves that the agreement has them. No other
// part of the software writes the name of a clause.
const (
	ClauseAgreed      Clause = "2.1"    // an order accepts the agreement
	ClauseEdition     Clause = "2.3"    // the edition in force at creation counts for the order
	ClauseNotice      Clause = "2.4"    // editions are published before they take effect
	ClauseOrder       Clause = "3.2"    // an order is made on the site
	ClauseCommission  Clause = "3.3"    // commission inside the rate, fixed in the order
	ClauseSeen        Clause = "3.5"    // first seen, then received; between the two nobody can cancel
	ClauseConversion  Clause = "3.6"    // conversion to USDT on receipt, recalculation
	ClauseWithin      Clause = "3.7"    // the time for the withdrawal
	ClauseRequested   Clause = "3.8"    // completed: the venue took the withdrawal
	ClausePayout      Clause = "3.9"    // the withdrawal
	ClauseCompleted   Clause = "3.10"   // a completed order cannot be cancelled
	ClauseOverdue     Clause = "3.11"   // the time to pay
	ClauseTolerance   Clause = "3.12"   // the permitted difference
	ClauseVerify      Clause = "3.13"   // a larger difference
	ClauseSuspended   Clause = "3.14"   // orders are suspended, and what follows
	ClauseMaintenance Clause = "3.15"   // no orders are taken meanwhile
	ClausePayoutFee   Clause = "3.16"   // what the payout's network takes
	ClauseRounding    Clause = "3.17"   // exact inside, rounded once
	ClausePrices      Clause = "3.18"   // bid, ask and the snapshot
	ClauseLimits      Clause = "3.19"   // limits and directions
	ClauseChoice      Clause = "3.20"   // the client's choice where the road forks
	ClauseFixed       Clause = "3.21"   // for how long an order keeps its rate
	ClauseLiability   Clause = "4.1"    // money is never ignored
	ClauseFault       Clause = "4.6"    // the office's program was affected
	ClauseAddress     Clause = "4.9"    // whose addresses the client names
	ClauseOwnData     Clause = "4.10.1" // declared when ordering: the data is the client's own
	ClauseLaundering  Clause = "4.10.2" // declared: no money is laundered
	ClauseCrime       Clause = "4.10.3" // declared: neither from crime nor for it
	ClauseTrade       Clause = "4.10.4" // declared: no prohibited trade
	ClauseIncome      Clause = "4.10.5" // declared: no other illegal income
	ClauseWithhold    Clause = "4.15"   // incomplete orders withheld against a loss
	ClauseNoCancel    Clause = "5.1"    // no refund after Completed
	ClauseCancelled   Clause = "5.2"    // refund before conversion
	ClauseSmall       Clause = "5.3"    // refund of a payment far below the order
	ClauseRefusal     Clause = "5.4"    // refund after conversion
	ClauseChosen      Clause = "5.5"    // which of them applies; fees may be lowered
	ClauseValuation   Clause = "5.6"    // how the paid value is found
	ClauseSending     Clause = "5.7"    // the cost of sending
	ClauseOwed        Clause = "5.8"    // never below zero; too small to send stays owed
	ClauseOffice      Clause = "5.9"    // what the office starts is returned whole
	ClauseReturn      Clause = "5.10"   // paid in the original coin
	ClauseFree        Clause = "5.11"   // cancelling before payment is free
	ClauseService     Clause = "6.5"    // service may be refused
	ClauseAuthority   Clause = "6.2"    // what authorities may ask for
	ClauseCards       Clause = "6.4"    // card numbers never enter the office
	ClauseRecords     Clause = "6.6"    // records are kept
)

// Clauses lists every clause that the software names, so that a check of the
// agreement can prove that each exists.
func Clauses() []Clause {
	return append([]Clause{
		ClauseAgreed, ClauseEdition, ClauseNotice,
		ClauseOrder, ClauseCommission, ClauseSeen, ClauseConversion, ClauseWithin, ClauseRequested, ClausePayout,
		ClauseCompleted, ClauseOverdue, ClauseTolerance, ClauseVerify, ClauseSuspended, ClauseMaintenance,
		ClausePayoutFee, ClauseRounding, ClausePrices, ClauseLimits, ClauseChoice, ClauseFixed,
		ClauseLiability, ClauseFault, ClauseAddress, ClauseWithhold,
		ClauseNoCancel, ClauseCancelled, ClauseSmall, ClauseRefusal, ClauseChosen, ClauseValuation, ClauseSending,
		ClauseOwed, ClauseOffice, ClauseReturn, ClauseFree,
		ClauseAuthority, ClauseCards, ClauseService, ClauseRecords,
	}, Declarations()...)
}

// Declarations are the clauses a client declares to be true of themselves when
// ordering (4.10); an order without all of them is refused.
func Declarations() []Clause {
	return []Clause{ClauseOwnData, ClauseLaundering, ClauseCrime, ClauseTrade, ClauseIncome}
}

// Numbers are the numbers that an edition of the agreement gives to clauses. One that
// is not among them has the number of its name.
type Numbers map[Clause]string

// Of gives the number of a clause; empty for none.
func (n Numbers) Of(c Clause) string {
	if number, ok := n[c]; ok {
		return number
	}
	return string(c)
}

// All gives the numbers of several clauses, in their order.
func (n Numbers) All(clauses []Clause) []string {
	all := make([]string, len(clauses))
	for i, c := range clauses {
		all[i] = n.Of(c)
	}
	return all
}
