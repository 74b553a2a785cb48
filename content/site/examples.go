package site

import (
	"errors"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/worked"
	"agio/templates"
	"agio/wasm/exchange"
)

// workshop computes the worked examples of the texts.
type workshop struct {
	set     *content.Set
	office  worked.Office
	amounts *worked.Amounts
	start   exchange.RefundRequest // what the untouched simulator shows
	running bool                   // an example that was right before an edition took effect is a warning
}

// newWorkshop gives one for a set; nil where its terms or its tariff could not be read,
// or a recorded edition is not what it was: what follows from that is said there.
func newWorkshop(set *content.Set) *workshop {
	doubt := set.Doubt
	if set.Tariff == nil || doubt.Terms || doubt.Altered || doubt.Policy(content.TermsName) || set.SeriesOf(content.TermsName) == nil {
		return nil
	}
	fixed := make(exchange.Prices)
	for _, a := range set.Assets {
		price, err := decimal.NewFromString(a.Fixed)
		if a.Fixed == "peg" {
			price, err = set.Tariff.Peg, nil
		}
		if a.Fixed != "" && err == nil {
			fixed[a.Code] = exchange.Price{Bid: price, Ask: price}
		}
	}
	return &workshop{
		set: set, office: worked.Office{Tariff: set.Tariff, Fixed: fixed},
		amounts: worked.NewAmounts(set.Tariff), start: templates.ExampleRefund(set.Tariff),
	}
}

// tolerate turns what was reported last into a warning where nobody is there to mend
// it: a running office must be able to go over to a new edition.
func (c *checker) tolerate(f finding, w *workshop) {
	if f.overtaken && w.running {
		c.problems[len(c.problems)-1].Level = content.Warning
	}
}

// examples reports links to the refund simulator and to quotes that the page would
// refuse, and sums in their texts that are no figure of what it computes.
func (c *checker) examples(a *article, w *workshop) {
	if w == nil {
		return
	}
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		var otherClause map[word]bool // reported, by the sentence
		for _, m := range p.Marks {
			if strings.IndexByte(m.Link, '?') >= 0 { // few have one
				if otherClause == nil {
					otherClause = make(map[word]bool)
				}
				c.example(a, p, m, w, otherClause)
			}
		}
	}
}

// example looks at one link.
func (c *checker) example(a *article, p *markdown.Passage, m markdown.Mark, w *workshop, otherClause map[word]bool) {
	address, _, _ := strings.Cut(ownPath(c.set.Office.BaseURL, m.Link), "#")
	path, query, _ := strings.Cut(address, "?")
	worked, refused := worked.Read(path, query, m.Title, w.start)
	if refused != nil {
		c.refusedExample(a, p, m, refused)
		return
	}
	if worked == nil {
		return
	}
	first, _ := w.rulings(a.doc)
	if _, err := worked.Result(w.office, first.terms); err != nil {
		c.refusedExample(a, p, m, err)
		return
	}
	amounts := w.amounts.Find(p.Text[m.At:m.To])
	for _, amount := range amounts {
		c.exampleAmount(a, p, m.At, amount, worked, w)
	}
	sentence := sentenceAt(p.Text, m.At)
	clauses := refundClausesIn(a, p, sentence)
	if len(clauses) == 0 && p.Row > 0 {
		clauses = refundClausesIn(a, p, word{0, len(p.Text)})
	}
	if !otherClause[sentence] {
		otherClause[sentence] = c.exampleClause(a, p, m, clauses, worked, w)
	}
}

// refusedExample reports a link that leads to a refusal, or assumes what cannot be read.
func (c *checker) refusedExample(a *article, p *markdown.Passage, m markdown.Mark, err error) {
	var refusal *exchange.Error
	if !errors.As(err, &refusal) {
		return // the domain refuses with nothing else
	}
	message, hint := refusal.Message, "write "+refusal.Accepts
	if refusal.Code != exchange.PriceInvalid {
		message = "The page would refuse this link: " + message
		if refusal.Field != "" {
			hint = refusal.Field + ": " + hint
		}
	}
	c.at(a, p.Offset(m.At), "example_query", message, hint)
}

// exampleAmount holds one sum in a link's text, which starts at a place, against what
// the case comes to.
func (c *checker) exampleAmount(a *article, p *markdown.Passage, start int, amount worked.Amount, k *worked.Case, w *workshop) {
	text, at := "“"+p.Text[start+amount.From:start+amount.To]+"”", p.Offset(start+amount.From)
	var missing worked.Missing
	found := w.judge(a.doc, func(t exchange.Terms) finding {
		r, err := k.Result(w.office, t)
		switch {
		case err != nil || !amount.Unread && r.Has(amount, w.office.Tariff.Peg):
			return finding{}
		case len(r.Missing.Sides) > 0:
			missing = r.Missing
			return finding{}
		}
		accepted := r.Accepted(amount.Asset)
		if accepted == "" {
			accepted = "no sum in " + amount.Asset
		}
		return finding{message: text + " is no figure of this example under edition " + t.Edition + ".", hint: "write " + accepted}
	})
	switch {
	case len(missing.Sides) > 0:
		c.warn(a, at, "example_unchecked", text+" depends on "+missing.String()+", which the link does not assume.",
			"assume it in the link's title: (/refunds/?… \""+missing.Sides[0]+" 60,000\")")
	case found.dated:
		c.warn(a, at, "example_dated", found.message, found.hint)
	case found.message != "":
		c.at(a, at, "example_differs", found.message, found.hint)
		c.tolerate(found, w)
	}
}

// exampleClause holds the clauses that stand beside a link against the one that its
// case rests on, and says whether it is another one.
func (c *checker) exampleClause(a *article, p *markdown.Passage, m markdown.Mark, named []string, k *worked.Case, w *workshop) bool {
	if len(named) == 0 || c.saidAt(a.doc.PositionIn(p.Offset(m.At))) {
		return false
	}
	found := w.judge(a.doc, func(t exchange.Terms) finding {
		r, err := k.Result(w.office, t)
		if err != nil || r.Clause == "" || slices.ContainsFunc(named, func(anchor string) bool { return anchorOf(r.Clause, anchor, t) }) {
			return finding{}
		}
		number := t.Number(r.Clause)
		return finding{message: "Under edition " + t.Edition + " clause " + number + " applies to this example, and the text names another.", hint: "name clause " + number + ", or choose another example"}
	})
	switch {
	case found.dated:
		c.warn(a, p.Offset(m.At), "example_dated", found.message, found.hint)
	case found.message != "":
		c.at(a, p.Offset(m.At), "example_differs", found.message, found.hint)
		c.tolerate(found, w)
	}
	return found.message != ""
}

// anchorOf says whether an anchor of the agreement names a clause.
func anchorOf(clause exchange.Clause, anchor string, t exchange.Terms) bool {
	return anchor == "n-"+string(clause) || anchor == "c-"+t.Number(clause)
}

// refundClauses are those by which a refund is computed.
var refundClauses = []exchange.Clause{exchange.ClauseNoCancel, exchange.ClauseCancelled, exchange.ClauseSmall, exchange.ClauseRefusal, exchange.ClauseOffice}

// refundClausesIn gives the anchors of such clauses to which a part of a passage links.
func refundClausesIn(a *article, p *markdown.Passage, part word) (anchors []string) {
	for _, m := range p.Marks {
		if m.Link == "" || m.At < part.from || m.At >= part.to {
			continue
		}
		path, fragment, _ := internal(a.doc.Path, m.Link)
		if path == termsPath && slices.ContainsFunc(refundClauses, func(k exchange.Clause) bool {
			return fragment == "n-"+string(k) || fragment == "c-"+string(k)
		}) {
			anchors = append(anchors, fragment)
		}
	}
	return anchors
}

// sums reports sums that are written out and do not come to what they say.
func (c *checker) sums(a *article, w *workshop) {
	if w == nil {
		return
	}
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		for _, s := range worked.Sums(p.Text) {
			at := p.Offset(s.At)
			if c.saidAt(a.doc.PositionIn(at)) {
				continue
			}
			switch found := w.judge(a.doc, func(t exchange.Terms) finding { return w.sum(p, s, t) }); {
			case found.dated:
				c.warn(a, at, "example_dated", found.message, found.hint)
			case found.message != "":
				c.at(a, at, "sum_wrong", found.message, found.hint)
				c.tolerate(found, w)
			}
		}
	}
}

// sum computes a sum with the figures of an edition.
func (w *workshop) sum(p *markdown.Passage, s worked.Sum, t exchange.Terms) finding {
	holds, read, comes := s.Holds(func(at int) (worked.Value, bool) {
		for _, m := range p.Marks {
			if m.At != at || m.Value == "" {
				continue
			}
			if name, ok := strings.CutPrefix(m.Value, "case."); ok {
				return w.caseValue(p, m, name, t)
			}
			for _, parameter := range t.Parameters {
				if parameter.Name == m.Value && parameter.Kind == exchange.Money {
					return worked.Value{Number: parameter.Number.Mul(w.office.Tariff.Peg)}, true
				} else if parameter.Name == m.Value {
					return worked.Value{Number: parameter.Number, Share: true}, parameter.Kind == exchange.Share
				}
			}
		}
		return worked.Value{}, false
	})
	if holds || !read {
		return finding{}
	}
	if s.Compares() {
		return finding{message: "“" + asWritten(p, s.From, s.To) + "” does not hold under edition " + t.Edition + ".", hint: "it comes to " + comes}
	}
	return finding{message: "The sum does not come to “" + asWritten(p, s.At, s.End) + "” under edition " + t.Edition + ".", hint: "it comes to " + comes}
}

// caseValue gives the figure that a link prints in its text.
func (w *workshop) caseValue(p *markdown.Passage, value markdown.Mark, name string, t exchange.Terms) (worked.Value, bool) {
	for _, m := range p.Marks {
		if m.Link == "" || value.At < m.At || value.At >= m.To {
			continue
		}
		if r, _ := w.result(w.set.Office.BaseURL, m.Link, m.Title, t); r != nil {
			if f, ok := r.Figure(name); ok {
				number, ends := f.Number()
				return worked.Value{Number: number}, ends
			}
		}
	}
	return worked.Value{}, false
}

// asWritten gives a part of a passage with the values that it prints.
func asWritten(p *markdown.Passage, from, to int) string {
	text := p.Text[from:to]
	for _, m := range p.Marks {
		if m.Value != "" && m.At >= from && m.At < to {
			text = strings.Replace(text, string(markdown.Gap), "{{ "+m.Value+" }}", 1)
		}
	}
	return text
}
