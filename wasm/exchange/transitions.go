package exchange

// Transitions gives the whole table. What is not in it is refused.
func Transitions() []Transition {
	rows := append(payment(), exchanged()...)
	rows = append(rows, choices()...)
	rows = append(rows, desk()...)
	rows = append(rows, further()...)
	return append(rows, heldUp(rows)...)
}

// on makes a row without a second guard.
func on(from State, e Event, when Guard, by Actor, to State, clause Clause, reason Reason) Transition {
	return Transition{From: from, Event: e, When: when, By: by, To: to, Clause: clause, Reason: reason}
}

// and adds a second guard.
func (t Transition) and(g Guard) Transition {
	t.And = g
	return t
}

// paid adds, where the state alone does not say that the payment was received, the
// guard that asks for it.
func (t Transition) paid(s State) Transition {
	if s == Verification || s == LateReview {
		return t.and(IfConfirmed)
	}
	return t
}

// payment is the way to a payment that is received, or to none.
func payment() []Transition {
	return []Transition{
		on(None, Create, Always, ByClient, AwaitingPayment, ClauseOrder, ""),
		on(AwaitingPayment, PaymentSeen, InTime, ByVenue, Confirming, ClauseSeen, ""),
		// The clock may not have said yet that the order is overdue.
		on(AwaitingPayment, PaymentSeen, PastDeadline, ByVenue, LateReview, ClauseLiability, ReasonPaidLate),
		on(AwaitingPayment, DeadlinePassed, PastDeadline, ByClock, Overdue, ClauseOverdue, ""),
		on(AwaitingPayment, Cancel, Always, ByClient, Cancelled, ClauseFree, ReasonClientAsked),
		on(AwaitingPayment, Refuse, Always, ByDesk, Rejected, ClauseService, ReasonRefused),
		// First sight counts, also when it is reported late.
		on(Overdue, PaymentSeen, InTime, ByVenue, Confirming, ClauseOverdue, ""),
		on(Overdue, PaymentSeen, PastDeadline, ByVenue, LateReview, ClauseLiability, ReasonPaidLate),
		on(Confirming, PaymentConfirmed, WithinTolerance, ByVenue, Received, ClauseTolerance, ""),
		on(Confirming, PaymentConfirmed, BeyondTolerance, ByVenue, Verification, ClauseVerify, ""),
		on(Confirming, RiskFlag, Always, ByVenue, Verification, ClauseVerify, ReasonHighRisk),
		on(Confirming, PaymentDropped, InTime, ByVenue, AwaitingPayment, ClauseOverdue, ReasonDropped),
		on(Confirming, PaymentDropped, PastDeadline, ByVenue, Overdue, ClauseOverdue, ReasonDropped),
		// A risk is often seen before the confirmation, and a late payment is in review from its first sight.
		on(Verification, PaymentConfirmed, Always, ByVenue, Verification, ClauseVerify, "").and(UntilConfirmed),
		on(Verification, PaymentDropped, InTime, ByVenue, AwaitingPayment, ClauseOverdue, ReasonDropped).and(UntilConfirmed),
		on(Verification, PaymentDropped, PastDeadline, ByVenue, Overdue, ClauseOverdue, ReasonDropped).and(UntilConfirmed),
		on(LateReview, PaymentConfirmed, Always, ByVenue, LateReview, ClauseLiability, "").and(UntilConfirmed),
		on(LateReview, PaymentDropped, Always, ByVenue, Overdue, ClauseOverdue, ReasonDropped).and(UntilConfirmed),
	}
}

// exchanged is the straight road from a received payment, and the refund's.
func exchanged() []Transition {
	return []Transition{
		on(Received, RiskFlag, Always, ByVenue, Verification, ClauseVerify, ReasonHighRisk),
		on(Received, Convert, Always, ByVenue, ConvertedState, ClauseConversion, ""),
		on(ConvertedState, PayoutRequested, Always, ByVenue, CompletedState, ClauseRequested, ""),
		// What was not accepted, or failed later, is asked for again under the same reference.
		on(ConvertedState, PayoutFailed, Always, ByVenue, ConvertedState, ClausePayout, ""),
		on(CompletedState, PayoutRequested, Always, ByVenue, CompletedState, ClausePayout, ""),
		on(CompletedState, PayoutConfirmed, Always, ByVenue, CompletedState, ClausePayout, ""),
		on(CompletedState, PayoutFailed, Always, ByVenue, CompletedState, ClausePayout, ""),
		on(RefundDue, RefundRequested, Always, ByVenue, RefundDue, ClauseReturn, ""),
		on(RefundDue, RefundConfirmed, Always, ByVenue, Refunded, ClauseReturn, ""),
		on(RefundDue, RefundFailed, Always, ByVenue, RefundDue, ClauseReturn, ""),
	}
}

// choices are what a client decides about money that the office has received, and
// what silence decides (3.20).
func choices() []Transition {
	rows := []Transition{
		on(Received, RefundAsked, BelowShare, ByClient, RefundDue, ClauseSmall, ReasonClientAsked),
		on(Received, RefundAsked, NotBelowShare, ByClient, RefundDue, ClauseCancelled, ReasonClientAsked),
		on(Verification, RefundAsked, BelowShare, ByClient, RefundDue, ClauseSmall, ReasonClientAsked).and(IfConfirmed),
		on(Verification, RefundAsked, NotBelowShare, ByClient, RefundDue, ClauseCancelled, ReasonClientAsked).and(IfConfirmed),
		on(ConvertedState, RefundAsked, BelowShare, ByClient, RefundDue, ClauseSmall, ReasonClientAsked),
		on(ConvertedState, RefundAsked, NotBelowShare, ByClient, RefundDue, ClauseRefusal, ReasonClientAsked),
		on(LateReview, Continue, WithinTolerance, ByClient, Received, ClauseConversion, "").and(IfConfirmed),
		on(LateReview, Continue, BeyondTolerance, ByClient, Verification, ClauseVerify, "").and(IfConfirmed),
		on(LateReview, TakeBack, Always, ByClient, RefundDue, ClauseOffice, ReasonTakenBack).and(IfConfirmed),
		on(LateReview, ChoiceLapsed, Always, ByClock, RefundDue, ClauseOffice, ReasonUndecided).and(IfConfirmed),
		on(Suspended, RecalculationAccepted, WithinTolerance, ByClient, Received, ClauseFault, "").and(IfConfirmed).within(LateReview),
		on(Suspended, RecalculationAccepted, BeyondTolerance, ByClient, Verification, ClauseVerify, "").and(IfConfirmed).within(LateReview),
	}
	for _, s := range []State{Received, Verification, ConvertedState} {
		rows = append(rows, on(Suspended, RecalculationAccepted, Always, ByClient, s, ClauseFault, "").paid(s).within(s))
	}
	for _, s := range []State{Received, Verification, ConvertedState, LateReview} {
		rows = append(rows,
			on(Suspended, ClientDisagrees, Always, ByClient, RefundDue, ClauseFault, ReasonDisagreed).paid(s).within(s),
			on(Suspended, ChoiceLapsed, Always, ByClock, RefundDue, ClauseOffice, ReasonUndecided).paid(s).within(s))
	}
	return rows
}

// desk is what operators decide, and the clock when nobody answers them.
func desk() []Transition {
	rows := []Transition{
		on(Verification, Approve, Always, ByDesk, Received, ClauseVerify, "").and(IfConfirmed),
		on(Verification, Decline, Always, ByDesk, RefundDue, ClauseOffice, ReasonDeclined).and(IfConfirmed),
		on(Verification, VerificationLapsed, Always, ByClock, RefundDue, ClauseOffice, ReasonSilent).and(IfConfirmed),
		on(Received, Refuse, Always, ByDesk, RefundDue, ClauseService, ReasonRefused),
		on(ConvertedState, Refuse, Always, ByDesk, RefundDue, ClauseService, ReasonRefused),
		on(LateReview, Refuse, Always, ByDesk, RefundDue, ClauseService, ReasonRefused).and(IfConfirmed),
		on(Suspended, Resume, Always, ByDesk, Before, ClauseFault, ""),
		on(Withheld, Release, Always, ByTwo, Before, ClauseWithhold, ""),
	}
	for _, s := range []State{AwaitingPayment, Confirming, Received, Verification, ConvertedState, LateReview} {
		rows = append(rows, on(s, Suspend, Always, ByDesk, Suspended, ClauseSuspended, ReasonSuspended))
	}
	for _, s := range []State{Received, Verification, ConvertedState, LateReview, RefundDue} {
		rows = append(rows, on(s, Withhold, Always, ByTwo, Withheld, ClauseWithhold, ReasonWithheld).paid(s))
	}
	return rows
}

// further is money that comes after the first payment, which is never ignored.
// Before the conversion it is added up (3.12), and where the payment was accepted
// already the sum is judged anew (3.13); afterwards, and when the order has ended,
// it becomes a case of its own and leaves the order as it is (4.1).
func further() []Transition {
	rows := []Transition{
		// The case itself: an order that begins with its payment.
		on(None, FurtherPayment, Always, ByVenue, LateReview, ClauseLiability, ReasonFurther),
		on(Received, FurtherPayment, WithinTolerance, ByVenue, Received, ClauseTolerance, ""),
		on(Received, FurtherPayment, BeyondTolerance, ByVenue, Verification, ClauseVerify, ""),
	}
	for _, s := range []State{Confirming, Verification, LateReview} {
		rows = append(rows, on(s, FurtherPayment, Always, ByVenue, s, ClauseTolerance, ""))
	}
	for _, s := range []State{ConvertedState, CompletedState, RefundDue, Refunded, Cancelled, Rejected} {
		rows = append(rows, on(s, FurtherPayment, Always, ByVenue, s, ClauseLiability, ""))
	}
	return rows
}

// heldUp are the rows of orders that are suspended or withheld: what is reported
// about the payment moves the state that they remember as it would move the order.
func heldUp(rows []Transition) []Transition {
	var held []Transition
	for _, t := range rows {
		for _, by := range []State{Suspended, Withheld} {
			if remembers(by, t.From) && reported(by, t.Event) {
				t := t.within(t.From)
				t.From, t.To, t.Then, t.Reason = by, by, t.To, ""
				held = append(held, t)
			}
		}
	}
	return held
}

// within makes the row one of an order that remembers a state.
func (t Transition) within(s State) Transition {
	t.Within = s
	return t
}

// remembers says whether an order that is suspended or withheld can remember a
// state. One that is suspended becomes overdue in its memory only.
func remembers(by, s State) bool {
	switch s {
	case AwaitingPayment, Confirming, Overdue:
		return by == Suspended
	case Received, Verification, ConvertedState, LateReview:
		return true
	case RefundDue:
		return by == Withheld
	}
	return false
}

// reported says whether an event happens to an order whatever the office does. What
// is withheld has been received, so that only more money or a risk can come to it.
func reported(by State, e Event) bool {
	switch e {
	case FurtherPayment, RiskFlag:
		return true
	case PaymentSeen, PaymentConfirmed, PaymentDropped, DeadlinePassed:
		return by == Suspended
	}
	return false
}
