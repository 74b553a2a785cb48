package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// What was stored is never taken for new, and what is new hardly ever for stored.
func TestTheFilterForgetsNothing(t *testing.T) {
	for _, orders := range []int{0, 200_000, 3_000_000} {
		k := newKnown(orders)
		k.whole.Store(true)
		n := max(orders/10, 20_000)
		if raced {
			n = 20_000
		}
		for i := range n {
			k.add(bodyOf(fmt.Sprint("stored", i)))
		}
		for i := range n {
			if !k.may(bodyOf(fmt.Sprint("stored", i))) {
				t.Fatalf("order %d of %d was forgotten", i, n)
			}
		}
		wrong := 0
		for i := range n {
			if k.may(bodyOf(fmt.Sprint("new", i))) {
				wrong++
			}
		}
		if wrong > n/1000 {
			t.Errorf("%d of %d new requests were taken for stored ones", wrong, n)
		}
	}
}

// The filter of a store that was opened again knows what was stored before, and it
// learns what is stored from then on.
func TestAFilterLearnsWhatIsStored(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{})
	place(t, s, "stored-before-it-opened")
	s.Close()
	s = here.open(t, Options{})
	for !s.known.whole.Load() {
		time.Sleep(time.Millisecond)
	}
	place(t, s, "stored-after-it-opened")
	for key, want := range map[string]bool{"stored-before-it-opened": true, "stored-after-it-opened": true, "never stored": false} {
		if got := s.known.may(bodyOf(key)); got != want {
			t.Errorf("%s: may be stored %v; want %v", key, got, want)
		}
	}
	for _, key := range []string{"stored-before-it-opened", "stored-after-it-opened"} {
		if _, err := s.Place(t.Context(), key, bodyOf(key), refusing(t)); err != nil {
			t.Error(err)
		}
	}
}

// Keys with a time stand beside each other in the order of their times, and two keys
// are never one, however alike they are.
func TestKeysMadeTogetherStandTogether(t *testing.T) {
	const one, two, later = "019aa000-0000-7000-8000-000000000001", "019aa000-0000-7000-8000-000000000002", "019aa000-0001-7000-8000-000000000000"
	a, b, c := requestKey(one), requestKey(two), requestKey(later)
	if string(a[:6]) != string(b[:6]) || string(b[:]) >= string(c[:]) || a == b {
		t.Errorf("%x %x %x", a, b, c)
	}
	for _, other := range []string{strings.ToUpper(one[:8]) + one[8:], strings.ReplaceAll(one, "-", ""), "{" + one + "}"} {
		if other != one && requestKey(other) == a {
			t.Errorf("%s is taken for %s", other, one)
		}
	}
	if key := uuid.NewString(); requestKey(key) != bodyOf(key) {
		t.Error("of a key without a time, something else than its hash is kept")
	}
}
