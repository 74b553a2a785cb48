package work_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/wasm/exchange"
)

// everything that an exchange can do wrong, often.
var everything = paper.Faults{
	Outage: 50, Busy: 100, Lost: 100, Unsaid: 100, Slow: 100, Fail: 200,
	Twice: 300, Stale: 300, Shuffle: 500, Late: 300,
}

// Whatever the exchange does wrong, each order is paid out exactly once, in the
// amount computed, to the client's own address.
func TestAnExchangeThatFailsAllTheTime(t *testing.T) {
	o := open(t, options{faults: everything})
	var ids []string
	for range orders {
		ids = append(ids, o.order(t, "BTC", "USDTTRC20", "0.1"))
	}
	for range 120 {
		o.pass(t, time.Minute)
		for _, id := range ids {
			if l := o.life(t, id); l.State == exchange.AwaitingPayment && l.Deposit != nil && len(l.Payments) == 0 {
				o.payOnce(t, id, "0.1")
			}
		}
	}
	for _, id := range ids {
		l := o.is(t, id, exchange.CompletedState)
		if l.Payout.State != life.Sent {
			t.Errorf("the withdrawal is %+v", l.Payout)
		}
		o.sentOnce(t, "p-"+id, l.Payout.Amount)
		o.sentNever(t, "r-"+id)
	}
	o.audit(t)
}

// payOnce pays for an order, once however often it is called.
func (o *office) payOnce(t testing.TB, id, amount string) {
	t.Helper()
	p := paper.Payment{Ref: "a-" + id, Amount: lifetest.Dec(amount), Key: "paid-" + id}
	if _, err := o.paper.Pay(context.Background(), p); err != nil {
		t.Fatal(err)
	}
}

// sentOnce ends the test unless exactly one sending under the reference left the
// exchange, in this amount.
func (o *office) sentOnce(t testing.TB, ref string, amount exchange.Amount) {
	t.Helper()
	if left := o.left(t, ref); len(left) != 1 || !left[0].Amount.Equal(amount.Value) {
		t.Errorf("%s left the exchange %d times, %v, want once %v", ref, len(left), left, amount)
	}
}

func (o *office) sentNever(t testing.TB, ref string) {
	t.Helper()
	if left := o.left(t, ref); len(left) != 0 {
		t.Errorf("%s left the exchange: %v", ref, left)
	}
}

// left lists what left the exchange under a reference.
func (o *office) left(t testing.TB, ref string) (left []paper.Movement) {
	t.Helper()
	all, err := o.paper.Sendings(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.What == paper.Sent {
			left = append(left, m)
		}
	}
	return left
}

// Two offices at once on one store and one exchange, claiming from each other's
// hands: each order goes its way once.
func TestTwoEnginesDoNothingTwice(t *testing.T) {
	counts := &counting{asked: make(map[string]int)}
	o := open(t, options{venue: func(v venue.Venue) venue.Venue { counts.Venue = v; return counts }})
	var ids []string
	for range 40 {
		ids = append(ids, o.order(t, "BTC", "USDTTRC20", "0.1"))
	}
	other := work.New(o.Engine.Config)
	for round := range 30 {
		if round == 0 {
			for _, id := range ids {
				o.payOnce(t, id, "0.1")
			}
		}
		o.now.Add(time.Minute.Milliseconds())
		var wait sync.WaitGroup
		for _, e := range []*work.Engine{o.Engine, other, o.Engine, other} {
			wait.Go(func() { workAll(e, o) })
		}
		wait.Wait()
	}
	for _, id := range ids {
		l := o.is(t, id, exchange.CompletedState)
		o.sentOnce(t, "p-"+id, l.Payout.Amount)
		once := make(map[string]int)
		for _, e := range l.Timeline {
			once[string(e.Event)]++
		}
		for event, n := range once {
			if n != 1 {
				t.Errorf("%s happened %d times", event, n)
			}
		}
	}
	for ref, n := range counts.asked {
		if n != 1 {
			t.Logf("%s was asked for %d times", ref, n) // allowed: the exchange knows the reference
		}
	}
	o.audit(t)
}

// workAll does what one server does in a turn.
func workAll(e *work.Engine, o *office) {
	ctx := context.Background()
	for range 20 {
		e.Arrived(ctx)
		ids, err := o.store.Claim(ctx, o.clock(), time.Minute, 1+rand.IntN(4))
		if err != nil || len(ids) == 0 {
			return
		}
		for _, id := range ids {
			e.Work(ctx, id)
		}
	}
}

// counting counts how often each sending is asked for.
type counting struct {
	venue.Venue
	mu    sync.Mutex
	asked map[string]int
}

func (c *counting) Withdraw(ctx context.Context, w venue.Withdrawal) (venue.Sending, error) {
	c.mu.Lock()
	c.asked[w.Ref]++
	c.mu.Unlock()
	return c.Venue.Withdraw(ctx, w)
}

// audit has the store check chains and books, and every order replayed.
func (o *office) audit(t testing.TB) {
	t.Helper()
	report, err := o.store.Audit(context.Background(), func(order store.Order, events []store.Event) error {
		l, err := life.Replay(order, events)
		if err == nil && l.State != order.State {
			err = fmt.Errorf("replayed to %s", l.State)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range report.Faults {
		t.Errorf("the audit finds: %v", fault)
	}
}
