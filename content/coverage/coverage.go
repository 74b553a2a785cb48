// Package coverage finds the refunds that no clause of the agreement covers, that
// two clauses cover, and those for which the software applies another clause than
// the agreement says.
//
// The front matter of terms.md states for each clause when it applies: who asks,
// at which stage, and for which payments, as a share of the order. The stages are
// those of the straight road and the moments beside it: before anything is paid,
// between the first sight of a payment and its receipt, after a late payment, and
// while an order is suspended or withheld. The package walks through the space of these three. Between the shares
// at which anything changes nothing does, so it is enough to look at each such
// share and at one between each two of them; at every place it asks the table
// which clauses it names, and the software which clause it applies: on the
// straight road exchange.Terms.Refund, elsewhere the table of an order's life.
//
// The tariff's choice of the lower fee (5.5) is not looked at: it lowers what a
// clause keeps and does not change which payments the clauses are for.
package coverage

import (
	"slices"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

// Kind is what is wrong.
type Kind string

// Nobody, two, or another than the software applies.
const (
	Gap     Kind = "gap"
	Overlap Kind = "overlap"
	Differs Kind = "differs"
)

// Finding is a range of payments for which something is wrong.
type Finding struct {
	Kind     Kind
	Asks     content.Asker
	Stage    exchange.Stage
	From, To *content.ShareEnd // nil where there is no end
	Rows     []int             // of the table, that cover the range
	Applied  exchange.Clause   // the clause that the software applies at the example
	Example  decimal.Decimal   // a payment in the range, as a share of the order
}

// Find gives everything that is wrong, in the order of who asks, stage and share.
func Find(terms exchange.Terms, table []content.RefundClause) []Finding {
	var all []Finding
	shares := probes(terms, table)
	for _, asks := range []content.Asker{content.ByClient, content.ByOffice} {
		for _, stage := range content.RefundStages() {
			if stage == content.Unpaid {
				all = append(all, walk(terms, table, asks, stage, []probe{{}})...)
				continue
			}
			all = append(all, walk(terms, table, asks, stage, shares)...)
		}
	}
	return all
}

// probe is a share to look at. An edge is a share at which something may change;
// the others stand for all shares between two edges.
type probe struct {
	share decimal.Decimal
	edge  bool
}

// probes gives the edges and a share before, between and after them.
func probes(terms exchange.Terms, table []content.RefundClause) []probe {
	one := decimal.NewFromInt(1)
	edges := []decimal.Decimal{terms.SmallPaymentBelow, one.Sub(terms.AmountTolerance), one, one.Add(terms.AmountTolerance)}
	for _, c := range table {
		for _, end := range []*content.ShareEnd{c.From, c.To} {
			if end != nil {
				edges = append(edges, end.Share)
			}
		}
	}
	slices.SortFunc(edges, decimal.Decimal.Cmp)
	edges = slices.CompactFunc(edges, decimal.Decimal.Equal)
	var all []probe
	var before decimal.Decimal
	for _, edge := range edges {
		if edge.Sign() > 0 { // nothing paid is no payment
			all = append(all, probe{before.Add(edge).Div(decimal.NewFromInt(2)), false}, probe{edge, true})
			before = edge
		}
	}
	return append(all, probe{before.Mul(decimal.NewFromInt(2)), false})
}

// walk looks at every probe of one asker and stage, and joins neighbours with the
// same finding to one.
func walk(terms exchange.Terms, table []content.RefundClause, asks content.Asker, stage exchange.Stage, shares []probe) []Finding {
	var all []Finding
	open := false   // whether the last finding reaches to the probe before
	onEdge := false // whether its example lies on an edge
	for i, p := range shares {
		f, wrong := look(terms, table, asks, stage, p.share)
		if !wrong {
			open = false
			continue
		}
		if !open || !all[len(all)-1].same(f) {
			f.From = lowerEnd(shares, i)
			all = append(all, f)
			onEdge = p.edge
		}
		last := &all[len(all)-1]
		if onEdge && !p.edge {
			last.Example, last.Applied, onEdge = f.Example, f.Applied, false // one in the middle tells more
		}
		last.To, open = upperEnd(shares, i), true
	}
	return all
}

// look holds table and software against each other for one payment.
func look(terms exchange.Terms, table []content.RefundClause, asks content.Asker, stage exchange.Stage, share decimal.Decimal) (Finding, bool) {
	f := Finding{Asks: asks, Stage: stage, Example: share, Applied: applied(terms, asks, stage, share)}
	for i, c := range table {
		if c.Covers(asks, stage, share) {
			f.Rows = append(f.Rows, i)
		}
	}
	switch {
	case len(f.Rows) == 0:
		f.Kind = Gap
	case len(f.Rows) > 1:
		f.Kind = Overlap
	case table[f.Rows[0]].Clause != terms.Number(f.Applied):
		f.Kind = Differs
	default:
		return f, false
	}
	return f, true
}

// Ordered is the amount of the order in every example, in USDT.
var Ordered = decimal.NewFromInt(1000)

// applied gives the clause under which the software would compute the refund, or
// refuse it.
func applied(terms exchange.Terms, asks content.Asker, stage exchange.Stage, share decimal.Decimal) exchange.Clause {
	if b, ok := beside[stage]; ok {
		return b.applied(asks)
	}
	one, paid := decimal.NewFromInt(1), Ordered.Mul(share)
	refund, err := terms.Refund(exchange.RefundCase{
		Coin:  exchange.Currency{Code: exchange.Base, Asset: exchange.Base, Places: exchange.MaxPlaces},
		Stage: stage, ByOffice: asks == content.ByOffice, Ordered: Ordered, Paid: paid,
		Bid: one, Ask: one, Brought: paid, Peg: one, After: exchange.ByStage,
	})
	if refusal, ok := err.(*exchange.Error); ok {
		return refusal.Clause
	}
	return refund.Clause
}

func (f Finding) same(g Finding) bool {
	return f.Kind == g.Kind && slices.Equal(f.Rows, g.Rows) && (f.Kind != Differs || f.Applied == g.Applied)
}

// lowerEnd gives where a range that starts with a probe begins, and upperEnd
// where one that ends with it does.
func lowerEnd(shares []probe, i int) *content.ShareEnd {
	if shares[i].edge {
		return &content.ShareEnd{Share: shares[i].share, Included: true}
	}
	if i == 0 {
		return nil
	}
	return &content.ShareEnd{Share: shares[i-1].share}
}

func upperEnd(shares []probe, i int) *content.ShareEnd {
	if shares[i].edge {
		return &content.ShareEnd{Share: shares[i].share, Included: true}
	}
	if i == len(shares)-1 {
		return nil
	}
	return &content.ShareEnd{Share: shares[i+1].share}
}
