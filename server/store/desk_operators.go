package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
)

// What a call about the desk may answer besides.
var (
	// ErrSpent says that an enrolment is unknown, was used, or is too old.
	ErrSpent = errors.New("this enrolment link is unknown, was used already, or is too old")
	// ErrDisabled says that the operator may no longer sign in.
	ErrDisabled = errors.New("this operator is disabled")
	// ErrLastKey says that an operator would be left without any passkey.
	ErrLastKey = errors.New("this is the operator's last passkey")
	// ErrKeyKnown says that a passkey is enrolled already.
	ErrKeyKnown = errors.New("this passkey is enrolled already")
)

// EnrolmentLife is how long an enrolment link can be used.
const EnrolmentLife = 24 * time.Hour

// Operator is who works at the desk.
type Operator struct {
	ID       string
	Name     string
	Handle   []byte // what passkeys know the operator by
	Created  time.Time
	Disabled time.Time // zero: may sign in
	Keys     []Passkey // the oldest first
}

// Passkey is a public key by which an operator signs in.
type Passkey struct {
	ID      []byte
	Label   string
	Record  []byte // JSON, as the desk reads it
	Created time.Time
	Used    time.Time // zero: never yet
}

const (
	selectOperators = `SELECT id, name, handle, created_at, disabled_at FROM operators`
	operatorByKey   = selectOperators + ` WHERE name_key = $1`
	operatorByHand  = selectOperators + ` WHERE handle = $1`
	allOperators    = selectOperators + ` ORDER BY name_key`
	insertOperator  = `INSERT INTO operators (id, name, name_key, handle, created_at) VALUES ($1, $2, $3, $4, $5)`
	disableOperator = `UPDATE operators SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL`
	enableOperator  = `UPDATE operators SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL`

	selectKeys = `SELECT id, label, record, created_at, used_at FROM credentials WHERE operator_id = $1 ORDER BY created_at, id`
	insertKey  = `INSERT INTO credentials (id, operator_id, label, record, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`
	countKeys  = `SELECT count(*) FROM credentials WHERE operator_id = $1`
	countKey   = `SELECT count(*) FROM credentials WHERE id = $1`
	deleteKey  = `DELETE FROM credentials WHERE operator_id = $1 AND id = $2`

	insertEnrolment = `INSERT INTO enrolments (token_hash, operator_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`
	selectEnrolment = `SELECT o.id, o.name, o.handle, o.created_at, o.disabled_at FROM operators o
		JOIN enrolments e ON e.operator_id = o.id WHERE e.token_hash = $1 AND e.used_at IS NULL AND e.expires_at > $2`
	useEnrolment    = `UPDATE enrolments SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2`
	spendEnrolments = `UPDATE enrolments SET used_at = $2 WHERE operator_id = $1 AND used_at IS NULL`
)

// oneRow is what both one row and many give their columns by.
type oneRow interface{ Scan(into ...any) error }

func scanOperator(row oneRow) (Operator, error) {
	var o Operator
	var created int64
	var disabled sql.NullInt64
	if err := row.Scan(&o.ID, &o.Name, &o.Handle, &created, &disabled); err != nil {
		return Operator{}, err
	}
	o.Created, o.Disabled = fromMilli(created), fromMilliOrNull(disabled)
	return o, nil
}

func fromMilliOrNull(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMilli(ms.Int64)
}

// nameKey is what two names that are the same have in common.
func nameKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// Operators gives everybody who works or worked at the desk, with their passkeys.
func (s *Store) Operators(ctx context.Context) ([]Operator, error) {
	ctx = context.WithoutCancel(ctx)
	rows, err := s.reading.QueryContext(ctx, allOperators)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Operator
	for rows.Next() {
		o, err := scanOperator(rows)
		if err != nil {
			return nil, unavailable(err)
		}
		all = append(all, o)
	}
	if err := unread(rows.Err()); err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Keys, err = s.passkeys(ctx, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Operator gives an operator by the handle that passkeys know; ErrNotFound when
// there is none.
func (s *Store) Operator(ctx context.Context, handle []byte) (Operator, error) {
	return s.operator(ctx, operatorByHand, handle)
}

// OperatorNamed gives an operator by the name.
func (s *Store) OperatorNamed(ctx context.Context, name string) (Operator, error) {
	return s.operator(ctx, operatorByKey, nameKey(name))
}

// Enrolment gives the operator whom an enrolment link is for; ErrSpent when it can
// no longer be used.
func (s *Store) Enrolment(ctx context.Context, token string) (Operator, error) {
	hash := sha256.Sum256([]byte(token))
	o, err := s.operator(ctx, selectEnrolment, hash[:], s.now().UnixMilli())
	if errors.Is(err, ErrNotFound) || err == nil && !o.Disabled.IsZero() {
		return Operator{}, ErrSpent
	}
	return o, err
}

func (s *Store) operator(ctx context.Context, query string, by ...any) (Operator, error) {
	ctx = context.WithoutCancel(ctx)
	o, err := scanOperator(s.reading.QueryRowContext(ctx, query, by...))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Operator{}, ErrNotFound
	case err != nil:
		return Operator{}, unavailable(err)
	}
	o.Keys, err = s.passkeys(ctx, o.ID)
	return o, err
}

func (s *Store) passkeys(ctx context.Context, operator string) ([]Passkey, error) {
	rows, err := s.reading.QueryContext(ctx, selectKeys, operator)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var keys []Passkey
	for rows.Next() {
		var k Passkey
		var created int64
		var used sql.NullInt64
		if err := rows.Scan(&k.ID, &k.Label, &k.Record, &created, &used); err != nil {
			return nil, unavailable(err)
		}
		k.Created, k.Used = fromMilli(created), fromMilliOrNull(used)
		keys = append(keys, k)
	}
	return keys, unread(rows.Err())
}

// AddOperator makes an operator, or takes the one who has the name, and gives the
// token of a new enrolment link, which is stored as its hash only. Links that the
// operator had before count no more. It refuses ErrDisabled for one who was disabled.
func (s *Store) AddOperator(ctx context.Context, name string) (o Operator, token string, err error) {
	name = strings.Join(strings.Fields(name), " ")
	id, err := uuid.NewV7()
	if err != nil {
		return Operator{}, "", err
	}
	var handle [32]byte
	rand.Read(handle[:])
	token = newToken()
	hash := sha256.Sum256([]byte(token))
	fresh := Operator{ID: id.String(), Name: name, Handle: handle[:]}
	err = s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		now := s.now()
		if o, err = t.operator(ctx, fresh, now); err != nil || !o.Disabled.IsZero() {
			return err
		}
		if err := t.Exec(ctx, spendEnrolments, o.ID, now.UnixMilli()); err != nil {
			return err
		}
		if err := t.Exec(ctx, insertEnrolment, hash[:], o.ID, now.UnixMilli(), now.Add(EnrolmentLife).UnixMilli()); err != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: now, Event: "enrolment_link", Subject: o.Name})
	})
	if err == nil && !o.Disabled.IsZero() {
		err = ErrDisabled
	}
	if err != nil {
		return Operator{}, "", err
	}
	return o, token, nil
}

// operator finds who has a name, or gives it to a fresh operator.
func (t *transaction) operator(ctx context.Context, fresh Operator, now time.Time) (Operator, error) {
	var o Operator
	var created int64
	var disabled sql.NullInt64
	err := t.Row(ctx, operatorByKey, []any{nameKey(fresh.Name)}, &o.ID, &o.Name, &o.Handle, &created, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		fresh.Created = now
		return fresh, t.Exec(ctx, insertOperator, fresh.ID, fresh.Name, nameKey(fresh.Name), fresh.Handle, now.UnixMilli())
	}
	o.Created, o.Disabled = fromMilli(created), fromMilliOrNull(disabled)
	return o, err
}

// SetDisabled disables an operator, whose sessions and links then end, or lets the
// operator in again. It says whether anything changed.
func (s *Store) SetDisabled(ctx context.Context, name string, disabled bool) (changed bool, err error) {
	o, err := s.OperatorNamed(ctx, name)
	if err != nil {
		return false, err
	}
	err = s.writer.do(func(ctx context.Context, t *transaction) error {
		now := s.now().UnixMilli()
		event, query, values := "operator_enabled", enableOperator, []any{o.ID}
		if disabled {
			event, query, values = "operator_disabled", disableOperator, []any{o.ID, now}
		}
		n, err := t.Count(ctx, query, values...)
		if changed = n > 0; err != nil || !changed {
			return err
		}
		if err := t.Exec(ctx, endSessionsOf, o.ID); err != nil {
			return err
		}
		if err := t.Exec(ctx, spendEnrolments, o.ID, now); err != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: s.now(), Event: event, Subject: o.Name})
	})
	return changed, err
}
