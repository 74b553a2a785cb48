package exchange_test

import (
	"testing"

	"agio/wasm/exchange"
)

func benchmarkQuote(b *testing.B, from, to string, side exchange.Side, text string) {
	tariff, prices := bundle(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tariff.Quote(prices, from, to, side, text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "quotes/s")
}

// BenchmarkQuoteGive computes give → get.
func BenchmarkQuoteGive(b *testing.B) { benchmarkQuote(b, "BTC", "USDTTRC20", exchange.Give, "0.1") }

// BenchmarkQuoteGet computes get → give.
func BenchmarkQuoteGet(b *testing.B) {
	benchmarkQuote(b, "BTC", "USDTTRC20", exchange.Get, "6056.25985")
}

// BenchmarkQuoteThirtyDigits computes with the longest amounts there are.
func BenchmarkQuoteThirtyDigits(b *testing.B) {
	benchmarkQuote(b, "USDTTRC20", "BTC", exchange.Give, "123456789012345678901234.567891")
}

func BenchmarkRefund(b *testing.B) {
	tariff, prices := bundle(b)
	terms := agreement(b, nil)
	c := must(tariff.RefundCase(prices, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Converted, Ordered: "1", Paid: "0.4"}))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := terms.Refund(c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStep(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := exchange.Step(exchange.RefundDue, exchange.RefundConfirmed, exchange.Facts{}); err != nil {
			b.Fatal(err)
		}
	}
}
