package life

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// FixedUntil is the moment before which the full payment has to be noticed for the
// order to keep its rate (3.21); the zero time where the rate floats.
func (l Life) FixedUntil() time.Time { return l.Quote.Deal.FixedUntil(l.Created) }

// Rate says what becomes of the rate of an order that fixed it (3.21): what its
// conversion has recorded, and before it what would be recorded if all that was seen
// were received. It is open while nothing else is known and the time is not over, and
// empty where the rate floats. The terms are those of the order's edition.
func (l Life) Rate(terms exchange.Terms, now time.Time) exchange.RateOutcome {
	switch {
	case l.Quote.Deal.FixedFor <= 0:
		return ""
	case l.Fill != nil:
		return l.Fill.Rate
	case l.Renewed:
		return exchange.RateRenewed
	}
	outcome := l.rateOf(terms, l.pending)
	switch missing := outcome == exchange.RateLess || outcome == exchange.RateLate; {
	case missing && l.waitsForMore() && later(l.Latest, now).Before(l.FixedUntil()):
		return exchange.RateOpen
	case missing && l.sum(l.pending).IsZero():
		return exchange.RateLate
	}
	return outcome
}

// waitsForMore says whether more money would still be added up (3.12).
func (l *Life) waitsForMore() bool {
	switch l.stands() {
	case exchange.AwaitingPayment, exchange.Confirming, exchange.Verification, exchange.Received:
		return true
	}
	return false
}

// final gives the deal by which the order is computed on what was received: with its
// own prices where its rate is kept (3.21), else with those of the moment (3.6). There
// have to be prices of the moment in either case, because the payment is sold at them.
func (l *Life) final(w World) (exchange.Deal, exchange.RateOutcome, error) {
	deal, err := l.Quote.Deal.At(w.Prices)
	if err != nil || deal.FixedFor <= 0 {
		return deal, "", err
	}
	if l.Renewed {
		return deal, exchange.RateRenewed, nil
	}
	outcome := l.rateOf(w.Terms, l.counts)
	if outcome == exchange.RateKept {
		deal = l.Quote.Deal
	}
	return deal, outcome, nil
}

// rateOf decides about the rate by the payments that are asked for.
func (l *Life) rateOf(terms exchange.Terms, which func(*Payment) bool) exchange.RateOutcome {
	inTime := l.sum(func(p *Payment) bool { return which(p) && l.noticed(p) })
	return l.Quote.Deal.RateOf(l.Quote.Give.Value, inTime, l.sum(which), terms.AmountTolerance)
}

// noticed says whether the office saw a payment before the fixed rate ended.
func (l *Life) noticed(p *Payment) bool {
	return !p.Heard.IsZero() && p.Heard.Before(l.FixedUntil())
}

// sum adds up the payments that are asked for.
func (l *Life) sum(which func(*Payment) bool) decimal.Decimal {
	var sum decimal.Decimal
	for i := range l.Payments {
		if p := &l.Payments[i]; which(p) {
			sum = sum.Add(p.Amount)
		}
	}
	return sum
}

// checkRate holds what a conversion says of the rate against the order: the rate is
// decided wherever it was fixed, and nowhere else; it is kept only where a payment
// was noticed in time, and then the prices are the order's own.
func (l *Life) checkRate(f Fill) error {
	own := l.Quote.Deal
	used := f.Quote.Deal
	switch {
	case (f.Rate != "") != (own.FixedFor > 0):
		return fmt.Errorf("the conversion contradicts the order: its rate was fixed for %s, and the event says %q", exchange.Span(own.FixedFor), f.Rate)
	case f.Rate != exchange.RateKept:
		return nil
	case f.Snapshot != l.SnapshotID || !used.Bid.Equal(own.Bid) || !used.Ask.Equal(own.Ask):
		return fmt.Errorf("the conversion contradicts the order: its rate was kept, and the prices are other ones")
	case l.sum(func(p *Payment) bool { return l.counts(p) && l.noticed(p) }).IsZero():
		return fmt.Errorf("the conversion contradicts the order: its rate was kept, and no payment was noticed in time")
	}
	return nil
}
