//go:build unix

package store

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestPostgresRestarts ends PostgreSQL at once twenty times while sixteen clients
// work. They repeat what gets no answer. In the end every order and step that was
// acknowledged is there, and none twice; and the store worked on by itself.
func TestPostgresRestarts(t *testing.T) {
	c := newCluster(t)
	s := c.home(t).open(t, Options{})
	l := newLedger()
	stop := make(chan struct{})
	var clients sync.WaitGroup
	for range 16 {
		clients.Go(func() {
			if err := l.keepServing(s, stop); err != nil {
				t.Error(err)
			}
		})
	}
	for range 20 {
		before, _ := l.acknowledged()
		for n, end := before, time.Now().Add(time.Minute); n < before+20; n, _ = l.acknowledged() {
			if time.Sleep(time.Millisecond); time.Now().After(end) {
				t.Fatal("nothing is acknowledged any more")
			}
		}
		time.Sleep(rand.N(100 * time.Millisecond))
		c.restart(t)
	}
	close(stop)
	clients.Wait()
	if err := l.patient(func() error { return l.check(s, true) }); err != nil {
		t.Error(err)
	}
	orders, steps := l.acknowledged()
	t.Logf("20 restarts: %d orders and %d steps acknowledged, none lost; %d answers repeated", orders, steps, l.repeated.Load())
	if l.repeated.Load() == 0 {
		t.Error("no request met a restart")
	}
}

// keepServing serves clients until it is told to stop, each to its end.
func (l *ledger) keepServing(s *Store, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		key, e := l.next()
		if err := l.patient(func() error { return l.place(s, key, e) }); err != nil {
			return err
		}
		for _, mark := range []string{key + "/a", key + "/b"} {
			err := l.patient(func() error { return l.again(s, e, mark) })
			if err != nil {
				return err
			}
		}
	}
}

// A database that does not keep what it acknowledges is refused.
func TestADatabaseThatForgetsIsRefused(t *testing.T) {
	c := newCluster(t, "fsync=off")
	here := c.home(t)
	s, err := Open(here.dir, Options{Database: here.database})
	if err == nil {
		s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "fsync = off") {
		t.Errorf("with fsync off the store opens with %v", err)
	}
}
