package rates

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
)

// Board publishes a source's prices as snapshots and remembers those that an
// order may still name. It is safe for use by many goroutines.
type Board struct {
	source   Source
	assets   []content.Asset
	peg      decimal.Decimal
	validity func(at time.Time) time.Duration
	now      func() time.Time
	log      *slog.Logger

	mu     sync.RWMutex
	recent []Snapshot // oldest first, all still valid when last looked at
}

// NewBoard makes a board; validity is how long a snapshot may be ordered on
// (3.18). Nothing is published before the first Refresh.
func NewBoard(source Source, assets []content.Asset, peg decimal.Decimal, validity time.Duration, now func() time.Time, log *slog.Logger) *Board {
	return &Board{source: source, assets: assets, peg: peg, validity: func(time.Time) time.Duration { return validity }, now: now, log: log}
}

// Follow lets the validity depend on the moment a snapshot is taken, as it does when
// an edition of the terms changes it. Call it before Run.
func (b *Board) Follow(validity func(at time.Time) time.Duration) { b.validity = validity }

// Refresh reads the source and publishes a new snapshot. After an error the
// snapshots published before stay as they are until their time is over.
func (b *Board) Refresh(ctx context.Context) error {
	answer, err := b.source.read(ctx)
	if err != nil {
		return err
	}
	prices, err := ParseKraken(answer, b.assets, b.peg)
	if prices == nil {
		return err
	}
	if err != nil {
		b.log.Warn("some prices are missing", "source", b.source.Name, "error", err)
	}
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.recent = append(b.valid(now), newSnapshot(b.source.Name, prices, now, b.validity(now)))
	return nil
}

// Run refreshes at a fifth of the validity until the context ends, so that a
// visitor always finds a snapshot with most of its time before it.
func (b *Board) Run(ctx context.Context) {
	for {
		wait := time.NewTimer(max(b.validity(b.now())/5, time.Second))
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-wait.C:
			if err := b.Refresh(ctx); err != nil && ctx.Err() == nil {
				b.log.Error("prices could not be refreshed", "source", b.source.Name, "error", err)
			}
		}
	}
}

// Current gives the newest snapshot, or false when none is valid any more.
func (b *Board) Current() (Snapshot, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if len(b.recent) == 0 {
		return Snapshot{}, false
	}
	s := b.recent[len(b.recent)-1]
	return s, b.now().Before(s.ValidUntil)
}

// Find gives the snapshot of an id, or false when it is unknown or its time is
// over.
func (b *Board) Find(id string) (Snapshot, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, s := range b.recent {
		if s.ID == id {
			return s, b.now().Before(s.ValidUntil)
		}
	}
	return Snapshot{}, false
}

// valid copies the snapshots whose time is not over.
func (b *Board) valid(now time.Time) []Snapshot {
	var kept []Snapshot
	for _, s := range b.recent {
		if now.Before(s.ValidUntil) {
			kept = append(kept, s)
		}
	}
	return kept
}
