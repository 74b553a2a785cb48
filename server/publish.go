package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"agio/content"
	"agio/server/api"
)

// longestNap is how long the publisher sleeps at most, so that a clock that was
// set, or a machine that slept, costs no more than this.
const longestNap = time.Minute

// publisher answers with the newest site. At each moment that the content
// schedules it builds the next one and changes over, between two requests.
type publisher struct {
	set    *content.Set
	opened func(now time.Time) (*api.Server, error) // builds the site of a moment
	log    *slog.Logger
	door   atomic.Pointer[api.Server]
	asOf   time.Time // the moment the site was built for
}

// open builds the first site.
func (p *publisher) open(now time.Time) error {
	door, err := p.opened(now)
	if err != nil {
		return err
	}
	p.door.Store(door)
	p.asOf = now
	return nil
}

// ServeHTTP answers one request from one site.
func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.door.Load().ServeHTTP(w, r) }

// run publishes what is scheduled until the context ends. A site that cannot be
// built is reported, and the one before stays.
func (p *publisher) run(ctx context.Context) {
	for {
		next, scheduled := p.set.NextChange(p.asOf)
		if !scheduled || !sleepUntil(ctx, next) {
			return
		}
		now := time.Now()
		door, err := p.opened(now)
		p.asOf = now
		if err != nil {
			p.log.Error("what was scheduled could not be published", "moment", next, "error", err.Error())
			continue
		}
		p.door.Store(p.door.Load().Follow(door))
		p.log.Info("published what was scheduled", "moment", next)
	}
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
