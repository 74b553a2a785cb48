package life

import (
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// refundCase is what a refund is computed from at this moment (5.5, 5.6): the stage
// decides what the payment is worth and at which price the coin goes back, the
// tariff what sending costs and what is too small to be sent.
func (l *Life) refundCase(w World, byOffice bool) (exchange.RefundCase, error) {
	c := exchange.RefundCase{
		Coin: l.coin(), Stage: exchange.BeforeConversion, ByOffice: byOffice,
		Ordered: l.Quote.Give.Value, Paid: l.received(), Peg: decimal.NewFromInt(1), AtMost: l.Lowered,
	}
	if w.Tariff != nil {
		c.Peg, c.After = w.Tariff.Peg, w.Tariff.AfterConversion
		if now, err := w.Tariff.Currency("from", c.Coin.Code); err == nil {
			c.Coin.SendMin, c.Sending = now.SendMin, now.SendingFee
		}
	}
	price, err := w.Prices.Of(c.Coin.Asset)
	if err != nil {
		return c, err
	}
	c.Bid, c.Ask = price.Bid, price.Ask
	if l.Fill != nil {
		c.Stage, c.Brought = exchange.Converted, l.Fill.Brought
	}
	return c, nil
}

// returned computes a refund at this moment.
func (l *Life) returned(w World, byOffice bool) (Refund, error) {
	c, err := l.refundCase(w, byOffice)
	if err != nil {
		return Refund{}, err
	}
	figures, err := w.Terms.Refund(c)
	return Refund{Figures: figures, Case: c, ByOffice: byOffice}, err
}

// giveBack decides a refund: its figures stand from now on (5.6).
func (d *decision) giveBack(byOffice bool) error {
	r, err := d.life.returned(d.w, byOffice)
	if err != nil {
		return err
	}
	d.tellRefund(r)
	d.money = refundDecided(r)
	if err := d.nameTo(); err != nil {
		return err
	}
	if d.life.addressed() || d.said.RefundTo != nil {
		d.facts.Refund.Addressed = true
		d.facts.Until = new(d.at.Add(d.w.Terms.RefundTime))
	} else {
		d.facts.Until = nil
	}
	return nil
}

// nameTo takes the address that is named with a decision.
func (d *decision) nameTo() error {
	if d.c.RefundTo == nil || d.c.RefundTo.Address == "" {
		return nil
	}
	if err := d.life.checkAccount(*d.c.RefundTo); err != nil {
		return err
	}
	d.said.RefundTo = d.c.RefundTo
	return nil
}

// tellRefund writes a refund's inputs and results into the event.
func (d *decision) tellRefund(r Refund) {
	c := r.Case
	price := c.Bid
	if c.Stage == exchange.Converted {
		price = c.Ask
	}
	f := &RefundFacts{
		Clause: r.Figures.Clause, Stage: string(c.Stage), Rule: string(r.Figures.Rule), ByOffice: c.ByOffice, Ordered: c.Ordered.String(), Paid: c.Paid.String(),
		Price: price.String(), Sending: c.Sending.String(), Fee: r.Figures.Line(exchange.LineFee).Amount.Value.String(),
		Amount: r.Figures.Refund.Value.String(), Owed: r.Figures.Line(exchange.LineOwed).Amount.Value.String(),
	}
	if c.Stage == exchange.Converted {
		f.Brought = c.Brought.String()
	}
	if c.Coin.SendMin.Sign() > 0 {
		f.SendMin = c.Coin.SendMin.String()
	}
	d.facts.Refund = f
	if !c.ByOffice {
		d.facts.Clause = f.Clause
	}
	d.facts.Prices = &PriceFacts{Snapshot: d.w.Snapshot, Bid: c.Bid.String(), Ask: c.Ask.String()}
}

// decideReturn is an operator's decision by which the money goes back whole (5.9).
func decideReturn(d *decision) error {
	if err := d.life.free(); err != nil {
		return err
	}
	if err := d.move(d.guards()); err != nil {
		return err
	}
	return d.giveBack(true)
}

// decideRefuse refuses the service (6.5): nothing is due before a payment, and what
// was paid goes back whole. The clock may do so only where nothing would be left to
// pay out (3.19).
func decideRefuse(d *decision) error {
	l := d.life
	if d.c.Actor == exchange.ByClock && !l.nothingLeft(d.w) {
		return refuse(ActorRefused, "actor", "Something would be left to pay out.", "an operator", exchange.ClauseService)
	}
	if err := l.free(); err != nil {
		return err
	}
	if err := d.unseen(); err != nil {
		return err
	}
	if err := d.move(d.guards()); err != nil {
		return err
	}
	if d.facts.State != exchange.RefundDue {
		return nil
	}
	return d.giveBack(true)
}

// nothingLeft says whether the order would pay out nothing: the recalculation that
// was made, or the one that would be made now.
func (l *Life) nothingLeft(w World) bool {
	switch l.State {
	case exchange.ConvertedState:
		return l.Fill.Quote.Get.Value.IsZero()
	case exchange.Received:
		deal, _, err := l.final(w)
		if err != nil || l.Converting {
			return false
		}
		q, err := quoted(deal, l.received())
		return err == nil && q.Get.Value.IsZero()
	}
	return false
}

// decideFeeLowered lowers the fee of a refund in a single case (5.5): of one that
// will be asked for, or of one that was decided and is not being sent.
func decideFeeLowered(d *decision) error {
	l, most := d.life, d.c.Fee
	if most == nil || most.Currency != exchange.Base || most.Value.Sign() < 0 {
		return missing("fee", "what is kept at most, in "+exchange.Base)
	}
	if l.Lowered != nil && most.Value.GreaterThanOrEqual(l.Lowered.Value) {
		return refuse(FeeRaised, "fee", "A fee can only be lowered.", "less than "+l.Lowered.Value.String()+" "+exchange.Base, exchange.ClauseChosen)
	}
	d.facts.Clause, d.facts.Fee = exchange.ClauseChosen, most.Value.String()
	switch l.stands() {
	case exchange.Confirming, exchange.Received, exchange.Verification, exchange.ConvertedState, exchange.LateReview:
		return l.free()
	case exchange.RefundDue:
		return d.figureAnew(*most)
	}
	return refuse(exchange.TransitionRefused, "event", "No fee can be due here.", "an order whose payment may still be returned", exchange.ClauseChosen)
}

// figureAnew computes a refund that was decided with a lower fee, at the same prices.
func (d *decision) figureAnew(most exchange.Amount) error {
	old := d.life.Refund
	if old.Sending != nil {
		return refuse(SendingUnderWay, "event", "The refund was sent or begun to be sent.", "an earlier moment", exchange.ClauseChosen)
	}
	kept := old.Figures.Line(exchange.LineFee).Amount.Value
	if most.Value.GreaterThanOrEqual(kept) {
		return refuse(FeeRaised, "fee", "A fee can only be lowered.", "less than "+kept.String()+" "+exchange.Base, exchange.ClauseChosen)
	}
	figures, err := old.Case.Figures(old.Figures.Clause, old.Figures.Rule, most.Value)
	if err != nil {
		return err
	}
	anew := Refund{Figures: figures, Case: old.Case, ByOffice: old.ByOffice}
	clause := d.facts.Clause
	d.tellRefund(anew)
	d.facts.Clause, d.facts.Prices = clause, nil
	d.facts.Refund.Addressed = d.life.addressed()
	d.money = refundDecided(anew).without(refundDecided(*old))
	return nil
}
