package exchange

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Price is what one unit of an asset costs in USDT. The office sells what it
// received at Bid and buys what it pays out at Ask; Bid is never above Ask.
type Price struct{ Bid, Ask decimal.Decimal }

// Prices gives the price of each asset. USDT itself needs no entry.
type Prices map[string]Price

// Of gives the price of an asset; that of USDT is always 1.
func (p Prices) Of(asset string) (Price, error) {
	if asset == Base {
		return Price{decimal.NewFromInt(1), decimal.NewFromInt(1)}, nil
	}
	price, ok := p[asset]
	if !ok {
		return Price{}, refuse(PriceMissing, asset, "There is no price for "+asset+" at the moment.", "another currency, or the same one later")
	}
	return price, price.Check()
}

// ParsePrice reads a bid and an ask, each from 0.00000001 to 10,000,000 USDT
// with at most 18 places.
func ParsePrice(bid, ask string) (Price, error) {
	var p Price
	var err error
	if p.Bid, err = parsePriceSide("bid", bid); err != nil {
		return p, err
	}
	if p.Ask, err = parsePriceSide("ask", ask); err != nil {
		return p, err
	}
	return p, p.Check()
}

func parsePriceSide(field, text string) (decimal.Decimal, error) {
	d, err := parsePlain(field, text, MaxPlaces)
	if err != nil {
		return d, priceRefusal(field)
	}
	return d, nil
}

// Check refuses a price outside its range or with its bid above its ask.
func (p Price) Check() error {
	if err := checkPrice("bid", p.Bid); err != nil {
		return err
	}
	if err := checkPrice("ask", p.Ask); err != nil {
		return err
	}
	if p.Bid.GreaterThan(p.Ask) {
		return refuse(PriceInvalid, "bid", "The bid is above the ask.", "a bid that is not above the ask")
	}
	return nil
}

// checkPrice refuses one side of a price that is outside its range.
func checkPrice(field string, side decimal.Decimal) error {
	if side.LessThan(decimal.New(1, -8)) || side.GreaterThan(decimal.NewFromInt(10_000_000)) {
		return priceRefusal(field)
	}
	return nil
}

func priceRefusal(field string) *Error {
	return refuse(PriceInvalid, field, "This is not a usable price.", "a price from 0.00000001 to 10000000 with at most 18 places")
}

// MaxCommission is the largest commission a direction may have: 20 %.
func MaxCommission() decimal.Decimal { return decimal.New(20, -2) }

// ParseCommission reads a commission such as "1.5%" as a fraction (0.015):
// from 0 to 20 %, at most four places in per cent.
func ParseCommission(text string) (decimal.Decimal, error) {
	c, err := ParsePercent("commission", text)
	if err != nil || c.GreaterThan(MaxCommission()) {
		return c, refuse(CommissionInvalid, "commission", "This is not a usable commission.", "0% to 20%, at most four places")
	}
	return c, nil
}

// ParsePercent reads a percentage such as "2%" or "0.25 %" as an exact fraction
// (0.02), at most four places in per cent.
func ParsePercent(field, text string) (decimal.Decimal, error) {
	number, ok := strings.CutSuffix(text, "%")
	d, err := parsePlain(field, strings.TrimSuffix(number, " "), 4)
	if !ok || err != nil {
		return decimal.Decimal{}, refuse(ParameterInvalid, field, "This is not a percentage.", "a number and the per cent sign, such as 1.5%")
	}
	return d.Shift(-2), nil
}
