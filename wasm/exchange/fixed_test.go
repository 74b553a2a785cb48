package exchange_test

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// fixing is the bundled tariff with every rate fixed for as long.
func fixing(t testing.TB, d time.Duration) (*exchange.Tariff, error) {
	t.Helper()
	directions := bundledDirections(t)
	for i := range directions {
		directions[i].FixedFor = d
	}
	return exchange.NewTariff(bundledCurrencies(t), directions, dec(t, "1"), exchange.ByStage)
}

// A quote says for how long its rate is fixed, and whoever orders has to have seen it.
func TestQuoteCarriesTheFixedRate(t *testing.T) {
	floating, prices := bundle(t)
	fixed := must(fixing(t, 15*time.Minute))
	q := must(fixed.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	f := must(floating.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.1"))
	if q.Deal.FixedMinutes() != 15 || q.Deal.RateClause() != "3.21" || f.Deal.FixedMinutes() != 0 || f.Deal.RateClause() != "3.6" {
		t.Errorf("%d minutes by %s, and %d by %s", q.Deal.FixedMinutes(), q.Deal.RateClause(), f.Deal.FixedMinutes(), f.Deal.RateClause())
	}
	last := q.Figures()[len(q.Figures())-1]
	if last != (exchange.Figure{Name: "fixed_minutes", Value: "15", Clause: "3.21"}) {
		t.Errorf("%+v", last)
	}
	if !slices.Equal(q.Figures()[:len(q.Figures())-1], f.Figures()) {
		t.Error("fixing the rate changes the figures")
	}
	if err := q.Check(claimed(q)); err != nil {
		t.Error(err)
	}
	if got := refusal(t, q.Check(claimed(f))); got != "quote_mismatch fixed_minutes" {
		t.Errorf("a rate that is fixed by now: %s", got)
	}
	if got := refusal(t, f.Check(claimed(q))); got != "quote_mismatch fixed_minutes" {
		t.Errorf("a rate that floats by now: %s", got)
	}
}

func TestFixedTimesOfATariff(t *testing.T) {
	for _, d := range []time.Duration{-time.Minute, 90 * time.Second, time.Millisecond} {
		if _, err := fixing(t, d); refusal(t, err) != "tariff_invalid BTC to USDTTRC20" {
			t.Errorf("%s: %v", d, err)
		}
	}
	terms := agreement(t, nil)
	for d, ok := range map[time.Duration]bool{0: true, time.Minute: true, time.Hour: true, 61 * time.Minute: false} {
		if err := terms.Allow(must(fixing(t, d))); (err == nil) != ok {
			t.Errorf("%s: %v", d, err)
		}
	}
	short := agreement(t, map[string]string{"overdue_after": "30m"})
	if err := short.Allow(must(fixing(t, 31*time.Minute))); refusal(t, err) != "tariff_invalid BTC to USDTTRC20" {
		t.Errorf("longer than the time to pay: %v", err)
	}
	var early []exchange.Parameter
	for _, row := range standardTerms()[:13] {
		early = append(early, must(exchange.ParseParameter(row[0], row[1], row[2])))
	}
	before := must(exchange.NewTerms("2026-10-01", nil, early))
	if before.PriceGrace != 0 || before.Allow(must(fixing(t, 0))) != nil || before.Allow(must(fixing(t, time.Minute))) == nil {
		t.Error("an edition without the clause fixes a rate")
	}
	fixed := must(fixing(t, time.Minute))
	if d := must(fixed.Under(before).Direction("BTC", "USDTTRC20")); d.FixedFor != 0 || d.Commission.IsZero() {
		t.Errorf("under an edition without the clause: %+v", d)
	}
	if fixed.Under(terms) != fixed || must(fixed.Direction("BTC", "USDTTRC20")).FixedFor != time.Minute {
		t.Error("the tariff has changed")
	}
}

func TestFixedUntilIsExact(t *testing.T) {
	created := time.Date(2026, 11, 22, 10, 30, 0, 250_000_000, time.UTC)
	if until := (exchange.Deal{FixedFor: 15 * time.Minute}).FixedUntil(created); !until.Equal(time.Date(2026, 11, 22, 10, 45, 0, 250_000_000, time.UTC)) {
		t.Error(until)
	}
	if until := (exchange.Deal{}).FixedUntil(created); !until.IsZero() {
		t.Error(until)
	}
}

func TestRateOf(t *testing.T) {
	for _, c := range []struct {
		inTime, received string
		want             exchange.RateOutcome
	}{
		{"100", "100", exchange.RateKept},
		{"98", "98", exchange.RateKept},
		{"102", "102", exchange.RateKept},
		{"98", "102", exchange.RateKept},
		{"100", "100.000001", exchange.RateKept}, // a crumb that comes late
		{"0", "100", exchange.RateLate},
		{"97.999999", "100", exchange.RateLate},
		{"97.999999", "97.999999", exchange.RateLess},
		{"102.000001", "102.000001", exchange.RateMore},
		{"100", "102.000001", exchange.RateMore},
		{"0", "0", exchange.RateLess},
	} {
		d := exchange.Deal{FixedFor: time.Minute}
		if got := d.RateOf(dec(t, "100"), dec(t, c.inTime), dec(t, c.received), dec(t, "0.02")); got != c.want {
			t.Errorf("%s in time, %s in all: %s, want %s", c.inTime, c.received, got, c.want)
		}
		if got := (exchange.Deal{}).RateOf(dec(t, "100"), dec(t, c.inTime), dec(t, c.received), dec(t, "0.02")); got != "" {
			t.Errorf("a floating rate is %s", got)
		}
	}
}

// An order that was paid in full in time is computed anew to exactly what was quoted.
func TestAKeptRatePaysTheQuote(t *testing.T) {
	tariff := must(fixing(t, time.Minute))
	_, prices := bundle(t)
	rapid.Check(t, func(t *rapid.T) {
		give := decimal.New(rapid.Int64Range(100_000, 500_000_000).Draw(t, "give"), -8)
		q, err := tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, give.String())
		if err != nil {
			t.Fatal(err)
		}
		if q.Deal.RateOf(give, give, give, decimal.New(2, -2)) != exchange.RateKept {
			t.Fatal("the rate is not kept")
		}
		again, err := q.Deal.Recalculate(give)
		if err != nil || !again.Get.Value.Equal(q.Get.Value) {
			t.Fatalf("%s quoted, %s computed anew: %v", q.Get, again.Get, err)
		}
	})
}
