package content

import "testing"

// A pair counts as USD or USDT only where it is that, and of that asset.
func TestPairsAreOfTheAssetAndInUSDTOrUSD(t *testing.T) {
	for _, c := range []struct{ source, asset, name, in string }{
		{"kraken", "BTC", "XBTUSDT", "USDT"}, {"kraken", "BTC", "XBTUSD", "USD"}, {"kraken", "BTC", "XXBTZUSD", "USD"},
		{"kraken", "ETH", "XETHZUSD", "USD"}, {"kraken", "DOGE", "XDGUSD", "USD"}, {"kraken", "EUR", "EURUSDT", "USDT"},
		{"kraken", "EUR", "ZEURZUSD", "USD"}, {"kraken", "USDT", "USDTUSD", "USD"}, {"kraken", "USDT", "USDTZUSD", "USD"},
		{"kraken", "VET", "VETUSD", "USD"}, {"binance", "BTC", "BTCUSDT", "USDT"},
		// Foreign pairs that end in the same letters.
		{"kraken", "XRP", "XRPRLUSD", ""}, {"kraken", "ETH", "ETHPYUSD", ""}, {"kraken", "BTC", "XBTAUSD", ""}, {"kraken", "USDT", "USDTRLUSD", ""},
		{"kraken", "BTC", "TBTCUSD", ""}, {"kraken", "BTC", "WBTCUSDT", ""}, {"kraken", "BTC", "BTCUSD", ""},
		// Another asset's, in another currency, in other letters, or none.
		{"kraken", "BTC", "ETHUSDT", ""}, {"kraken", "LTC", "LTCEUR", ""}, {"kraken", "ETH", "ethusd", ""}, {"kraken", "BTC", "", ""}, {"kraken", "BTC", "USD", ""},
		{"kraken", "USDT", "USDTUSDT", ""}, {"binance", "VET", "VETFDUSD", ""}, {"binance", "ETH", "BTCUSDT", ""}, {"binance", "SATS", "1000SATSUSDT", ""},
		{"binance", "BTC", "BTCUSD", ""}, {"binance", "USDT", "USDTUSDT", ""}, {"coinbase", "BTC", "BTCUSDT", ""},
	} {
		if in, ok := PairIn(c.source, c.asset, c.name); ok != (c.in != "") || ok && in != c.in {
			t.Errorf("%s %s of %s is in %q, %v; want %q", c.source, c.name, c.asset, in, ok, c.in)
		}
	}
}

func TestKrakensTwoNamesOfAPair(t *testing.T) {
	for name, want := range map[string]string{
		"XXBTZUSD": "XBTUSD", "XETHXXBT": "ETHXBT", "USDTZUSD": "USDTUSD", "XBTUSD": "XBTUSD",
		"DOGEUSDT": "DOGEUSDT", "ZETAUSDT": "ZETAUSDT", "XBTZUSD": "XBTZUSD", "XRPRLUSD": "XRPRLUSD",
	} {
		if got := ModernPair(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
