package work

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// overlap is how far before its last reading the watcher reads a history again:
// what a venue tells late is told within it.
const overlap = 24 * time.Hour

// watch reads what has arrived, again and again.
func (e *Engine) watch(ctx context.Context) {
	tick := time.NewTicker(e.Every)
	defer tick.Stop()
	for {
		if err := e.Arrived(ctx); err != nil && ctx.Err() == nil {
			e.Log.Info("the venue's deposits cannot be read", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Arrived reads the venue's deposits once and has each recorded in its order.
func (e *Engine) Arrived(ctx context.Context) error {
	cursor := "deposits " + e.Venue.Name()
	since, err := e.since(ctx, cursor)
	if err != nil {
		return err
	}
	began := e.Now()
	deposits, err := e.Venue.Deposits(ctx, since)
	if err != nil {
		return err
	}
	var faults []error
	for _, d := range deposits {
		e.confirmations.note(d)
		if e.handled.has(d) {
			continue
		}
		if err := e.deposit(context.WithoutCancel(ctx), d); err != nil {
			faults = append(faults, err)
			continue
		}
		e.handled.add(d)
	}
	if len(faults) > 0 {
		return errors.Join(faults...) // the cursor stays: all of it is read again
	}
	return e.move(ctx, cursor, began)
}

// since gives the moment from which to read.
func (e *Engine) since(ctx context.Context, cursor string) (time.Time, error) {
	text, err := e.Store.Setting(ctx, cursor)
	if err != nil || text == "" {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.Add(-overlap), err
}

// move moves the cursor on, not more often than a tenth of the overlap needs.
func (e *Engine) move(ctx context.Context, cursor string, to time.Time) error {
	text, err := e.Store.Setting(ctx, cursor)
	if err != nil {
		return err
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil && to.Sub(at) < overlap/10 {
		return nil
	}
	return e.Store.Set(ctx, cursor, to.UTC().Format(time.RFC3339), "", "")
}

// deposit has one deposit recorded in the order it belongs to, step by step, until
// the order knows all that the venue says of it.
func (e *Engine) deposit(ctx context.Context, d venue.Deposit) error {
	id, err := e.Store.ByDeposit(ctx, e.Venue.Name(), d.To.Address, d.To.Memo)
	if errors.Is(err, store.ErrNotFound) {
		return e.stray(ctx, d)
	}
	if err != nil {
		return err
	}
	for range attempts {
		l, err := e.Load(ctx, id)
		if err != nil {
			return err
		}
		c, more := l.Heard(payment(d))
		if !more {
			return nil
		}
		switch _, err = e.step(ctx, l, c); {
		case known(err):
			return nil
		case err != nil && !errors.Is(err, store.ErrStale):
			return err
		}
	}
	return store.ErrBusy
}

// stray writes down money that belongs to no order: it is never ignored, and a
// person finds out whose it is.
func (e *Engine) stray(ctx context.Context, d venue.Deposit) error {
	mark := "stray " + e.Venue.Name() + " " + d.ID
	if state, err := e.Store.Setting(ctx, mark); err != nil || state == string(d.State) {
		return err
	}
	data, err := json.Marshal(map[string]string{
		"venue": e.Venue.Name(), "currency": d.Currency, "amount": d.Amount.String(), "state": string(d.State), "txid": d.TxID,
	})
	if err != nil {
		return err
	}
	if err := e.Store.Note(ctx, store.AuditEntry{Event: "stray_deposit", Subject: d.ID, Data: data}); err != nil {
		return err
	}
	return e.Store.Set(ctx, mark, string(d.State), "", "")
}

// known says that the order has recorded this already.
func known(err error) bool {
	var refused *exchange.Error
	return errors.As(err, &refused) && refused.Code == life.AlreadyRecorded
}

// payment is a deposit as an order hears of it.
func payment(d venue.Deposit) life.Payment {
	p := life.Payment{
		ID: d.ID, Currency: d.Currency, Amount: d.Amount, TxID: d.TxID, Risk: d.Risk,
		Seen: d.SeenAt.UTC().Truncate(time.Millisecond), Dropped: d.State == venue.DepositDropped,
	}
	if d.State == venue.DepositConfirmed {
		p.Confirmed = d.ChangedAt.UTC().Truncate(time.Millisecond)
	}
	return p
}

// handled remembers which deposits need not be looked at again as they are, so that
// reading a history twice costs nothing. What it forgets is found in the orders
// themselves.
type handled struct {
	mu   sync.Mutex
	seen map[string]told
}

// told is what an order has been told of a deposit.
type told struct {
	state venue.DepositState
	risk  string
}

// remembered is how many deposits are remembered; then all are forgotten at once.
const remembered = 100_000

// has says whether there is nothing new: a history may tell an older state again.
func (h *handled) has(d venue.Deposit) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	known, ok := h.seen[d.ID]
	news := known.state != d.State && known.state == venue.DepositSeen || known.risk != d.Risk && d.Risk != ""
	return ok && !news
}

func (h *handled) add(d venue.Deposit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.seen == nil || len(h.seen) >= remembered {
		h.seen = make(map[string]told)
	}
	h.seen[d.ID] = told{d.State, d.Risk}
}
