package exchange

// State says where an order is. Why it left the straight road is its Reason.
type State string

// The fourteen states of an order. None is before creation.
const (
	None            State = ""
	AwaitingPayment State = "awaiting_payment"
	Confirming      State = "confirming"
	Received        State = "received"
	Verification    State = "verification"
	ConvertedState  State = "converted"
	CompletedState  State = "completed"
	Overdue         State = "overdue"
	LateReview      State = "late_review"
	Suspended       State = "suspended"
	Cancelled       State = "cancelled"
	Rejected        State = "rejected"
	RefundDue       State = "refund_due"
	Refunded        State = "refunded"
	Withheld        State = "withheld"
)

// Before stands in a transition for the state that a suspended or withheld order
// remembers.
const Before State = "(before)"

// States lists the fourteen states.
func States() []State {
	return []State{
		AwaitingPayment, Confirming, Received, Verification, ConvertedState, CompletedState, Overdue,
		LateReview, Suspended, Cancelled, Rejected, RefundDue, Refunded, Withheld,
	}
}

// Event is what happens to an order.
type Event string

// The events of an order's life. What is said here of payments is what clauses 3.5
// and 3.12 count: a payment is seen once and confirmed once, whatever a venue
// repeats.
const (
	Create                Event = "create"
	PaymentSeen           Event = "payment_seen"
	DeadlinePassed        Event = "deadline_passed"
	Cancel                Event = "cancel"
	PaymentConfirmed      Event = "payment_confirmed"
	RiskFlag              Event = "risk_flag"
	PaymentDropped        Event = "payment_dropped" // nothing that was seen for the order is left
	Approve               Event = "approve"
	Decline               Event = "decline"
	VerificationLapsed    Event = "verification_lapsed"
	Convert               Event = "convert"
	RefundAsked           Event = "refund_asked"
	PayoutRequested       Event = "payout_requested"
	PayoutConfirmed       Event = "payout_confirmed"
	PayoutFailed          Event = "payout_failed"
	Continue              Event = "continue"
	TakeBack              Event = "take_back"
	ChoiceLapsed          Event = "choice_lapsed" // the time of 3.20 is over without an answer
	Suspend               Event = "suspend"
	Resume                Event = "resume"
	RecalculationAccepted Event = "recalculation_accepted"
	ClientDisagrees       Event = "client_disagrees"
	Refuse                Event = "refuse"
	RefundRequested       Event = "refund_requested"
	RefundConfirmed       Event = "refund_confirmed"
	RefundFailed          Event = "refund_failed"
	Withhold              Event = "withhold"
	Release               Event = "release"
	FurtherPayment        Event = "further_payment" // money beyond the first payment was received
)

// Events lists all events.
func Events() []Event {
	return []Event{
		Create, PaymentSeen, DeadlinePassed, Cancel, PaymentConfirmed, RiskFlag, PaymentDropped,
		Approve, Decline, VerificationLapsed, Convert, RefundAsked, PayoutRequested, PayoutConfirmed,
		PayoutFailed, Continue, TakeBack, ChoiceLapsed, Suspend, Resume, RecalculationAccepted, ClientDisagrees,
		Refuse, RefundRequested, RefundConfirmed, RefundFailed, Withhold, Release, FurtherPayment,
	}
}

// Actor is who may cause an event.
type Actor string

// Two stands for two operators, each on their own.
const (
	ByClient Actor = "client"
	ByVenue  Actor = "venue"
	ByClock  Actor = "clock"
	ByDesk   Actor = "desk"
	ByTwo    Actor = "two operators"
)

// Reason is why an order left the straight road.
type Reason string

// The reasons that there are. A transition sets its own; where it leaves the reason
// open, paid_less and paid_more say how a payment beyond the tolerance differs, and
// an order that was held up has the reason again that it had before.
const (
	ReasonPaidLate    Reason = "paid_late"
	ReasonPaidLess    Reason = "paid_less"
	ReasonPaidMore    Reason = "paid_more"
	ReasonHighRisk    Reason = "high_risk"
	ReasonDropped     Reason = "payment_dropped"
	ReasonDeclined    Reason = "declined"
	ReasonSilent      Reason = "no_answer"
	ReasonClientAsked Reason = "client_asked"
	ReasonSuspended   Reason = "suspended"
	ReasonDisagreed   Reason = "client_disagrees"
	ReasonRefused     Reason = "refused"
	ReasonWithheld    Reason = "withheld"
	ReasonTakenBack   Reason = "taken_back"
	ReasonUndecided   Reason = "no_choice"
	ReasonFurther     Reason = "further_payment"
)
