package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"agio/wasm/exchange"
)

const (
	selectByID = `SELECT o.version, o.state, o.reason, o.before_state, o.parent, o.created_at, o.changed_at, o.secret_hash, o.key_id, o.order_key,
		e.data, e.sealed FROM orders o JOIN order_events e ON e.order_id = o.id AND e.version = 1 WHERE o.id = $1`
	selectEvents = `SELECT version, event, actor, at, data, sealed, hash FROM order_events
		WHERE order_id = $1 AND version <= $2 ORDER BY version`
	selectOurs = `SELECT count(*) FROM (SELECT 1 FROM deposits WHERE venue = $1 AND address = $2 LIMIT 1) d`
)

// filed is an order as it is stored.
type filed struct {
	order      Order
	secretHash []byte
	keyID      string
	wrapped    []byte
	frozen     []byte
	person     []byte // sealed
}

// find reads an order without opening what is sealed.
func (s *Store) find(ctx context.Context, id string) (filed, error) {
	r := filed{order: Order{ID: id}}
	o := &r.order
	var created, changed int64
	err := s.lookup.byID.QueryRowContext(ctx, id).Scan(&o.Version, &o.State, &o.Reason, &o.Before, &o.Parent, &created, &changed,
		&r.secretHash, &r.keyID, &r.wrapped, &r.frozen, &r.person)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return filed{}, ErrNotFound
	case err != nil:
		return filed{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	o.Created, o.Changed = fromMilli(created), fromMilli(changed)
	return r, nil
}

// unseal reads what the order froze and opens who its client is; an order that
// was erased says so and has no key.
func (s *Store) unseal(ctx context.Context, r *filed) (key, error) {
	var err error
	if r.order.Frozen, err = unmarshalFrozen(r.frozen); err != nil {
		return key{}, err
	}
	k, err := s.orderKey(ctx, r.order.ID, r.keyID, r.wrapped)
	if errors.Is(err, ErrErased) {
		r.order.Erased = true
		return key{}, nil
	}
	if err != nil {
		return key{}, err
	}
	plain, err := k.open(sealedPerson, r.order.ID, r.person)
	if err != nil {
		return key{}, err
	}
	return k, json.Unmarshal(plain, &r.order.Person)
}

// Get gives an order and its events to whoever has its secret. ErrNotFound stands
// for an unknown id and for a wrong secret alike, and the secret is compared in
// constant time; ErrErased says that nobody can be told any more.
func (s *Store) Get(ctx context.Context, id, secret string) (Order, []Event, error) {
	ctx = context.WithoutCancel(ctx)
	r, err := s.find(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Order{}, nil, err
	}
	given := sha256.Sum256([]byte(secret))
	known := [sha256.Size]byte{}
	copy(known[:], r.secretHash)
	if same := subtle.ConstantTimeCompare(given[:], known[:]); same != 1 || err != nil {
		return Order{}, nil, ErrNotFound
	}
	o, events, err := s.whole(ctx, r)
	if err == nil && o.Erased {
		return Order{}, nil, ErrErased
	}
	return o, events, err
}

// Load gives an order and its events to the office itself. An order that was
// erased comes without its person and without what was sealed.
func (s *Store) Load(ctx context.Context, id string) (Order, []Event, error) {
	ctx = context.WithoutCancel(ctx)
	r, err := s.find(ctx, id)
	if err != nil {
		return Order{}, nil, err
	}
	return s.whole(ctx, r)
}

// whole opens a record and reads its events, no more of them than the record has.
func (s *Store) whole(ctx context.Context, r filed) (Order, []Event, error) {
	k, err := s.unseal(ctx, &r)
	if err != nil {
		return Order{}, nil, err
	}
	events, err := s.events(ctx, r.order.ID, r.order.Version)
	if err != nil {
		return Order{}, nil, err
	}
	for i := range events {
		e := &events[i]
		switch {
		case e.Version == 1 || r.order.Erased:
			e.Sealed = nil // the first event seals the person
		case e.Sealed != nil:
			if e.Sealed, err = k.open(sealedStep(e.Version), r.order.ID, e.Sealed); err != nil {
				return Order{}, nil, err
			}
		}
	}
	return r.order, events, nil
}

// orderKey opens the key of an order; ErrErased when it was destroyed.
func (s *Store) orderKey(ctx context.Context, id, keyID string, wrapped []byte) (key, error) {
	if wrapped == nil {
		return key{}, ErrErased
	}
	data, err := s.keys.opening(ctx, keyID)
	if err != nil {
		return key{}, err
	}
	return openOrderKey(data, id, wrapped)
}

// anyVersion is above every version.
const anyVersion = 1 << 62

// Events gives the steps of an order's life in their order, without what is
// sealed; none for an order that is not there.
func (s *Store) Events(ctx context.Context, id string) ([]Event, error) {
	events, err := s.events(context.WithoutCancel(ctx), id, anyVersion)
	for i := range events {
		events[i].Sealed = nil
	}
	return events, err
}

// events reads events up to a version, sealed as they are.
func (s *Store) events(ctx context.Context, id string, last int64) ([]Event, error) {
	rows, err := s.lookup.events.QueryContext(ctx, id, last)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.Version, &e.Event, &e.Actor, &at, &e.Data, &e.Sealed, &e.Hash); err != nil {
			return nil, unread(err)
		}
		e.At = fromMilli(at)
		events = append(events, e)
	}
	return events, unread(rows.Err())
}

// ByDeposit gives the order whose payments arrive at an address of a venue,
// whatever currency arrives there; ErrNotFound when it is nobody's.
func (s *Store) ByDeposit(ctx context.Context, venue, address, memo string) (string, error) {
	var id string
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectDeposit, venue, address, memo).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", ErrNotFound
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return id, nil
}

// Ours says whether an address of a venue is one at which payments arrive, whatever
// stands beside it as a memo: nothing must be sent there.
func (s *Store) Ours(ctx context.Context, venue, address string) (bool, error) {
	var n int
	if err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectOurs, venue, address).Scan(&n); err != nil {
		return false, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return n > 0, nil
}

// ids reads one column of ids.
func (s *Store) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, unread(err)
		}
		ids = append(ids, id)
	}
	return ids, unread(rows.Err())
}

// Ended says whether an order is at one of its ends: nothing more is owed to the
// client or to the office, unless more money arrives.
func Ended(s exchange.State) bool {
	switch s {
	case exchange.CompletedState, exchange.Refunded, exchange.Cancelled, exchange.Rejected, exchange.Overdue:
		return true
	}
	return false
}
