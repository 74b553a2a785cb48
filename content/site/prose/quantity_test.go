package prose_test

import (
	"fmt"
	"strings"
	"testing"

	"agio/content/site/prose"
)

// TestQuantities: how much, of which unit, and where it stands.
func TestQuantities(t *testing.T) {
	for text, want := range map[string]string{
		"after 48 hours or 1,440 minutes":                    "48 hours=172800 second; 1,440 minutes=86400 second",
		"72 h, 24h, 15min and 10 s":                          "72 h=259200 second; 24h=86400 second; 15min=900 second; 10 s=10 second",
		"a 3-day stay, a seven-day one":                      "3-day=259200 second; seven-day=604800 second",
		"twenty-four hours, forty eight hours":               "twenty-four hours=86400 second; forty eight hours=172800 second",
		"a hundred and twenty minutes":                       "a hundred and twenty minutes=7200 second",
		"two and a half years, half an hour":                 "two and a half years=30 month; half an hour=1800 second",
		"one working day, 15 business days":                  "one working day=1 working day; 15 business days=15 working day",
		"30 calendar days, a month's notice":                 "30 calendar days=2592000 second; a month's=1 month",
		"2 %, 2.5%, two per cent, 3 per-cent":                "2 %=0.02; 2.5%=0.025; two per cent=0.02; 3 per-cent=0.03",
		"half of the order, two thirds of it":                "half=0.5; two thirds=0.66666667",
		"$50, US$50, US$ 50, USD 50, 50 US dollars":          "$50=50 USD; US$50=50 USD; US$ 50=50 USD; USD 50=50 USD; 50 US dollars=50 USD",
		"50\u00a0USD, 12.50 USD, fifty dollars, €45":         "50\u00a0USD=50 USD; 12.50 USD=12.5 USD; fifty dollars=50 USD; €45=45 EUR",
		"48&nbsp;hours, 10\u202f000 USD":                     "48&nbsp;hours=172800 second; 10\u202f000 USD=10000 USD",
		"“7 years” (10 days)—9 days":                         "7 years=84 month; 10 days=864000 second; 9 days=777600 second",
		"three to five days, 2–3 %":                          "five days=432000 second; 3 %=0.03",
		"clause 3.18, 3 percentage points, a second thought": "",
		"2 percent points, x24h, #7 days, 5.days":            "",
		"the third; one second; item 5 s":                    "one second=1 second; 5 s=5 second",
		"1e9 USD, ٣ days, 99999999999999999999999 h":         "",
		"": "",
	} {
		var got []string
		for _, q := range prose.Quantities(text) {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s=%s %s", text[q.From:q.To], q.Value, q.Unit)))
		}
		if all := strings.Join(got, "; "); all != want {
			t.Errorf("%s\n got %s\nwant %s", text, all, want)
		}
	}
}

// TestSubjects: which words are subjects.
func TestSubjects(t *testing.T) {
	for text, good := range map[string]bool{
		"tolerance": true, "keep|store record -log": true, "order's end": true,
		"": false, "-log": false, "a||b": false, "keep*": false, "7 days": false, "a|-b": false,
	} {
		if _, ok := prose.ParseSubject(text); ok != good {
			t.Errorf("%q: %v", text, ok)
		}
	}
}

// FuzzRead: no text stops the reading, and every quantity is a part of it that reads
// as the same quantity by itself.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"Records are kept for 7 years.", "$", "us $5", "half", "a hundred and", "5-", "per", "(2 %", "1,440 min", "\xff7 days"} {
		f.Add(text)
	}
	subject, _ := prose.ParseSubject("record keep")
	known := prose.Quantities("5 years")[0]
	facts := []*prose.Fact{{Name: "x", Kind: known.Kind, Value: known.Value, Unit: known.Unit, Subjects: []prose.Subject{subject}}}
	f.Fuzz(func(t *testing.T, text string) {
		s := prose.Read(text)
		for _, q := range s.Quantities {
			if q.From < 0 || q.From >= q.To || q.To > len(text) {
				t.Fatalf("%q: %+v", text, q)
			}
		}
		s.Claims(facts, "Records: kept (for", func(string) bool { return false })
	})
}
