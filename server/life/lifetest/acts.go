package lifetest

import (
	"fmt"
	"slices"
	"strconv"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// report is the venue telling of one payment: everything it knows, or once again
// only one thing, whatever the order has heard of it before.
func (r *run) report() error {
	if len(r.deposits) == 0 {
		return nil
	}
	k := r.orders[0]
	d := r.deposits[r.rng.IntN(len(r.deposits))]
	p, is := d.at(r.now)
	if !is {
		return nil
	}
	if r.rng.IntN(3) == 0 {
		return r.raw(k, p)
	}
	return r.hear(k, p)
}

// raw reports one thing without asking what the order knows.
func (r *run) raw(k *Kept, p life.Payment) error {
	e := exchange.PaymentSeen
	switch {
	case p.Dropped:
		e = exchange.PaymentDropped
	case p.Risk != "" && r.rng.IntN(2) == 0:
		e = exchange.RiskFlag
	case !p.Confirmed.IsZero():
		e = exchange.PaymentConfirmed
	}
	_, fault := r.try(k, life.Command{Event: e, Actor: exchange.ByVenue, Payment: &p, CaseID: r.caseID()})
	return fault
}

// hear brings an order up to what the venue says, as far as the order lets it.
func (r *run) hear(k *Kept, p life.Payment) error {
	for range 8 {
		c, more := k.Life.Heard(p)
		if !more {
			return nil
		}
		c.CaseID = r.caseID()
		refused, fault := r.try(k, c)
		if fault != nil || refused != nil {
			return fault
		}
	}
	return fmt.Errorf("there is always more to hear of %+v", p)
}

func (r *run) caseID() string { return "o." + strconv.Itoa(len(r.orders)) }

// work does what an order needs, with a venue that fails now and then.
func (r *run) work(k *Kept) error {
	for range 1 + r.rng.IntN(4) {
		if !r.calm && k.Life.State == exchange.ConvertedState && r.rng.IntN(3) == 0 {
			if r.bent != nil {
				return r.desk(k)
			}
			return r.client(k) // somebody is quicker than the office
		}
		need := k.Life.Needs(r.world())
		c := r.serve(k, need)
		if c == nil {
			return nil
		}
		refused, fault := r.try(k, *c)
		if fault != nil {
			return fault
		}
		if refused != nil {
			return fmt.Errorf("%s needs %+v and may not: %w", k.Life.State, need, refused)
		}
	}
	return nil
}

// serve does what is needed and gives the command that records it; nil when nothing
// is needed, or the venue has no answer.
func (r *run) serve(k *Kept, need life.Need) *life.Command {
	l := k.Life
	fails := (!r.calm || l.Settled != nil) && r.rng.IntN(5) == 0
	switch need.Kind {
	case life.NeedClock:
		return &need.Command
	case life.NeedAddress:
		return &life.Command{Event: life.AddressAssigned, Actor: exchange.ByVenue, Deposit: &store.Deposit{Venue: "v", Currency: l.Quote.Deal.From.Code, Address: "a-" + l.ID}}
	case life.NeedConvert:
		if fails {
			return &life.Command{Event: life.ConvertGivenUp, Actor: exchange.ByVenue}
		}
		bid := r.prices[l.Quote.Deal.From.Asset].Bid
		return &life.Command{Event: exchange.Convert, Actor: exchange.ByVenue,
			Brought: &exchange.Amount{Value: l.Received().Mul(bid).Truncate(8).Add(Dec("0.00000001")), Currency: exchange.Base}}
	case life.NeedPayout, life.NeedRefund, life.NeedOwed:
		if need.Command.Event != "" {
			return &need.Command
		}
		return r.ask(need.Kind, fails)
	case life.NeedPayoutLook:
		return r.look(l.Payout, exchange.PayoutConfirmed, exchange.PayoutFailed, fails)
	case life.NeedOwedLook:
		return r.look(l.Settled.Sending, life.OwedSent, life.OwedFailed, fails)
	case life.NeedRefundLook:
		return r.look(l.Refund.Sending, exchange.RefundConfirmed, exchange.RefundFailed, fails)
	}
	return nil
}

// ask asks the venue to send; it may refuse, or not answer.
func (r *run) ask(kind life.NeedKind, fails bool) *life.Command {
	taken, failed := exchange.PayoutRequested, exchange.PayoutFailed
	switch kind {
	case life.NeedRefund:
		taken, failed = exchange.RefundRequested, exchange.RefundFailed
	case life.NeedOwed:
		taken, failed = life.OwedRequested, life.OwedFailed
	}
	switch {
	case fails && r.rng.IntN(2) == 0:
		return nil
	case fails:
		return &life.Command{Event: failed, Actor: exchange.ByVenue, Sending: &life.Sending{Why: "refused"}}
	}
	return &life.Command{Event: taken, Actor: exchange.ByVenue}
}

// look asks what became of a sending.
func (r *run) look(s *life.Sending, sent, failed exchange.Event, fails bool) *life.Command {
	if fails {
		return &life.Command{Event: failed, Actor: exchange.ByVenue, Sending: &life.Sending{Ref: s.Ref, Why: "no answer"}}
	}
	r.sent[s.Ref] = true
	return &life.Command{Event: sent, Actor: exchange.ByVenue, Sending: &life.Sending{Ref: s.Ref, TxID: "t-" + s.Ref, Fee: Dec("0.0001")}}
}

// client does one of the things that are offered, at times with figures that were
// never shown.
func (r *run) client(k *Kept) error {
	offers := k.Life.Offers(r.world())
	if len(offers) == 0 {
		return nil
	}
	o := offers[r.rng.IntN(len(offers))]
	c := r.command(k, o.Event)
	c.Actor, c.Figures = exchange.ByClient, o.Token
	wrong := o.Token != "" && r.rng.IntN(6) == 0
	if wrong {
		c.Figures = "x" + o.Token[1:]
	}
	refused, fault := r.try(k, c)
	named := o.Token != "" && (k.Life.State == exchange.RefundDue || o.Event == life.OwedDecided) && k.Life.RefundTo != *c.RefundTo
	switch {
	case fault != nil:
		return fault
	case refused == nil && named:
		return fmt.Errorf("%s named %v, the refund goes to %v", o.Event, *c.RefundTo, k.Life.RefundTo)
	case wrong && refused == nil && o.Token[0] != 'x':
		return fmt.Errorf("%s was decided on figures that nobody has shown", o.Event)
	case refused != nil && o.Token != "" && !wrong:
		return fmt.Errorf("%s is offered in %s, and refused: %w", o.Event, k.Life.State, refused)
	}
	return nil
}

// desk does one of the things that an operator may do.
func (r *run) desk(k *Kept) error {
	list := k.Life.Actions()
	if len(list) == 0 {
		return nil
	}
	a := list[r.rng.IntN(len(list))]
	for _, liked := range list {
		if slices.Contains(r.bent, liked.Event) && r.rng.IntN(2) == 0 {
			a = liked
		}
	}
	c := r.command(k, a.Event)
	c.Actor, c.Operator, c.Why = exchange.ByDesk, [...]string{"ann", "bob"}[r.rng.IntN(2)], "because"
	if a.By == "ann" && r.rng.IntN(4) > 0 {
		c.Operator = "bob"
	}
	if a.Event == exchange.RiskFlag {
		c.Payment = nil
	}
	refused, fault := r.try(k, c)
	if fault != nil {
		return fault
	}
	if refused != nil && !excused(refused) {
		return fmt.Errorf("%s is an action in %s, and refused: %w", a.Event, k.Life.State, refused)
	}
	return nil
}

// excused are refusals of an action for what it said, not for where the order is.
func excused(err error) bool {
	e, _ := err.(*exchange.Error)
	switch e.Code {
	case life.SecondOperator, life.AlreadyRecorded, life.FeeRaised, life.FieldMissing, exchange.PriceMissing, life.PaymentUnknown,
		exchange.AmountTooSmall: // what is owed may be too small still
		return true
	}
	return false
}

// nonsense is anybody asking for anything.
func (r *run) nonsense(k *Kept) error {
	c := r.command(k, r.events[r.rng.IntN(len(r.events))])
	c.Actor = [...]exchange.Actor{exchange.ByClient, exchange.ByVenue, exchange.ByClock, exchange.ByDesk, exchange.ByTwo, ""}[r.rng.IntN(6)]
	if r.rng.IntN(2) == 0 {
		c.Actor = exchange.ByDesk
		c.Operator, c.Why = "eve", "because"
	}
	switch c.Event {
	case exchange.PayoutConfirmed, exchange.RefundConfirmed, life.OwedSent, exchange.PayoutFailed, exchange.RefundFailed, life.OwedFailed:
		c.Sending = &life.Sending{Ref: "somebody else's"} // what a venue sent, only the venue says
	}
	if c.Event == life.MaterialDeleted && len(k.Life.Materials) > 0 {
		c.Actor, c.Material = exchange.ByClock, k.Life.Materials[0] // its time is over
	}
	_, fault := r.try(k, c)
	return fault
}

// command fills the fields that an event may need.
func (r *run) command(k *Kept, e exchange.Event) life.Command {
	c := life.Command{Event: e, CaseID: r.caseID(), Text: Written, Material: "m" + strconv.Itoa(r.rng.IntN(4)), On: r.rng.IntN(2) == 0, Bears: r.rng.IntN(2) == 0}
	to := store.Account{Address: Bitcoin}
	if k.Life.Quote.Deal.From.Code != "BTC" {
		to.Address = Tron
	}
	c.RefundTo = &to
	if len(r.deposits) > 0 {
		if p, is := r.deposits[r.rng.IntN(len(r.deposits))].at(r.now); is {
			c.Payment = &p
		}
	}
	c.Fee = &exchange.Amount{Value: Dec(strconv.Itoa(r.rng.IntN(60))), Currency: exchange.Base}
	if e == life.WrongCoinBack {
		c.Sending = &life.Sending{TxID: "back"}
	}
	return c
}
