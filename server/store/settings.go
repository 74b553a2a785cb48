package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	selectSetting = `SELECT value FROM settings WHERE key = $1`
	upsertSetting = `INSERT INTO settings (key, value, version, changed_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = settings.version + 1, changed_at = excluded.changed_at`
)

// Setting gives what the office is set to; empty when it never was.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var value string
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectSetting, key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return value, nil
}

// Set changes a setting. When somebody does it, who and why stand in the audit log,
// in the same transaction; what the office sets by itself, where it stopped reading
// a history for example, does not.
func (s *Store) Set(ctx context.Context, key, value, by, why string) error {
	at := s.now()
	e := AuditEntry{At: at, Operator: by, Event: "setting", Subject: key, Why: why, Data: quoted(value)}
	if err := s.sealWhy(ctx, &e); err != nil {
		return err
	}
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		if err := t.Exec(ctx, upsertSetting, key, value, at.UnixMilli()); err != nil || by == "" {
			return err
		}
		return t.audit(ctx, e)
	})
}

// quoted writes a value as the data of an entry.
func quoted(value string) []byte {
	data, err := json.Marshal(map[string]string{"value": value})
	if err != nil {
		panic(err) // a text
	}
	return data
}
