package store

import (
	"context"
	"crypto/sha256"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("AGIO_STORE_CHILD"); dir != "" {
		writeUntilKilled(dir, os.Getenv("AGIO_STORE_DATABASE"), os.Getenv("AGIO_STORE_EQUAL") == "true")
	}
	if dir := os.Getenv("AGIO_STORE_SERVER"); dir != "" {
		serveUntilKilled(dir, os.Getenv("AGIO_STORE_DATABASE"))
	}
	code := m.Run()
	dropDatabases()
	os.Exit(code)
}

func number(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// sample is an order as the server would make it.
func sample(at time.Time) Order {
	deal := exchange.Deal{
		From:       exchange.Currency{Code: "BTC", Asset: "BTC", Name: "Bitcoin", Kind: exchange.Crypto, Network: "Bitcoin", Places: 8, Address: "bitcoin"},
		To:         exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Name: "Tether USD", Kind: exchange.Crypto, Network: "Tron (TRC-20)", Places: 6, Address: "tron", PayoutFee: number("1.5")},
		Commission: number("0.015"), PayoutFee: number("1.5"), Bid: number("61500.1"), Ask: number("1"),
		FixedFor: 15 * time.Minute,
	}
	quote, err := deal.FromGive(number("0.1"))
	if err != nil {
		panic(err)
	}
	at = at.UTC().Truncate(time.Millisecond)
	return Order{
		Created: at,
		Frozen: Frozen{
			Deadline: at.Add(24 * time.Hour), Within: 30 * time.Minute, Quote: quote, SnapshotID: "0123456789abcdef", RatesSource: "sample",
			Terms: "2026-11-22", TermsHash: "ab", AMLKYC: "2026-11-22", Declarations: exchange.Declarations(),
		},
		Person: Person{
			PayOut:   Account{Address: "TMARKEDpayoutADDRESS", Memo: "MARKEDmemo"},
			RefundTo: Account{Address: "bc1qMARKEDrefund"}, Email: "marked.person@example.org",
		},
	}
}

func bodyOf(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

// drafting gives a draft of the sample whose answer names id and secret.
func drafting(at time.Time) Draft {
	return func(id, secret string) (Order, []byte, error) {
		return sample(at), []byte(`{"id":"` + id + `","secret":"` + secret + `","note":"MARKEDanswer"}`), nil
	}
}

// refusing is a draft that must not be asked for.
func refusing(t testing.TB) Draft {
	return func(string, string) (Order, []byte, error) {
		t.Error("an order that is stored was drafted again")
		return Order{}, nil, ErrUnavailable
	}
}

func openStore(t testing.TB, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func place(t testing.TB, s *Store, key string) Placed {
	t.Helper()
	p, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
	if err != nil {
		t.Fatalf("place %s: %v", key, err)
	}
	return p
}

// count asks the database how many rows a table has.
func count(t testing.TB, s *Store, table string) int {
	t.Helper()
	var n int
	if err := s.reading.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// noted is a step that leaves an order as it is and moves something there and back.
func noted(o Order, at time.Time) Step {
	return Step{
		ID: o.ID, Version: o.Version, Event: "note", Actor: exchange.ByDesk, At: at, Data: []byte(`{"text":"x"}`),
		State: o.State, Before: o.Before, Reason: o.Reason, Due: at.Add(time.Minute),
		Postings: []Posting{{"trading", "BTC", number("-0.00000001")}, {"trading", "BTC", number("0.00000001")}},
	}
}

// append1 appends a step that must be taken.
func append1(t testing.TB, s *Store, st Step) Order {
	t.Helper()
	o, err := s.Append(context.Background(), st)
	if err != nil {
		t.Fatalf("append %s: %v", st.Event, err)
	}
	return o
}

// load gives an order that must be there, with its events.
func load(t testing.TB, s *Store, id string) (Order, []Event) {
	t.Helper()
	o, events, err := s.Load(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return o, events
}

// end cancels an order.
func end(t testing.TB, s *Store, id string) {
	t.Helper()
	o, _ := load(t, s, id)
	st := noted(o, s.now())
	st.Event, st.State, st.Due = exchange.Cancel, exchange.Cancelled, time.Time{}
	append1(t, s, st)
}
