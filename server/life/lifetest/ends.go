package lifetest

import (
	"fmt"
	"time"

	"agio/server/life"
	"agio/wasm/exchange"
)

// settle lets everything end: the venue works, the desk does its work, the client
// names an address, and time goes by. An order that does not end then is stuck.
func (r *run) settle() error {
	r.calm = true
	r.prices, r.snapshot = r.Office.prices[0], r.snapshot+1
	for _, k := range r.orders {
		r.now = latest(r.now, k.Life.Latest)
	}
	for _, d := range r.deposits {
		r.now = latest(r.now, d.settled)
	}
	for range 120 {
		done := true
		for i := 0; i < len(r.orders); i++ {
			over, err := r.settleOne(r.orders[i])
			if err != nil {
				return err
			}
			done = done && over
		}
		heard, err := r.hearAll()
		if err != nil {
			return err
		}
		if done && heard {
			return nil
		}
	}
	for _, k := range r.orders {
		if !over(k.Life) {
			return fmt.Errorf("%s is stuck in %s %s (%s), needs %+v, waits for %q", k.Life.ID, k.Life.State, k.Life.Before, k.Life.Reason, k.Life.Needs(r.world()), k.Life.Queue())
		}
	}
	return fmt.Errorf("something is never heard")
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// over says whether nothing more happens to an order by itself.
func over(l life.Life) bool {
	return (l.Ended() || l.State == exchange.Overdue) && l.Queue() == ""
}

// hearAll reports everything; true when the order had heard it all.
func (r *run) hearAll() (bool, error) {
	all := true
	for _, d := range r.deposits {
		p, _ := d.at(r.now)
		if _, more := r.orders[0].Life.Heard(p); more {
			all = false
		}
		if err := r.hear(r.orders[0], p); err != nil {
			return false, err
		}
	}
	return all, nil
}

// settleOne does one thing for an order, or lets the time pass until it needs one.
func (r *run) settleOne(k *Kept) (bool, error) {
	l := k.Life
	if over(l) && l.Needs(r.world()).Kind == life.NeedNothing {
		return r.pay(k)
	}
	if c := r.resolve(l); c != nil {
		refused, fault := r.try(k, *c)
		if fault == nil && refused != nil {
			fault = fmt.Errorf("%s cannot be settled by %s: %w", l.State, c.Event, refused)
		}
		return false, fault
	}
	need := l.Needs(r.world())
	if need.Kind == life.NeedNothing {
		if need.Due.After(r.now) {
			r.now = need.Due
		}
		return false, nil
	}
	return false, r.work(k)
}

// pay sends what stayed owed, once it can be sent, and gives up where it cannot.
func (r *run) pay(k *Kept) (done bool, fault error) {
	l := k.Life
	if l.Owes().Sign() == 0 || r.owed[l.ID] {
		return true, nil
	}
	r.owed[l.ID] = true
	defer func(was exchange.Prices) { r.prices = was }(r.prices)
	r.prices = r.Office.prices[r.rng.IntN(len(r.Office.prices))] // what was too little may be enough by now
	c := r.command(k, life.OwedDecided)
	c.Actor, c.Operator, c.Why = exchange.ByDesk, "ann", "the client asked"
	could, err := l.Settlement(r.world(), c.Bears)
	refused, fault := r.try(k, c)
	if fault == nil && refused == nil != (err == nil && could.Figures.Refund.Value.Sign() > 0) {
		fault = fmt.Errorf("%s could be sent of what is owed, and: %v", could.Figures.Refund, refused)
	}
	return refused != nil, fault
}

// resolve is what a person does who wants the order to end.
func (r *run) resolve(l life.Life) *life.Command {
	c := life.Command{Actor: exchange.ByDesk, Operator: "ann", Why: "to end it"}
	if l.Proposed != nil && l.Proposed.Operator == "ann" {
		c.Operator = "bob"
	}
	switch q := l.Queue(); {
	case l.Restricted && !over(l):
		c.Event = life.Restricted // its times do not run
	case l.State == exchange.Withheld:
		c.Event = exchange.Release
	case q == life.QueueProposal:
		c.Event = life.ProposalDropped
	case q == life.QueueVerification && l.Paid, q == life.QueueAnswered && l.Paid:
		c.Event = exchange.Approve
		if r.rng.IntN(3) == 0 {
			c.Event = exchange.Decline
		}
	case q == life.QueueSuspended:
		c.Event = exchange.Resume
	case q == life.QueueRisk:
		c.Event = life.RiskCleared
	case q == life.QueueWrongCoin:
		c.Event = life.WrongCoinBack
		for _, p := range l.Payments {
			if p.Currency != l.Quote.Deal.From.Code && p.Returned == "" {
				c.Payment = &p
			}
		}
		c.Sending = &life.Sending{TxID: "back"}
	case l.State == exchange.RefundDue && l.RefundTo.Address == "" && l.Refund.Figures.Refund.Value.Sign() > 0:
		c = r.command(r.orders[0], life.RefundAddress)
		c.Actor = exchange.ByClient
	default:
		return nil
	}
	return &c
}

// ended checks what must hold of the whole: no money is ignored, what was booked is
// what came in and went out, every order replays, and at its end nothing more is
// possible but more money.
func (r *run) ended() error {
	for _, k := range r.orders {
		if err := k.Replayed(); err != nil {
			return err
		}
		if err := r.sums(k); err != nil {
			return err
		}
		for range 2 {
			if err := r.nonsense(k); err != nil {
				return err
			}
		}
	}
	for _, d := range r.deposits {
		if err := r.accounted(d); err != nil {
			return err
		}
	}
	return nil
}

// accounted finds a deposit that was received: in its order, in a case, or in the
// books of what is owed and was given back.
func (r *run) accounted(d deposit) error {
	if d.gone {
		return nil
	}
	for _, k := range r.orders {
		for _, p := range k.Life.Payments {
			if p.ID == d.ID && !p.Confirmed.IsZero() && p.Case == "" && p.Amount.Equal(d.Amount) {
				return nil
			}
		}
	}
	return fmt.Errorf("the payment %s of %s %s is ignored", d.ID, d.Amount, d.Currency)
}

// sums compares the books of an order with what came in and what was sent.
func (r *run) sums(k *Kept) error {
	l := k.Life
	for _, coin := range []string{l.Quote.Deal.From.Code, l.Quote.Deal.To.Code, "VET"} {
		want := Dec("0")
		for _, p := range l.Payments {
			if p.Currency == coin && !p.Confirmed.IsZero() && p.Case == "" {
				want = want.Sub(p.Amount)
				if p.Returned != "" {
					want = want.Add(p.Amount)
				}
			}
		}
		sendings := []*life.Sending{l.Payout}
		if l.Refund != nil {
			sendings = append(sendings, l.Refund.Sending)
		}
		if l.Settled != nil {
			sendings = append(sendings, l.Settled.Sending)
		}
		for _, s := range sendings {
			if s == nil || s.Amount.Currency != coin || s == l.Payout && s.State == life.Failed && l.Refund != nil {
				continue
			}
			if s.State != life.Sent || !r.sent[s.Ref] {
				return fmt.Errorf("%s ended, and its sending %+v did not", l.ID, *s)
			}
			want = want.Add(s.Amount.Value)
		}
		if got := k.Sum(life.AccountClient, coin); !got.Equal(want) {
			return fmt.Errorf("%s: the books say that %s %s went to the client, it was %s", l.ID, got, coin, want)
		}
	}
	return nil
}
