package templates

import (
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// A link that leaves out a currency means what the untouched form shows, or the
// first that can be had; what it names is never replaced.
func TestSelected(t *testing.T) {
	tariff := officeSite(t).Tariff
	for link, want := range map[string]string{
		" ":               "BTC USDTTRC20",
		"BTC ":            "BTC USDTTRC20",
		"USDTTRC20 ":      "USDTTRC20 BTC",
		"VOLETUSD ":       "VOLETUSD EURSEPA",
		"EURSEPA ":        "EURSEPA USDTTRC20", // nothing can be had for it; refused
		" EURSEPA":        "BTC EURSEPA",
		" BTC":            "BTC BTC", // refused
		"XYZ ":            "XYZ USDTTRC20",
		"XYZ ABC":         "XYZ ABC",
		"EURSEPA BTC":     "EURSEPA BTC",
		"USDTTRC20 XYZ":   "USDTTRC20 XYZ",
		"BTC USDTTRC20":   "BTC USDTTRC20",
		"USDTERC20 DOGE2": "USDTERC20 DOGE2",
	} {
		from, to, _ := strings.Cut(link, " ")
		if from, to = Selected(tariff, from, to); from+" "+to != want {
			t.Errorf("%q selects %s %s, want %s", link, from, to, want)
		}
	}
}

// Where no amount costs a fee the picture is a line along the bottom.
func TestAPictureWithoutAFee(t *testing.T) {
	s := officeSite(t)
	d := draw(s, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, ByOffice: true, Ordered: "1", Paid: "0.5"}))
	if !d.Marked || d.Y != plotBottom || d.X != across(5_000) || d.top() != "" || d.Jumps != "" {
		t.Errorf("the picture is %+v", d)
	}
	if words := pictureWords(s, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, ByOffice: true, Ordered: "1", Paid: "0.5"}), d); !strings.Contains(words, "nothing, whatever was paid") {
		t.Errorf("the picture says %q", words)
	}
}

// A required input says so with a value: an attribute without one means no.
func TestRequiredIsSaidWithAValue(t *testing.T) {
	if markup := render(t, Exchange(officePage(t, "/", "Exchange"), QuoteForm{})); strings.Count(markup, `aria-required="true"`) != 1 || strings.Count(markup, "aria-required") != 1 {
		t.Error("the payout address is not marked as required")
	}
}
