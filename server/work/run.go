package work

import (
	"context"
	"sync"
	"time"
)

// Run works until the context ends, then returns when what is under way is done.
func (e *Engine) Run(ctx context.Context) {
	var wait sync.WaitGroup
	due := make(chan string)
	for range e.Workers {
		wait.Go(func() {
			for id := range due {
				e.Work(context.WithoutCancel(ctx), id)
			}
		})
	}
	wait.Go(func() { e.watch(ctx) })
	e.claim(ctx, due)
	close(due)
	wait.Wait()
}

// claim hands out what is due.
func (e *Engine) claim(ctx context.Context, due chan<- string) {
	tick := time.NewTicker(e.Every)
	defer tick.Stop()
	for {
		more := e.claimOnce(ctx, due)
		if ctx.Err() != nil {
			return
		}
		if more {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-e.Store.Work():
		}
	}
}

// claimOnce claims what is due now, no more than the workers can begin with; true
// when there may be more.
func (e *Engine) claimOnce(ctx context.Context, due chan<- string) bool {
	ids, err := e.Store.Claim(ctx, e.Now(), e.Lease, e.Workers)
	if err != nil {
		if ctx.Err() == nil {
			e.Log.Warn("what is due cannot be read", "error", err.Error())
		}
		return false
	}
	for _, id := range ids {
		select {
		case due <- id:
		case <-ctx.Done():
			return false // the lease runs out, and the next to open the office takes it
		}
	}
	return len(ids) == e.Workers
}
