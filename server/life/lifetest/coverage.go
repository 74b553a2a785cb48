package lifetest

import (
	"fmt"
	"slices"
	"sync"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Coverage counts what random lives have tried and which ways they have taken.
type Coverage struct {
	mu    sync.Mutex
	tries map[attempt]int
	ways  map[way]int
	rates map[exchange.RateOutcome]int
	Steps int
	Cases int
}

type attempt struct {
	state exchange.State
	event exchange.Event
}

type way struct {
	from, before exchange.State
	event        exchange.Event
	to, then     exchange.State
	clause       exchange.Clause
}

// NewCoverage makes an empty one.
func NewCoverage() *Coverage {
	return &Coverage{tries: make(map[attempt]int), ways: make(map[way]int), rates: make(map[exchange.RateOutcome]int)}
}

func (c *Coverage) tried(s exchange.State, e exchange.Event) {
	if c != nil {
		c.tries[attempt{s, e}]++
	}
}

func (c *Coverage) took(before, after life.Life, s store.Step) {
	if c == nil {
		return
	}
	c.Steps++
	if s.Case != nil {
		c.Cases++
	}
	clause := after.Timeline[len(after.Timeline)-1].Clause
	c.ways[way{before.State, before.Before, s.Event, after.State, after.Before, clause}]++
}

// rated counts what became of a rate that was fixed.
func (c *Coverage) rated(l life.Life, s store.Step) {
	if c != nil && s.Event == exchange.Convert {
		c.rates[l.Fill.Rate]++
	}
}

// Unrated lists the outcomes of fixed rates (3.21) that no conversion has recorded.
func (c *Coverage) Unrated() []exchange.RateOutcome {
	return slices.DeleteFunc(exchange.RateOutcomes(), func(o exchange.RateOutcome) bool { return c.rates[o] > 0 })
}

// Add adds what another one has counted; it is safe for use by many goroutines.
func (c *Coverage) Add(other *Coverage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, n := range other.tries {
		c.tries[k] += n
	}
	for k, n := range other.ways {
		c.ways[k] += n
	}
	for k, n := range other.rates {
		c.rates[k] += n
	}
	c.Steps += other.Steps
	c.Cases += other.Cases
}

// Untried lists the pairs of state and event that nobody has tried.
func (c *Coverage) Untried() []string {
	var list []string
	for _, s := range exchange.States() {
		for _, e := range append(exchange.Events(), notes...) {
			if c.tries[attempt{s, e}] == 0 {
				list = append(list, fmt.Sprintf("%s in %s", e, s))
			}
		}
	}
	return list
}

// Untaken lists the rows of the table that no life has taken.
func (c *Coverage) Untaken() []string {
	var list []string
	for _, t := range exchange.Transitions() {
		if t.From != exchange.None && !c.takes(t) {
			list = append(list, fmt.Sprintf("%s/%s, %s (%s %s) -> %s/%s under %s", t.From, t.Within, t.Event, t.When, t.And, t.To, t.Then, t.Clause))
		}
	}
	return list
}

func (c *Coverage) takes(t exchange.Transition) bool {
	for w := range c.ways {
		to, then := t.After(w.before)
		if w.from == t.From && w.event == t.Event && (t.Within == exchange.None || t.Within == w.before) &&
			w.to == to && w.then == then && (t.Event != exchange.RefundAsked || w.clause == t.Clause) {
			return true
		}
	}
	return false
}
