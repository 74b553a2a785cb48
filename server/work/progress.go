package work

import (
	"sync"

	"agio/server/venue"
)

// confirmations remembers how far the deposits are that are not confirmed yet, for
// the eye only: nothing is decided by it.
type confirmations struct {
	mu  sync.Mutex
	far map[string][2]int
}

func (c *confirmations) note(d venue.Deposit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d.State != venue.DepositSeen {
		delete(c.far, d.ID)
		return
	}
	if c.far == nil || len(c.far) >= remembered {
		c.far = make(map[string][2]int)
	}
	c.far[d.ID] = [2]int{d.Confirmations, d.Needed}
}

// Progress says how many confirmations a payment has so far and how many it needs;
// both 0 where the venue has not told, or it is confirmed.
func (e *Engine) Progress(payment string) (so, needed int) {
	e.confirmations.mu.Lock()
	defer e.confirmations.mu.Unlock()
	far := e.confirmations.far[payment]
	return far[0], far[1]
}
