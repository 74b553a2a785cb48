package rates

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"time"

	"agio/wasm/exchange"
)

// Snapshot is what the office published at one moment: the price of each asset,
// and until when an order may be made on it.
type Snapshot struct {
	ID         string
	TakenAt    time.Time
	ValidUntil time.Time
	Source     string
	Prices     exchange.Prices
}

// Wire is a snapshot as it travels: every number a string, times in RFC 3339.
type Wire struct {
	ID         string               `json:"id"`
	TakenAt    string               `json:"taken_at"`
	ValidUntil string               `json:"valid_until"`
	Source     string               `json:"source"`
	Prices     map[string]WirePrice `json:"prices"`
}

// WirePrice is one price as it travels.
type WirePrice struct {
	Bid string `json:"bid"`
	Ask string `json:"ask"`
}

// Wire gives the snapshot in the form in which it travels.
func (s Snapshot) Wire() Wire {
	w := Wire{
		ID: s.ID, Source: s.Source,
		TakenAt:    s.TakenAt.UTC().Format(time.RFC3339Nano),
		ValidUntil: s.ValidUntil.UTC().Format(time.RFC3339Nano),
		Prices:     make(map[string]WirePrice, len(s.Prices)),
	}
	for asset, p := range s.Prices {
		w.Prices[asset] = WirePrice{p.Bid.String(), p.Ask.String()}
	}
	return w
}

// newSnapshot names a snapshot by a hash over everything it says, so that two
// snapshots with one id are the same snapshot.
func newSnapshot(source string, prices exchange.Prices, at time.Time, validity time.Duration) Snapshot {
	at = at.UTC().Truncate(time.Millisecond)
	s := Snapshot{TakenAt: at, ValidUntil: at.Add(validity), Source: source, Prices: prices}
	lines := []string{source, at.Format(time.RFC3339Nano), s.ValidUntil.Format(time.RFC3339Nano)}
	assets := make([]string, 0, len(prices))
	for asset := range prices {
		assets = append(assets, asset)
	}
	sort.Strings(assets)
	for _, asset := range assets {
		lines = append(lines, asset+" "+prices[asset].Bid.String()+" "+prices[asset].Ask.String())
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	s.ID = hex.EncodeToString(sum[:12])
	return s
}
