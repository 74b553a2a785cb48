// Package life carries an order from step to step as the terms say. It is pure: an
// order's events go in, and what may happen next comes out; nothing here reads a
// clock, a price, a disk or a network.
//
// # A life
//
// Replay folds the events of an order into a Life: where it stands, what was paid,
// converted and sent, what was asked and until when. Decide is the one place where
// anything is allowed or refused: it takes a Command and the World of the moment and
// gives the step to be stored, or an *exchange.Error. Apply gives the life after the
// step. What an event changes is decided once, when it is written; folding it later
// depends on nothing but the event, so that an old order reads the same under new
// terms, a new tariff and a new table.
//
// Most events are rows of the domain's table (exchange.Transitions; diagram.md draws
// it). The others are notes: they stand in the order's chain and leave its state as
// it is.
//
// # What a venue reports
//
// A payment is known by the venue's id. That it was seen, carries a risk, was
// received or is gone is recorded once each, in whatever order and however often it
// is reported; AlreadyRecorded is the refusal of what is known. Heard gives, one by
// one, the commands that bring a life up to what a venue says, whether the payment
// is the order's first, a further one, a case of its own or in a wrong coin:
//
//	for {
//		c, more := l.Heard(p)
//		if !more {
//			break
//		}
//		c.CaseID = … // a fresh id, used where the payment becomes a case
//		step, err := l.Decide(c, w)
//		…
//	}
//
// The first payment seen decides whether the order was paid in time. When it is gone
// the next one that was seen takes its place, by its own first sight. Payments
// received before the conversion are added up; afterwards each becomes an order of
// its own in late review, whose first step is to book its payment.
//
// # What the office has to do
//
// Needs says what an order needs now. A venue is asked to convert or to send only
// after that was recorded (ConvertBegun, PayoutBegun, RefundBegun): from then until
// the answer is recorded nobody can take the order elsewhere, so that after a crash
// the same can be asked again under the same reference. A venue that certainly did
// not convert is recorded with ConvertGivenUp, one that certainly did not send with
// PayoutFailed or RefundFailed.
//
// What the clock decides is a command like any other, and each happens once: when it
// is decided a second time there is nothing to decide any more. The deadline of 3.11
// takes effect at the deadline, whenever it is written. An order's own clock never
// goes back behind what it knows of.
//
// # What is shown and confirmed
//
// Offers are what the client may do, with what going on would bring and what would
// come back. A decision about figures carries the token of exactly these figures;
// TokenSnapshot says with which prices they were computed.
//
// # The books
//
// Each step that moves money has postings that sum to zero for each asset (the
// accounts are named below). When an order is closed, nothing is left in
// AccountOrder and AccountDue.
//
// # Personal data
//
// What a client or an operator writes freely, and where a refund goes, is in
// Step.Sealed, never in Step.Data. Without it, when the person was erased, an order
// replays all the same.
package life
