package feed

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"agio/content"
)

func TestPairsFollowFromTheTariff(t *testing.T) {
	assets := []content.Asset{
		{Code: "BTC", Quotes: map[string]string{"kraken": "XBTUSDT", "binance": "BTCUSDT", "coingecko": "bitcoin"}},
		{Code: "VET", Quotes: map[string]string{"kraken": "VETUSD", "binance": "VETFDUSD"}},
		{Code: "LTC", Quotes: map[string]string{"kraken": "LTCEUR"}},
		{Code: "USD", Fixed: "peg"},
	}
	for source, want := range map[string]string{
		"kraken":    "BTC XBTUSDT USDT, VET VETUSD USD; LTC",
		"binance":   "BTC BTCUSDT USDT; VET",
		"coingecko": "BTC bitcoin USD; ",
	} {
		pairs, err := Pairs(source, assets)
		var got []string
		for _, p := range pairs {
			got = append(got, p.Asset+" "+p.Name+" "+p.In)
		}
		fault := ""
		if err != nil {
			fault, _, _ = strings.Cut(err.Error(), ":")
		}
		if text := strings.Join(got, ", ") + "; " + fault; text != want {
			t.Errorf("%s: %s, want %s", source, text, want)
		}
	}
}

func TestDollarsAreTurnedAtThePeg(t *testing.T) {
	peg := decimal.RequireFromString("0.9987")
	q := Quote{Source: "kraken", Asset: "VET", In: USD, Bid: decimal.RequireFromString("0.018029"), Ask: decimal.RequireFromString("0.018042")}
	if o := q.Offer(peg); o.Bid.String() != "0.0180055623" || o.Ask.String() != "0.0180185454" || o.Source != "kraken" {
		t.Errorf("%+v", o)
	}
	q.In = USDT
	if o := q.Offer(peg); o.Bid.String() != "0.018029" {
		t.Errorf("USDT was turned: %+v", o)
	}
}

func TestGatherGoesOnWithoutOneSource(t *testing.T) {
	_, k := krakenSource(t)
	b, binance := binanceSource(t)
	_, g := coinGeckoSource(t)
	b.answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	quotes, err := Gather(context.Background(), []Feed{k, binance, g})
	if len(quotes) != 8 || quotes[0].Source != KrakenName || quotes[7].Source != CoinGeckoName {
		t.Errorf("%d quotes", len(quotes))
	}
	if got := codes(t, err); got != "binance feed_status" {
		t.Errorf("faults %s", got)
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"1.2e-05": "0.000012", "1.2E+3": "1200", "0": "0", "-0.15": "-0.15", "00012.50": "12.5",
		"9007199254740993.000000000000001": "9007199254740993.000000000000001",
		"":                                 "", ".5": "", "5.": "", "+1": "", "1e": "", "1e+-1": "", "e5": "", "1,5": "", "NaN": "", "0x10": "", " 1": "", "1_0": "",
		"1e41": "", "--1": "", "1e-99999999999999999999": "", "١": "", strings.Repeat("9", 65): "",
	} {
		d, err := readNumber(text)
		if (err == nil) != (want != "") || (err == nil && d.String() != want) {
			t.Errorf("%q: %s, %v, want %q", text, d, err, want)
		}
	}
}

func FuzzReadNumber(f *testing.F) {
	for _, seed := range []string{"1.2e-05", "-0.15", "1e40", "00.00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := readNumber(text)
		if err != nil {
			return
		}
		again, err := readNumber(d.String())
		if len(d.String()) > maxLength {
			return
		}
		if err != nil || !again.Equal(d) {
			t.Errorf("%q: %s, then %s, %v", text, d, again, err)
		}
	})
}
