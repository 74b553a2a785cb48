package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// Store is what the engine needs of the store; *store.Store has it.
type Store interface {
	Get(ctx context.Context, id, secret string) (store.Order, []store.Event, error)
	Load(ctx context.Context, id string) (store.Order, []store.Event, error)
	Append(ctx context.Context, s store.Step) (store.Order, error)
	Claim(ctx context.Context, now time.Time, lease time.Duration, most int) ([]string, error)
	Postpone(ctx context.Context, id string, due time.Time, hand string) error
	Ours(ctx context.Context, venue, address string) (bool, error)
	ByDeposit(ctx context.Context, venue, address, memo string) (string, error)
	Setting(ctx context.Context, key string) (string, error)
	Set(ctx context.Context, key, value, by, why string) error
	Note(ctx context.Context, e store.AuditEntry) error
	Work() <-chan struct{}
	Watch(id string) (<-chan struct{}, func())
}

// Quoted are prices that may be decided on at this moment.
type Quoted struct {
	Prices   exchange.Prices
	Snapshot string
}

// Config is what an engine is made of.
type Config struct {
	Store  Store
	Venue  venue.Venue
	Tariff *exchange.Tariff
	// Terms gives the terms of an edition (2.3); false where there is none such.
	Terms func(edition string) (exchange.Terms, bool)
	// Quoted gives the prices of the moment; false when there are none to decide on.
	Quoted func() (Quoted, bool)
	// Shown gives the prices of a snapshot that may still be decided on (3.18), so that
	// figures hold as long as they were promised; nil: only those of the moment count.
	Shown func(snapshot string) (Quoted, bool)
	Now   func() time.Time // time.Now when nil
	Log   *slog.Logger     // slog.Default when nil

	Workers int           // how many orders are worked at once; 4 when 0
	Every   time.Duration // how often the store is asked what is due and the venue what has arrived; a second when 0
	Demo    bool          // the venue moves no real money
	Pieces  int           // how many files a client may send for each question of a verification; life.DefaultPieces when 0
	Lease   time.Duration // how long a claimed order is left to its worker; 30 seconds when 0
}

// Engine carries orders. It is safe for use by many goroutines.
type Engine struct {
	Config
	patience      patience
	handled       handled
	confirmations confirmations
}

// New makes an engine. Nothing is worked before Run.
func New(c Config) *Engine {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Workers <= 0 {
		c.Workers = 4
	}
	if c.Every <= 0 {
		c.Every = time.Second
	}
	if c.Lease <= 0 {
		c.Lease = 30 * time.Second
	}
	return &Engine{Config: c}
}

// Life gives an order to whoever has its secret; store.ErrNotFound otherwise.
func (e *Engine) Life(ctx context.Context, id, secret string) (life.Life, error) {
	o, events, err := e.Store.Get(ctx, id, secret)
	if err != nil {
		return life.Life{}, err
	}
	return life.Replay(o, events)
}

// Load gives an order to the office itself.
func (e *Engine) Load(ctx context.Context, id string) (life.Life, error) {
	o, events, err := e.Store.Load(ctx, id)
	if err != nil {
		return life.Life{}, err
	}
	return life.Replay(o, events)
}

// World gives what a decision about an order depends on at this moment: the terms
// are those of the order's own edition.
func (e *Engine) World(o store.Order) (life.World, error) {
	w := life.World{Now: e.Now().UTC().Truncate(time.Millisecond), Tariff: e.Tariff, Pieces: e.Pieces, Demo: e.Demo}
	terms, ok := e.Terms(o.Terms)
	if !ok {
		return w, fmt.Errorf("order %s was made under edition %s, which this office does not have", o.ID, o.Terms)
	}
	w.Terms = terms
	if q, ok := e.Quoted(); ok {
		w.Prices, w.Snapshot = q.Prices, q.Snapshot
	}
	return w, nil
}

// Foreign refuses an address at which payments of the office itself arrive: what is
// sent there would come back as another payment, for ever.
func (e *Engine) Foreign(ctx context.Context, field, address string) error {
	if address == "" {
		return nil
	}
	ours, err := e.Store.Ours(ctx, e.Venue.Name(), address)
	if err != nil || !ours {
		return err
	}
	return &exchange.Error{
		Code: life.AddressOurs, Field: field, Message: "This is an address of the office, at which payments arrive.",
		Accepts: "an address of your own", Clause: exchange.ClauseAddress,
	}
}

// worldOf is World, at the prices whose figures the client confirms as long as those
// may be decided on.
func (e *Engine) worldOf(l life.Life, c life.Command) (life.World, error) {
	w, err := e.World(l.Order)
	shown := life.TokenSnapshot(c.Figures)
	if err != nil || shown == "" || e.Shown == nil {
		return w, err
	}
	if q, ok := e.Shown(shown); ok {
		w.Prices, w.Snapshot = q.Prices, q.Snapshot
	}
	return w, nil
}

// attempts is how often a command is decided anew because the order changed in
// between. Each time somebody else has moved the order on, so that this is never
// reached but by a fault.
const attempts = 32

// Do has a command decided and stores the step. The answer is the order after it.
// It passes on what life refuses.
func (e *Engine) Do(ctx context.Context, id string, c life.Command) (life.Life, error) {
	for range attempts {
		l, err := e.Load(ctx, id)
		if err != nil {
			return l, err
		}
		next, err := e.step(ctx, l, c)
		if errors.Is(err, store.ErrStale) {
			continue
		}
		return next, err
	}
	return life.Life{}, fmt.Errorf("order %s changes too often: %w", id, store.ErrBusy)
}

// step decides a command on a life and stores it.
func (e *Engine) step(ctx context.Context, l life.Life, c life.Command) (life.Life, error) {
	if c.Payment != nil && c.CaseID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return l, err
		}
		c.CaseID = id.String() // of the case that the payment may open (4.1)
	}
	if c.RefundTo != nil {
		if err := e.Foreign(ctx, "refund_to.address", c.RefundTo.Address); err != nil {
			return l, err
		}
	}
	w, err := e.worldOf(l, c)
	if err != nil {
		return l, err
	}
	s, err := l.Decide(c, w)
	if err != nil {
		return l, err
	}
	if _, err := e.Store.Append(ctx, s); err != nil {
		return l, err
	}
	return l.Apply(s)
}

// Watch tells of every change of an order from now on.
func (e *Engine) Watch(id string) (<-chan struct{}, func()) { return e.Store.Watch(id) }

// patience counts how often in a row something failed, so that it is tried less
// and less often: after 1, 2, 4 … up to longest.
type patience struct {
	mu     sync.Mutex
	failed map[string]int
}

const longest = 5 * time.Minute

// after gives the time to wait after one more failure.
func (p *patience) after(id string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == nil {
		p.failed = make(map[string]int)
	}
	p.failed[id]++
	return min(longest, time.Second<<min(p.failed[id]-1, 10))
}

func (p *patience) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.failed, id)
}
