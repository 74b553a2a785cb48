package feed

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// How candles are asked for. One answer would serve for a day; it is asked anew
// sooner, so that one lost question costs nothing.
const (
	candlesAtOnce = 3
	candlesEvery  = time.Hour
	candlesRetry  = 5 * time.Minute
	candlesBack   = 25 * time.Hour
	candleMinutes = 15
	changePeriod  = 24 * time.Hour
	percentPlaces = 3
)

// history keeps the opening prices of the last day's candles, by pair.
type history struct {
	mu    sync.Mutex
	pairs map[string]*candles
}

type candles struct {
	next  time.Time // when to ask again
	opens []opening
}

// opening is the price at the beginning of a quarter of an hour.
type opening struct {
	at    time.Time
	price decimal.Decimal
}

// addChanges fills in the changes of 24 hours and tells which cannot be had.
func (k *Kraken) addChanges(ctx context.Context, quotes []Quote, last map[string]string, now time.Time) []error {
	faults := k.refresh(ctx, quotes, now)
	for i, q := range quotes {
		p := k.pair(q.Asset)
		if change, ok := k.change(p, last[p.Name], now); ok {
			quotes[i].Change = decimal.NewNullDecimal(change)
		}
	}
	return faults
}

func (k *Kraken) pair(asset string) Pair {
	for _, p := range k.pairs {
		if p.Asset == asset {
			return p
		}
	}
	return Pair{}
}

// refresh asks for the candles of a few pairs that have none or old ones.
func (k *Kraken) refresh(ctx context.Context, quotes []Quote, now time.Time) []error {
	var faults []error
	for _, p := range k.due(quotes, now) {
		opens, fault := k.candles(ctx, p, now)
		k.history.mu.Lock()
		h := k.history.pairs[p.Name]
		if fault == nil {
			h.next, h.opens = now.Add(candlesEvery), opens
		}
		k.history.mu.Unlock()
		if fault == nil {
			continue
		}
		faults = append(faults, &Fault{Source: KrakenName, Asset: p.Asset, Code: NoChange, Detail: "candles: " + fault.Error(), Until: fault.Until, Err: fault})
		if fault.Code == Limited || ctx.Err() != nil {
			break
		}
	}
	return faults
}

// due gives the pairs to ask for, and puts each off in case it fails.
func (k *Kraken) due(quotes []Quote, now time.Time) []Pair {
	k.history.mu.Lock()
	defer k.history.mu.Unlock()
	if k.history.pairs == nil {
		k.history.pairs = map[string]*candles{}
	}
	var due []Pair
	for _, q := range quotes {
		p := k.pair(q.Asset)
		h := k.history.pairs[p.Name]
		if h == nil {
			h = &candles{}
			k.history.pairs[p.Name] = h
		}
		if len(due) < candlesAtOnce && !now.Before(h.next) {
			h.next, due = now.Add(candlesRetry), append(due, p)
		}
	}
	return due
}

// candles asks for the candles of the last day and an hour. The answer has one
// list under the name of the pair and a number under "last".
func (k *Kraken) candles(ctx context.Context, p Pair, now time.Time) ([]opening, *Fault) {
	var result map[string]json.RawMessage
	_, fault := k.ask(ctx, "/0/public/OHLC", url.Values{
		"pair":     {p.Name},
		"interval": {strconv.Itoa(candleMinutes)},
		"since":    {strconv.FormatInt(now.Add(-candlesBack).Unix(), 10)},
	}, &result)
	if fault != nil {
		return nil, fault
	}
	raw, ok := pick(result, p.Name)
	if !ok {
		return nil, k.client.about(p, PairMissing, fmt.Sprintf("the pair %q is not in the answer", p.Name))
	}
	var rows [][]json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, k.client.about(p, Syntax, err.Error())
	}
	opens := make([]opening, 0, len(rows))
	for _, row := range rows {
		o, err := readCandle(row)
		if err != nil {
			return nil, k.client.about(p, Syntax, err.Error())
		}
		opens = append(opens, o)
	}
	return opens, nil
}

// readCandle reads [time, open, high, low, close, vwap, volume, count]: the time
// is a number of seconds, the open a string.
func readCandle(row []json.RawMessage) (opening, error) {
	if len(row) < 2 {
		return opening{}, fmt.Errorf("a candle of %d entries", len(row))
	}
	var o opening
	var open string
	at, err := readTime(json.Number(row[0]), time.Second)
	if err == nil {
		err = json.Unmarshal(row[1], &open)
	}
	if err == nil {
		o.at = at
		o.price, err = readPrice(open)
	}
	return o, err
}

// change compares the last trade with the newest candle that began 24 hours ago
// or up to an hour earlier; there may be none where nothing was traded.
func (k *Kraken) change(p Pair, trade string, now time.Time) (decimal.Decimal, bool) {
	last, err := readPrice(trade)
	if err != nil {
		return decimal.Decimal{}, false
	}
	k.history.mu.Lock()
	defer k.history.mu.Unlock()
	h := k.history.pairs[p.Name]
	if h == nil {
		return decimal.Decimal{}, false
	}
	var from opening
	for _, o := range h.opens {
		if !o.at.After(now.Add(-changePeriod)) && !o.at.Before(now.Add(-candlesBack)) && o.at.After(from.at) {
			from = o
		}
	}
	if from.at.IsZero() {
		return decimal.Decimal{}, false
	}
	return last.Sub(from.price).Shift(2).DivRound(from.price, percentPlaces), true
}
