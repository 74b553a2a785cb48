package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

func claimed(q exchange.Quote) []exchange.Claim {
	var claims []exchange.Claim
	for _, f := range q.Figures() {
		claims = append(claims, exchange.Claim{Name: f.Name, Value: f.Value})
	}
	return claims
}

func TestFiguresAreGiveGetAndTheLines(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	var got []string
	for _, f := range q.Figures() {
		got = append(got, f.Name+" "+f.Value+" "+f.Currency+" "+string(f.Clause))
	}
	want := []string{
		"give 0.1 BTC 3.2", "get 6056.25985 USDTTRC20 3.9", "value 6150.01 USDT 3.6", "commission 92.25015 USDT 3.3",
		"payout_fee 1.5 USDT 3.16", "payout 6056.25985 USDT 3.9", "rounding 0 USDT 3.17",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Each figure that differs is named, the first one first, with both values.
func TestCheckNamesTheFigureThatDiffers(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	if err := q.Check(claimed(q)); err != nil {
		t.Fatal(err)
	}
	for i, f := range q.Figures() {
		for _, wrong := range []string{f.Value + "1", "1" + f.Value, "-" + f.Value, "+" + f.Value, f.Value + "e0", " " + f.Value, "", "NaN", f.Value + "."} {
			if wrong == f.Value+"1" && !strings.Contains(f.Value, ".") {
				wrong = f.Value + ".000000000000000000000000000001"
			}
			claims := claimed(q)
			claims[i].Value = wrong
			err := q.Check(claims)
			if got := refusal(t, err); got != "quote_mismatch "+f.Name {
				t.Errorf("%s claimed as %q: %s", f.Name, wrong, got)
			} else if text := err.Error(); !strings.Contains(text, wrong) || !strings.Contains(text, f.Value) {
				t.Errorf("both values belong in %q", text)
			}
		}
		missing := slices.Delete(claimed(q), i, i+1)
		if got := refusal(t, q.Check(missing)); got != "quote_mismatch "+f.Name {
			t.Errorf("without %s: %s", f.Name, got)
		}
	}
}

func TestCheckIsForgivingAboutZerosOnly(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	claims := claimed(q)
	for i := range claims {
		if !strings.Contains(claims[i].Value, ".") {
			claims[i].Value += "."
		}
		claims[i].Value = "000" + claims[i].Value + "000"
	}
	if err := q.Check(claims); err != nil {
		t.Error(err)
	}
	extra := append(claimed(q), exchange.Claim{Name: "discount", Value: "1"})
	if got := refusal(t, q.Check(extra)); got != "quote_mismatch discount" {
		t.Errorf("a line that is not ours: %s", got)
	}
	if got := refusal(t, q.Check(nil)); got != "quote_mismatch give" {
		t.Errorf("nothing claimed: %s", got)
	}
}

// A stranger's text does not fill the answer.
func TestMismatchIsShort(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	claims := claimed(q)
	claims[2].Value = strings.Repeat("9", 1_000_000)
	if n := len(q.Check(claims).Error()); n > 300 {
		t.Errorf("the refusal has %d bytes", n)
	}
}

// Of two claims for one figure neither may slip past the other.
func TestCheckRefusesAFigureClaimedTwice(t *testing.T) {
	tariff, prices := bundle(t)
	q := must(tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	for _, twice := range []exchange.Claim{{Name: "give", Value: "999"}, claimed(q)[0]} {
		claims := append([]exchange.Claim{twice}, claimed(q)...)
		if got := refusal(t, q.Check(claims)); got != "quote_mismatch give" {
			t.Errorf("%v twice: %s", twice, got)
		}
	}
}
