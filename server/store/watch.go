package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// pollEvery is how often the orders that are watched are looked at where other
// servers write too.
const pollEvery = time.Second

// watched is an order that somebody watches.
type watched struct {
	waiting map[chan struct{}]struct{}
	version int64 // the last one seen where other servers write too
}

// bells tell those who wait that something is on the disk.
type bells struct {
	mu      sync.Mutex
	orders  map[string]*watched
	due     chan struct{}
	polling bool
	closed  chan struct{}
}

func newBells() *bells {
	return &bells{orders: make(map[string]*watched), due: make(chan struct{}, 1), closed: make(chan struct{})}
}

// ring tells those who watch an order.
func (b *bells) ring(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tellOf(id)
}

func (b *bells) tellOf(id string) {
	if o := b.orders[id]; o != nil {
		for c := range o.waiting {
			tell(c)
		}
	}
}

// work tells whoever does the work.
func (b *bells) work() { tell(b.due) }

// tell leaves a word without waiting; one that is not yet read stands for all.
func tell(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Watch gives a channel that is told after each step of an order that is stored,
// and a function that ends it. Several steps may be told once, and a word may come
// of a step that was seen already. Whoever watches first and reads the order then
// misses nothing. A step that another server stores is told within pollEvery.
func (s *Store) Watch(id string) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	b := s.bells
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.orders[id]
	if o == nil {
		o = &watched{waiting: make(map[chan struct{}]struct{})}
		b.orders[id] = o
	}
	o.waiting[c] = struct{}{}
	if s.engine.words().shared && !b.polling {
		b.polling = true
		go s.poll()
	}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if delete(o.waiting, c); len(o.waiting) == 0 && b.orders[id] == o {
			delete(b.orders, id)
		}
	}
}

// poll looks at the orders that are watched for as long as any is. An order seen
// for the first time is told of in any case: another server may have changed it
// between its first reading and now.
func (s *Store) poll() {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for s.bells.more() {
		select {
		case <-s.bells.closed:
			return
		case <-tick.C:
		}
		ids := s.bells.ids()
		for len(ids) > 0 {
			n := min(len(ids), 200)
			if versions, err := s.versions(ids[:n]); err == nil {
				s.bells.compare(versions)
			}
			ids = ids[n:]
		}
	}
}

// more says whether anything is still watched, and lets the next Watch begin anew
// when nothing is.
func (b *bells) more() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.polling = len(b.orders) > 0
	return b.polling
}

func (b *bells) ids() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := make([]string, 0, len(b.orders))
	for id := range b.orders {
		ids = append(ids, id)
	}
	return ids
}

func (b *bells) compare(versions map[string]int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, version := range versions {
		if o := b.orders[id]; o != nil && o.version != version {
			o.version = version
			b.tellOf(id)
		}
	}
}

// versions asks for the versions of some orders.
func (s *Store) versions(ids []string) (map[string]int64, error) {
	places, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		places[i], args[i] = fmt.Sprintf("$%d", i+1), id
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*pollEvery)
	defer cancel()
	rows, err := s.reading.QueryContext(ctx, `SELECT id, version FROM orders WHERE id IN (`+strings.Join(places, ", ")+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	versions := make(map[string]int64, len(ids))
	for rows.Next() {
		var id string
		var version int64
		if err := rows.Scan(&id, &version); err != nil {
			return nil, unread(err)
		}
		versions[id] = version
	}
	return versions, unread(rows.Err())
}
