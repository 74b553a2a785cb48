package lifetest

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// hurry is a client who pays an order whose rate is fixed soon, and an office that
// hears of it at once; half of the lives of such orders begin so.
func (r *run) hurry(k *Kept) error {
	if k.Life.Quote.Deal.FixedFor == 0 || len(r.deposits) == 0 || r.rng.IntN(2) == 0 {
		return nil
	}
	for i := range r.deposits {
		if i > 0 && r.rng.IntN(2) == 0 {
			continue
		}
		d := &r.deposits[i]
		wait := d.settled.Sub(d.Seen)
		d.Seen = latest(r.now, Start).Add(time.Duration(r.rng.IntN(12)) * time.Minute)
		d.settled = d.Seen.Add(wait)
		r.now = d.Seen
		if p, is := d.at(r.now); is {
			if err := r.hear(k, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRate is what must hold of a conversion and of the prices that it was computed
// with (3.6, 3.21): where the rate was fixed and the order was paid in full in time,
// they are the order's own, and the exact amount brings exactly the quote; else they
// are those of the moment, and the event says why. Who paid what, and when the office
// noticed it, is found here from the timeline alone.
func checkRate(k *Kept, s store.Step, w life.World) error {
	l := k.Life
	if s.Event != exchange.Convert {
		return nil
	}
	want, own := expected(l, w.Terms), l.Quote.Deal
	used := l.Fill.Quote.Deal
	if l.Fill.Rate != want {
		return fmt.Errorf("the rate is %q, it should be %q", l.Fill.Rate, want)
	}
	if want != exchange.RateKept {
		now, err := own.At(w.Prices)
		if err != nil || !used.Bid.Equal(now.Bid) || !used.Ask.Equal(now.Ask) || l.Fill.Snapshot != w.Snapshot {
			return fmt.Errorf("a rate that is %q is not that of the moment: %s and %s of %s", want, used.Bid, used.Ask, l.Fill.Snapshot)
		}
		return nil
	}
	switch got := l.Fill.Quote.Get.Value; {
	case !used.Bid.Equal(own.Bid) || !used.Ask.Equal(own.Ask) || l.Fill.Snapshot != l.SnapshotID:
		return fmt.Errorf("a rate that is kept is another than the order's: %s and %s of %s", used.Bid, used.Ask, l.Fill.Snapshot)
	case l.Fill.Amount.Equal(l.Quote.Give.Value) && !got.Equal(l.Quote.Get.Value):
		return fmt.Errorf("paid in full in time, and %s is paid out, quoted were %s", got, l.Quote.Get)
	}
	return nil
}

// expected is what should become of the rate.
func expected(l life.Life, terms exchange.Terms) exchange.RateOutcome {
	if l.Quote.Deal.FixedFor == 0 {
		return ""
	}
	noticed := make(map[string]time.Time)
	for _, e := range l.Timeline {
		if e.Event == exchange.RecalculationAccepted {
			return exchange.RateRenewed
		}
		p := e.Facts.Payment
		if p == nil {
			continue
		}
		if _, before := noticed[p.ID]; before {
			continue
		}
		noticed[p.ID] = e.At
		if e.Actor == exchange.ByDesk {
			noticed[p.ID] = p.SeenAt
		}
	}
	var inTime, all decimal.Decimal
	for _, p := range l.Payments {
		if p.Confirmed.IsZero() || p.Dropped || p.Case != "" || p.Currency != l.Quote.Deal.From.Code {
			continue
		}
		all = all.Add(p.Amount)
		if noticed[p.ID].Before(l.Created.Add(l.Quote.Deal.FixedFor)) {
			inTime = inTime.Add(p.Amount)
		}
	}
	near := func(amount decimal.Decimal) bool {
		ordered := l.Quote.Give.Value
		return amount.Sub(ordered).Abs().LessThanOrEqual(ordered.Mul(terms.AmountTolerance))
	}
	switch {
	case !near(all) && all.LessThan(l.Quote.Give.Value):
		return exchange.RateLess
	case !near(all):
		return exchange.RateMore
	case !near(inTime):
		return exchange.RateLate
	}
	return exchange.RateKept
}
