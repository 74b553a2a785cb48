package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/content/headers"
	"agio/server/life"
	"agio/server/material"
	"agio/server/rates"
	"agio/server/rates/export"
	"agio/server/rates/sign"
	written "agio/server/rates/tariff"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// office is a whole office behind the door, with a clock, prices and a store
// that a test can set.
type office struct {
	t      testing.TB
	dir    string
	at     time.Time
	clock  sync.Mutex
	log    *buffer
	board  *rates.Board
	ring   *sign.Ring
	store  *store.Store
	orders *orders
	worker *worker
	server *Server
	change func(*Config)
	closed string    // what clients read while no orders are taken
	opened time.Time // when they were taken again
}

func (o *office) now() time.Time { o.clock.Lock(); defer o.clock.Unlock(); return o.at }

func (o *office) pass(d time.Duration) { o.clock.Lock(); defer o.clock.Unlock(); o.at = o.at.Add(d) }

// buffer is a log that can be read while it is written.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}
func (b *buffer) String() string { b.mu.Lock(); defer b.mu.Unlock(); return b.text.String() }

// orders is the store with faults that a test switches on.
type orders struct {
	*store.Store
	fault string
}

var faults = map[string]error{
	"busy":        store.ErrBusy,
	"unavailable": fmt.Errorf("%w: disk full", store.ErrUnavailable),
	"erased":      store.ErrErased,
	"unforeseen":  errors.New("something nobody thought of"),
}

func (o *orders) err() error {
	if o.fault == "panic" {
		panic("MARKEDpanic")
	}
	return faults[o.fault]
}

func (o *orders) Place(ctx context.Context, key string, body [sha256.Size]byte, d store.Draft) (store.Placed, error) {
	if err := o.err(); err != nil {
		return store.Placed{}, err
	}
	return o.Store.Place(ctx, key, body, d)
}

func (o *orders) Get(ctx context.Context, id, secret string) (store.Order, []store.Event, error) {
	if err := o.err(); err != nil {
		return store.Order{}, nil, err
	}
	return o.Store.Get(ctx, id, secret)
}

func (o *orders) AddSighting(ctx context.Context, form string, facts store.SightingFacts, who store.SightingSender, most int) (string, error) {
	if err := o.err(); err != nil {
		return "", err
	}
	return o.Store.AddSighting(ctx, form, facts, who, most)
}

func (o *orders) Ready(ctx context.Context) error {
	if err := o.err(); err != nil {
		return err
	}
	return o.Store.Ready(ctx)
}

// openOffice opens an office whose posts are not limited.
func openOffice(t testing.TB, change func(*Config)) *office {
	o := &office{t: t, dir: t.TempDir(), at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), log: &buffer{}, change: change}
	prices := filepath.Join(o.dir, "prices.json")
	if err := os.WriteFile(prices, []byte(ticker), 0o600); err != nil {
		t.Fatal(err)
	}
	source, err := rates.Open(prices)
	if err != nil {
		t.Fatal(err)
	}
	if o.ring, err = sign.Open(filepath.Join(o.dir, "data", "keys"), o.now()); err != nil {
		t.Fatal(err)
	}
	o.board = rates.NewBoard(source, rates.Settings{
		Assets: assets, Peg: decimal.NewFromInt(1), Tariff: written.Hash(written.Text(tariff(t))), InForce: func(time.Time) exchange.Terms { return agreement(t) },
		Ring: o.ring, History: o, Now: o.now, Log: slog.New(slog.DiscardHandler),
	})
	o.open()
	o.refresh()
	t.Cleanup(func() { o.store.Close() })
	return o
}

// The history is that of the store that is open.

func (o *office) Record(ctx context.Context, id string, taken time.Time, text []byte) error {
	return o.store.Record(ctx, id, taken, text)
}

func (o *office) Recorded(ctx context.Context, id string) ([]byte, bool, error) {
	return o.store.Recorded(ctx, id)
}

func (o *office) RecordedBefore(ctx context.Context, moment time.Time, most int) ([][]byte, error) {
	return o.store.RecordedBefore(ctx, moment, most)
}

// reprice changes a text of the prices' file, for the next refresh.
func (o *office) reprice(from, to string) error {
	name := filepath.Join(o.dir, "prices.json")
	text, err := os.ReadFile(name)
	if err == nil && !bytes.Contains(text, []byte(from)) {
		err = fmt.Errorf("the prices do not say %s", from)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name, bytes.Replace(text, []byte(from), []byte(to), 1), 0o600)
}

func (o *office) refresh() {
	if err := o.board.Refresh(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// open opens store and server, also again after a restart.
func (o *office) open() {
	o.t.Helper()
	var err error
	if o.store, err = store.Open(filepath.Join(o.dir, "data"), store.Options{Now: o.now}); err != nil {
		o.t.Fatal(err)
	}
	o.orders, o.worker = &orders{Store: o.store}, &worker{o: o}
	box, err := material.Open(filepath.Join(o.dir, "data"), o.store, material.Limits{Size: 4096}, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	terms := agreement(o.t)
	set := &content.Set{Office: content.Office{Name: "Test Office", BaseURL: "https://office.example", Email: "a@office.example"}, Terms: terms, Tariff: tariff(o.t), Assets: assets,
		Reserves: map[string]decimal.Decimal{"BTC": decimal.NewFromInt(3), "USDTTRC20": decimal.NewFromInt(90000)}}
	c := Config{
		Office: o.worker, Materials: box, PieceSize: 4096, Pieces: 3, Sightings: o.orders, Tariffs: o.orders, Demo: o.worker,
		Exports: map[string]*export.Exporter{"": exporter(o.t, set.Tariff, nil), "only-for-them": exporter(o.t, set.Tariff, map[string]string{"USDTTRC20": "USDTTRC"})},
		Set:     set, Terms: terms, AMLEdition: "2026-11-21", Board: o.board, Store: o.orders, Files: files,
		Page: templates.Site{Office: set.Office, Terms: terms, Tariff: set.Tariff, Assets: assets, AMLEdition: "2026-11-21"},
		Log:  slog.New(slog.NewJSONHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: o.now, PostsPerMinute: -1,
		Closed: func(time.Time) (string, bool) { return o.closed, o.closed != "" }, Reopened: func(time.Time) time.Time { return o.opened }, Blocked: o.orders.Blocked, Foreign: foreign,
	}
	if o.change != nil {
		o.change(&c)
	}
	o.server = New(c)
}

// ours is an address at which payments of the office arrive.
const ours = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"

func foreign(_ context.Context, field, address string) error {
	if address != ours {
		return nil
	}
	return &exchange.Error{Code: life.AddressOurs, Field: field, Message: "Ours.", Accepts: "an address of your own", Clause: "4.9"}
}

func exporter(t testing.TB, tariff *exchange.Tariff, aliases map[string]string) *export.Exporter {
	t.Helper()
	e, err := export.New(tariff, export.Settings{Aliases: aliases})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (o *office) restart() {
	if err := o.store.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.open()
}

// ticker is Kraken's answer with the prices of the tests.
const ticker = `{"error":[],"result":{
	"XBTUSDT":{"a":["61500.2","1","1"],"b":["61500.1","1","1"]},
	"ETHUSDT":{"a":["3200.5","1","1"],"b":["3200.4","1","1"]},
	"EURUSDT":{"a":["1.1","1","1"],"b":["1.09","1","1"]}}}`

var assets = []content.Asset{
	{Code: "BTC", Name: "Bitcoin", Quotes: map[string]string{"kraken": "XBTUSDT"}},
	{Code: "ETH", Name: "Ether", Quotes: map[string]string{"kraken": "ETHUSDT"}},
	{Code: "EUR", Name: "Euro", Quotes: map[string]string{"kraken": "EURUSDT"}},
	{Code: "USDT", Name: "Tether"},
}

// tariff is small: one direction for each kind of address that tests pay to, one
// closed, one whose asset has no price, and one that does not cover its costs.
func tariff(t testing.TB) *exchange.Tariff {
	t.Helper()
	coin := func(code, asset, kind, address string, places int32, memo, fee string) exchange.Currency {
		return exchange.Currency{Code: code, Asset: asset, Name: asset, Kind: exchange.Kind(kind), Network: "Network of " + code, Places: places,
			Address: address, Memo: memo, PayoutFee: decimal.RequireFromString(fee), SendingFee: decimal.RequireFromString(fee)}
	}
	limits := exchange.Limits{Min: decimal.RequireFromString("0.001"), Max: decimal.RequireFromString("2")}
	way := func(from, to, closed string) exchange.Direction {
		return exchange.Direction{From: from, To: to, Commission: decimal.RequireFromString("0.015"), Give: limits, Within: 30 * time.Minute, Closed: closed}
	}
	uncovered := way("ETH", "VOLETUSD", "")
	uncovered.Commission = decimal.Decimal{}
	fixed := way("ETH", "BTC", "")
	fixed.FixedFor = 15 * time.Minute
	ether := coin("ETH", "ETH", "crypto", "ethereum", 18, "", "0.001")
	ether.VenueFee = decimal.RequireFromString("0.001")
	tariff, err := exchange.NewTariff([]exchange.Currency{
		coin("BTC", "BTC", "crypto", "bitcoin", 8, "", "0.0001"),
		ether,
		coin("USDTTRC20", "USDT", "crypto", "tron", 6, "", "1.5"),
		coin("EURSEPA", "EUR", "fiat", "iban", 2, "reference", "0.5"),
		coin("VOLETUSD", "USDT", "emoney", "volet", 2, "", "0"),
		coin("LTC", "LTC", "crypto", "litecoin", 8, "", "0.001"),
	}, []exchange.Direction{
		way("BTC", "USDTTRC20", ""), way("BTC", "ETH", ""), way("BTC", "EURSEPA", ""), way("BTC", "VOLETUSD", ""), way("BTC", "LTC", ""),
		fixed, way("ETH", "EURSEPA", "The bank is closed."), uncovered,
	}, decimal.NewFromInt(1), exchange.ByStage)
	if err != nil {
		t.Fatal(err)
	}
	return tariff
}

func agreement(t testing.TB) exchange.Terms {
	t.Helper()
	var all []exchange.Parameter
	for _, p := range [][3]string{
		{"notice_period", "7d", "2.4"}, {"overdue_after", "24h", "3.11"}, {"amount_tolerance", "2%", "3.12"}, {"verification_answer", "30d", "3.13"},
		{"price_validity", "5m", "3.18"}, {"price_grace", "10s", "3.18"}, {"rate_fixed_longest", "60m", "3.21"}, {"choice_deadline", "72h", "3.20"}, {"cancellation_fee", "50 USD", "5.2"}, {"small_payment_below", "50%", "5.3"},
		{"small_payment_fee", "1%", "5.3"}, {"small_payment_minimum", "50 USD", "5.3"}, {"refusal_fee", "2%", "5.4"}, {"refund_time", "3d", "5.10"}, {"record_retention", "5y", "6.6"},
	} {
		parameter, err := exchange.ParseParameter(p[0], p[1], p[2])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parameter)
	}
	terms, err := exchange.NewTerms("2026-11-22", nil, all)
	if err != nil {
		t.Fatal(err)
	}
	terms.Hash = strings.Repeat("ab", 32)
	return terms
}

// files are a site of four.
var files = map[string]*File{
	"/":                     {Type: "text/html; charset=utf-8", ETag: `"home"`, CSP: headers.Calculator, Body: []byte("the home page"), Brotli: []byte("HOME br"), Gzip: []byte("HOME gz")},
	"/terms/":               {Type: "text/html; charset=utf-8", ETag: `"terms"`, CSP: headers.Reading, Body: []byte("the terms, plain"), Brotli: []byte("br"), Gzip: []byte("gz")},
	"/refunds/":             {Type: "text/html; charset=utf-8", ETag: "refunds", CSP: headers.Calculator, Body: []byte("the refund simulator")},
	"/assets/agio.0123.css": {Type: "text/css; charset=utf-8", ETag: `"css"`, Immutable: true, Body: []byte("body{}")},
	"/404.html":             {Type: "text/html; charset=utf-8", ETag: `"404"`, CSP: headers.Reading, Body: []byte("<h1>nothing here</h1>")},
}

// validOrder is the body of an order that is in order: a tenth of a bitcoin into
// USDT on Tron, quoted by the very package.
func (o *office) validOrder() map[string]any {
	o.t.Helper()
	snapshot, _ := o.board.Current()
	quote, err := tariff(o.t).Quote(snapshot.Prices, "BTC", "USDTTRC20", exchange.Give, "0.1")
	if err != nil {
		o.t.Fatal(err)
	}
	claims := make(map[string]any)
	for _, f := range quote.Figures() {
		claims[f.Name] = f.Value
	}
	return map[string]any{
		"from": "BTC", "to": "USDTTRC20", "give": "0.1", "rates": snapshot.ID, "terms": "2026-11-22", "quote": claims,
		"pay_out":   map[string]any{"address": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "memo": ""},
		"refund_to": map[string]any{"address": "", "memo": ""}, "contact": map[string]any{"email": ""},
		"accepted": map[string]any{"terms": "2026-11-22", "aml_kyc": "2026-11-21", "declarations": exchange.Declarations()},
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
