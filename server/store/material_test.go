package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"agio/wasm/exchange"
)

func TestMaterials(t *testing.T) {
	onBoth(t, func(t *testing.T, h home) {
		ctx, now := context.Background(), time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		s := openStore(t, h.dir, Options{Database: h.database, Now: func() time.Time { return now }})
		one, other := place(t, s, "key-of-material-1"), place(t, s, "key-of-material-2")
		hash := sha256.Sum256([]byte("content"))
		m := Material{ID: "m1", OrderID: one.ID, At: now, Type: "image/png", Size: 7, Hash: hash[:], KeptUntil: now.AddDate(5, 0, 0)}
		if err := s.AddMaterial(ctx, m, []byte("AGE-SECRET-KEY-MARKED")); err != nil {
			t.Fatal(err)
		}
		if err := s.AddMaterial(ctx, Material{ID: "m2", OrderID: "nobody's", Hash: hash[:], Size: 1}, nil); !errors.Is(err, ErrNotFound) {
			t.Errorf("a material of no order: %v", err)
		}
		list, err := s.Materials(ctx, one.ID)
		if err != nil || len(list) != 1 || list[0].Size != 7 || !list[0].At.Equal(now) || !list[0].KeptUntil.Equal(m.KeptUntil) || list[0].Recorded || !list[0].Deleted.IsZero() {
			t.Fatalf("%v, %v", list, err)
		}
		if bytes.Equal(list[0].Hash, hash[:]) {
			t.Error("the hash is not keyed: guesses could be tried against it")
		}
		identity, err := s.MaterialIdentity(ctx, one.ID, "m1")
		if err != nil || string(identity) != "AGE-SECRET-KEY-MARKED" {
			t.Fatalf("%q, %v", identity, err)
		}
		for _, order := range []string{other.ID, "nobody's"} {
			if _, err := s.MaterialIdentity(ctx, order, "m1"); !errors.Is(err, ErrNotFound) {
				t.Errorf("opened for %s: %v", order, err)
			}
		}
		for table, field := range map[string]string{"materials": "identity"} {
			var n int
			if err := s.reading.QueryRow(`SELECT count(*) FROM ` + table + ` WHERE length(` + field + `) > 40`).Scan(&n); err != nil || n != 1 {
				t.Errorf("%d sealed, %v", n, err)
			}
		}
	})
}

// What is due: first a material without its event, then one whose time is over,
// and at once one of an order that was erased.
func TestMaterialsDue(t *testing.T) {
	onBoth(t, func(t *testing.T, h home) {
		ctx, now := context.Background(), time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		s := openStore(t, h.dir, Options{Database: h.database, Now: func() time.Time { return now }})
		order := place(t, s, "key-of-material-1")
		hash := sha256.Sum256(nil)
		until := now.Add(48 * time.Hour)
		if err := s.AddMaterial(ctx, Material{ID: "m1", OrderID: order.ID, At: now, Type: "image/png", Size: 1, Hash: hash[:], KeptUntil: until}, []byte("x")); err != nil {
			t.Fatal(err)
		}
		due := func(at time.Time, want int) {
			t.Helper()
			if list, err := s.MaterialsDue(ctx, at, 10); err != nil || len(list) != want {
				t.Fatalf("%v: %d due, %v; want %d", at, len(list), err, want)
			}
		}
		due(now, 0)
		due(now.Add(time.Hour), 1)
		if err := s.MaterialRecorded(ctx, "m1"); err != nil {
			t.Fatal(err)
		}
		due(now.Add(time.Hour), 0)
		due(until.Add(-time.Millisecond), 0)
		due(until, 1)
		if err := s.KeepMaterial(ctx, "m1", until.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		due(until, 0)
		end(t, s, order.ID)
		if err := s.Erase(ctx, order.ID, exchange.ByDesk); err != nil {
			t.Fatal(err)
		}
		due(now, 1)
		if _, err := s.MaterialIdentity(ctx, order.ID, "m1"); !errors.Is(err, ErrErased) {
			t.Errorf("opened after the order was erased: %v", err)
		}
		for range 2 {
			if err := s.DeleteMaterial(ctx, "m1", now); err != nil {
				t.Fatal(err)
			}
		}
		due(until.Add(2*time.Hour), 0)
		if lives, err := s.MaterialLives(ctx, "m1"); lives || err != nil {
			t.Errorf("it lives: %v, %v", lives, err)
		}
	})
}
