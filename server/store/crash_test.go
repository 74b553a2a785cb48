package store

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"agio/wasm/exchange"
)

var kills = flag.Int("kills", 0, "how often the test of crashes kills a writer; 0: 200 times, 25 under the race detector")

// crashSteps is how many steps each order of a child gets.
const crashSteps = 4

// crashStep is the step of an order after so many others: one tells its client and
// has an address, one opens a case, one books and seals, the last one ends it.
func crashStep(o Order, tag string) Step {
	st := noted(o, o.Created.Add(time.Duration(o.Version)*time.Second))
	st.Data, st.Sealed = []byte(`{"tag":"`+tag+`"}`), []byte(`{"text":"MARKED"}`)
	switch o.Version {
	case 1:
		st.Mail, st.Deposit = true, &Deposit{Venue: "paper", Currency: "BTC", Address: "bc1q" + o.ID}
	case 2:
		child := sample(o.Created)
		child.ID, child.Parent, child.State = "c"+o.ID[1:], o.ID, exchange.LateReview
		st.Event, st.Case = exchange.FurtherPayment, &child
	case 3:
		st.Event, st.State = exchange.PaymentConfirmed, exchange.Received
		st.Postings = []Posting{{"client", "BTC", number("-0.1")}, {"order", "BTC", number("0.1")}}
	case 4:
		st.Event, st.State, st.Due = exchange.RefundConfirmed, exchange.Refunded, time.Time{}
		st.Postings = []Posting{{"order", "BTC", number("-0.1")}, {"client", "BTC", number("0.1")}}
	}
	return st
}

// child is a process that writes until it is killed, and says on the standard
// output what it tries and what it was told.
type child struct {
	store *Store
	mu    sync.Mutex
}

func (c *child) say(words ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Println(words...)
}

func (c *child) must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// writeUntilKilled is the child of the tests below. Sixteen clients place orders and
// carry them on without end; with equal, sixty-four of them always place the same.
func writeUntilKilled(dir, database string, equal bool) {
	c := &child{}
	var err error
	c.store, err = Open(dir, Options{Database: database})
	c.must(err)
	if equal {
		for n := 0; ; n++ {
			together(64, func(int) string {
				c.place(fmt.Sprintf("key-%d-of-all-%d", os.Getpid(), n))
				return ""
			})
		}
	}
	var wg sync.WaitGroup
	for client := range 16 {
		wg.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("key-%d-%d-%d", os.Getpid(), client, n)
				o, _, err := c.store.Load(context.Background(), c.place(key))
				c.must(err)
				for range crashSteps {
					o = c.append(o, fmt.Sprintf("%s-%d", key, o.Version))
				}
			}
		})
	}
	wg.Wait()
}

func (c *child) place(key string) string {
	c.say("try", key)
	p, err := c.store.Place(context.Background(), key, bodyOf(key), drafting(time.Now()))
	c.must(err)
	c.say("got", key, p.ID)
	return p.ID
}

func (c *child) append(o Order, tag string) Order {
	c.say("step", o.ID, o.Version, tag)
	o, err := c.store.Append(context.Background(), crashStep(o, tag))
	c.must(err)
	c.say("did", o.ID, o.Version)
	return o
}

// tried is a step that a child began.
type tried struct {
	id      string
	version int64 // that it was decided on
	tag     string
}

// witness is what the parent saw of a child.
type witness struct {
	tried []string          // every key, in its order,
	got   map[string]string // and the order of each that was acknowledged
	steps []tried
	did   map[string]int64 // the highest version acknowledged of each order
	twice string           // a key that was acknowledged as two orders
}

// watch runs a child, lets it work for a random time and kills it in the middle:
// mostly after its first acknowledgement, sometimes when it has hardly begun.
func watch(t *testing.T, here home, equal bool) witness {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), "AGIO_STORE_CHILD="+here.dir, "AGIO_STORE_DATABASE="+here.database, "AGIO_STORE_EQUAL="+strconv.FormatBool(equal))
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func(within time.Duration) { time.AfterFunc(rand.N(within), func() { process.Process.Kill() }) }
	early := rand.IntN(6) == 0
	if early {
		kill(100 * time.Millisecond)
	}
	w := witness{got: make(map[string]string), did: make(map[string]int64)}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break // and what was cut off was never said
		}
		if w.hear(strings.Fields(line)); len(w.got) == 1 && !early {
			early = true
			kill(60 * time.Millisecond)
		}
	}
	if err := process.Wait(); err == nil || process.ProcessState.ExitCode() != -1 {
		t.Fatalf("the child ended with %v; it should have been killed at work", err)
	}
	return w
}

// hear takes one line of a child.
func (w *witness) hear(words []string) {
	number := func(text string) int64 { n, _ := strconv.ParseInt(text, 10, 64); return n }
	switch words[0] {
	case "try":
		w.tried = append(w.tried, words[1])
	case "got":
		if id, known := w.got[words[1]]; known && id != words[2] {
			w.twice = words[1]
		}
		w.got[words[1]] = words[2]
	case "step":
		w.steps = append(w.steps, tried{words[1], number(words[2]), words[3]})
	case "did":
		w.did[words[1]] = number(words[2])
	}
}

// tally is what all children of a test did together.
type tally struct {
	orders, steps, cases             int // that must be stored
	acknowledged, unanswered, stored int // writes: told, not told, and of those not told that were stored
	kills                            int
}

func (a tally) String() string {
	return fmt.Sprintf("%d kills: %d writes acknowledged, none lost; %d unanswered, of which %d were stored", a.kills, a.acknowledged, a.unanswered, a.stored)
}

func (a *tally) add(b tally) {
	a.kills, a.orders, a.steps, a.cases = a.kills+b.kills, a.orders+b.orders, a.steps+b.steps, a.cases+b.cases
	a.acknowledged, a.unanswered, a.stored = a.acknowledged+b.acknowledged, a.unanswered+b.unanswered, a.stored+b.stored
}

// TestKill kills a writer again and again. Every order and every step that was
// acknowledged is there, none twice, none half; what got no answer is repeated and
// is there once; and every chain and every book is right.
func TestKill(t *testing.T) { onBoth(t, kill) }

func kill(t *testing.T, here home) {
	if here.postgres() {
		t.Log(killed(t, here, 20)) // the database is another process, and lives on
		return
	}
	const each = 25 // kills in one folder
	if *kills == 0 && raced {
		*kills = each
	} else if *kills == 0 {
		*kills = 200
	}
	var mu sync.Mutex
	var all tally
	t.Run("folders", func(t *testing.T) {
		for begun := 0; begun < *kills; begun += each {
			t.Run(fmt.Sprint(begun), func(t *testing.T) {
				t.Parallel()
				one := killed(t, home{dir: t.TempDir()}, min(each, *kills-begun))
				mu.Lock()
				defer mu.Unlock()
				all.add(one)
			})
		}
	})
	t.Log(all)
}

// killed kills so many writers of one folder, one after the other.
func killed(t *testing.T, here home, lives int) tally {
	t.Helper()
	var all tally
	after := ""
	for range lives {
		w := watch(t, here, false)
		s := here.open(t, Options{})
		w.check(t, s, &all)
		after = checkSince(t, s, after)
		if err := s.Close(); err != nil || t.Failed() {
			t.Fatal(err)
		}
		all.kills++
	}
	s := here.open(t, Options{})
	defer s.Close()
	checkWhole(t, here, s)
	if r := audit(t, s); len(r.Faults) != 0 || r.Orders != all.orders+all.cases || r.Events != all.orders+all.cases+all.steps {
		t.Fatalf("of %+v the audit finds %+v", all, r)
	}
	return all
}

// check holds what a child was told against what is stored, and repeats whatever
// got no answer.
func (w witness) check(t *testing.T, s *Store, all *tally) {
	t.Helper()
	ids := make(map[string]bool)
	for _, key := range w.tried {
		id, known := w.got[key]
		drafted := false
		p, err := s.Place(context.Background(), key, bodyOf(key), func(id, secret string) (Order, []byte, error) {
			drafted = true
			return drafting(s.now())(id, secret)
		})
		if err != nil || (known && (drafted || p.ID != id)) || ids[p.ID] {
			t.Fatalf("%s was acknowledged as %q, now it is %q, %v", key, id, p.ID, err)
		}
		ids[p.ID] = true
		all.count(known, !drafted)
	}
	orders := make(map[string]*lived)
	for _, st := range w.steps {
		w.checkStep(t, s, st, orders, all)
	}
	all.orders += len(w.tried)
	if n := count(t, s, "orders"); n != all.orders+all.cases {
		t.Fatalf("%d orders; want %d and %d cases", n, all.orders, all.cases)
	}
	if n := count(t, s, "order_events"); n != all.orders+all.cases+all.steps {
		t.Fatalf("%d events; want %d", n, all.orders+all.cases+all.steps)
	}
}

// lived is an order and what happened to it.
type lived struct {
	order  Order
	events []Event
}

// checkStep finds a step where it must be, or takes it now.
func (w witness) checkStep(t *testing.T, s *Store, st tried, orders map[string]*lived, all *tally) {
	t.Helper()
	l := orders[st.id]
	if l == nil {
		l = &lived{}
		l.order, l.events = load(t, s, st.id)
		orders[st.id] = l
	}
	known, stored := w.did[st.id] > st.version, l.order.Version > st.version
	if !stored && !known {
		append1(t, s, crashStep(l.order, st.tag))
		l.order, l.events = load(t, s, st.id)
	}
	if l.order.Version <= st.version || l.events[st.version].Data != `{"tag":"`+st.tag+`"}` || string(l.events[st.version].Sealed) != `{"text":"MARKED"}` {
		t.Fatalf("step %s was acknowledged: %v; the order is at version %d with %+v", st.tag, known, l.order.Version, l.events)
	}
	again := l.order
	again.Version = st.version
	if _, err := s.Append(context.Background(), crashStep(again, st.tag)); !errors.Is(err, ErrStale) {
		t.Fatalf("step %s is taken twice: %v", st.tag, err)
	}
	all.count(known, stored)
	all.steps++
	if st.version == 2 {
		all.cases++
	}
}

func (a *tally) count(known, stored bool) {
	switch {
	case known:
		a.acknowledged++
	case stored:
		a.stored++
		fallthrough
	default:
		a.unanswered++
	}
}

// checkSince audits the orders after an id and gives the last one.
func checkSince(t *testing.T, s *Store, after string) (last string) {
	t.Helper()
	tx, err := s.reading.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	a := &auditor{tx: tx}
	for last, more := after, true; more; {
		if last, more, err = a.some(t.Context(), last); err != nil {
			t.Fatal(err)
		}
	}
	if len(a.Faults) != 0 {
		t.Fatal(a.Faults)
	}
	if err := tx.QueryRow(`SELECT COALESCE(max(id), '') FROM orders WHERE id < 'c'`).Scan(&last); err != nil {
		t.Fatal(err)
	}
	return last
}

// TestEqualRequestsAcrossAKill sends one request sixty-four times at once, kills the
// writer among them and sends it sixty-four times again: there is one order, and
// everybody who was told anything was told of the same.
func TestEqualRequestsAcrossAKill(t *testing.T) { onBoth(t, equalRequestsAcrossAKill) }

func equalRequestsAcrossAKill(t *testing.T, here home) {
	orders := 0
	for range 10 {
		w := watch(t, here, true)
		s := here.open(t, Options{})
		keys := make(map[string]bool)
		for _, key := range w.tried {
			keys[key] = true
		}
		for key := range keys {
			answers := together(64, func(int) string {
				p, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
				return fmt.Sprint(p.ID, string(p.Answer), err)
			})
			for answer := range answers {
				if id := w.got[key]; len(answers) != 1 || w.twice != "" || !strings.HasPrefix(answer, id) || !strings.HasSuffix(answer, "<nil>") {
					t.Fatalf("%s was answered with %q, now with %v; two orders for %q", key, id, answers, w.twice)
				}
			}
		}
		orders += len(keys)
		if n := count(t, s, "orders"); n != orders {
			t.Fatalf("%d orders for %d keys", n, orders)
		}
		s.Close()
	}
}
