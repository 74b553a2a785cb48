package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"agio/content"
)

// KrakenBase is where Kraken's public interface stands.
const KrakenBase = "https://api.kraken.com"

// Kraken asks /0/public/Ticker and, now and then, /0/public/OHLC.
type Kraken struct {
	client  *client
	pairs   []Pair
	history history
}

// NewKraken makes the feed.
func NewKraken(s Settings) (*Kraken, error) {
	c, err := newClient(KrakenName, s, KrakenBase)
	if err != nil {
		return nil, err
	}
	return &Kraken{client: c, pairs: slices.Clone(s.Pairs)}, nil
}

// Name is "kraken".
func (k *Kraken) Name() string { return KrakenName }

// Fetch asks for all pairs with one question. Kraken refuses the whole question
// when it does not know one of the pairs any more; it is then asked for all that
// it trades and the pairs are picked from that. Candles for the change of 24
// hours are asked for with at most candlesAtOnce further questions.
func (k *Kraken) Fetch(ctx context.Context) ([]Quote, error) {
	if len(k.pairs) == 0 {
		return nil, nil
	}
	a, tickers, fault := k.tickers(ctx)
	if fault != nil {
		return nil, fault
	}
	var faults []error
	var quotes []Quote
	last := map[string]string{} // pair → last trade
	for _, p := range k.pairs {
		q, trade, fault := k.quote(p, tickers)
		if fault != nil {
			faults = append(faults, fault)
			continue
		}
		q.Fetched = a.asked
		if a.age > 0 {
			q.At = a.asked.Add(-a.age)
		}
		quotes, last[p.Name] = append(quotes, q), trade
	}
	faults = append(faults, k.addChanges(ctx, quotes, last, a.asked)...)
	return sorted(quotes), errors.Join(faults...)
}

// krakenTicker is one pair of a Ticker answer; of each list the first entry is
// the price.
type krakenTicker struct {
	Ask  []string        `json:"a"`
	Bid  []string        `json:"b"`
	Last json.RawMessage `json:"c"`
}

func (k *Kraken) tickers(ctx context.Context) (answer, map[string]json.RawMessage, *Fault) {
	names := make([]string, len(k.pairs))
	for i, p := range k.pairs {
		names[i] = p.Name
	}
	var result map[string]json.RawMessage
	a, fault := k.ask(ctx, "/0/public/Ticker", url.Values{"pair": {strings.Join(names, ",")}}, &result)
	if fault != nil && fault.Code == PairMissing {
		a, fault = k.ask(ctx, "/0/public/Ticker", nil, &result)
	}
	return a, result, fault
}

// ask asks one question and reads the frame that all of Kraken's answers have.
func (k *Kraken) ask(ctx context.Context, path string, query url.Values, result any) (answer, *Fault) {
	a, fault := k.client.get(ctx, path, query)
	if fault != nil {
		return a, fault
	}
	var frame struct {
		Error  []string        `json:"error"`
		Result json.RawMessage `json:"result"`
	}
	if fault := k.client.decode(a, &frame); fault != nil {
		return a, fault
	}
	if len(frame.Error) > 0 {
		return a, k.refused(frame.Error)
	}
	k.client.answered()
	if len(frame.Result) == 0 {
		return a, k.client.fault(Syntax, "the answer has no result", nil)
	}
	return a, k.client.decode(answer{body: frame.Result, mime: a.mime}, result)
}

// refused sorts Kraken's own errors, which come with the status 200.
func (k *Kraken) refused(errs []string) *Fault {
	text := strings.Join(errs, "; ")
	for _, limit := range []string{"Too many requests", "Rate limit exceeded", "Temporary lockout"} {
		if strings.Contains(text, limit) {
			return k.client.limit(0, text)
		}
	}
	if strings.Contains(text, "Unknown asset pair") {
		return k.client.fault(PairMissing, text, nil)
	}
	return k.client.fault(Refused, text, nil)
}

func (k *Kraken) quote(p Pair, tickers map[string]json.RawMessage) (Quote, string, *Fault) {
	q := Quote{Source: KrakenName, Asset: p.Asset, In: p.In}
	raw, ok := pick(tickers, p.Name)
	if !ok {
		return q, "", k.client.about(p, PairMissing, fmt.Sprintf("the pair %q is not in the answer", p.Name))
	}
	var t krakenTicker
	if err := json.Unmarshal(raw, &t); err != nil {
		return q, "", k.client.about(p, PriceUnusable, err.Error())
	}
	if len(t.Ask) == 0 || len(t.Bid) == 0 {
		return q, "", k.client.about(p, PriceUnusable, "no bid or no ask")
	}
	var err, err2 error
	q.Bid, err = readPrice(t.Bid[0])
	q.Ask, err2 = readPrice(t.Ask[0])
	if err := errors.Join(err, err2); err != nil {
		return q, "", k.client.about(p, PriceUnusable, err.Error())
	}
	var last []string
	if json.Unmarshal(t.Last, &last) != nil || len(last) == 0 {
		return q, "", nil
	}
	return q, last[0], nil
}

// pick finds a pair under the name it was asked for, or under the other of its
// two names: Kraken answers a question for XBTUSD with XXBTZUSD.
func pick(pairs map[string]json.RawMessage, name string) (json.RawMessage, bool) {
	if raw, ok := pairs[name]; ok {
		return raw, true
	}
	for other, raw := range pairs {
		if content.ModernPair(other) == content.ModernPair(name) {
			return raw, true
		}
	}
	return nil, false
}
