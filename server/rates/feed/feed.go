package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sort"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/judge"
)

// The names of the feeds, as tariffs, policies and snapshots write them.
const (
	KrakenName    = "kraken"
	BinanceName   = "binance"
	CoinGeckoName = "coingecko"
)

// Currencies a pair may be quoted in.
const (
	USDT = "USDT"
	USD  = "USD"
)

// Feed asks one source. It is safe for use by many goroutines.
type Feed interface {
	// Name is one of the names above.
	Name() string
	// Fetch asks the source once. It gives the usable quotes, sorted by asset,
	// and an error that joins a *Fault for everything else; both may be there.
	Fetch(ctx context.Context) ([]Quote, error)
}

// Pair is what a source calls the price of an asset.
type Pair struct {
	Asset string // the office's code, such as "BTC"
	Name  string // the source's name, such as "XBTUSDT" or "bitcoin"
	In    string // what the price is in: USDT or USD
}

// Quote is what a source says one unit of an asset costs.
type Quote struct {
	Source  string
	Asset   string
	In      string              // the currency of Bid and Ask: USDT or USD
	Bid     decimal.Decimal     // above zero
	Ask     decimal.Decimal     // above zero; it may be below Bid, if the source says so
	MidOnly bool                // the source names one price; Bid and Ask are both it
	At      time.Time           // the source's own time; zero if it names none
	Fetched time.Time           // when the question was sent
	Change  decimal.NullDecimal // of 24 hours, in per cent; not valid when unknown
}

// Offer gives the quote in USDT, as package judge takes it. The peg is USDT per
// USD; for the observation of the peg itself (USDT in USD) pass 1.
func (q Quote) Offer(peg decimal.Decimal) judge.Offer {
	o := judge.Offer{
		Asset: q.Asset, Source: q.Source, Bid: q.Bid, Ask: q.Ask, MidOnly: q.MidOnly,
		At: q.At, Fetched: q.Fetched, Change: q.Change,
	}
	if q.In == USD {
		o.Bid, o.Ask = q.Bid.Mul(peg), q.Ask.Mul(peg)
	}
	return o
}

// Settings say how a feed is asked. Zero values mean the defaults named.
type Settings struct {
	Base     string            // scheme, host and perhaps a path; each feed has its public default
	Pairs    []Pair            // what is asked for
	Timeout  time.Duration     // of one question, its answer included; 10 s
	MaxBytes int64             // of one answer, after decompression; 4 MiB
	Header   http.Header       // sent with every question, such as CoinGecko's x-cg-demo-api-key
	Now      func() time.Time  // time.Now
	Via      http.RoundTripper // a transport of the feed's own
}

// Pairs gives the pairs that the assets name for a source, such as the "kraken"
// of quotes: {kraken: XBTUSDT}. What a pair is quoted in follows from its name
// (content.PairIn); CoinGecko's prices are always in USD. A pair that is not one of
// the asset in USDT or USD is an error; the good pairs are given beside it.
func Pairs(source string, assets []content.Asset) ([]Pair, error) {
	var pairs []Pair
	var faults []error
	for _, a := range assets {
		name, ok := a.Quotes[source]
		if !ok {
			continue
		}
		in, good := USD, true
		if source != CoinGeckoName {
			in, good = content.PairIn(source, a.Code, name)
		}
		if !good {
			faults = append(faults, fmt.Errorf("%s: %q of %s is no pair of it against USDT or USD", a.Code, name, source))
			continue
		}
		pairs = append(pairs, Pair{Asset: a.Code, Name: name, In: in})
	}
	return pairs, errors.Join(faults...)
}

// Gather asks all feeds at the same time and waits for all of them. The quotes
// are in the order of the feeds; the error joins all faults.
func Gather(ctx context.Context, feeds []Feed) ([]Quote, error) {
	quotes, faults := make([][]Quote, len(feeds)), make([]error, len(feeds))
	var wait sync.WaitGroup
	for i, f := range feeds {
		wait.Go(func() { quotes[i], faults[i] = f.Fetch(ctx) })
	}
	wait.Wait()
	var all []Quote
	for _, q := range quotes {
		all = append(all, q...)
	}
	return all, errors.Join(faults...)
}

func sorted(quotes []Quote) []Quote {
	sort.SliceStable(quotes, func(i, j int) bool { return quotes[i].Asset < quotes[j].Asset })
	return quotes
}
