package store

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func claim(t testing.TB, s *Store, now time.Time, most int) []string {
	t.Helper()
	ids, err := s.Claim(t.Context(), now, time.Minute, most)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestWorkIsClaimedOnce(t *testing.T) { onBoth(t, workIsClaimedOnce) }

func workIsClaimedOnce(t *testing.T, here home) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	c := newClock(at)
	s := here.open(t, Options{Now: c.now})
	id := place(t, s, "the-key-of-an-order").ID
	select {
	case <-s.Work():
	default:
		t.Error("nobody was told of a new order")
	}
	want := func(when string, now time.Time, ids ...string) {
		t.Helper()
		if got := claim(t, s, now, 10); !slices.Equal(got, ids) {
			t.Errorf("%s: claimed %v; want %v", when, got, ids)
		}
	}
	postpone := func(due time.Time, hand string) {
		t.Helper()
		if err := s.Postpone(t.Context(), id, due, hand); err != nil {
			t.Fatal(err)
		}
	}
	want("before it was made", at.Add(-time.Millisecond))
	want("a new order", at, id)
	want("leased", at.Add(time.Minute-time.Millisecond))
	s.Close()
	s = here.open(t, Options{Now: c.now})
	want("the lease is over", at.Add(time.Minute), id)
	postpone(at.Add(time.Hour), "")
	want("postponed", at.Add(time.Hour-time.Millisecond))
	want("due again", at.Add(time.Hour), id)
	postpone(time.Time{}, "convert")
	want("nothing before something happens", at.Add(1000*time.Hour))
	if n := count(t, s, "work WHERE hand = 'convert'"); n != 1 {
		t.Errorf("%d rows wait for a hand", n)
	}
	o, _ := load(t, s, id)
	st := noted(o, at)
	st.Due = at.Add(2 * time.Hour)
	st.Version = append1(t, s, st).Version
	postpone(at, "payout") // too late: the step counts
	want("before the step is due", st.Due.Add(-time.Millisecond))
	want("when the step is due", st.Due, id)
	st.Due = at.Add(3 * time.Hour)
	st.Version = append1(t, s, st).Version // the lease ends with it
	want("due by the second step", st.Due, id)
	st.Due = time.Time{}
	append1(t, s, st)
	if n := count(t, s, "work"); n != 0 {
		t.Errorf("%d rows of work for an order that needs nothing", n)
	}
}

func TestManyWorkersShareTheWork(t *testing.T) { onBoth(t, manyWorkersShareTheWork) }

func manyWorkersShareTheWork(t *testing.T, here home) {
	s := here.open(t, Options{})
	for i := range 100 {
		place(t, s, fmt.Sprintf("the-key-of-order-%d", i))
	}
	now := s.now().Add(time.Second)
	var mu sync.Mutex
	seen := make(map[string]int)
	together(8, func(int) string {
		for {
			ids, err := s.Claim(t.Context(), now, time.Minute, 3)
			if err != nil {
				return err.Error()
			}
			mu.Lock()
			for _, id := range ids {
				seen[id]++
			}
			mu.Unlock()
			if len(ids) == 0 {
				return ""
			}
		}
	})
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	if len(seen) != 100 {
		t.Errorf("%d orders claimed of 100", len(seen))
	}
}
