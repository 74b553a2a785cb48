package exchange_test

import (
	"testing"

	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// remembered gives the states that an order in a state can remember: those from
// which the table leads there, and those that they become meanwhile.
func remembered(s exchange.State) []exchange.State {
	if s != exchange.Suspended && s != exchange.Withheld {
		return []exchange.State{exchange.None}
	}
	var all []exchange.State
	seen := make(map[exchange.State]bool)
	add := func(state exchange.State) {
		if state != exchange.None && !seen[state] {
			seen[state] = true
			all = append(all, state)
		}
	}
	for _, row := range exchange.Transitions() {
		if row.To == s && row.From != s {
			add(row.From)
		}
		if row.From == s {
			add(row.Then)
		}
	}
	return all
}

// Clauses 3.11, 3.12 and 4.1: money that reaches the office is never ignored. In
// each of the 14 states, whatever the facts, one of the two events of arriving
// money is accepted; and an order that is paid, or has ended, stays as it is.
func TestMoneyIsNeverIgnored(t *testing.T) {
	if n := len(remembered(exchange.Suspended)) + len(remembered(exchange.Withheld)); n != 12 {
		t.Errorf("%d states are remembered, want 7 by suspended and 5 by withheld orders", n)
	}
	for _, state := range exchange.States() {
		for _, before := range remembered(state) {
			for _, facts := range everyFacts(before) {
				_, first := exchange.Step(state, exchange.PaymentSeen, facts)
				further, more := exchange.Step(state, exchange.FurtherPayment, facts)
				if (first == nil) == (more == nil) {
					t.Errorf("%s/%s, %+v: payment_seen: %v, further_payment: %v; want one of them accepted", state, before, facts, first, more)
				}
				if more == nil {
					checkFurther(t, further, state, before, facts)
				}
			}
		}
	}
}

// checkFurther wants a further payment to leave the order where it is: added up
// until the conversion, a case of its own afterwards. Only a sum beyond the
// tolerance takes an order that was accepted to verification (3.13).
func checkFurther(t *testing.T, step exchange.Transition, state, before exchange.State, facts exchange.Facts) {
	t.Helper()
	stands := state
	if before != exchange.None {
		stands = before
	}
	clause := exchange.ClauseLiability
	switch stands {
	case exchange.Received, exchange.Confirming, exchange.Verification, exchange.LateReview:
		clause = "3.12"
	}
	if stands == exchange.Received && facts.Deviates {
		stands, clause = exchange.Verification, "3.13"
	}
	to, memory := step.After(before)
	if memory == exchange.None {
		memory = to
	} else if to != state {
		t.Errorf("%s/%s: further_payment leads to %s", state, before, to)
	}
	if memory != stands || step.Clause != clause || step.Reason != "" {
		t.Errorf("%s/%s, %+v: further_payment leads to %s under %s with %q, want %s under %s", state, before, facts, memory, step.Clause, step.Reason, stands, clause)
	}
}

// life is an order under test and what has happened to it.
type life struct {
	at, before exchange.State
	received   bool // the payment is confirmed
	seen       map[exchange.State]bool
}

// Whatever happens in whatever order: an order that has ended stays ended, one
// that is completed is never refunded, the way to Completed passes Received and
// Converted, and nothing is exchanged, refunded or withheld that was not received.
func TestAnyHistoryKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := life{seen: make(map[exchange.State]bool)}
		facts := rapid.SampledFrom(everyFacts(exchange.None))
		events := rapid.SliceOfN(rapid.SampledFrom(exchange.Events()), 40, 200).Draw(t, "events")
		for _, event := range append([]exchange.Event{exchange.Create}, events...) {
			now := facts.Draw(t, "facts")
			now.Confirmed, now.Before = order.received, order.before
			step, err := exchange.Step(order.at, event, now)
			if err != nil {
				continue
			}
			switch event {
			case exchange.PaymentConfirmed:
				order.received = true
			case exchange.PaymentDropped:
				if order.received {
					t.Fatalf("%s/%s: a payment that was received is dropped", order.at, order.before)
				}
			}
			at := order.at
			order.at, order.before = step.After(order.before)
			order.checkLaws(t, at)
			order.seen[order.at] = true
		}
	})
}

func (l life) checkLaws(t *rapid.T, at exchange.State) {
	switch at {
	case exchange.Cancelled, exchange.Rejected, exchange.Refunded, exchange.CompletedState:
		if l.at != at {
			t.Fatalf("%s led to %s", at, l.at)
		}
	}
	held := l.at == exchange.Suspended || l.at == exchange.Withheld
	if held != (l.before != exchange.None) {
		t.Fatalf("%s remembers %q", l.at, l.before)
	}
	for _, s := range []exchange.State{l.at, l.before} {
		switch s {
		case exchange.Received, exchange.ConvertedState, exchange.CompletedState, exchange.RefundDue, exchange.Refunded, exchange.Withheld:
			if !l.received {
				t.Fatalf("%s led to %s/%s without a payment received", at, l.at, l.before)
			}
		}
	}
	if l.at == exchange.CompletedState && !(l.seen[exchange.Received] && l.seen[exchange.ConvertedState]) {
		t.Fatalf("completed without having been received and converted")
	}
	if l.at == exchange.Refunded && !l.seen[exchange.RefundDue] {
		t.Fatalf("refunded without a refund having been due")
	}
	if l.at == exchange.AwaitingPayment && l.received {
		t.Fatalf("a paid order went back to waiting for its payment")
	}
}
