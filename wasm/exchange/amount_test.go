package exchange_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// What a vector file cannot show well: spaces at the ends, control characters,
// broken UTF-8, and lengths beyond reason.
func TestParseAmountRefusesWhatOnlyLooksLikeOne(t *testing.T) {
	bitcoin := exchange.Currency{Code: "BTC", Places: 8}
	for _, text := range []string{
		" 1", "1 ", "\t1", "1\n", "1\r\n", "1\x00", "\x001", "\ufeff1", "1\u200b", "\xff", "1\xff",
		"1.\xff", "0x1p-2", "1_0", "--1", "1-", "1.0.", "..", "1..2", "１", "Ⅷ", "½", "∞", "infinity", "nan", "1e", "e1", "1E+2",
		strings.Repeat(" ", 1000), strings.Repeat(".", 1000),
	} {
		_, err := exchange.ParseAmount("give", text, bitcoin)
		if got := refusal(t, err); got != "amount_syntax give" {
			t.Errorf("%q: %s, want amount_syntax give", text, got)
		}
	}
	for _, text := range []string{strings.Repeat("9", 1_000_000), "0." + strings.Repeat("0", 1_000_000), strings.Repeat("0", 31)} {
		_, err := exchange.ParseAmount("get", text, bitcoin)
		if got := refusal(t, err); got != "amount_too_many_digits get" {
			t.Errorf("%.40q…: %s, want amount_too_many_digits get", text, got)
		}
	}
}

func TestAmountIsPrintedWithItsCurrency(t *testing.T) {
	a := exchange.Amount{Value: dec(t, "0.10000000"), Currency: "BTC"}
	if a.String() != "0.1 BTC" {
		t.Errorf("got %q", a)
	}
}

// canonical writes a typed amount in its canonical form by looking at its text
// alone.
func canonical(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

func TestAmountsSurviveParsingAndPrinting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := currency(t, "COIN")
		text := typedAmount(t, c.Places, "amount")
		value, err := exchange.ParseAmount("give", text, c)
		if err != nil {
			t.Fatal(err)
		}
		printed := value.String()
		if printed != canonical(text) {
			t.Fatalf("%q is printed as %q, want %q", text, printed, canonical(text))
		}
		again, err := exchange.ParseAmount("give", printed, c)
		if err != nil || !again.Equal(value) || again.String() != printed {
			t.Fatalf("%q is read back as %s, %v", printed, again, err)
		}
	})
}

// Strangers' text is answered with a value or a refusal, everywhere.
func TestRefusingNeverPanics(t *testing.T) {
	terms := agreement(t, nil)
	tariff, prices := bundle(t)
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-+0-9.e% UDSmhdy]{0,40}`),
		rapid.SampledFrom([]string{"BTC", "EUR", "give", "get", "before", "after", "completed", "1", "0.5"}))
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d, e := text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "c"), text.Draw(t, "d"), text.Draw(t, "e")
		var errs []error
		note := func(err error) { errs = append(errs, err) }
		_, err := exchange.ParsePrice(a, b)
		note(err)
		_, err = exchange.ParseCommission(a)
		note(err)
		_, err = exchange.ParsePercent(a, b)
		note(err)
		p, err := exchange.ParseParameter(a, b, c)
		note(err)
		_, err = exchange.NewTerms(a, nil, []exchange.Parameter{p})
		note(err)
		q, err := tariff.Quote(prices, a, b, exchange.Side(c), d)
		note(err)
		note(q.Check([]exchange.Claim{{Name: a, Value: b}, {Name: a, Value: c}}))
		request, err := tariff.RefundCase(prices, exchange.RefundRequest{Currency: a, Stage: exchange.Stage(b), Ordered: c, Paid: d, Brought: e})
		note(err)
		_, err = terms.Refund(request)
		note(err)
		_, err = exchange.Step(exchange.State(a), exchange.Event(b), exchange.Facts{})
		note(err)
		for _, err := range errs {
			if err != nil {
				refusal(t, err)
			}
		}
	})
}

// isPlain says whether text is digits with at most one point between them.
func isPlain(text string) bool {
	whole, fraction, point := strings.Cut(text, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(fraction))
}
