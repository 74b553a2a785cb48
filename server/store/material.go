package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	selectOrderKey = `SELECT key_id, order_key FROM orders WHERE id = $1`
	insertMaterial = `INSERT INTO materials (id, order_id, at, type, size, hash, identity, kept_until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	recordMaterial = `UPDATE materials SET recorded = 1 WHERE id = $1 AND deleted_at IS NULL`
	keepMaterial   = `UPDATE materials SET kept_until = $2 WHERE id = $1 AND deleted_at IS NULL`
	deleteMaterial = `UPDATE materials SET deleted_at = $2, identity = NULL WHERE id = $1 AND deleted_at IS NULL`

	materialColumns = `SELECT m.id, m.order_id, m.at, m.type, m.size, m.hash, m.recorded, m.kept_until, m.deleted_at FROM materials m`
	selectMaterials = materialColumns + ` WHERE m.order_id = $1 ORDER BY m.id`
	selectMaterial  = `SELECT identity FROM materials WHERE id = $1 AND order_id = $2`
	materialLives   = `SELECT count(*) FROM materials WHERE id = $1 AND deleted_at IS NULL`
	materialsDue    = materialColumns + ` JOIN orders o ON o.id = m.order_id WHERE m.deleted_at IS NULL
		AND (m.kept_until <= $1 OR m.recorded = 0 AND m.at <= $2 OR o.order_key IS NULL) ORDER BY m.kept_until, m.id LIMIT $3`

	sealedMaterial = "material"

	// materialPatience is how long a material may be without its event: longer
	// than writing one can take.
	materialPatience = time.Hour
)

// Material is one piece that a client sent for a verification. The file itself is
// not the store's.
type Material struct {
	ID        string // UUIDv7
	OrderID   string
	At        time.Time
	Type      string // media type
	Size      int64  // of the content, in bytes
	Hash      []byte // SHA-256 of the content when it is added; read back, keyed under the order's key
	Recorded  bool   // its event is written
	KeptUntil time.Time
	Deleted   time.Time // zero while it is kept
}

// AddMaterial writes down a material whose file is on the disk, with the identity
// that opens it, sealed under the key of the order.
func (s *Store) AddMaterial(ctx context.Context, m Material, identity []byte) error {
	k, err := s.keyOf(ctx, m.OrderID)
	if err != nil {
		return err
	}
	sealed := k.seal(sealedMaterial+" "+m.ID, m.OrderID, identity)
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, insertMaterial, m.ID, m.OrderID, m.At.UnixMilli(), m.Type, m.Size, k.hash(m.Hash), sealed, m.KeptUntil.UnixMilli())
	})
}

// MaterialRecorded says that the event of a material is written.
func (s *Store) MaterialRecorded(ctx context.Context, id string) error {
	return s.changeMaterial(recordMaterial, id)
}

// KeepMaterial lets a material be kept until a later moment.
func (s *Store) KeepMaterial(ctx context.Context, id string, until time.Time) error {
	return s.changeMaterial(keepMaterial, id, until.UnixMilli())
}

// DeleteMaterial destroys the identity of a material: nobody can read its file any
// more, whatever copies there are of it. Deleting twice changes nothing more.
func (s *Store) DeleteMaterial(ctx context.Context, id string, at time.Time) error {
	return s.changeMaterial(deleteMaterial, id, at.UnixMilli())
}

func (s *Store) changeMaterial(statement, id string, more ...any) error {
	return s.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, statement, append([]any{id}, more...)...)
	})
}

// Materials lists what was sent for an order, the first piece first, those that
// are deleted among them.
func (s *Store) Materials(ctx context.Context, orderID string) ([]Material, error) {
	return s.materials(ctx, selectMaterials, orderID)
}

// MaterialsDue lists materials whose time is over, whose event was never written,
// or whose order was erased, at most so many.
func (s *Store) MaterialsDue(ctx context.Context, now time.Time, most int) ([]Material, error) {
	return s.materials(ctx, materialsDue, now.UnixMilli(), now.Add(-materialPatience).UnixMilli(), most)
}

// MaterialLives says whether a material is known and not deleted.
func (s *Store) MaterialLives(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), materialLives, id).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return n > 0, nil
}

// MaterialIdentity opens the identity that opens a material's file. ErrNotFound
// stands for one that there is not, that belongs to another order or that was
// deleted; ErrErased for one of an order whose key was destroyed.
func (s *Store) MaterialIdentity(ctx context.Context, orderID, id string) ([]byte, error) {
	var sealed []byte
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectMaterial, id, orderID).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) || err == nil && sealed == nil {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	k, err := s.keyOf(ctx, orderID)
	if err != nil {
		return nil, err
	}
	return k.open(sealedMaterial+" "+id, orderID, sealed)
}

// keyOf opens the key of an order.
func (s *Store) keyOf(ctx context.Context, orderID string) (key, error) {
	var keyID string
	var wrapped []byte
	err := s.reading.QueryRowContext(context.WithoutCancel(ctx), selectOrderKey, orderID).Scan(&keyID, &wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return key{}, ErrNotFound
	}
	if err != nil {
		return key{}, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return s.orderKey(ctx, orderID, keyID, wrapped)
}

func (s *Store) materials(ctx context.Context, query string, args ...any) ([]Material, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var list []Material
	for rows.Next() {
		var m Material
		var at, kept int64
		var deleted sql.NullInt64
		if err := rows.Scan(&m.ID, &m.OrderID, &at, &m.Type, &m.Size, &m.Hash, &m.Recorded, &kept, &deleted); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		m.At, m.KeptUntil = fromMilli(at), fromMilli(kept)
		if deleted.Valid {
			m.Deleted = fromMilli(deleted.Int64)
		}
		list = append(list, m)
	}
	return list, unread(rows.Err())
}
