package site

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"agio/content"
	"agio/content/coverage"
	"agio/content/site/markdown"
	"agio/content/site/refundwords"
	"agio/wasm/exchange"
)

// refundWords reports words of the refund clauses that say another thing than their
// entries and than what the software computes, and says whether there are any that
// contradict. The office's return is described by two entries; what is not the
// straight road is read of the reasons alone.
func (c *checker) refundWords(terms *article) (found bool) {
	var numbers []string
	for _, row := range terms.doc.Refunds {
		if !slices.Contains(numbers, row.Clause) && !terms.mayHave(row.Clause) {
			numbers = append(numbers, row.Clause)
		}
	}
	for _, number := range numbers {
		text, said := clauseWords(terms, number), entriesOf(terms.doc.Refunds, number)
		said.Name = nameOf(terms.md, number)
		for _, f := range refundwords.Read(text.String(), said) {
			at := text.offset(f.From)
			if f.Doubtful && c.unitTwice(terms.doc.PositionIn(at).Line) {
				continue // the word is the unit that has to go
			}
			if f.Doubtful {
				c.warn(terms, at, "refund_words", f.Message, "say it in other words, or look at what the clause says then; "+entryHint(terms.doc.Refunds, number))
				continue
			}
			found = true
			if row := c.slippedEntry(terms, number); row != nil {
				line := strconv.Itoa(terms.doc.PositionIn(at).Line)
				c.place(terms, row.At, "refund_words", "This entry says another thing than clause "+number+", and other payments than the software: "+f.Message, "correct the entry; the clause is in line "+line)
				continue
			}
			c.at(terms, at, "refund_words", f.Message, "make the clause and its entry say the same; "+entryHint(terms.doc.Refunds, number))
		}
	}
	return found
}

// slippedEntry gives the entry of a clause with which the table does not cover what the
// software applies: there the slip is, and not in the clause. Nil where the table is
// right, or cannot be judged.
func (c *checker) slippedEntry(terms *article, number string) *content.RefundClause {
	table := terms.doc.Refunds
	if c.set.Doubt.Terms {
		return nil
	}
	for _, f := range coverage.Find(c.set.Terms, table) {
		for _, i := range f.Rows {
			if table[i].Clause == number {
				return &table[i]
			}
		}
	}
	return nil
}

// unitTwice says whether a value in a line is reported to have its unit behind it.
func (c *checker) unitTwice(line int) bool {
	return slices.ContainsFunc(c.problems, func(p content.Problem) bool { return p.Code == "value_unit" && p.Line == line })
}

// nameOf gives the name of a clause by its number.
func nameOf(md *markdown.Document, number string) exchange.Clause {
	for _, k := range md.Clauses {
		if k.Number == number {
			return exchange.Clause(strings.TrimPrefix(k.Name, "n-"))
		}
	}
	return ""
}

// entriesOf joins what the entries of a clause say.
func entriesOf(table []content.RefundClause, number string) refundwords.Clause {
	var k refundwords.Clause
	for _, row := range table {
		if row.Clause != number {
			continue
		}
		before, after := slices.Contains(row.Stages, exchange.BeforeConversion), slices.Contains(row.Stages, exchange.Converted)
		if before || after {
			k.Client = k.Client || slices.Contains(row.Asks, content.ByClient)
			k.Office = k.Office || slices.Contains(row.Asks, content.ByOffice)
		}
		k.Before, k.After = k.Before || before, k.After || after
		k.Late = k.Late || slices.Contains(row.Stages, content.Late)
		k.Suspended = k.Suspended || slices.Contains(row.Stages, content.Suspended)
		for _, end := range []*content.ShareEnd{row.From, row.To} {
			if end != nil && end.Parameter != "" {
				k.Bound = &refundwords.Bound{Parameter: end.Parameter, Limit: refundwords.Limit{Upper: end == row.To, Included: end.Included}}
			}
		}
	}
	return k
}

// entryHint says where the entries of a clause are.
func entryHint(table []content.RefundClause, number string) string {
	var lines []string
	for _, row := range table {
		if row.Clause == number {
			lines = append(lines, fmt.Sprint(row.At.Line))
		}
	}
	if len(lines) > 1 {
		return "its entries in refunds are in lines " + strings.Join(lines, " and ")
	}
	return "its entry in refunds is in line " + strings.Join(lines, "")
}

// joinedText is the running text of a clause, and where its parts stand in the source.
type joinedText struct {
	strings.Builder
	at     []int // where each part starts in the text …
	source []int // … and in the source
}

func (t *joinedText) part(text string, source int) {
	if text == " " && strings.HasSuffix(t.String(), " ") {
		return
	}
	t.at, t.source = append(t.at, t.Len()), append(t.source, source)
	t.WriteString(text)
}

// offset gives where a place of the text stands in the source.
func (t *joinedText) offset(at int) int {
	i := sort.SearchInts(t.at, at+1) - 1
	if i < 0 {
		return 0
	}
	return t.source[i] + at - t.at[i]
}

// clauseWords joins the paragraphs of a clause, with the names of what they print in
// braces. Spaces that do not break are spaces, and several are one.
func clauseWords(terms *article, number string) *joinedText {
	t := &joinedText{}
	for i := range terms.md.Passages {
		p := &terms.md.Passages[i]
		if p.Clause != number || p.Row > 0 || p.Table > 0 {
			continue
		}
		if t.Len() > 0 {
			t.part(" ", p.Offset(0))
		}
		from := 0
		for at := 0; at <= len(p.Text); at++ {
			if at < len(p.Text) && p.Text[at] != ' ' && !strings.HasPrefix(p.Text[at:], "\u00a0") && !strings.HasPrefix(p.Text[at:], string(markdown.Gap)) {
				continue
			}
			t.part(p.Text[from:at], p.Offset(from))
			switch {
			case at == len(p.Text):
			case p.Text[at] == ' ':
				t.part(" ", p.Offset(at))
				from = at + 1
			case strings.HasPrefix(p.Text[at:], "\u00a0"):
				t.part(" ", p.Offset(at))
				from = at + len("\u00a0")
			default:
				t.part(printedAt(p, at), p.Offset(at))
				from = at + len(string(markdown.Gap))
			}
			at = max(at, from-1)
		}
	}
	return t
}

// printedAt gives the name of the value that a passage prints at a place, in braces;
// code is empty braces.
func printedAt(p *markdown.Passage, at int) string {
	for _, m := range p.Marks {
		if m.At == at && m.Value != "" {
			return "{" + m.Value + "}"
		}
	}
	return "{}"
}
