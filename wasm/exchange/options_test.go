package exchange_test

import (
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// Every clause is shown with the rule by which it applies (+) or which keeps it
// away (−), in the order of the clauses.
func TestOptionsSayWhy(t *testing.T) {
	terms := agreement(t, nil)
	for _, c := range []struct {
		name         string
		stage, after string
		office       bool
		paid, want   string
	}{
		{"before", "before", "stage", false, "500", "5.1−before_conversion 5.2+before_conversion 5.3−below_share 5.4−before_conversion 5.9−office"},
		{"after", "after", "stage", false, "500", "5.1−after_conversion 5.2−after_conversion 5.3−below_share 5.4+after_conversion 5.9−office"},
		{"after, lower", "after", "lower", false, "500", "5.1−after_conversion 5.2+after_conversion 5.3−below_share 5.4+after_conversion 5.9−office"},
		{"little, before", "before", "stage", false, "499", "5.1−before_conversion 5.2−below_share 5.3+below_share 5.4−below_share 5.9−office"},
		{"little, after, lower", "after", "lower", false, "499", "5.1−after_conversion 5.2−below_share 5.3+below_share 5.4−below_share 5.9−office"},
		{"office, before", "before", "stage", true, "500", "5.1−before_conversion 5.2−office 5.3−office 5.4−office 5.9+office"},
		{"office, little, after", "after", "lower", true, "499", "5.1−after_conversion 5.2−office 5.3−office 5.4−office 5.9+office"},
	} {
		r := must(terms.Refund(exchange.RefundCase{
			Coin: exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Places: 6}, Stage: exchange.Stage(c.stage), ByOffice: c.office,
			Ordered: dec(t, "1000"), Paid: dec(t, c.paid), Brought: dec(t, c.paid), Bid: dec(t, "1"), Ask: dec(t, "1"),
			Peg: dec(t, "1"), After: exchange.AfterConversion(c.after),
		}))
		var got []string
		for _, o := range r.Options {
			got = append(got, string(o.Clause)+map[bool]string{true: "+", false: "−"}[o.Applies]+string(o.Reason))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, text, c.want)
		}
	}
}
