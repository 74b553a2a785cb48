package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestClientsThatHangUpSpoilNothing(t *testing.T) { onBoth(t, clientsThatHangUpSpoilNothing) }

func clientsThatHangUpSpoilNothing(t *testing.T, here home) {
	s := here.open(t, Options{})
	answers := together(500, func(i int) string {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i*7%3000)*time.Microsecond)
		defer cancel()
		key := fmt.Sprintf("key-of-hung-up-%d", i)
		_, err := s.Place(ctx, key, bodyOf(key), drafting(s.now()))
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			return err.Error()
		}
		return ""
	})
	if len(answers) != 1 {
		t.Errorf("hanging up gave %v", answers)
	}
	p := place(t, s, "the-order-after-them")
	id, secret := answerOf(t, p)
	if _, _, err := s.Get(context.Background(), id, secret); err != nil {
		t.Errorf("the order after them: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := s.Get(cancelled, id, secret); err != nil {
		t.Errorf("reading under a context that has ended: %v", err)
	}
}

// One bad statement in a transaction must not cost the others theirs.
func TestAFaultOfOneIsNobodyElses(t *testing.T) { onBoth(t, aFaultOfOneIsNobodyElses) }

func aFaultOfOneIsNobodyElses(t *testing.T, here home) {
	s := here.open(t, Options{})
	release := hold(s)
	results := make(chan error, 8)
	for i := range 8 {
		r, _, err := s.draft(context.Background(), bodyOf(fmt.Sprint("key", i)), bodyOf("x"), drafting(s.now()))
		if err != nil {
			t.Fatal(err)
		}
		if i == 3 {
			r.keyID = "a key that is not there"
		}
		j := &job{run: r.insert, done: results}
		if err := s.writer.enqueue(j); err != nil {
			t.Fatal(err)
		}
	}
	release()
	refused := 0
	for range 8 {
		if err := <-results; err != nil {
			refused++
			if s.engine.blame(err) != ofStatement || errors.Is(err, ErrUnavailable) {
				t.Errorf("the fault is told as %v", err)
			}
		}
	}
	if refused != 1 || count(t, s, "orders") != 7 {
		t.Errorf("%d refused and %d stored; want 1 and 7", refused, count(t, s, "orders"))
	}
}

// hold keeps the writer busy with a job of its own until it is released.
func hold(s *Store) (release func()) {
	started, released := make(chan struct{}), make(chan struct{})
	place := func(context.Context, *transaction) error { close(started); <-released; return nil }
	s.keys.sealing(context.Background()) // or the first order would wait for the writer itself
	go s.writer.do(place)
	<-started
	return func() { close(released) }
}

func TestAFullQueueRefusesAndCloseWritesWhatWaits(t *testing.T) {
	onBoth(t, aFullQueueRefusesAndCloseWritesWhatWaits)
}

func aFullQueueRefusesAndCloseWritesWhatWaits(t *testing.T, here home) {
	s := here.open(t, Options{Queue: 4})
	release := hold(s)
	results := make(chan string, 64)
	var entered atomic.Int32
	for i := range 5 {
		go func() {
			key := fmt.Sprintf("key-of-waiting-%d", i)
			_, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
			entered.Add(1)
			results <- fmt.Sprint(err)
		}()
	}
	if first := <-results; first != ErrBusy.Error() {
		t.Fatalf("the fifth request in a queue of four got %s", first)
	}
	if err := s.Ready(context.Background()); err != ErrBusy {
		t.Errorf("Ready says %v; want ErrBusy", err)
	}
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	for !s.writer.isClosed() {
		time.Sleep(time.Millisecond)
	}
	if _, err := s.Place(context.Background(), "too-late-to-be-written", bodyOf("x"), drafting(s.now())); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close a request gets %v", err)
	}
	release()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	for range 4 {
		if got := <-results; got != "<nil>" {
			t.Errorf("a request that waited got %s", got)
		}
	}
	if s := here.open(t, Options{}); count(t, s, "orders") != 4 {
		t.Errorf("%d orders stored; want the 4 that waited", count(t, s, "orders"))
	}
}

func (w *writer) isClosed() bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.closed
}

// TestFullDisk lets the disk run full in the middle of batches. What was
// acknowledged is stored and nothing else, and when there is room again the
// store works without a restart.
func TestFullDisk(t *testing.T) {
	s := openStore(t, t.TempDir(), Options{})
	place(t, s, "the-order-before-all")
	limit(t, s, 60)
	var acknowledged atomic.Int32
	answers := together(16, func(client int) string {
		for n := range 40 {
			key := fmt.Sprintf("key-%d-of-client-%d", n, client)
			_, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
			if err == nil {
				acknowledged.Add(1)
			} else if !errors.Is(err, ErrUnavailable) {
				return err.Error()
			}
		}
		return ""
	})
	if len(answers) != 1 || answers[""] != 16 {
		t.Errorf("a full disk is told as %v", answers)
	}
	stored := count(t, s, "orders") - 1
	if int(acknowledged.Load()) != stored || stored == 0 || stored == 16*40 {
		t.Errorf("%d acknowledged, %d stored of %d", acknowledged.Load(), stored, 16*40)
	}
	checkWhole(t, home{}, s)
	limit(t, s, 1<<30)
	place(t, s, "the-order-after-all")
	checkWhole(t, home{}, s)
}

// A store whose disk is full is not ready, and what writes nothing does not make it
// so again: neither a request that was answered before nor a transaction without
// rows. Room does, at the next probe or at the next order.
func TestReadyKnowsThatTheDiskIsFull(t *testing.T) {
	s := openStore(t, t.TempDir(), Options{})
	ready := func(want error) {
		t.Helper()
		if err := s.Ready(context.Background()); !errors.Is(err, want) {
			t.Errorf("Ready says %v; want %v", err, want)
		}
	}
	place(t, s, "the-order-before-all")
	ready(nil)
	for round := range 2 {
		fillDisk(t, s, round)
		ready(ErrUnavailable)
		place(t, s, "the-order-before-all")
		ready(ErrUnavailable)
		limit(t, s, 1<<30)
		if !s.writer.faulty.Load() {
			t.Error("a transaction without rows took back that the storage failed")
		}
		ready(nil)
		ready(nil)
		fillDisk(t, s, 2+round)
		limit(t, s, 1<<30)
		place(t, s, fmt.Sprint("the-order-with-room-", round))
		if s.writer.faulty.Load() {
			t.Error("an order on the disk did not take back that the storage failed")
		}
	}
	if n := count(t, s, "sqlite_schema WHERE name = 'write_probe'"); n != 0 {
		t.Errorf("%d tables of the probe are left", n)
	}
	checkWhole(t, home{}, s)
}

// fillDisk lets the database grow no more and places orders until one fails.
func fillDisk(t *testing.T, s *Store, round int) {
	t.Helper()
	limit(t, s, 1) // as small as it can be: what there is
	for n := range 200 {
		key := fmt.Sprintf("key-%d-of-round-%d", n, round)
		_, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
		if errors.Is(err, ErrUnavailable) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the disk was never full")
}

// limit sets how many pages the database may have, as a disk would.
func limit(t *testing.T, s *Store, pages int) {
	t.Helper()
	err := s.writer.do(func(ctx context.Context, x *transaction) error {
		_, err := x.w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A connection that breaks is replaced.
func TestABrokenConnectionIsReplaced(t *testing.T) { onBoth(t, aBrokenConnectionIsReplaced) }

func aBrokenConnectionIsReplaced(t *testing.T, here home) {
	s := here.open(t, Options{})
	err := s.writer.do(func(ctx context.Context, x *transaction) error { return x.w.conn.Close() })
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("the break is told as %v", err)
	}
	place(t, s, "the-order-after-it")
	err = s.writer.do(func(context.Context, *transaction) error { panic("marked") })
	if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "marked") {
		t.Errorf("a panic is told as %v", err)
	}
	place(t, s, "the-order-after-that")
}
