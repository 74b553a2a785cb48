package exchange_test

import (
	"testing"

	"agio/wasm/exchange"
)

// bundle is a small tariff with its prices: BTC, tether on two networks, EUR.
func bundle(t testing.TB) (*exchange.Tariff, exchange.Prices) {
	t.Helper()
	tariff, err := exchange.NewTariff(bundledCurrencies(t), bundledDirections(t), dec(t, "1"), exchange.ByStage)
	if err != nil {
		t.Fatal(err)
	}
	return tariff, exchange.Prices{
		"BTC": {Bid: dec(t, "61500.1"), Ask: dec(t, "61512.3")},
		"EUR": {Bid: dec(t, "1.0841"), Ask: dec(t, "1.0849")},
	}
}

func bundledCurrencies(t testing.TB) []exchange.Currency {
	return []exchange.Currency{
		{Code: "BTC", Asset: "BTC", Kind: exchange.Crypto, Places: 8, PayoutFee: dec(t, "0.00005"), SendingFee: dec(t, "0.00005")},
		{Code: "USDTTRC20", Asset: "USDT", Kind: exchange.Crypto, Places: 6, PayoutFee: dec(t, "1.5"), SendingFee: dec(t, "1.5")},
		{Code: "USDTERC20", Asset: "USDT", Kind: exchange.Crypto, Places: 6, PayoutFee: dec(t, "4"), SendingFee: dec(t, "4")},
		{Code: "EUR", Asset: "EUR", Kind: exchange.Fiat, Places: 2, PayoutFee: dec(t, "0.35"), SendingFee: dec(t, "0.35")},
		{Code: "VET", Asset: "VET", Kind: exchange.Crypto, Places: 18},
	}
}

func bundledDirections(t testing.TB) []exchange.Direction {
	return []exchange.Direction{
		{From: "BTC", To: "USDTTRC20", Commission: dec(t, "0.015"), Give: exchange.Limits{Min: dec(t, "0.001"), Max: dec(t, "5")}},
		{From: "USDTTRC20", To: "BTC", Commission: dec(t, "0.015")},
		{From: "USDTTRC20", To: "USDTERC20", Commission: dec(t, "0.005")},
		{From: "EUR", To: "BTC", Commission: dec(t, "0.02"), Closed: "maintenance"},
		{From: "VET", To: "BTC", Commission: dec(t, "0.02")},
	}
}

func TestTariffQuotesWhatItOffers(t *testing.T) {
	tariff, prices := bundle(t)
	for _, c := range []struct{ from, to, side, text, want string }{
		{"BTC", "USDTTRC20", "give", "0.1", ""},
		{"USDTTRC20", "USDTERC20", "get", "100", ""},
		{"XMR", "BTC", "give", "1", "currency_unknown from"},
		{"BTC", "XMR", "give", "1", "currency_unknown to"},
		{"btc", "USDTTRC20", "give", "1", "currency_unknown from"},
		{"BTC", "EUR", "give", "1", "direction_unknown to"},
		{"BTC", "BTC", "give", "1", "direction_unknown to"},
		{"EUR", "BTC", "give", "100", "direction_closed to"},
		{"VET", "BTC", "give", "100", "price_missing VET"},
		{"BTC", "USDTTRC20", "", "1", "request_invalid side"},
		{"BTC", "USDTTRC20", "Give", "1", "request_invalid side"},
	} {
		q, err := tariff.Quote(prices, c.from, c.to, exchange.Side(c.side), c.text)
		if c.want == "" && err == nil {
			if q.Give.Currency != c.from || q.Get.Currency != c.to {
				t.Errorf("%v: %s for %s", c, q.Give, q.Get)
			}
			continue
		}
		if got := refusal(t, err); got != c.want {
			t.Errorf("%v: %s", c, got)
		}
	}
}

// One asset on two networks is two currencies with one price and two fees.
func TestNetworksShareThePriceNotTheFee(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "USDTTRC20", "USDTERC20", exchange.Give, "1000"))
	if q.Get.String() != "991 USDTERC20" {
		t.Errorf("got %s, want 1000 − 5 − 4", q.Get)
	}
}

func TestTariffRefusesContradictions(t *testing.T) {
	type change func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction)
	cases := map[string]change{
		"tariff_invalid BTC": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			return append(c, c[0]), d
		},
		"tariff_invalid EUR": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			c[3].PayoutFee = dec(t, "0.355")
			return c, d
		},
		"tariff_invalid VET": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			c[4].Places = 19
			return c, d
		},
		"tariff_invalid USDTERC20": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			c[2].Kind = "shares"
			return c, d
		},
		"tariff_invalid usdt": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			c[1].Code = "usdt"
			return c, d
		},
		"tariff_invalid BTC to XMR": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			d[0].To = "XMR"
			return c, d
		},
		"tariff_invalid BTC to BTC": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			d[0].To = "BTC"
			return c, d
		},
		"tariff_invalid USDTTRC20 to BTC": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			return c, append(d, d[1])
		},
		"tariff_invalid BTC to USDTTRC20": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			d[0].Give = exchange.Limits{Min: dec(t, "2"), Max: dec(t, "1")}
			return c, d
		},
		"commission_invalid EUR to BTC": func(c []exchange.Currency, d []exchange.Direction) ([]exchange.Currency, []exchange.Direction) {
			d[3].Commission = dec(t, "0.200001")
			return c, d
		},
	}
	for want, change := range cases {
		currencies, directions := change(bundledCurrencies(t), bundledDirections(t))
		_, err := exchange.NewTariff(currencies, directions, dec(t, "1"), exchange.ByStage)
		if got := refusal(t, err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestTariffRefusesPegAndRule(t *testing.T) {
	for _, c := range []struct{ peg, after, want string }{
		{"0", "stage", "tariff_invalid peg"},
		{"-1", "stage", "tariff_invalid peg"},
		{"100.01", "stage", "tariff_invalid peg"},
		{"1", "higher", "tariff_invalid after_conversion"},
		{"1", "", "tariff_invalid after_conversion"},
		{"0.998", "lower", "nothing"},
	} {
		_, err := exchange.NewTariff(bundledCurrencies(t), bundledDirections(t), dec(t, c.peg), exchange.AfterConversion(c.after))
		if got := refusal(t, err); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestPrices(t *testing.T) {
	for _, c := range []struct{ bid, ask, want string }{
		{"0.00000001", "0.00000001", "nothing"}, {"10000000", "10000000", "nothing"}, {"1", "1.000000000000000001", "nothing"},
		{"0.000000009", "1", "price_invalid bid"}, {"1", "10000000.00000001", "price_invalid ask"},
		{"1.000000000000000001", "1", "price_invalid bid"}, {"1", "0", "price_invalid ask"},
		{"", "1", "price_invalid bid"}, {"1", "1e3", "price_invalid ask"}, {"1", "-1", "price_invalid ask"},
		{"1", "1.0000000000000000000", "price_invalid ask"},
	} {
		_, err := exchange.ParsePrice(c.bid, c.ask)
		if got := refusal(t, err); got != c.want {
			t.Errorf("bid %q, ask %q: %s, want %s", c.bid, c.ask, got, c.want)
		}
	}
}

// USDT is the measure: no snapshot can give it another price.
func TestBaseCostsOne(t *testing.T) {
	prices := exchange.Prices{exchange.Base: {Bid: dec(t, "0.9"), Ask: dec(t, "1.1")}}
	p := must(prices.Of(exchange.Base))
	if p.Bid.String() != "1" || p.Ask.String() != "1" {
		t.Errorf("USDT costs %s to %s", p.Bid, p.Ask)
	}
}

// A snapshot with an impossible price yields no quote.
func TestQuoteRefusesImpossiblePrices(t *testing.T) {
	tariff, prices := bundle(t)
	for _, p := range []exchange.Price{{Bid: dec(t, "2"), Ask: dec(t, "1")}, {Bid: dec(t, "0"), Ask: dec(t, "1")}, {}} {
		prices["BTC"] = p
		_, err := tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "1")
		if got := refusal(t, err); got != "price_invalid bid" {
			t.Errorf("%v: %s", p, got)
		}
	}
}
