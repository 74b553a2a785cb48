package exchange

import "github.com/shopspring/decimal"

// Standing is how a rate that somebody saw stands to the deal's own.
type Standing string

// A rate seen is as published when, cut at its last digit, it can be that of one of
// the deal's commissions. Between says that it lies between two of them and is none;
// TooFewDigits, that it could be one, but so could rates further away than a thousandth.
// Better or worse is meant for the client.
const (
	AsPublished  Standing = "published"
	BetterThan   Standing = "better"
	WorseThan    Standing = "worse"
	Between      Standing = "between"
	TooFewDigits Standing = "few_digits"
)

// Stands compares a rate as a site shows it, so much given for so much got, with the
// rate of each of the deal's commissions, payout fee outside. No division occurs.
func (d Deal) Stands(give, get decimal.Decimal) Standing {
	brackets, few := d.Brackets(Limits{}), false
	for _, b := range brackets {
		switch b.Deal.ratio().stands(give, get) {
		case AsPublished:
			return AsPublished
		case TooFewDigits:
			few = true
		}
	}
	switch {
	case few:
		return TooFewDigits
	case brackets[len(brackets)-1].Deal.ratio().stands(give, get) == BetterThan:
		return BetterThan
	case brackets[0].Deal.ratio().stands(give, get) == WorseThan:
		return WorseThan
	}
	return Between
}

// Published gives the brackets whose rate one seen is; more than one where its digits
// do not tell them apart.
func (d Deal) Published(give, get decimal.Decimal) (are []Bracket) {
	for _, b := range d.Brackets(Limits{}) {
		if b.Deal.ratio().stands(give, get) == AsPublished {
			are = append(are, b)
		}
	}
	return are
}

// WrittenAs says whether a rate seen is one that a file writes, cut at its last digit as
// Stands allows.
func WrittenAs(give, get, fileGive, fileGet decimal.Decimal) bool {
	return ratio{fileGet, fileGive}.stands(give, get) == AsPublished
}

// ratio is an exact rate: so much got for so much given.
type ratio struct{ get, give decimal.Decimal }

func (d Deal) ratio() ratio { return ratio{d.Bid.Mul(d.kept()), d.Ask} }

// stands compares a rate seen with one. Whoever writes a rate cuts it in the client's
// disfavour, so what was seen may be one off in the last place of the figure that is
// not 1: of the amount got, or of the amount given where 1 is got; and no more than a
// thousandth of it.
func (r ratio) stands(give, get decimal.Decimal) Standing {
	if r.below(give, get) {
		return BetterThan
	}
	perGot := get.Equal(decimal.NewFromInt(1)) && !give.Equal(get)
	reaches := func(off decimal.Decimal) bool {
		if perGot {
			return r.below(give.Sub(off), get)
		}
		return r.below(give, get.Add(off))
	}
	figure := get
	if perGot {
		figure = give
	}
	off := lastPlace(figure)
	switch {
	case reaches(decimal.Min(off, figure.Shift(-3))):
		return AsPublished
	case reaches(off):
		return TooFewDigits
	}
	return WorseThan
}

// below says whether a rate gets less than another one.
func (r ratio) below(give, get decimal.Decimal) bool {
	return get.Mul(r.give).GreaterThan(give.Mul(r.get))
}

// differsPlaces is how many places a difference in per cent has.
const differsPlaces = 3

// Differs says by how many per cent a rate as a site shows it lies above the best of
// the deal's rates, to the client's advantage, or (below zero) below the worst; zero
// where it is neither. It is for the eye, and rounded towards zero. What is given
// is above zero.
func (d Deal) Differs(give, get decimal.Decimal) decimal.Decimal {
	brackets := d.Brackets(Limits{})
	nearest := brackets[0].Deal.ratio()
	switch d.Stands(give, get) {
	case BetterThan:
		nearest = brackets[len(brackets)-1].Deal.ratio()
	case WorseThan:
	default:
		return decimal.Decimal{}
	}
	published := give.Mul(nearest.get)
	more := get.Mul(nearest.give).Sub(published).Shift(2)
	if more.Sign() < 0 {
		return floorQuo(more.Neg(), published, differsPlaces).Neg()
	}
	return floorQuo(more, published, differsPlaces)
}

// lastPlace is one in the last place of a number as it is written; at most one.
func lastPlace(d decimal.Decimal) decimal.Decimal { return unit(max(0, -d.Exponent())) }
