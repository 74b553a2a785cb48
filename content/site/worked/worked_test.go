package worked_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/content/site/worked"
	"agio/wasm/exchange"
)

func office(t testing.TB) (worked.Office, exchange.Terms) {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	peg := exchange.Price{Bid: set.Tariff.Peg, Ask: set.Tariff.Peg}
	return worked.Office{Tariff: set.Tariff, Fixed: exchange.Prices{"USD": peg}}, set.Terms
}

// TestAmounts: what a text writes, and in which asset.
func TestAmounts(t *testing.T) {
	o, _ := office(t)
	amounts := worked.NewAmounts(o.Tariff)
	for text, want := range map[string]string{
		"950.00 USDT and 1,000 BTC":           "950 USDT; 1000 BTC",
		"0.39501164… BTC":                     "0.39501164… BTC",
		"5 USDTTRC20, 3 VOLETUSD, 2 EURSEPA.": "5 USDT; 3 USD; 2 EUR",
		"$50, 50 dollars, €45.10, 20 euros":   "50 USD; 50 USD; 45.1 EUR; 20 EUR",
		"10\u00a0000\u00a0USDT":               "10000 USDT",
		"978,50 USDT":                         "? USDT",
		"10 000 USDT, 1 234 567.5 BTC":        "10000 USDT; 1234567.5 BTC",
		"in 2026 100 USDT, of 12 50 BTC":      "100 USDT; 50 BTC",
		"1.2.3 USDT":                          "? USDT",
		"USDT 5, clause 5.2, 7 XYZ, BTCUSDT":  "",
	} {
		var got []string
		for _, a := range amounts.Find(text) {
			value := a.Value.String()
			if a.Unread {
				value = "?"
			}
			if a.Cut {
				value += "…"
			}
			got = append(got, value+" "+a.Asset)
		}
		if all := strings.Join(got, "; "); all != want {
			t.Errorf("%q: %s, want %s", text, all, want)
		}
	}
}

// TestFigures: what cases come to, in each of their currencies.
func TestFigures(t *testing.T) {
	o, terms := office(t)
	for link, want := range map[string]string{
		"/refunds/?from=USDTTRC20&ordered=1000&paid=1000&stage=before":                        "USDT 948.5 (the Refund), 950 USDT (what is left before the Cost of sending), 50 USDT (the fee), 1000 USDT (the value of the Payment)",
		"/refunds/?from=USDTTRC20&ordered=1000&paid=51":                                       "USDT 0 (the Refund), 1 USDT (what is left before the Cost of sending), 50 USDT (the fee), 51 USDT (the value of the Payment), 1 USDT (what stays owed), 0.51 USDT (the percentage alone)",
		"/refunds/?from=VOLETUSD&ordered=100&paid=100&stage=after":                            "USDT 98 (what is left before the Cost of sending), 2 USDT (the fee), 100 USDT (the value of the Payment)",
		"/refunds/?from=USDTTRC20&ordered=1000&paid=1000&stage=before&by=office":              "USDT 1000 (the Refund), 1000 USDT (what is left before the Cost of sending), 0 USDT (the fee), 1000 USDT (the value of the Payment)",
		"/refunds/?from=BTC&ordered=1&paid=0.4&stage=after&brought=23980 \"ask 60,100\"":      "BTC 0.39491164 (the Refund), 0.39501164… BTC (what is left before the Cost of sending), 0.00399001… BTC (the fee), 0.39900166… BTC (the value of the Payment), 0.00399001… BTC (the percentage alone)",
		"/refunds/?from=USDTTRC20&ordered=1000&paid=1000&stage=completed":                     "USDT 0 (the Refund)",
		"/?from=USDTTRC20&to=USDTERC20&give=1000":                                             "USDT 1000 (what is given), 991 (what is paid out)",
		"/?from=BTC&to=EURSEPA&give=0.1 \"bid 60,000 and ask 1.083; commission 0.8 %\"":       "EUR 5495.34 (what is paid out), 5495.84487534… EUR (what the Commission leaves), 0.5 EUR (the Payout fee), 5495.34487534… EUR (what is paid out, before it is rounded)",
		"/?from=BTC&to=EURSEPA&get=5000 \"bid 60,000 USDT, ask 1.083 USDT, commission 0.8%\"": "BTC 0.0909",
	} {
		link, title, _ := strings.Cut(link, " ")
		path, query, _ := strings.Cut(link, "?")
		c, refused := worked.Read(path, query, strings.Trim(title, `"`), exchange.RefundRequest{Stage: exchange.BeforeConversion})
		if refused != nil {
			t.Errorf("%s: %v", link, refused)
			continue
		}
		r, err := c.Result(o, terms)
		if err != nil {
			t.Errorf("%s: %v", link, err)
			continue
		}
		asset, figures, _ := strings.Cut(want, " ")
		got := strings.ReplaceAll(r.Accepted(asset), " "+asset+" (", " (")
		if wanted := strings.ReplaceAll(figures, " "+asset+" (", " ("); !strings.HasPrefix(got, wanted) {
			t.Errorf("%s\n got %s\nwant %s", link, got, wanted)
		}
	}
}

// TestSums: what is a sum, and what it comes to.
func TestSums(t *testing.T) {
	values := map[string]worked.Value{"a": {Number: decimal.New(2, -2), Share: true}, "b": {Number: decimal.NewFromInt(50)}}
	for text, want := range map[string]string{
		"0.4 × 60,000 = 24,000 USDT.":                    "true",
		"(24,000 − 240) ÷ 60,000 = 0.396":                "true",
		"(that is 2 × 3 = 7)":                            "6",
		"10 ÷ 3 = 3.33…; 10 ÷ 3 = 3.3":                   "true, 3.33333333…",
		"3.33… = 10 ÷ 3; 3.34… = 10 ÷ 3":                 "true, 3.33333333…",
		"3.33… × 3 = 10; 10 = 3.33… × 3":                 "",
		"5 USDTTRC20 × 2 = 10 USDTTRC20":                 "true",
		"24,000 USDT = 0.5 BTC × 60,000":                 "30000",
		"1 BTC = 60,000 ÷ 1.083 EUR, 1 BTC = 2 × 30,000": "",
		"2 BTC = 2 × 60,000 = 120,000 USDT":              "true",
		"2 BTC = 2 × 60,000 EUR; 2 = 1 + 2":              "3",
		"2 % of 500 USDT = 10 USDT":                      "true",
		"1 + 2 × 3 = 7, 8 − 4 − 2 = 2":                   "true, true",
		"{a} of 500 = 10, {b} ÷ {a} = 2,500":             "true, true",
		"100 USD + 20 % = 120 USD, 1,000 − {a} = 980":    "true, true",
		"100 − 2 % = 99.98; 1 − 0.8 % = 0.992":           "98, true",
		"2 % + 3 % = 5 %, 5 − 2 % × 50 = 4":              "true, true",
		"1,000 − 980 = {a} of 1,000":                     "true",
		"400 ÷ 1,000 < 50 % and 5 ÷ 10 < 4":              "true, true",
		"2 × (3 × (4 + 1)) ≥ 30":                         "true",
		"x = 3 × y; {a} = {b}; 1 ÷ 0 = 1":                "",
		"3 = 4, ((( = 2 × 2, 2 × = 4":                    "",
	} {
		var passage strings.Builder // where a value stands it has one character
		places := make(map[int]worked.Value)
		for part := range strings.SplitAfterSeq(text, "}") {
			before, name, _ := strings.Cut(part, "{")
			passage.WriteString(before)
			if name != "" {
				places[passage.Len()] = values[strings.TrimSuffix(name, "}")]
				passage.WriteRune('\ufffc')
			}
		}
		var got []string
		for _, s := range worked.Sums(passage.String()) {
			holds, read, comes := s.Holds(func(i int) (worked.Value, bool) { d, ok := places[i]; return d, ok })
			switch {
			case read && holds:
				got = append(got, "true")
			case read:
				got = append(got, comes)
			}
		}
		if all := strings.Join(got, ", "); all != want {
			t.Errorf("%q: %s, want %s", text, all, want)
		}
	}
}

// FuzzExample: no link, title or text stops the check, and what a case comes to is one
// of its own figures.
func FuzzExample(f *testing.F) {
	o, terms := office(f)
	amounts := worked.NewAmounts(o.Tariff)
	f.Add("from=BTC&ordered=1&paid=0.4&stage=after&brought=23980", "ask 60,100, sending 0.0001", "0.39491164 BTC")
	f.Add("from=BTC&to=EURSEPA&give=0.1", "bid 1; ask 2; commission 3 %", "5 × (3 + 1) = 20… EUR")
	f.Add("from=USDTTRC20&to=BTC&get=0.1", "ask 60000", "$5, (1 ÷ 3 < 2")
	f.Fuzz(func(t *testing.T, query, title, text string) {
		for _, path := range []string{worked.SimulatorPath, worked.QuotePath} {
			c, refused := worked.Read(path, query, title, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, Ordered: "1", Paid: "0.4"})
			if c == nil || refused != nil {
				continue
			}
			r, err := c.Result(o, terms)
			if err != nil {
				continue
			}
			for _, a := range amounts.Find(text + " " + r.Accepted("BTC")) {
				r.Has(a, decimal.NewFromInt(1))
			}
			for _, a := range amounts.Find(r.Accepted("USDT")) {
				if a.Asset == "USDT" && !a.Unread && !r.Has(a, decimal.NewFromInt(1)) {
					t.Errorf("%s %q: %s is accepted, and is none", query, title, fmt.Sprint(a))
				}
			}
		}
		for _, s := range worked.Sums(text) {
			s.Holds(func(int) (worked.Value, bool) { return worked.Value{Number: decimal.NewFromInt(2), Share: true}, true })
		}
	})
}
