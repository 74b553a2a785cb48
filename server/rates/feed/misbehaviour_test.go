package feed

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/judge"
)

// misbehaviour is what a source does wrong, and what then is neither quoted nor
// counted: the fault of the feed, or the judge's refusal of what it hands on.
type misbehaviour struct {
	path     string // of the answer that is spoiled
	from, to string // in it
	answer   http.HandlerFunc
	fault    Code
	refusal  judge.Code
}

// misbehaviours has what every source may do wrong, for each of the three. CoinGecko
// names one price, so that there is nothing to be crossed.
var misbehaviours = map[string]map[string]misbehaviour{
	KrakenName: {
		"slow":              {answer: neverAnswers, fault: Timeout, refusal: judge.Missing},
		"429":               {answer: status(429, "Retry-After", "7"), fault: Limited, refusal: judge.Missing},
		"truncated":         {answer: cut, fault: Syntax, refusal: judge.Missing},
		"wrong types":       {"/0/public/Ticker", `"b":["88412.30000"`, `"b":[88412.3`, nil, PriceUnusable, judge.Missing},
		"wrong types whole": {"/0/public/Ticker", `"b":["88412.30000","2","2.000"]`, `"b":"88412.3"`, nil, PriceUnusable, judge.Missing},
		"zero":              {"/0/public/Ticker", `"b":["88412.30000"`, `"b":["0.00000"`, nil, PriceUnusable, judge.Missing},
		"negative":          {"/0/public/Ticker", `"b":["88412.30000"`, `"b":["-88412.3"`, nil, PriceUnusable, judge.Missing},
		"crossed":           {"/0/public/Ticker", `"b":["88412.30000"`, `"b":["88412.5"`, nil, "", judge.Crossed},
		"stale":             {answer: nil, fault: "", refusal: judge.Stale}, // a cache's, see below
		"renamed":           {"/0/public/Ticker", `"XXBTZUSD"`, `"BTCUSD"`, nil, PairMissing, judge.Missing},
		"renamed, foreign":  {"/0/public/Ticker", `"XXBTZUSD"`, `"XBTRLUSD"`, nil, PairMissing, judge.Missing},
	},
	BinanceName: {
		"slow":        {answer: neverAnswers, fault: Timeout, refusal: judge.Missing},
		"429":         {answer: status(429, "Retry-After", "7"), fault: Limited, refusal: judge.Missing},
		"truncated":   {answer: cut, fault: Syntax, refusal: judge.Missing},
		"wrong types": {bookPath, `"bidPrice":"88411.99000000"`, `"bidPrice":88411.99`, nil, PriceUnusable, judge.Missing},
		"zero":        {bookPath, `"bidPrice":"88411.99000000"`, `"bidPrice":"0.00000000"`, nil, PriceUnusable, judge.Missing},
		"negative":    {bookPath, `"bidPrice":"88411.99000000"`, `"bidPrice":"-1"`, nil, PriceUnusable, judge.Missing},
		"crossed":     {bookPath, `"bidPrice":"88411.99000000"`, `"bidPrice":"88412.01"`, nil, "", judge.Crossed},
		"stale":       {statisticsPath, "1795348798123", "1795262398123", nil, "", judge.Stale},
		"renamed":     {bookPath, `"symbol":"BTCUSDT"`, `"symbol":"XBTUSDT"`, nil, PairMissing, judge.Missing},
	},
	CoinGeckoName: {
		"slow":        {answer: neverAnswers, fault: Timeout, refusal: judge.Sources},
		"429":         {answer: status(429, "Retry-After", "7"), fault: Limited, refusal: judge.Sources},
		"truncated":   {answer: cut, fault: Syntax, refusal: judge.Sources},
		"wrong types": {"/simple/price", `"usd":88409.123456789012345`, `"usd":[88409]`, nil, PriceUnusable, judge.Sources},
		"zero":        {"/simple/price", `"usd":88409.123456789012345`, `"usd":0`, nil, PriceUnusable, judge.Sources},
		"negative":    {"/simple/price", `"usd":88409.123456789012345`, `"usd":-88409`, nil, PriceUnusable, judge.Sources},
		"stale":       {"/simple/price", `"last_updated_at":1795348780`, `"last_updated_at":1795262380`, nil, "", judge.Sources},
		"renamed":     {"/simple/price", `"bitcoin"`, `"bitcoin-core"`, nil, PairMissing, judge.Sources},
	},
}

func neverAnswers(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// Whatever a source does wrong, on loopback: its price is not quoted, and there is a
// reason.
func TestEveryMisbehaviourLeavesThePriceUnquoted(t *testing.T) {
	each(t, func(t *testing.T, _ *source, f Feed) {
		for name, wrong := range misbehaviours[f.Name()] {
			t.Run(name, func(t *testing.T) {
				s, f := sourceNamed(t, f.Name())
				wrong.happen(t, s)
				quotes, err := fetch(t, f)
				fault := Code("")
				for _, one := range faults(t, err) {
					if one.Asset == "" || one.Asset == "BTC" {
						fault = one.Code
					}
				}
				verdict := judged(f.Name(), quotes)
				if fault != wrong.fault || verdict.Refusal == nil || verdict.Refusal.Code != wrong.refusal || !verdict.Price.Bid.IsZero() {
					t.Errorf("fault %q, want %q; verdict %+v, want the refusal %q", fault, wrong.fault, verdict, wrong.refusal)
				}
			})
		}
		t.Run("nothing", func(t *testing.T) {
			_, f := sourceNamed(t, f.Name())
			quotes, err := fetch(t, f)
			if verdict := judged(f.Name(), quotes); err != nil || verdict.Refusal != nil {
				t.Errorf("without any fault: %+v, %v", verdict.Refusal, err)
			}
		})
	})
}

// happen lets a source do it.
func (m misbehaviour) happen(t *testing.T, s *source) {
	t.Helper()
	switch {
	case m.answer != nil:
		s.answer(m.answer)
	case m.path == "": // Kraken names no time; a cache in between does
		fresh := s.by["/0/public/Ticker"]
		s.by["/0/public/Ticker"] = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Age", "300")
			fresh(w, r)
		}
	default:
		names := map[string]string{"/0/public/Ticker": "kraken-ticker.json", bookPath: "binance-book.json", statisticsPath: "binance-24hr.json", "/simple/price": "coingecko.json"}
		good := file(t, names[m.path])
		if !strings.Contains(good, m.from) {
			t.Fatalf("the answer has no %q", m.from)
		}
		s.by[m.path] = text(strings.Replace(good, m.from, m.to, 1))
	}
}

// sourceNamed opens one of the three, with little patience.
func sourceNamed(t *testing.T, name string) (*source, Feed) {
	t.Helper()
	const patience = 300 * time.Millisecond
	switch name {
	case KrakenName:
		s, k := krakenSource(t)
		k.client.timeout = patience
		return s, k
	case BinanceName:
		s, b := binanceSource(t)
		b.client.timeout = patience
		return s, b
	}
	s, g := coinGeckoSource(t)
	g.client.timeout = patience
	return s, g
}

// judged is the verdict on BTC where a feed is the only source; CoinGecko, which is
// never quoted, is needed to confirm another.
func judged(feed string, quotes []Quote) judge.Verdict {
	p := judge.Default("BTC", []string{feed}, nil)
	var offers []judge.Offer
	for _, q := range quotes {
		offers = append(offers, q.Offer(decimal.NewFromInt(1)))
	}
	if feed == CoinGeckoName {
		p = judge.Default("BTC", []string{KrakenName}, []string{CoinGeckoName})
		offers = append(offers, judge.Offer{Asset: "BTC", Source: KrakenName, Bid: decimal.NewFromInt(88412), Ask: decimal.NewFromInt(88413), Fetched: noon})
	}
	verdicts, _ := judge.Round([]judge.Policy{p}, offers, nil, noon)
	return verdicts[0]
}

// A slow source keeps nobody: the others are asked at the same time, and a round has
// an end.
func TestASlowSourceDoesNotHoldUpTheOthers(t *testing.T) {
	slow, kraken := sourceNamed(t, KrakenName)
	slow.answer(neverAnswers)
	_, binance := sourceNamed(t, BinanceName)
	began := time.Now()
	quotes, err := Gather(context.Background(), []Feed{kraken, binance})
	if got := faults(t, err); len(quotes) != 3 || len(got) != 1 || got[0].Code != Timeout || time.Since(began) > 5*time.Second {
		t.Errorf("%d quotes after %s, %v", len(quotes), time.Since(began), err)
	}
}
