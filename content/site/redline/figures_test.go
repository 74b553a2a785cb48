package redline

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// changes writes the figures that differ, one per line.
func changes(old, new Text) string {
	var b strings.Builder
	for _, f := range Compare(old, new).Figures() {
		fmt.Fprintf(&b, "%s: %s -> %s\n", f.Around, f.Old, f.New)
	}
	return strings.ReplaceAll(b.String(), "\u00a0", "~")
}

func TestFigures(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"a number":             {"Records are kept for 5\u00a0years after the Order.", "Records are kept for 7\u00a0years after the Order.", "Records are kept for … after the Order: 5~years -> 7~years\n"},
		"a unit":               {"It lasts 30 days.", "It lasts 30 months.", "It lasts …: 30 days -> 30 months\n"},
		"a no-break space":     {"It lasts about\u00a05 days.", "It lasts about\u00a06 days.", "It lasts about …: 5 days -> 6 days\n"},
		"money":                {"From 10,000 EUR on, a check.", "From 1,000.50 EUR on, a check.", "From … on, a check: 10,000 EUR -> 1,000.50 EUR\n"},
		"in words":             {"Two operators decide.", "Three operators decide.", "… operators decide: Two -> Three\n"},
		"counting comes":       {"It says so.", "It says so. The Client sees which of the two it is, and all three at once.", ""},
		"counting goes":        {"For one of these two Currencies there is none.", "There is none.", ""},
		"another count":        {"Both of the two operators decide.", "Both of the three operators decide.", "Both of the … operators decide: two -> three\n"},
		"a statement comes":    {"It says so.", "It says so. The two weeks begin when two operators agree.", "The … begin when two operators:  -> two weeks\nThe two weeks begin when … operators agree:  -> two\n"},
		"one month":            {"Answered within one month.", "Answered within two months.", "Answered within …: one month -> two months\n"},
		"another sentence":     {"So it is. It ends after 3 days; then 4 follow.", "So it is. It ends after 5 days; then 4 follow.", "It ends after …: 3 days -> 5 days\n"},
		"one more":             {"Fees are 1 % and 2 %.", "Fees are 1 %, 5 % and 2 %.", "Fees are 1 %, … and 2 %:  -> 5 %\n"},
		"one less":             {"Fees are 1 %, 5 % and 2 %.", "Fees are 1 % and 2 %.", "Fees are 1 %, … and 2 %: 5 % -> \n"},
		"in their order":       {"First 30, then 60 days.", "First 60, then 90 days.", "First …, then 90 days: 30 -> 60\nFirst 60, then …: 60 days -> 90 days\n"},
		"around it":            {"The office keeps 2 % of it.", "Of the whole value 2 % stays.", ""},
		"clauses and articles": {"See clauses 5.2 and 5.4 and Article 6(1)(b), section 7.", "See clauses 5.3 and 5.9 and Article 9(2)(a), section 8.", ""},
		"names and dates":      {"SHA-256 of edition 2026-10-01 by TRC-20.", "SHA-512 of edition 2026-11-22 by ERC-721.", ""},
		"a day":                {"On 1 October 2026.", "On 2 October 2026.", "On … October 2026: 1 -> 2\n"},
		"nothing":              {"The same 5 years.", "The same 5 years.", ""},
	} {
		old, new := read(t, clause("3.1", "n", c.old)), read(t, clause("3.2", "n", c.new))
		if got := changes(old, new); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

// TestFiguresOfBlocks that come and go, and of the rows of a table.
func TestFiguresOfBlocks(t *testing.T) {
	table := func(period string) string {
		return `<div class="clause" id="c-7.1"><p id="n-7.1"><a href="#c-7.1">7.1</a> Kept:</p><table><tr><td>Orders</td><td>of all</td><td>` + period + `</td></tr></table></div>`
	}
	old := read(t, `<h2 id="a">1. Data of 3 kinds</h2>`+table("5 years")+clause("7.2", "gone", "Uploads go after 90 days."))
	new := read(t, `<h2 id="a">2. Data of 4 kinds</h2>`+table("6 years")+clause("7.2", "come", "Anything else whatsoever leaves within 1 hour then."))
	want := "Data of … kinds: 3 -> 4\nOrders: 5 years -> 6 years\nAnything else whatsoever leaves within … then:  -> 1 hour\nUploads go after …: 90 days -> \n"
	if got := changes(old, new); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestFiguresAreComplete: where one number of a text is replaced by another, just
// that is said, whatever the text.
func TestFiguresAreComplete(t *testing.T) {
	word := rapid.SampledFrom([]string{"pays", "the", "Office", "12 hours", "7 %", "clause 5.9", "SHA-256", "and", "within"})
	rapid.Check(t, func(t *rapid.T) {
		before, after := strings.Join(rapid.SliceOf(word).Draw(t, "before"), " "), strings.Join(rapid.SliceOf(word).Draw(t, "after"), " ")
		a, b := rapid.IntRange(100, 199).Draw(t, "old"), rapid.IntRange(200, 299).Draw(t, "new")
		text := func(n int) Text {
			return Text{{Kind: Clause, Name: "n", Number: "1.1", Text: fmt.Sprintf("1.1 %s is %d USD at most %s", before, n, after)}}
		}
		all := Compare(text(a), text(b)).Figures()
		if len(all) != 1 || all[0].Old != fmt.Sprint(a, " USD") || all[0].New != fmt.Sprint(b, " USD") || !strings.Contains(all[0].Around, "…") {
			t.Fatalf("%+v", all)
		}
		if same := Compare(text(a), text(a)).Figures(); len(same) != 0 {
			t.Fatalf("%+v", same)
		}
	})
}
