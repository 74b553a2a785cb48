package store

import (
	"context"
	"database/sql"
	"errors"
)

const (
	insertTariff = `INSERT INTO tariffs (hash, at, text) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`
	selectTariff = `SELECT text FROM tariffs WHERE hash = $1`
)

// RecordTariff keeps the text of a tariff under its hash, for good. One that is kept
// already stays as it is.
func (s *Store) RecordTariff(_ context.Context, hash string, text []byte) error {
	at := s.now().UnixMilli()
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, insertTariff, hash, at, string(text))
	})
}

// Tariff gives the text of a tariff by its hash; false when it is not kept.
func (s *Store) Tariff(ctx context.Context, hash string) ([]byte, bool, error) {
	var text []byte
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectTariff, hash).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, unavailable(err)
	}
	return text, true, nil
}
