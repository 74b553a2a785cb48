package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"
)

type page map[string]string

func (p page) Setting(_ context.Context, key string) (string, error) { return p[key], nil }
func (p page) Set(_ context.Context, key, value, _, _ string) error  { p[key] = value; return nil }

// Servers of one database sign receipts with one file of keys, and one that has
// another says so, however often keys were turned.
func TestServersOfOneDatabaseSignAlike(t *testing.T) {
	mine, theirs, book := t.TempDir(), t.TempDir(), page{}
	look := func(data string) string {
		t.Helper()
		keys, err := openRings(data, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		sameRing(t.Context(), book, keys.receipts, slog.New(slog.NewTextHandler(&said, nil)))
		return said.String()
	}
	for range 3 {
		if said := look(mine); said != "" {
			t.Error(said)
		}
		if code, _, said := agio(t, "keys", "rotate", "--data", mine, "--for", "receipts", "--overlap", "1ns"); code != exitGood {
			t.Fatal(said)
		}
	}
	if said := look(theirs); !strings.Contains(said, "copy keys/receipt-keys.json") {
		t.Errorf("other keys: %q", said)
	}
	if said := look(mine); said != "" {
		t.Error(said)
	}
}
