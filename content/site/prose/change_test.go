package prose_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content/site/prose"
	"agio/wasm/exchange"
)

// TestChangesOf: what a sentence says that a figure was, and what it is to be.
func TestChangesOf(t *testing.T) {
	fee := &prose.Fact{Name: "cancellation_fee", Kind: exchange.Money, Value: decimal.NewFromInt(50), Unit: "USD"}
	time := &prose.Fact{Name: "refund_time", Kind: exchange.Period, Value: decimal.NewFromInt(3 * 86400), Unit: "second"}
	for text, want := range map[string]string{
		"It rises from 50 USD to 60 USD.":              "50 USD → 60 USD",
		"It costs 45 USD instead of 50 USD.":           "50 USD → 45 USD",
		"Instead of 50 USD it costs 45 USD.":           "50 USD → 45 USD",
		"It goes to 60 USD from 50 USD.":               "50 USD → 60 USD",
		"It is 60 USD, up from 50 USD.":                "50 USD → 60 USD",
		"It is 40 USD, down from 50 USD.":              "50 USD → 40 USD",
		"It falls to 45 USD.":                          "? → 45 USD",
		"From 1 December it costs 60 USD.":             "? → 60 USD",
		"It grows from 3 to 5 days.":                   "3 → 5 days",
		"It is cut from three to two working days.":    "three → two working days",
		"It does not rise to 60 USD.":                  "",
		"It was 50 USD and is 60 USD.":                 "",
		"It takes up to 5 days, from 2 days on.":       "",
		"It rises from 50 EUR to 60 EUR.":              "",
		"It rises from 1 % to 2 %.":                    "",
		"For example, it rises from 50 USD to 60 USD.": "",
	} {
		s, got := prose.Read(text), []string(nil)
		for _, f := range []*prose.Fact{fee, time} {
			for _, c := range s.ChangesOf(f) {
				got = append(got, spelt(text, c.Before)+" → "+spelt(text, c.After))
			}
		}
		if all := strings.Join(got, "; "); all != want {
			t.Errorf("%s\n got %s\nwant %s", text, all, want)
		}
	}
}

func spelt(text string, q *prose.Quantity) string {
	if q == nil {
		return "?"
	}
	return text[q.From:q.To]
}

// TestDays: which days a text names. One without a year may be in one of three.
func TestDays(t *testing.T) {
	from := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"from 1 December 2026, or December 2nd, 2026":  "2026-12-01 2026-12-02",
		"the 3rd of January 2027 and 2027-02-01":       "2027-01-03 2027-02-01",
		"on 5 May":                                     "2025-05-05 2026-05-05 2027-05-05",
		"on 29 February":                               "",
		"31 June 2027, 2027-13-01, 1.12.2026, May, 12": "",
		"on 1 Decembers, on the 22nd":                  "",
	} {
		var got []string
		for _, day := range prose.Days(text, from) {
			got = append(got, day.Format(time.DateOnly))
		}
		if all := strings.Join(got, " "); all != want {
			t.Errorf("%s\n got %s\nwant %s", text, all, want)
		}
	}
}
