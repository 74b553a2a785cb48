package store

import (
	"context"
	"encoding/hex"
	"time"
)

const selectUnerased = `SELECT id FROM orders WHERE id > $1 AND id < $2 AND order_key IS NOT NULL ORDER BY id LIMIT $3`

// Unerased gives the ids of orders made before a moment whose person was not erased,
// the first one first: at most so many of those after the id given; of all when it is
// empty. An id begins with the moment at which its order was made.
func (s *Store) Unerased(ctx context.Context, made time.Time, after string, most int) ([]string, error) {
	at := uint64(max(made.UnixMilli(), 0))
	begin := hex.EncodeToString([]byte{byte(at >> 40), byte(at >> 32), byte(at >> 24), byte(at >> 16), byte(at >> 8), byte(at)})
	return s.ids(ctx, selectUnerased, after, begin[:8]+"-"+begin[8:], most)
}
