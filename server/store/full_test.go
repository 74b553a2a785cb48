package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"agio/wasm/exchange"
)

// carryOn appends sixty steps to each order at once and gives the version that each
// was acknowledged at, how many steps the storage did not take, and what else was said.
func carryOn(s *Store, ids []string) (versions map[string]int64, refused int, answers map[string]int) {
	var mu sync.Mutex
	versions = make(map[string]int64)
	answers = together(len(ids), func(client int) string {
		id := ids[client]
		for range 60 {
			o, _, err := s.Load(context.Background(), id)
			if err != nil {
				return err.Error()
			}
			after, err := s.Append(context.Background(), noted(o, s.now()))
			mu.Lock()
			if err == nil {
				versions[id] = after.Version
			} else {
				refused++
			}
			mu.Unlock()
			if err != nil && !errors.Is(err, ErrUnavailable) {
				return err.Error()
			}
		}
		return ""
	})
	return versions, refused, answers
}

// A disk that runs full in the middle of steps: what was acknowledged is stored and
// nothing else, the books are right, and the same orders go on once there is room.
func TestStepsOnAFullDisk(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{})
	var ids []string
	for i := range 16 {
		ids = append(ids, place(t, s, fmt.Sprintf("the-key-of-order-%d", i)).ID)
	}
	var pages int
	if err := s.reading.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit(t, s, pages+30)
	versions, refused, answers := carryOn(s, ids)
	if len(answers) != 1 || answers[""] != 16 || refused == 0 || len(versions) == 0 {
		t.Fatalf("a full disk is told as %v; %d refused, %d orders carried on", answers, refused, len(versions))
	}
	for id, version := range versions {
		if o, _ := load(t, s, id); o.Version != version {
			t.Errorf("%s was acknowledged at version %d and is at %d", id, version, o.Version)
		}
	}
	fill(t, s, ids[0])
	if err := s.Ready(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a store that cannot write says %v", err)
	}
	limit(t, s, 1<<30)
	for _, id := range ids {
		o, _ := load(t, s, id)
		append1(t, s, noted(o, s.now()))
	}
	checkWhole(t, here, s)
	if faults := audit(t, s).Faults; len(faults) != 0 {
		t.Error(faults)
	}
}

// fill appends steps to an order, one at a time, until there is no room for one: where
// many together were refused, a single one may still fit.
func fill(t *testing.T, s *Store, id string) {
	t.Helper()
	for {
		o, _ := load(t, s, id)
		switch _, err := s.Append(t.Context(), noted(o, s.now())); {
		case errors.Is(err, ErrUnavailable):
			return
		case err != nil:
			t.Fatal(err)
		}
	}
}

// Ten thousand clients hang up, at every moment of a request; whoever comes next is
// served, and the order that each left behind is there whole or not at all.
func TestTenThousandHangUps(t *testing.T) { onBoth(t, tenThousandHangUps) }

func tenThousandHangUps(t *testing.T, here home) {
	s := here.open(t, Options{})
	subject := place(t, s, "the-order-of-all-steps").ID
	answers := together(64, func(client int) string {
		for i := client; i < 10_000; i += 64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i*7%2000)*time.Microsecond)
			key := fmt.Sprintf("key-of-hung-up-%d", i)
			_, err := s.Place(ctx, key, bodyOf(key), drafting(s.now()))
			if i%10 == 0 && err == nil {
				var o Order
				if o, _, err = s.Load(ctx, subject); err == nil {
					_, err = s.Append(ctx, noted(o, s.now()))
				}
			}
			cancel()
			if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, ErrStale) {
				return err.Error()
			}
		}
		return ""
	})
	if len(answers) != 1 || answers[""] != 64 {
		t.Errorf("hanging up gave %v", answers)
	}
	id, secret := answerOf(t, place(t, s, "the-order-after-them"))
	o, _, err := s.Get(t.Context(), id, secret)
	if err != nil {
		t.Fatal(err)
	}
	append1(t, s, noted(o, s.now()))
	if r := audit(t, s); len(r.Faults) != 0 || r.Orders < 1000 {
		t.Errorf("%d orders, %v", r.Orders, r.Faults)
	}
}

// A database of the time before there were chains is opened: its events get theirs,
// its orders are due, and nothing else of them changes.
func TestOldEventsGetTheirChain(t *testing.T) {
	here := home{dir: t.TempDir()}
	ids, secret := oldDatabase(t, here)
	s := here.open(t, Options{})
	if r := audit(t, s); len(r.Faults) != 0 || r.Orders != 1200 || r.Events != 1201 {
		t.Fatalf("the audit finds %+v", r)
	}
	o, events, err := s.Get(t.Context(), ids[0], secret)
	if err != nil || o.Person != sample(o.Created).Person || len(events) != 1 || len(events[0].Hash) != 32 {
		t.Errorf("an old order is %+v %+v, %v", o, events, err)
	}
	if _, events := load(t, s, ids[1]); len(events) != 2 || events[1].Event != Erased {
		t.Errorf("an erased one has %+v", events)
	}
	if due := claim(t, s, s.now(), 2000); len(due) != 1200 {
		t.Errorf("%d old orders are due", len(due))
	}
	append1(t, s, noted(o, s.now()))
	for _, statement := range []string{`UPDATE order_events SET hash = NULL`, `UPDATE order_events SET hash = x'00'`, `UPDATE order_events SET data = '{}'`} {
		if _, err := here.raw(t).Exec(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	s.Close()
	s = here.open(t, Options{})
	if r := audit(t, s); len(r.Faults) != 0 || r.Events != 1202 {
		t.Errorf("opened again: %+v", r)
	}
}

// oldDatabase makes a database as the program did that knew two migrations.
func oldDatabase(t *testing.T, here home) (ids []string, secret string) {
	t.Helper()
	db := here.raw(t)
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(query, err)
		}
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, migrationsUpTo(t, 2), goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = p.Up(t.Context())
	}
	if err == nil {
		err = makeIdentity(filepath.Join(here.dir, "keys", "age.txt"))
	}
	k := &keyring{}
	if err == nil {
		err = k.readIdentities(filepath.Join(here.dir, "keys", "age.txt"))
	}
	if err != nil {
		t.Fatal(err)
	}
	raw := [keySize]byte{1, 2, 3}
	exec(`INSERT INTO data_keys VALUES ('k', 1, $1)`, must(k.sealWithAge(raw[:])))
	db.SetMaxOpenConns(1)
	exec(`BEGIN`)
	secret = "AAAAAAAAAAAAAAAAAAAAAA"
	for i := range 1200 {
		o := sample(time.UnixMilli(1_700_000_000_000 + int64(i)))
		o.ID = fmt.Sprintf("019aaaaa-0000-7000-8000-%012d", i)
		ids = append(ids, o.ID)
		own, wrapped := newOrderKey(newKey(raw), o.ID)
		hash := bodyOf(secret)
		exec(`INSERT INTO orders VALUES ($1, 1, 'awaiting_payment', '', $2, $2, $3, 'BTC', 'USDTTRC20', '0.1', $4, $5, $6, $6, $7, 'k', $8)`,
			o.ID, o.Created.UnixMilli(), o.Deadline.UnixMilli(), o.Quote.Get.Value.String(), hash[:], bodyBytes(o.ID), own.seal(sealedAnswer, o.ID, nil), wrapped)
		exec(`INSERT INTO order_events (order_id, version, event, actor, at, data, sealed) VALUES ($1, 1, 'create', 'client', $2, $3, $4)`,
			o.ID, o.Created.UnixMilli(), string(must(o.Frozen.marshal())), must(sealPerson(own, o)))
	}
	exec(`UPDATE orders SET version = 2, order_key = NULL WHERE id = $1`, ids[1])
	exec(`INSERT INTO order_events (order_id, version, event, actor, at, data) VALUES ($1, 2, $2, $3, 1900000000000, '{}')`, ids[1], string(Erased), string(exchange.ByDesk))
	exec(`COMMIT`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return ids, secret
}

// migrationsUpTo gives the first migrations of SQLite.
func migrationsUpTo(t *testing.T, last int) fs.FS {
	t.Helper()
	first := make(fstest.MapFS)
	for number := 1; number <= last; number++ {
		names, err := fs.Glob(migrations, fmt.Sprintf("migrations/sqlite/%05d_*.sql", number))
		if err != nil || len(names) != 1 {
			t.Fatal(names, err)
		}
		first[path.Base(names[0])] = &fstest.MapFile{Data: must(fs.ReadFile(migrations, names[0]))}
	}
	return first
}

func bodyBytes(text string) []byte { b := bodyOf(text); return b[:] }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
