package life

import (
	"time"

	"agio/wasm/exchange"
)

// decisions are the events that somebody can ask for. Create is not among them: an
// order begins in the store.
var decisions = map[exchange.Event]func(*decision) error{
	exchange.PaymentSeen:      decidePaymentSeen,
	exchange.PaymentConfirmed: decidePaymentConfirmed,
	exchange.FurtherPayment:   decidePaymentConfirmed,
	exchange.PaymentDropped:   decidePaymentDropped,
	exchange.RiskFlag:         decideRiskFlag,
	WrongCoin:                 decideWrongCoin,

	exchange.DeadlinePassed:     decideDeadline,
	exchange.VerificationLapsed: decideVerificationLapsed,
	exchange.ChoiceLapsed:       decideChoiceLapsed,
	Reminded:                    decideReminder,
	PayoutLate:                  decidePayoutLate,
	RefundLate:                  decideRefundLate,

	exchange.Cancel:                decideCancel,
	exchange.RefundAsked:           decideOffered,
	exchange.Continue:              decideOffered,
	exchange.TakeBack:              decideOffered,
	exchange.RecalculationAccepted: decideOffered,
	exchange.ClientDisagrees:       decideOffered,
	Answered:                       decideAnswer,
	MaterialSent:                   decideMaterial,
	MaterialDeleted:                decideMaterialDeleted,
	RefundAddress:                  decideRefundAddress,

	exchange.Approve:  decideMove,
	exchange.Decline:  decideReturn,
	exchange.Refuse:   decideRefuse,
	exchange.Suspend:  decideMove,
	exchange.Resume:   decideResume,
	exchange.Withhold: decideTwo,
	exchange.Release:  decideTwo,
	ProposalDropped:   decideProposalDropped,
	Asked:             decideQuestion,
	Recalculation:     decideRecalculation,
	FeeLowered:        decideFeeLowered,
	RiskCleared:       decideRiskCleared,
	WrongCoinBack:     decideWrongCoinBack,
	Noted:             decideNote,
	Restricted:        decideRestricted,
	RecordsExported:   decideNote,
	KeptLonger:        decideKeptLonger,

	TimeCut:                  decideTimeCut,
	AddressAssigned:          decideAddress,
	ConvertBegun:             decideConvertBegun,
	ConvertGivenUp:           decideConvertGivenUp,
	exchange.Convert:         decideConvert,
	PayoutBegun:              decidePayoutBegun,
	exchange.PayoutRequested: decideSending,
	exchange.PayoutConfirmed: decideSending,
	exchange.PayoutFailed:    decideSending,
	RefundBegun:              decideRefundBegun,
	exchange.RefundRequested: decideSending,
	exchange.RefundConfirmed: decideSending,
	exchange.RefundFailed:    decideSending,
	OwedDecided:              decideOwed,
	OwedBegun:                decideOwedBegun,
	OwedRequested:            decideOwedSending,
	OwedSent:                 decideOwedSending,
	OwedFailed:               decideOwedSending,
}

// free refuses what would take the order elsewhere while the venue is being asked to
// send or to convert: what it does then is not known before it answers.
func (l *Life) free() error {
	if l.Converting {
		return underConversion()
	}
	s := l.sending()
	if s == nil || s.State == Failed || l.stands() == exchange.CompletedState || Closed(l.State) {
		return nil
	}
	return refuse(SendingUnderWay, "event", "The money is being sent at this moment.", "the same again, if the sending fails", exchange.ClausePayout)
}

// decideMove is a decision that is nothing but a row of the table.
func decideMove(d *decision) error {
	if err := d.life.free(); err != nil {
		return err
	}
	if err := d.unseen(); err != nil {
		return err
	}
	return d.move(d.guards())
}

// unseen refuses to end an order that waits for its payment while another one was
// seen than the first, which is gone: the order is about to go on with it (3.5).
func (d *decision) unseen() error {
	if _, is := d.life.waiting(); is && d.event != exchange.Suspend {
		return refuse(exchange.PaymentUnconfirmed, "event", "Another payment was seen and is not confirmed yet.", "an event after the payment is confirmed", exchange.ClauseSeen)
	}
	return nil
}

// decideDeadline makes an order overdue, from the very moment at which its time was
// over, whenever that is written (3.11).
func decideDeadline(d *decision) error {
	if err := d.unseen(); err != nil {
		return err
	}
	if err := d.move(d.guards()); err != nil {
		return err
	}
	if due := d.life.PayBefore(); d.at.After(due) {
		d.facts.Recorded = new(d.at)
		d.at = due
	}
	return nil
}

// PayBefore is the moment from which on a payment is late (3.11).
func (l Life) PayBefore() time.Time {
	if l.Cut.IsZero() {
		return l.Deadline
	}
	return l.Cut
}

// decideTimeCut lets the time to pay run out in a demonstration, so that nobody has
// to wait for it. Where money is real nobody can do this.
func decideTimeCut(d *decision) error {
	l := d.life
	switch {
	case !d.w.Demo:
		return refuse(exchange.TransitionRefused, "event", "The time to pay runs out by itself.", "a demonstration", exchange.ClauseOverdue)
	case !l.Cut.IsZero():
		return recorded()
	case l.State != exchange.AwaitingPayment || !d.at.Before(l.Deadline):
		return refuse(exchange.TransitionRefused, "event", "The order does not wait for its payment.", "an order that waits for its payment", exchange.ClauseOverdue)
	}
	d.facts.Clause = exchange.ClauseOverdue
	return nil
}

// decideCancel ends an order before a payment is seen, free of charge (5.11).
func decideCancel(d *decision) error {
	if err := d.unseen(); err != nil {
		return err
	}
	return d.move(d.guards())
}

// decideResume takes an order up again. Where the client was asked whether to accept
// new figures, the client answers that (3.14).
func decideResume(d *decision) error {
	if d.life.choosing() && d.life.State == exchange.Suspended {
		return refuse(ChoiceRunning, "event", "The client was asked to accept new figures.", "the client's answer, or the end of its time", exchange.ClauseChoice)
	}
	return d.back()
}

// back leads an order that was held up to where it stood. A choice that was open
// begins anew, because it is shown anew.
func (d *decision) back() error {
	if err := d.move(d.guards()); err != nil {
		return err
	}
	if d.life.Paid {
		d.choice()
	}
	return nil
}

// decideTwo is a decision that two operators make, each on their own (4.15).
func decideTwo(d *decision) error {
	if err := d.life.free(); err != nil {
		return err
	}
	clause := exchange.ClauseWithhold
	if err := d.move(d.guards()); err != nil {
		return err
	}
	first := d.life.Proposed
	if first != nil && first.Event == d.c.Event {
		if first.Operator == d.c.Operator {
			return refuse(SecondOperator, "operator", "The same operator cannot decide this twice.", "another operator", clause)
		}
		d.actor, d.facts.Quiet = exchange.ByTwo, d.c.Quiet
		if d.c.Event == exchange.Release && d.life.Paid {
			d.choice()
		}
		return nil
	}
	d.facts = Facts{Clause: clause}
	d.event = WithholdProposed
	if d.c.Event == exchange.Release {
		d.event = ReleaseProposed
	}
	return nil
}

func decideProposalDropped(d *decision) error {
	if d.life.Proposed == nil {
		return recorded()
	}
	d.facts.Clause = exchange.ClauseWithhold
	return nil
}
