package work_test

import (
	"testing"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// A rate that is fixed is kept where the exchange's news of the full payment reached
// the office in time, and taken anew where it did not, whatever the exchange says of
// when it saw it (3.21). What is paid out is what was quoted, or what the market gives.
func TestAFixedRateIsKeptInTime(t *testing.T) {
	for name, c := range map[string]struct {
		noticed time.Duration // after the order was made
		rate    exchange.RateOutcome
		get     string
	}{
		"in time":    {14 * time.Minute, exchange.RateKept, "5908.5"},
		"at the end": {15 * time.Minute, exchange.RateLate, "5810"},
		"late":       {time.Hour, exchange.RateLate, "5810"},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t, options{})
			id := o.fixed(t, "BTC", "USDTTRC20", "0.1", 15*time.Minute)
			o.now.Add(c.noticed.Milliseconds())
			o.pay(t, id, "0.1")
			o.is(t, id, exchange.Confirming)
			o.bid.Store("59000")
			for range 8 {
				o.pass(t, time.Minute)
			}
			l := o.is(t, id, exchange.CompletedState)
			if l.Fill.Rate != c.rate || l.Fill.Quote.Get.Value.String() != c.get || l.Payout.State != life.Sent || l.Payout.Amount.Value.String() != c.get {
				t.Errorf("the rate is %q, computed %s, paid out %s; want %q and %s", l.Fill.Rate, l.Fill.Quote.Get, l.Payout.Amount, c.rate, c.get)
			}
			report, err := o.store.Audit(t.Context(), func(order store.Order, events []store.Event) error {
				_, err := life.Replay(order, events)
				return err
			})
			if err != nil || len(report.Faults) > 0 {
				t.Errorf("the audit finds %v, %v", report.Faults, err)
			}
		})
	}
}
