package judge

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// State is what must be remembered of an asset from one judgement to the next.
// The zero State knows nothing. It may be restored from the history of snapshots,
// so that a restart does not let a jump pass: NewState.
type State struct {
	Last  decimal.Decimal // the mid price accepted last; zero if none was
	Since time.Time       // when a jump was first seen; zero if none is under way
	Seen  time.Time       // when it was last seen
	From  decimal.Decimal // the mid price it first jumped to
}

// NewState remembers a price that was accepted, by its bid and ask.
func NewState(bid, ask decimal.Decimal) State { return State{Last: Offer{Bid: bid, Ask: ask}.mid()} }

// judge applies rule 5 and the recovery from a jump to a mid price.
func (s State) judge(p Policy, mid decimal.Decimal, confirmed bool, now time.Time) (State, *Refusal) {
	if s.Last.IsZero() || near(mid, s.Last, p.MaxJump) || confirmed {
		return State{Last: mid}, nil
	}
	holding := !s.Since.IsZero() && near(mid, s.From, p.MaxJump) &&
		!now.Before(s.Seen) && now.Sub(s.Seen) <= p.MaxAge
	if !holding {
		s.Since, s.From = now, mid
	}
	s.Seen = now
	held := now.Sub(s.Since)
	if p.HoldFor > 0 && held >= p.HoldFor {
		return State{Last: mid}, nil
	}
	return s, &Refusal{p.Asset, Jump, fmt.Sprintf("The price went from %s to %s, more than %s %%; it has held for %s, and no second source confirms it.",
		s.Last, mid, p.MaxJump.Shift(2), exchange.Span(held.Round(time.Second)))}
}

// near tells whether a price differs from another by at most a fraction of it.
func near(price, from, most decimal.Decimal) bool {
	return price.Sub(from).Abs().LessThanOrEqual(from.Mul(most))
}
