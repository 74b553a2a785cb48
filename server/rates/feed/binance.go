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

// BinanceBase is where Binance's public interface stands.
const BinanceBase = "https://api.binance.com"

// unknownSymbol is Binance's code for a pair it does not trade.
const unknownSymbol = -1121

// Binance asks /api/v3/ticker/bookTicker for bid and ask and
// /api/v3/ticker/24hr for the time and the change.
type Binance struct {
	client *client
	pairs  []Pair
}

// NewBinance makes the feed.
func NewBinance(s Settings) (*Binance, error) {
	c, err := newClient(BinanceName, s, BinanceBase)
	if err != nil {
		return nil, err
	}
	return &Binance{client: c, pairs: slices.Clone(s.Pairs)}, nil
}

// Name is "binance".
func (b *Binance) Name() string { return BinanceName }

// Fetch asks two questions for all pairs. Binance refuses a question that names
// a pair it does not know; it is then asked for all pairs. Without the second
// answer the prices have neither a time nor a change.
func (b *Binance) Fetch(ctx context.Context) ([]Quote, error) {
	if len(b.pairs) == 0 {
		return nil, nil
	}
	a, books, fault := b.books(ctx)
	if fault != nil {
		return nil, fault
	}
	var quotes []Quote
	var faults []error
	var found []Pair
	for _, p := range b.pairs {
		q, fault := b.quote(p, books[p.Name])
		if fault != nil {
			faults = append(faults, fault)
			continue
		}
		q.Fetched = a.asked
		if a.age > 0 {
			q.At = a.asked.Add(-a.age)
		}
		quotes, found = append(quotes, q), append(found, p)
	}
	if len(found) > 0 {
		faults = append(faults, b.addStatistics(ctx, quotes, found)...)
	}
	return sorted(quotes), errors.Join(faults...)
}

func (b *Binance) books(ctx context.Context) (answer, map[string][]json.RawMessage, *Fault) {
	a, books, fault := b.ask(ctx, "/api/v3/ticker/bookTicker", b.pairs)
	if fault != nil && fault.Code == PairMissing {
		return b.ask(ctx, "/api/v3/ticker/bookTicker", nil)
	}
	return a, books, fault
}

// ask asks for the pairs, or for all when none are named, and sorts the answer
// by symbol.
func (b *Binance) ask(ctx context.Context, path string, pairs []Pair) (answer, map[string][]json.RawMessage, *Fault) {
	query := url.Values{}
	if len(pairs) > 0 {
		names := make([]string, len(pairs))
		for i, p := range pairs {
			names[i] = p.Name
		}
		list, err := json.Marshal(names)
		if err != nil {
			return answer{}, nil, b.client.fault(Syntax, err.Error(), err)
		}
		query.Set("symbols", string(list))
	}
	a, fault := b.client.get(ctx, path, query)
	if fault != nil {
		return a, nil, b.refused(a, fault)
	}
	var rows []json.RawMessage
	if fault := b.client.decode(a, &rows); fault != nil {
		return a, nil, fault
	}
	b.client.answered()
	bySymbol := make(map[string][]json.RawMessage, len(rows))
	for _, row := range rows {
		var named struct {
			Symbol string `json:"symbol"`
		}
		if json.Unmarshal(row, &named) == nil {
			bySymbol[named.Symbol] = append(bySymbol[named.Symbol], row)
		}
	}
	return a, bySymbol, nil
}

// refused recognises Binance's own errors in an answer with another status.
func (b *Binance) refused(a answer, fault *Fault) *Fault {
	var own struct {
		Code int    `json:"code"`
		Msg  string `json:"msg"`
	}
	if fault.Code != Status || json.Unmarshal(a.body, &own) != nil || own.Code == 0 {
		return fault
	}
	code := Refused
	if own.Code == unknownSymbol {
		code = PairMissing
	}
	return b.client.fault(code, fmt.Sprintf("%d %s", own.Code, own.Msg), nil)
}

func (b *Binance) quote(p Pair, rows []json.RawMessage) (Quote, *Fault) {
	q := Quote{Source: BinanceName, Asset: p.Asset, In: p.In}
	if len(rows) != 1 {
		return q, b.client.about(p, PairMissing, fmt.Sprintf("the pair %q is in the answer %d times", p.Name, len(rows)))
	}
	var book struct {
		Bid string `json:"bidPrice"`
		Ask string `json:"askPrice"`
	}
	if err := json.Unmarshal(rows[0], &book); err != nil {
		return q, b.client.about(p, PriceUnusable, err.Error())
	}
	var err, err2 error
	q.Bid, err = readPrice(book.Bid)
	q.Ask, err2 = readPrice(book.Ask)
	if err := errors.Join(err, err2); err != nil {
		return q, b.client.about(p, PriceUnusable, err.Error())
	}
	return q, nil
}

// addStatistics fills in times and changes; found are the pairs of the quotes.
func (b *Binance) addStatistics(ctx context.Context, quotes []Quote, found []Pair) []error {
	_, rows, fault := b.ask(ctx, "/api/v3/ticker/24hr", found)
	if fault != nil {
		return []error{b.client.noChange(Pair{Asset: ""}, fault)}
	}
	var faults []error
	for i, p := range found {
		if err := addStatistic(&quotes[i], rows[p.Name]); err != nil {
			faults = append(faults, b.client.noChange(p, err))
		}
	}
	return faults
}

func (c *client) noChange(p Pair, err error) *Fault {
	f := c.about(p, NoChange, strings.TrimSpace(err.Error()))
	f.Err = err
	return f
}

func addStatistic(q *Quote, rows []json.RawMessage) error {
	if len(rows) != 1 {
		return fmt.Errorf("the pair is in the statistics %d times", len(rows))
	}
	var s struct {
		Change    string      `json:"priceChangePercent"`
		CloseTime json.Number `json:"closeTime"`
	}
	if err := json.Unmarshal(rows[0], &s); err != nil {
		return err
	}
	at, err := readTime(s.CloseTime, time.Millisecond)
	if err != nil {
		return err
	}
	if q.At.IsZero() || at.Before(q.At) {
		q.At = at
	}
	change, err := readNumber(s.Change)
	if err != nil {
		return err
	}
	q.Change.Decimal, q.Change.Valid = change, true
	return nil
}
