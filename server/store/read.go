package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	selectByID = `SELECT o.version, o.state, o.reason, o.created_at, o.changed_at, o.secret_hash, o.key_id, o.order_key,
		e.data, e.sealed FROM orders o JOIN order_events e ON e.order_id = o.id AND e.version = 1 WHERE o.id = $1`
	selectEvents = `SELECT version, event, actor, at, data FROM order_events WHERE order_id = $1 ORDER BY version`
)

// Get gives an order to whoever has its secret. ErrNotFound stands for an
// unknown id and for a wrong secret alike, and the secret is compared in
// constant time.
func (s *Store) Get(ctx context.Context, id, secret string) (Order, error) {
	ctx = context.WithoutCancel(ctx)
	o := Order{ID: id}
	var created, changed int64
	var secretHash, wrapped, frozen, person []byte
	var keyID string
	err := s.lookup.byID.QueryRowContext(ctx, id).Scan(&o.Version, &o.State, &o.Reason, &created, &changed,
		&secretHash, &keyID, &wrapped, &frozen, &person)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Order{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	given := sha256.Sum256([]byte(secret))
	known := [sha256.Size]byte{}
	copy(known[:], secretHash)
	if same := subtle.ConstantTimeCompare(given[:], known[:]); same != 1 || err != nil {
		return Order{}, ErrNotFound
	}
	o.Created, o.Changed = fromMilli(created), fromMilli(changed)
	if o.Frozen, err = unmarshalFrozen(frozen); err != nil {
		return Order{}, err
	}
	k, err := s.orderKey(ctx, id, keyID, wrapped)
	if err != nil {
		return Order{}, err
	}
	plain, err := k.open(sealedPerson, id, person)
	if err != nil {
		return Order{}, err
	}
	return o, json.Unmarshal(plain, &o.Person)
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

// Events gives the steps of an order's life in their order; none for an order
// that is not there.
func (s *Store) Events(ctx context.Context, id string) ([]Event, error) {
	rows, err := s.lookup.events.QueryContext(context.WithoutCancel(ctx), id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.Version, &e.Event, &e.Actor, &at, &e.Data); err != nil {
			return nil, err
		}
		e.At = fromMilli(at)
		events = append(events, e)
	}
	return events, rows.Err()
}
