package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// ledger is what the clients of a store asked for and what they were told, over
// everything that happens to the store. In the end check compares the two.
type ledger struct {
	mu       sync.Mutex
	n        int
	entries  map[string]*entry // by idempotency key
	repeated atomic.Int64      // requests that were, because they got no answer
}

// entry is one order in the ledger.
type entry struct {
	id      string   // as it was acknowledged; empty: no answer yet
	steps   []string // marks of the steps that were acknowledged
	open    string   // mark of a step that got no answer
	checked bool
}

func newLedger() *ledger { return &ledger{entries: make(map[string]*entry)} }

// next begins an entry and gives its key.
func (l *ledger) next() (string, *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	key, e := fmt.Sprintf("the-key-of-order-%d", l.n), &entry{}
	l.entries[key] = e
	return key, e
}

// acknowledged counts the orders and steps that were.
func (l *ledger) acknowledged() (orders, steps int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		if e.id != "" {
			orders++
		}
		steps += len(e.steps)
	}
	return orders, steps
}

// serve is a client: it places one order, takes two steps with it, and writes down
// what it was told. It ends with the first error.
func (l *ledger) serve(s *Store) error {
	key, e := l.next()
	if err := l.place(s, key, e); err != nil {
		return err
	}
	for n := range 2 {
		if err := l.step(s, e, fmt.Sprint(key, "/", n)); err != nil {
			return err
		}
	}
	return nil
}

func (l *ledger) place(s *Store, key string, e *entry) error {
	p, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if e.id != "" && e.id != p.ID {
		return fmt.Errorf("%s was acknowledged as order %s, and now it is %s", key, e.id, p.ID)
	}
	e.id = p.ID
	return nil
}

// step takes a step that carries a mark.
func (l *ledger) step(s *Store, e *entry, mark string) error {
	o, _, err := s.Load(context.Background(), e.id)
	if err != nil {
		return err
	}
	st := noted(o, s.now())
	st.Data = []byte(`{"mark":"` + mark + `"}`)
	e.open = mark
	if _, err = s.Append(context.Background(), st); err != nil {
		return err
	}
	l.took(e, mark)
	return nil
}

// took writes down that a step was acknowledged, or found.
func (l *ledger) took(e *entry, mark string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.steps, e.open = append(e.steps, mark), ""
}

// patient repeats what a failing storage did not answer, as a client does, for a
// minute at most.
func (l *ledger) patient(f func() error) error {
	end := time.Now().Add(time.Minute)
	for {
		err := f()
		if err == nil || (!errors.Is(err, ErrUnavailable) && !errors.Is(err, ErrBusy)) || time.Now().After(end) {
			return err
		}
		l.repeated.Add(1)
		time.Sleep(5 * time.Millisecond)
	}
}

// again takes a step unless it was stored already.
func (l *ledger) again(s *Store, e *entry, mark string) error {
	if e.open != mark {
		return l.step(s, e, mark)
	}
	stored, err := marks(s, e.id)
	switch {
	case err != nil:
		return err
	case stored[mark] == 0:
		return l.step(s, e, mark)
	}
	l.took(e, mark)
	return nil
}

// check repeats what got no answer and holds the store against the ledger: every
// order and step that was acknowledged is there, and nothing is there twice. It
// looks at what it has not yet looked at, or at everything.
func (l *ledger) check(s *Store, everything bool) error {
	for key, e := range l.entries {
		if e.checked && !everything {
			continue
		}
		known := e.id
		if err := l.place(s, key, e); err != nil {
			return err
		}
		if err := l.repeat(s, e); err != nil {
			return fmt.Errorf("%s (acknowledged as %q): %w", key, known, err)
		}
		e.checked = true
	}
	var orders int
	if err := s.reading.QueryRow(`SELECT count(*) FROM orders`).Scan(&orders); err != nil {
		return err
	}
	if orders != len(l.entries) {
		return fmt.Errorf("%d orders are stored for %d keys", orders, len(l.entries))
	}
	if !everything {
		return nil
	}
	return whole(s)
}

// repeat takes the step again that got no answer, unless it was stored, and
// compares the steps.
func (l *ledger) repeat(s *Store, e *entry) error {
	if e.open != "" {
		if err := l.again(s, e, e.open); err != nil {
			return err
		}
	}
	stored, err := marks(s, e.id)
	if err != nil {
		return err
	}
	for _, mark := range e.steps {
		if stored[mark] != 1 {
			return fmt.Errorf("step %s was acknowledged and is stored %d times", mark, stored[mark])
		}
	}
	if len(stored) != len(e.steps) {
		return fmt.Errorf("%d steps are stored, and %d were asked for", len(stored), len(e.steps))
	}
	return nil
}

// marks counts the marked steps of an order.
func marks(s *Store, id string) (map[string]int, error) {
	_, events, err := s.Load(context.Background(), id)
	if err != nil {
		return nil, err
	}
	stored := make(map[string]int)
	for _, event := range events {
		var data struct{ Mark string }
		if err := json.Unmarshal([]byte(event.Data), &data); err != nil {
			return nil, err
		}
		if data.Mark != "" {
			stored[data.Mark]++
		}
	}
	return stored, nil
}

// whole verifies all chains and balances.
func whole(s *Store) error {
	report, err := s.Audit(context.Background(), nil)
	if err == nil && len(report.Faults) > 0 {
		err = fmt.Errorf("%d faults, the first: %s", len(report.Faults), report.Faults[0])
	}
	return err
}
