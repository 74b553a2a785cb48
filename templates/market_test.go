package templates

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

func TestBeside(t *testing.T) {
	s := sampleSite(t)
	number := decimal.RequireFromString
	s.Assets = []content.Asset{
		{Code: "BTC", Name: "Bitcoin"}, {Code: "ETH", Name: "Ethereum"}, {Code: "VET", Name: "VeChain"},
		{Code: "USDT", Name: "Tether", Fixed: "1"}, {Code: "EUR", Name: "Euro"},
	}
	s.Tariff = &exchange.Tariff{Currencies: []exchange.Currency{
		{Code: "BTC", Asset: "BTC", Kind: exchange.Crypto}, {Code: "ETH", Asset: "ETH", Kind: exchange.Crypto}, {Code: "VET", Asset: "VET", Kind: exchange.Crypto},
		{Code: "USDTTRC20", Asset: "USDT", Kind: exchange.Crypto}, {Code: "EURSEPA", Asset: "EUR", Kind: exchange.Fiat},
	}}
	s.News = []*content.Document{
		sampleNews("New & old", "/news/new/", "2026-11-20"), sampleNews("Rates", "/news/rates/", "2026-11-12"),
		sampleNews("Old", "/news/old/", "2026-09-08"), sampleNews("Older", "/news/older/", "2026-09-01"),
	}
	s.News[1].Author = ""
	prices := &Snapshot{
		Source: "sample", TakenAt: time.Date(2026, 11, 22, 9, 14, 7, 0, time.UTC),
		Prices: exchange.Prices{
			"BTC": {Bid: number("88412.3"), Ask: number("88412.4")}, "VET": {Bid: number("0.018029"), Ask: number("0.01803")},
			"EUR": {Bid: number("1.1"), Ask: number("1.1")},
		},
		Changes: map[string]string{"BTC": "-1.416"},
		Courses: map[string]Course{"BTC": {Heights: []int{0, 1000, -1, 500}, Low: "87012", High: "89400.5"}, "VET": {Heights: []int{-1, -1}}},
	}
	golden(t, "beside", Beside(s, prices))
	if markup := render(t, Beside(s, nil)); strings.Contains(markup, "<table") {
		t.Error("there is a market without prices")
	}
	s.Beside = Beside(s, prices)
	about := &content.Document{Kind: content.Page, Path: "/about/", Title: "About"}
	for name, want := range map[string]int{"page": 1, "order": 0} {
		markup := render(t, Plain(Page{Site: s}, Article{Doc: about, Body: body("")}))
		if name == "order" {
			markup = render(t, Order(Page{Site: s}, sampleOrder(t, exchange.AwaitingPayment)))
		}
		if n := strings.Count(markup, `id="market"`); n != want {
			t.Errorf("%s: the market stands there %d times, want %d", name, n, want)
		}
	}
}

func TestChangeText(t *testing.T) {
	for change, want := range map[string]string{
		"": "–", "0": "0.00 %", "1.416": "+1.41 %", "-1.416": "−1.41 %", "12": "+12.00 %", "-0.5": "−0.50 %", "-0.004": "0.00 %", "0.009": "0.00 %",
	} {
		if got := strings.ReplaceAll(changeText(change), noBreak, " "); got != want {
			t.Errorf("%q is shown as %q, want %q", change, got, want)
		}
	}
}
