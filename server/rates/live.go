package rates

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/feed"
	"agio/server/rates/judge"
)

// How long the feeds are waited for: one question, and all questions of one
// round. A round must end well before its prices are too old.
const (
	questionTimeout = 8 * time.Second
	roundTimeout    = 20 * time.Second
)

// LiveSettings say where the live feeds are asked. An empty address is the
// source's public one.
type LiveSettings struct {
	Assets                     []content.Asset
	Kraken, Binance, CoinGecko string
	Now                        func() time.Time // time.Now when nil
}

// Live makes a source of the exchanges and price services that the tariff's
// quotes name. It refuses an address that is none and assets of which nobody is
// asked.
func Live(s LiveSettings) (Source, error) {
	var feeds []feed.Feed
	var names []string
	var faults []error
	for _, kind := range []struct {
		name, base string
		open       func(feed.Settings) (feed.Feed, error)
	}{
		{feed.KrakenName, s.Kraken, func(f feed.Settings) (feed.Feed, error) { return feed.NewKraken(f) }},
		{feed.BinanceName, s.Binance, func(f feed.Settings) (feed.Feed, error) { return feed.NewBinance(f) }},
		{feed.CoinGeckoName, s.CoinGecko, func(f feed.Settings) (feed.Feed, error) { return feed.NewCoinGecko(f) }},
	} {
		pairs, err := feed.Pairs(kind.name, s.Assets)
		faults = append(faults, err)
		if len(pairs) == 0 {
			continue
		}
		f, err := kind.open(feed.Settings{Base: kind.base, Pairs: pairs, Timeout: questionTimeout, Now: s.Now})
		if err != nil {
			faults = append(faults, err)
			continue
		}
		feeds, names = append(feeds, f), append(names, kind.name)
	}
	if err := errors.Join(faults...); err != nil {
		return Source{}, err
	}
	if len(feeds) == 0 {
		return Source{}, errors.New("no asset of the tariff names a quote for a live source")
	}
	for _, p := range policies(s.Assets, true, 0) {
		faults = append(faults, p.Check())
	}
	return Source{Name: strings.Join(names, ", "), feeds: feeds}, errors.Join(faults...)
}

// round is what one asking of a source brought.
type round struct {
	offers []judge.Offer
	pegs   []judge.Offer // what USDT costs in USD
	age    time.Duration // of the one file
	faults []string      // what single feeds or pairs failed with, for the log
}

// ask asks the feeds, all at the same time. Feeds that fail are no error: their
// prices are missing, and the judge says what follows from that.
func (s Source) ask(ctx context.Context, peg decimal.Decimal) (round, error) {
	bounded, cancel := context.WithTimeout(ctx, roundTimeout)
	defer cancel()
	quotes, err := feed.Gather(bounded, s.feeds)
	if ctx.Err() != nil {
		return round{}, ctx.Err()
	}
	r := round{faults: faultTexts(err)}
	for _, q := range quotes {
		if q.Asset == feed.USDT {
			r.pegs = append(r.pegs, q.Offer(decimal.NewFromInt(1)))
			continue
		}
		r.offers = append(r.offers, q.Offer(peg))
	}
	return r, nil
}

// faultTexts names each fault by source, asset and code, so that the same faults
// give the same texts. A change that cannot be had is none: the history has it.
func faultTexts(err error) []string {
	var fault *feed.Fault
	switch e := err.(type) {
	case nil:
		return nil
	case interface{ Unwrap() []error }:
		var texts []string
		for _, one := range e.Unwrap() {
			texts = append(texts, faultTexts(one)...)
		}
		return texts
	}
	if errors.As(err, &fault) {
		if fault.Code == feed.NoChange {
			return nil
		}
		return []string{strings.TrimSpace(fmt.Sprintf("%s %s %s", fault.Source, fault.Code, fault.Asset))}
	}
	return []string{err.Error()}
}
