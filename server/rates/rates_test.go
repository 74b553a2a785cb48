package rates

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
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

func TestBundledSampleIsReadExactly(t *testing.T) {
	prices, err := ParseKraken(bundled, assets, one())
	if err != nil {
		t.Fatal(err)
	}
	for asset, want := range map[string]string{"BTC": "88412.3 88412.4", "VET": "0.018029 0.018042", "USD": "1 1"} {
		if got := prices[asset].Bid.String() + " " + prices[asset].Ask.String(); got != want {
			t.Errorf("%s: got %s, want %s", asset, got, want)
		}
	}
	if _, priced := prices["USDT"]; priced {
		t.Error("USDT needs no entry")
	}
}

// A float would turn these digits into others.
func TestPricesNeverPassThroughAFloat(t *testing.T) {
	answer := `{"error":[],"result":{"XBTUSDT":{"a":["9007199.254740993123456","1","1"],"b":["9007199.254740993123455","1","1"]},"VETUSD":{"a":["0.018","1","1"],"b":["0.017","1","1"]}}}`
	prices, err := ParseKraken([]byte(answer), assets, decimal.RequireFromString("0.9987"))
	if err != nil {
		t.Fatal(err)
	}
	if got := prices["BTC"].Ask.String(); got != "9007199.254740993123456" {
		t.Errorf("ask of BTC: %s", got)
	}
	if got := prices["USD"].Ask.String(); got != "0.9987" {
		t.Errorf("USD is not at the peg: %s", got)
	}
}

func TestDollarPairsAreTurnedAtThePeg(t *testing.T) {
	prices, err := ParseKraken(bundled, assets, decimal.RequireFromString("0.99"))
	if err != nil {
		t.Fatal(err)
	}
	if got := prices["VET"].Bid.String(); got != "0.01784871" {
		t.Errorf("VET: got %s, want 0.018029 × 0.99", got)
	}
	if got := prices["BTC"].Bid.String(); got != "88412.3" {
		t.Errorf("a pair in USDT was turned at the peg: %s", got)
	}
}

func TestWhatIsUnusableIsNotQuoted(t *testing.T) {
	pair := func(bid, ask string) string {
		return `{"error":[],"result":{"XBTUSDT":{"a":[` + ask + `,"1","1"],"b":[` + bid + `,"1","1"]}}}`
	}
	for name, answer := range map[string]string{
		"zero":         pair(`"0"`, `"1"`),
		"negative":     pair(`"-1"`, `"1"`),
		"crossed":      pair(`"2"`, `"1"`),
		"exponent":     pair(`"1e5"`, `"1e5"`),
		"too large":    pair(`"10000001"`, `"10000001"`),
		"JSON numbers": pair(`1.5`, `1.6`),
		"no bid":       `{"error":[],"result":{"XBTUSDT":{"a":["1","1","1"],"b":[]}}}`,
		"renamed":      `{"error":[],"result":{"XXBTZUSD":{"a":["1","1","1"],"b":["1","1","1"]}}}`,
		"an error":     `{"error":["EGeneral:Temporary lockout"]}`,
		"truncated":    string(bundled[:len(bundled)/2]),
		"not JSON":     "<html>",
		"empty":        "",
	} {
		prices, err := ParseKraken([]byte(answer), assets, one())
		if _, quoted := prices["BTC"]; quoted || err == nil {
			t.Errorf("%s: quoted %v, error %v", name, prices, err)
		}
	}
}

func TestOneBadPairLeavesTheOthers(t *testing.T) {
	answer := strings.Replace(string(bundled), "88412.30000", "99999.9", 1)
	answer = strings.Replace(answer, `"b":["88412.30000"`, `"b":["99999"`, 1)
	prices, err := ParseKraken([]byte(answer), assets, one())
	if err == nil || prices["VET"].Bid.IsZero() || !prices["BTC"].Bid.IsZero() {
		t.Errorf("prices %v, error %v", prices, err)
	}
}

func TestSnapshotLivesExactlyItsValidity(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b := NewBoard(Bundled(), assets, one(), 5*time.Minute, func() time.Time { return now }, quiet)
	if _, ok := b.Current(); ok {
		t.Fatal("there is a snapshot before the first refresh")
	}
	if err := b.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	first, _ := b.Current()
	now = now.Add(5*time.Minute - time.Nanosecond)
	if _, ok := b.Find(first.ID); !ok {
		t.Error("the snapshot ended early")
	}
	now = now.Add(time.Nanosecond)
	if _, ok := b.Find(first.ID); ok {
		t.Error("the snapshot outlived its validity")
	}
	if _, ok := b.Current(); ok {
		t.Error("an old snapshot is passed off as current")
	}
	if _, ok := b.Find("unknown"); ok {
		t.Error("an unknown id was found")
	}
}

func TestEarlierSnapshotsStayOrderable(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b := NewBoard(Bundled(), assets, one(), 5*time.Minute, func() time.Time { return now }, quiet)
	ids := map[string]bool{}
	for range 20 {
		if err := b.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, _ := b.Current()
		ids[s.ID] = true
		now = now.Add(time.Minute)
	}
	if len(ids) != 20 {
		t.Errorf("%d ids for 20 snapshots", len(ids))
	}
	if len(b.recent) > 6 {
		t.Errorf("the board remembers %d snapshots, more than can be valid", len(b.recent))
	}
}

func TestAFailedRefreshKeepsTheLastSnapshot(t *testing.T) {
	fail := false
	source := Source{"test", func(context.Context) ([]byte, error) {
		if fail {
			return nil, errors.New("no answer")
		}
		return bundled, nil
	}}
	b := NewBoard(source, assets, one(), time.Minute, time.Now, quiet)
	if err := b.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	fail = true
	if err := b.Refresh(context.Background()); err == nil {
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
		if got, err := source.read(context.Background()); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", where, got, err)
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

func TestAnswersAreBounded(t *testing.T) {
	if _, err := readAll(io.LimitReader(endless{}, maxAnswer+100)); err == nil {
		t.Error("an endless answer was read")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestWireIsText(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 987654321, time.FixedZone("", 3600))
	s := newSnapshot("s", exchange.Prices{"ADA": {Bid: decimal.New(1, -8), Ask: decimal.New(1, 2)}}, at, time.Minute)
	w := s.Wire()
	if w.Prices["ADA"] != (WirePrice{"0.00000001", "100"}) || w.TakenAt != "2026-11-22T11:00:00.987Z" {
		t.Errorf("%+v", w)
	}
}
