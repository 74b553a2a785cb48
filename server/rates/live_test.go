package rates

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"agio/content"
	"agio/server/rates/sign"
)

var liveAssets = []content.Asset{
	{Code: "BTC", Quotes: map[string]string{"kraken": "XBTUSDT", "binance": "BTCUSDT"}, Policy: content.PricePolicy{Sources: []string{"kraken", "binance"}}},
	{Code: "VET", Quotes: map[string]string{"kraken": "VETUSD"}, Policy: content.PricePolicy{Sources: []string{"kraken"}}},
	{Code: "USDT", Fixed: "1", Quotes: map[string]string{"kraken": "USDTUSD"}},
	{Code: "USD", Fixed: "peg"},
}

// market is Kraken and Binance on loopback, with prices that a test sets.
type market struct {
	mu                       sync.Mutex
	kraken, binance, vet, pg string // the mid prices; empty: the source fails
	server                   *httptest.Server
}

func openMarket(t *testing.T) *market {
	m := &market{kraken: "60000", binance: "60010", vet: "0.02", pg: "1"}
	m.server = httptest.NewServer(http.HandlerFunc(m.answer))
	t.Cleanup(m.server.Close)
	return m
}

func (m *market) set(change func()) { m.mu.Lock(); defer m.mu.Unlock(); change() }

func (m *market) answer(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	pair := func(name, price string) string {
		return fmt.Sprintf(`%q:{"a":[%q],"b":[%q],"c":[%q]}`, name, price, price, price)
	}
	switch {
	case r.URL.Path == "/0/public/Ticker" && m.kraken != "":
		fmt.Fprintf(w, `{"error":[],"result":{%s,%s,%s}}`, pair("XBTUSDT", m.kraken), pair("VETUSD", m.vet), pair("USDTUSD", m.pg))
	case r.URL.Path == "/api/v3/ticker/bookTicker" && m.binance != "":
		fmt.Fprintf(w, `[{"symbol":"BTCUSDT","bidPrice":%q,"askPrice":%q}]`, m.binance, m.binance)
	case r.URL.Path == "/api/v3/ticker/24hr" && m.binance != "":
		fmt.Fprintf(w, `[{"symbol":"BTCUSDT","priceChangePercent":"1.23456789012345678901","closeTime":%d}]`, noon.UnixMilli())
	default:
		http.Error(w, "closed", http.StatusBadGateway)
	}
}

// memory is a history in memory.
type memory struct {
	mu    sync.Mutex
	taken []time.Time
	texts map[string][]byte
	ids   []string
	fail  error
}

func (m *memory) Record(_ context.Context, id string, taken time.Time, text []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	if m.texts == nil {
		m.texts = make(map[string][]byte)
	}
	m.ids, m.taken, m.texts[id] = append(m.ids, id), append(m.taken, taken), text
	return nil
}

func (m *memory) Recorded(_ context.Context, id string) ([]byte, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	text, ok := m.texts[id]
	return text, ok, nil
}

func (m *memory) RecordedBefore(_ context.Context, moment time.Time, most int) ([][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var texts [][]byte
	for i := len(m.ids) - 1; i >= 0 && len(texts) < most; i-- {
		if !m.taken[i].After(moment) {
			texts = append(texts, m.texts[m.ids[i]])
		}
	}
	return texts, nil
}

// liveOffice is a board on the market, with a clock and a history.
type liveOffice struct {
	*market
	now     time.Time
	history *memory
	ring    *sign.Ring
	board   *Board
}

func openLive(t *testing.T) *liveOffice {
	t.Helper()
	ring, err := sign.Open(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	o := &liveOffice{market: openMarket(t), now: noon, history: &memory{}, ring: ring}
	o.open(t)
	return o
}

// open makes the board, also again after a restart.
func (o *liveOffice) open(t *testing.T) {
	t.Helper()
	now := func() time.Time { return o.now }
	source, err := Live(LiveSettings{Assets: liveAssets, Kraken: o.server.URL, Binance: o.server.URL, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	o.board = NewBoard(source, Settings{
		Assets: liveAssets, Peg: one(), InForce: inForce,
		Ring: o.ring, History: o.history, Now: now, Log: quiet,
	})
	if err := o.board.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// refresh publishes and gives what was.
func (o *liveOffice) refresh(t *testing.T) Snapshot {
	t.Helper()
	if err := o.board.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, ok := o.board.Current()
	if !ok {
		t.Fatal("nothing is current")
	}
	return s
}

func (o *liveOffice) expect(t *testing.T, s Snapshot, asset, want string) {
	t.Helper()
	got := s.Signed.Refused[asset]
	if p, ok := s.Signed.Prices[asset]; ok {
		got = p.Bid + " " + p.Change + " " + strings.Join(p.Sources, ",")
	}
	if got != want {
		t.Errorf("%s: %q, want %q", asset, got, want)
	}
}

func TestLivePricesAreJudgedAndSigned(t *testing.T) {
	o := openLive(t)
	s := o.refresh(t)
	o.expect(t, s, "BTC", "60000 1.235 kraken,binance")
	o.expect(t, s, "VET", "0.02  kraken")
	if err := sign.Verify(s.Signed, o.ring.Public(), noon); err != nil || s.Source != "kraken, binance" {
		t.Errorf("%v, %s", err, s.Source)
	}
	o.set(func() { o.binance = "61000" })
	o.expect(t, o.refresh(t), "BTC", "price_spread")
	o.set(func() { o.binance = "" })
	o.expect(t, o.refresh(t), "BTC", "price_sources")
	o.set(func() { o.kraken = "" })
	s = o.refresh(t)
	o.expect(t, s, "BTC", "price_missing")
	o.expect(t, s, "VET", "price_missing")
	o.expect(t, s, "USD", "1  ")
	if err := sign.Verify(s.Signed, o.ring.Public(), noon); err != nil {
		t.Errorf("a snapshot of refusals: %v", err)
	}
}

// A jump must not pass because the office was restarted; it holds in time, at
// the pace at which a board refreshes by itself.
func TestAJumpIsRememberedAcrossARestart(t *testing.T) {
	o := openLive(t)
	before := o.refresh(t)
	o.set(func() { o.vet = "0.03" })
	o.now = o.now.Add(time.Minute)
	o.expect(t, o.refresh(t), "VET", "price_jump")
	o.now = o.now.Add(time.Minute)
	o.open(t)
	if _, ok := o.board.Find(before.ID); !ok {
		t.Error("what was published before the restart cannot be ordered on")
	}
	o.expect(t, o.refresh(t), "VET", "price_jump")
	began := o.now
	for o.now.Before(began.Add(10 * time.Minute)) {
		o.expect(t, o.refresh(t), "VET", "price_jump")
		o.now = o.now.Add(o.board.interval())
	}
	o.expect(t, o.refresh(t), "VET", "0.03  kraken")
}

// What another key signed is no history of this office.
func TestAForgedHistoryIsPassedOver(t *testing.T) {
	o := openLive(t)
	o.refresh(t)
	other, err := sign.Open(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	o.ring = other
	o.set(func() { o.vet = "0.03" })
	o.now = o.now.Add(time.Minute)
	o.open(t)
	if len(o.board.recent) != 0 {
		t.Error("a snapshot of another key can be ordered on")
	}
	o.expect(t, o.refresh(t), "VET", "0.03  kraken")
}

func TestChangeOfADayComesFromTheHistory(t *testing.T) {
	o := openLive(t)
	o.refresh(t)
	o.set(func() { o.vet = "0.0217" })
	o.now = noon.Add(24*time.Hour - time.Millisecond)
	o.expect(t, o.refresh(t), "VET", "0.0217  kraken")
	o.now = noon.Add(24*time.Hour + 5*time.Minute)
	o.expect(t, o.refresh(t), "VET", "0.0217 8.5 kraken")
	o.history.ids = o.history.ids[:1]
	o.now = noon.Add(24*time.Hour + 5*time.Minute + time.Millisecond)
	o.expect(t, o.refresh(t), "VET", "0.0217  kraken")
}

// Nobody may see a snapshot that the history does not have.
func TestWhatCannotBeKeptIsNotPublished(t *testing.T) {
	o := openLive(t)
	o.history.fail = errors.New("the disk is full")
	if err := o.board.Refresh(t.Context()); !errors.Is(err, o.history.fail) {
		t.Errorf("the error is %v", err)
	}
	if _, ok := o.board.Current(); ok {
		t.Error("it was published all the same")
	}
}

func TestStoredSnapshotsAreFoundForEver(t *testing.T) {
	o := openLive(t)
	s := o.refresh(t)
	o.now = o.now.Add(time.Hour)
	o.open(t)
	text, found, err := o.board.Stored(t.Context(), s.ID)
	if err != nil || !found || sha256.Sum256(text) != sha256.Sum256(s.JSON) {
		t.Errorf("%s, %v, %v", text, found, err)
	}
	if _, found, _ := o.board.Stored(t.Context(), "unknown"); found {
		t.Error("an unknown id was found")
	}
}

func TestListenersAreWokenAndBounded(t *testing.T) {
	o := openLive(t)
	wake, end, ok := o.board.Listen()
	if !ok {
		t.Fatal("nobody may listen")
	}
	o.refresh(t)
	o.refresh(t) // must not wait for whoever does not look
	<-wake
	var ends []func()
	for {
		_, end, ok := o.board.Listen()
		if !ok {
			break
		}
		ends = append(ends, end)
	}
	if len(ends) != maxListeners-1 {
		t.Errorf("%d listen beside the first", len(ends))
	}
	end()
	if _, _, ok := o.board.Listen(); !ok {
		t.Error("a place that was given up is not given again")
	}
}

func TestLiveSettingsAreChecked(t *testing.T) {
	if _, err := Live(LiveSettings{Assets: liveAssets, Kraken: "ftp://x"}); err == nil {
		t.Error("an address that is none was taken")
	}
	if _, err := Live(LiveSettings{Assets: []content.Asset{{Code: "USD", Fixed: "peg"}}}); err == nil {
		t.Error("a tariff without quotes was taken")
	}
}

// The log is told of what changes, not of what stays.
func TestTheLogIsToldOnce(t *testing.T) {
	o := openLive(t)
	log, lines := textLog()
	o.board.Log = log
	o.set(func() { o.binance, o.pg = "", "1.02" })
	for range 3 {
		o.refresh(t)
	}
	o.set(func() { o.binance, o.pg = "60000", "1" })
	o.refresh(t)
	got := slices.Collect(lines())
	want := []string{"a price is not quoted", "what the sources failed with has changed", "the peg needs a look",
		"the price is quoted again", "what the sources failed with has changed", "the peg holds"}
	if !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}
