package exchange

// Guard is a condition of a transition, decided by Facts.
type Guard string

// Always holds; the others come in pairs of which exactly one holds.
const (
	Always           Guard = ""
	InTime           Guard = "before the deadline"
	PastDeadline     Guard = "at or after the deadline"
	WithinTolerance  Guard = "within the tolerance"
	BeyondTolerance  Guard = "beyond the tolerance"
	BelowShare       Guard = "paid below the share"
	NotBelowShare    Guard = "paid at least the share"
	BeforeConverting Guard = "not yet converted"
	AfterConverting  Guard = "converted"
)

// Facts are what the guards ask about an order at the moment of an event.
type Facts struct {
	Late      bool // the deadline has passed (Late)
	Deviates  bool // the payment is beyond the tolerance (Deviates)
	Small     bool // the payment is strictly below the share of 5.3
	Converted bool // the payment has been converted to USDT
}

func (g Guard) holds(f Facts) bool {
	switch g {
	case InTime:
		return !f.Late
	case PastDeadline:
		return f.Late
	case WithinTolerance:
		return !f.Deviates
	case BeyondTolerance:
		return f.Deviates
	case BelowShare:
		return f.Small
	case NotBelowShare:
		return !f.Small
	case BeforeConverting:
		return !f.Converted
	case AfterConverting:
		return f.Converted
	}
	return true
}

// Transition is one row of the order's life: in state From, the event, when the
// guard holds, leads to state To under the clause.
type Transition struct {
	From   State
	Event  Event
	When   Guard
	By     Actor
	To     State // Before: the state it was suspended or withheld from
	Clause string
	Reason Reason // what the transition sets; empty leaves the reason as it was
}

// Transitions gives the whole table. What is not in it is refused.
func Transitions() []Transition {
	rows := []Transition{
		{None, Create, Always, ByClient, AwaitingPayment, ClauseOrder, ""},
		{AwaitingPayment, PaymentSeen, InTime, ByVenue, Confirming, "3.5", ""},
		{AwaitingPayment, DeadlinePassed, PastDeadline, ByClock, Overdue, ClauseOverdue, ""},
		{AwaitingPayment, Cancel, Always, ByClient, Cancelled, ClauseFree, ReasonClientAsked},
		{Confirming, PaymentConfirmed, WithinTolerance, ByVenue, Received, ClauseTolerance, ""},
		{Confirming, PaymentConfirmed, BeyondTolerance, ByVenue, Verification, ClauseVerify, ""},
		{Confirming, RiskFlag, Always, ByVenue, Verification, ClauseVerify, ReasonHighRisk},
		{Received, RiskFlag, Always, ByVenue, Verification, ClauseVerify, ReasonHighRisk},
		{Confirming, PaymentDropped, InTime, ByVenue, AwaitingPayment, ClauseOverdue, ReasonDropped},
		{Confirming, PaymentDropped, PastDeadline, ByVenue, Overdue, ClauseOverdue, ReasonDropped},
		{Verification, Approve, Always, ByDesk, Received, ClauseVerify, ""},
		{Verification, Decline, Always, ByDesk, RefundDue, ClauseOffice, ReasonDeclined},
		{Verification, VerificationLapsed, Always, ByClock, RefundDue, ClauseOffice, ReasonSilent},
		{Received, Convert, Always, ByVenue, ConvertedState, ClauseConversion, ""},
		{ConvertedState, PayoutRequested, Always, ByVenue, CompletedState, "3.8", ""},
		{CompletedState, PayoutConfirmed, Always, ByVenue, CompletedState, ClausePayout, ""},
		{CompletedState, PayoutFailed, Always, ByVenue, CompletedState, ClausePayout, ""},
		{Overdue, PaymentSeen, PastDeadline, ByVenue, LateReview, ClauseLiability, ReasonPaidLate},
		{LateReview, Continue, Always, ByClient, Received, ClauseConversion, ReasonPaidLate},
		{LateReview, TakeBack, Always, ByClient, RefundDue, ClauseOffice, ReasonTakenBack},
		{Suspended, Resume, Always, ByDesk, Before, ClauseFault, ""},
		{Suspended, RecalculationAccepted, BeforeConverting, ByClient, Received, ClauseFault, ""},
		{Suspended, RecalculationAccepted, AfterConverting, ByClient, ConvertedState, ClauseFault, ""},
		{Suspended, ClientDisagrees, Always, ByClient, RefundDue, ClauseFault, ReasonDisagreed},
		{AwaitingPayment, Refuse, Always, ByDesk, Rejected, ClauseService, ReasonRefused},
		{RefundDue, RefundRequested, Always, ByVenue, RefundDue, ClauseReturn, ""},
		{RefundDue, RefundConfirmed, Always, ByVenue, Refunded, ClauseReturn, ""},
		{RefundDue, RefundFailed, Always, ByVenue, RefundDue, ClauseReturn, ""},
		{Withheld, Release, Always, ByTwo, Before, ClauseWithhold, ""},
	}
	return append(rows, families()...)
}

// families are the rows that hold alike in several states.
func families() []Transition {
	var rows []Transition
	add := func(to State, e Event, by Actor, clause string, reason Reason, from ...State) {
		for _, s := range from {
			rows = append(rows, Transition{s, e, Always, by, to, clause, reason})
		}
	}
	for _, s := range []State{Received, Verification} {
		rows = append(rows,
			Transition{s, RefundAsked, BelowShare, ByClient, RefundDue, ClauseSmall, ReasonClientAsked},
			Transition{s, RefundAsked, NotBelowShare, ByClient, RefundDue, ClauseCancelled, ReasonClientAsked})
	}
	rows = append(rows,
		Transition{ConvertedState, RefundAsked, BelowShare, ByClient, RefundDue, ClauseSmall, ReasonClientAsked},
		Transition{ConvertedState, RefundAsked, NotBelowShare, ByClient, RefundDue, ClauseRefusal, ReasonClientAsked})
	add(Suspended, Suspend, ByDesk, "3.14", ReasonSuspended,
		AwaitingPayment, Confirming, Received, Verification, ConvertedState, LateReview)
	add(RefundDue, Refuse, ByDesk, ClauseService, ReasonRefused, Received, ConvertedState, LateReview)
	add(Withheld, Withhold, ByTwo, ClauseWithhold, ReasonWithheld,
		Received, Verification, ConvertedState, LateReview, RefundDue)
	for _, s := range []State{ConvertedState, CompletedState, Refunded} {
		add(s, FurtherPayment, ByVenue, ClauseLiability, "", s)
	}
	return rows
}

// Step finds the transition for an event. It refuses OrderCompleted for what a
// client may no longer do after Completed (3.10, 5.1), and TransitionRefused
// for every other pair of state and event that the table does not have.
func Step(from State, e Event, f Facts) (Transition, error) {
	for _, t := range Transitions() {
		if t.From == from && t.Event == e && t.When.holds(f) {
			return t, nil
		}
	}
	if from == CompletedState && (e == Cancel || e == RefundAsked) {
		return Transition{}, &Error{OrderCompleted, "event", "A completed order can be neither cancelled nor refunded.", "a request made before the order is completed", ClauseNoCancel}
	}
	return Transition{}, refuse(TransitionRefused, "event", "An order that is "+string(from)+" cannot take "+string(e)+".", "an event that this state allows")
}
