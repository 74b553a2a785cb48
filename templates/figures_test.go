package templates

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

func TestGroup(t *testing.T) {
	for _, c := range []struct {
		value  string
		places int
		want   string // runs by spaces, hidden digits in brackets
	}{
		{"0", 0, "0"},
		{"12", 0, "12"},
		{"999", 0, "999"},
		{"1000", 0, "1 000"},
		{"1234567", 0, "1 234 567"},
		{"0.1", 0, "0.1"},
		{"0.1234", 0, "0.1234"},
		{"0.12345", 0, "0.123 45"},
		{"12345.678901234567890123", 0, "12 345.678 901 234 567 890 123"},
		{"48", 5, "48[.000] [00]"},
		{"0.5415", 5, "0.541 5[0]"},
		{"5951.45322", 5, "5 951.453 22"},
		{"6000", 2, "6 000[.00]"},
		{"1.23", 1, "1.23"},
	} {
		var runs []string
		for _, r := range group(decimal.RequireFromString(c.value), c.places) {
			if r.Hidden != "" {
				r.Shown += "[" + r.Hidden + "]"
			}
			runs = append(runs, r.Shown)
		}
		if got := strings.Join(runs, " "); got != c.want {
			t.Errorf("group(%s, %d) = %q, want %q", c.value, c.places, got, c.want)
		}
	}
}

// What a reader copies from the page must be the amount as a form accepts it.
func TestAmountIsCopySafe(t *testing.T) {
	for _, text := range []string{"0.1", "1234567.12345678", "999999999999.123456789012345678"} {
		value := decimal.RequireFromString(text)
		got := seen(render(t, amount(value, "BTC")))
		if want := text + noBreak + "BTC"; got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
	}
}

// seen is the text of markup without its tags.
func seen(markup string) string {
	var b strings.Builder
	inside := false
	for _, r := range markup {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func TestMoments(t *testing.T) {
	at := time.Date(2026, 11, 22, 6, 16, 9, 0, time.FixedZone("CET", 3600))
	if got, want := seen(render(t, moment(at))), "22 November 2026, 05:16:09 UTC"; strings.ReplaceAll(got, noBreak, " ") != want {
		t.Errorf("moment %q, want %q", got, want)
	}
	if got := stamp(at); got != "2026-11-22T05:16:09Z" {
		t.Errorf("stamp %q", got)
	}
}
