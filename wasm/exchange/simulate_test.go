package exchange_test

import (
	"testing"

	"agio/wasm/exchange"
)

// A request is valued at the bid, bought back at the ask, and takes its cost of
// sending, peg and rule from the tariff.
func TestRefundRequestIsReadAgainstTheTariff(t *testing.T) {
	tariff, prices := bundle(t)
	c := must(tariff.RefundCase(prices, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Converted, Ordered: "1", Paid: "0.5"}))
	for _, f := range []struct{ name, got, want string }{
		{"bid", c.Bid.String(), "61500.1"}, {"ask", c.Ask.String(), "61512.3"}, {"brought", c.Brought.String(), "30750.05"},
		{"sending", c.Sending.String(), "0.00005"}, {"peg", c.Peg.String(), "1"}, {"after", string(c.After), "stage"},
		{"ordered", c.Ordered.String(), "1"}, {"paid", c.Paid.String(), "0.5"}, {"coin", c.Coin.Code, "BTC"},
	} {
		if f.got != f.want {
			t.Errorf("%s is %s, want %s", f.name, f.got, f.want)
		}
	}
	c = must(tariff.RefundCase(prices, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Converted, Ordered: "1", Paid: "0.5", Brought: "30000.000001"}))
	if c.Brought.String() != "30000.000001" {
		t.Errorf("brought %s", c.Brought)
	}
}

func TestRefundRequestRefuses(t *testing.T) {
	tariff, prices := bundle(t)
	good := exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, Ordered: "1", Paid: "0.5"}
	for want, change := range map[string]func(*exchange.RefundRequest){
		"currency_unknown currency":      func(r *exchange.RefundRequest) { r.Currency = "XMR" },
		"price_missing VET":              func(r *exchange.RefundRequest) { r.Currency = "VET" },
		"amount_syntax ordered":          func(r *exchange.RefundRequest) { r.Ordered = "1e3" },
		"amount_zero ordered":            func(r *exchange.RefundRequest) { r.Ordered = "0" },
		"amount_zero paid":               func(r *exchange.RefundRequest) { r.Paid = "0.0" },
		"amount_too_many_places paid":    func(r *exchange.RefundRequest) { r.Paid = "0.000000001" },
		"amount_syntax brought":          func(r *exchange.RefundRequest) { r.Brought = "-1" },
		"amount_too_many_digits paid":    func(r *exchange.RefundRequest) { r.Paid = "1234567890123456789012345678901" },
		"amount_too_many_digits brought": func(r *exchange.RefundRequest) { r.Brought = "1234567890123456789012345678901" },
	} {
		r := good
		change(&r)
		_, err := tariff.RefundCase(prices, r)
		if got := refusal(t, err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestRefundRefusesWhatIsNoCase(t *testing.T) {
	terms := agreement(t, nil)
	tariff, prices := bundle(t)
	good := must(tariff.RefundCase(prices, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Converted, Ordered: "1", Paid: "0.5"}))
	for want, change := range map[string]func(*exchange.RefundCase){
		"stage_invalid stage":   func(c *exchange.RefundCase) { c.Stage = "during" },
		"amount_zero ordered":   func(c *exchange.RefundCase) { c.Ordered = dec(t, "0") },
		"amount_zero paid":      func(c *exchange.RefundCase) { c.Paid = dec(t, "-1") },
		"amount_zero brought":   func(c *exchange.RefundCase) { c.Brought = dec(t, "0") },
		"order_completed stage": func(c *exchange.RefundCase) { c.Stage, c.Paid = exchange.Completed, dec(t, "0") },
	} {
		c := good
		change(&c)
		_, err := terms.Refund(c)
		if got := refusal(t, err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for stage, spoil := range map[exchange.Stage]func(*exchange.RefundCase){
		exchange.BeforeConversion: func(c *exchange.RefundCase) { c.Bid = dec(t, "0") },
		exchange.Converted:        func(c *exchange.RefundCase) { c.Ask = dec(t, "10000000.1") },
	} {
		c := good
		c.Stage = stage
		spoil(&c)
		if _, err := terms.Refund(c); err == nil || err.(*exchange.Error).Code != exchange.PriceInvalid {
			t.Errorf("%s: an impossible price is taken: %v", stage, err)
		}
	}
}

// Nothing can be recalculated on nothing.
func TestRecalculateRefusesNothing(t *testing.T) {
	tariff, prices := bundle(t)
	d, _, err := tariff.Deal("BTC", "USDTTRC20", prices)
	if err != nil {
		t.Fatal(err)
	}
	for _, received := range []string{"0", "-1"} {
		_, err := d.Recalculate(dec(t, received))
		if got := refusal(t, err); got != "amount_zero received" {
			t.Errorf("received %s: %s", received, got)
		}
	}
}

// The side by side of the terms: paying less can cost more, and both figures
// can be read off the options.
func TestPayingLessCanCostMore(t *testing.T) {
	terms := agreement(t, nil)
	tether := exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Places: 6}
	fee := func(paid string) string {
		return must(terms.Refund(exchange.RefundCase{
			Coin: tether, Stage: exchange.Converted, Ordered: dec(t, "1000"), Paid: dec(t, paid), Brought: dec(t, paid),
			Ask: dec(t, "1"), Peg: dec(t, "1"), After: exchange.ByStage,
		})).Line(exchange.LineFee).Amount.Value.String()
	}
	if less, more := fee("499.99"), fee("500"); less != "50" || more != "10" {
		t.Errorf("499.99 costs %s and 500 costs %s, want 50 and 10", less, more)
	}
}

// A price that is out of range is named by the side that the stage uses.
func TestRefundNamesThePriceItCannotUse(t *testing.T) {
	for stage, want := range map[exchange.Stage]string{
		exchange.BeforeConversion: "price_invalid bid", exchange.Converted: "price_invalid ask",
	} {
		c := exchange.RefundCase{Stage: stage, Ordered: dec(t, "1"), Paid: dec(t, "1"), Brought: dec(t, "1"), Peg: dec(t, "1")}
		_, err := exchange.Terms{}.Refund(c)
		if got := refusal(t, err); got != want {
			t.Errorf("%s: %s, want %s", stage, got, want)
		}
	}
}
