package content

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Asker is who starts a refund.
type Asker string

// A refund is asked for by the client (5.1 to 5.4) or started by the office (5.9).
const (
	ByClient Asker = "client"
	ByOffice Asker = "office"
)

// The moments outside the straight road at which money may have to go back, beside
// those of exchange: nothing has been seen yet (5.11), a payment was seen and is not
// yet received (3.5), it came late or is a case of its own, and a received one is
// suspended or withheld (3.20, 4.15).
const (
	Unpaid    exchange.Stage = "unpaid"
	Seen      exchange.Stage = "seen"
	Late      exchange.Stage = "late"
	Suspended exchange.Stage = "suspended"
	Withheld  exchange.Stage = "withheld"
)

// RefundStages lists every moment at which somebody may want a payment back.
func RefundStages() []exchange.Stage {
	return []exchange.Stage{Unpaid, Seen, exchange.BeforeConversion, exchange.Converted, exchange.Completed, Late, Suspended, Withheld}
}

// RefundClause is what one clause of section 5 says of when it applies.
type RefundClause struct {
	Clause   string
	Asks     []Asker
	Stages   []exchange.Stage
	From, To *ShareEnd // of the payment, as a share of the order; nil where there is no end
	At       Position
}

// ShareEnd is where a range of shares begins or ends.
type ShareEnd struct {
	Share     decimal.Decimal // 0.5 for 50 %
	Included  bool
	Parameter string // of the terms, where it is named by one
}

// Same says whether two entries say the same.
func (c RefundClause) Same(o RefundClause) bool {
	return c.Clause == o.Clause && slices.Equal(c.Asks, o.Asks) && slices.Equal(c.Stages, o.Stages) && c.From.same(o.From) && c.To.same(o.To)
}

func (e *ShareEnd) same(o *ShareEnd) bool {
	return e == o || e != nil && o != nil && e.Share.Equal(o.Share) && e.Included == o.Included
}

// Covers says whether the clause applies to a payment, given as a share of the
// order, by its own words.
func (c RefundClause) Covers(asks Asker, stage exchange.Stage, share decimal.Decimal) bool {
	if !slices.Contains(c.Asks, asks) || !slices.Contains(c.Stages, stage) {
		return false
	}
	return (c.From == nil || share.GreaterThan(c.From.Share) || c.From.Included && share.Equal(c.From.Share)) &&
		(c.To == nil || share.LessThan(c.To.Share) || c.To.Included && share.Equal(c.To.Share))
}

// readRefunds reads the table of the refund clauses in the front matter of the
// agreement.
func (r *reader) readRefunds(d *Document, m *mapping, terms exchange.Terms) {
	if r.set.Doubt.parameters && d.File == TermsFile || len(terms.Parameters) == 0 {
		return // which is a problem already, and would bring many more
	}
	before := len(r.problems)
	for _, row := range m.children("refunds") {
		row.only("clause", "asks", "stage", "paid")
		c := RefundClause{Clause: row.text("clause"), At: row.s.position(row.at("clause"))}
		for _, text := range row.list("asks") {
			c.Asks = append(c.Asks, Asker(text))
			row.oneOf("asks", text, string(ByClient), string(ByOffice))
		}
		for _, text := range row.list("stage") {
			c.Stages = append(c.Stages, exchange.Stage(text))
			row.oneOf("stage", text, stageNames()...)
		}
		row.readShares(&c, terms)
		if slices.Contains(c.Stages, Unpaid) && (c.From != nil || c.To != nil) {
			row.s.report(row.at("paid"), "bad_value", "Nothing is paid at the stage unpaid.", "give it an entry of its own, without paid")
		}
		d.Refunds = append(d.Refunds, c)
	}
	if len(r.problems) > before {
		d.Refunds = nil // half a table would bring gaps that nobody wrote
	}
}

func stageNames() (names []string) {
	for _, s := range RefundStages() {
		names = append(names, string(s))
	}
	return names
}

// list reads an entry that must hold one text or several.
func (m *mapping) list(name string) []string {
	if n := m.find(name); n != nil {
		return m.s.texts(n)
	}
	m.text(name) // reports that it is missing
	return nil
}

func (m *mapping) oneOf(name, text string, known ...string) {
	if !slices.Contains(known, text) {
		m.s.report(m.at(name), "bad_value", "There is no such value of "+name+": "+text+".", "write "+strings.Join(known, ", "))
	}
}

const shareHint = "write below, up to, from or above and a percentage or the name of a parameter: from small_payment_below up to 98%"

// readShares reads which payments a clause is for: "below 50%", "from
// small_payment_below", "above 10% up to 98%".
func (m *mapping) readShares(c *RefundClause, terms exchange.Terms) {
	words := strings.Fields(strings.ReplaceAll(m.optional("paid"), "up to", "up-to"))
	if len(words)%2 != 0 || len(words) > 4 {
		m.s.report(m.at("paid"), "bad_value", "This is no range of payments.", shareHint)
		return
	}
	for i := 0; i < len(words); i += 2 {
		end := &ShareEnd{Included: words[i] == "from" || words[i] == "up-to"}
		into := &c.From
		switch words[i] {
		case "from", "above":
		case "below", "up-to":
			into = &c.To
		default:
			m.s.report(m.at("paid"), "bad_value", "A range does not begin with “"+words[i]+"”.", shareHint)
			continue
		}
		if *into != nil {
			m.s.report(m.at("paid"), "bad_value", "The range has two ends on the same side.", shareHint)
		}
		m.readShare(end, words[i+1], terms)
		*into = end
	}
	if c.From != nil && c.To != nil && (c.From.Share.GreaterThan(c.To.Share) ||
		c.From.Share.Equal(c.To.Share) && !(c.From.Included && c.To.Included)) {
		m.s.report(m.at("paid"), "bad_value", "No payment lies in this range.", "the lower share comes first")
	}
}

func (m *mapping) readShare(end *ShareEnd, text string, terms exchange.Terms) {
	if m.s.r.set.Doubt.values[text] {
		return // the parameter's own problem
	}
	for _, p := range terms.Parameters {
		if p.Name == text && p.Kind == exchange.Share {
			end.Share, end.Parameter = p.Number, p.Name
			return
		}
		if p.Value() == text {
			m.s.report(m.at("paid"), "literal_number", "“"+text+"” is written out, and is the value of "+p.Name+" (clause "+p.Clause+").", "write "+p.Name)
		}
	}
	p, err := exchange.ParseParameter("paid", text, "")
	if err != nil || p.Kind != exchange.Share {
		m.s.report(m.at("paid"), "bad_value", "“"+text+"” is neither a percentage nor a parameter that is one.", shareHint)
		return
	}
	end.Share = p.Number
}
