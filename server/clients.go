package main

import (
	"context"
	"errors"
	"time"

	"agio/server/api"
	"agio/server/life"
	"agio/server/material"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/wasm/exchange"
)

// simulated says whether the exchange behind the office is one that moves no real
// money.
func (o *office) simulated() bool { return o.settings.venue.name == paperVenue }

// demonstration pays orders at the simulated exchange; nil where money is real.
func (o *office) demonstration() api.Demo {
	if p, ok := o.venue.(*paper.Venue); ok {
		return demonstration{p}
	}
	return nil
}

type demonstration struct{ venue *paper.Venue }

// Pay pays with money that does not exist.
func (d demonstration) Pay(ctx context.Context, p api.DemoPayment) error {
	_, err := d.venue.Pay(ctx, paper.Payment{
		To: venue.Address{Address: p.To.Address, Memo: p.To.Memo}, Currency: p.Currency, Amount: p.Amount, Risk: p.Risk,
	})
	return err
}

// progress tells how far a payment is confirmed.
func (o *office) progress(payment string) api.Progress {
	so, needs := o.engine.Progress(payment)
	return api.Progress{So: so, Needs: needs}
}

// sweepEvery is how often what is kept of clients and visitors is looked through for
// what is past its time.
const sweepEvery = time.Hour

// sweep lets go of what is past its time, in the box, of whole orders and of reports
// of rates, until the context ends.
func (o *office) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := o.materials.Sweep(ctx, keeper{o.engine}); err != nil && ctx.Err() == nil {
			o.log.Error("what clients sent could not be looked through", "error", err.Error())
		}
		if _, err := o.engine.Retain(ctx, o.orders, o.retention()); err != nil && ctx.Err() == nil {
			o.log.Error("records whose time is over could not be erased", "error", err.Error())
		}
		if _, err := o.orders.ForgetSightings(ctx); err != nil && ctx.Err() == nil {
			o.log.Error("reports of rates could not be looked through", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// keeper tells the box of the orders that its pieces belong to.
type keeper struct{ engine *work.Engine }

// retention is the shortest time for which any edition has records kept.
func (o *office) retention() exchange.Parameter {
	page := o.page.Load()
	shortest := page.Terms.RecordRetention
	until := func(p exchange.Parameter) time.Time { return material.Retention(p, time.Time{}) }
	for _, a := range page.Editions {
		if p := a.Terms.RecordRetention; until(p).Before(until(shortest)) && until(p).After(time.Time{}) {
			shortest = p
		}
	}
	return shortest
}

// Order tells of the order of a piece.
func (k keeper) Order(ctx context.Context, orderID, piece string) (material.Order, error) {
	l, err := k.engine.Load(ctx, orderID)
	if err != nil {
		return material.Order{}, err
	}
	o := material.Order{Erased: l.Erased}
	for _, e := range l.Timeline {
		o.Named = o.Named || e.Event == life.MaterialSent && e.Facts.Material == piece
	}
	until, longer, err := k.engine.KeptUntil(l)
	if err != nil || longer != "" {
		return o, err // it is kept, and looked at again
	}
	o.Until = until
	return o, nil
}

// Deleted writes into the order's chain that a piece was deleted. One that the
// chain knows of already is well.
func (k keeper) Deleted(ctx context.Context, orderID, piece string) error {
	_, err := k.engine.Do(ctx, orderID, life.Command{Event: life.MaterialDeleted, Actor: exchange.ByClock, Material: piece})
	var refused *exchange.Error
	if errors.As(err, &refused) && refused.Code == life.AlreadyRecorded || errors.Is(err, store.ErrErased) {
		return nil
	}
	return err
}
