package content

import "agio/wasm/exchange"

// The names of the sources that quote pairs.
const (
	krakenSource  = "kraken"
	binanceSource = "binance"
)

// usd is the other currency that a pair may be quoted in.
const usd = "USD"

// PairIn says what the price in a pair of Kraken or Binance is in: USDT or, at Kraken
// only, USD; false for any other pair. The name must be that of the asset and of the
// currency, and nothing else: XRPRLUSD ends with USD too and is a price in RLUSD, and
// ETHUSDT is no price of BTC.
func PairIn(source, asset, name string) (in string, ok bool) {
	switch source {
	case krakenSource:
		base := krakenName(asset)
		switch ModernPair(name) {
		case base + exchange.Base:
			return exchange.Base, asset != exchange.Base
		case base + usd:
			return usd, true
		}
	case binanceSource:
		return exchange.Base, name == asset+exchange.Base && asset != exchange.Base
	}
	return "", false
}

// krakenName is what Kraken calls an asset: its own names, for two.
func krakenName(asset string) string {
	switch asset {
	case "BTC":
		return "XBT"
	case "DOGE":
		return "XDG"
	}
	return asset
}

// legacy is the closed list of Kraken's old names of assets; no asset that was
// listed later has one.
var legacy = map[string]string{
	"XETC": "ETC", "XETH": "ETH", "XLTC": "LTC", "XMLN": "MLN", "XREP": "REP", "XXBT": "XBT", "XXDG": "XDG",
	"XXLM": "XLM", "XXMR": "XMR", "XXRP": "XRP", "XZEC": "ZEC",
	"ZAUD": "AUD", "ZCAD": "CAD", "ZEUR": "EUR", "ZGBP": "GBP", "ZJPY": "JPY", "ZUSD": "USD",
}

// ModernPair gives the name of a pair of Kraken without the letters that old names
// put before each half: XXBTZUSD and XBTUSD are the same, and USDTZUSD and USDTUSD.
func ModernPair(pair string) string {
	if len(pair) != 8 {
		return pair
	}
	base, quote := pair[:4], pair[4:]
	newQuote, old := legacy[quote]
	if !old {
		return pair
	}
	if newBase, old := legacy[base]; old {
		base = newBase
	}
	return base + newQuote
}
