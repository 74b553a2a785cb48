package store

import (
	"fmt"
	"testing"
	"time"
)

// What was stored is never taken for new, and what is new hardly ever for stored.
func TestTheFilterForgetsNothing(t *testing.T) {
	for _, orders := range []int{0, 200_000, 3_000_000} {
		k := newKnown(orders)
		k.whole.Store(true)
		n := max(orders/10, 20_000)
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
