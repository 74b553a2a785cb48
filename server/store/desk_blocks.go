package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// ErrBlocked says that a block for the same is in force already.
var ErrBlocked = errors.New("this is blocked already")

// The kinds of what is blocked.
const (
	BlockEmail   = "email"
	BlockAddress = "address"
)

// Block is a refusal of service to whoever comes with an e-mail address or an
// address of a wallet or account (6.5).
type Block struct {
	ID        string
	Kind      string
	Value     string
	Why       string
	Operator  string
	Created   time.Time
	Lifted    time.Time // zero: in force
	LiftedBy  string
	LiftedWhy string
}

// sealedBlock is what of a block is not written in the clear.
type sealedBlock struct {
	Value string `json:"value"`
	Why   string `json:"why"`
}

const (
	insertBlock = `INSERT INTO blocks (id, kind, hash, key_id, sealed, operator, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	// All blocks have one key, that of the first: then one hash finds them all.
	selectBlockKey = `SELECT key_id FROM blocks ORDER BY created_at, id LIMIT 1`
	countBlocks    = `SELECT count(*) FROM blocks WHERE hash = $1 AND kind = $2 AND lifted_at IS NULL`
	blocksInForce  = `SELECT kind, hash, key_id FROM blocks WHERE lifted_at IS NULL`
	selectBlocks   = `SELECT id, kind, key_id, sealed, operator, created_at, lifted_at, lifted_by, lifted_why FROM blocks
		ORDER BY CASE WHEN lifted_at IS NULL THEN 0 ELSE 1 END, created_at DESC, id DESC LIMIT $1`
	liftBlock = `UPDATE blocks SET lifted_at = $2, lifted_by = $3, lifted_why = $4 WHERE id = $1 AND lifted_at IS NULL`
	blockKey  = `SELECT key_id FROM blocks WHERE id = $1 AND lifted_at IS NULL`

	sealedOfBlock = "block"
	sealedLifting = "block lifted"
)

// blockable brings what is blocked into one form, so that spaces and capitals do
// not walk around a block.
func blockable(value string) string {
	return strings.ToLower(strings.Join(strings.Fields(value), ""))
}

// AddBlock refuses service from now on. It refuses ErrBlocked.
func (s *Store) AddBlock(ctx context.Context, kind, value, why, operator string) (Block, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Block{}, err
	}
	keyID, k, err := s.blockKey(ctx)
	if err != nil {
		return Block{}, err
	}
	b := Block{ID: id.String(), Kind: kind, Value: value, Why: why, Operator: operator, Created: s.now()}
	plain, err := json.Marshal(sealedBlock{value, why})
	if err != nil {
		return Block{}, err
	}
	hash, sealed := k.hash([]byte(kind+"\x00"+blockable(value))), k.seal(sealedOfBlock, b.ID, plain)
	known := 0
	err = s.writer.do(func(ctx context.Context, t *transaction) error {
		if err := t.Row(ctx, countBlocks, []any{hash, kind}, &known); err != nil || known > 0 {
			return err
		}
		if err := t.Exec(ctx, insertBlock, b.ID, kind, hash, keyID, sealed, operator, b.Created.UnixMilli()); err != nil {
			return err
		}
		return t.audit(ctx, AuditEntry{At: b.Created, Operator: operator, Event: "blocked", Subject: b.ID, Data: []byte(`{"kind":"` + kind + `"}`)})
	})
	if err == nil && known > 0 {
		err = ErrBlocked
	}
	s.blocks.forget()
	return b, err
}

// blockKey gives the key that all blocks have; the first takes that of the hour.
func (s *Store) blockKey(ctx context.Context) (string, key, error) {
	var id string
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectBlockKey).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return s.keys.sealing(ctx)
	}
	if err != nil {
		return "", key{}, unavailable(err)
	}
	k, err := s.keys.opening(ctx, id)
	return id, k, err
}

// LiftBlock ends a block; ErrNotFound when there is none in force.
func (s *Store) LiftBlock(ctx context.Context, id, why, operator string) error {
	var keyID string
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), blockKey, id).Scan(&keyID)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return unavailable(err)
	}
	k, err := s.keys.opening(ctx, keyID)
	if err != nil {
		return err
	}
	lifted := int64(0)
	err = s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		at := s.now()
		lifted, err = t.Count(ctx, liftBlock, id, at.UnixMilli(), operator, k.seal(sealedLifting, id, []byte(why)))
		if err != nil || lifted == 0 {
			return err
		}
		return t.audit(ctx, AuditEntry{At: at, Operator: operator, Event: "block_lifted", Subject: id})
	})
	s.blocks.forget()
	if err == nil && lifted == 0 {
		err = ErrNotFound
	}
	return err
}

// Blocks lists blocks, those in force first, the newest first.
func (s *Store) Blocks(ctx context.Context, most int) ([]Block, error) {
	ctx = context.WithoutCancel(ctx)
	rows, err := s.reading.QueryContext(ctx, selectBlocks, most)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Block
	for rows.Next() {
		b, err := s.scanBlock(ctx, rows)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, unread(rows.Err())
}

func (s *Store) scanBlock(ctx context.Context, row oneRow) (Block, error) {
	var b Block
	var keyID string
	var sealed, why []byte
	var created int64
	var lifted sql.NullInt64
	if err := row.Scan(&b.ID, &b.Kind, &keyID, &sealed, &b.Operator, &created, &lifted, &b.LiftedBy, &why); err != nil {
		return b, unavailable(err)
	}
	b.Created, b.Lifted = fromMilli(created), fromMilliOrNull(lifted)
	k, err := s.keys.opening(ctx, keyID)
	if err != nil {
		return b, err
	}
	plain, err := k.open(sealedOfBlock, b.ID, sealed)
	if err != nil {
		return b, err
	}
	var open sealedBlock
	if err := json.Unmarshal(plain, &open); err != nil {
		return b, err
	}
	b.Value, b.Why = open.Value, open.Why
	if why != nil {
		if plain, err = k.open(sealedLifting, b.ID, why); err != nil {
			return b, err
		}
		b.LiftedWhy = string(plain)
	}
	return b, nil
}

// blocksKnown is how long another server's blocks may go unnoticed.
const blocksKnown = 2 * time.Second

// blocks are the blocks in force, kept in memory: every new order is held against
// them.
type blocks struct {
	mu    sync.Mutex
	asked time.Time
	keys  []key
	found map[[sha256.Size]byte]bool
}

func (b *blocks) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = time.Time{}
}

// Blocked says whether the office refuses its service to a person: by the e-mail
// address, or by an address that money would go to.
func (s *Store) Blocked(ctx context.Context, p Person) (bool, error) {
	b := &s.blocks
	b.mu.Lock()
	defer b.mu.Unlock()
	if age := s.now().Sub(b.asked); age < 0 || age >= blocksKnown {
		if err := s.readBlocks(ctx); err != nil {
			return false, err
		}
	}
	for _, k := range b.keys {
		for _, v := range []struct{ kind, value string }{
			{BlockEmail, p.Email}, {BlockAddress, p.PayOut.Address}, {BlockAddress, p.RefundTo.Address},
		} {
			if v.value != "" && b.found[[sha256.Size]byte(k.hash([]byte(v.kind+"\x00"+blockable(v.value))))] {
				return true, nil
			}
		}
	}
	return false, nil
}

// readBlocks reads the blocks in force; the caller holds the lock.
func (s *Store) readBlocks(ctx context.Context) error {
	b := &s.blocks
	asked := s.now()
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), blocksInForce)
	if err != nil {
		return unavailable(err)
	}
	defer rows.Close()
	found, ids := make(map[[sha256.Size]byte]bool), make(map[string]bool)
	for rows.Next() {
		var kind, keyID string
		var hash []byte
		if err := rows.Scan(&kind, &hash, &keyID); err != nil {
			return unavailable(err)
		}
		found[[sha256.Size]byte(hash)], ids[keyID] = true, true
	}
	if err := unread(rows.Err()); err != nil {
		return err
	}
	var keys []key
	for id := range ids {
		k, err := s.keys.opening(ctx, id)
		if err != nil {
			return err
		}
		keys = append(keys, k)
	}
	b.asked, b.found, b.keys = asked, found, keys
	return nil
}
