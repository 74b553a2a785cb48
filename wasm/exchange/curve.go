package exchange

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// MaxSteps is the largest number of equal steps a curve may be asked for.
const MaxSteps = 500

// CurvePoint is one point of the picture "fee against amount paid".
type CurvePoint struct {
	Paid   Amount // what would have been paid, in the coin
	Fee    Amount // what the chosen clause would keep, in USDT, never above the payment
	Refund Amount // what would go back, in the coin
	Clause Clause // the clause that would be chosen

	Across int64 // Paid as ten-thousandths of the amount ordered, rounded down; to draw, not to compute with
	Up     int64 // Fee as ten-thousandths of the curve's greatest fee, rounded down; likewise
}

// Curve computes the refund for payments from nothing up to the whole order, at
// the same prices and stage: equal steps of the amount ordered (1 to MaxSteps
// of them), and between them the amounts where another rule begins, so that the
// jump where 5.3 ends stands at its exact place: the last amount below the
// share and the first that is not. Points are in rising order of Paid, each
// amount once, none of zero. The request's Paid and Brought do not matter:
// after conversion each payment is taken to have brought its value at the bid.
func (t *Tariff) Curve(terms Terms, prices Prices, r RefundRequest, steps int) ([]CurvePoint, error) {
	if steps < 1 || steps > MaxSteps {
		return nil, refuse(RequestInvalid, "steps", "The number of steps is out of range.", "1 to "+strconv.Itoa(MaxSteps))
	}
	r.Paid, r.Brought = r.Ordered, ""
	c, err := t.RefundCase(prices, r)
	if err != nil {
		return nil, err
	}
	var points []CurvePoint
	for _, paid := range terms.curveAmounts(c, steps) {
		c.Paid, c.Brought = paid, paid.Mul(c.Bid)
		refund, err := terms.Refund(c)
		if err != nil {
			return nil, err
		}
		points = append(points, CurvePoint{
			Paid: Amount{paid, c.Coin.Code}, Fee: refund.Line(LineFee).Amount,
			Refund: refund.Refund, Clause: refund.Clause,
		})
	}
	place(points, c.Ordered)
	return points, nil
}

// curveAmounts gives the amounts paid of a curve's points: the steps and the
// knees, at the places of the coin, above zero, not above the order, in rising
// order, each once.
func (t Terms) curveAmounts(c RefundCase, steps int) []decimal.Decimal {
	amounts := t.knees(c)
	for k := 1; k <= steps; k++ {
		amounts = append(amounts, floorQuo(c.Ordered.Mul(decimal.NewFromInt(int64(k))), decimal.NewFromInt(int64(steps)), c.Coin.Places))
	}
	amounts = slices.DeleteFunc(amounts, func(d decimal.Decimal) bool { return d.Sign() <= 0 || d.GreaterThan(c.Ordered) })
	slices.SortFunc(amounts, decimal.Decimal.Cmp)
	return slices.CompactFunc(amounts, decimal.Decimal.Equal)
}

// knees are the amounts paid at which the fee takes another turn: the last
// below the share of 5.3 and the first not below it; where the fixed sums of
// 5.2 and 5.3 stop taking the whole payment; and where the percentage of 5.3
// overtakes its fixed sum.
func (t Terms) knees(c RefundCase) []decimal.Decimal {
	one := decimal.NewFromInt(1)
	share := ceilQuo(c.Ordered.Mul(t.SmallPaymentBelow), one, c.Coin.Places)
	knees := []decimal.Decimal{
		share.Sub(unit(c.Coin.Places)), share,
		ceilQuo(t.CancellationFee.Mul(c.Peg), c.Bid, c.Coin.Places),
		ceilQuo(t.SmallPaymentMinimum.Mul(c.Peg), c.Bid, c.Coin.Places),
	}
	if t.SmallPaymentFee.Sign() > 0 {
		knees = append(knees, ceilQuo(t.SmallPaymentMinimum.Mul(c.Peg), c.Bid.Mul(t.SmallPaymentFee), c.Coin.Places))
	}
	return knees
}

// place finds where in the picture each point stands.
func place(points []CurvePoint, ordered decimal.Decimal) {
	var most decimal.Decimal
	for _, p := range points {
		most = decimal.Max(most, p.Fee.Value)
	}
	for i := range points {
		p := &points[i]
		p.Across = floorQuo(p.Paid.Value.Shift(4), ordered, 0).IntPart()
		if most.Sign() > 0 {
			p.Up = floorQuo(p.Fee.Value.Shift(4), most, 0).IntPart()
		}
	}
}
