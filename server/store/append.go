package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

const (
	updateOrder = `UPDATE orders SET version = version + 1, state = $1, before_state = $2, reason = $3, queue = $4, changed_at = $5
		WHERE id = $6 AND version = $7`
	insertEvent = `INSERT INTO order_events (order_id, version, event, actor, at, data, sealed, state, before_state, reason, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	insertPosting = `INSERT INTO postings (order_id, version, n, account, asset, amount) VALUES ($1, $2, $3, $4, $5, $6)`
	selectIsOrder = `SELECT 1 FROM orders WHERE id = $1`
	selectDeposit = `SELECT order_id FROM deposits WHERE venue = $1 AND address = $2 AND memo = $3`
	insertDeposit = `INSERT INTO deposits (venue, address, memo, currency, order_id) VALUES ($1, $2, $3, $4, $5)`
)

// step is a Step ready to be written.
type step struct {
	Step
	before  Order // as the step found it
	after   Order
	link    link
	hash    []byte
	mail    bool
	child   *row // the case that it opens
	refused error
}

// Append writes a step whole and gives the order as it is then. Nothing is written
// when it refuses: ErrStale when the order has another version by now, ErrNotFound,
// ErrUnbalanced, ErrDepositTaken, ErrErased when there is something to seal and the
// key is gone, and ErrBusy. A context that ends does not call back a step that is
// already being written. After ErrUnavailable the order's version says whether it
// was.
//
// The lease of whoever works on the order ends with it.
func (s *Store) Append(ctx context.Context, st Step) (Order, error) {
	if err := ctx.Err(); err != nil {
		return Order{}, err
	}
	if err := st.check(); err != nil {
		return Order{}, err
	}
	a, err := s.step(context.WithoutCancel(ctx), st)
	if err != nil {
		return Order{}, err
	}
	if err := s.writer.do(a.write); err != nil {
		return Order{}, err
	}
	if a.refused != nil {
		return Order{}, a.refused
	}
	s.bells.ring(a.ID)
	if !a.Due.IsZero() || a.child != nil {
		s.bells.work()
	}
	return a.after, nil
}

// check refuses what no order can take.
func (st *Step) check() error {
	st.At = st.At.UTC().Truncate(time.Millisecond)
	if st.Data == nil {
		st.Data = []byte("{}")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(st.Data, &object); err != nil || object == nil {
		return fmt.Errorf("the data of %s is no JSON object: %v", st.Event, err)
	}
	if st.Event == "" || st.Actor == "" || st.State == exchange.None || st.At.UnixMilli() <= 0 {
		return fmt.Errorf("a step without event, actor, state or time: %s", st.Event)
	}
	if c := st.Case; c != nil && (c.ID == "" || c.ID == st.ID || c.Parent != st.ID || c.State == exchange.None) {
		return fmt.Errorf("the case that %s opens has no id or state of its own, or another parent", st.Event)
	}
	return balanced(st.Postings)
}

// balanced refuses postings that do not sum to zero for each asset.
func balanced(postings []Posting) error {
	sums := make(map[string]decimal.Decimal)
	for _, p := range postings {
		if p.Account == "" || p.Asset == "" {
			return fmt.Errorf("%w: a line without account or asset", ErrUnbalanced)
		}
		sums[p.Asset] = sums[p.Asset].Add(p.Amount)
	}
	for asset, sum := range sums {
		if !sum.IsZero() {
			return fmt.Errorf("%w: %s is over by %s", ErrUnbalanced, asset, sum)
		}
	}
	return nil
}

// step reads the order that the step belongs to and makes everything ready that
// needs no transaction: events never change, so the hash to follow is read here.
func (s *Store) step(ctx context.Context, st Step) (*step, error) {
	r, err := s.find(ctx, st.ID)
	if err != nil {
		return nil, err
	}
	if r.order.Version != st.Version {
		return nil, ErrStale
	}
	k, err := s.unseal(ctx, &r)
	if err != nil {
		return nil, err
	}
	if st.Sealed != nil {
		if r.order.Erased {
			return nil, ErrErased
		}
		st.Sealed = k.seal(sealedStep(st.Version+1), st.ID, st.Sealed)
	}
	var before []byte
	if err := s.lookup.hash.QueryRowContext(ctx, st.ID, st.Version).Scan(&before); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	a := &step{Step: st, before: r.order, after: r.order.after(st), mail: st.Mail && r.order.Person.Email != ""}
	a.link = link{
		order: st.ID, version: st.Version + 1, event: st.Event, actor: st.Actor, at: st.At.UnixMilli(),
		state: st.State, before: st.Before, reason: st.Reason, data: string(st.Data), sealed: st.Sealed, lines: lines(st.Postings),
	}
	a.hash = a.link.sum(before)
	if st.Case != nil {
		a.child, err = s.child(ctx, &r, st)
	}
	return a, err
}

// after gives the order as it is after a step.
func (o Order) after(st Step) Order {
	if st.State != o.State {
		o.Changed = st.At
	}
	o.Version, o.State, o.Before, o.Reason = st.Version+1, st.State, st.Before, st.Reason
	return o
}

func (a *step) write(ctx context.Context, t *transaction) error {
	if err := a.refuse(ctx, t); err != nil || a.refused != nil {
		return err
	}
	n, err := t.Count(ctx, updateOrder, string(a.State), string(a.Before), string(a.Reason), a.Queue,
		a.after.Changed.UnixMilli(), a.ID, a.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		a.refused = ErrStale
		return nil
	}
	if err := a.link.insert(ctx, t, a.hash); err != nil {
		return err
	}
	if err := a.due(ctx, t); err != nil {
		return err
	}
	if err := a.consequences(ctx, t); err != nil {
		return err
	}
	if a.child != nil {
		return a.child.insert(ctx, t)
	}
	return nil
}

// refuse finds what forbids the step before anything is written.
func (a *step) refuse(ctx context.Context, t *transaction) error {
	a.refused = nil
	if d := a.Deposit; d != nil {
		var owner string
		err := t.Row(ctx, selectDeposit, []any{d.Venue, d.Address, d.Memo}, &owner)
		switch {
		case err == nil && owner != a.ID:
			a.refused = ErrDepositTaken
			return nil
		case err == nil:
			a.Deposit = nil // it is the order's already
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
	}
	if a.child == nil {
		return nil
	}
	var one int
	err := t.Row(ctx, selectIsOrder, []any{a.child.order.ID}, &one)
	if err == nil {
		a.refused = ErrStale // it was opened before
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// insert writes the event and its lines in the books.
func (l *link) insert(ctx context.Context, t *transaction, hash []byte) error {
	err := t.Exec(ctx, insertEvent, l.order, l.version, string(l.event), string(l.actor), l.at, l.data, l.sealed,
		string(l.state), string(l.before), string(l.reason), hash)
	for i, p := range l.lines {
		if err != nil {
			return err
		}
		err = t.Exec(ctx, insertPosting, l.order, l.version, i+1, p.account, p.asset, p.amount)
	}
	return err
}

// consequences writes what follows from the step beside the order itself: where its
// payments arrive, an e-mail to be sent, and that the prices it used are kept.
func (a *step) consequences(ctx context.Context, t *transaction) error {
	if d := a.Deposit; d != nil {
		if err := t.Exec(ctx, insertDeposit, d.Venue, d.Address, d.Memo, d.Currency, a.ID); err != nil {
			return err
		}
	}
	if a.mail {
		if err := t.Exec(ctx, insertMail, a.ID, a.Version+1, a.link.at, a.link.at); err != nil {
			return err
		}
	}
	var used struct{ Prices struct{ Snapshot string } }
	if err := json.Unmarshal(a.Data, &used); err != nil || used.Prices.Snapshot == "" {
		return nil
	}
	return t.Exec(ctx, keepSnapshot, used.Prices.Snapshot)
}
