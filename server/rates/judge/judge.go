package judge

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Offer is the price that one source names for an asset, in USDT.
type Offer struct {
	Asset   string
	Source  string
	Bid     decimal.Decimal
	Ask     decimal.Decimal
	MidOnly bool                // one price only: it can check, but not be quoted
	At      time.Time           // the source's time; zero if it names none
	Fetched time.Time           // ours, when the source was asked
	Change  decimal.NullDecimal // of 24 hours in per cent, if known
}

// Verdict is the judgement on one asset. Refusal is nil when Price is accepted.
type Verdict struct {
	Asset   string
	Price   exchange.Price
	Change  decimal.NullDecimal // as the source of the price states it, else the next that does
	Sources []string            // that count, the one the price is from first
	Refusal *Refusal
}

// Judge judges the offers for one asset at a time. The state that comes back is
// to be handed in next time, whether the price was accepted or not.
func Judge(p Policy, offers []Offer, s State, now time.Time) (Verdict, State) {
	c := p.sort(offers, now)
	v := Verdict{Asset: p.Asset}
	if v.Refusal = c.enough(); v.Refusal != nil {
		return v, s
	}
	if v.Refusal = c.agree(); v.Refusal != nil {
		return v, s
	}
	chosen := c.chosen()
	s, v.Refusal = s.judge(p, chosen.mid(), len(c.good) > 1, now)
	if v.Refusal != nil {
		return v, s
	}
	v.Price = exchange.Price{Bid: chosen.Bid, Ask: chosen.Ask}
	v.Change, v.Sources = chosen.Change, []string{chosen.Source}
	for _, o := range c.good {
		if o.Source != chosen.Source {
			v.Sources = append(v.Sources, o.Source)
		}
		if !v.Change.Valid {
			v.Change = o.Change
		}
	}
	return v, s
}

// Round judges every policy's asset. The states are by asset; the map that comes
// back holds those of all policies, and the given one is not changed.
func Round(policies []Policy, offers []Offer, states map[string]State, now time.Time) ([]Verdict, map[string]State) {
	verdicts, next := make([]Verdict, len(policies)), make(map[string]State, len(policies))
	for i, p := range policies {
		verdicts[i], next[p.Asset] = Judge(p, offers, states[p.Asset], now)
	}
	return verdicts, next
}

// court is the offers of one asset, sorted into those that count and those that
// do not.
type court struct {
	policy  Policy
	offered int
	good    []Offer // the preferred sources first, then the checks
	bad     []failure
}

type failure struct {
	source string
	code   Code
	text   string
}

func (p Policy) sort(offers []Offer, now time.Time) court {
	c := court{policy: p}
	for _, source := range p.named() {
		i := slices.IndexFunc(offers, func(o Offer) bool { return o.Asset == p.Asset && o.Source == source })
		if i < 0 {
			c.bad = append(c.bad, failure{source, Missing, "names no price"})
			continue
		}
		c.offered++
		if code, text := p.fails(offers[i], now); code != "" {
			c.bad = append(c.bad, failure{source, code, text})
			continue
		}
		c.good = append(c.good, offers[i])
	}
	return c
}

// fails applies rule 1 to an offer; an empty code means that it counts.
func (p Policy) fails(o Offer, now time.Time) (Code, string) {
	if o.Bid.Sign() > 0 && o.Ask.Sign() > 0 && o.Bid.GreaterThan(o.Ask) {
		return Crossed, fmt.Sprintf("bids %s above its ask of %s", o.Bid, o.Ask)
	}
	if _, err := exchange.ParsePrice(o.Bid.String(), o.Ask.String()); err != nil {
		return Invalid, fmt.Sprintf("names %s and %s, which cannot be quoted", o.Bid, o.Ask)
	}
	if code, text := p.aged(o.Fetched, now); code != "" {
		return code, text
	}
	if !o.At.IsZero() {
		if code, text := p.aged(o.At, now); code != "" {
			return code, text
		}
	}
	if o.Ask.Sub(o.Bid).GreaterThan(o.mid().Mul(p.MaxBidAsk)) {
		return Wide, fmt.Sprintf("has %s and %s too far apart", o.Bid, o.Ask)
	}
	return "", ""
}

func (p Policy) aged(at, now time.Time) (Code, string) {
	age := now.Sub(at)
	switch {
	case age > p.MaxAge:
		return Stale, fmt.Sprintf("is %s old, of %s allowed", exchange.Span(age.Round(time.Second)), exchange.Span(p.MaxAge))
	case -age > FutureTolerance:
		return Future, fmt.Sprintf("is %s ahead of our clock", exchange.Span((-age).Round(time.Second)))
	}
	return "", ""
}

// enough applies rule 2.
func (c court) enough() *Refusal {
	if len(c.good) >= c.policy.needed() && c.chosen() != nil {
		return nil
	}
	if c.offered == 0 {
		return c.refuse(Missing, "None of "+strings.Join(c.policy.named(), ", ")+" names a price.")
	}
	texts := make([]string, len(c.bad))
	code := Sources
	for i, b := range c.bad {
		texts[i] = b.source + " " + b.text
	}
	if len(c.good) == 0 && !slices.ContainsFunc(c.bad, func(b failure) bool { return b.code != c.bad[0].code }) {
		code = c.bad[0].code
	}
	if len(texts) == 0 {
		texts = []string{"none names both a bid and an ask"}
	}
	return c.refuse(code, fmt.Sprintf("%d of the %d sources needed count: %s.", len(c.good), c.policy.needed(), strings.Join(texts, "; ")))
}

// agree applies rule 3.
func (c court) agree() *Refusal {
	low, high := c.good[0], c.good[0]
	for _, o := range c.good[1:] {
		if o.mid().LessThan(low.mid()) {
			low = o
		}
		if o.mid().GreaterThan(high.mid()) {
			high = o
		}
	}
	if high.mid().Sub(low.mid()).LessThanOrEqual(low.mid().Mul(c.policy.MaxSpread)) {
		return nil
	}
	return c.refuse(Spread, fmt.Sprintf("%s is at %s and %s at %s, more than %s %% apart.",
		low.Source, low.mid(), high.Source, high.mid(), c.policy.MaxSpread.Shift(2)))
}

// chosen applies rule 4; nil means that no source may be quoted.
func (c court) chosen() *Offer {
	for i, o := range c.good {
		if !o.MidOnly && slices.Contains(c.policy.Sources, o.Source) {
			return &c.good[i]
		}
	}
	return nil
}

func (c court) refuse(code Code, text string) *Refusal {
	return &Refusal{Asset: c.policy.Asset, Code: code, Message: text}
}

// mid is the middle of bid and ask, exactly.
func (o Offer) mid() decimal.Decimal { return o.Bid.Add(o.Ask).Mul(decimal.New(5, -1)) }
