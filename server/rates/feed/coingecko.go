package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// CoinGeckoBase is where CoinGecko's public interface stands; with a paid plan
// it is https://pro-api.coingecko.com/api/v3.
const CoinGeckoBase = "https://api.coingecko.com/api/v3"

// CoinGecko asks /simple/price. It names one price in USD, not a bid and an ask,
// and serves to check other feeds.
type CoinGecko struct {
	client *client
	pairs  []Pair
}

// NewCoinGecko makes the feed.
func NewCoinGecko(s Settings) (*CoinGecko, error) {
	c, err := newClient(CoinGeckoName, s, CoinGeckoBase)
	if err != nil {
		return nil, err
	}
	return &CoinGecko{client: c, pairs: slices.Clone(s.Pairs)}, nil
}

// Name is "coingecko".
func (g *CoinGecko) Name() string { return CoinGeckoName }

// coin is one coin of an answer. The numbers are JSON numbers and are kept as
// the text they are.
type coin struct {
	USD     json.Number `json:"usd"`
	Change  json.Number `json:"usd_24h_change"`
	Updated json.Number `json:"last_updated_at"`
}

// Fetch asks one question for all coins. CoinGecko leaves coins that it does not
// know out of the answer.
func (g *CoinGecko) Fetch(ctx context.Context) ([]Quote, error) {
	if len(g.pairs) == 0 {
		return nil, nil
	}
	ids := make([]string, len(g.pairs))
	for i, p := range g.pairs {
		ids[i] = p.Name
	}
	a, fault := g.client.get(ctx, "/simple/price", url.Values{
		"ids":                     {strings.Join(ids, ",")},
		"vs_currencies":           {"usd"},
		"include_24hr_change":     {"true"},
		"include_last_updated_at": {"true"},
		"precision":               {"full"},
	})
	if fault != nil {
		return nil, fault
	}
	var coins map[string]json.RawMessage
	if fault := g.client.decode(a, &coins); fault != nil {
		return nil, fault
	}
	g.client.answered()
	var quotes []Quote
	var faults []error
	for _, p := range g.pairs {
		q, fault := g.quote(p, coins)
		if fault != nil {
			faults = append(faults, fault)
		}
		if fault == nil || fault.Code == NoChange {
			q.Fetched = a.asked
			quotes = append(quotes, q)
		}
	}
	return sorted(quotes), errors.Join(faults...)
}

// quote reads one coin. A coin without a time is not used: a check that may be
// of any age checks nothing.
func (g *CoinGecko) quote(p Pair, coins map[string]json.RawMessage) (Quote, *Fault) {
	q := Quote{Source: CoinGeckoName, Asset: p.Asset, In: p.In, MidOnly: true}
	raw, ok := coins[p.Name]
	if !ok {
		return q, g.client.about(p, PairMissing, fmt.Sprintf("the coin %q is not in the answer", p.Name))
	}
	var c coin
	if err := json.Unmarshal(raw, &c); err != nil {
		return q, g.client.about(p, PriceUnusable, err.Error())
	}
	price, err := readPrice(c.USD.String())
	if err != nil {
		return q, g.client.about(p, PriceUnusable, err.Error())
	}
	q.Bid, q.Ask = price, price
	if q.At, err = readTime(c.Updated, time.Second); err != nil {
		return q, g.client.about(p, PriceUnusable, "last_updated_at: "+err.Error())
	}
	change, err := readNumber(c.Change.String())
	if err != nil {
		return q, g.client.noChange(p, err)
	}
	q.Change.Decimal, q.Change.Valid = change, true
	return q, nil
}
