package feed

import (
	"net/http"
	"strings"
	"testing"
)

var coins = []Pair{{"BTC", "bitcoin", USD}, {"ETH", "ethereum", USD}, {"PEPE", "pepe", USD}, {"USDT", "tether", USD}}

func coinGeckoSource(t *testing.T) (*source, *CoinGecko) {
	t.Helper()
	s := serve(t, map[string]http.HandlerFunc{"/simple/price": text(file(t, "coingecko.json"))})
	settings := s.settings(coins)
	settings.Header = http.Header{"x-cg-demo-api-key": {"a key"}}
	g, err := NewCoinGecko(settings)
	if err != nil {
		t.Fatal(err)
	}
	return s, g
}

// 88409.123456789012345 has more digits than a float holds, and 1.2e-05 is
// 0.000012 to the last one.
func TestCoinGeckosNumbersAreReadExactly(t *testing.T) {
	s, g := coinGeckoSource(t)
	quotes, err := fetch(t, g)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, quotes,
		"coingecko BTC USD 88409.123456789012345 88409.123456789012345 mid at 11:59:40 change 1.4021093218475611",
		"coingecko ETH USD 3014 3014 mid at 11:59:35 change -3.05",
		"coingecko PEPE USD 0.000012 0.000012 mid at 11:59:30 change -0.15",
		"coingecko USDT USD 0.99931 0.99931 mid at 11:59:31 change 0.0012")
	want := "/simple/price?ids=bitcoin%2Cethereum%2Cpepe%2Ctether&include_24hr_change=true&include_last_updated_at=true&precision=full&vs_currencies=usd"
	if got := s.questions()[0]; got != want {
		t.Errorf("asked %s", got)
	}
}

func TestCoinGeckoIsToldTheKey(t *testing.T) {
	s, g := coinGeckoSource(t)
	var key string
	s.answer(func(w http.ResponseWriter, r *http.Request) {
		key = r.Header.Get("X-Cg-Demo-Api-Key")
		text("{}")(w, r)
	})
	_, _ = fetch(t, g)
	if key != "a key" {
		t.Errorf("the key was %q", key)
	}
}

func TestCoinGeckosUnusablePrices(t *testing.T) {
	const price = `"usd":88409.123456789012345`
	for name, c := range map[string]struct {
		from, to, want string
		quotes         int
	}{
		"zero":              {price, `"usd":0`, "coingecko BTC price_unusable", 3},
		"zero exponent":     {price, `"usd":0e-12`, "coingecko BTC price_unusable", 3},
		"negative":          {price, `"usd":-1.5`, "coingecko BTC price_unusable", 3},
		"null":              {price, `"usd":null`, "coingecko BTC price_unusable", 3},
		"a list":            {price, `"usd":[1]`, "coingecko BTC price_unusable", 3},
		"words":             {price, `"usd":"much"`, "coingecko BTC price_unusable", 3},
		"another currency":  {price, `"eur":1`, "coingecko BTC price_unusable", 3},
		"a huge exponent":   {price, `"usd":1e400`, "coingecko BTC price_unusable", 3},
		"no time":           {`,"last_updated_at":1795348780`, ``, "coingecko BTC price_unusable", 3},
		"time in fractions": {`:1795348780`, `:1795348780.5`, "coingecko BTC price_unusable", 3},
		"not a coin":        {`"bitcoin":{`, `"bitcoin":7,"other":{`, "coingecko BTC price_unusable", 3},
		"renamed":           {`"bitcoin"`, `"bitcoin-core"`, "coingecko BTC pair_missing", 3},
		"no change":         {`"usd_24h_change":1.4021093218475611,`, ``, "coingecko BTC change_missing", 4},
		"change null":       {`"usd_24h_change":1.4021093218475611`, `"usd_24h_change":null`, "coingecko BTC change_missing", 4},
	} {
		s, g := coinGeckoSource(t)
		answer := file(t, "coingecko.json")
		if !strings.Contains(answer, c.from) {
			t.Fatalf("%s: nothing to replace", name)
		}
		s.by["/simple/price"] = text(strings.Replace(answer, c.from, c.to, 1))
		quotes, err := fetch(t, g)
		if got := codes(t, err); len(quotes) != c.quotes || got != c.want {
			t.Errorf("%s: %d quotes, %s, want %s", name, len(quotes), got, c.want)
		}
	}
}
