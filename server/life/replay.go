package life

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"agio/server/store"
	"agio/wasm/exchange"
)

// Replay folds the events of an order from the first one on. It fails when an event
// cannot be read, when one is missing, and when the events do not lead to the row:
// then one of the two was damaged.
//
// An order whose person was erased replays like every other; what was sealed is
// empty then.
func Replay(o store.Order, events []store.Event) (Life, error) {
	l := Life{Order: o, RefundTo: o.Person.RefundTo}
	l.Version, l.State, l.Before, l.Reason, l.Changed = 0, exchange.None, exchange.None, "", time.Time{}
	l.Timeline = make([]Entry, 0, len(events))
	for _, e := range events {
		if err := l.take(e); err != nil {
			return Life{}, fmt.Errorf("order %s, event %d (%s): %w", o.ID, e.Version, e.Event, err)
		}
	}
	if l.Version != o.Version || l.State != o.State || l.Before != o.Before || l.Reason != o.Reason {
		return Life{}, fmt.Errorf("order %s: its events lead to version %d, %s %s (%s), its row says version %d, %s %s (%s)",
			o.ID, l.Version, l.State, l.Before, l.Reason, o.Version, o.State, o.Before, o.Reason)
	}
	return l, nil
}

// Apply gives the life after a step: what Replay gives when the step is stored,
// except for its hash, which only the store knows.
func (l Life) Apply(s store.Step) (Life, error) {
	if s.ID != l.ID || s.Version != l.Version {
		return l, fmt.Errorf("order %s, version %d: a step of %s, version %d", l.ID, l.Version, s.ID, s.Version)
	}
	next := l.clone()
	err := next.take(store.Event{
		Version: s.Version + 1, Event: s.Event, Actor: s.Actor, At: s.At, Data: string(s.Data), Sealed: s.Sealed,
	})
	if err != nil {
		return l, fmt.Errorf("order %s, event %s: %w", l.ID, s.Event, err)
	}
	return next, nil
}

// clone copies everything that folding an event changes in place.
func (l *Life) clone() Life {
	c := l.ahead()
	c.Timeline = make([]Entry, len(l.Timeline), len(l.Timeline)+1)
	copy(c.Timeline, l.Timeline)
	return c
}

// ahead is a copy without the timeline, to look at what an event leads to.
func (l *Life) ahead() Life {
	c := *l
	c.Timeline = nil
	c.Payments = slices.Clone(l.Payments)
	c.Materials = slices.Clone(l.Materials)
	c.Cases = slices.Clone(l.Cases)
	if l.Payout != nil {
		c.Payout = new(*l.Payout)
	}
	if l.Refund != nil {
		c.Refund = new(*l.Refund)
		if l.Refund.Sending != nil {
			c.Refund.Sending = new(*l.Refund.Sending)
		}
	}
	if l.Settled != nil {
		c.Settled = new(*l.Settled)
		if l.Settled.Sending != nil {
			c.Settled.Sending = new(*l.Settled.Sending)
		}
	}
	if l.Question != nil {
		c.Question = new(*l.Question)
	}
	return c
}

// take reads a stored event and folds it.
func (l *Life) take(e store.Event) error {
	var f Facts
	if err := json.Unmarshal([]byte(e.Data), &f); err != nil {
		return fmt.Errorf("its data cannot be read: %w", err)
	}
	var p Private
	if e.Sealed != nil && e.Version > 1 {
		if err := json.Unmarshal(e.Sealed, &p); err != nil {
			return fmt.Errorf("what was sealed cannot be read: %w", err)
		}
	}
	if e.Version != l.Version+1 {
		return fmt.Errorf("version %d follows version %d", e.Version, l.Version)
	}
	return l.fold(e, f, p)
}

// fold is the one place where an event changes a life. It depends on nothing but
// the life and the event.
func (l *Life) fold(e store.Event, f Facts, p Private) error {
	f.Text = p.Text
	if p.Why != "" {
		f.Why = p.Why
	}
	from, was, at := l.State, l.stands(), e.At
	l.Version, l.Head = e.Version, e.Hash
	if e.Version == 1 {
		l.begin(&f)
	} else if f.State != exchange.None {
		l.State, l.Before, l.Reason, l.Held = f.State, f.Before, f.Reason, f.Held
	}
	if l.State != from {
		l.Changed = at
	}
	l.Latest = later(l.Latest, at)
	if f.Recorded != nil {
		l.Latest = later(l.Latest, f.Recorded.UTC())
	}
	if consequence := consequences[e.Event]; consequence != nil {
		if err := consequence(l, at, f, p); err != nil {
			return err
		}
	}
	if f.State != exchange.None || e.Version == 1 {
		l.moved(from, was, e, f)
	}
	l.clientsClocks(at)
	l.Timeline = append(l.Timeline, Entry{
		Version: e.Version, Event: e.Event, Actor: e.Actor, At: at,
		State: l.State, Reason: l.Reason, Clause: f.Clause, Facts: f, Hash: e.Hash,
	})
	return nil
}

// begin puts an order at its beginning. A case of its own begins with the event of
// the order that it belongs to, which says where that order is, and not the case.
func (l *Life) begin(f *Facts) {
	l.State = exchange.AwaitingPayment
	if l.Parent != "" {
		l.State, l.Reason, f.Case = exchange.LateReview, exchange.ReasonFurther, ""
	}
	f.State, f.Before, f.Reason, f.Held = l.State, exchange.None, l.Reason, ""
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
