package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

const (
	selectLastEntry = `SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1`
	insertEntry     = `INSERT INTO audit_log (seq, at, operator, event, subject, why, data, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	selectEntries   = `SELECT seq, at, operator, event, subject, why, data, hash FROM audit_log WHERE seq < $1 ORDER BY seq DESC LIMIT $2`
)

// AuditEntry is what was done at the desk that belongs to no order: a sign-in, a
// setting, an operator added. Nothing in it may be personal of a client.
type AuditEntry struct {
	Seq      int64     // 1 for the first entry, and one more with each; the store's to set
	At       time.Time // the store's clock when zero
	Operator string    // who; empty: the office itself
	Event    string    // what
	Subject  string    // of what: a setting, an operator, an order
	Why      string    // sealed where it is stored
	Data     []byte    // JSON; {} when nil
	Hash     []byte    // of the entry and the one before it; the store's to set
}

// sum gives the hash of an entry that follows the one with the hash before.
func (e AuditEntry) sum(before []byte) []byte {
	b := put(nil, before)
	for _, text := range []string{strconv.FormatInt(e.Seq, 10), strconv.FormatInt(e.At.UnixMilli(), 10), e.Operator, e.Event, e.Subject, e.Why, string(e.Data)} {
		b = put(b, text)
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

// Note writes one entry of the audit log.
func (s *Store) Note(ctx context.Context, e AuditEntry) error {
	if e.At.IsZero() {
		e.At = s.now()
	}
	if err := e.check(); err != nil {
		return err
	}
	if err := s.sealWhy(ctx, &e); err != nil {
		return err
	}
	return s.writer.do(func(ctx context.Context, t *transaction) error { return t.audit(ctx, e) })
}

func (e *AuditEntry) check() error {
	if e.Data == nil {
		e.Data = []byte("{}")
	}
	if e.Event == "" || !json.Valid(e.Data) {
		return fmt.Errorf("an entry of the audit log without an event, or with data that is no JSON: %s", e.Event)
	}
	return nil
}

// audit adds an entry to the audit log in an open transaction.
func (t *transaction) audit(ctx context.Context, e AuditEntry) error {
	if err := e.check(); err != nil {
		return err
	}
	if lock := t.w.words.lockLog; lock != "" {
		if err := t.Exec(ctx, lock); err != nil {
			return err
		}
	}
	var before []byte
	err := t.Row(ctx, selectLastEntry, nil, &e.Seq, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	e.Seq++
	return t.Exec(ctx, insertEntry, e.Seq, e.At.UnixMilli(), e.Operator, e.Event, e.Subject, e.Why, string(e.Data), e.sum(before))
}

// AuditLog gives entries of the audit log, the newest first: at most so many, of
// those with a lower number than before; of all when it is 0.
func (s *Store) AuditLog(ctx context.Context, before int64, most int) ([]AuditEntry, error) {
	if before <= 0 {
		before = anyVersion
	}
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectEntries, before, most)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var entries []AuditEntry
	for rows.Next() {
		e, err := scanEntry(rows.Scan)
		if err == nil {
			err = s.openWhy(ctx, &e)
		}
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, unread(rows.Err())
}

func scanEntry(scan scanner) (AuditEntry, error) {
	var e AuditEntry
	var at int64
	err := scan(&e.Seq, &at, &e.Operator, &e.Event, &e.Subject, &e.Why, &e.Data, &e.Hash)
	e.At = fromMilli(at)
	return e, err
}
