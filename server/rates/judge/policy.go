package judge

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// FutureTolerance is how far a source's clock may be ahead of ours.
const FutureTolerance = 10 * time.Second

// Policy is what the prices of one asset must satisfy. Limits that are
// fractions are of 1: 0.01 is one per cent.
type Policy struct {
	Asset     string
	Sources   []string        // whose price may be taken, the preferred first
	Checks    []string        // whose price is only compared
	AtLeast   int             // how many sources and checks must count, at least 1
	MaxSpread decimal.Decimal // between mid prices of sources, as a fraction of the lowest
	MaxBidAsk decimal.Decimal // between bid and ask, as a fraction of their middle
	MaxAge    time.Duration   // of an offer
	MaxJump   decimal.Decimal // against the mid price accepted last, as a fraction of it
	HoldFor   time.Duration   // after which a jump seen by one source is accepted; zero: never
}

// Default gives the policy for an asset without one of its own: two sources
// where two are named, 1 % between them, 2 % between bid and ask, one minute old
// at most, 10 % of jump, which holds after 10 minutes.
func Default(asset string, sources, checks []string) Policy {
	return Policy{
		Asset: asset, Sources: sources, Checks: checks, AtLeast: 2,
		MaxSpread: decimal.New(1, -2), MaxBidAsk: decimal.New(2, -2), MaxAge: time.Minute,
		MaxJump: decimal.New(10, -2), HoldFor: 10 * time.Minute,
	}
}

// Check tells everything that is wrong with a policy.
func (p Policy) Check() error {
	var faults []error
	fault := func(bad bool, text string) {
		if bad {
			faults = append(faults, fmt.Errorf("policy of %s: %s", p.Asset, text))
		}
	}
	fault(p.Asset == "", "it names no asset")
	fault(len(p.Sources) == 0, "it names no source")
	fault(p.AtLeast < 1, "at least one source must count")
	fault(p.MaxAge <= 0, "the maximal age is not above zero")
	fault(p.HoldFor < 0, "the holding time is negative")
	fault(p.MaxSpread.Sign() < 0, "the maximal spread between sources is negative")
	fault(p.MaxBidAsk.Sign() < 0, "the maximal spread between bid and ask is negative")
	fault(p.MaxJump.Sign() <= 0, "the maximal jump is not above zero")
	named := slices.Concat(p.Sources, p.Checks)
	slices.Sort(named)
	fault(len(slices.Compact(named)) != len(p.Sources)+len(p.Checks), "it names a source twice")
	return errors.Join(faults...)
}

// named gives every source that counts, the preferred first.
func (p Policy) named() []string { return slices.Concat(p.Sources, p.Checks) }

// needed is how many must count.
func (p Policy) needed() int { return min(max(p.AtLeast, 1), len(p.Sources)+len(p.Checks)) }
