package main

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/tetratelabs/wazero"

	"agio/wasm/exchange"
	"agio/wasm/wire"
)

// grid is an office of n currencies and all n × (n−1) directions between them, each
// with a step in its commission and costs to cover.
func grid(n int) (office, prices []byte) {
	lines := stanza{}.terms()
	var priced [][]string
	for i := range n {
		code := fmt.Sprintf("COIN%d", i)
		lines = append(lines, []string{"currency", code, code, "crypto", "8", "bitcoin", "0.0001", "0.0001", ""})
		lines = append(lines, []string{"costs", code, "0.0002", "0.1%"})
		priced = append(priced, []string{"price", code, fmt.Sprintf("%d.%d", 3+i*i*17, 1+i), fmt.Sprintf("%d.%d", 4+i*i*17, 1+i)})
		for j := range n {
			if i != j {
				other := fmt.Sprintf("COIN%d", j)
				lines = append(lines, []string{"direction", code, other, "1.5%", "0.001", "500000", "", "", ""},
					[]string{"commission", code, other, "100", "1%"})
			}
		}
	}
	return wire.Message(lines...), wire.Message(priced...)
}

// open loads an office into a calculator.
func (a asker) open(t testing.TB, office, prices []byte) asker {
	t.Helper()
	if answer := string(a(t, wire.Office, office)) + string(a(t, wire.Prices, prices)); answer != "ok\nok\n" {
		t.Fatal(answer)
	}
	return a
}

// BenchmarkQuote gives quotes per second: by the domain alone, through the protocol
// natively, and through the shipped module.
func BenchmarkQuote(b *testing.B) {
	office, prices := grid(3)
	message := wire.Message([]string{"COIN2", "COIN1", "give", "12.345678"})
	perSecond := func(b *testing.B) float64 {
		rate := float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(rate, "quotes/s")
		return rate
	}
	var domain float64
	b.Run("domain", func(b *testing.B) {
		tariff, snapshot := gridTariff(b)
		for b.Loop() {
			if _, err := tariff.Quote(snapshot, "COIN2", "COIN1", exchange.Give, "12.345678"); err != nil {
				b.Fatal(err)
			}
		}
		domain = perSecond(b)
	})
	for name, a := range map[string]asker{"native": native(), "wasm": inWasm(b)} {
		a.open(b, office, prices)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if answer := a(b, wire.Quote, message); answer[0] != 'o' {
					b.Fatalf("%q", answer)
				}
			}
			if rate := perSecond(b); domain > 0 {
				b.ReportMetric(domain/rate, "times-domain")
			}
		})
	}
}

// gridTariff is the office of BenchmarkQuote without the protocol.
func gridTariff(b *testing.B) (*exchange.Tariff, exchange.Prices) {
	b.Helper()
	commission, err := exchange.ParseCommission("1.5%")
	if err != nil {
		b.Fatal(err)
	}
	var currencies []exchange.Currency
	prices := exchange.Prices{}
	for i, bid := range []string{"3.1", "20.2", "71.3"} {
		c := exchange.Currency{Code: fmt.Sprintf("COIN%d", i), Asset: fmt.Sprintf("COIN%d", i), Kind: exchange.Crypto, Places: 8}
		if c.PayoutFee, err = exchange.ParseAmount("", "0.0001", c); err != nil {
			b.Fatal(err)
		}
		currencies = append(currencies, c)
		if prices[c.Asset], err = exchange.ParsePrice(bid, bid); err != nil {
			b.Fatal(err)
		}
	}
	peg := prices["COIN0"].Bid
	tariff, err := exchange.NewTariff(currencies, []exchange.Direction{{From: "COIN2", To: "COIN1", Commission: commission}}, peg, exchange.ByStage)
	if err != nil {
		b.Fatal(err)
	}
	return tariff, prices
}

// BenchmarkCall is what a call costs when next to nothing is asked.
func BenchmarkCall(b *testing.B) {
	a := inWasm(b)
	message := wire.Message([]string{""})
	for b.Loop() {
		a(b, wire.Card, message)
	}
}

// BenchmarkRates gives the rates of 1,560 directions in one call.
func BenchmarkRates(b *testing.B) {
	const coins = 40
	office, prices := grid(coins)
	for name, a := range map[string]asker{"native": native(), "wasm": inWasm(b)} {
		a.open(b, office, prices)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if answer := a(b, wire.Rates, nil); bytes.Count(answer, []byte("\tyes\t")) != coins*(coins-1) {
					b.Fatalf("%.200q", answer)
				}
			}
			b.ReportMetric(float64(b.N)*coins*(coins-1)/b.Elapsed().Seconds(), "directions/s")
		})
	}
}

// BenchmarkStart compiles the module and starts an instance.
func BenchmarkStart(b *testing.B) {
	file := module(b).file
	for b.Loop() {
		s, err := compile(file, wazero.NewRuntimeConfig())
		if err != nil {
			b.Fatal(err)
		}
		s.start(b, "_initialize")
	}
}

// BenchmarkSize gives the bytes of the module, as they are and as they travel.
func BenchmarkSize(b *testing.B) {
	file := module(b).file
	var packed bytes.Buffer
	for b.Loop() {
		packed.Reset()
		w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
		w.Write(file)
		w.Close()
	}
	b.ReportMetric(float64(len(file)), "bytes")
	b.ReportMetric(float64(packed.Len()), "brotli-bytes")
}

// BenchmarkMillion asks the same instance over and over, with -benchtime=1000000x
// a million times, and gives its memory afterwards.
func BenchmarkMillion(b *testing.B) {
	i, d := newInstance(b), newDice(5)
	var operations []wire.Operation
	var messages [][]byte
	for range 1000 {
		o, m := d.message()
		operations, messages = append(operations, o), append(messages, m)
	}
	for o, lines := range map[wire.Operation][][]string{wire.Office: d.office(), wire.Prices: d.prices()} {
		if _, err := i.send(o, wire.Message(lines...)); err != nil {
			b.Fatal(err)
		}
	}
	for k := 0; b.Loop(); k++ {
		if _, err := i.send(operations[k%1000], messages[k%1000]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(i.module.Memory().Size()), "memory-bytes")
}
