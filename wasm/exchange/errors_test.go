package exchange_test

import (
	"slices"
	"testing"

	"agio/wasm/exchange"
)

func TestErrorSaysCodeFieldAndSentence(t *testing.T) {
	e := &exchange.Error{Code: exchange.AmountZero, Field: "give", Message: "The amount is zero."}
	if e.Error() != "amount_zero (give): The amount is zero." {
		t.Errorf("got %q", e)
	}
	e.Field = ""
	if e.Error() != "amount_zero: The amount is zero." {
		t.Errorf("got %q", e)
	}
}

// The sentence about places is right for a coin of none, one and more.
func TestPlacesAreAcceptedInWords(t *testing.T) {
	for places, want := range []string{"a whole number", "at most 1 digit after the point", "at most 2 digits after the point"} {
		_, err := exchange.ParseAmount("give", "0.123", exchange.Currency{Places: int32(places)})
		if e, ok := err.(*exchange.Error); !ok || e.Accepts != want {
			t.Errorf("%d places: %+v", places, err)
		}
	}
}

// What a refusal rests on is a clause of the agreement; the declarations are too.
func TestRefusalsNameTheirClause(t *testing.T) {
	tariff, prices := bundle(t)
	terms := agreement(t, nil)
	_, low := tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "0.0001")
	_, high := tariff.Quote(prices, "BTC", "USDTTRC20", exchange.Give, "5.1")
	_, nothing := tariff.Quote(prices, "USDTTRC20", "BTC", exchange.Give, "1")
	_, closed := tariff.Quote(prices, "EUR", "BTC", exchange.Give, "1")
	_, completed := terms.Refund(exchange.RefundCase{Stage: exchange.Completed})
	_, event := exchange.Step(exchange.CompletedState, exchange.Cancel, exchange.Facts{})
	for i, c := range []struct {
		err    error
		clause exchange.Clause
	}{{low, "3.19"}, {high, "3.19"}, {nothing, "3.16"}, {closed, "3.19"}, {completed, "5.1"}, {event, "5.1"}} {
		if e, ok := c.err.(*exchange.Error); !ok || e.Clause != c.clause {
			t.Errorf("%d: %+v, want clause %s", i, c.err, c.clause)
		}
	}
	for _, d := range exchange.Declarations() {
		if !slices.Contains(exchange.Clauses(), d) {
			t.Errorf("declaration %s is not among the clauses", d)
		}
	}
}

// Prices that went missing stop a recalculation; nothing old is used.
func TestAtRefusesMissingPrices(t *testing.T) {
	tariff, prices := bundle(t)
	d, _, err := tariff.Deal("BTC", "USDTTRC20", prices)
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := tariff.Deal("USDTTRC20", "BTC", prices)
	if err != nil {
		t.Fatal(err)
	}
	for _, deal := range []exchange.Deal{d, back} {
		_, err := deal.At(exchange.Prices{})
		if got := refusal(t, err); got != "price_missing BTC" {
			t.Errorf("got %s", got)
		}
	}
}
