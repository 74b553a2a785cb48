package site

import (
	"fmt"
	"regexp"
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
		c.wordsOf(terms, row)
	}
	if c.set.Doubt.Terms {
		return // the software's figures are not known
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
	for _, f := range coverage.Find(c.set.Terms, table) {
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

// limits finds the words before a figure that say which side of it is meant, and
// whether the figure itself is.
var limits = regexp.MustCompile(`(?i)(not less than|no less than|at least|not below|from|not more than|no more than|not above|at most|up to|less than|below|under|more than|above|over)$`)

// limit is what such words mean.
type limit struct{ upper, included bool }

var limitWords = map[string]limit{
	"less than": {true, false}, "below": {true, false}, "under": {true, false},
	"not more than": {true, true}, "no more than": {true, true}, "not above": {true, true}, "at most": {true, true}, "up to": {true, true},
	"more than": {false, false}, "above": {false, false}, "over": {false, false},
	"not less than": {false, true}, "no less than": {false, true}, "at least": {false, true}, "not below": {false, true}, "from": {false, true},
}

// wordsOf holds the ends of an entry against the clause's own words: where the
// clause prints the parameter after words that set a limit, one of these limits
// must be the entry's.
func (c *checker) wordsOf(terms *article, row content.RefundClause) {
	for _, end := range []*content.ShareEnd{row.From, row.To} {
		if end == nil || end.Parameter == "" {
			continue
		}
		said := limitsIn(terms.md.Passages, row.Clause, end.Parameter)
		if want := (limit{end == row.To, end.Included}); len(said) > 0 && !slices.Contains(said, want) {
			c.place(terms, row.At, "refund_words", "Clause "+row.Clause+" does not say “"+limitText(want)+" {{ "+end.Parameter+" }}”, as its entry does.",
				"make the clause and its entry in refunds say the same")
		}
	}
}

func limitsIn(passages []markdown.Passage, clause, parameter string) []limit {
	var said []limit
	for _, p := range passages {
		for _, m := range p.Marks {
			if p.Clause != clause || m.Value != parameter {
				continue
			}
			before := strings.TrimRight(p.Text[:m.At], " \u00a0")
			if words := limits.FindString(before); words != "" {
				said = append(said, limitWords[strings.ToLower(words)])
			}
		}
	}
	return said
}

func limitText(l limit) string {
	switch {
	case l.upper && l.included:
		return "not more than"
	case l.upper:
		return "less than"
	case l.included:
		return "not less than"
	}
	return "more than"
}
