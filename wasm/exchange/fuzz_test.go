package exchange_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// FuzzParseAmount: text is an amount exactly when it looks like one, and its
// value is what the text says.
func FuzzParseAmount(f *testing.F) {
	for _, s := range readStanzas(f, "quotes.txt") {
		from, to := coin(f, s.in["from"]), coin(f, s.in["to"])
		if text, ok := s.in["give"]; ok {
			f.Add(text, uint8(from.Places))
		} else {
			f.Add(s.in["get"], uint8(to.Places))
		}
	}
	f.Fuzz(func(t *testing.T, text string, places uint8) {
		c := exchange.Currency{Code: "COIN", Places: int32(places % 19)}
		value, err := exchange.ParseAmount("give", text, c)
		if err != nil {
			refusal(t, err)
			return
		}
		if len(text) > exchange.MaxDigits+1 || value.Sign() <= 0 || value.String() != canonical(text) {
			t.Fatalf("%q is read as %s", text, value)
		}
		if !value.Equal(value.Truncate(c.Places)) {
			t.Fatalf("%q is finer than %d places", text, c.Places)
		}
	})
}

// FuzzQuote: a quote's lines sum, its rounding is less than one unit, and what
// the client named is honoured.
func FuzzQuote(f *testing.F) {
	for _, s := range readStanzas(f, "quotes.txt") {
		from, to := coin(f, s.in["from"]), coin(f, s.in["to"])
		_, give := s.in["give"]
		text := s.in["give"] + s.in["get"]
		f.Add(uint8(from.Places), uint8(to.Places), s.in["bid"], s.in["ask"], s.in["commission"], s.in["payout_fee"], give, text)
	}
	f.Fuzz(func(t *testing.T, from, to uint8, bid, ask, share, fee string, give bool, text string) {
		tariff, prices, ok := fuzzedOffice(from, to, bid, ask, share, fee)
		if !ok {
			return
		}
		side := exchange.Get
		if give {
			side = exchange.Give
		}
		q, err := tariff.Quote(prices, "GIVEN", "GOT", side, text)
		if err != nil {
			refusal(t, err)
			return
		}
		checkFuzzedQuote(t, q, text)
	})
}

// fuzzedOffice makes an office of the figures, or says that they make none.
func fuzzedOffice(from, to uint8, bid, ask, share, fee string) (*exchange.Tariff, exchange.Prices, bool) {
	a := exchange.Currency{Code: "GIVEN", Asset: "GIVEN", Kind: exchange.Crypto, Places: int32(from % 19)}
	b := exchange.Currency{Code: "GOT", Asset: "GOT", Kind: exchange.Crypto, Places: int32(to % 19)}
	sell, err := exchange.ParsePrice(bid, bid)
	if err != nil {
		return nil, nil, false
	}
	buy, err := exchange.ParsePrice(ask, ask)
	if err != nil {
		return nil, nil, false
	}
	c, err := exchange.ParseCommission(share)
	if err != nil {
		return nil, nil, false
	}
	if fee != "0" {
		if b.PayoutFee, err = exchange.ParseAmount("fee", fee, b); err != nil {
			return nil, nil, false
		}
	}
	tariff, err := exchange.NewTariff([]exchange.Currency{a, b},
		[]exchange.Direction{{From: "GIVEN", To: "GOT", Commission: c}}, decimal.NewFromInt(1), exchange.ByStage)
	return tariff, exchange.Prices{"GIVEN": sell, "GOT": buy}, err == nil
}

func checkFuzzedQuote(t *testing.T, q exchange.Quote, text string) {
	t.Helper()
	if !q.Lines[0].Amount.Value.Equal(sum(q.Lines[1:])) {
		t.Fatalf("the lines do not sum: %v", q.Lines)
	}
	rest := q.Line(exchange.LineRounding).Amount.Value
	if rest.Sign() < 0 || rest.GreaterThanOrEqual(smallest(q.Deal.To.Places).Mul(q.Deal.Ask)) {
		t.Fatalf("rounding %s", rest)
	}
	named := decimal.RequireFromString(text)
	if q.Side == exchange.Give && !q.Give.Value.Equal(named) {
		t.Fatalf("%s was given, the quote says %s", text, q.Give)
	}
	if q.Side == exchange.Get {
		less := q.Give.Value.Sub(smallest(q.Deal.From.Places))
		if q.Get.Value.LessThan(named) || floor(exactGet(q.Deal, less), q.Deal.To.Places).Cmp(rat(named)) >= 0 {
			t.Fatalf("%s was asked, the quote is %s for %s", text, q.Give, q.Get)
		}
	}
	if err := q.Check(claimed(q)); err != nil {
		t.Fatal(err)
	}
}

// FuzzRefund: whatever was paid at whatever stage, the lines sum and nothing
// goes below zero.
func FuzzRefund(f *testing.F) {
	for _, s := range readStanzas(f, "refunds.txt") {
		f.Add(uint8(coin(f, s.in["currency"]).Places), s.in["stage"] == "before", s.in["by"] == "office", s.in["after_conversion"] == "lower",
			s.in["ordered"], s.in["paid"], s.in["brought"], s.or("bid", s.in["ask"]), s.in["sending"])
	}
	terms := agreement(f, nil)
	f.Fuzz(func(t *testing.T, places uint8, before, office, lower bool, ordered, paid, brought, price, sending string) {
		c := exchange.Currency{Code: "COIN", Asset: "COIN", Kind: exchange.Crypto, Places: int32(places % 19)}
		if fee, err := exchange.ParseAmount("sending", sending, c); err == nil {
			c.SendingFee = fee
		}
		after, stage := exchange.ByStage, exchange.Converted
		if lower {
			after = exchange.ByLower
		}
		if before {
			stage = exchange.BeforeConversion
		}
		p, err := exchange.ParsePrice(price, price)
		if err != nil {
			return
		}
		tariff := must(exchange.NewTariff([]exchange.Currency{c}, nil, decimal.NewFromInt(1), after))
		request := exchange.RefundRequest{Currency: "COIN", Stage: stage, ByOffice: office, Ordered: ordered, Paid: paid, Brought: brought}
		rc, err := tariff.RefundCase(exchange.Prices{"COIN": p}, request)
		if err != nil {
			refusal(t, err)
			return
		}
		r, err := terms.Refund(rc)
		if err != nil {
			t.Fatalf("a case that was read is refused: %v", err)
		}
		if !r.Lines[0].Amount.Value.Equal(sum(r.Lines[1:])) || r.Refund.Value.Sign() < 0 {
			t.Fatalf("%s, %v", r.Refund, r.Lines)
		}
		for _, l := range r.Lines {
			if l.Amount.Value.Sign() < 0 {
				t.Fatalf("%s is %s", l.Name, l.Amount)
			}
		}
	})
}

// FuzzParseParameter: what is read is written back to the same value.
func FuzzParseParameter(f *testing.F) {
	for _, row := range standardTerms() {
		f.Add(row[1])
	}
	for _, text := range []string{"", "%", " USD", "0.0001%", "100%", "9999y", "0.01 USD", "1e3%", "24 h"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := exchange.ParseParameter("x", text, "1")
		if err != nil {
			if refusal(t, err) != "parameter_invalid x" {
				t.Fatal(err)
			}
			return
		}
		again, err := exchange.ParseParameter("x", p.Value(), "1")
		if err != nil || again.Value() != p.Value() || again.Kind != p.Kind || !again.Number.Equal(p.Number) {
			t.Fatalf("%q gives %q, which gives %+v, %v", text, p.Value(), again, err)
		}
		if p.Number.Sign() < 0 || p.Printed() == "" || p.Duration() < 0 {
			t.Fatalf("%q is read as %+v", text, p)
		}
	})
}

// FuzzParsePrice: a price that is taken lies in its range.
func FuzzParsePrice(f *testing.F) {
	for _, s := range readStanzas(f, "quotes.txt") {
		f.Add(s.in["bid"], s.in["ask"])
	}
	low, high := decimal.New(1, -8), decimal.NewFromInt(10_000_000)
	f.Fuzz(func(t *testing.T, bid, ask string) {
		p, err := exchange.ParsePrice(bid, ask)
		if err != nil {
			refusal(t, err)
			return
		}
		if p.Bid.LessThan(low) || p.Ask.GreaterThan(high) || p.Bid.GreaterThan(p.Ask) || p.Bid.String() != canonical(bid) || p.Ask.String() != canonical(ask) {
			t.Fatalf("%q, %q is read as %v", bid, ask, p)
		}
	})
}

// FuzzClaim: a claimed figure agrees exactly when it is the same number.
func FuzzClaim(f *testing.F) {
	tariff, prices := bundle(f)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	for _, figure := range q.Figures() {
		f.Add(figure.Value)
	}
	f.Add("00.10")
	f.Add("1e-1")
	f.Fuzz(func(t *testing.T, text string) {
		claims := claimed(q)
		claims[0].Value = text
		err := q.Check(claims)
		if same := isPlain(text) && canonical(text) == "0.1"; same != (err == nil) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
