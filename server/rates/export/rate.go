package export

import "github.com/shopspring/decimal"

// guard is how many places a rate has beyond those that make its error smaller
// than one smallest unit: it is then smaller than a thousandth of one.
const guard = 3

// digits is the most digits of a rate unless the settings say otherwise: those
// an amount may have.
const digits = 30

// jsonsPlaces is what JSONS allows.
const jsonsPlaces = 6

// ratio is an exact rate: how much of the currency got one unit given is worth.
type ratio struct{ got, given decimal.Decimal }

// aboveOne says whether one unit given gets at least one.
func (r ratio) aboveOne() bool { return r.got.GreaterThanOrEqual(r.given) }

// perGiven is what one unit given gets, rounded down.
func (r ratio) perGiven(places int32) decimal.Decimal {
	q, _ := r.got.QuoRem(r.given, places)
	return q
}

// perGot is what one unit got costs, rounded up.
func (r ratio) perGot(places int32) decimal.Decimal {
	q, rest := r.given.QuoRem(r.got, places)
	if rest.Sign() > 0 {
		q = q.Add(decimal.New(1, -places))
	}
	return q
}

// told is a rate as a file says it: one of the two is 1.
type told struct{ in, out decimal.Decimal }

var one = decimal.NewFromInt(1)

// tell rounds the rate to the given places in the client's disfavour.
func (r ratio) tell(places int32) told {
	if r.aboveOne() {
		return told{one, r.perGiven(places)}
	}
	return told{r.perGot(places), one}
}

// places gives how many places the rate needs for an error smaller than a
// thousandth of the smallest unit got at the largest amount given, cut so that
// there are no more than the given digits in all.
//
// Rounded down to k places, what one unit given gets is wrong by less than 10⁻ᵏ,
// and what the largest amount gets by less than largest × 10⁻ᵏ. Rounded up to k
// places, what one unit got costs is wrong by less than 10⁻ᵏ, and what the largest
// amount gets by less than largest × rate² × 10⁻ᵏ.
func (r ratio) places(largest decimal.Decimal, unitPlaces int32, digits int) int32 {
	reach, shown := largest.Shift(unitPlaces), r.perGiven(0)
	if !r.aboveOne() {
		reach, _ = reach.Mul(r.got).Mul(r.got).QuoRem(r.given.Mul(r.given), 0)
		shown, _ = r.given.QuoRem(r.got, 0)
	}
	return max(0, min(wholeDigits(reach)+guard, int32(digits)-wholeDigits(shown)))
}

// wholeDigits counts the digits before the point; 10 to that power is larger.
func wholeDigits(d decimal.Decimal) int32 {
	whole := d.Truncate(0)
	if whole.IsZero() {
		return 0
	}
	return int32(len(whole.BigInt().String()))
}
