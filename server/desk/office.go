package desk

import (
	"context"
	"io"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Office carries orders: it alone decides what may happen to one. *work.Engine is
// one.
type Office interface {
	Load(ctx context.Context, id string) (life.Life, error)
	Do(ctx context.Context, id string, c life.Command) (life.Life, error)
	World(o store.Order) (life.World, error)
	// KeptUntil says until when records are kept at least, and why longer.
	KeptUntil(l life.Life) (until time.Time, why string, err error)
}

// Materials are what clients sent for verifications; *material.Box has them.
type Materials interface {
	List(ctx context.Context, orderID string) ([]store.Material, error)
	Read(ctx context.Context, orderID, id string) (io.ReadCloser, error)
}

// Payment is what the demonstration pays for an order at the simulated exchange.
type Payment struct {
	Order  store.Order
	To     store.Deposit
	Amount exchange.Amount
	Risk   string // why its source is risky; empty: it is not
}

// orders is what the desk asks the store of orders.
type orders interface {
	Load(ctx context.Context, id string) (store.Order, []store.Event, error)
	Queue(ctx context.Context, f store.QueueFilter, after string, most int) ([]store.Queued, error)
	QueueCounts(ctx context.Context) (map[string]int, error)
	Booked(ctx context.Context, id string) ([]store.Booked, error)
	Owed(ctx context.Context, after string, most int) ([]store.Owed, error)
	Mails(ctx context.Context, id string) ([]store.Mail, error)
	Strays(ctx context.Context, most int) ([]store.AuditEntry, error)
	Holding(ctx context.Context, text string, most int) ([]string, error)
	Newest(ctx context.Context, before string, most int) ([]string, error)
	InState(ctx context.Context, state exchange.State) ([]string, error)
	Erase(ctx context.Context, id string, by exchange.Actor) error

	OpenSightings(ctx context.Context, after string, most int) ([]store.Sighting, error)
	ClosedSightings(ctx context.Context, before string, most int) ([]store.Sighting, error)
	WaitingSightings(ctx context.Context) (int, error)
	CloseSighting(ctx context.Context, id, why, operator string) error

	AddBlock(ctx context.Context, kind, value, why, operator string) (store.Block, error)
	LiftBlock(ctx context.Context, id, why, operator string) error
	Blocks(ctx context.Context, most int) ([]store.Block, error)
	Notice(ctx context.Context) (store.Notice, error)
	SetNotice(ctx context.Context, n store.Notice, by, why string) error
}
