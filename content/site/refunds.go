package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agio/content"
	"agio/content/coverage"
	"agio/content/site/markdown"
	"agio/wasm/exchange"
)

// refunds reports payments that no refund clause covers or that two do, clauses
// that the software does not apply where the agreement says so, and clauses whose
// words say another thing than their entry in the table.
func (c *checker) refunds(terms *article) {
	table := terms.doc.Refunds
	if len(table) == 0 || c.set.Terms.OverdueAfter == 0 {
		return // or the terms could not be made, which is said already
	}
	missing := make(map[int]bool)
	for i, row := range table {
		if terms.mayHave(row.Clause) {
			continue
		}
		if !slices.ContainsFunc(terms.md.Clauses, func(k markdown.Clause) bool { return k.Number == row.Clause }) {
			c.place(terms, row.At, "refund_clause_missing", "The agreement has no clause "+row.Clause+".", "name a clause of the agreement")
			missing[i] = true
		}
	}
	if c.refundWords(terms) || c.set.Doubt.Terms {
		return // it is not known which of the two is meant, or the software's figures are not
	}
	c.coverage(terms, table, missing)
}

// coverage reports what coverage finds, an entry that is there twice first. What one
// entry too many or too few brings about in several places is one problem.
func (c *checker) coverage(terms *article, table []content.RefundClause, missing map[int]bool) {
	for i, row := range table {
		for _, other := range table[:i] {
			if row.Same(other) {
				c.place(terms, row.At, "refund_overlap", "This entry for clause "+row.Clause+" is there already.", "take one of the two out")
				missing[i] = true
				break
			}
		}
	}
	type kind struct {
		kind          coverage.Kind
		rows, applied string
	}
	places := make(map[kind]int)
	var all [][]coverage.Finding
	findings := coverage.Find(c.set.Terms, table)
	for _, f := range findings {
		if f.Kind == coverage.Gap && slices.ContainsFunc(findings, func(o coverage.Finding) bool {
			return o.Kind == coverage.Overlap && o.Asks == f.Asks && o.Stage == f.Stage
		}) {
			continue // what one entry covers too much may be what it covers too little
		}
		if slices.ContainsFunc(f.Rows, func(i int) bool { return missing[i] }) {
			continue
		}
		k := kind{f.Kind, fmt.Sprint(f.Rows), string(f.Applied)}
		at, known := places[k]
		if !known {
			at, places[k] = len(all), len(all)
			all = append(all, nil)
		}
		all[at] = append(all[at], f)
	}
	for _, alike := range all {
		c.uncovered(terms, table, alike)
	}
}

// uncovered reports findings about the same entries, beside the last of these.
func (c *checker) uncovered(terms *article, table []content.RefundClause, all []coverage.Finding) {
	f := all[0]
	at := terms.doc.Keys["refunds"]
	var clauses, subjects []string
	applied := c.set.Terms.Number(f.Applied)
	for _, i := range f.Rows {
		at = table[i].At
		clauses = append(clauses, table[i].Clause)
	}
	for _, f := range all {
		subjects = append(subjects, subjectOf(f))
	}
	if more := len(subjects) - 2; more > 0 {
		subjects = append(subjects[:2], strconv.Itoa(more)+" more like these")
	}
	subject := strings.Join(subjects, "; and ")
	hint := "the software applies clause " + applied + " there; let one entry of refunds cover it, and the clause say so"
	switch f.Kind {
	case coverage.Gap:
		c.place(terms, at, "refund_gap", "No clause covers "+subject+".", hint)
	case coverage.Overlap:
		both := map[bool]string{true: " both", false: " all"}[len(clauses) == 2]
		c.place(terms, at, "refund_overlap", "Clauses "+strings.Join(clauses, " and ")+both+" cover "+subject+".", hint)
	case coverage.Differs:
		c.place(terms, at, "refund_differs", "Clause "+clauses[0]+" covers "+subject+", and the software applies clause "+applied+".",
			"correct the entry; what the software applies is section 5 as clause "+c.set.Terms.Number(exchange.ClauseChosen)+" orders it")
	}
}

// subjectOf says which payments a finding is about, with an example.
func subjectOf(f coverage.Finding) string {
	order := "for an Order of " + coverage.Ordered.String() + " USDT"
	if f.Stage == content.Unpaid {
		return "an Order for which nothing is paid, when the " + string(f.Asks) + " calls it off, for example 0 USDT paid " + order
	}
	return "a Payment " + rangeWords(f.From, f.To) + ", when the " + string(f.Asks) + " asks " + stageWords[f.Stage] +
		", for example " + coverage.Ordered.Mul(f.Example).String() + " USDT paid " + order
}

var stageWords = map[exchange.Stage]string{
	exchange.BeforeConversion: "before the Conversion",
	exchange.Converted:        "after the Conversion",
	exchange.Completed:        "once the Order is Completed",
	content.Seen:              "after the Payment is first seen and before it is received",
	content.Late:              "after a late Payment, or one that is a case of its own",
	content.Suspended:         "while the Order is suspended",
	content.Withheld:          "while the Order is withheld",
}

// rangeWords says which payments a range is about, in the words that an entry
// uses.
func rangeWords(from, to *content.ShareEnd) string {
	percent := func(end *content.ShareEnd) string { return end.Share.Shift(2).String() + " %" }
	if from != nil && to != nil && from.Share.Equal(to.Share) {
		return "of exactly " + percent(from) + " of the Order"
	}
	var words []string
	if from != nil {
		words = append(words, map[bool]string{true: "from ", false: "above "}[from.Included]+percent(from))
	}
	if to != nil {
		words = append(words, map[bool]string{true: "up to ", false: "below "}[to.Included]+percent(to))
	}
	if len(words) == 0 {
		return "of any size"
	}
	return strings.Join(words, " and ") + " of the Order"
}
