package lifetest

import (
	"fmt"
	"slices"
	"time"

	"agio/server/life"
	"agio/wasm/exchange"
)

// asks are the events that say until when something is to happen, and begin no time
// of the client's.
var asks = []exchange.Event{life.Reminded, life.PayoutLate, life.RefundLate, life.RefundAddress}

// checkSilence is what must hold where silence has decided: the client could act for
// the whole time that the terms give. It is counted from the events, without the
// clocks that decided.
func checkSilence(l life.Life) error {
	last := l.Timeline[len(l.Timeline)-1]
	terms := Terms()
	switch last.Event {
	case exchange.VerificationLapsed:
		began := func(e life.Entry) bool { return e.Event == life.Asked }
		return checkAble(l, began, true, terms.VerificationAnswer)
	case exchange.ChoiceLapsed:
		began := func(e life.Entry) bool {
			return e.Facts.Until != nil && e.Event != life.Asked && !slices.Contains(asks, e.Event)
		}
		return checkAble(l, began, false, terms.ChoiceDeadline)
	}
	return nil
}

// checkAble adds up how long the client could act between the last event that began
// the time and the last of all: not while access was restricted and, where that
// counts, not while the order was held up.
func checkAble(l life.Life, began func(life.Entry) bool, heldCounts bool, whole time.Duration) error {
	var able time.Duration
	var since time.Time
	counting, barred, restricted := false, false, false
	last := len(l.Timeline) - 1
	for i, e := range l.Timeline {
		if counting && !barred {
			able += e.At.Sub(since)
		}
		since = e.At
		if e.Event == life.Restricted {
			restricted = e.Facts.On
		}
		barred = restricted || heldCounts && (e.State == exchange.Suspended || e.State == exchange.Withheld)
		if i < last && began(e) {
			able, counting = 0, true
		}
	}
	if !counting || able < whole {
		return fmt.Errorf("%s after the client could act for %s of %s", l.Timeline[last].Event, able, whole)
	}
	return nil
}
