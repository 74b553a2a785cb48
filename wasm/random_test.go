package main

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"agio/wasm/wire"
)

// dice makes random messages, the same ones for the same seed.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} }

func (d dice) one(of ...string) string { return of[d.IntN(len(of))] }

func (d dice) digits(most int) string {
	b := make([]byte, 1+d.IntN(most))
	for i := range b {
		b[i] = '0' + byte(d.IntN(10))
	}
	return string(b)
}

// amount is mostly one that can be read, of any size.
func (d dice) amount() string {
	switch d.IntN(20) {
	case 0:
		return d.one("", "0", "0.0", ".5", "5.", "+1", "-1", "1e5", "NaN", " 1", "1,5", "٣", "00", "\t", "\\")
	case 1:
		return d.digits(32)
	case 2:
		return d.digits(12) + "." + d.digits(20)
	case 3:
		return "0." + strings.Repeat("0", d.IntN(18)) + "1"
	case 4, 5, 6, 7, 8, 9, 10, 11:
		return d.digits(4)
	}
	return d.digits(4) + "." + d.digits(2)
}

func (d dice) price() []string {
	low, high := 1+d.IntN(1_000_000_000), 1+d.IntN(1000)
	bid := strconv.Itoa(low/100000) + "." + strconv.Itoa(100000 + low%100000)[1:]
	ask := strconv.Itoa(low/100000+high) + "." + d.digits(9)
	return []string{bid, ask}
}

var codes = []string{"BTC", "ETH", "JPY", "USDTTRC20", "USDTERC20", "EURSEPA", "VOLETUSD"}

// office is a random office of all kinds of currencies; all directions but some.
func (d dice) office() [][]string {
	s := stanza{in: map[string]string{
		"peg": d.one("1", "1.002", "0.995"), "after_conversion": d.one("stage", "lower"), "tolerance": d.one("2%", "0%", "0.5%"),
		"small_payment_minimum": d.one("50 USD", "0 USD", "12.34 USD"), "small_payment_fee": d.one("1%", "0%"),
	}}
	lines := s.terms()
	for i, c := range [][5]string{
		{"BTC", "crypto", "8", "bitcoin", "0.0001"}, {"ETH", "crypto", "18", "ethereum", "0.001"}, {"JPY", "fiat", "0", "iban", "100"},
		{"USDT", "crypto", "6", "tron", "1.5"}, {"USDT", "crypto", "6", "ethereum", "4"}, {"EUR", "fiat", "2", "iban", "0.5"}, {"USD", "emoney", "2", "volet", "0"},
	} {
		lines = append(lines, []string{"currency", codes[i], c[0], c[1], c[2], c[3], d.one("0", c[4]), d.one("0", c[4]), d.one("", c[4])})
		if d.IntN(2) == 0 {
			lines = append(lines, []string{"costs", codes[i], d.one("", "0", c[4]), d.one("", "0%", "0.1%", "1.5%")})
		}
	}
	for _, from := range codes {
		for _, to := range codes {
			if from != to && d.IntN(8) > 0 {
				commission := d.one("0%", "1.5%", "0.0001%", "20%")
				lines = append(lines, []string{"direction", from, to, commission, d.one("", "0.001"), d.one("", "", "500"), d.one("", "", "1"), "", d.one("", "", "", "", "no liquidity")})
				if commission != "0%" && d.IntN(2) == 0 {
					lines = append(lines, []string{"commission", from, to, d.one("1", "7"), "0%"})
				}
			}
		}
	}
	return lines
}

func (d dice) prices() [][]string {
	var lines [][]string
	for _, asset := range []string{"BTC", "ETH", "JPY", "EUR", "USD"} {
		if d.IntN(10) > 0 {
			lines = append(lines, append([]string{"price", asset}, d.price()...))
		}
	}
	return lines
}

var texts = []string{
	"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "DE89 3704 0044 0532 0130 00",
	"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "4111 1111 1111 1111", "somebody@example.com", "", "\\\n\t", "Überweisung",
}

// request is a random request of any operation, mostly a sensible one.
func (d dice) request() (wire.Operation, [][]string) {
	coin, yes := d.one(codes...), func() string { return d.one("yes", "no") }
	stage, by := d.one("before", "after", "completed", "before", "after", "soon"), d.one("client", "client", "client", "office", "nobody")
	switch d.IntN(12) {
	case 0, 1, 2:
		return wire.Quote, [][]string{{coin, d.one(codes...), d.one("give", "get", "give", "get", "have"), d.amount()}}
	case 3:
		return wire.Recalculate, [][]string{{coin, d.one(codes...), d.one("1.5%", "3%", "x"), d.one("0", "1"), d.amount(), d.amount()}}
	case 4:
		return wire.Deviation, [][]string{{coin, d.amount(), d.amount()}}
	case 5:
		return wire.Late, [][]string{{d.digits(19), d.digits(19)}}
	case 6, 7:
		return wire.Refund, [][]string{{coin, stage, by, d.amount(), d.amount(), d.one("", "", d.amount())}}
	case 8:
		return wire.Curve, [][]string{{coin, stage, by, d.amount(), d.one("1", "7", "30", "0", "501", "x")}}
	case 9:
		return wire.Step, [][]string{{d.one("received", "overdue", "suspended", ""), d.one("convert", "payment_seen", "further_payment", "create"), yes(), yes(), yes(), yes(), d.one("", "received", "x")}}
	case 10:
		return d.pick(wire.Address, wire.Card), nil
	}
	return wire.Rates, nil
}

func (d dice) pick(of ...wire.Operation) wire.Operation { return of[d.IntN(len(of))] }

// message is a random request as a message.
func (d dice) message() (wire.Operation, []byte) {
	o, lines := d.request()
	switch o {
	case wire.Address:
		lines = [][]string{{d.one(codes...), d.one(texts...)}}
	case wire.Card:
		lines = [][]string{{d.one(texts...) + d.one(texts...)}}
	}
	return o, wire.Message(lines...)
}

// The module computes what the native code computes, to the last byte.
func TestWasmEqualsNative(t *testing.T) {
	t.Parallel()
	here, there, d := native(), inWasm(t), newDice(20261122)
	answered := 0
	for i := range 20_000 {
		if i%200 == 0 {
			office, prices := wire.Message(d.office()...), wire.Message(d.prices()...)
			for _, a := range []asker{here, there} {
				if answer := string(a(t, wire.Office, office)) + string(a(t, wire.Prices, prices)); answer != "ok\nok\n" {
					t.Fatalf("%q for %q and %q", answer, office, prices)
				}
			}
		}
		o, message := d.message()
		want, got := here(t, o, message), there(t, o, message)
		if !bytes.Equal(want, got) {
			t.Fatalf("%s %q:\nnative %q\nwasm   %q", o, message, want, got)
		}
		if bytes.HasPrefix(got, []byte("ok\n")) {
			answered++
		}
	}
	t.Logf("20000 equal answers, %d of them no refusals", answered)
	if answered < 5_000 || answered > 19_000 {
		t.Errorf("%d of 20000 requests were answered; the mix should have both answers and refusals", answered)
	}
}
