package templates

import (
	"testing"
	"time"

	"agio/wasm/exchange"
)

// Whatever can become of a fixed rate has its words, on every page and receipt.
func TestEveryOutcomeOfAFixedRateHasWords(t *testing.T) {
	for _, o := range exchange.RateOutcomes() {
		if rateOutcomes[o] == "" || rateWas(o) == "" || rateIs(o).Words == "" || ReceiptRate(string(o)) != rateOutcomes[o] || DeskRate(o) == "" {
			t.Errorf("%s has no words", o)
		}
	}
	if len(rateOutcomes) != len(exchange.RateOutcomes()) || DeskRate(exchange.RateOpen) == "" || rateWas(exchange.RateOpen) != "" {
		t.Error("there are words for what does not happen")
	}
}

// How far the amount can still change is said by the rate: floating, open, kept.
func TestTheAmountIsSaidToBeWhatItIs(t *testing.T) {
	clause := func(state exchange.State, rate exchange.RateOutcome) exchange.Clause {
		v := OrderView{State: state, Rate: rate}
		return v.estimate().Clause
	}
	for _, c := range []struct {
		state exchange.State
		rate  exchange.RateOutcome
		want  exchange.Clause
	}{
		{exchange.AwaitingPayment, "", "3.6"}, {exchange.AwaitingPayment, exchange.RateOpen, "3.21"}, {exchange.Confirming, exchange.RateKept, "3.21"},
		{exchange.Received, exchange.RateLate, "3.6"}, {exchange.CompletedState, exchange.RateKept, ""},
	} {
		if got := clause(c.state, c.rate); got != c.want {
			t.Errorf("%s, %q: clause %q, want %q", c.state, c.rate, got, c.want)
		}
	}
	v := OrderView{State: exchange.Received, Rate: exchange.RateKept}
	v.Quote.Deal.FixedFor = 15 * time.Minute
	if v.status().Next != keptNext || v.finalClause() != exchange.ClauseFixed {
		t.Error("a rate that is kept is said to be taken anew")
	}
}
