package store

import (
	"context"
	"database/sql"
	"errors"

	"agio/wasm/exchange"
)

const (
	selectStanding = `SELECT o.version, o.state, o.before_state, o.reason, o.order_key, e.hash,
		(SELECT count(*) FROM order_events p WHERE p.order_id = o.id AND p.event = $1)
		FROM orders o JOIN order_events e ON e.order_id = o.id AND e.version = o.version WHERE o.id = $2`
	eraseOrder = `UPDATE orders SET version = version + 1, order_key = NULL WHERE id = $1 AND version = $2`
	eraseMails = `UPDATE mails SET state = 'failed', why = 'erased', changed_at = $1 WHERE order_id = $2 AND state IN ('waiting', 'sending')`
)

// erasure destroys the key of one order.
type erasure struct {
	link    link
	refused error
}

// Erase destroys the order's own key: who the client was can no longer be read,
// while the order, its figures and its events stay (6.6). It is recorded as an
// event. It refuses ErrOpen while the order has not ended: what it owes could no
// longer be paid. Afterwards SQLite's log is emptied into the database, so that the
// key is in no file of the folder any more; PostgreSQL gives the room of the old row
// free, and its bytes go when it is used again. Copies made before are not reached.
// Erasing twice changes nothing more, but empties the log again.
func (s *Store) Erase(ctx context.Context, id string, by exchange.Actor) error {
	e := &erasure{link: link{order: id, event: Erased, actor: by, at: s.now().UnixMilli(), data: "{}"}}
	if err := s.writer.do(e.write); err != nil {
		return err
	}
	if e.refused != nil {
		return e.refused
	}
	s.bells.ring(id)
	return s.engine.forget(context.WithoutCancel(ctx))
}

func (e *erasure) write(ctx context.Context, t *transaction) error {
	var wrapped, before []byte
	var paidOut int
	l := e.link
	err := t.Row(ctx, selectStanding, []any{string(exchange.PayoutConfirmed), l.order},
		&l.version, &l.state, &l.before, &l.reason, &wrapped, &before, &paidOut)
	e.refused = nil
	switch {
	case errors.Is(err, sql.ErrNoRows):
		e.refused = ErrNotFound
		return nil
	case err != nil:
		return err
	case wrapped == nil:
		return nil
	case !Ended(l.state), l.state == exchange.CompletedState && paidOut == 0:
		e.refused = ErrOpen
		return nil
	}
	l.version++
	// On SQLite nobody else writes; elsewhere the version says whether somebody did.
	if n, err := t.Count(ctx, eraseOrder, l.order, l.version-1); err != nil || n == 0 {
		e.refused = ErrStale
		return err
	}
	if err := t.Exec(ctx, eraseMails, l.at, l.order); err != nil {
		return err
	}
	return l.insert(ctx, t, l.sum(before))
}
