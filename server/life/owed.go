package life

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// RuleOwed is why something goes out under 5.8: a refund left it, because it was too
// small to be sent, and now it can be.
const RuleOwed exchange.Rule = "owed"

// Owes is what the order still owes its client of a refund of which nothing could be
// sent (5.8), in USDT. It stays owed until it has left.
func (l Life) Owes() decimal.Decimal {
	if l.State != exchange.Refunded || l.Refund == nil || l.settled() {
		return decimal.Decimal{}
	}
	return l.Refund.Figures.Line(exchange.LineOwed).Amount.Value
}

// settled says whether what stayed owed has left.
func (l *Life) settled() bool {
	return l.Settled != nil && l.Settled.Sending != nil && l.Settled.Sending.State == Sent
}

// owing says whether something is owed of which nobody has decided yet that it goes
// out.
func (l *Life) owing() bool { return l.Settled == nil && l.Owes().Sign() > 0 }

// Settlement is what would leave of what is owed at this moment: it is bought back at
// the ask, less the cost of sending unless the office bears that. The refund is zero
// while that is still too small to be sent.
func (l Life) Settlement(w World, bears bool) (Refund, error) {
	c, err := l.refundCase(w, bears)
	if err != nil {
		return Refund{}, err
	}
	c.Stage, c.Brought, c.AtMost = exchange.Converted, l.Owes(), nil
	figures, err := c.Figures(exchange.ClauseOwed, RuleOwed, decimal.Decimal{})
	return Refund{Figures: figures, Case: c, ByOffice: bears}, err
}

// offerOwed is what stayed owed, where it can be sent by now: the client may have it.
func (l *Life) offerOwed(w World) (Offer, error) {
	o := Offer{Event: OwedDecided, Clause: exchange.ClauseOwed, Snapshot: w.Snapshot, Address: !l.addressed()}
	if err := l.open(OwedDecided); err != nil {
		return o, err
	}
	r, err := l.Settlement(w, false)
	if err != nil {
		return o, err
	}
	if r.Figures.Refund.Value.IsZero() {
		return o, refuse(exchange.AmountTooSmall, "event", "What is owed is still too small to be sent.", "the same at other prices, or later", exchange.ClauseOwed)
	}
	o.Refund = &r.Figures
	o.Token = o.token(l)
	return o, nil
}

// decideOwed sends what stayed owed: the client asks for it once it can be sent, or
// the office does so, which may bear the cost of sending. Its figures stand from now
// on.
func decideOwed(d *decision) error {
	l, byOffice := &d.life, d.c.Actor == exchange.ByDesk && d.c.Bears
	if err := l.open(OwedDecided); err != nil {
		return err
	}
	if d.c.Actor == exchange.ByClient {
		o, err := l.offerOwed(d.w)
		if err == nil {
			err = confirmed(d.c.Figures, o.Token)
		}
		if err != nil {
			return err
		}
	}
	r, err := l.Settlement(d.w, byOffice)
	if err != nil {
		return err
	}
	if r.Figures.Refund.Value.IsZero() {
		return refuse(exchange.AmountTooSmall, "event", "What is owed is still too small to be sent.", "the same at other prices, or with the cost of sending borne by the office", exchange.ClauseOwed)
	}
	d.tellRefund(r)
	d.facts.Clause = exchange.ClauseOwed
	if err := d.nameTo(); err != nil {
		return err
	}
	if d.said.RefundTo == nil && !l.addressed() {
		return missing("refund_to", "the address that the client names")
	}
	d.facts.Refund.Addressed, d.facts.Until = true, new(d.at.Add(d.w.Terms.RefundTime))
	return nil
}

// confirmed compares what the client confirms with the token of the figures of the
// moment.
func confirmed(figures, token string) error {
	switch figures {
	case token:
		return nil
	case "":
		return refuse(FiguresMissing, "figures", "The figures were not confirmed.", "the token of the figures shown", exchange.ClauseChosen)
	}
	return refuse(FiguresChanged, "figures", "The figures have changed since they were shown.", "the token of the figures of this moment", exchange.ClauseChosen)
}

// owedDecided reads that what stayed owed goes out, and where to.
func owedDecided(l *Life, at time.Time, f Facts, p Private) error {
	if p.RefundTo != nil {
		l.RefundTo = *p.RefundTo
	}
	if f.Refund == nil || f.Until == nil {
		return missing("refund", "the figures of what goes out")
	}
	r, err := l.refund(f)
	if err != nil {
		return err
	}
	r.Decided = at
	l.Settled, l.RefundBy = r, Allotted{By: f.Until.UTC()}
	return nil
}

// owedLeft is what stayed owed having left: its time has ended.
func owedLeft(l *Life, at time.Time, f Facts, p Private) error {
	l.RefundBy = Allotted{}
	return sending(Sent)(l, at, f, p)
}

// decideOwedBegun is recorded before the venue is asked to send what stayed owed, the
// first time and each time after it failed.
func decideOwedBegun(d *decision) error {
	l := d.life
	switch {
	case l.Settled == nil:
		return notBegun(OwedDecided)
	case l.Settled.Sending != nil && l.Settled.Sending.State != Failed:
		return recorded()
	case !l.addressed():
		return missing("refund_to", "the address that the client names")
	}
	d.facts.Clause = exchange.ClauseOwed
	d.facts.Sending = &SendingFacts{Ref: l.refOwed(), Amount: l.Settled.Figures.Refund.Value.String()}
	return nil
}

// decideOwedSending records what became of that sending.
func decideOwedSending(d *decision) error {
	if d.life.Settled == nil {
		return notBegun(OwedDecided)
	}
	if err := d.outcome(d.life.Settled.Sending); err != nil {
		return err
	}
	d.facts.Clause = exchange.ClauseOwed
	return nil
}

// owedPaid are the lines of what stayed owed leaving: it is bought back at the ask of
// its decision, as a refund after the conversion is.
func owedPaid(r Refund) moves {
	var m moves
	back := r.Figures.Refund
	m.post(AccountOwed, exchange.Base, r.Case.Brought.Neg())
	m.post(AccountTrading, exchange.Base, back.Value.Mul(r.Case.Ask))
	m.post(AccountSending, exchange.Base, r.Figures.Line(exchange.LineSending).Amount.Value)
	m.post(AccountRounding, exchange.Base, r.Figures.Line(exchange.LineRounding).Amount.Value)
	m.move(back.Currency, back.Value, AccountTrading, AccountClient)
	return m
}
