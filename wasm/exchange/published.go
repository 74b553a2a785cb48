package exchange

import "github.com/shopspring/decimal"

// Standing is how a rate that somebody saw stands to the deal's own.
type Standing string

// A rate seen is as published when, rounded at its last digit, it can be one of the
// deal's commissions; better or worse is meant for the client.
const (
	AsPublished Standing = "published"
	BetterThan  Standing = "better"
	WorseThan   Standing = "worse"
)

// Stands compares a rate as a site shows it, so much given for so much got, with the
// deal's rates, payout fee outside, from that of the smallest amounts to that of the
// largest. Whoever writes a rate cuts it in the client's disfavour, so what was seen
// may be one off in the last place of the figure that is not 1: of the amount got, or
// of the amount given where 1 is got. No division occurs.
func (d Deal) Stands(give, get decimal.Decimal) Standing {
	brackets := d.Brackets(Limits{})
	worst, best := brackets[0].Deal, brackets[len(brackets)-1].Deal
	if get.Mul(best.Ask).GreaterThan(give.Mul(best.Bid).Mul(best.kept())) {
		return BetterThan
	}
	if get.Equal(decimal.NewFromInt(1)) && !give.Equal(get) {
		give = give.Sub(lastPlace(give))
	} else {
		get = get.Add(lastPlace(get))
	}
	if get.Mul(worst.Ask).LessThanOrEqual(give.Mul(worst.Bid).Mul(worst.kept())) {
		return WorseThan
	}
	return AsPublished
}

// differsPlaces is how many places a difference in per cent has.
const differsPlaces = 3

// Differs says by how many per cent a rate as a site shows it lies above the best of
// the deal's rates, to the client's advantage, or (below zero) below the worst; zero
// where it is as published. It is for the eye, and rounded towards zero. What is given
// is above zero.
func (d Deal) Differs(give, get decimal.Decimal) decimal.Decimal {
	brackets := d.Brackets(Limits{})
	nearest := brackets[0].Deal
	switch d.Stands(give, get) {
	case AsPublished:
		return decimal.Decimal{}
	case BetterThan:
		nearest = brackets[len(brackets)-1].Deal
	}
	published := give.Mul(nearest.Bid).Mul(nearest.kept())
	more := get.Mul(nearest.Ask).Sub(published).Shift(2)
	if more.Sign() < 0 {
		return floorQuo(more.Neg(), published, differsPlaces).Neg()
	}
	return floorQuo(more, published, differsPlaces)
}

// lastPlace is one in the last place of a number as it is written; at most one.
func lastPlace(d decimal.Decimal) decimal.Decimal { return unit(max(0, -d.Exponent())) }
