package exchange

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// RateOutcome says what became of the rate of an order whose direction fixes it for a
// time (3.21). The empty outcome is that of an order whose rate floats (3.6).
type RateOutcome string

// The rate is open while it is not known yet, kept where the order was paid in full in
// time, and otherwise taken anew, for the reason named.
const (
	RateOpen    RateOutcome = "open"      // the time is not over, and the full payment was not seen yet
	RateKept    RateOutcome = "kept"      // the full payment was seen in time
	RateLate    RateOutcome = "paid_late" // it was not
	RateLess    RateOutcome = "paid_less" // what was received is less than the order by more than the tolerance
	RateMore    RateOutcome = "paid_more" // or more
	RateRenewed RateOutcome = "renewed"   // the client accepted figures at other prices (3.14, 4.6)
)

// RateOutcomes lists what can be recorded of an order whose rate was fixed.
func RateOutcomes() []RateOutcome {
	return []RateOutcome{RateKept, RateLate, RateLess, RateMore, RateRenewed}
}

// FixedMinutes is for how many minutes an order made of the deal keeps its rate.
func (d Deal) FixedMinutes() int { return int(d.FixedFor / time.Minute) }

// RateClause is the clause that says which prices the order is computed with in the
// end.
func (d Deal) RateClause() Clause {
	if d.FixedFor > 0 {
		return ClauseFixed
	}
	return ClauseConversion
}

// FixedUntil is the moment from which on it is too late for a payment to keep the rate
// of an order; the zero time where the rate floats.
func (d Deal) FixedUntil(created time.Time) time.Time {
	if d.FixedFor <= 0 {
		return time.Time{}
	}
	return created.Add(d.FixedFor)
}

// RateOf decides whether an order is computed anew at the prices it was made with
// (3.21): where what was seen in time, and all that was received, are the amount of
// the order within the tolerance (3.12). A little more that comes late changes
// nothing of it, so that nobody can give the rate up by sending a crumb after the
// payment. All amounts are in the coin paid in.
func (d Deal) RateOf(ordered, inTime, received, tolerance decimal.Decimal) RateOutcome {
	switch whole := Deviates(ordered, received, tolerance); {
	case d.FixedFor <= 0:
		return ""
	case whole == PaidLess:
		return RateLess
	case whole == PaidMore:
		return RateMore
	case Deviates(ordered, inTime, tolerance) != Within:
		return RateLate
	}
	return RateKept
}

// Under gives the tariff as an edition of the agreement lets it be: where that fixes
// no rates, all of them float. No tariff stays none.
func (t *Tariff) Under(terms Terms) *Tariff {
	if t == nil {
		return nil
	}
	fixes := slices.ContainsFunc(t.Directions, func(d Direction) bool { return d.FixedFor > 0 })
	if terms.FixedLongest > 0 || !fixes {
		return t
	}
	under := *t
	under.Directions = slices.Clone(t.Directions)
	for i := range under.Directions {
		under.Directions[i].FixedFor = 0
	}
	return &under
}

// Allow refuses a tariff that fixes a rate for longer than the terms let it, or than
// there is time to pay. Field names the direction.
func (t Terms) Allow(tariff *Tariff) error {
	longest := min(t.FixedLongest, t.OverdueAfter)
	for _, d := range tariff.Directions {
		if d.FixedFor <= longest {
			continue
		}
		accepts := "at most " + Span(longest)
		if longest == 0 {
			accepts = "a rate that floats: the edition " + t.Edition + " fixes none"
		}
		return &Error{TariffInvalid, d.From + " to " + d.To, "The rate is fixed for longer than the agreement allows.", accepts, ClauseFixed}
	}
	return nil
}
