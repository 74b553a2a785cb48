package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"
)

// Session is somebody who is signed in at the desk.
type Session struct {
	Operator Operator // without passkeys
	Key      []byte   // the passkey used
	Created  time.Time
	Seen     time.Time // the last request, to the minute
}

const (
	insertSession = `INSERT INTO sessions (token_hash, operator_id, credential_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)`
	selectSession = `SELECT o.id, o.name, o.handle, o.created_at, o.disabled_at, s.credential_id, s.created_at, s.seen_at
		FROM sessions s JOIN operators o ON o.id = s.operator_id WHERE s.token_hash = $1`
	touchSession  = `UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2`
	endSession    = `DELETE FROM sessions WHERE token_hash = $1`
	endSessionsOf = `DELETE FROM sessions WHERE operator_id = $1`
	endSessionsBy = `DELETE FROM sessions WHERE credential_id = $1`
	endOld        = `DELETE FROM sessions WHERE created_at < $1 OR seen_at < $2`
	useKey        = `UPDATE credentials SET record = $3, used_at = $4 WHERE operator_id = $1 AND id = $2`
)

// newToken makes 256 random bits in base64url.
func newToken() string {
	var token [32]byte
	rand.Read(token[:])
	return base64.RawURLEncoding.EncodeToString(token[:])
}

// Enrol uses an enrolment link up and keeps the passkey. It refuses ErrSpent when
// somebody was faster or the time is over, and ErrKeyKnown.
func (s *Store) Enrol(ctx context.Context, token string, k Passkey) error {
	o, err := s.Enrolment(ctx, token)
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(token))
	var refused error
	err = s.writer.do(func(ctx context.Context, t *transaction) error {
		refused = nil
		var known int
		if err := t.Row(ctx, countKey, []any{k.ID}, &known); err != nil {
			return err
		}
		if known > 0 {
			refused = ErrKeyKnown // and the link stays
			return nil
		}
		n, err := t.Count(ctx, useEnrolment, hash[:], s.now().UnixMilli())
		if err != nil {
			return err
		}
		if n == 0 {
			refused = ErrSpent
			return nil
		}
		if refused, err = s.keep(ctx, t, o, k); err != nil || refused != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: s.now(), Operator: o.Name, Event: "passkey_enrolled", Subject: keyName(k.ID)})
	})
	return errors.Join(err, refused)
}

// AddKey keeps a further passkey of an operator.
func (s *Store) AddKey(ctx context.Context, o Operator, k Passkey) error {
	var refused error
	err := s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		if refused, err = s.keep(ctx, t, o, k); err != nil || refused != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: s.now(), Operator: o.Name, Event: "passkey_added", Subject: keyName(k.ID)})
	})
	return errors.Join(err, refused)
}

func (s *Store) keep(ctx context.Context, t *transaction, o Operator, k Passkey) (refused, err error) {
	n, err := t.Count(ctx, insertKey, k.ID, o.ID, k.Label, string(k.Record), s.now().UnixMilli())
	if err == nil && n == 0 {
		return ErrKeyKnown, nil
	}
	return nil, err
}

// RemoveKey forgets a passkey and ends the sessions that began with it. It refuses
// ErrLastKey and ErrNotFound.
func (s *Store) RemoveKey(ctx context.Context, o Operator, id []byte, why string) error {
	var refused error
	e := AuditEntry{At: s.now(), Operator: o.Name, Event: "passkey_removed", Subject: keyName(id), Why: why}
	if err := s.sealWhy(ctx, &e); err != nil {
		return err
	}
	err := s.writer.do(func(ctx context.Context, t *transaction) error {
		refused = nil
		var keys int
		if err := t.Row(ctx, countKeys, []any{o.ID}, &keys); err != nil {
			return err
		}
		if keys < 2 {
			refused = ErrLastKey
			return nil
		}
		n, err := t.Count(ctx, deleteKey, o.ID, id)
		if err != nil {
			return err
		}
		if n == 0 {
			refused = ErrNotFound
			return nil
		}
		if err := t.Exec(ctx, endSessionsBy, id); err != nil {
			return err
		}
		return t.audit(ctx, e)
	})
	return errors.Join(err, refused)
}

// keyName is how the audit log names a passkey.
func keyName(id []byte) string {
	sum := sha256.Sum256(id)
	return hex.EncodeToString(sum[:6])
}

// SignIn begins a session with a passkey, whose record may have changed, and gives
// its token, which is stored as its hash only. Sessions that are too old go.
func (s *Store) SignIn(ctx context.Context, o Operator, k Passkey, idle, most time.Duration) (string, error) {
	token := newToken()
	hash := sha256.Sum256([]byte(token))
	var refused error
	err := s.writer.do(func(ctx context.Context, t *transaction) error {
		refused = nil
		now := s.now()
		n, err := t.Count(ctx, useKey, o.ID, k.ID, string(k.Record), now.UnixMilli())
		if err != nil {
			return err
		}
		if n == 0 {
			refused = ErrNotFound // removed meanwhile
			return nil
		}
		if err := t.Exec(ctx, endOld, now.Add(-most).UnixMilli(), now.Add(-idle).UnixMilli()); err != nil {
			return err
		}
		if err := t.Exec(ctx, insertSession, hash[:], o.ID, k.ID, now.UnixMilli()); err != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: s.now(), Operator: o.Name, Event: "signed_in", Subject: keyName(k.ID)})
	})
	return token, errors.Join(err, refused)
}

// Session gives who a token belongs to; ErrNotFound for nobody. How old a session
// may be is the desk's to judge.
func (s *Store) Session(ctx context.Context, token string) (Session, error) {
	hash := sha256.Sum256([]byte(token))
	var x Session
	o := &x.Operator
	var created, begun, seen int64
	var disabled sql.NullInt64
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectSession, hash[:]).
		Scan(&o.ID, &o.Name, &o.Handle, &created, &disabled, &x.Key, &begun, &seen)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Session{}, ErrNotFound
	case err != nil:
		return Session{}, unavailable(err)
	case disabled.Valid:
		return Session{}, ErrNotFound
	}
	o.Created, x.Created, x.Seen = fromMilli(created), fromMilli(begun), fromMilli(seen)
	return x, nil
}

// Seen notes that a session is in use.
func (s *Store) Seen(ctx context.Context, token string) error {
	hash := sha256.Sum256([]byte(token))
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, touchSession, hash[:], s.now().UnixMilli())
	})
}

// SignOut ends a session; event says why, such as "signed_out".
func (s *Store) SignOut(ctx context.Context, token, operator, event string) error {
	hash := sha256.Sum256([]byte(token))
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		n, err := t.Count(ctx, endSession, hash[:])
		if err != nil || n == 0 {
			return err
		}
		return t.audit(ctx, AuditEntry{At: s.now(), Operator: operator, Event: event})
	})
}
