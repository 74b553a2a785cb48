package preview

import "sync"

// bell wakes everybody who listens. Who is still busy with the last ring hears one
// more when it is done, however many there were.
type bell struct {
	mu     sync.Mutex
	rings  map[chan struct{}]bool
	closed chan struct{}
	once   sync.Once
}

func newBell() *bell { return &bell{rings: make(map[chan struct{}]bool), closed: make(chan struct{})} }

func (b *bell) listen() chan struct{} {
	ring := make(chan struct{}, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rings[ring] = true
	return ring
}

func (b *bell) leave(ring chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.rings, ring)
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ring := range b.rings {
		select {
		case ring <- struct{}{}:
		default: // there is a ring that was not heard yet
		}
	}
}

// close ends every long answer.
func (b *bell) close() { b.once.Do(func() { close(b.closed) }) }
