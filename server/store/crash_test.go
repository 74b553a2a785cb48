package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// writeUntilKilled is the child of the test below: sixteen clients place orders
// without end and say on the standard output what they try and what they got.
func writeUntilKilled(dir, database string) {
	s, err := Open(dir, Options{Database: database})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	var mu sync.Mutex
	say := func(word, key, id string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(word, key, id)
	}
	var wg sync.WaitGroup
	for client := range 16 {
		wg.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("key-%d-%d-%d", os.Getpid(), client, n)
				say("try", key, "")
				p, err := s.Place(context.Background(), key, bodyOf(key), drafting(time.Now()))
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(3)
				}
				say("got", key, p.ID)
			}
		})
	}
	wg.Wait()
}

// witness is what the parent saw of a child: every key tried, and the order of
// each that was acknowledged.
type witness struct {
	tried []string
	got   map[string]string
}

// watch runs a child on the folder, lets it work for a random time after its
// first acknowledgement, and kills it in the middle.
func watch(t *testing.T, here home) witness {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "AGIO_STORE_CHILD="+here.dir, "AGIO_STORE_DATABASE="+here.database)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	w := witness{got: make(map[string]string)}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		words := strings.Fields(line)
		switch {
		case len(words) == 2 && words[0] == "try":
			w.tried = append(w.tried, words[1])
		case len(words) == 3 && words[0] == "got":
			if len(w.got) == 0 {
				time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, func() { child.Process.Kill() })
			}
			w.got[words[1]] = words[2]
		}
	}
	if err := child.Wait(); err == nil || len(w.got) == 0 {
		t.Fatalf("the child ended with %v after %d orders; it should have been killed at work", err, len(w.got))
	}
	return w
}

// TestKill kills a writer twenty times. Every order that was acknowledged is
// there, none twice; what got no answer is repeated with its key and is there
// once.
func TestKill(t *testing.T) { onBoth(t, kill) }

func kill(t *testing.T, here home) {
	keys, acknowledged, unanswered, found := 0, 0, 0, 0
	for range 20 {
		w := watch(t, here)
		s := here.open(t, Options{})
		before := count(t, s, "orders")
		if n := keys + len(w.got); before < n {
			t.Errorf("%d orders stored, %d acknowledged", before, n)
		}
		found += before - keys - len(w.got)
		for _, key := range w.tried {
			id, known := w.got[key]
			draft := drafting(s.now())
			if known {
				draft = refusing(t)
			}
			p, err := s.Place(context.Background(), key, bodyOf(key), draft)
			if err != nil || (known && p.ID != id) {
				t.Fatalf("%s was acknowledged as %q, now it is %q, %v", key, id, p.ID, err)
			}
		}
		keys += len(w.tried)
		acknowledged += len(w.got)
		unanswered += len(w.tried) - len(w.got)
		if n, e := count(t, s, "orders"), count(t, s, "order_events"); n != keys || e != keys {
			t.Fatalf("%d orders and %d events for %d keys", n, e, keys)
		}
		checkWhole(t, here, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("20 kills: %d orders acknowledged, none lost; %d unanswered, of which %d were stored", acknowledged, unanswered, found)
}
