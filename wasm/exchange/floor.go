package exchange

import "github.com/shopspring/decimal"

// The office's own costs of a deal, in USDT, are what its venues take and what the
// network takes beyond the payout fee:
//
//	costs = give × bid × (venue fee of From + venue fee of To) + (network cost − payout fee) × ask
//
// The venue fees are counted on the whole value of the payment, though a little
// less is bought with it, so that the floor never lies below the costs; a network
// that takes less than the payout fee lowers nothing. The commission must cover
// them: give × bid × commission ≥ costs.

// floor gives the smallest amount given from which on every amount within the
// limits covers the costs; false when the largest amounts do not. Within one
// commission more given covers more, but at the edge of a step the commission
// falls: amounts that cover the costs below an edge are not offered when some
// above it do not.
func (d Deal) floor(give Limits) (decimal.Decimal, bool) {
	if d.From.VenueFee.IsZero() && d.To.VenueFee.IsZero() && d.To.NetworkCost.LessThanOrEqual(d.PayoutFee) {
		return decimal.Decimal{}, true
	}
	var floor decimal.Decimal
	covered := false
	for _, b := range d.Brackets(give) {
		even, ok := b.Deal.evenFrom()
		covered = ok && (b.Give.Max.Sign() == 0 || even.LessThanOrEqual(b.Give.Max))
		switch {
		case !covered:
			floor = b.Give.Max.Add(unit(d.From.Places))
		case even.GreaterThan(b.Give.Min):
			floor = even
		}
	}
	return floor, covered
}

// evenFrom gives the smallest amount whose commission covers the costs, for a deal
// with one commission; false when none does.
func (d Deal) evenFrom() (decimal.Decimal, bool) {
	left := d.Commission.Sub(d.From.VenueFee).Sub(d.To.VenueFee)
	beyond := d.To.NetworkCost.Sub(d.PayoutFee).Mul(d.Ask)
	switch {
	case left.Sign() < 0 || (left.Sign() == 0 && beyond.Sign() > 0):
		return decimal.Decimal{}, false
	case beyond.Sign() <= 0:
		return decimal.Decimal{}, true
	}
	return ceilQuo(beyond, d.Bid.Mul(left), d.From.Places), true
}

// uncovered is the refusal of a direction whose costs no amount covers for good.
func uncovered() *Error {
	return &Error{CostNotCovered, "to", "At the moment this direction does not cover what networks and markets take.", "another direction, or the same one later", ClauseLimits}
}

// checkFloor refuses an amount given that does not cover the costs.
func (d Deal) checkFloor(give decimal.Decimal) error {
	if give.LessThan(d.Floor) {
		return &Error{CostNotCovered, "give", "At the moment so small an amount does not cover what networks and markets take.", "at least " + d.Floor.String() + " " + d.From.Code, ClauseLimits}
	}
	return nil
}
