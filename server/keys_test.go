package main

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"agio/server/rates/sign"
	"agio/server/store"
)

func TestKeysAreShownRotatedAndRevoked(t *testing.T) {
	data := t.TempDir()
	rings, err := openRings(data, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ring := rings.prices
	before := ring.Archive().Keys
	code, out, _ := agio(t, "keys", "show", "--data", data)
	shown, err := sign.ReadKeys([]byte(out))
	if code != exitGood || err != nil || len(shown.Keys) != 2 || shown.Keys[0] != before[0] {
		t.Errorf("code %d, %v: %s", code, err, out)
	}
	if code, _, said := agio(t, "keys", "rotate", "--data", data); code != exitFound || !strings.Contains(said, sign.ErrTooSoon.Error()) {
		t.Errorf("a key that nobody knows yet signs: %d %s", code, said)
	}
	if code, _, said := agio(t, "keys", "rotate", "--data", data, "--overlap", "1ms"); code != exitGood {
		t.Errorf("code %d: %s", code, said)
	}
	code, out, _ = agio(t, "keys", "revoke", "--data", data)
	shown, err = sign.ReadKeys([]byte(out))
	if code != exitGood || err != nil || len(shown.Keys) != 3 || shown.Keys[0].Use != sign.Current || shown.Keys[1].Use != sign.Next || shown.Keys[2].ID != before[0].ID {
		t.Errorf("code %d, %v: %s", code, err, out)
	}
	if err := ring.Reload(); err != nil || len(ring.Archive().Keys) != 4 {
		t.Errorf("%d keys are known, %v", len(ring.Archive().Keys), err)
	}
}

// A folder without keys is a folder mistyped: nothing is made in it.
func TestKeysAreNotMadeByLooking(t *testing.T) {
	data := t.TempDir()
	for _, command := range []string{"show", "rotate", "revoke"} {
		if code, _, said := agio(t, "keys", command, "--data", data); code != exitFound || !strings.Contains(said, "no keys yet") {
			t.Errorf("%s: code %d: %s", command, code, said)
		}
	}
	if entries, err := os.ReadDir(data); err != nil || len(entries) > 0 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestKeysUsage(t *testing.T) {
	for _, c := range []struct {
		line string
		code int
		says string
	}{
		{"keys", exitUsage, "Usage: agio keys"},
		{"keys help", exitGood, "rotate"},
		{"keys turn", exitUsage, `no command "turn"`},
		{"keys rotate", exitUsage, "--data is needed"},
		{"keys rotate --data x --overlap -1h", exitUsage, "--overlap"},
		{"keys rotate --help", exitGood, "AGIO_OVERLAP"},
		{"build --out x --keys /does/not/exist", exitFound, "/does/not/exist"},
		{"serve --help", exitGood, "AGIO_COINGECKO_URL"},
		{"build --out x --rates live --kraken-url ftp://x", exitFound, "not an http or https address"},
	} {
		if code, out, err := agio(t, strings.Fields(c.line)...); code != c.code || !strings.Contains(out+err, c.says) {
			t.Errorf("agio %s: code %d, want %d, and %q in:\n%s%s", c.line, code, c.code, c.says, out, err)
		}
	}
}

// A running office takes up what another process does to its keys.
func TestChangedKeysArePublished(t *testing.T) {
	data, now := t.TempDir(), time.Now()
	rings, err := openRings(data, now)
	if err != nil {
		t.Fatal(err)
	}
	published, fault := 0, errors.New("the site cannot be built")
	watch := keyWatch{rings: rings, log: slog.New(slog.DiscardHandler), changed: func() error { published++; return fault }}
	watch.look()
	watch.look()
	if published != 0 {
		t.Error("keys that stay as they are were published again")
	}
	if code, _, said := agio(t, "keys", "rotate", "--data", data, "--overlap", "1ns"); code != exitGood {
		t.Fatal(said)
	}
	watch.look()
	fault = nil
	watch.look()
	watch.look()
	if published != 2 {
		t.Errorf("changed keys were published %d times; want once in vain and once for good", published)
	}
	if err := os.WriteFile(filepath.Join(keysDir(data), sign.RingFile), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if watch.look(); published != 2 || len(rings.prices.Public().Keys) == 0 {
		t.Error("a file that cannot be read took the keys away")
	}
}

func TestStaticSitePublishesTheKeysGiven(t *testing.T) {
	data, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	if _, err := openRings(data, time.Now()); err != nil {
		t.Fatal(err)
	}
	_, keys, _ := agio(t, "keys", "show", "--data", data)
	file := filepath.Join(data, "public.json")
	if err := os.WriteFile(file, []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := agio(t, "build", "--out", out, "--keys", file, "--plain"); code != exitGood {
		t.Fatalf("code %d: %s", code, said)
	}
	text, err := os.ReadFile(filepath.Join(out, ".well-known", "agio-keys.json"))
	if err != nil || string(text) != keys {
		t.Errorf("%v: %s", err, text)
	}
}

// New keys in a folder that has published before are said loudly; a first start and
// a folder that has its keys are not.
func TestNewKeysInAnOldFolderAreSaidLoudly(t *testing.T) {
	data := t.TempDir()
	for i, c := range []struct{ lose, loud bool }{{false, false}, {false, false}, {true, true}, {false, false}} {
		if c.lose {
			if err := os.Remove(filepath.Join(keysDir(data), sign.RingFile)); err != nil {
				t.Fatal(err)
			}
		}
		orders, err := store.Open(data, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		fresh := withoutKeys(data)
		if _, err := openRings(data, time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := warnOfNewKeys(t.Context(), fresh, orders, time.Now(), slog.New(slog.NewJSONHandler(&said, nil))); err != nil {
			t.Fatal(err)
		}
		if loud := strings.Contains(said.String(), "NEW ONES WERE MADE"); loud != c.loud {
			t.Errorf("start %d: %s", i, said.String())
		}
		id := "snapshot" + strconv.Itoa(i)
		if err := errors.Join(orders.Record(t.Context(), id, time.Now(), []byte("{}")), orders.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
