package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// SnapshotsFor is how long every snapshot is kept. Those that an order names are
// kept for ever, like the order.
const SnapshotsFor = 30 * 24 * time.Hour

// pruned is how many old snapshots at most go with each new one: more than come,
// so that a table grown while the office was closed shrinks, and few enough to
// hold nobody up.
const pruned = 20

const (
	insertSnapshot = `INSERT INTO snapshots (id, taken_at, text) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`
	pruneSnapshots = `DELETE FROM snapshots WHERE id IN
		(SELECT id FROM snapshots WHERE taken_at < $1 AND kept = 0 ORDER BY taken_at LIMIT $2)`
	keepSnapshot          = `UPDATE snapshots SET kept = 1 WHERE id = $1 AND kept = 0`
	selectSnapshot        = `SELECT text FROM snapshots WHERE id = $1`
	selectSnapshotsBefore = `SELECT text FROM snapshots WHERE taken_at <= $1 ORDER BY taken_at DESC LIMIT $2`
)

// Record keeps a published snapshot, and lets those go that are older than
// SnapshotsFor and that no order names.
func (s *Store) Record(ctx context.Context, id string, taken time.Time, text []byte) error {
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		if err := t.Exec(ctx, insertSnapshot, id, taken.UnixMilli(), string(text)); err != nil {
			return err
		}
		return t.Exec(ctx, pruneSnapshots, taken.Add(-SnapshotsFor).UnixMilli(), pruned)
	})
}

// Recorded gives a snapshot as it was recorded; false when it is not kept.
func (s *Store) Recorded(ctx context.Context, id string) ([]byte, bool, error) {
	var text []byte
	err := s.lookup.snapshot.QueryRowContext(context.WithoutCancel(ctx), id).Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return text, true, nil
}

// RecordedBefore gives up to so many snapshots taken at a moment or before, the
// newest first.
func (s *Store) RecordedBefore(ctx context.Context, moment time.Time, most int) ([][]byte, error) {
	rows, err := s.lookup.snapshotsBefore.QueryContext(context.WithoutCancel(ctx), moment.UnixMilli(), most)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var texts [][]byte
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return nil, unread(err)
		}
		texts = append(texts, text)
	}
	return texts, unread(rows.Err())
}
