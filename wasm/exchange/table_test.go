package exchange_test

import (
	"testing"

	"agio/wasm/exchange"
)

// The table that is made once answers as the function that makes it each time.
func TestTableStepsAsStep(t *testing.T) {
	table := exchange.NewTable()
	states := append([]exchange.State{exchange.None}, exchange.States()...)
	for _, from := range states {
		for _, before := range states {
			for _, event := range append(exchange.Events(), "no_such_event") {
				for _, facts := range everyFacts(before) {
					want, refused := exchange.Step(from, event, facts)
					got, err := table.Step(from, event, facts)
					if got != want || (err == nil) != (refused == nil) || err != nil && err.Error() != refused.Error() {
						t.Fatalf("%s, %s, %+v: %+v, %v; want %+v, %v", from, event, facts, got, err, want, refused)
					}
				}
			}
		}
	}
}

// The office may lower a fee and never raises one (5.5).
func TestALoweredFeeIsKeptAtMost(t *testing.T) {
	terms := agreement(t, nil)
	c := exchange.RefundCase{
		Coin: exchange.Currency{Code: "BTC", Places: 8}, Stage: exchange.BeforeConversion,
		Ordered: dec(t, "0.1"), Paid: dec(t, "0.1"), Bid: dec(t, "60000"), Sending: dec(t, "0.0001"), Peg: dec(t, "1"),
	}
	for _, row := range [][3]string{
		{"0", "0", "0.0999"},
		{"20.5", "20.5", "0.09955833"}, // (6000 - 20.5) / 60000 - 0.0001, rounded down
		{"50", "50", "0.09906666"},
		{"51", "50", "0.09906666"},
	} {
		most := exchange.Amount{Value: dec(t, row[0]), Currency: exchange.Base}
		c.AtMost = &most
		r := must(terms.Refund(c))
		if fee := r.Line(exchange.LineFee).Amount.Value; !fee.Equal(dec(t, row[1])) || r.Refund.Value.String() != row[2] {
			t.Errorf("at most %s: fee %s, refund %s; want %s and %s", row[0], fee, r.Refund.Value, row[1], row[2])
		}
	}
}

// What was decided can be computed again without the terms.
func TestFiguresComputesARefundAgain(t *testing.T) {
	terms := agreement(t, nil)
	for _, office := range []bool{false, true} {
		c := exchange.RefundCase{
			Coin: exchange.Currency{Code: "ETH", Places: 18}, Stage: exchange.Converted, ByOffice: office,
			Ordered: dec(t, "2"), Paid: dec(t, "1.9"), Brought: dec(t, "5678.12345678"), Ask: dec(t, "2990.7"),
			Sending: dec(t, "0.0008"), Peg: dec(t, "1"),
		}
		want := must(terms.Refund(c))
		got := must(c.Figures(want.Clause, want.Rule, want.Line(exchange.LineFee).Amount.Value))
		if !got.Refund.Value.Equal(want.Refund.Value) || got.Refund.Currency != "ETH" || got.Clause != want.Clause || got.Rule != want.Rule {
			t.Errorf("%+v, want %+v", got, want)
		}
		for i, l := range want.Lines {
			if g := got.Lines[i]; g.Name != l.Name || !g.Amount.Value.Equal(l.Amount.Value) || g.Clause != l.Clause {
				t.Errorf("line %s is %v, want %v", l.Name, g.Amount, l.Amount)
			}
		}
		if !got.Booked.Value.Add(got.Remainder.Value).Equal(got.Line(exchange.LineFee).Amount.Value) {
			t.Errorf("booked %s and %s", got.Booked, got.Remainder)
		}
	}
	if _, err := (exchange.RefundCase{Stage: exchange.Completed}).Figures("5.2", "", dec(t, "0")); refusal(t, err) != "order_completed stage" {
		t.Errorf("after Completed: %v", err)
	}
}
