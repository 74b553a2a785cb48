package store

import (
	"context"
	"fmt"
	"time"
)

const (
	insertWork = `INSERT INTO work (order_id, due_at) VALUES ($1, $2)`
	upsertWork = `INSERT INTO work (order_id, due_at) VALUES ($1, $2)
		ON CONFLICT (order_id) DO UPDATE SET due_at = excluded.due_at, leased_until = 0, hand = ''`
	deleteWork   = `DELETE FROM work WHERE order_id = $1`
	selectIsWork = `SELECT count(*) FROM (SELECT 1 FROM work WHERE due_at <= $1 AND leased_until <= $2 LIMIT 1) AS found`
	// The rows are chosen in an expression of their own, which is read once: in a
	// subquery PostgreSQL may look for more than LIMIT while it updates.
	claimWork    = `WITH due AS (SELECT order_id FROM work WHERE due_at <= $1 AND leased_until <= $2 ORDER BY due_at LIMIT $3`
	claimed      = `) UPDATE work SET leased_until = $4 WHERE order_id IN (SELECT order_id FROM due) RETURNING order_id`
	postponeWork = `UPDATE work SET due_at = $1, hand = $2, leased_until = 0 WHERE order_id = $3 AND leased_until > 0`
)

// due writes when the order needs something next.
func (a *step) due(ctx context.Context, t *transaction) error {
	if a.Due.IsZero() {
		return t.Exec(ctx, deleteWork, a.ID)
	}
	return t.Exec(ctx, upsertWork, a.ID, a.Due.UnixMilli())
}

// Claim gives orders whose time has come, those that waited longest first, and
// leases them: nobody else gets them until the lease is over, until an Append or
// until Postpone.
func (s *Store) Claim(ctx context.Context, now time.Time, lease time.Duration, most int) ([]string, error) {
	ctx = context.WithoutCancel(ctx)
	at := now.UnixMilli()
	var some int
	if err := s.reading.QueryRowContext(ctx, selectIsWork, at, at).Scan(&some); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if some == 0 {
		return nil, nil
	}
	var ids []string
	err := s.writer.do(func(ctx context.Context, t *transaction) error {
		ids = nil
		return t.Rows(ctx, claimWork+s.engine.words().skipLocked+claimed, []any{at, at, most, now.Add(lease).UnixMilli()}, func(scan scanner) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

// Postpone gives a claimed order back, to be claimed again when it is due; a zero
// time means not before something happens to it. Hand says what a person has to do
// meanwhile because the venue has no interface for it: address, convert, payout or
// refund; empty: nothing. An order that got a step since it was claimed stays due
// as that step said.
func (s *Store) Postpone(ctx context.Context, id string, due time.Time, hand string) error {
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, postponeWork, milliOrNull(due), hand, id)
	})
}

// Work gives a channel that is told when there may be work due now. It is told of
// what this process writes only; whoever waits looks now and then all the same.
func (s *Store) Work() <-chan struct{} { return s.bells.due }

// milliOrNull writes a time, and a zero time as nothing.
func milliOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}
