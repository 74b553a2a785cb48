package api

import (
	"context"
	"io"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Office carries orders; *work.Engine does.
type Office interface {
	// Life gives an order to whoever has its secret; store.ErrNotFound otherwise.
	Life(ctx context.Context, id, secret string) (life.Life, error)
	Load(ctx context.Context, id string) (life.Life, error)
	// Do has a command decided and stores what it comes to.
	Do(ctx context.Context, id string, c life.Command) (life.Life, error)
	// World is what a decision about an order depends on at this moment.
	World(o store.Order) (life.World, error)
	// Watch tells of every change of an order from now on, until it is ended.
	Watch(id string) (changed <-chan struct{}, end func())
}

// Materials keeps what clients send for a verification; *material.Box does.
type Materials interface {
	Put(ctx context.Context, orderID string, until time.Time, r io.Reader) (store.Material, error)
	Recorded(ctx context.Context, id string) error
	Drop(ctx context.Context, id string) error
}

// Demo pays orders at a simulated exchange.
type Demo interface {
	Pay(ctx context.Context, p DemoPayment) error
}

// DemoPayment is a payment of a demonstration: money that does not exist.
type DemoPayment struct {
	To       store.Deposit
	Currency string // a code; another than the order's is a payment in a wrong coin
	Amount   decimal.Decimal
	Risk     string // why the exchange will call it risky; empty: it does not
}

// Progress is how many confirmations a payment has, and how many it needs to be
// received. Zero where nobody knows.
type Progress struct{ So, Needs int }

// lifeOf gives the order of a request to whoever has its secret. Without an office
// an order is only kept, and nothing happens to it.
func (s *Server) lifeOf(c echo.Context, secret string) (life.Life, error) {
	if s.Office == nil {
		o, err := s.find(c, secret)
		c.Set(orderNumbers, s.numbersOf(o))
		return life.Life{Order: o}, err
	}
	id, err := orderID(c)
	if err != nil {
		return life.Life{}, err
	}
	l, err := s.Office.Life(c.Request().Context(), id, secret)
	if err != nil {
		return l, err
	}
	c.Set(orderNumbers, s.numbersOf(l.Order))
	if l.Restricted {
		r := refuse(codeRestricted, "", "Access to this order is restricted, as was asked for. Please write to the office.", "")
		r.cause.Clause = exchange.ClauseRecords
		return l, r
	}
	return l, nil
}

// worked gives an order that somebody wants to act on, with the world it is in.
func (s *Server) worked(c echo.Context, secret string) (life.Life, life.World, error) {
	if s.Office == nil {
		return life.Life{}, life.World{}, notFound()
	}
	l, err := s.lifeOf(c, secret)
	if err != nil {
		return l, life.World{}, err
	}
	w, err := s.Office.World(l.Order)
	return l, w, err
}

// clients are the events that a client may ask for.
var clients = []exchange.Event{
	exchange.Cancel, exchange.RefundAsked, exchange.Continue, exchange.TakeBack,
	exchange.RecalculationAccepted, exchange.ClientDisagrees, life.RefundAddress, life.Answered, life.OwedDecided,
}
