package exchange

import (
	"time"

	"github.com/shopspring/decimal"
)

// Deviation says how the amount received stands to the amount ordered (3.12,
// 3.13).
type Deviation string

// Within the tolerance the order goes on; beyond it a person looks.
const (
	Within   Deviation = "within"
	PaidLess Deviation = "paid_less"
	PaidMore Deviation = "paid_more"
)

// Deviates compares what was received with what was ordered, both in the coin
// paid in. The tolerance is a fraction of the amount ordered and inclusive: a
// difference of exactly the tolerance is within it. No division occurs.
func Deviates(ordered, received, tolerance decimal.Decimal) Deviation {
	difference := received.Sub(ordered)
	if difference.Abs().LessThanOrEqual(ordered.Mul(tolerance)) {
		return Within
	}
	if difference.Sign() < 0 {
		return PaidLess
	}
	return PaidMore
}

// Recalculate computes an order anew on what was received, at the prices of
// that moment (3.6, 3.12). The commission and payout fee stay those that the
// order froze, so d must be the order's own deal with At's new prices. Limits
// do not apply: what has come in is worked or given back.
func (d Deal) Recalculate(received decimal.Decimal) (Quote, error) {
	if received.Sign() <= 0 {
		return Quote{}, refuse(AmountZero, "received", "Nothing was received.", "an amount above zero")
	}
	return d.FromGive(received)
}

// Nothing gives the quote of a payment of which commission and payout fee leave
// nothing to pay out: the order ends and the payment is returned (3.19).
func (d Deal) Nothing(received decimal.Decimal) Quote {
	return Quote{Deal: d, Side: Give, Give: Amount{received, d.From.Code}, Get: Amount{Currency: d.To.Code}}
}

// At gives the deal at other prices.
func (d Deal) At(prices Prices) (Deal, error) {
	sell, err := prices.Of(d.From.Asset)
	if err != nil {
		return d, err
	}
	buy, err := prices.Of(d.To.Asset)
	if err != nil {
		return d, err
	}
	d.Bid, d.Ask = sell.Bid, buy.Ask
	return d, nil
}

// Late says whether a payment first seen at the given time is late for an order
// (3.11): from exactly the deadline on, it is.
func Late(created, seen time.Time, overdueAfter time.Duration) bool {
	return !seen.Before(created.Add(overdueAfter))
}
