package exchange

// Guard is a condition of a transition, decided by Facts.
type Guard string

// Always holds; the others come in pairs of which exactly one holds.
const (
	Always          Guard = ""
	InTime          Guard = "before the deadline"
	PastDeadline    Guard = "at or after the deadline"
	WithinTolerance Guard = "within the tolerance"
	BeyondTolerance Guard = "beyond the tolerance"
	BelowShare      Guard = "paid below the share"
	NotBelowShare   Guard = "paid at least the share"
	IfConfirmed     Guard = "payment confirmed"
	UntilConfirmed  Guard = "payment not yet confirmed"
)

// Facts are what the guards ask about an order at the moment of an event.
type Facts struct {
	Late      bool  // the deadline has passed (Late); for PaymentSeen: it had when the payment was first seen (3.11)
	Deviates  bool  // the sum of the payments, the one of the event with them, is beyond the tolerance (Deviates)
	Small     bool  // the payment is strictly below the share of 5.3
	Confirmed bool  // the payment has been received (3.5)
	Before    State // of a suspended or withheld order: the state it remembers
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
	case IfConfirmed:
		return f.Confirmed
	case UntilConfirmed:
		return !f.Confirmed
	}
	return true
}

// Transition is one row of the order's life: in state From, the event, when both
// guards hold, leads to state To under the clause.
//
// An order that is suspended or withheld remembers the state it was in. What is
// reported of its payment meanwhile is not lost: such a row has the remembered
// state as Within, leaves the order in From, and names in Then the state that the
// remembered one becomes. A suspended order that awaited its payment, for example,
// stays suspended when the payment is seen and remembers confirming from then on,
// which is where Resume leads it. After gives both states.
type Transition struct {
	From   State
	Within State // the remembered state that the row asks for; None asks for none
	Event  Event
	When   Guard
	And    Guard
	By     Actor
	To     State // Before: the remembered state
	Then   State // the remembered state from now on; None: as After says
	Clause Clause
	Reason Reason // what the transition sets; empty leaves the reason as it was
}

// After gives the state that an order is in after the transition and the state
// that it remembers, which is None unless it is suspended or withheld. It takes the
// state remembered so far.
func (t Transition) After(before State) (state, remembered State) {
	switch {
	case t.To == Before:
		return before, None
	case t.To != Suspended && t.To != Withheld:
		return t.To, None
	case t.Then != None:
		return t.To, t.Then
	}
	return t.To, t.From
}

// Step finds the transition for an event. It refuses OrderCompleted for what a
// client may no longer do after Completed (3.10, 5.1), PaymentUnconfirmed for what
// has to wait until the payment is received (3.5), and TransitionRefused for every
// other pair of state and event that the table does not have.
func Step(from State, e Event, f Facts) (Transition, error) {
	return step(Transitions(), from, e, f)
}

// Table is the table of transitions, made once by whoever asks it often.
type Table struct{ rows map[pair][]Transition }

type pair struct {
	from  State
	event Event
}

// NewTable makes the table.
func NewTable() Table {
	t := Table{make(map[pair][]Transition)}
	for _, row := range Transitions() {
		p := pair{row.From, row.Event}
		t.rows[p] = append(t.rows[p], row)
	}
	return t
}

// Step answers as the function Step does.
func (t Table) Step(from State, e Event, f Facts) (Transition, error) {
	return step(t.rows[pair{from, e}], from, e, f)
}

func step(rows []Transition, from State, e Event, f Facts) (Transition, error) {
	unconfirmed := false
	for _, t := range rows {
		if t.From != from || t.Event != e || t.Within != None && t.Within != f.Before || !t.When.holds(f) {
			continue
		}
		if t.And.holds(f) {
			return t, nil
		}
		unconfirmed = unconfirmed || t.And == IfConfirmed
	}
	switch {
	case unconfirmed:
		return Transition{}, &Error{PaymentUnconfirmed, "event", "The payment was seen and is not confirmed yet. Until it is, neither side can end or continue the order.", "an event after the payment is confirmed", ClauseSeen}
	case from == CompletedState && (e == Cancel || e == RefundAsked):
		return Transition{}, &Error{OrderCompleted, "event", "A completed order can be neither cancelled nor refunded.", "a request made before the order is completed", ClauseNoCancel}
	}
	return Transition{}, refuse(TransitionRefused, "event", "An order that is "+string(from)+" cannot take "+string(e)+".", "an event that this state allows")
}
