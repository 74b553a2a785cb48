package templates

import (
	"context"
	"io"
	"slices"
	"time"

	"agio/wasm/exchange"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"
)

// Order is an order as its client sees it: where it stands, what happens next
// and by when, and everything that was agreed. The clauses it names are those of
// the edition it was made under, where the site has that.
func Order(p Page, v OrderView) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return orderPage(p, v).Render(underOrder(ctx, p.Site, v.Terms, v.TermsHash), w)
	})
}

// Decide is one offer of an order, looked at before it is confirmed.
func Decide(p Page, v DecideView) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return decidePage(p, v).Render(underOrder(ctx, p.Site, v.Order.Terms, v.Order.TermsHash), w)
	})
}

// scripts are those of the page of an order that something may happen to.
func (v OrderView) scripts() []string {
	if v.Worked {
		return []string{"js/follow.js"}
	}
	return nil
}

// status is what the page says of where the order stands.
func (v OrderView) status() status {
	switch {
	case v.fulfilled():
		return fulfilled
	case v.State == exchange.LateReview && v.Parent != "":
		return furtherPayment
	case v.Settled != nil && v.Settled.Sending != nil && v.Settled.Sending.Sent:
		return owedLeft
	case v.Settled != nil:
		return owedGoes
	case v.unsent() && v.owed() != "":
		return staysOwed
	case v.unsent():
		return nothingBack
	}
	s := statuses[v.State]
	if v.State == exchange.Received && v.Rate == exchange.RateKept {
		s.Next = keptNext
	}
	return s
}

// fulfilled says whether the withdrawal has left.
func (v OrderView) fulfilled() bool {
	return v.State == exchange.CompletedState && v.Payout != nil && v.Payout.Sent
}

// unsent says whether the order ends in a refund of which nothing is sent (5.8), so
// far.
func (v OrderView) unsent() bool {
	return v.Settled == nil && (v.State == exchange.RefundDue || v.State == exchange.Refunded) && v.Refund != nil && v.Refund.Figures.Refund.Value.IsZero()
}

// owed is what stays owed of a refund, with its unit; empty where nothing does.
func (v OrderView) owed() string {
	if v.Refund == nil {
		return ""
	}
	a := v.Refund.Figures.Line(exchange.LineOwed).Amount
	if a.Value.Sign() <= 0 {
		return ""
	}
	return a.Value.String() + noBreak + a.Currency
}

// termsOf gives the figures an order was made under, or those in force where the
// site does not know them.
func (s *Site) termsOf(v OrderView) exchange.Terms {
	if a, known := s.Agreed(v.Terms, v.TermsHash); known {
		return a.Terms
	}
	return s.Terms
}

// amlAddress is where an edition of the AML/KYC policy stands.
func (s *Site) amlAddress(edition string) string {
	if slices.Contains(s.AMLEditions, edition) {
		return "/aml-kyc/" + edition + "/"
	}
	return "/aml-kyc/"
}

// estimated says whether the amount paid out can still change: until the
// conversion takes the final prices (3.3, 3.6).
func estimated(s exchange.State) bool {
	switch s {
	case exchange.AwaitingPayment, exchange.Confirming, exchange.Received, exchange.Verification, exchange.LateReview:
		return true
	}
	return false
}

// tone is how a state is coloured; its words say the same.
func tone(s exchange.State) string {
	switch s {
	case exchange.CompletedState, exchange.Refunded:
		return "good"
	case exchange.AwaitingPayment, exchange.Verification, exchange.LateReview, exchange.Suspended:
		return "warn"
	case exchange.Overdue, exchange.Rejected, exchange.Withheld:
		return "bad"
	}
	return "calm"
}

// widest is the most places that a quote's lines have.
func widest(lines []exchange.Line) int {
	most := 0
	for _, l := range lines {
		most = max(most, places(l.Amount.Value))
	}
	return most
}

// parts are the lines that the value of a payment divides into.
func parts(q exchange.Quote) []exchange.Line {
	if len(q.Lines) == 0 {
		return nil
	}
	return q.Lines[1:]
}

// percent prints a fraction as a percentage, exactly.
func percent(fraction decimal.Decimal) string {
	return fraction.Shift(2).String() + noBreak + "%"
}

// withinText is the time allotted for the withdrawal, where it is known.
func withinText(d time.Duration) string {
	if d <= 0 {
		return "the time shown when you ordered"
	}
	return periodWords(d)
}

// networkWords is what a currency is and which network carries it, such as
// "Tether USD, Tron (TRC-20)". A network that is called like its coin is named
// once.
func networkWords(c exchange.Currency) string {
	if c.Network == "" || c.Network == c.Name {
		return c.Name
	}
	return c.Name + ", " + c.Network
}

// roadWords names a stop of the road in one or two words.
func roadWords(s exchange.State) string {
	switch s {
	case exchange.AwaitingPayment:
		return "Ordered"
	case exchange.Confirming:
		return "Seen"
	case exchange.Received:
		return "Received"
	case exchange.ConvertedState:
		return "Converted"
	}
	return "Completed"
}

// memoWords names the extra reference as the network of a currency calls it.
func memoWords(c exchange.Currency) string {
	if c.Memo == "" {
		return "Reference"
	}
	return "With the " + c.Memo
}

// byWhen heads the line that says by when something happens or, where nothing
// is to happen any more, what is still due.
func (v OrderView) byWhen() string {
	if v.fulfilled() || v.unsent() {
		return "What is due"
	}
	switch v.State {
	case exchange.Cancelled, exchange.Rejected, exchange.Refunded, exchange.Overdue:
		return "What is due"
	}
	return "By when"
}
