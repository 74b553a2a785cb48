// Package lifetest has an office, a shelf and a venue that only exist in memory, for
// tests of package life and of what carries it: orders are made, steps are kept as a
// store keeps them, and random lives are led through everything that can happen to
// money. All of it is deterministic.
package lifetest

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Start is the moment at which the orders of tests begin.
var Start = time.Date(2026, 11, 22, 10, 30, 0, 250_000_000, time.UTC)

// Addresses that are well formed.
const (
	Bitcoin = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
	Tron    = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
)

// Dec reads a number that is written in a test.
func Dec(text string) decimal.Decimal {
	d, err := decimal.NewFromString(text)
	if err != nil {
		panic(err)
	}
	return d
}

// Terms are the terms of the edition 2026-11-22.
func Terms() exchange.Terms {
	var parameters []exchange.Parameter
	for _, row := range [][3]string{
		{"notice_period", "7d", "2.4"}, {"overdue_after", "24h", "3.11"}, {"amount_tolerance", "2%", "3.12"},
		{"verification_answer", "30d", "3.13"}, {"price_validity", "5m", "3.18"}, {"price_grace", "10s", "3.18"}, {"rate_fixed_longest", "60m", "3.21"}, {"choice_deadline", "72h", "3.20"},
		{"cancellation_fee", "50 USD", "5.2"}, {"small_payment_below", "50%", "5.3"}, {"small_payment_fee", "1%", "5.3"},
		{"small_payment_minimum", "50 USD", "5.3"}, {"refusal_fee", "2%", "5.4"}, {"refund_time", "3d", "5.10"},
		{"record_retention", "5y", "6.6"},
	} {
		p, err := exchange.ParseParameter(row[0], row[1], row[2])
		if err != nil {
			panic(err)
		}
		parameters = append(parameters, p)
	}
	terms, err := exchange.NewTerms("2026-11-22", nil, parameters)
	if err != nil {
		panic(err)
	}
	return terms
}

// Tariff has BTC and USDTTRC20, both ways, at 1.5 %, to be paid out within an hour.
func Tariff() *exchange.Tariff {
	btc := exchange.Currency{Code: "BTC", Asset: "BTC", Name: "Bitcoin", Kind: exchange.Crypto, Network: "Bitcoin", Places: 8,
		Address: "bitcoin", PayoutFee: Dec("0.0001"), SendingFee: Dec("0.0001"), SendMin: Dec("0.00001")}
	usdt := exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Name: "Tether USD", Kind: exchange.Crypto, Network: "Tron", Places: 6,
		Address: "tron", PayoutFee: Dec("1.5"), SendingFee: Dec("1.5")}
	commission := Dec("0.015")
	t, err := exchange.NewTariff([]exchange.Currency{btc, usdt}, []exchange.Direction{
		{From: "BTC", To: "USDTTRC20", Commission: commission, Within: time.Hour},
		{From: "USDTTRC20", To: "BTC", Commission: commission, Within: time.Hour},
	}, Dec("1"), exchange.ByStage)
	if err != nil {
		panic(err)
	}
	return t
}

// Prices are those of one moment: BTC at a bid, ten USDT less than its ask.
func Prices(bid string) exchange.Prices {
	b := Dec(bid)
	return exchange.Prices{"BTC": {Bid: b, Ask: b.Add(Dec("10"))}}
}

// World is the world at a moment after Start, with BTC at 60,000.
func World(after time.Duration) life.World {
	return life.World{Now: Start.Add(after), Terms: Terms(), Tariff: Tariff(), Prices: Prices("60000"), Snapshot: "s1"}
}

// Order makes an order as it is stored when a client has made it: give of BTC for
// USDT, or of USDT for BTC.
func Order(id, from, to, give string) store.Order {
	deal, direction, err := Tariff().Deal(from, to, Prices("60000"))
	if err != nil {
		panic(err)
	}
	quote, err := deal.FromGive(Dec(give))
	if err != nil {
		panic(err)
	}
	payOut := Tron
	if to == "BTC" {
		payOut = Bitcoin
	}
	o := store.Order{ID: id, Created: Start, Frozen: store.Frozen{
		Deadline: Start.Add(24 * time.Hour), Within: direction.Within, Quote: quote, SnapshotID: "s1", RatesSource: "test",
		Terms: "2026-11-22", TermsHash: strings.Repeat("00", 32), AMLKYC: "2026-11-22", Declarations: exchange.Declarations(),
	}, Person: store.Person{PayOut: store.Account{Address: payOut}}}
	o.Begin()
	return o
}

// Fixed makes an order whose rate is fixed for a time (3.21); 0: it floats.
func Fixed(id, from, to, give string, d time.Duration) store.Order {
	o := Order(id, from, to, give)
	o.Quote.Deal.FixedFor = d
	return o
}

// Created is the first event of an order.
func Created(o store.Order) store.Event {
	return store.Event{Version: 1, Event: exchange.Create, Actor: exchange.ByClient, At: o.Created, Data: `{"terms":"` + o.Terms + `"}`}
}
