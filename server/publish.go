package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"agio/content"
	"agio/server/api"
)

// besideEvery is how often the site is built anew although nothing is scheduled, so
// that the figures which every page shows without a script are of the last hour.
const besideEvery = time.Hour

// longestNap is how long the publisher sleeps at most, so that a clock that was
// set, or a machine that slept, costs no more than this.
const longestNap = time.Minute

// publisher answers with the newest site. At each moment that the content
// schedules it builds the next one and changes over, between two requests.
type publisher struct {
	set    *content.Set
	opened func(now time.Time) (*api.Server, error) // builds the site of a moment
	priced func() bool                              // whether there are prices to build with
	log    *slog.Logger
	door   atomic.Pointer[api.Server]
	change sync.Mutex // one change at a time
	asOf   time.Time  // the moment the site was built for
	beside time.Time  // when the figures on every page were last due
}

// open builds the first site.
func (p *publisher) open(now time.Time) error {
	door, err := p.opened(now)
	if err != nil {
		return err
	}
	p.door.Store(door)
	p.asOf, p.beside = now, now
	return nil
}

// ServeHTTP answers one request from one site.
func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.door.Load().ServeHTTP(w, r) }

// next gives when to build again, and whether something is scheduled for then.
func (p *publisher) next() (moment time.Time, scheduled bool) {
	hourly := p.beside.Add(besideEvery)
	if change, ok := p.set.NextChange(p.asOf); ok && !change.After(hourly) {
		return change, true
	}
	return hourly, false
}

// run publishes what is scheduled, and newer figures, until the context ends. A
// site that cannot be built is reported, and the one before stays.
func (p *publisher) run(ctx context.Context) {
	for {
		next, scheduled := p.next()
		if !sleepUntil(ctx, next) {
			return
		}
		now := time.Now()
		if !scheduled {
			p.beside = now
			if !p.priced() {
				continue // the figures shown stay, with their time
			}
		}
		err := p.again(now)
		p.asOf = now
		if err != nil {
			p.log.Error("the site could not be built anew", "moment", next, "scheduled", scheduled, "error", err.Error())
			continue
		}
		if scheduled {
			p.log.Info("published what was scheduled", "moment", next)
		}
	}
}

// again builds the site of a moment and changes over to it.
func (p *publisher) again(now time.Time) error {
	p.change.Lock()
	defer p.change.Unlock()
	door, err := p.opened(now)
	if err == nil {
		p.door.Store(p.door.Load().Follow(door))
	}
	return err
}

// sleepUntil gives false when the context ends first.
func sleepUntil(ctx context.Context, moment time.Time) bool {
	for {
		left := time.Until(moment)
		if left <= 0 {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(min(left, longestNap)):
		}
	}
}
