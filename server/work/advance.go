package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// turns bounds how much one order is worked at a time; the longest road has six.
const turns = 16

// Work does what an order needs, until it needs nothing more at this moment.
func (e *Engine) Work(ctx context.Context, id string) {
	for range turns {
		more, err := e.turn(ctx, id)
		switch {
		case errors.Is(err, store.ErrStale):
			continue
		case err != nil:
			e.put(ctx, id, err)
			return
		case !more:
			e.patience.forget(id)
			return
		}
	}
}

// put puts an order off after a failure.
func (e *Engine) put(ctx context.Context, id string, err error) {
	wait := e.patience.after(id)
	level := e.Log.Warn
	if errors.Is(err, venue.ErrTemporary) || errors.Is(err, venue.ErrUncertain) {
		level = e.Log.Info
	}
	level("an order is put off", "error", err.Error())
	if err := e.Store.Postpone(ctx, id, e.Now().Add(wait), ""); err != nil {
		e.Log.Warn("an order cannot be put off", "error", err.Error())
	}
}

// turn does one thing that an order needs; false when there is nothing to do now.
func (e *Engine) turn(ctx context.Context, id string) (bool, error) {
	l, err := e.Load(ctx, id)
	if err != nil {
		return false, err
	}
	w, err := e.World(l.Order)
	if err != nil {
		return false, err
	}
	need := l.Needs(w)
	if need.Kind == life.NeedNothing {
		// The order itself says when it needs something next; a lease taken
		// for nothing is given back with that moment.
		return false, e.Store.Postpone(ctx, id, need.Due, waitsFor(l, w))
	}
	c, err := e.serve(ctx, l, w, need)
	if errors.Is(err, venue.ErrByHand) || errors.Is(err, venue.ErrTaken) {
		return e.byHand(ctx, l, need)
	}
	if err != nil || c == nil {
		return false, err
	}
	_, err = e.step(ctx, l, *c)
	return err == nil, err
}

// waitsFor says at the desk that an order waits for prices, where a time is over or a
// payment was received and nothing can be computed. It goes on by itself.
func waitsFor(l life.Life, w life.World) string {
	if (l.Overdue(w) || l.State == exchange.Received) && l.Unpriced(w) {
		return handPrices
	}
	return ""
}

// handPrices stands where the desk shows what only a person can do: somebody should
// look after the prices.
const handPrices = "prices"

// serve does what is needed and gives the command that records it; nil when there
// is nothing to record yet.
func (e *Engine) serve(ctx context.Context, l life.Life, w life.World, need life.Need) (*life.Command, error) {
	switch {
	case begins[need.Command.Event]:
		return &need.Command, e.works(ctx)
	case need.Kind == life.NeedAddress:
		return e.address(ctx, l)
	case need.Kind == life.NeedConvert:
		return e.convert(ctx, l, w)
	case need.Kind == life.NeedPayout, need.Kind == life.NeedRefund, need.Kind == life.NeedOwed:
		return e.send(ctx, l, need)
	case need.Kind == life.NeedPayoutLook, need.Kind == life.NeedRefundLook, need.Kind == life.NeedOwedLook:
		return e.look(ctx, l, need)
	}
	return &need.Command, nil
}

// begins are the events after which the order belongs to the venue until it has
// answered. None of them is recorded while the venue does not work, so that the
// client may still decide otherwise.
var begins = map[exchange.Event]bool{life.ConvertBegun: true, life.PayoutBegun: true, life.RefundBegun: true, life.OwedBegun: true}

// works answers ErrTemporary while the venue does not work, and ErrByHand where the
// operator begins what has to be done: until then the client may decide otherwise.
func (e *Engine) works(ctx context.Context) error {
	s, err := e.Venue.Status(ctx)
	switch {
	case err != nil:
		return err
	case !s.Works:
		return fmt.Errorf("%w: %s", venue.ErrTemporary, s.Why)
	case s.ByHand:
		return venue.ErrByHand
	}
	return nil
}

// address asks where the payments of an order arrive.
func (e *Engine) address(ctx context.Context, l life.Life) (*life.Command, error) {
	from := l.Quote.Deal.From.Code
	a, err := e.Venue.Address(ctx, "a-"+l.ID, from)
	if err != nil {
		return nil, err
	}
	return &life.Command{
		Event: life.AddressAssigned, Actor: exchange.ByVenue,
		Deposit: &store.Deposit{Venue: e.Venue.Name(), Currency: from, Address: a.Address, Memo: a.Memo},
	}, nil
}

// convert sells what was received for USDT.
func (e *Engine) convert(ctx context.Context, l life.Life, w life.World) (*life.Command, error) {
	deal, err := l.Quote.Deal.At(w.Prices)
	if err != nil {
		return nil, errors.Join(venue.ErrTemporary, err) // there will be prices again
	}
	from := l.Quote.Deal.From.Code
	fill, err := e.Venue.Convert(ctx, venue.Order{Ref: "c-" + l.ID, Currency: from, Amount: l.Received(), Price: deal.Bid})
	if errors.Is(err, venue.ErrRefused) { // nothing was sold, now or earlier
		return &life.Command{Event: life.ConvertGivenUp, Actor: exchange.ByVenue, Why: err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	return &life.Command{Event: exchange.Convert, Actor: exchange.ByVenue, Brought: &exchange.Amount{Value: fill.Brought, Currency: exchange.Base}}, nil
}

// hands names what a person does where the venue has no interface for it.
var hands = map[life.NeedKind]string{
	life.NeedAddress: "address", life.NeedConvert: "convert",
	life.NeedPayout: "payout", life.NeedPayoutLook: "payout", life.NeedRefund: "refund", life.NeedRefundLook: "refund",
	life.NeedOwed: "owed", life.NeedOwedLook: "owed",
}

// byHand leaves to the desk what the venue has no interface for, or what it says is
// something else under this order's reference. The clock of the order goes on.
func (e *Engine) byHand(ctx context.Context, l life.Life, need life.Need) (bool, error) {
	hand := hands[need.Kind]
	if need.Command.Event == life.ConvertBegun {
		hand = hands[life.NeedConvert]
	}
	return false, e.Store.Postpone(ctx, l.ID, need.Due, hand)
}

// soon is when a sending that is on its way is looked at again.
const soon = 2 * time.Second
