package exchange

import "github.com/shopspring/decimal"

// CommissionStep says which commission holds from an amount given on (3.3). The
// steps of a direction rise in their amounts and fall in their commissions, so that
// giving more never gets less; at an edge it gets more at once, and some amounts
// cannot be got exactly. Whoever asks for one of these gets what the edge brings.
type CommissionStep struct {
	From       decimal.Decimal // of the amount given; from exactly this amount on
	Commission decimal.Decimal // a fraction, lower than that before
}

// Bracket is a range of amounts given with the deal that holds in it.
type Bracket struct {
	Give Limits // both ends included; a zero Max means no upper limit
	Deal Deal   // with one commission
}

// CheckSteps refuses steps that do not rise in their amounts, or whose commission
// does not fall below the one before: an amount just above such an edge would get
// less than one just below it. Amounts are in the smallest units of the currency
// given.
func CheckSteps(commission decimal.Decimal, steps []CommissionStep, from Currency) error {
	var before decimal.Decimal
	for _, s := range steps {
		if !s.From.GreaterThan(before) || !s.From.Equal(s.From.Truncate(from.Places)) {
			return refuse(TariffInvalid, "steps", "The amounts of the steps do not rise in whole units.", "each step from a larger amount than the one before, "+acceptedPlaces(from.Places))
		}
		if !s.Commission.LessThan(commission) || s.Commission.Sign() < 0 {
			return refuse(CommissionInvalid, "steps", "The commission of a step is not lower than before: giving more would get less.", "a commission below that of smaller amounts")
		}
		before, commission = s.From, s.Commission
	}
	return nil
}

// Fixed gives the deal with the one commission of an amount given, as an order on
// that amount freezes it.
func (d Deal) Fixed(give decimal.Decimal) Deal {
	for _, s := range d.Steps {
		if give.LessThan(s.From) {
			break
		}
		d.Commission = s.Commission
	}
	d.Steps = nil
	return d
}

// Brackets cuts a range of amounts given where the commission changes; in rising
// order, without what lies outside the range.
func (d Deal) Brackets(give Limits) []Bracket {
	brackets := make([]Bracket, 0, len(d.Steps)+1)
	for i := -1; i < len(d.Steps); i++ {
		b := Bracket{Give: give}
		if i >= 0 {
			b.Give.Min = decimal.Max(give.Min, d.Steps[i].From)
		}
		if i+1 < len(d.Steps) {
			below := d.Steps[i+1].From.Sub(unit(d.From.Places))
			if below.LessThan(b.Give.Min) || below.IsZero() {
				continue // no amount lies in it
			}
			if give.Max.Sign() == 0 || below.LessThan(give.Max) {
				b.Give.Max = below
			}
		}
		if b.Give.Max.Sign() > 0 && b.Give.Max.LessThan(b.Give.Min) {
			break
		}
		b.Deal = d.Fixed(b.Give.Min)
		brackets = append(brackets, b)
	}
	return brackets
}
