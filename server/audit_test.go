package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/store"
	"agio/wasm/exchange"
)

// somebody's order, in a data folder whose store stays open.
func dataWithAnOrder(t *testing.T) (dir, id string) {
	t.Helper()
	dir = t.TempDir()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	coin := exchange.Currency{Code: "BTC", Asset: "BTC", Kind: exchange.Crypto, Places: 8, Address: "bitcoin"}
	usdt := exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Kind: exchange.Crypto, Places: 6, Address: "tron"}
	quote, err := exchange.Deal{From: coin, To: usdt, Bid: decimal.NewFromInt(60000), Ask: decimal.NewFromInt(1)}.FromGive(decimal.NewFromInt(1))
	if err != nil {
		t.Fatal(err)
	}
	placed, err := s.Place(context.Background(), "the-key-of-an-order", sha256.Sum256(nil), func(id, _ string) (store.Order, []byte, error) {
		now := time.Now().UTC().Truncate(time.Millisecond)
		return store.Order{Created: now, Frozen: store.Frozen{Deadline: now.Add(24 * time.Hour), Quote: quote}}, []byte("{}"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, placed.ID
}

func TestAuditAndBackup(t *testing.T) {
	dir, id := dataWithAnOrder(t)
	copied := filepath.Join(t.TempDir(), "agio.db")
	for _, c := range []struct {
		line string
		code int
		says string
	}{
		{"audit", exitUsage, "--data is needed"},
		{"audit --data " + t.TempDir(), exitFound, "no such file"},
		{"audit --data " + dir, exitGood, "1 order, 1 event, 0 postings, 0 entries of the audit log: every chain and every book is right."},
		{"backup --data " + dir, exitUsage, "--out is needed"},
		{"backup --out x", exitUsage, "--data is needed"},
		{"backup --database postgres://127.0.0.1:1/x --out x", exitFound, ""},
		{"backup --data " + dir + " --out " + copied, exitGood, "the book of a simulated exchange (paper.db)"},
		{"backup --data " + dir + " --out " + copied, exitFound, "overwrites nothing"},
		{"audit --data " + filepath.Dir(copied), exitGood, "1 order, "},
	} {
		code, out, err := agio(t, strings.Fields(c.line)...)
		if code != c.code || !strings.Contains(out+err, c.says) {
			t.Errorf("agio %s: code %d, want %d, and %q in:\n%s%s", c.line, code, c.code, c.says, out, err)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a refused copy was written")
	}
	db, err := sql.Open("sqlite", "file:"+copied)
	if err == nil {
		_, err = db.Exec(`DROP TRIGGER order_events_no_update; UPDATE order_events SET actor = 'desk'`)
		db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	code, out, _ := agio(t, "audit", "--data", filepath.Dir(copied))
	if code != exitFound || !strings.Contains(out, id+", event 1: chain: ") || !strings.Contains(out, "1 fault.") {
		t.Errorf("a changed event: code %d\n%s", code, out)
	}
}
