package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"agio/wasm/exchange"
)

const (
	selectVersion = `SELECT version FROM orders WHERE id = $1`
	eraseOrder    = `UPDATE orders SET version = version + 1, order_key = NULL WHERE id = $1 AND order_key IS NOT NULL`
)

// Erase destroys the order's own key: who the client was can no longer be read,
// while the order, its figures and its events stay (6.6). It is recorded as an
// event. Afterwards the log is emptied into the database, so that the key is in
// no file of the folder any more; copies made before are not reached. Erasing
// twice changes nothing more, but empties the log again.
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
	return emptyLog(context.WithoutCancel(ctx), s.file)
}

// emptyLog moves the write-ahead log into the database and cuts it to nothing.
func emptyLog(ctx context.Context, file string) error {
	db, err := openWriter(file, nil)
	if err != nil {
		return err
	}
	defer db.Close()
	var busy, pages, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return fmt.Errorf("%w: the key is destroyed, but the log could not be emptied of it: erase again", ErrUnavailable)
	}
	return nil
}
