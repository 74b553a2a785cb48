package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"agio/wasm/exchange"
)

const (
	insertOrder = `INSERT INTO orders (id, version, state, reason, created_at, changed_at, deadline,
		from_code, to_code, give, get, secret_hash, idempotency_key, body_hash, answer, key_id, order_key, before_state, parent)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
		ON CONFLICT (idempotency_key) DO NOTHING`
	selectByKey = `SELECT id, body_hash, answer, key_id, order_key FROM orders WHERE idempotency_key = $1`
)

// Placed is what became of a request for an order.
type Placed struct {
	ID     string
	Answer []byte // as it was first given
}

// Draft gives the order to be stored and the answer its client gets. It is
// called with the id and secret that the order will have, at most once, and not
// at all when the answer is stored already. The order's State, Version and
// Changed are the store's to set.
type Draft func(id, secret string) (Order, []byte, error)

// flight is a request under way: equal ones wait for it and share its answer.
type flight struct {
	body   [sha256.Size]byte
	done   chan struct{}
	placed Placed
	err    error
}

// Place stores an order once: the first call with a key stores what draft gives
// and returns after it is on the disk; each later one with the same key and body
// returns the same answer. It refuses ErrKeyReused for the same key with another
// body, ErrBusy, ErrUnavailable, ErrErased, and passes on what draft refuses.
// A context that ends does not call an order back that is already being written.
func (s *Store) Place(ctx context.Context, idempotencyKey string, body [sha256.Size]byte, draft Draft) (Placed, error) {
	if err := ctx.Err(); err != nil {
		return Placed{}, err
	}
	f := &flight{body: body, done: make(chan struct{})}
	s.mu.Lock()
	if other := s.flights[idempotencyKey]; other != nil {
		s.mu.Unlock()
		<-other.done
		if other.body != body {
			// The other may have been refused, and then the key is free.
			return s.Place(ctx, idempotencyKey, body, draft)
		}
		return other.placed, other.err
	}
	s.flights[idempotencyKey] = f
	s.mu.Unlock()
	f.err = errors.New("the order could not be drafted")
	defer func() {
		s.mu.Lock()
		delete(s.flights, idempotencyKey)
		s.mu.Unlock()
		close(f.done)
	}()
	f.placed, f.err = s.place(context.WithoutCancel(ctx), requestKey(idempotencyKey), body, draft)
	return f.placed, f.err
}

// requestKey is what stands in the database for a client's idempotency key: its
// SHA-256. Of a UUIDv7 the time at which it was made stays in front of the hash: keys
// made together then stand together in the index, where a group of orders changes a
// page or two, and not a page each.
func requestKey(idempotencyKey string) [sha256.Size]byte {
	hash := sha256.Sum256([]byte(idempotencyKey))
	if id, err := uuid.Parse(idempotencyKey); err == nil && id.Version() == 7 {
		copy(hash[:6], id[:6])
	}
	return hash
}

// row is an order ready to be written.
type row struct {
	order         Order
	link          link // its first event,
	hash          []byte
	due           time.Time // when it needs something first
	secretHash    [sha256.Size]byte
	requestKey    [sha256.Size]byte
	bodyHash      []byte
	answer        []byte // sealed
	mail          bool   // its client is told by e-mail
	keyID         string
	wrapped       []byte
	kept          bool   // the snapshot it names is kept already
	keeps         int64  // 1: it is kept with the order
	earlier       stored // the order that has the key already
	earlierExists bool
}

// stored is what is kept to answer a request again.
type stored struct {
	id, keyID                 string
	bodyHash, answer, wrapped []byte
}

func (s *stored) columns() []any {
	return []any{&s.id, &s.bodyHash, &s.answer, &s.keyID, &s.wrapped}
}

func (s *Store) place(ctx context.Context, requestKey, body [sha256.Size]byte, draft Draft) (Placed, error) {
	if s.known.may(requestKey) {
		var earlier stored
		err := s.lookup.byKey.QueryRowContext(ctx, requestKey[:]).Scan(earlier.columns()...)
		switch {
		case err == nil:
			return s.again(ctx, earlier, body)
		case !errors.Is(err, sql.ErrNoRows):
			return Placed{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	r, answer, err := s.draft(ctx, requestKey, body, draft)
	if err != nil {
		return Placed{}, err
	}
	s.known.add(requestKey)
	if kept := s.kept.Load(); kept != nil {
		r.kept = *kept == r.order.SnapshotID
	}
	if err := s.writer.do(r.insert); err != nil {
		return Placed{}, err
	}
	if r.keeps > 0 {
		kept := r.order.SnapshotID
		s.kept.Store(&kept)
	}
	if r.earlierExists {
		return s.again(ctx, r.earlier, body)
	}
	s.bells.work()
	return Placed{r.order.ID, answer}, nil
}

// again answers a request that was answered before.
func (s *Store) again(ctx context.Context, earlier stored, body [sha256.Size]byte) (Placed, error) {
	k, err := s.orderKey(ctx, earlier.id, earlier.keyID, earlier.wrapped)
	if err != nil {
		return Placed{}, err
	}
	if subtle.ConstantTimeCompare(k.hash(body[:]), earlier.bodyHash) != 1 {
		return Placed{}, ErrKeyReused
	}
	answer, err := k.open(sealedAnswer, earlier.id, earlier.answer)
	return Placed{earlier.id, answer}, err
}

// draft makes the order and seals what is personal.
func (s *Store) draft(ctx context.Context, requestKey, body [sha256.Size]byte, draft Draft) (*row, []byte, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, nil, err
	}
	secret := newSecret()
	order, answer, err := draft(id.String(), secret)
	if err != nil {
		return nil, nil, err
	}
	order.ID = id.String()
	order.Begin()
	frozen, err := order.Frozen.marshal()
	if err != nil {
		return nil, nil, err
	}
	keyID, data, err := s.keys.sealing(ctx)
	if err != nil {
		return nil, nil, err
	}
	own, wrapped := newOrderKey(data, order.ID)
	r := &row{order: order, due: order.Created, requestKey: requestKey, secretHash: sha256.Sum256([]byte(secret)), keyID: keyID, wrapped: wrapped, mail: order.Person.Email != ""}
	r.bodyHash = own.hash(body[:])
	r.answer = own.seal(sealedAnswer, order.ID, answer)
	r.link = link{order: order.ID, version: order.Version, event: exchange.Create, actor: exchange.ByClient, at: order.Created.UnixMilli(),
		state: order.State, data: string(frozen)}
	if r.link.sealed, err = sealPerson(own, order); err != nil {
		return nil, nil, err
	}
	r.hash = r.link.sum(nil)
	return r, answer, nil
}

// newSecret makes 128 random bits in base64url.
func newSecret() string {
	var secret [16]byte
	rand.Read(secret[:])
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// insert writes order and event and what follows from them, and keeps the snapshot
// for good that the order names; or it finds the order that has the key already.
func (r *row) insert(ctx context.Context, t *transaction) error {
	o := &r.order
	r.earlierExists = false
	inserted := int64(1) // or the event below has no order to belong to
	err := t.Later(ctx, &inserted, insertOrder, o.ID, o.Version, string(o.State), string(o.Reason),
		o.Created.UnixMilli(), o.Changed.UnixMilli(), o.Deadline.UnixMilli(),
		o.Quote.Deal.From.Code, o.Quote.Deal.To.Code, o.Quote.Give.Value.String(), o.Quote.Get.Value.String(),
		r.secretHash[:], r.requestKey[:], r.bodyHash, r.answer, r.keyID, r.wrapped, string(o.Before), o.Parent)
	if err != nil {
		return err
	}
	if inserted == 0 {
		r.earlierExists = true
		return t.Row(ctx, selectByKey, []any{r.requestKey[:]}, r.earlier.columns()...)
	}
	if !r.kept {
		if err := t.Later(ctx, &r.keeps, keepSnapshot, o.SnapshotID); err != nil {
			return err
		}
	}
	if err := r.link.insert(ctx, t, r.hash); err != nil {
		return err
	}
	if r.mail {
		if err := t.Exec(ctx, insertMail, o.ID, o.Version, r.link.at, r.link.at); err != nil {
			return err
		}
	}
	return t.Exec(ctx, insertWork, o.ID, r.due.UnixMilli())
}

func fromMilli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
