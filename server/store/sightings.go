package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
)

// sightingClosed is the event of the audit log that ends a sighting.
const sightingClosed = "sighting_closed"

// How long what names somebody in a sighting is kept: after the desk closed it, and at
// most, closed or not.
const (
	SightingKeptClosed = 30 * 24 * time.Hour
	SightingKeptAtMost = 365 * 24 * time.Hour
)

// ErrManySightings says that as many sightings wait as the office takes.
var ErrManySightings = errors.New("too many sightings wait for the desk")

// Sighting is what a visitor told the desk about a rate seen elsewhere.
type Sighting struct {
	ID     string
	At     time.Time
	Facts  SightingFacts
	Sender SightingSender // empty once Erased
	Erased bool           // what names somebody is gone

	Closed           time.Time // zero: it waits
	ClosedBy, Reason string    // as the audit log has them
}

// SightingFacts are what was seen, as it was typed, and what the office found when the
// sighting came. Nothing in them is personal.
type SightingFacts struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Give    string `json:"give"`
	Get     string `json:"get"`
	Minute  string `json:"minute"`            // UTC, 2026-11-22 09:14
	Finding string `json:"finding"`           // as api.Verdict says
	Differs string `json:"differs,omitempty"` // per cent that the client would have got more, or less, than the nearest rate published
	Unit    string `json:"unit,omitempty"`    // the nearest rate published: one unit is worth rate of per
	Per     string `json:"per,omitempty"`
	Rate    string `json:"rate,omitempty"`

	Snapshots []string `json:"snapshots,omitempty"` // what was looked at, the newest first
}

// SightingSender is what may name somebody, and is sealed.
type SightingSender struct {
	Where string `json:"where"`           // where the rate was seen
	Words string `json:"words,omitempty"` // whatever else was said
	Email string `json:"email,omitempty"` // for an answer
}

const (
	insertSighting  = `INSERT INTO sightings (id, at, form, data, key_id, sealed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (form) DO NOTHING`
	countSightings  = `SELECT count(*) FROM sightings WHERE closed_at IS NULL`
	knownSighting   = `SELECT coalesce(max(id), '') FROM sightings WHERE form = $1`
	factsOfSighting = `SELECT data FROM sightings WHERE id = $1`
	// Who closed a sighting, and why, stands in the audit log alone.
	selectSightings = `SELECT r.id, r.at, r.data, r.key_id, r.sealed, r.closed_at, coalesce(l.operator, ''), coalesce(l.why, '')
		FROM sightings r LEFT JOIN audit_log l ON l.event = '` + sightingClosed + `' AND l.subject = r.id`
	oneSighting      = selectSightings + ` WHERE r.id = $1 LIMIT $2`
	openSightings    = selectSightings + ` WHERE r.closed_at IS NULL AND r.id > $1 ORDER BY r.id LIMIT $2`
	closedSightings  = selectSightings + ` WHERE r.closed_at IS NOT NULL AND r.id < $1 ORDER BY r.id DESC LIMIT $2`
	closeSighting    = `UPDATE sightings SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL`
	forgetSightings  = `UPDATE sightings SET sealed = NULL WHERE sealed IS NOT NULL AND (closed_at < $1 OR at < $2)`
	sealedOfSighting = "sighting"
	afterAll         = "~" // sorts after every id
)

// AddSighting keeps a sighting and gives its id; ErrManySightings when as many wait as
// are allowed. The key of the form is the sender's: the same form sent again is the
// same sighting, and another one with its key is refused with ErrKeyReused.
func (s *Store) AddSighting(ctx context.Context, form string, facts SightingFacts, who SightingSender, mostOpen int) (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	data, errData := json.Marshal(facts)
	plain, errPlain := json.Marshal(who)
	if err := errors.Join(errData, errPlain); err != nil {
		return "", err
	}
	keyID, k, err := s.keys.sealing(ctx)
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256([]byte(form))
	sealed, at := k.seal(sealedOfSighting, id.String(), plain), s.now().UnixMilli()
	var open int
	var known string
	err = s.writer.do(func(ctx context.Context, t *transaction) error {
		if err := errors.Join(t.Row(ctx, countSightings, nil, &open), t.Row(ctx, knownSighting, []any{hash[:]}, &known)); err != nil {
			return err
		}
		if known != "" || open >= mostOpen {
			return nil
		}
		return t.Exec(ctx, insertSighting, id.String(), at, hash[:], string(data), keyID, sealed)
	})
	switch {
	case err != nil:
		return "", err
	case known != "":
		return known, s.sentBefore(ctx, known, facts, who)
	case open >= mostOpen:
		return "", ErrManySightings
	}
	return id.String(), nil
}

// sentBefore refuses to take a sighting for one that is kept and says something else.
func (s *Store) sentBefore(ctx context.Context, id string, facts SightingFacts, who SightingSender) error {
	all, err := s.sightings(ctx, oneSighting, id, 1)
	if err == nil && (len(all) == 0 || !all[0].same(facts, who)) {
		err = ErrKeyReused
	}
	return err
}

// same says whether a sighting is of what was seen, and of who says so. What the office
// found may have changed since; of an erased one only what was seen is left.
func (r Sighting) same(facts SightingFacts, who SightingSender) bool {
	return r.Facts.Seen() == facts.Seen() && (r.Erased || r.Sender == who)
}

// Seen is what was typed of a rate: from, to, give, get and the minute.
func (f SightingFacts) Seen() [5]string { return [5]string{f.From, f.To, f.Give, f.Get, f.Minute} }

// SightingSeen gives what was seen in a sighting, and nothing of who sent it; ErrNotFound
// when there is none.
func (s *Store) SightingSeen(ctx context.Context, id string) (facts SightingFacts, err error) {
	var data string
	err = s.reading.QueryRowContext(context.WithoutCancel(ctx), factsOfSighting, id).Scan(&data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return facts, ErrNotFound
	case err != nil:
		return facts, unavailable(err)
	}
	return facts, json.Unmarshal([]byte(data), &facts)
}

// OpenSightings gives sightings that wait for the desk, the oldest first: at most so many
// after the one with an id; from the first when it is empty.
func (s *Store) OpenSightings(ctx context.Context, after string, most int) ([]Sighting, error) {
	return s.sightings(ctx, openSightings, after, most)
}

// ClosedSightings gives sightings that the desk has closed, the newest first: at most so
// many that came before the one with an id; from the last when it is empty.
func (s *Store) ClosedSightings(ctx context.Context, before string, most int) ([]Sighting, error) {
	if before == "" {
		before = afterAll
	}
	return s.sightings(ctx, closedSightings, before, most)
}

// WaitingSightings says how many sightings wait for the desk.
func (s *Store) WaitingSightings(ctx context.Context) (n int, err error) {
	if err := s.reading.QueryRowContext(context.WithoutCancel(ctx), countSightings).Scan(&n); err != nil {
		return 0, unavailable(err)
	}
	return n, nil
}

func (s *Store) sightings(ctx context.Context, query, edge string, most int) ([]Sighting, error) {
	ctx = context.WithoutCancel(ctx)
	rows, err := s.reading.QueryContext(ctx, query, edge, most)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Sighting
	for rows.Next() {
		r, err := s.scanSighting(ctx, rows)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, unread(rows.Err())
}

func (s *Store) scanSighting(ctx context.Context, row oneRow) (Sighting, error) {
	var r Sighting
	var at int64
	var closed sql.NullInt64
	var data, keyID string
	var sealed []byte
	if err := row.Scan(&r.ID, &at, &data, &keyID, &sealed, &closed, &r.ClosedBy, &r.Reason); err != nil {
		return r, unavailable(err)
	}
	why := AuditEntry{Event: sightingClosed, Subject: r.ID, Why: r.Reason}
	if err := s.openWhy(ctx, &why); err != nil {
		return r, err
	}
	r.Reason = why.Why
	r.At, r.Closed, r.Erased = fromMilli(at), fromMilliOrNull(closed), sealed == nil
	if err := json.Unmarshal([]byte(data), &r.Facts); err != nil || r.Erased {
		return r, err
	}
	k, err := s.keys.opening(ctx, keyID)
	if err != nil {
		return r, err
	}
	plain, err := k.open(sealedOfSighting, r.ID, sealed)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(plain, &r.Sender)
}

// CloseSighting says that a sighting needs nobody any more, and why, in the audit log;
// ErrNotFound when none such waits.
func (s *Store) CloseSighting(ctx context.Context, id, why, operator string) error {
	closed := int64(0)
	e := AuditEntry{At: s.now(), Operator: operator, Event: sightingClosed, Subject: id, Why: why}
	if err := s.sealWhy(ctx, &e); err != nil {
		return err
	}
	err := s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		if closed, err = t.Count(ctx, closeSighting, id, e.At.UnixMilli()); err != nil || closed == 0 {
			return err
		}
		return t.audit(ctx, e)
	})
	if err == nil && closed == 0 {
		err = ErrNotFound
	}
	return err
}

// ForgetSightings removes what names somebody from sightings whose time is over, and says
// of how many. The bytes go as those of an order that is erased do.
func (s *Store) ForgetSightings(ctx context.Context) (n int64, err error) {
	now := s.now()
	err = s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		n, err = t.Count(ctx, forgetSightings, now.Add(-SightingKeptClosed).UnixMilli(), now.Add(-SightingKeptAtMost).UnixMilli())
		return err
	})
	if err != nil || n == 0 {
		return 0, err
	}
	return n, s.engine.forget(context.WithoutCancel(ctx))
}
