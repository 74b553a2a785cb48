package lifetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Kept is an order as a store keeps it, with its life beside it.
type Kept struct {
	Life   life.Life // what Apply made of the steps
	Events []store.Event

	row    store.Order
	print  print
	strict bool      // replay all events after every step
	twin   life.Life // what they gave the last time
	books  map[place]decimal.Decimal
}

type place struct{ account, asset string }

// errStale is what a store answers when the order has changed since it was read.
var errStale = errors.New("the order has another version by now")

// Keep begins an order with its first event. Strict replays all of its events after
// each step; otherwise they are replayed when Replayed asks for it.
func Keep(o store.Order, first store.Event, strict bool) (*Kept, error) {
	l, err := life.Replay(o, []store.Event{first})
	k := &Kept{Life: l, Events: []store.Event{first}, row: o, strict: strict, print: take(l), books: make(map[place]decimal.Decimal)}
	if err != nil || !strict {
		return k, err
	}
	return k, k.replay()
}

// Append stores a step as a store does, or refuses one that was decided on another
// version. Everything that must hold of every step is checked here.
func (k *Kept) Append(s store.Step) error {
	if s.ID != k.row.ID || s.Version != k.row.Version {
		return errStale
	}
	event := store.Event{Version: s.Version + 1, Event: s.Event, Actor: s.Actor, At: s.At, Data: string(s.Data), Sealed: s.Sealed}
	k.Events = append(k.Events, event)
	k.row.Version, k.row.State, k.row.Before, k.row.Reason = s.Version+1, s.State, s.Before, s.Reason
	before := k.Life
	var err error
	if k.Life, err = k.Life.Apply(s); err != nil {
		return err
	}
	if !k.print.of(before) {
		return errors.New("the life before the step has changed")
	}
	k.print = take(k.Life)
	if k.strict {
		if err := k.replay(); err != nil {
			return err
		}
	}
	if err := k.book(s); err != nil {
		return err
	}
	if owed := k.Sum(life.AccountOwed, exchange.Base); k.Life.State == exchange.Refunded && !owed.Equal(k.Life.Owes()) {
		return fmt.Errorf("the books owe %s, the life %s", owed, k.Life.Owes())
	}
	if err := checkSilence(k.Life); err != nil {
		return err
	}
	return checkStep(before, k.Life, s)
}

// Row is the order as a store's row has it.
func (k *Kept) Row() store.Order { return k.row }

// replay replays all events anew and compares.
func (k *Kept) replay() error {
	var err error
	if k.twin, err = life.Replay(k.row, k.Events); err != nil {
		return err
	}
	if !reflect.DeepEqual(k.twin, k.Life) {
		return fmt.Errorf("replaying gives another life:\n%+v\n%+v", k.twin, k.Life)
	}
	return nil
}

// same says whether the life is still as the last step left it.
func (k *Kept) same() bool {
	return k.print.of(k.Life) && (!k.strict || reflect.DeepEqual(k.twin, k.Life))
}

// Replayed replays all stored events and compares with the life; and again without
// what was sealed, as when the person was erased.
func (k *Kept) Replayed() error {
	if err := k.replay(); err != nil || !k.strict {
		return err
	}
	bare := make([]store.Event, len(k.Events))
	copy(bare, k.Events)
	for i := range bare {
		bare[i].Sealed = nil
	}
	erased, err := life.Replay(k.row, bare)
	if err != nil || erased.State != k.Life.State || erased.Reason != k.Life.Reason || !reflect.DeepEqual(erased.Payments, k.Life.Payments) {
		return fmt.Errorf("without what was sealed: %w", err)
	}
	return nil
}

// book enters the postings of a step.
func (k *Kept) book(s store.Step) error {
	if !life.Balanced(s.Postings) {
		return fmt.Errorf("%s: the postings do not sum to zero: %v", s.Event, s.Postings)
	}
	for _, p := range s.Postings {
		if p.Amount.IsZero() {
			return fmt.Errorf("%s: an empty line: %v", s.Event, s.Postings)
		}
		at := place{p.Account, p.Asset}
		k.books[at] = k.books[at].Add(p.Amount)
	}
	if !life.Closed(s.State) {
		return nil
	}
	for at, sum := range k.books {
		if (at.account == life.AccountOrder || at.account == life.AccountDue) && !sum.IsZero() {
			return fmt.Errorf("%s is %s, and %s of %s is left in %s", k.row.ID, s.State, sum, at.asset, at.account)
		}
		if at.account == life.AccountOwed && sum.Sign() < 0 {
			return fmt.Errorf("%s of %s is owed", sum, at.asset)
		}
	}
	return nil
}

// Sum gives what stands in an account.
func (k *Kept) Sum(account, asset string) decimal.Decimal { return k.books[place{account, asset}] }

// checkStep is what must hold of every step and of the life after it.
func checkStep(before, after life.Life, s store.Step) error {
	switch {
	case after.Version != before.Version+1:
		return fmt.Errorf("version %d follows %d", after.Version, before.Version)
	case after.State != s.State || after.Before != s.Before || after.Reason != s.Reason:
		return fmt.Errorf("the step says %s %s (%s), the life %s %s (%s)", s.State, s.Before, s.Reason, after.State, after.Before, after.Reason)
	case s.At.Before(before.Latest) && s.Event != exchange.DeadlinePassed:
		return fmt.Errorf("%s at %s, after %s", s.Event, s.At, before.Latest)
	case s.Event == exchange.DeadlinePassed && !s.At.Equal(after.PayBefore()):
		return fmt.Errorf("overdue from %s, not from %s", s.At, after.PayBefore())
	case (after.Before != exchange.None) != (after.State == exchange.Suspended || after.State == exchange.Withheld):
		return fmt.Errorf("%s remembers %q", after.State, after.Before)
	case s.Queue != after.Queue():
		return fmt.Errorf("the step waits for %q, the life for %q", s.Queue, after.Queue())
	}
	return checkMoney(after)
}

// checkMoney is what must hold of what goes out.
func checkMoney(l life.Life) error {
	open := func(s *life.Sending) bool { return s != nil && (s.State == life.Begun || s.State == life.Requested) }
	left := func(s *life.Sending) bool { return s != nil && s.State != life.Failed }
	if l.Refund == nil {
		return nil
	}
	r, c := l.Refund.Figures, l.Refund.Case
	worth, price := c.Paid.Mul(c.Bid), c.Bid
	if c.Stage == exchange.Converted {
		worth, price = c.Brought, c.Ask
	}
	switch {
	case open(l.Payout) && open(l.Refund.Sending), left(l.Payout):
		return fmt.Errorf("a withdrawal (%+v) and a refund", *l.Payout)
	case r.Refund.Value.Sign() < 0 || r.Refund.Value.Mul(price).GreaterThan(worth):
		return fmt.Errorf("a refund of %s at %s, the payment is worth %s", r.Refund, price, worth)
	case c.Stage != exchange.Converted && r.Refund.Value.GreaterThan(c.Paid):
		return fmt.Errorf("a refund of %s, paid %s", r.Refund, c.Paid)
	case l.Refund.ByOffice && !r.Line(exchange.LineFee).Amount.Value.IsZero():
		return fmt.Errorf("the office keeps %s of what it returns", r.Line(exchange.LineFee).Amount)
	}
	return nil
}

// checkWork is what must hold of what a step leaves to do: what is needed now is due
// now, and what a person wrote stands nowhere in the clear.
func checkWork(k *Kept, s store.Step, w life.World) error {
	if k.Life.Latest.After(w.Now) {
		w.Now = k.Life.Latest
	}
	need, due := k.Life.Needs(w), s.Due
	switch {
	case need.Kind == life.NeedNothing && !need.Due.Equal(due):
		return fmt.Errorf("due at %s, needed at %s", due, need.Due)
	case need.Kind != life.NeedNothing && !due.Equal(w.Now):
		return fmt.Errorf("%s is needed now, and due at %s", need.Kind, due)
	}
	for _, personal := range []string{Written, Bitcoin, Tron} {
		if bytes.Contains(s.Data, []byte(personal)) {
			return fmt.Errorf("%s tells %q in the clear", s.Event, personal)
		}
	}
	return nil
}

// Written is what clients and operators write in random lives.
const Written = "a text that somebody wrote"
