package rates

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/judge"
	"agio/server/rates/sign"
	"agio/wasm/exchange"
)

// Snapshot is what the office published at one moment: the price of each asset
// that may be quoted, why the others may not, and until when an order may be made
// on it.
type Snapshot struct {
	ID         string
	TakenAt    time.Time
	ValidUntil time.Time
	Source     string
	Prices     exchange.Prices
	Changes    map[string]string // asset to its change of 24 hours in per cent, where one is known
	Refused    map[string]string // asset to the judge's code
	Signed     sign.Snapshot     // the proof; empty where the board has no keys
	JSON       []byte            // Signed as it travels; nil where the board has no keys
}

// Reason gives why an asset has no price in this snapshot, as a sentence for a
// page, and whether there is such a reason.
func (s Snapshot) Reason(asset string) (string, bool) {
	code, refused := s.Refused[asset]
	if !refused {
		return "", false
	}
	return judge.Explain(judge.Code(code)), true
}

// identify names a snapshot by a hash over everything it says, so that two
// snapshots with one id are the same snapshot.
func identify(c sign.Content) string {
	lines := []string{c.Source, c.Terms, c.Tariff, c.TakenAt.Format(time.RFC3339Nano), c.ValidUntil.Format(time.RFC3339Nano)}
	for _, asset := range slices.Sorted(maps.Keys(c.Prices)) {
		p := c.Prices[asset]
		lines = append(lines, fmt.Sprint("price ", asset, " ", p.Bid, " ", p.Ask, " ", p.Change.Valid, " ", p.Change.Decimal, " ", p.Sources))
	}
	for _, asset := range slices.Sorted(maps.Keys(c.Refused)) {
		lines = append(lines, "refused "+asset+" "+c.Refused[asset])
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:12])
}

// seal makes the snapshot of what it says, signed where there are keys.
func seal(c sign.Content, ring *sign.Ring) (Snapshot, error) {
	s := Snapshot{ID: c.ID, TakenAt: c.TakenAt, ValidUntil: c.ValidUntil, Source: c.Source, Prices: plain(c.Prices), Changes: changes(c.Prices), Refused: c.Refused}
	if ring == nil {
		return s, nil
	}
	var err error
	if s.Signed, err = ring.Sign(c); err != nil {
		return s, err
	}
	s.JSON, err = s.Signed.JSON()
	return s, err
}

// unseal reads a stored snapshot and refuses one that the ring did not sign.
func unseal(text []byte, ring *sign.Ring) (Snapshot, error) {
	signed, err := sign.Read(text)
	if err != nil {
		return Snapshot{}, err
	}
	taken, err := signed.Taken()
	if err != nil {
		return Snapshot{}, err
	}
	if err := sign.Verify(signed, ring.Archive(), taken); err != nil {
		return Snapshot{}, err
	}
	s := Snapshot{ID: signed.ID, TakenAt: taken, Source: signed.Source, Refused: signed.Refused, Signed: signed, JSON: text, Prices: make(exchange.Prices), Changes: make(map[string]string)}
	if s.ValidUntil, err = time.Parse(time.RFC3339Nano, signed.ValidUntil); err != nil {
		return Snapshot{}, err
	}
	for asset, p := range signed.Prices {
		if s.Prices[asset], err = exchange.ParsePrice(p.Bid, p.Ask); err != nil {
			return Snapshot{}, err
		}
		if p.Change != "" {
			s.Changes[asset] = p.Change
		}
	}
	return s, nil
}

func plain(priced map[string]sign.Priced) exchange.Prices {
	prices := make(exchange.Prices, len(priced))
	for asset, p := range priced {
		prices[asset] = p.Price
	}
	return prices
}

func changes(priced map[string]sign.Priced) map[string]string {
	known := make(map[string]string)
	for asset, p := range priced {
		if p.Change.Valid {
			known[asset] = p.Change.Decimal.String()
		}
	}
	return known
}

// Places of a change of 24 hours in per cent, and the largest that is stated: a
// larger one is a mistake of the source's, and the price does not need it.
const changePlaces = 3

var largestChange = decimal.New(1, 9)

// stated gives a change as snapshots state it: rounded half away from zero.
func stated(change decimal.NullDecimal) decimal.NullDecimal {
	change.Valid = change.Valid && change.Decimal.Abs().LessThan(largestChange)
	if !change.Valid {
		return decimal.NullDecimal{}
	}
	change.Decimal = change.Decimal.Round(changePlaces)
	return change
}
