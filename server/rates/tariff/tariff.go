// Package tariff writes down what a rate follows from beside the prices: the
// commissions and fees of a tariff. A signed snapshot names the text by its hash, so
// that what the office published at a moment can be recomputed after the tariff has
// changed, and by anybody.
//
// # The text
//
// ASCII; each line ends with one line feed, the last one too; words are separated by
// one space. Currencies and directions stand in the order of the tariff; right after a
// direction its steps, and where its rate is fixed for a time (3.21) for how long:
//
//	agio-tariff-1
//	currency <code> <asset> <places> <payout fee> <network cost> <venue fee>
//	direction <from> <to> <open or closed> <commission> <give min> <give max> <get min> <get max>
//	step <from> <to> <amount given> <commission>
//	fixed <from> <to> <minutes>
//
// Numbers are plain decimals without superfluous zeros; commissions and venue fees are
// fractions (0.015 is 1.5 %); a limit of 0 is none. The hash is the SHA-256 of the
// text, in 64 digits 0-9a-f.
//
// A rate is bid of the asset given × (1 − commission) ÷ ask of the asset got; package
// exchange specifies the rest.
package tariff

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// format is the first line.
const format = "agio-tariff-1"

// maxText is how much of a text is read: some ten thousand directions.
const maxText = 4 << 20

// Text writes a tariff down. The same figures give the same text.
func Text(t *exchange.Tariff) []byte {
	var b strings.Builder
	line := func(words ...any) { fmt.Fprintln(&b, words...) }
	line(format)
	for _, c := range t.Currencies {
		line("currency", c.Code, c.Asset, c.Places, c.PayoutFee, c.NetworkCost, c.VenueFee)
	}
	for _, d := range t.Directions {
		standing := "open"
		if d.Closed != "" {
			standing = "closed"
		}
		line("direction", d.From, d.To, standing, d.Commission, d.Give.Min, d.Give.Max, d.Get.Min, d.Get.Max)
		for _, s := range d.Steps {
			line("step", d.From, d.To, s.From, s.Commission)
		}
		if d.FixedFor > 0 {
			line("fixed", d.From, d.To, int(d.FixedFor/time.Minute))
		}
	}
	return []byte(b.String())
}

// Hash names a text.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Read makes the tariff of a text again, as far as rates follow from it. It refuses
// what Text would not have written.
func Read(text []byte) (*exchange.Tariff, error) {
	if len(text) > maxText || !strings.HasPrefix(string(text), format+"\n") {
		return nil, fmt.Errorf("this is no tariff of the form %s", format)
	}
	r := reader{}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:] {
		if err := r.line(strings.Split(line, " ")); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
	}
	t, err := exchange.NewTariff(r.currencies, r.directions, decimal.NewFromInt(1), exchange.ByStage)
	if err != nil {
		return nil, err
	}
	if string(Text(t)) != string(text) {
		return nil, fmt.Errorf("the text is not written as the office writes tariffs")
	}
	return t, nil
}

type reader struct {
	currencies []exchange.Currency
	directions []exchange.Direction
	fault      error
}

// words is how many words a line has, by its first one.
var words = map[string]int{"currency": 7, "direction": 9, "step": 5, "fixed": 4}

func (r *reader) line(w []string) error {
	if words[w[0]] != len(w) {
		return fmt.Errorf("it has %d words", len(w))
	}
	switch w[0] {
	case "currency":
		places, err := strconv.ParseInt(w[3], 10, 32)
		if err != nil {
			return err
		}
		r.currencies = append(r.currencies, exchange.Currency{
			Code: w[1], Asset: w[2], Name: w[1], Kind: exchange.Crypto, Places: int32(places),
			PayoutFee: r.number(w[4]), NetworkCost: r.number(w[5]), VenueFee: r.number(w[6]),
		})
	case "direction":
		d := exchange.Direction{
			From: w[1], To: w[2], Commission: r.number(w[4]),
			Give: exchange.Limits{Min: r.number(w[5]), Max: r.number(w[6])}, Get: exchange.Limits{Min: r.number(w[7]), Max: r.number(w[8])},
		}
		if w[3] != "open" {
			d.Closed = w[3]
		}
		r.directions = append(r.directions, d)
	default:
		return r.more(w)
	}
	return r.fault
}

// more reads a line that follows its direction.
func (r *reader) more(w []string) error {
	last := len(r.directions) - 1
	if last < 0 || r.directions[last].From != w[1] || r.directions[last].To != w[2] {
		return fmt.Errorf("the %s does not follow its direction", w[0])
	}
	d := &r.directions[last]
	if w[0] == "step" {
		d.Steps = append(d.Steps, exchange.CommissionStep{From: r.number(w[3]), Commission: r.number(w[4])})
		return r.fault
	}
	minutes, err := strconv.ParseInt(w[3], 10, 16)
	d.FixedFor = time.Duration(minutes) * time.Minute
	return err
}

// longest is how many characters a number of a tariff can have.
const longest = 64

// number reads a decimal, and keeps the first that is none.
func (r *reader) number(text string) decimal.Decimal {
	if len(text) > longest || strings.Trim(text, "0123456789.") != "" {
		r.fault = fmt.Errorf("%.64q is no number", text)
		return decimal.Decimal{}
	}
	d, err := decimal.NewFromString(text)
	if err != nil && r.fault == nil {
		r.fault = err
	}
	return d
}
