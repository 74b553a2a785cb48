package rates

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/judge"
	"agio/server/rates/sign"
	"agio/wasm/exchange"
)

// Settings are what a board is made of besides its source.
type Settings struct {
	Assets  []content.Asset
	Peg     decimal.Decimal  // USDT per USD
	Ring    *sign.Ring       // signs; without keys snapshots are not signed
	MaxAge  time.Duration    // how old one file of prices may be; FileAge when 0
	Tariff  string           // the hash of the tariff's text, which snapshots name; empty: they name none
	History History          // keeps what was published; nil keeps nothing
	Now     func() time.Time // time.Now when nil

	// InForce gives the terms of a moment: the edition that a snapshot names, and
	// how long it may be ordered on and for how long orders may be on their way (3.18).
	InForce func(at time.Time) exchange.Terms
	Log     *slog.Logger
}

// Board publishes a source's prices as signed snapshots and remembers those that
// an order may still name. It is safe for use by many goroutines.
type Board struct {
	Settings
	source   Source
	policies []judge.Policy

	refreshing sync.Mutex // one refresh at a time; guards what follows
	states     map[string]judge.State
	told       map[string]string // what the log has been told of each subject

	days  sync.Mutex         // guards what follows
	marks map[int64]Snapshot // what was in force at the marks of the last day, by Unix time

	mu        sync.RWMutex
	recent    []Snapshot // oldest first, all still to be ordered on when last looked at
	listeners map[chan struct{}]bool
}

// NewBoard makes a board. Nothing is published before the first Refresh.
func NewBoard(source Source, s Settings) *Board {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Log == nil {
		s.Log = slog.Default()
	}
	if s.MaxAge == 0 {
		s.MaxAge = FileAge
	}
	return &Board{
		Settings: s, source: source, policies: policies(s.Assets, source.live(), s.MaxAge),
		told: make(map[string]string), listeners: make(map[chan struct{}]bool),
	}
}

// Refresh asks the source, judges what it offers, and publishes a new snapshot,
// after the history has it. After an error the snapshots published before stay as
// they are until their time is over. Live feeds that fail are no error: what they
// should have priced is refused.
func (b *Board) Refresh(ctx context.Context) error {
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	r, err := b.source.gather(ctx, b.Assets, b.Peg)
	if err != nil {
		return err
	}
	now := b.Now().UTC().Truncate(time.Millisecond)
	content, err := b.judge(r, now)
	if err != nil {
		return err
	}
	b.addChanges(ctx, &content)
	content.ID = identify(content)
	s, err := seal(content, b.Ring)
	if err != nil {
		return err
	}
	if b.History != nil && s.JSON != nil {
		if err := b.History.Record(ctx, s.ID, s.TakenAt, s.JSON); err != nil {
			return err
		}
	}
	b.publish(s, now)
	return nil
}

// judge turns what the source brought into what a snapshot says.
func (b *Board) judge(r round, now time.Time) (sign.Content, error) {
	terms := b.InForce(now)
	c := sign.Content{
		TakenAt: now, ValidUntil: now.Add(terms.PriceValidity), Terms: terms.Edition, Tariff: b.Tariff, Source: b.source.Name,
		Prices: make(map[string]sign.Priced), Refused: make(map[string]string),
	}
	set, err := fixed(b.Assets, b.Peg)
	for asset, price := range set {
		c.Prices[asset] = sign.Priced{Price: price}
	}
	for i := range r.offers {
		if r.offers[i].Fetched.IsZero() {
			r.offers[i].Fetched = now
		}
		if r.age != 0 {
			r.offers[i].At = now.Add(-r.age)
		}
	}
	states := b.states
	if !b.source.live() {
		states = nil // a file that was replaced is no jump of the market
	}
	verdicts, next := judge.Round(b.policies, r.offers, states, now)
	b.states = next
	for _, v := range verdicts {
		if v.Refusal != nil {
			c.Refused[v.Asset] = string(v.Refusal.Code)
			continue
		}
		priced := sign.Priced{Price: v.Price, Change: stated(v.Change)}
		if b.source.live() {
			priced.Sources = v.Sources
		}
		c.Prices[v.Asset] = priced
	}
	b.tell(r, verdicts, now)
	return c, err
}

// publish adds the snapshot to those that may be ordered on and wakes whoever
// listens.
func (b *Board) publish(s Snapshot, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.recent = slices.DeleteFunc(slices.Clone(b.recent), func(old Snapshot) bool { return !b.orderable(old, now) })
	b.recent = append(b.recent, s)
	for wake := range maps.Keys(b.listeners) {
		select {
		case wake <- struct{}{}:
		default: // it has not yet looked since the last time
		}
	}
}

// orderable says whether an order on a snapshot is still taken: in the time that the
// terms give the client, and in the grace for the way of an order that was sent in it,
// its repetitions included. Both are those of the edition under which it was taken.
func (b *Board) orderable(s Snapshot, now time.Time) bool {
	return now.Before(s.ValidUntil.Add(b.InForce(s.TakenAt).PriceGrace))
}

// Current gives the newest snapshot, or false when none is valid any more.
func (b *Board) Current() (Snapshot, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if len(b.recent) == 0 {
		return Snapshot{}, false
	}
	s := b.recent[len(b.recent)-1]
	return s, b.Now().Before(s.ValidUntil)
}

// Find gives the snapshot of an id, or false when it is unknown or its time and
// the grace after it are over.
func (b *Board) Find(id string) (Snapshot, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, s := range b.recent {
		if s.ID == id {
			return s, b.orderable(s, b.Now())
		}
	}
	return Snapshot{}, false
}
