package paper

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// flying is a withdrawal that was asked for and has not arrived at the exchange yet:
// whoever asks for it hears that there is none.
const flying venue.SendingState = "flying"

// Withdraw accepts a withdrawal, or says what became of the one with its reference.
func (v *Venue) Withdraw(ctx context.Context, w venue.Withdrawal) (venue.Sending, error) {
	var s sending
	err := v.asked(ctx, Call{Method: "withdraw", Ref: w.Ref}, func(slow bool) error {
		if err := v.settle(ctx); err != nil {
			return err
		}
		return v.write("withdraw", func(b pages) (err error) {
			s, err = v.accept(b, w, slow)
			return err
		})
	})
	if err != nil {
		return venue.Sending{}, err
	}
	return s.Sending, nil
}

// accept is where one reference is one sending: what is on its way or sent stays as it
// is, and only what failed is tried anew. A request that is still on its way arrives
// now, as its repetition.
func (v *Venue) accept(b pages, w venue.Withdrawal, slow bool) (sending, error) {
	s, err := b.sending(w.Ref)
	if err != nil && !errors.Is(err, errNone) {
		return s, err
	}
	if err == nil && s.State != venue.SendingFailed {
		if err := s.same(w); err != nil || s.State != flying || slow {
			return s, err
		}
		return s, v.proceed(b, &s, v.now())
	}
	c, err := v.possible(b, w)
	if err != nil {
		return s, err
	}
	s.fate = v.fate(w.Ref, s.try)
	s.try++
	s.currency, s.amount, s.recipient = c.Code, w.Amount, Recipient(w.To)
	s.Sending = venue.Sending{Ref: w.Ref, State: venue.SendingAccepted, Fee: c.SendingFee, At: v.now()}
	s.nextAt = s.At.Add(v.o.SendTime)
	if slow {
		s.State, s.nextAt = flying, s.At.Add(v.o.Faults.SlowFor)
	}
	if err := b.saveSending(s); err != nil || slow {
		return s, err
	}
	return s, v.moveSending(b, s, Accepted)
}

// same answers ErrTaken to a withdrawal under a reference that stands for another one.
func (s sending) same(w venue.Withdrawal) error {
	if s.currency != w.Currency || s.recipient != Recipient(w.To) || !s.amount.Equal(w.Amount) {
		return fmt.Errorf("%w: a withdrawal of %s %s", venue.ErrTaken, s.amount, s.currency)
	}
	return nil
}

// possible refuses what cannot be sent.
func (v *Venue) possible(b pages, w venue.Withdrawal) (exchange.Currency, error) {
	c, err := v.currency(w.Currency)
	if err != nil {
		return c, err
	}
	if w.Ref == "" {
		return c, refuse("a withdrawal needs a reference")
	}
	if err := amount(c, w.Amount); err != nil {
		return c, err
	}
	if w.Amount.LessThan(least(c)) {
		return c, refuse("at least " + least(c).String() + " " + c.Code + " can be sent")
	}
	if r := address.Check(address.Kind(c.Address), w.To.Address); r != nil {
		return c, refuse(r.Code)
	}
	limit, ok := v.o.Limits[c.Code]
	if !ok {
		return c, nil
	}
	out, err := b.withdrawn(c.Code, w.Ref)
	if err == nil && out.Add(w.Amount).GreaterThan(limit) {
		err = refuse("there is not enough " + c.Code)
	}
	return c, err
}

// Sending says what became of a withdrawal.
func (v *Venue) Sending(ctx context.Context, ref string) (venue.Sending, error) {
	if err := v.reading(ctx, Call{Method: "sending", Ref: ref}); err != nil {
		return venue.Sending{}, err
	}
	if err := v.settle(ctx); err != nil {
		return venue.Sending{}, err
	}
	var s sending
	err := v.read(func(b pages) (err error) {
		if s, err = b.sending(ref); errors.Is(err, errNone) || err == nil && s.State == flying {
			return venue.ErrUnknown
		}
		return err
	})
	if err != nil {
		return venue.Sending{}, err
	}
	return s.Sending, nil
}

// settleSendings sends what is due, or lets it fail.
func (v *Venue) settleSendings(b pages, now time.Time) error {
	due, err := b.dueSendings(now)
	if err != nil {
		return err
	}
	for _, s := range due {
		if err := v.proceed(b, &s, now); err != nil {
			return err
		}
	}
	return nil
}

// proceed takes a sending one step further.
func (v *Venue) proceed(b pages, s *sending, now time.Time) error {
	var what What
	s.nextAt = time.Time{}
	switch {
	case s.State == flying:
		s.State, s.nextAt, what = venue.SendingAccepted, now.Add(v.o.SendTime), Accepted
	case s.fate != "":
		s.State, s.Why, s.Fee, what = venue.SendingFailed, s.fate, decimal.Zero, Failed
	default:
		s.State, what = venue.SendingSent, Sent
		s.TxID = v.txid(v.currencies[s.currency], "sending", s.Ref, strconv.Itoa(s.try))
	}
	s.At = now
	if err := b.saveSending(*s); err != nil {
		return err
	}
	return v.moveSending(b, *s, what)
}
