package life

import (
	"encoding/json"
	"errors"
	"time"

	"agio/server/store"
	"agio/wasm/exchange"
)

// table is the domain's table of transitions, made once.
var table = exchange.NewTable()

// decision is a command on its way to a step.
type decision struct {
	life Life
	c    Command
	w    World
	at   time.Time // when it happens

	event exchange.Event // what the command comes to
	actor exchange.Actor
	facts Facts
	said  Private
	money moves

	deposit *store.Deposit
	child   *store.Order
}

// Decide says what a command comes to: the step to be stored, or why not. It is the
// one place where anything is allowed or refused. Refusals are *exchange.Error and
// leave the life as it is; AlreadyRecorded says that there is nothing to do. The
// same command on the same life in the same world gives the same step.
//
// What a venue reports about a payment may come in any order and any number of
// times; a step records one thing. See Heard for how to bring a life up to date.
func (l Life) Decide(c Command, w World) (store.Step, error) {
	d := &decision{life: l, c: c, w: w, at: l.now(w), event: c.Event, actor: c.Actor}
	if w.Terms.Edition != l.Terms {
		return store.Step{}, errors.New("an order is decided under its own edition of the terms: " + l.Terms + ", not " + w.Terms.Edition)
	}
	decide, known := decisions[c.Event]
	if !known {
		_, err := table.Step(l.State, c.Event, exchange.Facts{Before: l.Before})
		if err == nil {
			err = refuse(exchange.TransitionRefused, "event", "Nobody can ask for "+string(c.Event)+".", "an event that this state allows", "")
		}
		return store.Step{}, err
	}
	if err := d.check(); err != nil {
		return store.Step{}, err
	}
	if err := decide(d); err != nil {
		return store.Step{}, err
	}
	return d.step()
}

// now is the moment of a decision: whole milliseconds, and never before what the
// order knows of already, whatever the clock of the machine says.
func (l *Life) now(w World) time.Time {
	return later(l.Latest, w.Now.UTC().Truncate(time.Millisecond))
}

// step makes what was decided ready to be stored.
func (d *decision) step() (store.Step, error) {
	d.facts.Operator, d.facts.Terms = d.c.Operator, d.life.Terms
	if d.c.Operator == "" {
		d.facts.Why = d.c.Why
	} else {
		d.said.Why = d.c.Why // a person wrote it, perhaps about a person
	}
	s := store.Step{
		ID: d.life.ID, Version: d.life.Version, Event: d.event, Actor: d.actor, At: d.at,
		Postings: d.money, Deposit: d.deposit, Case: d.child,
	}
	var err error
	if s.Data, err = json.Marshal(d.facts); err != nil {
		return store.Step{}, err
	}
	if d.said != (Private{}) {
		if s.Sealed, err = json.Marshal(d.said); err != nil {
			return store.Step{}, err
		}
	}
	next := d.life.ahead()
	e := store.Event{Version: s.Version + 1, Event: s.Event, Actor: s.Actor, At: s.At}
	if err := next.fold(e, d.facts, d.said); err != nil {
		return store.Step{}, err
	}
	s.State, s.Before, s.Reason = next.State, next.Before, next.Reason
	s.Queue, s.Mail = next.Queue(), d.tells(next)
	w := d.w
	w.Now = later(d.at, w.Now)
	if need := next.Needs(w); need.Kind == NeedNothing {
		s.Due = need.Due
	} else {
		s.Due = next.now(w)
	}
	return s, nil
}

// tells says whether the client is told of the step by e-mail: of every change of
// the order, and of what the office wants to know.
func (d *decision) tells(next Life) bool {
	if next.Quiet || d.facts.Quiet {
		return false
	}
	switch d.event {
	case Asked, Reminded, Recalculation, FeeLowered, WrongCoin, WrongCoinBack, OwedDecided, OwedSent, exchange.FurtherPayment, exchange.PayoutConfirmed:
		return true
	}
	return next.State != d.life.State || next.Before != d.life.Before
}

// move takes the order along its table: the row for the event with what the order
// knows, under the reason that the row sets or leaves open.
func (d *decision) move(facts exchange.Facts) error {
	l := d.life
	facts.Before = l.Before
	row, err := table.Step(l.State, d.event, facts)
	if err != nil {
		return err
	}
	if d.facts.Clause == "" {
		d.facts.Clause = row.Clause
	}
	d.facts.State, d.facts.Before = row.After(l.Before)
	d.facts.Reason, d.facts.Held = d.reasons(row, facts)
	return nil
}

// reasons gives the reason after a row, and the one that an order which is held up
// has again when it goes on.
func (d *decision) reasons(row exchange.Transition, facts exchange.Facts) (now, held exchange.Reason) {
	l := d.life
	switch into := heldUp(d.facts.State); {
	case into && !heldUp(l.State):
		return row.Reason, l.Reason
	case into:
		under, err := table.Step(l.Before, d.event, facts)
		if err != nil {
			return l.Reason, l.Held
		}
		return l.Reason, d.reason(under, l.Held)
	case heldUp(l.State):
		return d.reason(row, l.Held), ""
	}
	return d.reason(row, l.Reason), ""
}

// reason is what a row sets. Where it leaves the reason open, a payment beyond the
// tolerance says how it differs, and a payment that was seen again is back on the
// straight road.
func (d *decision) reason(row exchange.Transition, now exchange.Reason) exchange.Reason {
	if row.Reason != "" {
		return row.Reason
	}
	switch d.event {
	case exchange.PaymentSeen:
		if now == exchange.ReasonDropped {
			return ""
		}
	case exchange.PaymentConfirmed, exchange.FurtherPayment:
		verified := row.To == exchange.Verification || row.Then == exchange.Verification
		differs := exchange.Deviates(d.life.Quote.Give.Value, d.sum(), d.w.Terms.AmountTolerance)
		about := now == "" || now == exchange.ReasonDropped || now == exchange.ReasonPaidLess || now == exchange.ReasonPaidMore
		if verified && differs != exchange.Within && (about || row.From != exchange.Verification) {
			return exchange.Reason(differs)
		}
	}
	return now
}
