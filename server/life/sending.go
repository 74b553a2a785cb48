package life

import (
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// References under which the venue is asked: it never carries out two with the same.
func (l *Life) refAddress() string { return "a-" + l.ID }
func (l *Life) refPayout() string  { return "p-" + l.ID }
func (l *Life) refRefund() string  { return "r-" + l.ID }
func (l *Life) refOwed() string    { return "o-" + l.ID }

// decideAddress assigns where the order's payments arrive.
func decideAddress(d *decision) error {
	l, to := d.life, d.c.Deposit
	switch {
	case to == nil || to.Address == "" || to.Venue == "" || to.Currency == "":
		return missing("deposit", "the venue, the currency and the address")
	case l.Deposit != nil && *l.Deposit == *to:
		return recorded()
	case l.Deposit != nil || l.Parent != "" || !waits(l.stands()):
		return refuse(exchange.TransitionRefused, "deposit", "The order needs no address.", "an order that waits for its payment and has none", exchange.ClauseSeen)
	case to.Currency != l.coin().Code:
		return refuse(exchange.RequestInvalid, "deposit", "The address is for another currency.", "an address for "+l.coin().Code, exchange.ClauseSeen)
	}
	d.deposit = to
	d.facts.Clause = exchange.ClauseSeen
	d.facts.Deposit = &DepositFacts{Venue: to.Venue, Currency: to.Currency, Address: to.Address, Memo: to.Memo}
	return nil
}

// decideConvertBegun is recorded before the venue is asked to convert, so that nobody
// takes the order elsewhere before its answer is known.
func decideConvertBegun(d *decision) error {
	if d.life.Converting {
		return recorded()
	}
	if err := d.allowed(exchange.Convert); err != nil {
		return err
	}
	deal, _, err := d.life.final(d.w)
	if err != nil {
		return err
	}
	if _, err := deal.Recalculate(d.life.received()); err != nil {
		return refuse(NothingLeft, "event", "Nothing would be left to pay out.", "the order's end by an operator's refusal", exchange.ClauseLimits)
	}
	d.facts.Clause = exchange.ClauseConversion
	return nil
}

func decideConvertGivenUp(d *decision) error {
	if !d.life.Converting {
		return recorded()
	}
	d.facts.Clause = exchange.ClauseConversion
	return nil
}

// allowed asks the table whether an event could happen now.
func (d *decision) allowed(e exchange.Event) error {
	facts := d.guards()
	facts.Before = d.life.Before
	_, err := table.Step(d.life.State, e, facts)
	return err
}

// decideConvert records what the conversion brought and computes the order again at
// the prices of this moment (3.6), or at its own where its rate is kept (3.21). A
// payment in USDT is taken over one for one.
func decideConvert(d *decision) error {
	l := d.life
	if l.Fill != nil {
		return recorded()
	}
	if err := d.move(d.guards()); err != nil {
		return err
	}
	if !l.Converting {
		return notBegun(ConvertBegun)
	}
	deal, rate, err := l.final(d.w)
	if err != nil {
		return err
	}
	fill := Fill{Amount: l.received(), Snapshot: d.w.Snapshot, Rate: rate}
	if rate == exchange.RateKept {
		fill.Snapshot, d.facts.Clause = l.SnapshotID, exchange.ClauseFixed
	}
	switch b := d.c.Brought; {
	case l.coin().Asset == exchange.Base:
		fill.Brought = fill.Amount
	case b == nil || b.Currency != exchange.Base || b.Value.Sign() <= 0:
		return missing("brought", "the USDT that the conversion brought")
	default:
		fill.Brought = b.Value
	}
	if fill.Quote, err = quoted(deal, fill.Amount); err != nil {
		return err
	}
	d.tellFill(fill)
	d.money = converted(l.coin().Code, fill)
	return nil
}

// tellFill writes a conversion's figures into the event.
func (d *decision) tellFill(f Fill) {
	d.facts.Fill = &FillFacts{Amount: f.Amount.String(), Brought: f.Brought.String(), Get: f.Quote.Get.Value.String(), Rate: f.Rate}
	d.facts.Prices = &PriceFacts{Snapshot: f.Snapshot, Bid: f.Quote.Deal.Bid.String(), Ask: f.Quote.Deal.Ask.String()}
}

func notBegun(e exchange.Event) error {
	return refuse(NotBegun, "event", "The venue may only be asked after that was recorded.", string(e)+" first", exchange.ClausePayout)
}

// decidePayoutBegun is recorded before the venue is asked to send the withdrawal, the
// first time and each time after it failed.
func decidePayoutBegun(d *decision) error {
	l := d.life
	if l.Payout != nil && l.Payout.State != Failed {
		return recorded()
	}
	if err := d.allowed(exchange.PayoutRequested); err != nil {
		return err
	}
	switch {
	case l.blocked() && l.State != exchange.CompletedState:
		return refuse(RiskOpen, "event", "A person looks at the origin of the payment first.", "risk_cleared", exchange.ClauseService)
	case l.Fill.Quote.Get.Value.IsZero():
		return refuse(NothingLeft, "event", "Nothing is left to pay out.", "the order's end by an operator's refusal", exchange.ClauseLimits)
	}
	d.facts.Clause = exchange.ClausePayout
	d.facts.Sending = &SendingFacts{Ref: l.refPayout(), Amount: l.Fill.Quote.Get.Value.String()}
	return nil
}

// decideRefundBegun is the same for a refund.
func decideRefundBegun(d *decision) error {
	l := d.life
	if err := d.allowed(exchange.RefundRequested); err != nil {
		return err
	}
	switch s := l.Refund.Sending; {
	case s != nil && s.State != Failed:
		return recorded()
	case l.Refund.Figures.Refund.Value.IsZero():
		return refuse(exchange.AmountZero, "event", "There is nothing to send.", "a refund above zero", exchange.ClauseOwed)
	case !l.addressed():
		return missing("refund_to", "the address that the client names")
	}
	d.facts.Clause = exchange.ClauseReturn
	d.facts.Sending = &SendingFacts{Ref: l.refRefund(), Amount: l.Refund.Figures.Refund.Value.String()}
	return nil
}

// addressed says whether it is known where a refund goes.
func (l *Life) addressed() bool { return l.RefundTo.Address != "" }

// decideSending records what became of a sending. A sending that was sent has ended;
// one that failed can still turn out to be sent, and the same is recorded once.
func decideSending(d *decision) error {
	l := d.life
	if l.State == exchange.Refunded && d.event == exchange.RefundConfirmed {
		return recorded()
	}
	if err := d.move(d.guards()); err != nil {
		return err
	}
	s := l.Payout
	if l.State == exchange.RefundDue {
		s = l.Refund.Sending
		if l.Refund.Figures.Refund.Value.IsZero() {
			return d.nothingSent()
		}
	}
	return d.outcome(s)
}

// outcome is what became of a sending, if that can be.
func (d *decision) outcome(s *Sending) error {
	after := outcomes[d.event]
	switch {
	case s == nil:
		return notBegun(PayoutBegun)
	case s.State == Sent && after != Sent:
		return refuse(AlreadySent, "event", "The money has left.", "nothing more", exchange.ClausePayout)
	case s.State == after:
		return recorded()
	case after == Requested && s.State != Begun:
		return notBegun(PayoutBegun)
	case d.c.Sending != nil && d.c.Sending.Ref != "" && d.c.Sending.Ref != s.Ref:
		return refuse(exchange.RequestInvalid, "sending", "This is another sending.", "the reference "+s.Ref, exchange.ClausePayout)
	case after == Sent && (d.c.Sending == nil || d.c.Sending.TxID == ""):
		return missing("txid", "the transaction ID that proves it")
	}
	d.tellSending(*s, after)
	return nil
}

// outcomes are what the events of a sending say of it.
var outcomes = map[exchange.Event]SendingState{
	exchange.PayoutRequested: Requested, exchange.PayoutConfirmed: Sent, exchange.PayoutFailed: Failed,
	exchange.RefundRequested: Requested, exchange.RefundConfirmed: Sent, exchange.RefundFailed: Failed,
	OwedRequested: Requested, OwedSent: Sent, OwedFailed: Failed,
}

// tellSending writes what became of a sending into the event and the books. A
// withdrawal is booked once, when the venue takes it for the first time.
func (d *decision) tellSending(s Sending, after SendingState) {
	l := d.life
	d.facts.Sending = &SendingFacts{Ref: s.Ref, Amount: s.Amount.Value.String()}
	fee := decimal.Decimal{}
	if c := d.c.Sending; c != nil {
		d.facts.Sending.TxID, d.facts.Sending.Why, fee = c.TxID, c.Why, c.Fee
	}
	if after == Requested && l.State == exchange.ConvertedState {
		d.money = paidOut(*l.Fill)
	}
	if after != Sent {
		return
	}
	switch {
	case l.Settled != nil:
		d.money = owedPaid(*l.Settled)
	case l.State == exchange.RefundDue:
		d.money.move(s.Amount.Currency, s.Amount.Value, AccountDue, AccountClient)
	}
	if fee.Sign() > 0 {
		d.facts.Sending.Fee = fee.String()
		d.money.move(s.Amount.Currency, fee, AccountTrading, AccountNetwork)
	}
}

// nothingSent ends a refund of which nothing can be sent: what is left stays owed
// (5.8).
func (d *decision) nothingSent() error {
	if d.event != exchange.RefundConfirmed {
		return refuse(exchange.AmountZero, "event", "There is nothing to send.", "a refund above zero", exchange.ClauseOwed)
	}
	d.facts.Clause = exchange.ClauseOwed
	return nil
}
