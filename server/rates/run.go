package rates

import (
	"context"
	"strings"
	"time"

	"agio/server/rates/judge"
)

// interval is how often a board refreshes: a file at a fifth of the validity, so
// that a visitor always finds a snapshot with most of its time before it; live
// feeds at a tenth, at most every half minute, so that a jump is seen often
// enough to hold.
func (b *Board) interval() time.Duration {
	validity := b.InForce(b.Now()).PriceValidity
	every := validity / 5
	if b.source.live() {
		every = min(validity/10, 30*time.Second)
	}
	return max(every, time.Second)
}

// Run refreshes until the context ends. Before each refresh it calls what is
// given, such as a look at the keys.
func (b *Board) Run(ctx context.Context, before ...func()) {
	for {
		wait := time.NewTimer(b.interval())
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
			for _, do := range before {
				do()
			}
			if err := b.Refresh(ctx); err != nil && ctx.Err() == nil {
				b.Log.Error("prices could not be refreshed", "source", b.source.Name, "error", err.Error())
			}
		}
	}
}

// maxListeners bounds how many may listen at a time.
const maxListeners = 512

// Listen gives a channel that wakes after each snapshot published, and what ends
// the listening; false when too many listen already.
func (b *Board) Listen() (wake <-chan struct{}, end func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.listeners) >= maxListeners {
		return nil, nil, false
	}
	c := make(chan struct{}, 1)
	b.listeners[c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.listeners, c)
	}, true
}

// tell writes to the log what has changed since the last round: which prices are
// refused and why, what the feeds failed with, and the alarm about the peg.
func (b *Board) tell(r round, verdicts []judge.Verdict, now time.Time) {
	for _, v := range verdicts {
		if v.Refusal == nil {
			b.say(v.Asset, "", "the price is quoted again", "asset", v.Asset)
			continue
		}
		b.say(v.Asset, string(v.Refusal.Code), "a price is not quoted", "asset", v.Asset, "code", string(v.Refusal.Code), "why", v.Refusal.Message)
	}
	b.say("faults", strings.Join(r.faults, "; "), "what the sources failed with has changed", "source", b.source.Name, "faults", r.faults)
	if !b.source.live() {
		return
	}
	if alarm := judge.Peg(judge.DefaultBand(), r.pegs, judge.Default("USDT", nil, nil).MaxAge, now); alarm != nil {
		b.say("peg", string(alarm.Code), "the peg needs a look", "code", string(alarm.Code), "why", alarm.Message)
		return
	}
	b.say("peg", "", "the peg holds")
}

// say logs a line about a subject when its state is another than the last time;
// the first state is only told when it is not the empty, good one.
func (b *Board) say(subject, state, line string, values ...any) {
	if b.told[subject] == state {
		return
	}
	b.told[subject] = state
	if state == "" {
		b.Log.Info(line, values...)
		return
	}
	b.Log.Warn(line, values...)
}
