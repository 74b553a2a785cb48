package work_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/wasm/exchange"
)

// office is a store, the simulated exchange and an engine, at a clock of the test's.
type office struct {
	*work.Engine
	store *store.Store
	paper *paper.Venue
	now   atomic.Int64
	bid   atomic.Value // of BTC
	made  int
	real  func() time.Time
}

// folder gives a folder in memory where the system has one: these tests write much
// and lose no power.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "agio")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// clock gives the time of the test.
func (o *office) clock() time.Time {
	if o.real != nil {
		return o.real().UTC().Truncate(time.Millisecond)
	}
	return time.UnixMilli(o.now.Load()).UTC()
}

// pass lets time pass, and the office work through what it brings.
func (o *office) pass(t testing.TB, d time.Duration) {
	t.Helper()
	o.now.Add(d.Milliseconds())
	o.settle(t)
}

// settle works until nothing is due.
func (o *office) settle(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	for range 50 {
		if err := o.Arrived(ctx); err != nil {
			t.Logf("deposits: %v", err)
		}
		ids, err := o.store.Claim(ctx, o.clock(), time.Minute, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) == 0 {
			return
		}
		for _, id := range ids {
			o.Work(ctx, id)
		}
	}
	t.Fatal("work never ends")
}

// options are what a test wants to be different.
type options struct {
	dir    string
	faults paper.Faults
	venue  func(venue.Venue) venue.Venue
	store  store.Options
	step   func(string)     // told of each step on the way
	now    func() time.Time // another clock than the test's own
}

// open opens an office in a folder.
func open(t testing.TB, q options) *office {
	t.Helper()
	if q.dir == "" {
		q.dir = folder(t)
	}
	o := &office{real: q.now}
	o.now.Store(lifetest.Start.UnixMilli())
	o.bid.Store("60000")
	var err error
	q.store.Now = o.clock
	if o.store, err = store.Open(q.dir, q.store); err != nil {
		t.Fatal(err)
	}
	tariff := lifetest.Tariff()
	if o.paper, err = paper.Open(filepath.Join(q.dir, "paper.db"), paper.Options{Currencies: tariff.Currencies, Now: o.clock, Faults: q.faults, Step: q.step}); err != nil {
		t.Fatal(err)
	}
	v := venue.Venue(o.paper)
	if q.venue != nil {
		v = q.venue(v)
	}
	o.Engine = work.New(work.Config{
		Store: o.store, Venue: v, Tariff: tariff, Now: o.clock,
		Log:   slog.New(slog.NewTextHandler(io.Discard, nil)),
		Terms: func(edition string) (exchange.Terms, bool) { return lifetest.Terms(), edition == "2026-11-22" },
		Quoted: func() (work.Quoted, bool) {
			bid := o.bid.Load().(string)
			if bid == "" {
				return work.Quoted{}, false
			}
			return work.Quoted{Prices: lifetest.Prices(bid), Snapshot: "s" + bid}, true
		},
	})
	t.Cleanup(o.close)
	return o
}

// close closes the office; twice is once.
func (o *office) close() {
	o.paper.Close()
	o.store.Close()
}

// order places an order and has its address assigned.
func (o *office) order(t testing.TB, from, to, give string) string {
	t.Helper()
	return o.fixed(t, from, to, give, 0)
}

// fixed places an order whose rate is fixed for a time.
func (o *office) fixed(t testing.TB, from, to, give string, d time.Duration) string {
	t.Helper()
	o.made++
	placed, err := o.store.Place(context.Background(), fmt.Sprintf("key-of-order-number-%d", o.made), sha256.Sum256([]byte(give)), func(id, _ string) (store.Order, []byte, error) {
		made := lifetest.Fixed(id, from, to, give, d)
		made.Created = o.clock()
		made.Deadline = made.Created.Add(24 * time.Hour)
		return made, []byte("{}"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if o.real == nil {
		o.settle(t)
	}
	return placed.ID
}

// pay has the client pay an amount for an order.
func (o *office) pay(t testing.TB, id, amount string) {
	t.Helper()
	if _, err := o.paper.Pay(context.Background(), paper.Payment{Ref: "a-" + id, Amount: lifetest.Dec(amount)}); err != nil {
		t.Fatal(err)
	}
	o.settle(t)
}

// life gives an order and checks what must hold of it at any time.
func (o *office) life(t testing.TB, id string) life.Life {
	t.Helper()
	l, err := o.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// is ends the test when the order is in another state.
func (o *office) is(t testing.TB, id string, want exchange.State) life.Life {
	t.Helper()
	l := o.life(t, id)
	if l.State != want {
		for _, e := range l.Timeline {
			t.Logf("%3d %s %s %s → %s %s", e.Version, e.At.Format("15:04:05.000"), e.Actor, e.Event, e.State, e.Reason)
		}
		t.Fatalf("the order is %s, want %s", l.State, want)
	}
	return l
}
