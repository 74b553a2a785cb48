package exchange_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// priceOf is the price that turns value into the coin at the decision.
func priceOf(c exchange.RefundCase) decimal.Decimal {
	if c.Stage == exchange.Converted {
		return c.Ask
	}
	return c.Bid
}

func refunded(t *rapid.T, terms exchange.Terms) (exchange.RefundCase, exchange.Refund) {
	c := refundCase(t)
	r, err := terms.Refund(c)
	if err != nil {
		t.Fatalf("%+v is refused: %v", c, err)
	}
	return c, r
}

func TestRefundLinesSumExactly(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c, r := refunded(t, terms)
		if !r.Lines[0].Amount.Value.Equal(sum(r.Lines[1:])) {
			t.Fatalf("the lines do not sum: %v", r.Lines)
		}
		for _, l := range r.Lines {
			if l.Amount.Value.Sign() < 0 || l.Amount.Currency != exchange.Base || !slices.Contains(exchange.Clauses(), l.Clause) {
				t.Fatalf("not a line of a refund: %+v", l)
			}
		}
		rest := r.Line(exchange.LineRounding).Amount.Value
		if rest.GreaterThanOrEqual(smallest(c.Coin.Places).Mul(priceOf(c))) {
			t.Fatalf("rounding %s is not smaller than one unit", rest)
		}
		if !r.Line(exchange.LineRefunded).Amount.Value.Equal(r.Refund.Value.Mul(priceOf(c))) {
			t.Fatalf("%s is not worth %s", r.Refund, r.Line(exchange.LineRefunded).Amount)
		}
	})
}

// What goes back is never below zero and never worth more than the payment;
// before conversion it is never more coin than came in.
func TestRefundLiesBetweenZeroAndThePayment(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c, r := refunded(t, terms)
		back, paid := r.Line(exchange.LineRefunded).Amount.Value, r.Line(exchange.LinePaid).Amount.Value
		if r.Refund.Value.Sign() < 0 || back.GreaterThan(paid) {
			t.Fatalf("%s goes back of %s", back, paid)
		}
		if c.Stage == exchange.BeforeConversion && r.Refund.Value.GreaterThan(c.Paid) {
			t.Fatalf("%s goes back of %s", r.Refund, c.Paid)
		}
		if !r.Refund.Value.Equal(r.Refund.Value.Truncate(c.Coin.Places)) {
			t.Fatalf("%s is finer than the coin", r.Refund)
		}
		if r.Refund.Value.Sign() > 0 && r.Refund.Value.LessThan(c.Coin.SendMin) {
			t.Fatalf("%s cannot be sent, the least is %s", r.Refund, c.Coin.SendMin)
		}
		owed := r.Line(exchange.LineOwed).Amount.Value
		if r.Refund.Value.Sign() > 0 && owed.Sign() > 0 {
			t.Fatalf("both sent and owed: %s, %s", r.Refund, owed)
		}
	})
}

// The refund is what the terms say in exact fractions: (paid − fee) ÷ price −
// sending, rounded down once, or nothing.
func TestRefundIsTheFormulaRoundedOnce(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c, r := refunded(t, terms)
		net := rat(r.Line(exchange.LinePaid).Amount.Value.Sub(r.Line(exchange.LineFee).Amount.Value))
		want := net.Quo(net, rat(priceOf(c)))
		if !c.ByOffice {
			want.Sub(want, rat(c.Sending))
		}
		want = floor(want, c.Coin.Places)
		if want.Sign() < 0 || want.Cmp(rat(c.Coin.SendMin)) < 0 {
			want.SetInt64(0)
		}
		if rat(r.Refund.Value).Cmp(want) != 0 {
			t.Fatalf("refund %s, want %s", r.Refund, want.FloatString(20))
		}
	})
}

func TestRefundChoosesByTheRules(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c, r := refunded(t, terms)
		fees := make(map[exchange.Clause]decimal.Decimal)
		for _, o := range r.Options {
			if o.Applies {
				fees[o.Clause] = o.Fee.Value
			}
		}
		fee, applies := fees[r.Clause]
		paid := r.Line(exchange.LinePaid).Amount.Value
		if !applies || !r.Line(exchange.LineFee).Amount.Value.Equal(decimal.Min(fee, paid)) {
			t.Fatalf("chosen %s, but it applies not with that fee: %v", r.Clause, fees)
		}
		half := c.Paid.Mul(decimal.NewFromInt(2)).LessThan(c.Ordered)
		want := map[bool]exchange.Clause{true: "5.3", false: "5.2"}[half]
		switch {
		case c.ByOffice:
			want = "5.9"
		case half:
		case c.Stage == exchange.Converted && (c.After == exchange.ByStage || fees["5.4"].LessThanOrEqual(fees["5.2"])):
			want = "5.4"
		}
		if r.Clause != want {
			t.Fatalf("chosen %s, want %s", r.Clause, want)
		}
		for clause, other := range fees {
			if c.After == exchange.ByLower && other.LessThan(fee) {
				t.Fatalf("%s asks %s, but %s only %s", r.Clause, fee, clause, other)
			}
		}
	})
}

func TestFeeIsBookedDownToSixPlaces(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		_, r := refunded(t, terms)
		fee, booked, rest := r.Line(exchange.LineFee).Amount.Value, r.Booked.Value, r.Remainder.Value
		if !booked.Add(rest).Equal(fee) || rest.Sign() < 0 || rest.GreaterThanOrEqual(smallest(6)) || !booked.Equal(booked.Truncate(6)) {
			t.Fatalf("fee %s is booked as %s and %s", fee, booked, rest)
		}
	})
}

// What the office starts before conversion goes back to the last unit.
func TestOfficeReturnsTheCoinsWhole(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c := refundCase(t)
		c.ByOffice, c.Stage, c.Coin.SendMin = true, exchange.BeforeConversion, decimal.Decimal{}
		r := must(terms.Refund(c))
		if !r.Refund.Value.Equal(c.Paid) || r.Line(exchange.LineFee).Amount.Value.Sign() != 0 || r.Line(exchange.LineSending).Amount.Value.Sign() != 0 {
			t.Fatalf("%s of %s: %v", r.Refund, c.Paid, r.Lines)
		}
	})
}

func TestRefundAfterCompletedIsRefused(t *testing.T) {
	terms := agreement(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		c := refundCase(t)
		c.Stage = exchange.Completed
		if _, err := terms.Refund(c); refusal(t, err) != "order_completed stage" {
			t.Fatal(err)
		}
	})
}
