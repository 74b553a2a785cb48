package store

import "sync"

// bells tell those who wait that something is on the disk.
type bells struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]struct{} // by order
	due     chan struct{}
}

func newBells() *bells {
	return &bells{waiting: make(map[string]map[chan struct{}]struct{}), due: make(chan struct{}, 1)}
}

// ring tells those who watch an order.
func (b *bells) ring(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.waiting[id] {
		tell(c)
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
// and a function that ends it. Several steps may be told once. Whoever watches
// first and reads the order then misses nothing.
func (s *Store) Watch(id string) (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	b := s.bells
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting[id] == nil {
		b.waiting[id] = make(map[chan struct{}]struct{})
	}
	b.waiting[id][c] = struct{}{}
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if delete(b.waiting[id], c); len(b.waiting[id]) == 0 {
			delete(b.waiting, id)
		}
	}
}
