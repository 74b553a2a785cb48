package feed

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

var krakenPairs = []Pair{
	{"BTC", "XBTUSD", USD}, {"ETH", "ETHUSDT", USDT}, {"VET", "VETUSD", USD}, {"USDT", "USDTUSD", USD},
}

func krakenSource(t *testing.T) (*source, *Kraken) {
	t.Helper()
	ohlc := file(t, "kraken-ohlc.json")
	s := serve(t, map[string]http.HandlerFunc{
		"/0/public/Ticker": text(file(t, "kraken-ticker.json")),
		"/0/public/OHLC": func(w http.ResponseWriter, r *http.Request) {
			name := r.URL.Query().Get("pair")
			if name == "XBTUSD" {
				name = "XXBTZUSD"
			}
			_, _ = io.WriteString(w, strings.Replace(ohlc, "XXBTZUSD", name, 1))
		},
	})
	k, err := NewKraken(s.settings(krakenPairs))
	if err != nil {
		t.Fatal(err)
	}
	return s, k
}

func TestKrakenReadsTheDocumentedAnswer(t *testing.T) {
	s, k := krakenSource(t)
	quotes, err := fetch(t, k)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, quotes,
		"kraken BTC USD 88412.3 88412.4 change 1.623",
		"kraken ETH USDT 3014.51 3014.68 change -96.535",
		"kraken USDT USD 0.9992 0.9993",
		"kraken VET USD 0.018029 0.018042 change -100")
	for _, q := range quotes {
		if !q.Fetched.Equal(noon) {
			t.Errorf("%s fetched at %s", q.Asset, q.Fetched)
		}
	}
	asked := s.questions()
	if want := "/0/public/Ticker?pair=XBTUSD%2CETHUSDT%2CVETUSD%2CUSDTUSD"; asked[0] != want {
		t.Errorf("asked %s, want %s", asked[0], want)
	}
	if want := "/0/public/OHLC?interval=15&pair=XBTUSD&since=1795258800"; len(asked) != 1+candlesAtOnce || asked[1] != want {
		t.Errorf("asked %v, want %s second", asked, want)
	}
}

// The "o" of a Ticker is since midnight; the change comes from candles, which
// are asked for once an hour and serve in between.
func TestKrakensChangeFollowsTheCandles(t *testing.T) {
	s, k := krakenSource(t)
	change := func() string {
		t.Helper()
		quotes, err := fetch(t, k)
		if err != nil {
			t.Fatal(err)
		}
		if !quotes[0].Change.Valid {
			return "none"
		}
		return quotes[0].Change.Decimal.String()
	}
	for _, step := range []struct {
		later     time.Duration
		want      string
		questions int
	}{
		{0, "1.623", 4},                // against 87000, of 12:00
		{14 * time.Minute, "1.623", 2}, // the fourth pair's candles
		{time.Minute, "1.507", 1},      // against 87100, of 12:15
		{30 * time.Minute, "1.507", 1}, // nothing was traded since
		{time.Hour, "none", 4},         // the newest candle began more than 25 hours ago
	} {
		s.later(step.later)
		if got := change(); got != step.want {
			t.Errorf("after %s: change %s, want %s", step.later, got, step.want)
		}
		if asked := s.questions(); len(asked) != step.questions {
			t.Errorf("after %s: asked %v", step.later, asked)
		}
	}
}

func TestKrakenWithoutCandlesStillHasPrices(t *testing.T) {
	for name, answer := range map[string]string{
		"an error":        `{"error":["EService:Unavailable"]}`,
		"truncated":       `{"error":[],"result":{"XXBTZUSD":[[1795262400,"870`,
		"an object":       `{"error":[],"result":{"XXBTZUSD":{}}}`,
		"short candles":   `{"error":[],"result":{"XXBTZUSD":[[1795262400]]}}`,
		"numbers":         `{"error":[],"result":{"XXBTZUSD":[[1795262400,87000.0,"1","1","1","1","1",1]]}}`,
		"time as text":    `{"error":[],"result":{"XXBTZUSD":[["1795262400","87000.0","1","1","1","1","1",1]]}}`,
		"a zero":          `{"error":[],"result":{"XXBTZUSD":[[1795262400,"0","1","1","1","1","1",1]]}}`,
		"a renamed pair":  `{"error":[],"result":{"BITCOINUSD":[]}}`,
		"a time too late": `{"error":[],"result":{"XXBTZUSD":[[99999999999999999,"1","1","1","1","1","1",1]]}}`,
	} {
		s, k := krakenSource(t)
		s.by["/0/public/OHLC"] = text(answer)
		k.pairs = k.pairs[:1]
		quotes, err := fetch(t, k)
		expect(t, quotes, "kraken BTC USD 88412.3 88412.4")
		if got := codes(t, err); got != "kraken BTC change_missing" {
			t.Errorf("%s: %s", name, got)
		}
		s.questions()
		s.later(candlesRetry - time.Second)
		if _, err := fetch(t, k); err != nil || len(s.questions()) != 1 {
			t.Errorf("%s: candles were asked for again at once: %v", name, err)
		}
	}
}

func TestKrakensUnusablePrices(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"zero":            {`"b":["88412.30000"`, `"b":["0.00000"`, "kraken BTC price_unusable"},
		"negative":        {`"b":["88412.30000"`, `"b":["-1"`, "kraken BTC price_unusable"},
		"a number":        {`"b":["88412.30000"`, `"b":[88412.3`, "kraken BTC price_unusable"},
		"null":            {`"b":["88412.30000"`, `"b":[null`, "kraken BTC price_unusable"},
		"text":            {`"b":["88412.30000"`, `"b":["n/a"`, "kraken BTC price_unusable"},
		"infinite":        {`"b":["88412.30000"`, `"b":["Inf"`, "kraken BTC price_unusable"},
		"a huge exponent": {`"b":["88412.30000"`, `"b":["1e999999999"`, "kraken BTC price_unusable"},
		"very long":       {`"b":["88412.30000"`, `"b":["` + strings.Repeat("1", 200) + `"`, "kraken BTC price_unusable"},
		"no bid":          {`"b":["88412.30000","2","2.000"]`, `"b":[]`, "kraken BTC price_unusable"},
		"bid an object":   {`"b":["88412.30000","2","2.000"]`, `"b":{}`, "kraken BTC price_unusable"},
		"renamed":         {`"XXBTZUSD"`, `"BTCUSD"`, "kraken BTC pair_missing"},
		"another quote":   {`"XXBTZUSD"`, `"XXBTZEUR"`, "kraken BTC pair_missing"},
	} {
		s, k := krakenSource(t)
		answer := file(t, "kraken-ticker.json")
		if !strings.Contains(answer, c.from) {
			t.Fatalf("%s: nothing to replace", name)
		}
		s.by["/0/public/Ticker"] = text(strings.Replace(answer, c.from, c.to, 1))
		quotes, err := fetch(t, k)
		if len(quotes) != 3 || quotes[0].Asset != "ETH" {
			t.Errorf("%s: %d quotes", name, len(quotes))
		}
		if got := codes(t, err); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Whether a crossed price may be quoted is judged elsewhere; here it is told as
// it is.
func TestACrossedPriceIsHandedOn(t *testing.T) {
	s, k := krakenSource(t)
	s.by["/0/public/Ticker"] = text(strings.Replace(file(t, "kraken-ticker.json"), `"b":["88412.30000"`, `"b":["99999.9"`, 1))
	quotes, err := fetch(t, k)
	if err != nil || quotes[0].Bid.String() != "99999.9" || quotes[0].Ask.String() != "88412.4" {
		t.Errorf("%v, %v", quotes, err)
	}
}

func TestKrakenUnknownPairDoesNotTakeTheOthersAlong(t *testing.T) {
	s, k := krakenSource(t)
	all := file(t, "kraken-ticker.json")
	s.by["/0/public/Ticker"] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("pair") {
			_, _ = io.WriteString(w, `{"error":["EQuery:Unknown asset pair"]}`)
			return
		}
		_, _ = io.WriteString(w, strings.Replace(all, "VETUSD", "VETCHAINUSD", 1))
	}
	quotes, err := fetch(t, k)
	if len(quotes) != 3 || codes(t, err) != "kraken VET pair_missing" {
		t.Errorf("%d quotes, %v", len(quotes), err)
	}
}

func TestKrakensOwnErrors(t *testing.T) {
	for answer, want := range map[string]string{
		`{"error":["EGeneral:Too many requests"]}`:     "kraken feed_limited",
		`{"error":["EAPI:Rate limit exceeded"]}`:       "kraken feed_limited",
		`{"error":["EGeneral:Temporary lockout"]}`:     "kraken feed_limited",
		`{"error":["EService:Unavailable"]}`:           "kraken feed_refused",
		`{"error":[]}`:                                 "kraken feed_syntax",
		`{"error":[],"result":[]}`:                     "kraken feed_syntax",
		`{"error":"none","result":{}}`:                 "kraken feed_syntax",
		`{"error":[],"result":{"XXBTZUSD":{}}}{"a":1}`: "kraken feed_syntax",
	} {
		s, k := krakenSource(t)
		s.answer(text(answer))
		quotes, err := fetch(t, k)
		if got := codes(t, err); got != want || quotes != nil {
			t.Errorf("%s: %s, want %s", answer, got, want)
		}
		s.questions()
		_, _ = fetch(t, k)
		if asked := len(s.questions()); (asked == 0) != (want == "kraken feed_limited") {
			t.Errorf("%s: asked %d times afterwards", answer, asked)
		}
	}
}

// Kraken names no time; a cache that answers in its place says how old its
// answer is.
func TestACachesAgeCounts(t *testing.T) {
	s, k := krakenSource(t)
	ticker := file(t, "kraken-ticker.json")
	s.by["/0/public/Ticker"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Age", "300")
		_, _ = io.WriteString(w, ticker)
	}
	quotes, err := fetch(t, k)
	if err != nil || !quotes[0].At.Equal(noon.Add(-5*time.Minute)) {
		t.Errorf("%v, %v", quotes, err)
	}
}
