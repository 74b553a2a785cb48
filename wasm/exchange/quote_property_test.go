package exchange_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// The quote of any payment is the formula of the terms in exact fractions,
// rounded down once, or it is refused because nothing is left or too much is.
func TestQuoteIsTheFormulaRoundedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		give := amount(t, d.From.Places, "give")
		want := floor(exactGet(d, give), d.To.Places)
		q, err := d.FromGive(give)
		switch {
		case err == nil:
			if rat(q.Get.Value).Cmp(want) != 0 || !q.Give.Value.Equal(give) || countDigits(want, d.To.Places) > exchange.MaxDigits {
				t.Fatalf("%s gets %s, want %s", q.Give, q.Get, want.FloatString(20))
			}
		case refusal(t, err) == "amount_too_small get":
			if want.Sign() > 0 {
				t.Fatalf("refused, though %s is left", want.FloatString(20))
			}
		case refusal(t, err) == "amount_too_large get":
			if countDigits(want, d.To.Places) <= exchange.MaxDigits {
				t.Fatalf("refused, though %s has not too many digits", want.FloatString(20))
			}
		default:
			t.Fatal(err)
		}
	})
}

func TestQuoteLinesSumExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		q, err := d.FromGive(amount(t, d.From.Places, "give"))
		if err != nil {
			return
		}
		checkSum(t, q)
	})
}

func checkSum(t *rapid.T, q exchange.Quote) {
	if !q.Lines[0].Amount.Value.Equal(sum(q.Lines[1:])) {
		t.Fatalf("the lines do not sum: %v", q.Lines)
	}
	rest := q.Line(exchange.LineRounding).Amount.Value
	if rest.Sign() < 0 || rest.GreaterThanOrEqual(smallest(q.Deal.To.Places).Mul(q.Deal.Ask)) {
		t.Fatalf("rounding %s is not smaller than one unit paid out", rest)
	}
	for _, l := range q.Lines {
		if l.Amount.Value.Sign() < 0 || l.Amount.Currency != exchange.Base || !slices.Contains(exchange.Clauses(), l.Clause) {
			t.Fatalf("not a line of a quote: %+v", l)
		}
	}
}

// The give found for a get brings at least what was asked, and one unit less
// brings less.
func TestGiveFoundIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		asked := amount(t, d.To.Places, "get")
		q, err := d.FromGet(asked)
		if err != nil {
			if code := refusal(t, err); code != "amount_too_large give" && code != "amount_too_large get" {
				t.Fatal(err)
			}
			return
		}
		checkSum(t, q)
		if q.Side != exchange.Get || q.Get.Value.LessThan(asked) {
			t.Fatalf("asked %s, got %s (side %s)", asked, q.Get, q.Side)
		}
		if !q.Give.Value.Equal(q.Give.Value.Truncate(d.From.Places)) || !q.Get.Value.Equal(q.Get.Value.Truncate(d.To.Places)) {
			t.Fatalf("finer than the currency: %s, %s", q.Give, q.Get)
		}
		less := q.Give.Value.Sub(smallest(d.From.Places))
		if floor(exactGet(d, less), d.To.Places).Cmp(rat(asked)) >= 0 {
			t.Fatalf("%s is not the smallest: %s brings as much", q.Give, less)
		}
	})
}

// Typing back the give that was found yields the same figures.
func TestBothWaysGiveOneQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		q, err := d.FromGet(amount(t, d.To.Places, "get"))
		if err != nil {
			return
		}
		back, err := d.FromGive(q.Give.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(q.Figures(), back.Figures()) {
			t.Fatalf("%v, but giving it: %v", q.Figures(), back.Figures())
		}
	})
}

func TestMoreGivenNeverGetsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		small := amount(t, d.From.Places, "give")
		large := small.Add(amount(t, d.From.Places, "more"))
		a, err := d.FromGive(small)
		if err != nil {
			return
		}
		b, err := d.FromGive(large)
		if err != nil {
			if code := refusal(t, err); code != "amount_too_large get" {
				t.Fatalf("%s is refused as %s where %s is not", large, code, small)
			}
			return
		}
		if b.Get.Value.LessThan(a.Get.Value) {
			t.Fatalf("%s gets %s, but %s only %s", small, a.Get, large, b.Get)
		}
	})
}

// A recalculation on the amount ordered at the prices of the order is the
// quote, through the tariff and back.
func TestRecalculationAtTheSamePricesIsTheQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		d.To.PayoutFee = d.PayoutFee
		prices := exchange.Prices{"GIVEN": {Bid: d.Bid, Ask: d.Bid}, "GOT": {Bid: d.Ask, Ask: d.Ask}}
		tariff := must(exchange.NewTariff([]exchange.Currency{d.From, d.To},
			[]exchange.Direction{{From: "GIVEN", To: "GOT", Commission: d.Commission, Steps: d.Steps}}, decimal.NewFromInt(1), exchange.ByStage))
		text := typedAmount(t, d.From.Places, "give")
		q, err := tariff.Quote(prices, "GIVEN", "GOT", exchange.Give, text)
		if err != nil {
			return
		}
		moved := q.Deal
		moved.Bid, moved.Ask = price(t, "moved bid"), price(t, "moved ask")
		again, err := must(moved.At(prices)).Recalculate(q.Give.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(q.Figures(), again.Figures()) {
			t.Fatalf("%v, recalculated %v", q.Figures(), again.Figures())
		}
	})
}

// A larger difference is never more within the tolerance than a smaller one,
// and the two sides mirror each other.
func TestDeviationIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ordered := amount(t, 18, "ordered")
		tolerance := decimal.New(rapid.Int64Range(0, 1_000_000).Draw(t, "tolerance"), -6)
		off := amount(t, 18, "off")
		more, less := exchange.Deviates(ordered, ordered.Add(off), tolerance), exchange.Deviates(ordered, ordered.Sub(off), tolerance)
		within := off.LessThanOrEqual(ordered.Mul(tolerance))
		if (more == exchange.Within) != within || (less == exchange.Within) != within {
			t.Fatalf("%s more is %s, less is %s, within should be %t", off, more, less, within)
		}
		if !within && (more != exchange.PaidMore || less != exchange.PaidLess) {
			t.Fatalf("the wrong side: %s, %s", more, less)
		}
	})
}

// The rate shown never promises more than the deal keeps, and is no more than
// one in ten million away from it.
func TestShownRateIsNeverTooGood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		shown := d.Rate()
		d.PayoutFee, d.Steps = decimal.Decimal{}, nil // it is that of the smallest amounts
		exact := exactGet(d, decimal.NewFromInt(1))
		rate := rat(decimal.RequireFromString(shown.Rate))
		if shown.Unit == "GOT" {
			exact.Inv(exact)
			if shown.Per != "GIVEN" || rate.Cmp(exact) < 0 {
				t.Fatalf("one got costs %s at least, shown %+v", exact.FloatString(20), shown)
			}
		} else if shown.Per != "GOT" || rate.Cmp(exact) > 0 {
			t.Fatalf("one given gets %s at most, shown %+v", exact.FloatString(20), shown)
		}
		away := rate.Quo(rate.Sub(rate, exact), exact)
		if limit := rat(decimal.New(1, -7)); away.Abs(away).Cmp(limit) > 0 {
			t.Fatalf("%+v is too far from %s", shown, exact.FloatString(20))
		}
	})
}

// The parts of the picture never exceed the whole.
func TestSharesFitTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := deal(t)
		q, err := d.FromGive(amount(t, d.From.Places, "give"))
		if err != nil {
			return
		}
		var total int64
		for _, l := range q.Lines[1:] {
			part := q.Share(l)
			if part < 0 {
				t.Fatalf("%s takes %d", l.Name, part)
			}
			total += part
		}
		if total > 10_000 || total < 10_000-4 || q.Share(q.Lines[0]) != 10_000 {
			t.Fatalf("the parts are %d of 10000", total)
		}
	})
}
