package life

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Received is the sum of the payments that the order goes on with: received before
// its conversion, in its own coin (3.12).
func (l Life) Received() decimal.Decimal { return l.received() }

func (l *Life) received() decimal.Decimal { return l.sum(l.counts) }

// counts says whether a payment is part of the order's sum.
func (l *Life) counts(p *Payment) bool {
	return !p.Confirmed.IsZero() && !p.Dropped && p.Case == "" && p.Currency == l.coin().Code
}

// pending says whether a payment was seen, is the order's own, and is neither gone
// nor a case.
func (l *Life) pending(p *Payment) bool {
	return !p.Dropped && p.Case == "" && p.Currency == l.coin().Code
}

func (l *Life) coin() exchange.Currency { return l.Quote.Deal.From }

// find gives what is known of a payment.
func (l *Life) find(id string) (Payment, bool) {
	for _, p := range l.Payments {
		if p.ID == id {
			return p, true
		}
	}
	return Payment{}, false
}

// risky says whether money of the order carries a risk that no person has looked
// at.
func (l *Life) risky() bool {
	for i := range l.Payments {
		if p := &l.Payments[i]; p.Risk != "" && !p.Cleared && l.pending(p) {
			return true
		}
	}
	return false
}

// blocked says whether a risk has to be looked at before what was converted may be
// paid out: a further payment that is not received yet is not part of it.
func (l *Life) blocked() bool {
	for i := range l.Payments {
		if p := &l.Payments[i]; p.Risk != "" && !p.Cleared && l.counts(p) {
			return true
		}
	}
	return false
}

// quoted computes the order at the prices of an event on an amount received; where
// nothing is left to pay out, the quote pays out nothing (3.19).
func quoted(d exchange.Deal, received decimal.Decimal) (exchange.Quote, error) {
	q, err := d.Recalculate(received)
	if refused, ok := err.(*exchange.Error); ok && refused.Code == exchange.AmountTooSmall {
		return d.Nothing(received), nil
	}
	return q, err
}

// wasConverted reads a conversion and computes the order again as it was computed
// then; the withdrawal must be the same.
func wasConverted(l *Life, _ time.Time, f Facts, _ Private) error {
	fill, err := l.fill(f)
	if err != nil {
		return err
	}
	l.Fill, l.Converting = fill, false
	return nil
}

func convertGivenUp(l *Life, at time.Time, _ Facts, _ Private) error {
	l.Converting = false
	l.ConvertTries++
	l.ConvertAfter = at.Add(wait(l.ConvertTries))
	return nil
}

// computedAnew replaces the figures of a conversion by those that the client
// accepted; before a conversion there are none to replace.
func computedAnew(l *Life, at time.Time, f Facts, p Private) error {
	l.Renewed = true
	if f.Fill == nil {
		return nil
	}
	return wasConverted(l, at, f, p)
}

func (l *Life) fill(f Facts) (*Fill, error) {
	if f.Fill == nil || f.Prices == nil {
		return nil, fmt.Errorf("the conversion's figures are missing")
	}
	fill := Fill{Snapshot: f.Prices.Snapshot, Rate: f.Fill.Rate}
	deal := l.Quote.Deal
	for _, n := range []struct {
		into *decimal.Decimal
		text string
	}{{&fill.Amount, f.Fill.Amount}, {&fill.Brought, f.Fill.Brought}, {&deal.Bid, f.Prices.Bid}, {&deal.Ask, f.Prices.Ask}} {
		var err error
		if *n.into, err = number(n.text); err != nil {
			return nil, err
		}
	}
	var err error
	if fill.Quote, err = quoted(deal, fill.Amount); err != nil {
		return nil, err
	}
	if got := fill.Quote.Get.Value.String(); got != f.Fill.Get {
		return nil, fmt.Errorf("the conversion contradicts itself: the withdrawal is %s, the event says %s", got, f.Fill.Get)
	}
	return &fill, l.checkRate(fill)
}

// refundBegins reads a refund that was decided, where money was to be returned, and
// where it goes if the client named that with it.
func refundBegins(l *Life, at time.Time, f Facts, p Private) error {
	if p.RefundTo != nil {
		l.RefundTo = *p.RefundTo
	}
	if f.Refund == nil {
		return nil
	}
	r, err := l.refund(f)
	if err != nil {
		return err
	}
	r.Decided = at
	l.Refund = r
	if f.Until != nil {
		l.RefundBy = Allotted{By: f.Until.UTC()}
	}
	return nil
}

// refund computes a refund again from what its event says, and compares.
func (l *Life) refund(f Facts) (*Refund, error) {
	c := exchange.RefundCase{Coin: l.coin(), Stage: exchange.Stage(f.Refund.Stage), ByOffice: f.Refund.ByOffice}
	var price, fee decimal.Decimal
	for _, n := range []struct {
		into *decimal.Decimal
		text string
	}{
		{&c.Ordered, f.Refund.Ordered}, {&c.Paid, f.Refund.Paid}, {&price, f.Refund.Price}, {&c.Brought, f.Refund.Brought},
		{&c.Sending, f.Refund.Sending}, {&c.Coin.SendMin, f.Refund.SendMin}, {&fee, f.Refund.Fee},
	} {
		var err error
		if *n.into, err = number(n.text); err != nil {
			return nil, err
		}
	}
	if c.Stage == exchange.Converted {
		c.Ask = price
	} else {
		c.Bid = price
	}
	figures, err := c.Figures(f.Refund.Clause, exchange.Rule(f.Refund.Rule), fee)
	if err != nil {
		return nil, err
	}
	if got := figures.Refund.Value.String(); got != f.Refund.Amount {
		return nil, fmt.Errorf("the refund contradicts itself: it is %s, the event says %s", got, f.Refund.Amount)
	}
	return &Refund{Figures: figures, Case: c, ByOffice: c.ByOffice}, nil
}

// feeLowered keeps what a fee is at most; where the refund is decided already its
// figures are computed anew.
func feeLowered(l *Life, _ time.Time, f Facts, _ Private) error {
	most, err := number(f.Fee)
	if err != nil {
		return err
	}
	l.Lowered = &exchange.Amount{Value: most, Currency: exchange.Base}
	if f.Refund == nil || l.Refund == nil {
		return nil
	}
	r, err := l.refund(f)
	if err == nil {
		r.Decided = l.Refund.Decided
		l.Refund = r
	}
	return err
}

// sendingBegun opens a sending, or opens one that failed again, before the venue is
// asked.
func sendingBegun(l *Life, at time.Time, f Facts, _ Private) error {
	s, back := l.sending(), l.back()
	if f.Sending == nil {
		return fmt.Errorf("the sending is missing")
	}
	if s == nil {
		amount, err := number(f.Sending.Amount)
		if err != nil {
			return err
		}
		s = &Sending{Ref: f.Sending.Ref, Amount: exchange.Amount{Value: amount, Currency: l.Quote.Deal.To.Code}}
		if back != nil {
			s.Amount.Currency, back.Sending = l.coin().Code, s
		} else {
			l.Payout = s
		}
	}
	s.State, s.Since = Begun, at
	s.Tries++
	return nil
}

// back is what goes back to the client now: what stayed owed of a refund, or the
// refund; nil where nothing does.
func (l *Life) back() *Refund {
	if l.Settled != nil {
		return l.Settled
	}
	return l.Refund
}

// sending is what is sent now, or was sent last: nil before it was begun.
func (l *Life) sending() *Sending {
	if back := l.back(); back != nil {
		return back.Sending
	}
	return l.Payout
}

// sending reads what became of a sending. A refund of nothing ends without one.
func sending(state SendingState) func(*Life, time.Time, Facts, Private) error {
	return func(l *Life, at time.Time, f Facts, _ Private) error {
		s := l.sending()
		if s == nil || f.Sending == nil {
			return nil
		}
		fee, err := number(f.Sending.Fee)
		if err != nil {
			return err
		}
		s.State, s.Since, s.Why = state, at, f.Sending.Why
		if f.Sending.TxID != "" {
			s.TxID, s.Fee = f.Sending.TxID, fee
		}
		return nil
	}
}
