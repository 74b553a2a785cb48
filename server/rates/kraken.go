package rates

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/feed"
	"agio/server/rates/judge"
	"agio/wasm/exchange"
)

// tickerSource is what the one file of prices is called to the judge.
const tickerSource = "ticker"

// ticker is Kraken's public Ticker answer: per pair the best ask and bid, each
// as [price, whole lot volume, lot volume], all strings.
type ticker struct {
	Error  []string              `json:"error"`
	Result map[string]tickerPair `json:"result"`
}

type tickerPair struct {
	Ask []string `json:"a"`
	Bid []string `json:"b"`
}

// parseTicker reads a Ticker answer and gives an offer for every asset that names
// a pair for "kraken". A pair quoted in USD is turned into USDT at the peg (USDT per
// USD); one that is not of the asset against USDT or USD (content.PairIn) is refused. The first error is about the whole answer, and then there is no
// offer; the second joins what is wrong with single pairs, which have none.
func parseTicker(answer []byte, assets []content.Asset, peg decimal.Decimal) (offers []judge.Offer, whole, single error) {
	var t ticker
	if err := json.Unmarshal(answer, &t); err != nil {
		return nil, fmt.Errorf("the answer is not a ticker: %w", err), nil
	}
	if len(t.Error) > 0 {
		return nil, fmt.Errorf("the source answers %q", strings.Join(t.Error, "; ")), nil
	}
	var faults []error
	for _, a := range assets {
		if !judged(a) {
			continue
		}
		offer, err := t.offer(a, peg)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", a.Code, err))
			continue
		}
		offers = append(offers, offer)
	}
	if len(offers) == 0 && len(faults) > 0 {
		return nil, errors.Join(append(faults, errors.New("no price could be read"))...), nil
	}
	return offers, nil, errors.Join(faults...)
}

func (t ticker) offer(a content.Asset, peg decimal.Decimal) (judge.Offer, error) {
	o := judge.Offer{Asset: a.Code, Source: tickerSource}
	name := a.Quotes["kraken"]
	pair, ok := t.Result[name]
	if !ok {
		return o, fmt.Errorf("the pair %q is not in the answer; it has %s", name, t.names())
	}
	if len(pair.Bid) == 0 || len(pair.Ask) == 0 {
		return o, fmt.Errorf("the pair %q has no bid or no ask", name)
	}
	bid, err1 := exchange.ParsePrice(pair.Bid[0], pair.Bid[0])
	ask, err2 := exchange.ParsePrice(pair.Ask[0], pair.Ask[0])
	if err := errors.Join(err1, err2); err != nil {
		return o, err
	}
	in, good := content.PairIn(feed.KrakenName, a.Code, name)
	if !good {
		return o, fmt.Errorf("%q is no pair of it against USDT or USD", name)
	}
	if o.Bid, o.Ask = bid.Bid, ask.Ask; in == feed.USD {
		o.Bid, o.Ask = o.Bid.Mul(peg), o.Ask.Mul(peg)
	}
	return o, nil
}

// names lists a few of the answer's pairs, for a message a person can act on.
func (t ticker) names() string {
	names := make([]string, 0, len(t.Result))
	for name := range t.Result {
		names = append(names, name)
	}
	sort.Strings(names)
	const most = 12
	if len(names) > most {
		names = append(names[:most], "…")
	}
	return strings.Join(names, ", ")
}
