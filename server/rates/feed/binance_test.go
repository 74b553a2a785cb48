package feed

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

const (
	bookPath       = "/api/v3/ticker/bookTicker"
	statisticsPath = "/api/v3/ticker/24hr"
)

var binancePairs = []Pair{{"BTC", "BTCUSDT", USDT}, {"ETH", "ETHUSDT", USDT}, {"VET", "VETUSDT", USDT}}

func binanceSource(t *testing.T) (*source, *Binance) {
	t.Helper()
	s := serve(t, map[string]http.HandlerFunc{
		bookPath:       text(file(t, "binance-book.json")),
		statisticsPath: text(file(t, "binance-24hr.json")),
	})
	b, err := NewBinance(s.settings(binancePairs))
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

func TestBinanceReadsTheDocumentedAnswers(t *testing.T) {
	s, b := binanceSource(t)
	quotes, err := fetch(t, b)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, quotes,
		"binance BTC USDT 88411.99 88412 at 11:59:58.123 change 1.416",
		"binance ETH USDT 3014.55 3014.56 at 11:59:57 change -3.055",
		"binance VET USDT 0.01803 0.01804 at 11:59:50 change 0")
	const symbols = "?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%2C%22VETUSDT%22%5D"
	if got := strings.Join(s.questions(), " "); got != bookPath+symbols+" "+statisticsPath+symbols {
		t.Errorf("asked %s", got)
	}
}

func TestBinancesUnusablePrices(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"zero, as in a halted market": {`"bidPrice":"88411.99000000"`, `"bidPrice":"0.00000000"`, "binance BTC price_unusable"},
		"negative":                    {`"bidPrice":"88411.99000000"`, `"bidPrice":"-1"`, "binance BTC price_unusable"},
		"a number":                    {`"bidPrice":"88411.99000000"`, `"bidPrice":88411.99`, "binance BTC price_unusable"},
		"missing":                     {`"bidPrice":"88411.99000000"`, `"bid":"88411.99000000"`, "binance BTC price_unusable"},
		"null":                        {`"bidPrice":"88411.99000000"`, `"bidPrice":null`, "binance BTC price_unusable"},
		"renamed":                     {`"symbol":"BTCUSDT"`, `"symbol":"XBTUSDT"`, "binance BTC pair_missing"},
		"named twice":                 {`[`, `[{"symbol":"BTCUSDT","bidPrice":"1","askPrice":"2"},`, "binance BTC pair_missing"},
		"a number for a name":         {`"symbol":"BTCUSDT"`, `"symbol":1`, "binance BTC pair_missing"},
	} {
		s, b := binanceSource(t)
		book := file(t, "binance-book.json")
		s.by[bookPath] = text(strings.Replace(book, c.from, c.to, 1))
		quotes, err := fetch(t, b)
		if len(quotes) != 2 || quotes[0].Asset != "ETH" || codes(t, err) != c.want {
			t.Errorf("%s: %d quotes, %s, want %s", name, len(quotes), codes(t, err), c.want)
		}
	}
}

func TestBinanceWithoutStatisticsStillHasPrices(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want, quote string }{
		"all of it missing":  {"[", "", "binance change_missing", "binance BTC USDT 88411.99 88412"},
		"one of it missing":  {`"symbol":"BTCUSDT"`, `"symbol":"X"`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412"},
		"time as text":       {`"closeTime":1795348798123`, `"closeTime":"now"`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412"},
		"time as a fraction": {`"closeTime":1795348798123`, `"closeTime":1.5`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412"},
		"time negative":      {`"closeTime":1795348798123`, `"closeTime":-1`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412"},
		"change as a number": {`"priceChangePercent":"1.416"`, `"priceChangePercent":1.416`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412"},
		"change unreadable":  {`"priceChangePercent":"1.416"`, `"priceChangePercent":"up"`, "binance BTC change_missing", "binance BTC USDT 88411.99 88412 at 11:59:58.123"},
	} {
		s, b := binanceSource(t)
		s.by[statisticsPath] = text(strings.Replace(file(t, "binance-24hr.json"), c.from, c.to, 1))
		quotes, err := fetch(t, b)
		if got := codes(t, err); len(quotes) != 3 || got != c.want || show(quotes[0]) != c.quote {
			t.Errorf("%s: %v, %s, want %s", name, quotes, got, c.want)
		}
	}
}

// A price of an old time is not hidden: the judge sees the time.
func TestBinancesOldTimeIsHandedOn(t *testing.T) {
	s, b := binanceSource(t)
	s.by[statisticsPath] = text(strings.Replace(file(t, "binance-24hr.json"), "1795348798123", "1795262398123", 1))
	quotes, err := fetch(t, b)
	if err != nil || noon.Sub(quotes[0].At).Hours() < 24 {
		t.Errorf("%v, %v", quotes, err)
	}
}

func TestBinanceUnknownSymbolDoesNotTakeTheOthersAlong(t *testing.T) {
	s, b := binanceSource(t)
	book := file(t, "binance-book.json")
	s.by[bookPath] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("symbols") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"code":-1121,"msg":"Invalid symbol."}`)
			return
		}
		_, _ = io.WriteString(w, strings.Replace(book, "VETUSDT", "VETNEWUSDT", 1))
	}
	quotes, err := fetch(t, b)
	if len(quotes) != 2 || codes(t, err) != "binance VET pair_missing" {
		t.Errorf("%v, %v", quotes, err)
	}
	if asked := s.questions(); len(asked) != 3 || strings.Contains(asked[2], "VET") {
		t.Errorf("asked %v", asked)
	}
}

func TestBinancesOwnErrors(t *testing.T) {
	s, b := binanceSource(t)
	s.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"code":-1003,"msg":"Too much request weight used."}`)
	})
	if quotes, err := fetch(t, b); quotes != nil || codes(t, err) != "binance feed_refused" {
		t.Errorf("%v, %v", quotes, err)
	}
}
