package rates

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

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

// ParseKraken reads a Ticker answer and gives the price of every asset that
// names a pair for "kraken" or has a fixed price. A pair quoted in USD is
// turned into USDT at the peg (USDT per USD). A pair that is missing or
// unusable leaves its asset without a price and is told of in the error, beside
// the prices that are good; prices is nil only when nothing could be read.
func ParseKraken(answer []byte, assets []content.Asset, peg decimal.Decimal) (exchange.Prices, error) {
	var t ticker
	if err := json.Unmarshal(answer, &t); err != nil {
		return nil, fmt.Errorf("the answer is not a ticker: %w", err)
	}
	if len(t.Error) > 0 {
		return nil, fmt.Errorf("the source answers %q", strings.Join(t.Error, "; "))
	}
	prices := make(exchange.Prices, len(assets))
	var faults []error
	for _, a := range assets {
		price, err := t.price(a, peg)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", a.Code, err))
			continue
		}
		if a.Code != exchange.Base {
			prices[a.Code] = price
		}
	}
	if len(prices) == 0 {
		faults = append(faults, errors.New("no price could be read"))
		return nil, errors.Join(faults...)
	}
	return prices, errors.Join(faults...)
}

func (t ticker) price(a content.Asset, peg decimal.Decimal) (exchange.Price, error) {
	if a.Code == exchange.Base {
		return exchange.Price{}, nil
	}
	if a.Fixed == "peg" {
		return exchange.Price{Bid: peg, Ask: peg}, nil
	}
	name := a.Quotes["kraken"]
	pair, ok := t.Result[name]
	if !ok {
		return exchange.Price{}, fmt.Errorf("the pair %q is not in the answer; it has %s", name, t.names())
	}
	if len(pair.Bid) == 0 || len(pair.Ask) == 0 {
		return exchange.Price{}, fmt.Errorf("the pair %q has no bid or no ask", name)
	}
	price, err := exchange.ParsePrice(pair.Bid[0], pair.Ask[0])
	if err != nil || strings.HasSuffix(name, exchange.Base) {
		return price, err
	}
	price = exchange.Price{Bid: price.Bid.Mul(peg), Ask: price.Ask.Mul(peg)}
	return price, price.Check()
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
