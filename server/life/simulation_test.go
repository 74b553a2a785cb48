package life_test

import (
	"flag"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"

	"agio/server/life/lifetest"
)

var (
	lives = flag.Int("lives", 0, "how many random lives to lead; 0: 100,000, fewer with -short and under the race detector")
	seed  = flag.Uint64("seed", 0, "lead only the life of this seed, and tell each of its steps")
)

// Random lives: every state, every event, every fault of a venue, and everything
// that must hold after every step. A life that fails names its seed, which leads it
// again: go test ./server/life -run TestRandomLives -seed N
func TestRandomLives(t *testing.T) {
	office := lifetest.NewOffice()
	if *seed != 0 {
		if err := office.Live(*seed, nil, func(line string) { t.Log(line) }); err != nil {
			t.Fatal(err)
		}
		return
	}
	n := *lives
	if n == 0 {
		n = 100_000
		if testing.Short() || raced {
			n = 2_000
		}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(4000))
	all := lead(t, office, n)
	for _, outcome := range all.Unrated() {
		t.Errorf("no fixed rate was %s", outcome)
	}
	t.Logf("%d lives, %d cases of their own, %d steps", n, all.Cases, all.Steps)
	if n < 100_000 {
		return
	}
	for _, pair := range all.Untried() {
		t.Errorf("nobody has tried %s", pair)
	}
	for _, row := range all.Untaken() {
		t.Errorf("no life has taken %s", row)
	}
}

// lead leads lives on all processors and gives what they have tried.
func lead(t *testing.T, office *lifetest.Office, n int) *lifetest.Coverage {
	all := lifetest.NewCoverage()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			own := lifetest.NewCoverage()
			defer all.Add(own)
			for i := next.Add(1); i <= int64(n) && !t.Failed(); i = next.Add(1) {
				if err := office.Live(uint64(i), own, nil); err != nil {
					t.Errorf("-seed %d: %v", i, err)
				}
			}
		})
	}
	wait.Wait()
	return all
}
