package templates

import (
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// cases are refunds of every stage, side, share and rule of the tariff.
func cases() []exchange.RefundCase {
	var all []exchange.RefundCase
	for _, stage := range []exchange.Stage{exchange.BeforeConversion, exchange.Converted} {
		for _, after := range []exchange.AfterConversion{exchange.ByStage, exchange.ByLower} {
			for _, office := range []bool{false, true} {
				for _, paid := range []string{"0.4", "0.5", "1", "100"} {
					all = append(all, exchange.RefundCase{
						Coin: exchange.Currency{Code: "BTC", Places: 8}, Stage: stage, After: after, ByOffice: office,
						Ordered: dec("1"), Paid: dec(paid), Bid: dec("1000"), Ask: dec("1000"), Brought: dec(paid).Mul(dec("1000")), Peg: dec("1"),
					})
				}
			}
		}
	}
	return all
}

// Every verdict that the domain can give has words, every choice too, and there
// are no words for verdicts that cannot be given.
func TestEveryVerdictHasWords(t *testing.T) {
	terms := sampleTerms(t)
	given := make(map[string]bool)
	chosen := map[exchange.Rule]bool{exchange.RuleCompleted: true}
	for _, c := range cases() {
		r, err := terms.Refund(c)
		if err != nil {
			t.Fatal(err)
		}
		chosen[r.Rule] = true
		if choiceWords(terms, r.Rule) == "" {
			t.Errorf("no words for the choice by %q", r.Rule)
		}
		for _, o := range r.Options {
			given[verdict{o.Clause, o.Applies, o.Reason, ""}.key(terms)] = true
			if verdictWords(terms, o.Clause, o.Applies, o.Reason) == "" {
				t.Errorf("no words for %q", verdict{o.Clause, o.Applies, o.Reason, ""}.key(terms))
			}
		}
	}
	for _, o := range (RefundForm{Refusals: []*exchange.Error{{Code: exchange.OrderCompleted}}}).options() {
		given[verdict{o.Clause, o.Applies, o.Reason, ""}.key(terms)] = true
		if verdictWords(terms, o.Clause, o.Applies, o.Reason) == "" {
			t.Errorf("no words for %q", verdict{o.Clause, o.Applies, o.Reason, ""}.key(terms))
		}
	}
	for _, v := range verdicts(terms) {
		if !given[v.key(terms)] {
			t.Errorf("words for %q, which is never given", v.key(terms))
		}
	}
	for _, c := range choices(terms) {
		if !chosen[c.Rule] {
			t.Errorf("words for a choice by %q, which is never made", c.Rule)
		}
	}
}

// The table of clauses has the domain's clauses in the domain's order.
func TestProvisionsAreTheDomainsOptions(t *testing.T) {
	terms := sampleTerms(t)
	r, err := terms.Refund(cases()[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range provisions(terms) {
		if v.Clause != r.Options[i].Clause {
			t.Errorf("row %d is clause %s, the domain's is %s", i, v.Clause, r.Options[i].Clause)
		}
	}
}

func TestEveryDeclarationAndLineHasWords(t *testing.T) {
	for _, c := range exchange.Declarations() {
		if declarationWords(c) == "" {
			t.Errorf("no words for the declaration of clause %s", c)
		}
	}
	for _, l := range append(append([]exchange.Line{}, quoteLines...), refundLines...) {
		if lineWords(l.Name) == l.Name {
			t.Errorf("no words for the line %s", l.Name)
		}
	}
}

// The rows a page has are the lines the domain computes, clause by clause.
func TestPreparedLinesAreTheDomains(t *testing.T) {
	for i, l := range answeredQuote(t, exchange.Give, "0.1").Quote.Lines {
		if quoteLines[i].Name != l.Name || quoteLines[i].Clause != l.Clause {
			t.Errorf("quote row %d is %s %s, the domain's is %s %s", i, quoteLines[i].Name, quoteLines[i].Clause, l.Name, l.Clause)
		}
	}
	r, err := sampleTerms(t).Refund(cases()[0])
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range r.Lines {
		if refundLines[i].Name != l.Name || (l.Name != exchange.LineFee && refundLines[i].Clause != l.Clause) {
			t.Errorf("refund row %d is %s %s, the domain's is %s %s", i, refundLines[i].Name, refundLines[i].Clause, l.Name, l.Clause)
		}
	}
}

// Numbers in a sentence are grouped; numbers of clauses, dates and signs are left.
func TestRuns(t *testing.T) {
	for text, want := range map[string]string{
		"at least 0.001 BTC":              "at least [0.001] BTC",
		"60 to 100000 USDT":               "60 to [100000] USDT",
		"of clause 5.10 or 3.20":          "of clause 5.10 or 3.20",
		"edition 2026-11-22, 1. 00":       "edition 2026-11-22, 1. 00",
		"1\u00a0BTC = 60577.59\u00a0USDT": "1\u00a0BTC = [60577.59]\u00a0USDT",
		"1e5 is no amount, 0.2500 no":     "1e5 is no amount, 0.2500 no",
		"":                                "",
	} {
		var b strings.Builder
		for _, r := range runs(text) {
			if r.IsNum {
				b.WriteString("[" + r.Number.String() + "]")
			} else {
				b.WriteString(r.Words)
			}
		}
		if b.String() != want {
			t.Errorf("runs(%q) = %q, want %q", text, b.String(), want)
		}
	}
}

// The path of clause 5.3 ends where that of the next begins, and the case is
// marked on its own path.
func TestPicture(t *testing.T) {
	s := officeSite(t)
	f := answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, Ordered: "1", Paid: "0.5"})
	d := draw(s, f)
	half, floor := across(5000), up(0)
	if !strings.HasPrefix(d.Paths["5.3"], "M"+spot(0, 0)) || d.Paths["5.2"] == "" || d.Paths["5.4"] != "" {
		t.Errorf("paths: %v", d.Paths)
	}
	if want := " L" + spot(5000, 1625); d.Jumps == "" || !strings.HasSuffix(d.Jumps, want) {
		t.Errorf("the jump is %q, want it to end with %q", d.Jumps, want)
	}
	if !d.Marked || d.X != half || d.Y >= floor || d.Most != "307.5" {
		t.Errorf("the case stands at %d %d (marked: %v), the most is %s", d.X, d.Y, d.Marked, d.Most)
	}
	f = answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, Ordered: "1", Paid: "1.5"})
	if d := draw(s, f); d.Marked || d.Most == "" {
		t.Error("a payment above the order is marked in a picture that ends at the order")
	}
	if d := draw(s, RefundForm{}); d.Most != "" {
		t.Error("an empty form has a picture")
	}
}
