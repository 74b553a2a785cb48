package store

import (
	"context"
	"encoding/binary"
	"math/bits"
	"sync/atomic"
)

// known remembers which requests may have been stored, so that the database is not
// asked about those that surely were not: a Bloom filter over the hashes of their
// keys. Until it has seen every order of the database it says that any may be.
type known struct {
	whole atomic.Bool
	words []atomic.Uint64
}

// leastWords is room for some half a million orders: a megabyte.
const leastWords = 1 << 17

// newKnown makes a filter with room for so many orders, and as many again. More only
// make it say oftener than it must that a request may have been stored.
func newKnown(orders int) *known {
	n := max(leastWords, 1<<bits.Len(uint(orders/2)))
	return &known{words: make([]atomic.Uint64, n)}
}

// add remembers a request that may be stored from now on.
func (k *known) add(hash [32]byte) {
	for i := range 4 {
		word, bit := k.place(hash, i)
		word.Or(bit)
	}
}

// may says whether a request may have been stored. When it says no, it was not.
func (k *known) may(hash [32]byte) bool {
	if !k.whole.Load() {
		return true
	}
	for i := range 4 {
		if word, bit := k.place(hash, i); word.Load()&bit == 0 {
			return false
		}
	}
	return true
}

func (k *known) place(hash [32]byte, i int) (word *atomic.Uint64, bit uint64) {
	n := binary.LittleEndian.Uint64(hash[6+6*i:]) // the first six bytes may be a time
	return &k.words[n>>6&uint64(len(k.words)-1)], 1 << (n & 63)
}

const (
	selectOrderCount = `SELECT count(*) FROM orders`
	selectRequests   = `SELECT idempotency_key FROM orders`
)

// remember makes the filter. Where others store orders too it stays small and
// learns nothing: what they store cannot be known here.
func (s *Store) remember(ctx context.Context) error {
	var orders int
	if s.lock != nil {
		if err := s.reading.QueryRowContext(ctx, selectOrderCount).Scan(&orders); err != nil {
			return err
		}
	}
	s.known = newKnown(orders)
	return nil
}

// learnBeside lets the filter learn while requests are taken, and gives what ends
// it.
func (s *Store) learnBeside() (end func()) {
	if s.lock == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	learned := make(chan struct{})
	go func() {
		defer close(learned)
		s.learn(ctx)
	}()
	return func() {
		cancel()
		<-learned
	}
}

// learn reads the keys of all orders.
func (s *Store) learn(ctx context.Context) {
	rows, err := s.reading.QueryContext(ctx, selectRequests)
	if err != nil {
		return // the database is asked about every request then
	}
	defer rows.Close()
	var hash []byte
	for rows.Next() {
		if rows.Scan(&hash) != nil || len(hash) != 32 {
			return
		}
		s.known.add([32]byte(hash))
	}
	s.known.whole.Store(rows.Err() == nil)
}
