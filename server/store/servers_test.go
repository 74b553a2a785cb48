package store

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"agio/wasm/exchange"
)

// lease is how long the servers of the test below have work to themselves.
const lease = time.Second

// serveUntilKilled is a server of the test below: eight clients place orders, and
// two workers do what is due. It says on the standard output what it tries and what
// it was told.
func serveUntilKilled(dir, database string) {
	c := &child{}
	var err error
	c.store, err = Open(dir, Options{Database: database})
	c.must(err)
	var wg sync.WaitGroup
	for client := range 8 {
		wg.Go(func() {
			for n := 0; ; n++ {
				c.place(fmt.Sprintf("key-%d-%d-%d", os.Getpid(), client, n))
				time.Sleep(rand.N(50 * time.Millisecond))
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			for {
				c.must(c.work())
			}
		})
	}
	wg.Wait()
}

// work claims what is due and does it.
func (c *child) work() error {
	now := time.Now()
	ids, err := c.store.Claim(context.Background(), now, lease, 4)
	for _, id := range ids {
		c.say("claim", id, now.UnixMilli())
	}
	for _, id := range ids {
		time.Sleep(rand.N(5 * time.Millisecond)) // or nobody would be killed between the two
		if err := done(c.store, id); err != nil {
			return err
		}
	}
	return err
}

// done does the work of an order, unless it was done while this server slept.
func done(s *Store, id string) error {
	o, _, err := s.Load(context.Background(), id)
	if err != nil || o.State != exchange.AwaitingPayment {
		return err
	}
	st := noted(o, s.now())
	st.Event, st.State, st.Due = exchange.Cancel, exchange.Cancelled, time.Time{}
	if _, err = s.Append(context.Background(), st); err == ErrStale {
		return nil
	}
	return err
}

// duty is that a server got an order to work on.
type duty struct {
	id  string
	at  int64 // milliseconds since 1970
	pid int
}

// server is a process of the test below.
type server struct {
	*exec.Cmd
	heard chan struct{} // closed when all it said was heard
}

// office is what the test saw of all servers.
type office struct {
	here   home
	mu     sync.Mutex
	tried  []string
	got    map[string]string
	claims []duty
}

func (o *office) start(t *testing.T, here home) *server {
	t.Helper()
	p := &server{exec.Command(os.Args[0]), make(chan struct{})}
	p.Env = append(os.Environ(), "AGIO_STORE_SERVER="+here.dir, "AGIO_STORE_DATABASE="+here.database)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.heard)
		for lines := bufio.NewReader(out); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			o.hear(strings.Fields(line), p.Process.Pid)
		}
	}()
	return p
}

func (o *office) hear(words []string, pid int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch words[0] {
	case "try":
		o.tried = append(o.tried, words[1])
	case "got":
		o.got[words[1]] = words[2]
	case "claim":
		at, _ := strconv.ParseInt(words[2], 10, 64)
		o.claims = append(o.claims, duty{words[1], at, pid})
	}
}

func (o *office) orders() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.got)
}

// kill ends a server in the middle of its work.
func (p *server) kill(t *testing.T) {
	t.Helper()
	p.Process.Kill()
	<-p.heard
	if p.Wait(); p.ProcessState.ExitCode() != -1 {
		t.Fatalf("a server ended with %v before it was killed", p.ProcessState)
	}
}

// TestTwoServersOfWhichOneIsKilled lets two servers work on one database and kills
// one of them again and again; another takes its place. What was acknowledged is
// there, none twice; and no two servers had the same work at the same time.
func TestTwoServersOfWhichOneIsKilled(t *testing.T) {
	here := onPostgres(t)
	here.open(t, Options{}).Close()
	second := here.other(t)
	copyIdentity(t, here, second)
	o := &office{here: here, got: make(map[string]string)}
	homes := []home{here, second}
	servers := []*server{o.start(t, homes[0]), o.start(t, homes[1])}
	for range 10 {
		before, end := o.orders(), time.Now().Add(time.Minute)
		for o.orders() < before+50 && time.Now().Before(end) {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(rand.N(200 * time.Millisecond))
		i := rand.IntN(2)
		servers[i].kill(t)
		servers[i] = o.start(t, homes[i])
	}
	for _, p := range servers {
		p.kill(t)
	}
	o.check(t)
}

func copyIdentity(t *testing.T, from, to home) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from.dir, "keys", "age.txt"))
	if err == nil {
		err = os.MkdirAll(filepath.Join(to.dir, "keys"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(to.dir, "keys", "age.txt"), text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) check(t *testing.T) {
	t.Helper()
	s := o.here.open(t, Options{})
	for _, key := range o.tried {
		p, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
		if id, known := o.got[key]; err != nil || (known && p.ID != id) {
			t.Fatalf("%s was acknowledged as %q, now it is %q, %v", key, id, p.ID, err)
		}
	}
	if n := count(t, s, "orders"); n != len(o.tried) {
		t.Errorf("%d orders for %d keys", n, len(o.tried))
	}
	o.checkClaims(t)
	later := s.now().Add(time.Hour) // no lease is left
	for ids := claim(t, s, later, 100); len(ids) > 0; ids = claim(t, s, later, 100) {
		for _, id := range ids {
			if err := done(s, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, of := range []string{"orders WHERE state = 'cancelled' AND version = 2", "order_events WHERE event = 'cancel'"} {
		if n := count(t, s, of); n != len(o.tried) {
			t.Errorf("%d %s; want %d", n, of, len(o.tried))
		}
	}
	if err := whole(s); err != nil {
		t.Error(err)
	}
}

// checkClaims looks whether work was given out again while somebody had it.
func (o *office) checkClaims(t *testing.T) {
	t.Helper()
	slices.SortFunc(o.claims, func(a, b duty) int { return cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.at, b.at)) })
	again, pids := 0, make(map[int]int)
	for i, c := range o.claims {
		pids[c.pid]++
		if i == 0 || o.claims[i-1].id != c.id {
			continue
		}
		before := o.claims[i-1]
		if again++; c.at < before.at+lease.Milliseconds() {
			t.Errorf("process %d got order %s %d ms after process %d", c.pid, c.id, c.at-before.at, before.pid)
		}
	}
	t.Logf("%d orders, %d acknowledged; %d claims by %d processes, %d of them of work that another left", len(o.tried), len(o.got), len(o.claims), len(pids), again)
	if again == 0 {
		t.Error("nobody was killed at work")
	}
}
