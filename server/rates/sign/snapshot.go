package sign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Format names the form of a snapshot and is the first line that is signed.
const Format = "agio-rates-1"

// timeForm is how times are written: UTC, to the millisecond.
const timeForm = "2006-01-02T15:04:05.000Z"

// MaxSize is how many bytes of a snapshot are read.
const MaxSize = 1 << 20

// Content is what a snapshot says, before it is signed. Times are truncated to
// the millisecond.
type Content struct {
	ID         string
	TakenAt    time.Time
	ValidUntil time.Time
	Terms      string // the edition of the terms in force
	Tariff     string // the hash of the tariff in force, as package tariff writes it; empty: not said
	Source     string // where prices come from, for the eye
	Prices     map[string]Priced
	Refused    map[string]string // asset → code, for what is not quoted
}

// Priced is the price of one asset and what stands behind it.
type Priced struct {
	exchange.Price
	Change  decimal.NullDecimal // of 24 hours, in per cent
	Sources []string            // the one that is quoted first
}

// Snapshot is a signed snapshot as it travels.
type Snapshot struct {
	Format     string            `json:"format"`
	ID         string            `json:"id"`
	TakenAt    string            `json:"taken_at"`
	ValidUntil string            `json:"valid_until"`
	Terms      string            `json:"terms"`
	Tariff     string            `json:"tariff,omitempty"`
	Source     string            `json:"source"`
	Prices     map[string]Price  `json:"prices"`
	Refused    map[string]string `json:"refused,omitempty"`
	Signature  Signature         `json:"signature"`
}

// Price is one price as it travels.
type Price struct {
	Bid     string   `json:"bid"`
	Ask     string   `json:"ask"`
	Change  string   `json:"change_24h,omitempty"`
	Sources []string `json:"sources,omitempty"`
}

// Signature is a signature and the key that made it.
type Signature struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// unsigned writes the content down. It refuses prices that cannot be quoted.
func (c Content) unsigned() (Snapshot, error) {
	s := Snapshot{
		Format: Format, ID: c.ID, Terms: c.Terms, Tariff: c.Tariff, Source: c.Source,
		TakenAt:    c.TakenAt.UTC().Truncate(time.Millisecond).Format(timeForm),
		ValidUntil: c.ValidUntil.UTC().Truncate(time.Millisecond).Format(timeForm),
		Prices:     make(map[string]Price, len(c.Prices)),
		Refused:    c.Refused,
	}
	for asset, p := range c.Prices {
		w := Price{Bid: p.Bid.String(), Ask: p.Ask.String(), Sources: p.Sources}
		if _, err := exchange.ParsePrice(w.Bid, w.Ask); err != nil {
			return s, fmt.Errorf("the price of %s: %w", asset, err)
		}
		if p.Change.Valid {
			w.Change = p.Change.Decimal.String()
		}
		s.Prices[asset] = w
	}
	return s, nil
}

// JSON gives the snapshot as it travels.
func (s Snapshot) JSON() ([]byte, error) { return json.Marshal(s) }

// Read reads a snapshot that travelled. But for blanks between tokens the bytes
// must be exactly those of JSON: a member unknown, repeated, reordered or in
// other letters, or text escaped needlessly, is malformed.
func Read(data []byte) (Snapshot, error) {
	var s Snapshot
	if len(data) > MaxSize {
		return s, failure(Malformed, "it is larger than %d bytes", MaxSize)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		return s, failure(Malformed, "%v", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, failure(Malformed, "%v", err)
	}
	again, err := s.JSON()
	if err != nil || !bytes.Equal(again, compact.Bytes()) {
		return s, failure(Malformed, "it is not written as the office writes snapshots")
	}
	return s, nil
}
