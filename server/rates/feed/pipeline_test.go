package feed

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/judge"
	"agio/server/rates/sign"
)

// The whole way of a price: asked for, judged, signed, verified.
func TestFromTheSourcesToTheSignedSnapshot(t *testing.T) {
	_, kraken := krakenSource(t)
	_, binance := binanceSource(t)
	_, gecko := coinGeckoSource(t)
	quotes, err := Gather(context.Background(), []Feed{kraken, binance, gecko})
	if err != nil {
		t.Fatal(err)
	}
	peg := decimal.NewFromInt(1)
	var offers, pegs []judge.Offer
	for _, q := range quotes {
		if q.Asset == USDT {
			pegs = append(pegs, q.Offer(peg))
			continue
		}
		offers = append(offers, q.Offer(peg))
	}
	if alarm := judge.Peg(judge.DefaultBand(), pegs, time.Minute, noon); alarm != nil || len(pegs) != 2 {
		t.Errorf("the peg: %v", alarm)
	}
	sources, checks := []string{KrakenName, BinanceName}, []string{CoinGeckoName}
	policies := []judge.Policy{judge.Default("BTC", sources, checks), judge.Default("ETH", sources, checks), judge.Default("PEPE", sources, checks)}
	verdicts, _ := judge.Round(policies, offers, nil, noon)
	content := sign.Content{
		ID: "one", TakenAt: noon, ValidUntil: noon.Add(5 * time.Minute), Terms: "2026-11-22", Source: "kraken, binance",
		Prices: map[string]sign.Priced{}, Refused: map[string]string{},
	}
	for _, v := range verdicts {
		if v.Refusal != nil {
			content.Refused[v.Asset] = string(v.Refusal.Code)
			continue
		}
		content.Prices[v.Asset] = sign.Priced{Price: v.Price, Change: v.Change, Sources: v.Sources}
	}
	ring, err := sign.Open(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := ring.Sign(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := sign.Verify(snapshot, ring.Public(), noon); err != nil {
		t.Error(err)
	}
	text, err := snapshot.Canonical()
	_, lines, _ := strings.Cut(string(text), "price ")
	want := `BTC 88412.3 88412.4 1.623 kraken,binance,coingecko
price ETH 3014.51 3014.68 -96.535 kraken,binance,coingecko
refused PEPE price_sources
`
	if err != nil || lines != want {
		t.Errorf("got\n%swant\n%s", lines, want)
	}
}
