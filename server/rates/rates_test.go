package rates

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/sign"
	"agio/wasm/exchange"
)

var assets = []content.Asset{
	{Code: "BTC", Quotes: map[string]string{"kraken": "XBTUSDT"}},
	{Code: "VET", Quotes: map[string]string{"kraken": "VETUSD"}},
	{Code: "USDT"},
	{Code: "USD", Fixed: "peg"},
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func one() decimal.Decimal { return decimal.NewFromInt(1) }

// prices judges a Ticker answer as a board does and gives what it would publish.
func prices(t *testing.T, answer string, peg decimal.Decimal) (Snapshot, error) {
	t.Helper()
	b := board(t, Source{Name: "test", read: func(context.Context) (reading, error) { return reading{text: []byte(answer)}, nil }})
	b.Peg = peg
	err := b.Refresh(t.Context())
	s, _ := b.Current()
	return s, err
}

// board makes a board with keys of its own whose clock stands still.
func board(t *testing.T, source Source) *Board {
	t.Helper()
	return boardOf(t, source, assets, one())
}

func boardOf(t *testing.T, source Source, assets []content.Asset, peg decimal.Decimal) *Board {
	t.Helper()
	ring, err := sign.Open(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return NewBoard(source, Settings{
		Assets: assets, Peg: peg, InForce: inForce, Ring: ring,
		Now: func() time.Time { return noon }, Log: quiet,
	})
}

// inForce is the agreement at every moment.
func inForce(time.Time) exchange.Terms {
	return exchange.Terms{Edition: "2026-11-22", PriceValidity: 5 * time.Minute, PriceGrace: 10 * time.Second}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestBundledSampleIsReadExactly(t *testing.T) {
	s, err := prices(t, string(bundled), one())
	if err != nil {
		t.Fatal(err)
	}
	for asset, want := range map[string]string{"BTC": "88412.3 88412.4", "VET": "0.018029 0.018042", "USD": "1 1"} {
		if got := s.Prices[asset].Bid.String() + " " + s.Prices[asset].Ask.String(); got != want {
			t.Errorf("%s: got %s, want %s", asset, got, want)
		}
	}
	if _, priced := s.Prices["USDT"]; priced {
		t.Error("USDT needs no entry")
	}
}

// A float would turn these digits into others.
func TestPricesNeverPassThroughAFloat(t *testing.T) {
	answer := `{"error":[],"result":{"XBTUSDT":{"a":["9007199.254740993123456","1","1"],"b":["9007199.254740993123455","1","1"]},"VETUSD":{"a":["0.018","1","1"],"b":["0.017","1","1"]}}}`
	s, err := prices(t, answer, decimal.RequireFromString("0.9987"))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Signed.Prices["BTC"].Ask; got != "9007199.254740993123456" {
		t.Errorf("ask of BTC: %s", got)
	}
	if got := s.Signed.Prices["USD"].Ask; got != "0.9987" {
		t.Errorf("USD is not at the peg: %s", got)
	}
}

func TestDollarPairsAreTurnedAtThePeg(t *testing.T) {
	s, err := prices(t, string(bundled), decimal.RequireFromString("0.99"))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Prices["VET"].Bid.String(); got != "0.01784871" {
		t.Errorf("VET: got %s, want 0.018029 × 0.99", got)
	}
	if got := s.Prices["BTC"].Bid.String(); got != "88412.3" {
		t.Errorf("a pair in USDT was turned at the peg: %s", got)
	}
}

// A pair in another currency is not taken for one in dollars.
func TestOnlyPairsInTetherAndDollarsAreQuoted(t *testing.T) {
	for pair, want := range map[string]string{
		"EURUSDT": "2", "EURUSD": "1.98", "ZEURZUSD": "1.98", "EURRLUSD": "", "EURZUSD": "", "EURGBP": "", "XETHXXBT": "", "EURUSDC": "", "USDEUR": "", "EURUSDX": "",
	} {
		source := Source{Name: "test", read: func(context.Context) (reading, error) {
			return reading{text: []byte(`{"error":[],"result":{"` + pair + `":{"a":["2"],"b":["2"]},"XBTUSDT":{"a":["1"],"b":["1"]}}}`)}, nil
		}}
		b := boardOf(t, source, []content.Asset{assets[0], {Code: "EUR", Quotes: map[string]string{"kraken": pair}}}, decimal.RequireFromString("0.99"))
		if err := b.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, _ := b.Current()
		if got, quoted := s.Prices["EUR"]; quoted != (want != "") || quoted && got.Bid.String() != want {
			t.Errorf("%s: the price is %v, want %q", pair, got, want)
		}
	}
}

func TestAFixedPriceIsANumberOrThePeg(t *testing.T) {
	b := board(t, Bundled())
	b.Assets = append([]content.Asset{{Code: "GIFT", Fixed: "12.5"}}, assets...)
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, _ := b.Current(); s.Signed.Prices["GIFT"].Bid != "12.5" || s.Signed.Prices["USD"].Ask != "1" {
		t.Errorf("the fixed prices are %v", s.Signed.Prices)
	}
}

// What cannot be quoted is refused by its code, in the signed snapshot, and the
// other prices stand; when there is nothing at all, nothing is published.
func TestWhatIsUnusableIsNotQuoted(t *testing.T) {
	pair := func(bid, ask string) string {
		return `{"error":[],"result":{"XBTUSDT":{"a":[` + ask + `,"1","1"],"b":[` + bid + `,"1","1"]},"VETUSD":{"a":["0.018"],"b":["0.017"]}}}`
	}
	for name, c := range map[string]struct{ answer, code string }{
		"zero":       {pair(`"0"`, `"1"`), "price_missing"},
		"negative":   {pair(`"-1"`, `"1"`), "price_missing"},
		"crossed":    {pair(`"2"`, `"1"`), "price_crossed"},
		"exponent":   {pair(`"1e5"`, `"1e5"`), "price_missing"},
		"too large":  {pair(`"10000001"`, `"10000001"`), "price_missing"},
		"no bid":     {`{"error":[],"result":{"XBTUSDT":{"a":["1","1","1"],"b":[]},"VETUSD":{"a":["0.018"],"b":["0.017"]}}}`, "price_missing"},
		"renamed":    {`{"error":[],"result":{"XXBTZUSD":{"a":["1","1","1"],"b":["1","1","1"]},"VETUSD":{"a":["0.018"],"b":["0.017"]}}}`, "price_missing"},
		"JSON types": {pair(`1.5`, `1.6`), ""},
		"an error":   {`{"error":["EGeneral:Temporary lockout"]}`, ""},
		"truncated":  {string(bundled[:len(bundled)/2]), ""},
		"not JSON":   {"<html>", ""},
		"empty":      {"", ""},
	} {
		s, err := prices(t, c.answer, one())
		if _, quoted := s.Prices["BTC"]; quoted || (err != nil) != (c.code == "") {
			t.Errorf("%s: quoted %v, error %v", name, s.Prices, err)
		}
		if got := s.Signed.Refused["BTC"]; got != c.code {
			t.Errorf("%s: the snapshot says %q, want %q", name, got, c.code)
		}
		if c.code == "" {
			continue
		}
		if reason, ok := s.Reason("BTC"); !ok || reason == "" || s.Prices["VET"].Bid.IsZero() {
			t.Errorf("%s: reason %q, VET %v", name, reason, s.Prices["VET"])
		}
	}
}

func TestEverySnapshotIsSigned(t *testing.T) {
	b := board(t, Bundled())
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, _ := b.Current()
	read, err := sign.Read(s.JSON)
	if err != nil {
		t.Fatal(err)
	}
	if err := sign.Verify(read, b.Ring.Public(), noon); err != nil {
		t.Error(err)
	}
	if read.ID != s.ID || read.Terms != "2026-11-22" || read.Source != "bundled sample prices" {
		t.Errorf("the signed snapshot is %+v", read)
	}
	if len(read.Prices["BTC"].Sources) > 0 {
		t.Errorf("sample prices name sources: %v", read.Prices["BTC"].Sources)
	}
}

func TestSnapshotLivesItsValidityAndTheGrace(t *testing.T) {
	now := noon
	b := board(t, Bundled())
	b.Now = func() time.Time { return now }
	if _, ok := b.Current(); ok {
		t.Fatal("there is a snapshot before the first refresh")
	}
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	first, _ := b.Current()
	now = now.Add(5*time.Minute - time.Nanosecond)
	if _, ok := b.Current(); !ok {
		t.Error("the snapshot ended early")
	}
	now = now.Add(time.Nanosecond)
	if _, ok := b.Current(); ok {
		t.Error("an old snapshot is passed off as current")
	}
	now = now.Add(10*time.Second - time.Nanosecond)
	if _, ok := b.Find(first.ID); !ok {
		t.Error("there was no grace")
	}
	now = now.Add(time.Nanosecond)
	if _, ok := b.Find(first.ID); ok {
		t.Error("the snapshot outlived its grace")
	}
	if _, ok := b.Find("unknown"); ok {
		t.Error("an unknown id was found")
	}
}

func TestEarlierSnapshotsStayOrderable(t *testing.T) {
	now := noon
	b := board(t, Bundled())
	b.Now = func() time.Time { return now }
	ids := map[string]bool{}
	for range 20 {
		if err := b.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, _ := b.Current()
		ids[s.ID] = true
		now = now.Add(time.Minute)
	}
	if len(ids) != 20 {
		t.Errorf("%d ids for 20 snapshots", len(ids))
	}
	if len(b.recent) > 7 {
		t.Errorf("the board remembers %d snapshots, more than can be ordered on", len(b.recent))
	}
}

func TestAFailedRefreshKeepsTheLastSnapshot(t *testing.T) {
	fail := false
	b := board(t, Source{Name: "test", read: func(context.Context) (reading, error) {
		if fail {
			return reading{}, errors.New("no answer")
		}
		return reading{text: bundled}, nil
	}})
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	fail = true
	if err := b.Refresh(t.Context()); err == nil {
		t.Error("the failure was not told")
	}
	if _, ok := b.Current(); !ok {
		t.Error("the last snapshot is gone")
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	older := write("2026-11-21.json", "older")
	write("2026-11-22.json", "newer")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ticker" {
			http.Error(w, "slow down", http.StatusTooManyRequests)
			return
		}
		_, _ = io.WriteString(w, "by URL")
	}))
	defer server.Close()
	for where, want := range map[string]string{
		"": string(bundled), older: "older", dir: "newer", server.URL + "/ticker": "by URL",
	} {
		source, err := Open(where)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := source.read(context.Background()); err != nil || string(got.text) != want {
			t.Errorf("%q: %q, %v", where, got.text, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "missing.json")); err == nil {
		t.Error("a missing file was opened")
	}
	limited, _ := Open(server.URL + "/other")
	if _, err := limited.read(context.Background()); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("429 was taken for an answer: %v", err)
	}
}

// One file of prices is as old as it is: what was written too long ago is not passed
// off as a price of now, and is quoted again when it was written anew.
func TestAnOldFileIsNotQuoted(t *testing.T) {
	name := filepath.Join(t.TempDir(), "prices.json")
	if err := os.WriteFile(name, bundled, 0o600); err != nil {
		t.Fatal(err)
	}
	headers := http.Header{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range headers {
			w.Header().Set(name, headers.Get(name))
		}
		_, _ = w.Write(bundled)
	}))
	defer server.Close()
	written := func(ago time.Duration) {
		t.Helper()
		at := time.Now().Add(-ago)
		headers.Set("Last-Modified", at.UTC().Format(http.TimeFormat))
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, where := range []string{name, filepath.Dir(name), server.URL} {
		source, err := Open(where)
		if err != nil {
			t.Fatal(err)
		}
		b := board(t, source)
		for _, step := range []struct {
			ago     time.Duration
			refused string
		}{{0, ""}, {FileAge - 10*time.Second, ""}, {FileAge + 10*time.Second, "price_stale"}, {-time.Hour, "price_future"}, {0, ""}} {
			written(step.ago)
			if err := b.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			s, _ := b.Current()
			_, quoted := s.Prices["BTC"]
			if s.Refused["BTC"] != step.refused || quoted != (step.refused == "") || s.Prices["USD"].Bid.IsZero() {
				t.Errorf("%s, written %s ago: refused %q, quoted %v", where, step.ago, s.Refused["BTC"], quoted)
			}
		}
	}
	headers = http.Header{"Age": {"601"}}
	source, _ := Open(server.URL)
	b := board(t, source)
	if err := b.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, _ := b.Current(); s.Refused["BTC"] != "price_stale" {
		t.Errorf("a cache's old answer is refused %q", s.Refused["BTC"])
	}
}

func TestAnswersAreBounded(t *testing.T) {
	if _, err := readAll(io.LimitReader(endless{}, maxAnswer+100)); err == nil {
		t.Error("an endless answer was read")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// textLog gives a log and the messages written to it.
func textLog() (*slog.Logger, func() iter.Seq[string]) {
	var text bytes.Buffer
	return slog.New(slog.NewTextHandler(&text, nil)), func() iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, found := range regexp.MustCompile(`msg="([^"]*)"`).FindAllStringSubmatch(text.String(), -1) {
				if !yield(found[1]) {
					return
				}
			}
		}
	}
}
