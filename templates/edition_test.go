package templates

import (
	"context"
	"strings"
	"testing"

	"agio/content"

	"github.com/a-h/templ"
)

// samplePolicyArticle is an edition of the terms as it stands among others: in
// force, in force with a date at which another follows, coming, or past.
func samplePolicyArticle(body templ.Component, contents []Heading, standing string) Article {
	old, now := samplePolicy(), samplePolicy()
	old.Edition, old.Published, old.Effective, old.Change = "2026-10-01", day("2026-10-01"), day("2026-10-01"), "The first edition."
	old.Path, now.Path, now.Change = "/terms/2026-10-01/", "/terms/2026-11-22/", "The fee is lower."
	e := &Edition{Policy: "/terms/", Hash: strings.Repeat("9f", 32), Begun: true, InForce: now}
	e.All = []EditionRow{
		{Doc: old, Until: now.Effective},
		{Doc: now, Compare: "/terms/diff/2026-10-01..2026-11-22/"},
	}
	shown := now
	switch standing {
	case "followed":
		shown, e.Until, e.Next, e.InForce = old, now.Effective, now, old
	case "past":
		shown, e.Until, e.Next, e.Ended, e.Since = old, now.Effective, now, true, "/terms/diff/2026-10-01..2026-11-22/"
	case "coming":
		e.Begun, e.InForce, e.Before, e.BeforeBegun, now.Urgent = false, old, old, true, "A court has ordered it."
	}
	for i := range e.All {
		e.All[i].Shown = e.All[i].Doc == shown
	}
	return Article{
		Doc: shown, Body: body, Contents: contents, Edition: e,
		Words: []Word{{ID: "w-order", Term: "Order", Meaning: "a request for <one> exchange."}},
	}
}

func sampleComparison() Comparison {
	old, now := samplePolicy(), samplePolicy()
	old.Edition, old.Path = "2026-10-01", "/terms/2026-10-01/"
	now.Path, now.Change = "/terms/2026-11-22/", "The fee is lower."
	return Comparison{
		Old: old, New: now, OldBegun: true, Unchanged: 7,
		Renumbered: []Renumbering{{Was: "5.9", Is: "5.10", WasPath: old.Path + "#c-5.9", IsPath: now.Path + "#c-5.10", Begins: "A Refund is <paid> in …"}, {Was: "5.1", Is: "5.20", WasPath: old.Path + "#c-5.1", IsPath: now.Path + "#c-5.20", Begins: "It is over.", Moved: true}},
		Numbers: []NumberChange{
			{Name: "Cancellation fee", Place: "5.2", Label: "Clause 5.2", Old: "60\u00a0USD", New: "50\u00a0USD", Path: now.Path + "#c-5.2"},
			{Name: "sends it within … of the decision", Place: "5.10", Label: "Clause 5.10", New: "3\u00a0days", Path: now.Path + "#c-5.10"},
		},
		Rows: []CompareRow{
			{Name: "Definition of Order", What: "changed", Section: "1. Definitions", OldPath: old.Path + "#d-order", NewPath: now.Path + "#d-order",
				Pieces: []ComparePiece{{Text: "Order\na "}, {Deleted: true, Text: "wish"}, {Inserted: true, Text: "request <x>"}, {Text: ".\n– an item\n– another\nand a row | of two\nand the last."}}},
			{Name: "Clause 5.9", What: "removed", Section: "5. Refunds", OldPath: old.Path + "#c-5.9", Pieces: []ComparePiece{{Deleted: true, Text: "5.9 Gone."}}},
			{Name: "Clause 5.10", Was: "5.11", What: "moved and changed", Section: "5. Refunds", OldPath: old.Path + "#c-5.11", NewPath: now.Path + "#c-5.10",
				Pieces: []ComparePiece{{Deleted: true, Text: "5.11"}, {Inserted: true, Text: "5.10"}, {Text: " Kept."}}},
			{Name: "Clause 5.12", What: "inserted", Section: "5. Refunds", NewPath: now.Path + "#c-5.12", Pieces: []ComparePiece{{Inserted: true, Text: "5.12 New."}}},
		},
	}
}

// TestComparisonSaysTheTextsThemselves: without the accessible words the pieces
// are the old and the new text, not a space more.
func TestComparisonSaysTheTextsThemselves(t *testing.T) {
	var b strings.Builder
	if err := pieces(sampleComparison().Rows[0].Pieces).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	want := "Order\na <del><span class=\"hidden\">[gone: </span>wish<span class=\"hidden\">]</span></del>" +
		"<ins><span class=\"hidden\">[new: </span>request &lt;x&gt;<span class=\"hidden\">]</span></ins>.\n– an item\n– another\nand a row | of two\nand the last."
	if b.String() != want {
		t.Errorf("pieces: %s", b.String())
	}
}

// TestLinesFarFromAChangeAreFolded: three at least, and all others stand in their order.
func TestLinesFarFromAChangeAreFolded(t *testing.T) {
	for text, want := range map[string]string{
		"a":                 "a",
		"a b c d":           "[a b c d]",
		"+ a b c":           "+ a b c",
		"+ a b c d":         "+ a [b c d]",
		"a b c d + e":       "[a b c] d + e",
		"a + b c d + e":     "a + b c d + e",
		"+ a b c d e +":     "+ a [b c d] e +",
		"a b c d e + + f":   "[a b c d] e + + f",
		"a b | | | | | + |": "a b | [| | |] | + |",
	} {
		var pieces []ComparePiece
		for i, line := range strings.Fields(text) {
			if i > 0 {
				pieces = append(pieces, ComparePiece{Text: "\n"})
			}
			text := line
			if line == "|" || line == "+" {
				text += cellSign
			}
			pieces = append(pieces, ComparePiece{Inserted: line == "+", Text: text})
		}
		var got []string
		for _, s := range stretches(compareLines(pieces)) {
			var lines []string
			for _, l := range s.Lines {
				lines = append(lines, strings.TrimSuffix(l.Pieces[0].Text, cellSign))
			}
			words := strings.Join(lines, " ")
			if s.Folded {
				words = "[" + words + "]"
			}
			got = append(got, words)
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%q is shown as %q, want %q", text, joined, want)
		}
	}
}

// TestAnOrderLinksToItsOwnEdition: its clauses are those it was made under,
// whatever is in force now.
func TestAnOrderLinksToItsOwnEdition(t *testing.T) {
	page, view := samplePage(t, "", "Order", home), sampleOrder(t, "completed")
	view.Terms, view.TermsHash = "2026-10-01", strings.Repeat("ab", 32)
	old := page.Site.Terms
	old.Edition, old.Hash = view.Terms, view.TermsHash
	page.Site.Editions = []Agreement{{Path: "/terms/2026-10-01/", Terms: old}, {Path: "/terms/2026-11-22/", Terms: page.Site.Terms}}
	page.Site.Policies = append(page.Site.Policies, &content.Document{Path: "/aml-kyc/", Title: "AML/KYC policy"})
	markup := render(t, Order(page, view))
	main, _, _ := strings.Cut(markup, "<footer")
	if strings.Contains(main, `href="/terms/#c-`) || !strings.Contains(main, `href="/terms/2026-10-01/#c-`) || !strings.Contains(main, `<a href="/terms/2026-10-01/">edition 2026-10-01</a>`) {
		t.Error("the order's clauses are not those of its edition")
	}
	view.TermsHash = strings.Repeat("cd", 32) // another text of that date
	if markup := render(t, Order(page, view)); strings.Contains(markup, `href="/terms/2026-10-01/#c-`) {
		t.Error("the order links to a text that is not the one agreed")
	}
}
