package life

import (
	"fmt"
	"time"

	"agio/server/store"
	"agio/wasm/exchange"
)

// Stands gives where the order is on its road: the state that it remembers while
// it is suspended or withheld, and its state otherwise.
func (l Life) Stands() exchange.State { return l.stands() }

func (l *Life) stands() exchange.State {
	if l.heldUp() {
		return l.Before
	}
	return l.State
}

func (l *Life) heldUp() bool { return heldUp(l.State) }

func heldUp(s exchange.State) bool { return s == exchange.Suspended || s == exchange.Withheld }

// moved sets what follows from the state that an event has led to: which clocks run
// and which questions are still open.
func (l *Life) moved(from, was exchange.State, e store.Event, f Facts) {
	if l.State != from {
		l.Choice, l.ChoiceLeft, l.ChoiceReminded = time.Time{}, 0, false
	}
	if f.Until != nil && (l.State == exchange.LateReview || l.choosing()) {
		l.choose(e.At, f)
	}
	if l.stands() != exchange.Verification {
		l.Question, l.Pieces = nil, 0
	}
	l.payoutClock(was, e)
	for _, clock := range []*Allotted{&l.PayoutBy, &l.RefundBy} {
		switch held := heldUp(l.State); {
		case held && !heldUp(from):
			clock.hold(e.At)
		case !held && heldUp(from):
			clock.goOn(e.At)
		}
	}
}

// payoutClock starts the time of 3.7: with the receipt of the payment, or with the
// end of a verification or a choice that stood in between.
func (l *Life) payoutClock(was exchange.State, e store.Event) {
	switch l.stands() {
	case exchange.Received, exchange.ConvertedState:
		begins := was != exchange.Received && was != exchange.ConvertedState
		if begins || e.Event == exchange.RecalculationAccepted {
			l.PayoutBy = Allotted{}
			if l.Within > 0 {
				l.PayoutBy.start(e.At, l.Within, heldUp(l.State))
			}
		}
	case exchange.CompletedState:
	default:
		l.PayoutBy = Allotted{}
	}
	if l.stands() != exchange.RefundDue {
		l.RefundBy = Allotted{}
	}
}

// start gives the office the time, from now on or from when the order goes on.
func (a *Allotted) start(at time.Time, d time.Duration, held bool) {
	a.By, a.Left = at.Add(d), 0
	if held {
		a.hold(at)
	}
}

func (a *Allotted) hold(at time.Time) { hold(&a.By, &a.Left, at) }

func (a *Allotted) goOn(at time.Time) { goOn(&a.By, &a.Left, at) }

// hold lets a time stand still: until when it ran becomes what is left of it.
func hold(until *time.Time, left *time.Duration, at time.Time) {
	if !until.IsZero() {
		*until, *left = time.Time{}, until.Sub(at)
		if *left == 0 {
			*left = -1 // over at this very moment
		}
	}
}

// goOn lets a time that stood still run on.
func goOn(until *time.Time, left *time.Duration, at time.Time) {
	if *left != 0 {
		*until, *left = at.Add(*left), 0
	}
}

// clientsClocks lets the times that the terms give the client stand still while the
// client cannot act: that of 3.13 while the order is suspended or withheld, and also
// that of 3.20 while access to it is restricted (6.6). What a suspension asks the
// client is asked for while it lasts.
func (l *Life) clientsClocks(at time.Time) {
	set := func(until *time.Time, left *time.Duration, held bool) {
		if held {
			hold(until, left, at)
		} else {
			goOn(until, left, at)
		}
	}
	set(&l.Choice, &l.ChoiceLeft, l.Restricted)
	if q := l.Question; q != nil {
		set(&q.Until, &q.Left, l.Restricted || l.heldUp())
	}
}

// choosing says whether the client was asked to choose and may still answer.
func (l *Life) choosing() bool { return !l.Choice.IsZero() || l.ChoiceLeft != 0 }

// runsOut says whether the time is over and the desk does not know yet.
func (a Allotted) runsOut(now time.Time) bool {
	return !a.By.IsZero() && !a.Late && !now.Before(a.By)
}

// choose asks the client, from now until the time of 3.20 is over.
func (l *Life) choose(at time.Time, f Facts) {
	l.Choice, l.ChoiceLeft, l.ChoiceWhole, l.ChoiceReminded = f.Until.UTC(), 0, f.Until.Sub(at), false
}

func choiceBegins(l *Life, at time.Time, f Facts, _ Private) error {
	if f.Until == nil {
		return fmt.Errorf("the time to choose is missing")
	}
	l.choose(at, f)
	return nil
}

// reminder is when somebody who has not answered is reminded: when a quarter of the
// time is left.
func reminder(until time.Time, whole time.Duration) time.Time { return until.Add(-whole / 4) }

// refundAddressed is the client naming where a refund goes. Where one is due
// already, its time counts from now (5.10).
func refundAddressed(l *Life, at time.Time, f Facts, p Private) error {
	if p.RefundTo != nil {
		l.RefundTo = *p.RefundTo
	}
	if f.Until != nil {
		l.RefundBy = Allotted{}
		l.RefundBy.start(at, f.Until.Sub(at), l.heldUp())
	}
	return nil
}
