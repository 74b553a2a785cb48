package store

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agio/wasm/exchange"
)

// clock is a clock that a test sets.
type clock struct{ at atomic.Int64 }

func newClock(t time.Time) *clock {
	c := &clock{}
	c.at.Store(t.UnixMilli())
	return c
}

func (c *clock) now() time.Time      { return time.UnixMilli(c.at.Load()).UTC() }
func (c *clock) add(d time.Duration) { c.at.Add(d.Milliseconds()) }

func TestDataKeysLastAnHour(t *testing.T) { onBoth(t, dataKeysLastAnHour) }

func dataKeysLastAnHour(t *testing.T, here home) {
	c := newClock(time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
	s := here.open(t, Options{Now: c.now})
	var placed []Placed
	for i, step := range []struct {
		after time.Duration
		keys  int
	}{{0, 1}, {59*time.Minute + 59*time.Second, 1}, {time.Second, 2}, {30 * time.Minute, 2}, {-3 * time.Hour, 3}, {24 * time.Hour, 4}} {
		c.add(step.after)
		placed = append(placed, place(t, s, "key-of-the-order-"+string(rune('a'+i))))
		if n := count(t, s, "data_keys"); n != step.keys {
			t.Errorf("step %d: %d data keys; want %d", i, n, step.keys)
		}
	}
	s.Close()
	s = here.open(t, Options{Now: c.now})
	for _, p := range placed {
		id, secret := answerOf(t, p)
		if o, _, err := s.Get(context.Background(), id, secret); err != nil || o.Person != sample(c.now()).Person {
			t.Errorf("after a restart order %s gives %v, %v", id, o.Person, err)
		}
	}
}

func TestOnlyTheOwnerReadsTheKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a folder?with #odd%20 characters", "data")
	place(t, openStore(t, dir, Options{}), "the-key-of-an-order")
	for name, want := range map[string]fs.FileMode{
		".": 0o700, "keys": 0o700, "keys/age.txt": 0o600, "agio.db": 0o600, "agio.db-wal": 0o600, "agio.lock": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", name, info.Mode().Perm(), err, want)
		}
	}
}

func TestALostIdentityIsNotReplaced(t *testing.T) { onBoth(t, aLostIdentityIsNotReplaced) }

func aLostIdentityIsNotReplaced(t *testing.T, here home) {
	other := t.TempDir()
	s := here.open(t, Options{})
	place(t, s, "the-key-of-an-order")
	s.Close()
	openStore(t, other, Options{}).Close()
	identity := filepath.Join(here.dir, "keys", "age.txt")
	own, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(filepath.Join(other, "keys", "age.txt"))
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(identity)
	if _, err := Open(here.dir, Options{Database: here.database}); err == nil || !strings.Contains(err.Error(), "is missing") {
		t.Errorf("without its identity the folder opens: %v", err)
	}
	os.WriteFile(identity, foreign, 0o600)
	if _, err := Open(here.dir, Options{Database: here.database}); err == nil || !strings.Contains(err.Error(), "does not open the keys") {
		t.Errorf("with another identity the folder opens: %v", err)
	}
	os.WriteFile(identity, append(foreign, own...), 0o600)
	s = here.open(t, Options{})
	place(t, s, "the-key-of-an-order")
	place(t, s, "an-order-under-a-new-identity")
}

// TestNothingPersonalInTheFiles searches every file of the data folder, and every
// table of PostgreSQL, for what a client entrusted to the office.
func TestNothingPersonalInTheFiles(t *testing.T) { onBoth(t, nothingPersonalInTheFiles) }

func nothingPersonalInTheFiles(t *testing.T, here home) {
	s := here.open(t, Options{})
	var secrets []string
	for _, key := range []string{"MARKEDkey-of-an-order", "MARKEDkey-of-another"} {
		_, secret := answerOf(t, place(t, s, key))
		secrets = append(secrets, secret)
	}
	for _, id := range lively(t, s) { // with sealed steps, cases, e-mails begun and ended
		o, _ := load(t, s, id)
		st := noted(o, s.now())
		st.Mail = true
		append1(t, s, st)
	}
	for _, m := range claimMail(t, s, s.now()) {
		m, err := s.StartMail(t.Context(), m, s.now().Add(time.Minute))
		if err == nil {
			err = s.EndMail(t.Context(), m, MailFailed, "550 MARKED <marked.person@example.org> is unknown")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	search := func(when string) {
		for _, mark := range append(secrets, "MARKED", "marked.person", "example.org", "bc1q") {
			for _, where := range here.holding(t, []byte(mark)) {
				t.Errorf("%s %s holds %q", when, where, mark)
			}
		}
		if len(here.holding(t, []byte("USDTTRC20"))) == 0 {
			t.Errorf("%s the files do not even hold the order", when)
		}
	}
	search("while open")
	s.Close()
	search("after closing")
}

func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestErasingDestroysTheKey(t *testing.T) { onBoth(t, erasingDestroysTheKey) }

func erasingDestroysTheKey(t *testing.T, here home) {
	s := here.open(t, Options{})
	ctx := context.Background()
	gone, kept := place(t, s, "the-key-of-one-order"), place(t, s, "the-key-of-its-neighbour")
	id, secret := answerOf(t, gone)
	var wrapped []byte
	if err := s.reading.QueryRow(`SELECT order_key FROM orders WHERE id = $1`, id).Scan(&wrapped); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, id, exchange.ByDesk); err != ErrOpen {
		t.Errorf("an order that has not ended: %v; want ErrOpen", err)
	}
	end(t, s, id)
	if err := s.Erase(ctx, id, exchange.ByDesk); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Get(ctx, id, secret); !errors.Is(err, ErrErased) {
		t.Errorf("the erased order gives %v; want ErrErased", err)
	}
	if _, err := s.Place(ctx, "the-key-of-one-order", bodyOf("the-key-of-one-order"), refusing(t)); !errors.Is(err, ErrErased) {
		t.Errorf("repeating the erased order gives %v; want ErrErased", err)
	}
	for _, where := range here.holding(t, wrapped[12:44]) {
		t.Errorf("%s still holds the key", where)
	}
	if err := s.Erase(ctx, id, exchange.ByDesk); err != nil {
		t.Errorf("erasing twice: %v", err)
	}
	if events, err := s.Events(ctx, id); err != nil || len(events) != 3 || events[2].Event != Erased || events[2].Version != 3 {
		t.Errorf("events %v, %v; want the creation, the end and one erasure", events, err)
	}
	keptID, keptSecret := answerOf(t, kept)
	if _, _, err := s.Get(ctx, keptID, keptSecret); err != nil {
		t.Errorf("the neighbour: %v", err)
	}
	if err := s.Erase(ctx, "no such order", exchange.ByDesk); err != ErrNotFound {
		t.Errorf("erasing nothing: %v", err)
	}
}

func TestSealedDataOpensOnlyInItsPlace(t *testing.T) {
	k := newKey([keySize]byte{1, 2, 3})
	sealed := k.seal(sealedPerson, "one", []byte("text"))
	if plain, err := k.open(sealedPerson, "one", sealed); err != nil || string(plain) != "text" {
		t.Errorf("in its place: %q, %v", plain, err)
	}
	damaged := bytes.Clone(sealed)
	damaged[len(damaged)/2] ^= 1
	for name, err := range map[string]error{
		"another order":   second(k.open(sealedPerson, "two", sealed)),
		"another meaning": second(k.open(sealedAnswer, "one", sealed)),
		"another key":     second(newKey([keySize]byte{1, 2, 4}).open(sealedPerson, "one", sealed)),
		"one bit changed": second(k.open(sealedPerson, "one", damaged)),
		"cut short":       second(k.open(sealedPerson, "one", sealed[:8])),
		"nothing":         second(k.open(sealedPerson, "one", nil)),
	} {
		if err == nil {
			t.Errorf("%s: it opens", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }
