package work

import (
	"context"
	"errors"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// sending says what an order sends now: what, to whom, under which reference.
func sending(l life.Life, kind life.NeedKind) (s *life.Sending, to store.Account, currency string) {
	switch kind {
	case life.NeedRefund, life.NeedRefundLook:
		return l.Refund.Sending, l.RefundTo, l.Quote.Deal.From.Code
	case life.NeedOwed, life.NeedOwedLook:
		return l.Settled.Sending, l.RefundTo, l.Quote.Deal.From.Code
	}
	return l.Payout, l.Person.PayOut, l.Quote.Deal.To.Code
}

// send asks the venue to send what the order has begun to send. Asked again, after
// whatever happened to the first time, the venue answers with the same sending.
func (e *Engine) send(ctx context.Context, l life.Life, need life.Need) (*life.Command, error) {
	s, to, currency := sending(l, need.Kind)
	taken, err := e.Venue.Withdraw(ctx, venue.Withdrawal{
		Ref: s.Ref, Currency: currency, Amount: s.Amount.Value, To: venue.Address{Address: to.Address, Memo: to.Memo},
	})
	if errors.Is(err, venue.ErrRefused) {
		return outcome(need.Kind, venue.Sending{Ref: s.Ref, State: venue.SendingFailed, Why: err.Error()}), nil
	}
	if err != nil {
		return nil, err
	}
	return &life.Command{Event: outcomes[need.Kind].taken, Actor: exchange.ByVenue, Sending: &life.Sending{Ref: taken.Ref}}, nil
}

// look asks what became of a sending.
func (e *Engine) look(ctx context.Context, l life.Life, need life.Need) (*life.Command, error) {
	s, _, _ := sending(l, need.Kind)
	now, err := e.Venue.Sending(ctx, s.Ref)
	switch {
	case err != nil:
		return nil, err
	case now.State == venue.SendingAccepted:
		return nil, e.Store.Postpone(ctx, l.ID, e.Now().Add(max(soon, e.Every)), "")
	}
	return outcome(need.Kind, now), nil
}

// outcomes are the events that say what became of a sending.
var outcomes = map[life.NeedKind]struct{ taken, sent, failed exchange.Event }{
	life.NeedPayout:     {exchange.PayoutRequested, exchange.PayoutConfirmed, exchange.PayoutFailed},
	life.NeedPayoutLook: {exchange.PayoutRequested, exchange.PayoutConfirmed, exchange.PayoutFailed},
	life.NeedRefund:     {exchange.RefundRequested, exchange.RefundConfirmed, exchange.RefundFailed},
	life.NeedRefundLook: {exchange.RefundRequested, exchange.RefundConfirmed, exchange.RefundFailed},
	life.NeedOwed:       {life.OwedRequested, life.OwedSent, life.OwedFailed},
	life.NeedOwedLook:   {life.OwedRequested, life.OwedSent, life.OwedFailed},
}

// outcome gives the command that records how a sending ended.
func outcome(kind life.NeedKind, s venue.Sending) *life.Command {
	event := outcomes[kind].failed
	if s.State == venue.SendingSent {
		event = outcomes[kind].sent
	}
	return &life.Command{
		Event: event, Actor: exchange.ByVenue, Why: s.Why,
		Sending: &life.Sending{Ref: s.Ref, TxID: s.TxID, Fee: s.Fee, Why: s.Why},
	}
}
