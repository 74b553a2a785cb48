package work_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/work"
	"agio/wasm/exchange"
)

// What tells a process of these tests that it is to work an office until it dies.
const (
	killFolder = "AGIO_TEST_KILL_FOLDER"
	killAt     = "AGIO_TEST_KILL_AT"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killFolder); dir != "" {
		at, _ := strconv.Atoi(os.Getenv(killAt))
		workUntilKilled(dir, at)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// An office that is killed at any step of sending, between asking the exchange and
// writing down its answer for example, sends once: a withdrawal and a refund, each
// with a kill at every step there is.
func TestKilledAtEachStepItSendsOnce(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, *office) string{"withdrawal": withdrawal, "refund": refund, "what is owed": owed} {
		t.Run(name, func(t *testing.T) {
			kills := 0
			for at := 1; ; at += stride {
				if at > 500 {
					t.Fatal("the work never ends")
				}
				if !killedAt(t, at, prepare) {
					break
				}
				kills++
			}
			t.Logf("killed at %d steps", kills)
			if kills < 15/stride {
				t.Errorf("there were only %d steps to be killed at", kills)
			}
		})
	}
}

// killedAt prepares an order, has another process work it and die at a step, works it
// to its end, and says whether the other process died.
func killedAt(t *testing.T, at int, prepare func(*testing.T, *office) string) bool {
	dir := folder(t)
	defer os.RemoveAll(dir)
	o := open(t, options{dir: dir})
	id := prepare(t, o)
	now := o.now.Load()
	o.close()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killFolder+"="+dir, killAt+"="+strconv.Itoa(at))
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	died := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
	if err != nil && !died {
		t.Fatalf("the other process failed: %v\n%s", err, out)
	}
	o = open(t, options{dir: dir})
	defer o.close()
	o.now.Store(now + 20*time.Minute.Milliseconds())
	for range 10 {
		o.pass(t, 5*time.Minute)
	}
	l := o.life(t, id)
	sent, ref := l.Payout, "p-"+id
	if l.Refund != nil {
		sent, ref = l.Refund.Sending, "r-"+id
	}
	if l.Settled != nil {
		sent, ref = l.Settled.Sending, "o-"+id
	}
	if sent == nil || sent.State != life.Sent {
		t.Fatalf("killed at step %d the order is %s, and its sending %+v", at, l.State, sent)
	}
	o.sentOnce(t, ref, sent.Amount)
	o.audit(t)
	return died
}

// withdrawal is an order whose payment is under way.
func withdrawal(t *testing.T, o *office) string {
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.pay(t, id, "0.1")
	return id
}

// refund is an order whose client has asked for a refund.
func refund(t *testing.T, o *office) string {
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.pay(t, id, "0.09")
	o.pass(t, time.Minute)
	l := o.is(t, id, exchange.Verification)
	_, err := o.Do(context.Background(), id, life.Command{
		Event: exchange.RefundAsked, Actor: exchange.ByClient,
		Figures: o.offers(t, l)[exchange.RefundAsked].Token, RefundTo: &store.Account{Address: lifetest.Bitcoin},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// owed is an order of which a refund left what was too small to send, and which the
// office now sends.
func owed(t *testing.T, o *office) string {
	id := o.owing(t)
	_, err := o.Do(context.Background(), id, life.Command{
		Event: life.OwedDecided, Actor: exchange.ByDesk, Operator: "ann", Why: "the client asked", Bears: true, RefundTo: &store.Account{Address: lifetest.Bitcoin},
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// owing leads an order to where something stays owed (5.8).
func (o *office) owing(t testing.TB) string {
	t.Helper()
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.pay(t, id, "0.0009") // 54 USDT, of which the fee of 5.3 takes 50
	o.pass(t, time.Minute)
	l := o.life(t, id)
	_, err := o.Do(context.Background(), id, life.Command{
		Event: exchange.RefundAsked, Actor: exchange.ByClient, Figures: o.offers(t, l)[exchange.RefundAsked].Token,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.pass(t, time.Minute)
	if l := o.is(t, id, exchange.Refunded); l.Owes().Sign() <= 0 {
		t.Fatalf("nothing is owed: %+v", l.Refund.Figures)
	}
	return id
}

// workUntilKilled works what it finds in a folder and dies at a step.
func workUntilKilled(dir string, at int) {
	done := 0
	step := func(string) {
		if done++; done == at {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	t := &alone{}
	o := open(t, options{dir: dir, step: step, venue: func(v venue.Venue) venue.Venue { return stepping{v, step} }})
	c := o.Engine.Config
	c.Store = steppingStore{o.store, step}
	o.Engine = work.New(c)
	for range 6 {
		o.pass(t, 2*time.Minute)
	}
	o.close()
}

// alone stands for a test in a process that is none.
type alone struct {
	testing.TB
}

func (*alone) Helper()                   {}
func (*alone) Cleanup(func())            {}
func (*alone) Logf(string, ...any)       {}
func (*alone) Fatal(args ...any)         { panic(args) }
func (*alone) Fatalf(f string, a ...any) { panic(f) }

// stepping tells of each step around what is asked of a venue.
type stepping struct {
	venue.Venue
	step func(string)
}

func (s stepping) Convert(ctx context.Context, o venue.Order) (venue.Fill, error) {
	s.step("before convert")
	defer s.step("after convert")
	return s.Venue.Convert(ctx, o)
}

func (s stepping) Withdraw(ctx context.Context, w venue.Withdrawal) (venue.Sending, error) {
	s.step("before withdraw")
	defer s.step("after withdraw")
	return s.Venue.Withdraw(ctx, w)
}

// steppingStore tells of each step around what is stored.
type steppingStore struct {
	*store.Store
	step func(string)
}

func (s steppingStore) Append(ctx context.Context, st store.Step) (store.Order, error) {
	s.step("before append")
	defer s.step("after append")
	return s.Store.Append(ctx, st)
}
