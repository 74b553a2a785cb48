package exchange_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// dec reads a decimal written in a test.
func dec(t testing.TB, text string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// must gives a value that a test's own input cannot fail to yield.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// coin reads "BTC 8": an asset and its places.
func coin(t testing.TB, text string) exchange.Currency {
	t.Helper()
	asset, places, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(places)
	if err != nil {
		t.Fatalf("not an asset and its places: %q", text)
	}
	return exchange.Currency{Code: asset, Asset: asset, Kind: exchange.Crypto, Places: int32(n)}
}

// office is a tariff of one direction with the prices of its two currencies.
type office struct {
	tariff   *exchange.Tariff
	prices   exchange.Prices
	from, to string
}

// openOffice makes an office from the lines of a stanza. The two currencies are
// priced on their own even where their asset is the same, except USDT, which is
// always 1.
func openOffice(t testing.TB, s *stanza) (office, error) {
	t.Helper()
	o := office{prices: exchange.Prices{}}
	from, to := coin(t, s.input(t, "from")), coin(t, s.input(t, "to"))
	bid, err := exchange.ParsePrice(s.input(t, "bid"), "10000000")
	ask, askErr := exchange.ParsePrice("0.00000001", s.input(t, "ask"))
	share, shareErr := exchange.ParseCommission(s.input(t, "commission"))
	to.PayoutFee = dec(t, s.input(t, "payout_fee"))
	to.NetworkCost = dec(t, s.or("network_cost", "0"))
	sold, bought, _ := strings.Cut(s.or("venue_fees", "0% 0%"), " ")
	from.VenueFee, to.VenueFee = must(exchange.ParsePercent("", sold)), must(exchange.ParsePercent("", bought))
	stairs := commissionSteps(t, s)
	for _, e := range []error{err, askErr, shareErr} {
		if e != nil {
			return o, e
		}
	}
	o.price(t, &from, "IN", bid.Bid)
	o.price(t, &to, "OUT", ask.Ask)
	o.from, o.to = from.Code, to.Code
	d := exchange.Direction{From: from.Code, To: to.Code, Commission: share, Steps: stairs, Give: limits(t, s, "give_limits"), Get: limits(t, s, "get_limits")}
	o.tariff, err = exchange.NewTariff([]exchange.Currency{from, to}, []exchange.Direction{d}, dec(t, "1"), exchange.ByStage)
	if err != nil {
		t.Fatalf("%s:%d: %v", s.file, s.line, err)
	}
	return o, nil
}

// commissionSteps reads "1000 1.5%, 10000 1%".
func commissionSteps(t testing.TB, s *stanza) []exchange.CommissionStep {
	t.Helper()
	text, ok := s.optional("steps")
	if !ok {
		return nil
	}
	var steps []exchange.CommissionStep
	for step := range strings.SplitSeq(text, ", ") {
		from, share, _ := strings.Cut(step, " ")
		steps = append(steps, exchange.CommissionStep{From: dec(t, from), Commission: must(exchange.ParseCommission(share))})
	}
	return steps
}

func (o office) price(t testing.TB, c *exchange.Currency, side string, price decimal.Decimal) {
	t.Helper()
	c.Code += side
	if c.Asset == exchange.Base {
		if price.String() != "1" {
			t.Fatalf("USDT costs 1, not %s", price)
		}
		return
	}
	c.Asset += side
	o.prices[c.Asset] = exchange.Price{Bid: price, Ask: price}
}

func limits(t testing.TB, s *stanza, key string) exchange.Limits {
	t.Helper()
	text, ok := s.optional(key)
	if !ok {
		return exchange.Limits{}
	}
	low, high, _ := strings.Cut(text, " ")
	return exchange.Limits{Min: dec(t, low), Max: dec(t, high)}
}

// standardTerms are the parameters of the agreement with their clauses.
func standardTerms() [][3]string {
	return [][3]string{
		{"notice_period", "7d", "2.4"},
		{"overdue_after", "24h", "3.11"},
		{"amount_tolerance", "2%", "3.12"},
		{"verification_answer", "30d", "3.13"},
		{"price_validity", "5m", "3.18"},
		{"choice_deadline", "72h", "3.20"},
		{"cancellation_fee", "50 USD", "5.2"},
		{"small_payment_below", "50%", "5.3"},
		{"small_payment_fee", "1%", "5.3"},
		{"small_payment_minimum", "50 USD", "5.3"},
		{"refusal_fee", "2%", "5.4"},
		{"refund_time", "3d", "5.10"},
		{"record_retention", "5y", "6.6"},
		{"price_grace", "10s", "3.18"},
		{"rate_fixed_longest", "60m", "3.21"},
	}
}

// agreement makes terms from the standard ones, with some values replaced.
func agreement(t testing.TB, replaced map[string]string) exchange.Terms {
	t.Helper()
	var parameters []exchange.Parameter
	for _, row := range standardTerms() {
		value := row[1]
		if other, ok := replaced[row[0]]; ok {
			value = other
		}
		p, err := exchange.ParseParameter(row[0], value, row[2])
		if err != nil {
			t.Fatal(err)
		}
		parameters = append(parameters, p)
	}
	terms, err := exchange.NewTerms("2026-11-22", nil, parameters)
	if err != nil {
		t.Fatal(err)
	}
	return terms
}
