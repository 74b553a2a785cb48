package store

import (
	"context"
	"database/sql"
	"errors"

	"agio/wasm/exchange"
)

const (
	selectVersion = `SELECT version FROM orders WHERE id = $1`
	eraseOrder    = `UPDATE orders SET version = version + 1, order_key = NULL WHERE id = $1 AND order_key IS NOT NULL`
)

// Erase destroys the order's own key: who the client was can no longer be read,
// while the order, its figures and its events stay (6.6). It is recorded as an
// event. Afterwards SQLite's log is emptied into the database, so that the key is in
// no file of the folder any more; PostgreSQL gives the room of the old row free,
// and its bytes go when it is used again. Copies made before are not reached.
// Erasing twice changes nothing more, but empties the log again.
func (s *Store) Erase(ctx context.Context, id string, by exchange.Actor) error {
	found := false
	err := s.writer.do(func(ctx context.Context, t *transaction) error {
		n, err := t.Count(ctx, eraseOrder, id)
		if err != nil {
			return err
		}
		var version int64
		err = t.Row(ctx, selectVersion, []any{id}, &version)
		if found = err == nil; errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil || n == 0 {
			return err
		}
		return t.Exec(ctx, insertEvent, id, version, string(Erased), string(by), s.now().UnixMilli(), "{}", nil)
	})
	switch {
	case err != nil:
		return err
	case !found:
		return ErrNotFound
	}
	return s.engine.forget(context.WithoutCancel(ctx))
}
