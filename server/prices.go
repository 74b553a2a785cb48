package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"time"

	"agio/content"
	"agio/server/rates"
	"agio/server/rates/feed"
	"agio/server/rates/judge"
	"agio/server/rates/sign"
	"agio/server/rates/tariff"
	"agio/templates"
)

// liveRates is what --rates says for live feeds.
const liveRates = "live"

// priceFlags say where prices come from.
type priceFlags struct {
	where, kraken, binance, coinGecko string
	maxAge                            time.Duration
}

func (p *priceFlags) register(set *flag.FlagSet) {
	set.StringVar(&p.where, "rates", "", "where prices come from: live, for the exchanges that the tariff names; a file, a folder or a URL with Kraken's Ticker answer; empty: the bundled sample")
	set.DurationVar(&p.maxAge, "rates-max-age", rates.FileAge, "with a file, a folder or a URL: how old its prices may be, 1m to 60m; older ones are not quoted")
	set.StringVar(&p.kraken, "kraken-url", feed.KrakenBase, "with --rates live: where Kraken is asked")
	set.StringVar(&p.binance, "binance-url", feed.BinanceBase, "with --rates live: where Binance is asked")
	set.StringVar(&p.coinGecko, "coingecko-url", feed.CoinGeckoBase, "with --rates live: where CoinGecko is asked")
}

// source opens what the flags name.
func (p priceFlags) source(assets []content.Asset) (rates.Source, error) {
	if p.maxAge < time.Minute || p.maxAge > time.Hour {
		return rates.Source{}, fmt.Errorf("--rates-max-age: %s is not from 1m to 60m", typed(p.maxAge))
	}
	if p.where != liveRates {
		return rates.Open(p.where)
	}
	return rates.Live(rates.LiveSettings{Assets: assets, Kraken: p.kraken, Binance: p.binance, CoinGecko: p.coinGecko})
}

// newBoard opens the source of prices, takes up what was published before, and
// publishes the first snapshot. Ring and history may be nil.
func newBoard(ctx context.Context, c *content.Set, p priceFlags, ring *sign.Ring, history rates.History, now func() time.Time, log *slog.Logger) (*rates.Board, error) {
	source, err := p.source(c.Assets)
	if err != nil {
		return nil, err
	}
	board := rates.NewBoard(source, rates.Settings{
		Assets: c.Assets, Peg: c.Tariff.Peg, MaxAge: p.maxAge, InForce: c.TermsAt,
		Tariff: tariffHash(c), Ring: ring, History: history, Now: now, Log: log,
	})
	if err := board.Restore(ctx); err != nil {
		return nil, err
	}
	if err := board.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("prices from the %s: %w", source.Name, err)
	}
	return board, nil
}

// tariffHash names the tariff that prices are published with.
func tariffHash(c *content.Set) string { return tariff.Hash(tariff.Text(c.Tariff)) }

// shownPrices are the prices of the moment as pages show them.
func shownPrices(ctx context.Context, board *rates.Board) *templates.Snapshot {
	s, ok := board.Current()
	if !ok {
		return nil
	}
	view := &templates.Snapshot{ID: s.ID, TakenAt: s.TakenAt, ValidTil: s.ValidUntil, Source: s.Source, Prices: s.Prices, Changes: s.Changes, Refused: make(map[string]string)}
	for asset := range s.Refused {
		view.Refused[asset], _ = s.Reason(asset)
	}
	if day, err := board.Day(ctx); err != nil {
		board.Log.Error("the prices of the last day cannot be read", "error", err.Error())
	} else {
		view.Courses = courses(day)
	}
	return view
}

// courses are the last 24 hours as pages show them.
func courses(day rates.Day) map[string]templates.Course {
	all := make(map[string]templates.Course, len(day.Courses))
	for asset, c := range day.Courses {
		all[asset] = templates.Course{Heights: c.Heights, Low: c.Low, High: c.High}
	}
	return all
}

// reasons are the sentences for every reason why a price may be refused, by code.
func reasons() map[string]string {
	all := make(map[string]string)
	for _, code := range judge.Codes() {
		all[string(code)] = judge.Explain(code)
	}
	return all
}
