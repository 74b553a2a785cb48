package exchange_test

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// digits draws a number of up to n digits, short ones as often as long ones.
func digits(t *rapid.T, n int, label string) string {
	return rapid.StringMatching("[0-9]{1,"+big.NewInt(int64(n)).String()+"}").Draw(t, label)
}

// typedAmount draws an amount above zero as a client may type it: at most
// MaxDigits digits and the given places, leading and trailing zeros included.
func typedAmount(t *rapid.T, places int32, label string) string {
	text := digits(t, exchange.MaxDigits, label)
	if after := rapid.Int32Range(0, min(places, int32(len(text))-1)).Draw(t, label+" places"); after > 0 {
		text = text[:len(text)-int(after)] + "." + text[len(text)-int(after):]
	}
	if strings.Trim(text, "0.") == "" {
		return "1"
	}
	return text
}

func amount(t *rapid.T, places int32, label string) decimal.Decimal {
	return decimal.RequireFromString(typedAmount(t, places, label))
}

// price draws from 0.00000001 to 10,000,000, all magnitudes alike, with up to
// 18 places.
func price(t *rapid.T, label string) decimal.Decimal {
	low, high := decimal.New(1, -8), decimal.NewFromInt(10_000_000)
	n := rapid.Int64Range(1, 999_999_999_999_999_999).Draw(t, label)
	p := decimal.New(n, rapid.Int32Range(-18, -5).Draw(t, label+" places"))
	return decimal.Max(low, decimal.Min(p, high))
}

func commission(t *rapid.T) decimal.Decimal {
	return decimal.New(rapid.Int64Range(0, 200_000).Draw(t, "commission"), -6)
}

func currency(t *rapid.T, code string) exchange.Currency {
	return exchange.Currency{Code: code, Asset: code, Kind: exchange.Crypto, Places: rapid.Int32Range(0, exchange.MaxPlaces).Draw(t, code)}
}

func deal(t *rapid.T) exchange.Deal {
	d := exchange.Deal{
		From: currency(t, "GIVEN"), To: currency(t, "GOT"),
		Commission: commission(t), Bid: price(t, "bid"), Ask: price(t, "ask"),
	}
	if rapid.Bool().Draw(t, "payout fee") {
		d.PayoutFee = decimal.New(rapid.Int64Range(0, 99_999).Draw(t, "fee"), -min(d.To.Places, rapid.Int32Range(0, 18).Draw(t, "fee places")))
	}
	d.Steps = steps(t, d)
	return d
}

// steps draws up to three steps of the deal's commission, some a single unit apart.
func steps(t *rapid.T, d exchange.Deal) []exchange.CommissionStep {
	var all []exchange.CommissionStep
	var from decimal.Decimal
	share := d.Commission
	for range rapid.IntRange(0, 3).Draw(t, "steps") {
		if share.IsZero() {
			break
		}
		gap := amount(t, d.From.Places, "gap")
		if rapid.IntRange(0, 4).Draw(t, "narrow") == 0 {
			gap = smallest(d.From.Places)
		}
		from = from.Add(gap)
		share = share.Mul(decimal.New(rapid.Int64Range(0, 99).Draw(t, "lower"), -2)).Truncate(6)
		all = append(all, exchange.CommissionStep{From: from, Commission: share})
	}
	return all
}

// rat turns a decimal into a fraction: the arithmetic of math/big stands beside
// that of the package under test.
func rat(d decimal.Decimal) *big.Rat { return d.Rat() }

// exactGet is give × bid × (1 − commission) ÷ ask − payout fee, not rounded; the
// commission is that of the last step at or below the amount.
func exactGet(d exchange.Deal, give decimal.Decimal) *big.Rat {
	share := d.Commission
	for _, s := range d.Steps {
		if rat(s.From).Cmp(rat(give)) <= 0 {
			share = s.Commission
		}
	}
	kept := new(big.Rat).Sub(big.NewRat(1, 1), rat(share))
	x := new(big.Rat).Mul(rat(give), rat(d.Bid))
	x.Mul(x, kept).Quo(x, rat(d.Ask))
	return x.Sub(x, rat(d.PayoutFee))
}

// floor rounds a fraction down to the given places.
func floor(x *big.Rat, places int32) *big.Rat {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	n := new(big.Int).Mul(x.Num(), power)
	return new(big.Rat).SetFrac(n.Div(n, x.Denom()), power)
}

// countDigits counts the digits of a fraction that has at most the given places,
// written without zeros after its last place.
func countDigits(x *big.Rat, places int32) int {
	text := x.FloatString(int(places))
	if places > 0 {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return len(strings.Replace(text, ".", "", 1))
}

func smallest(places int32) decimal.Decimal { return decimal.New(1, -places) }

// sum adds the amounts of lines.
func sum(lines []exchange.Line) decimal.Decimal {
	var total decimal.Decimal
	for _, l := range lines {
		total = total.Add(l.Amount.Value)
	}
	return total
}

func refundCase(t *rapid.T) exchange.RefundCase {
	c := exchange.RefundCase{
		Coin:     currency(t, "COIN"),
		Stage:    rapid.SampledFrom([]exchange.Stage{exchange.BeforeConversion, exchange.Converted}).Draw(t, "stage"),
		ByOffice: rapid.IntRange(0, 4).Draw(t, "by office") == 0,
		Peg:      decimal.New(rapid.Int64Range(9_900, 10_100).Draw(t, "peg"), -4),
		After:    rapid.SampledFrom([]exchange.AfterConversion{exchange.ByStage, exchange.ByLower}).Draw(t, "after"),
		Bid:      price(t, "bid"), Ask: price(t, "ask"),
	}
	c.Paid = amount(t, c.Coin.Places, "paid")
	c.Ordered = rapid.OneOf(
		rapid.Just(c.Paid),
		rapid.Just(c.Paid.Mul(decimal.NewFromInt(2))),
		rapid.Just(c.Paid.Mul(decimal.NewFromInt(2)).Add(smallest(c.Coin.Places))),
		rapid.Custom(func(t *rapid.T) decimal.Decimal { return amount(t, c.Coin.Places, "ordered") }),
	).Draw(t, "ordered")
	c.Brought = amount(t, 6, "brought")
	if rapid.Bool().Draw(t, "sending") {
		c.Sending = c.Paid.Mul(decimal.New(rapid.Int64Range(0, 150).Draw(t, "sending share"), -2)).Truncate(c.Coin.Places)
	}
	if rapid.Bool().Draw(t, "send min") {
		c.Coin.SendMin = amount(t, c.Coin.Places, "send min")
	}
	return c
}
