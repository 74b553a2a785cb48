package store

import "context"

// Ready says whether the store can read and takes requests. Once the storage has
// failed to write, a disk that is full for example, it answers ErrUnavailable
// until something is on the disk again: the next request that succeeds, or the
// small write that Ready then tries by itself.
func (s *Store) Ready(ctx context.Context) error {
	if s.writer.full() {
		return ErrBusy
	}
	if s.writer.faulty.Load() {
		if err := s.writer.do(s.probe); err != nil {
			return err
		}
	}
	var one int
	return s.lookup.alive.QueryRowContext(ctx).Scan(&one)
}

const selectAlive = `SELECT 1`

// probe writes as much as a few orders need and takes it away again in the same
// transaction.
func (s *Store) probe(ctx context.Context, t *transaction) error {
	for _, statement := range s.engine.words().probe {
		if err := t.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
