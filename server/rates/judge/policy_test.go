package judge

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

func TestThePolicyIsChecked(t *testing.T) {
	if err := Default("BTC", []string{"kraken"}, nil).Check(); err != nil {
		t.Errorf("the default policy: %v", err)
	}
	for want, spoil := range map[string]func(*Policy){
		"names no asset":       func(p *Policy) { p.Asset = "" },
		"names no source":      func(p *Policy) { p.Sources = nil },
		"must count":           func(p *Policy) { p.AtLeast = 0 },
		"age is not above":     func(p *Policy) { p.MaxAge = 0 },
		"holding time":         func(p *Policy) { p.HoldFor = -time.Second },
		"spread between sourc": func(p *Policy) { p.MaxSpread = dec("-0.01") },
		"bid and ask":          func(p *Policy) { p.MaxBidAsk = dec("-0.01") },
		"jump":                 func(p *Policy) { p.MaxJump = decimal.Decimal{} },
		"a source twice":       func(p *Policy) { p.Checks = []string{"kraken"} },
	} {
		p := Default("BTC", []string{"kraken"}, nil)
		spoil(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestARoundKeepsAssetsApart(t *testing.T) {
	policies := []Policy{Default("BTC", []string{"kraken"}, nil), Default("ETH", []string{"kraken"}, nil)}
	offer := func(asset, price string, at time.Time) Offer {
		return Offer{Asset: asset, Source: "kraken", Bid: dec(price), Ask: dec(price), Fetched: at}
	}
	first := map[string]State{"BTC": {Last: dec("100")}, "OLD": {Last: dec("1")}}
	verdicts, states := Round(policies, []Offer{offer("BTC", "200", noon), offer("ETH", "3", noon)}, first, noon)
	if verdicts[0].Refusal.Code != Jump || verdicts[1].Refusal != nil || verdicts[1].Price.Bid.String() != "3" {
		t.Errorf("%+v", verdicts)
	}
	if len(states) != 2 || states["ETH"].Last.String() != "3" || states["BTC"].Since != noon || !first["BTC"].Since.IsZero() {
		t.Errorf("states %+v, given %+v", states, first)
	}
}

func TestEveryCodeIsExplained(t *testing.T) {
	for _, c := range []Code{Missing, Invalid, Crossed, Stale, Future, Wide, Sources, Spread, Jump} {
		if Explain(c) == Explain("") {
			t.Errorf("%s has no sentence", c)
		}
	}
}

func TestARefusalSaysWhatItSaw(t *testing.T) {
	p := Default("BTC", []string{"kraken", "binance"}, nil)
	v, _ := Judge(p, []Offer{
		{Asset: "BTC", Source: "kraken", Bid: dec("100"), Ask: dec("100"), Fetched: noon.Add(-90 * time.Second)},
		{Asset: "BTC", Source: "binance", Bid: dec("101"), Ask: dec("100"), Fetched: noon},
	}, State{}, noon)
	want := "BTC: price_sources: 0 of the 2 sources needed count: kraken is 90 seconds old, of 1 minute allowed; binance bids 101 above its ask of 100."
	if v.Refusal == nil || v.Refusal.Error() != want {
		t.Errorf("%v, want %s", v.Refusal, want)
	}
}
