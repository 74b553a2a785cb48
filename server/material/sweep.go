package material

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"agio/server/store"
	"agio/wasm/exchange"
)

// grace is how old a file must be before it can be an orphan: older than any
// upload.
const grace = 2 * time.Hour

// atOnce is how many pieces one sweep looks at.
const atOnce = 256

// later is when a piece of an order that has not ended is looked at again.
const later = 30 * 24 * time.Hour

// Order is what Sweep has to know of the order of a piece.
type Order struct {
	Named  bool      // an event of the order names the piece
	Until  time.Time // of an order that has ended: how long its records are kept; zero: it has not ended
	Erased bool
}

// Retention is the moment until which records are kept that begin to be kept at
// another one, by the calendar (6.6).
func Retention(p exchange.Parameter, from time.Time) time.Time {
	n := int(p.Number.IntPart())
	switch p.Unit {
	case "year":
		return from.AddDate(n, 0, 0)
	case "day":
		return from.AddDate(0, 0, n)
	case "hour":
		return from.Add(time.Duration(n) * time.Hour)
	}
	return from.Add(time.Duration(n) * time.Minute)
}

// Orders is what Sweep asks of the office.
type Orders interface {
	// Order tells of the order of a piece.
	Order(ctx context.Context, orderID, piece string) (Order, error)
	// Deleted writes into the order's chain that a piece was deleted.
	Deleted(ctx context.Context, orderID, piece string) error
}

// Sweep deletes what is past its time and removes what a crash left behind. It is
// safe to call at any time, also on several servers at once.
func (b *Box) Sweep(ctx context.Context, of Orders) error {
	due, err := b.store.MaterialsDue(ctx, b.now(), atOnce)
	if err != nil {
		return err
	}
	var faults []error
	for _, m := range due {
		if err := b.settle(ctx, of, m); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(append(faults, b.orphans(ctx))...)
}

// settle decides what becomes of one piece that is due.
func (b *Box) settle(ctx context.Context, of Orders, m store.Material) error {
	o, err := of.Order(ctx, m.OrderID, m.ID)
	if err != nil {
		return err
	}
	now := b.now()
	switch {
	case o.Erased:
		return b.Drop(ctx, m.ID)
	case !o.Named:
		if now.Sub(m.At) < grace {
			return nil
		}
		return b.Drop(ctx, m.ID)
	case !m.Recorded:
		if err := b.store.MaterialRecorded(ctx, m.ID); err != nil {
			return err
		}
	}
	until := o.Until
	if until.IsZero() {
		until = now.Add(later) // an order that is open keeps what belongs to it
	}
	if now.Before(until) {
		if now.Before(m.KeptUntil) {
			return nil
		}
		return b.store.KeepMaterial(ctx, m.ID, until)
	}
	if err := of.Deleted(ctx, m.OrderID, m.ID); err != nil {
		return err
	}
	return b.Drop(ctx, m.ID)
}

// orphans removes files that the database does not know or has given up.
func (b *Box) orphans(ctx context.Context) error {
	files, err := os.ReadDir(b.dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || b.now().Sub(info.ModTime()) < grace {
			continue
		}
		id, whole := strings.CutSuffix(f.Name(), ".age")
		if !whole {
			id, whole = strings.CutSuffix(f.Name(), ".age.new")
			if _, err := uuid.Parse(id); err == nil && whole {
				os.Remove(b.file(id) + ".new")
			}
			continue
		}
		if _, err := uuid.Parse(id); err != nil {
			continue // not ours
		}
		lives, err := b.store.MaterialLives(ctx, id)
		if err != nil {
			return err
		}
		if !lives {
			if err := b.remove(id); err != nil {
				return err
			}
		}
	}
	return nil
}
