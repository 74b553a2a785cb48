package paper_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/server/venue/venuetest"
)

func TestPaperKeepsTheVenuesPromises(t *testing.T) {
	for name, faults := range map[string]paper.Faults{
		"without faults": {},
		"with every fault": {Outage: 200, OutageFor: 7 * time.Second, Busy: 100, Lost: 100, Unsaid: 150, Slow: 100,
			Fail: 200, Twice: 300, Stale: 300, Shuffle: 500, Late: 300, LateBy: 20 * time.Second},
		"with hardly anything else": {Outage: 500, Busy: 200, Lost: 200, Unsaid: 200, Slow: 200, Fail: 500, Twice: 900, Stale: 900, Shuffle: 900, Late: 900},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(2) {
				t.Run("in a file", func(t *testing.T) {
					venuetest.Run(t, func(t *testing.T) *venuetest.Subject {
						return subject(t, filepath.Join(t.TempDir(), "paper.db"), seed, faults)
					})
				})
				t.Run("in memory", func(t *testing.T) {
					venuetest.Run(t, func(t *testing.T) *venuetest.Subject { return subject(t, "", seed, faults) })
				})
			}
		})
	}
}

// subject is a paper venue with a clock that only tests move. What is in memory has no
// other life to begin anew.
func subject(t *testing.T, file string, seed uint64, faults paper.Faults) *venuetest.Subject {
	var mu sync.Mutex
	now, fail := newClock().at, map[string]bool{}
	faults.Script = func(c paper.Call) paper.Fault {
		mu.Lock()
		defer mu.Unlock()
		if c.Method == "send" && fail[c.Ref] {
			delete(fail, c.Ref)
			return paper.Fails
		}
		return paper.ByChance
	}
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	start := func() *paper.Venue {
		return open(t, file, paper.Options{Seed: seed, Now: clock, Faults: faults, TradeFee: dec("0.001")})
	}
	v := start()
	to, err := paper.Address("tron", make([]byte, 64))
	if err != nil {
		t.Fatal(err)
	}
	return &venuetest.Subject{
		Venue: v, Currency: "Ctron", Amount: dec("1.25"), To: venue.Address{Address: to},
		Restart: func() venue.Venue {
			if file != "" {
				v.Close()
				v = start()
			}
			return v
		},
		Pass:     func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) },
		Now:      clock,
		Pay:      func(to venue.Address, sum decimal.Decimal) { pay(t, v, paper.Payment{To: to, Amount: sum}) },
		Sent:     func(ref string) int { return timesSent(t, v, ref) },
		FailOnce: func(ref string) { mu.Lock(); defer mu.Unlock(); fail[ref] = true },
	}
}

// timesSent is how often money left under a reference.
func timesSent(t *testing.T, v *paper.Venue, ref string) int {
	t.Helper()
	n := 0
	for _, m := range must[[]paper.Movement](t)(v.Sendings(context.Background(), ref)) {
		if m.What == paper.Sent {
			n++
		}
	}
	return n
}
