package work

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"agio/server/life"
	"agio/server/material"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Archive is what keeping records for their time needs of the store; *store.Store has
// it.
type Archive interface {
	Unerased(ctx context.Context, made time.Time, after string, most int) ([]string, error)
	Erase(ctx context.Context, id string, by exchange.Actor) error
	Note(ctx context.Context, e store.AuditEntry) error
}

// retainAtOnce is how many orders are read at a time.
const retainAtOnce = 256

// Retain erases the persons of all orders whose records have been kept for the time
// of their own edition (6.6, privacy 7.1), and says how many these were. Shortest is
// the shortest such time of all editions: younger orders are not read. What KeptUntil
// excepts is left. Each erasure is an event of its order; the audit log has one entry
// for all of a call. It may run on several servers at once.
func (e *Engine) Retain(ctx context.Context, a Archive, shortest exchange.Parameter) (erased int, err error) {
	now := e.Now()
	made := now.Add(-material.Retention(shortest, time.Time{}).Sub(time.Time{}))
	var faults []error
	for after := ""; ; {
		ids, err := a.Unerased(ctx, made, after, retainAtOnce)
		if err != nil {
			return erased, errors.Join(append(faults, err)...)
		}
		for _, id := range ids {
			did, err := e.retainOne(ctx, a, id, now)
			if err != nil {
				faults = append(faults, err)
			}
			if did {
				erased++
			}
		}
		if len(ids) < retainAtOnce || ctx.Err() != nil {
			break
		}
		after = ids[len(ids)-1]
	}
	if erased > 0 {
		data, err := json.Marshal(map[string]int{"orders": erased})
		faults = append(faults, err, a.Note(ctx, store.AuditEntry{Event: "retention_over", Data: data}))
	}
	return erased, errors.Join(faults...)
}

func (e *Engine) retainOne(ctx context.Context, a Archive, id string, now time.Time) (bool, error) {
	l, err := e.Load(ctx, id)
	if err != nil || l.Erased {
		return false, err
	}
	until, why, err := e.KeptUntil(l)
	if err != nil || why != "" || until.IsZero() || now.Before(until) {
		return false, err
	}
	err = a.Erase(ctx, id, exchange.ByClock)
	if errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrOpen) {
		return false, nil // something has just happened to it
	}
	return err == nil, err
}

// Why records are kept longer than their time (privacy 7.1).
const (
	KeptOpen       = "the order has not ended"
	KeptHeld       = "a law, an authority or a dispute requires it"
	KeptRestricted = "access was restricted on request"
	KeptOwed       = "something is still owed to the client"
)

// KeptUntil says until when the records of an order are kept at least, by its own
// edition, and why they are kept longer than that; the time is zero while the order
// has not ended.
func (e *Engine) KeptUntil(l life.Life) (until time.Time, why string, err error) {
	if !l.Over() {
		return until, KeptOpen, nil
	}
	terms, ok := e.Terms(l.Terms)
	if !ok {
		return until, "", errors.New("the edition that an order was made under is not there, so nobody knows how long its records are kept")
	}
	until = material.Retention(terms.RecordRetention, l.LastStep())
	switch {
	case l.KeptLonger:
		why = KeptHeld
	case l.Restricted:
		why = KeptRestricted
	case l.InDebt():
		why = KeptOwed
	}
	return until, why, nil
}
