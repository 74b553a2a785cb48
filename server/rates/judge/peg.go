package judge

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// The alarms about the peg.
const (
	PegLow     Code = "peg_low"     // a dollar buys fewer USDT than the band allows
	PegHigh    Code = "peg_high"    // a dollar buys more
	PegUnknown Code = "peg_unknown" // no source says
)

// Band is the range of USDT per USD in which the market may move without an
// alarm, both ends allowed.
type Band struct{ Low, High decimal.Decimal }

// DefaultBand is 0.99 to 1.01.
func DefaultBand() Band { return Band{decimal.New(99, -2), decimal.New(101, -2)} }

// Peg compares what sources say one USDT costs in USD with the band and gives an
// alarm, or nil. Each source that counts (by age and usability alone) is looked
// at by itself, by the middle of its bid and ask m; a dollar then buys 1/m USDT,
// and Low ≤ 1/m ≤ High is tested as Low·m ≤ 1 ≤ High·m, exactly. The alarm does
// not change a price: the office goes on at the tariff's peg until a person
// decides otherwise.
func Peg(b Band, offers []Offer, maxAge time.Duration, now time.Time) *Refusal {
	p := Policy{MaxAge: maxAge, MaxBidAsk: decimal.NewFromInt(2)}
	one, counted := decimal.NewFromInt(1), false
	for _, o := range offers {
		if o.Asset != "USDT" {
			continue
		}
		if code, _ := p.fails(o, now); code != "" {
			continue
		}
		counted = true
		m := o.mid()
		code := Code("")
		switch {
		case b.Low.Mul(m).GreaterThan(one):
			code = PegLow
		case b.High.Mul(m).LessThan(one):
			code = PegHigh
		default:
			continue
		}
		return &Refusal{"USD", code, fmt.Sprintf("%s has 1 USDT at %s USD; USDT per USD is outside %s to %s.", o.Source, m, b.Low, b.High)}
	}
	if !counted {
		return &Refusal{"USD", PegUnknown, "No source says what USDT costs in USD."}
	}
	return nil
}
