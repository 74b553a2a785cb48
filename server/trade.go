package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"agio/server/venue"
	"agio/server/venue/manual"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/templates"
	"agio/wasm/exchange"
)

// The venues there are.
const (
	paperVenue  = "paper"
	manualVenue = "manual"
)

// venueFlags say where deposits arrive and payouts leave.
type venueFlags struct{ name, file string }

func (v *venueFlags) register(set *flag.FlagSet) {
	set.StringVar(&v.name, "venue", paperVenue, "where deposits arrive and payouts leave: paper, a simulated exchange; manual, where operators type what happens")
	set.StringVar(&v.file, "paper-file", "", "where the simulated exchange keeps its book; empty: paper.db in the data folder")
}

// open opens the venue; closing it is the caller's.
func (v venueFlags) open(data string, currencies []exchange.Currency) (venue.Venue, func() error, error) {
	switch v.name {
	case paperVenue:
		file := v.file
		if file == "" {
			file = filepath.Join(data, "paper.db")
		}
		p, err := paper.Open(file, paper.Options{Currencies: currencies})
		if err != nil {
			return nil, nil, err
		}
		return p, p.Close, nil
	case manualVenue:
		return manual.Venue{}, func() error { return nil }, nil
	}
	return nil, nil, fmt.Errorf("there is no venue %q: paper or manual", v.name)
}

// openVenue opens the venue and makes the engine that works with it.
func (o *office) openVenue() (func() error, error) {
	v, closeVenue, err := o.settings.venue.open(o.settings.data, o.set.Tariff.Currencies)
	if err != nil {
		return nil, err
	}
	o.venue = v
	o.engine = work.New(work.Config{
		Store: o.orders, Venue: v, Tariff: o.set.Tariff, Log: o.log,
		Terms: o.terms, Quoted: o.quoted, Shown: o.shown, Pieces: o.settings.uploads.files, Demo: o.simulated(),
	})
	return closeVenue, nil
}

// carry works the orders until the context ends; what it gives waits until what is
// under way is done.
func (o *office) carry(ctx context.Context) (wait func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.engine.Run(ctx)
	}()
	return func() {
		stop()
		<-done
	}
}

// quoted gives the prices that may be decided on now.
func (o *office) quoted() (work.Quoted, bool) {
	s, ok := o.board.Current()
	return work.Quoted{Prices: s.Prices, Snapshot: s.ID}, ok
}

// shown gives the prices of a snapshot that may still be ordered on (3.18).
func (o *office) shown(id string) (work.Quoted, bool) {
	s, ok := o.board.Find(id)
	return work.Quoted{Prices: s.Prices, Snapshot: s.ID}, ok
}

// terms gives the figures of an edition, with the hash of its text.
func (o *office) terms(edition string) (exchange.Terms, bool) {
	page := o.page.Load()
	if page == nil {
		return exchange.Terms{}, false
	}
	return termsIn(page, edition)
}

func termsIn(page *templates.Site, edition string) (exchange.Terms, bool) {
	for _, a := range page.Editions {
		if a.Terms.Edition == edition {
			return a.Terms, true
		}
	}
	return page.Terms, page.Terms.Edition == edition
}
