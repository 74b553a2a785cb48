package exchange

import "github.com/shopspring/decimal"

// shownDigits is how many significant digits a displayed rate has. A displayed
// rate is for the eye; nothing is ever computed with it.
const shownDigits = 8

// ShownRate is a rate for the eye: One of Unit is worth Rate of Per, commission
// inside (3.3; of several that of the smallest amounts), payout fee outside. Unit is the dearer currency of the two, so
// that Rate is at least 1.
type ShownRate struct{ Unit, Per, Rate string }

// Rate gives the deal's rate for display, rounded against the client: down when
// it says what one unit given gets, up when it says what one unit got costs.
func (d Deal) Rate() ShownRate {
	get, give := d.Bid.Mul(d.kept()), d.Ask
	if get.GreaterThanOrEqual(give) {
		return ShownRate{d.From.Code, d.To.Code, floorQuo(get, give, shownPlaces(get, give)).String()}
	}
	return ShownRate{d.To.Code, d.From.Code, ceilQuo(give, get, shownPlaces(give, get)).String()}
}

// shownPlaces gives the places that leave shownDigits significant digits of a
// quotient of at least 1, and never fewer than none.
func shownPlaces(n, d decimal.Decimal) int32 {
	whole := floorQuo(n, d, 0)
	return max(0, shownDigits-int32(countDigits(whole)))
}

// Share gives a line's part of the whole as a whole number of ten-thousandths,
// rounded down: enough to draw it, not to compute with.
func (q Quote) Share(l Line) int64 {
	whole := q.Line(LineValue).Amount.Value
	if whole.Sign() <= 0 {
		return 0
	}
	return floorQuo(l.Amount.Value.Shift(4), whole, 0).IntPart()
}
