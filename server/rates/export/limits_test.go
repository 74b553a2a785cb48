package export_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/server/rates/export"
	"agio/wasm/exchange"
)

// taken says whether the office would take an order and could pay it. Where the
// smallest unit given is worth more than the smallest unit got, a payment gets more
// than was asked for; that too has to be within the limits.
func taken(tariff *exchange.Tariff, m export.Moment, from, to string, side exchange.Side, amount decimal.Decimal) bool {
	q, err := tariff.Quote(m.Prices, from, to, side, amount.String())
	if err != nil {
		return false
	}
	d, err := tariff.Direction(from, to)
	within := d.Get.Max.IsZero() || q.Get.Value.LessThanOrEqual(d.Get.Max)
	return err == nil && within && q.Get.Value.LessThanOrEqual(m.Reserves[to])
}

// exactDecimal turns a fraction that came from a decimal back into it.
func exactDecimal(x *big.Rat) decimal.Decimal { return num(x.FloatString(40)) }

// longest is the largest amount whose digits, with all its places, are MaxDigits.
func longest(c exchange.Currency) decimal.Decimal {
	return decimal.New(1, exchange.MaxDigits).Sub(num("1")).Shift(-c.Places)
}

// The limits told are exactly what the calculator takes: their ends are taken, one
// smallest unit beyond is not. That holds for both sides.
func checkLimits(t testing.TB, tariff *exchange.Tariff, m export.Moment, r *reading, from, to string) {
	t.Helper()
	given, err := tariff.Currency("from", from)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tariff.Currency("to", to)
	if err != nil {
		t.Fatal(err)
	}
	for _, side := range []struct {
		side     exchange.Side
		min, max *big.Rat
		unit     decimal.Decimal
	}{
		{exchange.Give, r.min, r.max, decimal.New(1, -given.Places)},
		{exchange.Get, r.toMin, r.toMax, decimal.New(1, -got.Places)},
	} {
		min, max := exactDecimal(side.min), exactDecimal(side.max)
		for _, c := range []struct {
			amount decimal.Decimal
			want   bool
		}{{min, true}, {max, true}, {min.Sub(side.unit), false}, {max.Add(side.unit), false}} {
			if r.max.Cmp(longest(given).Rat()) == 0 && c.amount.GreaterThan(max) {
				continue // more could be taken, but not to the last place in 30 digits
			}
			if taken(tariff, m, from, to, side.side, c.amount) != c.want {
				t.Fatalf("%s to %s, %s %s of %s to %s: taken is not %v", from, to, side.side, c.amount, min, max, c.want)
			}
		}
	}
}

func TestLimitsToldAreThoseTheCalculatorTakes(t *testing.T) {
	tariff, m := bundled(t)
	listing := newExporter(t, tariff, export.Settings{}).At(m)
	for pair, r := range readAll(t, listing)[export.BestChange11] {
		checkLimits(t, tariff, m, r, pair[0], pair[1])
	}
	told := 0
	rapid.Check(t, func(rt *rapid.T) {
		tariff, m := drawTwo(rt).make(t)
		listing := newExporter(t, tariff, export.Settings{}).At(m)
		for pair, r := range readAll(t, listing)[export.BestChange11] {
			checkLimits(t, tariff, m, r, pair[0], pair[1])
			told++
		}
	})
	if told < 5 {
		t.Errorf("only %d of the tariffs drawn could be told", told)
	}
}

// What is left out as too little could indeed not be ordered.
func TestLeftOutCannotBeOrdered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := drawTwo(rt)
		tariff, m := o.make(t)
		listing := newExporter(t, tariff, export.Settings{}).At(m)
		if listing.Len() > 0 || listing.Left[0].Reason == string(exchange.AmountTooLarge) {
			return
		}
		q, err := tariff.Quote(m.Prices, "AAA", "BBB", exchange.Give, decimal.New(1, rapid.Int32Range(-o.fromPlaces, 12).Draw(rt, "amount")).String())
		if err != nil || q.Get.Value.GreaterThan(m.Reserves["BBB"]) {
			return
		}
		// One payment may fit the limits although no amount can be asked for.
		if back, err := tariff.Quote(m.Prices, "AAA", "BBB", exchange.Get, q.Get.Value.String()); err == nil {
			rt.Fatalf("left out, but %s gets %s", back.Give, back.Get)
		}
	})
}
