package store

import (
	"testing"
	"time"
)

func TestWhoeverWatchesIsTold(t *testing.T) { onBoth(t, whoeverWatchesIsTold) }

func whoeverWatchesIsTold(t *testing.T, here home) {
	s := here.open(t, Options{})
	id, other := place(t, s, "the-key-of-an-order").ID, place(t, s, "the-key-of-another").ID
	first, endFirst := s.Watch(id)
	second, endSecond := s.Watch(id)
	elsewhere, endElsewhere := s.Watch(other)
	defer endElsewhere()
	wait := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		case <-time.After(5 * time.Second):
			return false
		}
	}
	if here.postgres() { // what is seen for the first time is told of
		wait(first)
		wait(second)
		wait(elsewhere)
	}
	o, _ := load(t, s, id)
	o = append1(t, s, noted(o, s.now()))
	if !wait(first) || !wait(second) {
		t.Error("a step was not told to all who watch")
	}
	endFirst()
	endFirst()
	o = append1(t, s, noted(o, s.now()))
	if !wait(second) {
		t.Error("a step was not told to the one who still watches")
	}
	if here.postgres() {
		time.Sleep(2 * pollEvery) // our own steps are polled as well
		select {
		case <-second:
		default:
		}
		append1(t, here.open(t, Options{}), noted(o, s.now()))
		if !wait(second) {
			t.Error("a step that another server stored was not told")
		}
	}
	endSecond()
	select {
	case <-elsewhere:
		t.Error("a step was told to who watches another order")
	case <-first:
		t.Error("a step was told to who watches no more")
	default:
	}
	if len(s.bells.orders) != 1 {
		t.Errorf("%d orders are still watched", len(s.bells.orders))
	}
}
