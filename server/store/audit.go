package store

import (
	"context"
	"database/sql"
	"fmt"
)

// FaultCode names what is wrong with a record.
type FaultCode string

// What Audit can find.
const (
	FaultChain   FaultCode = "chain"   // an event, what it seals or moves, or its hash is not as it was written
	FaultGap     FaultCode = "gap"     // the versions do not run from 1 to that of the order without a gap
	FaultRow     FaultCode = "row"     // the order does not stand as its last event says
	FaultRecord  FaultCode = "record"  // the first event cannot be read, or the order's own figures are others
	FaultBalance FaultCode = "balance" // postings do not sum to zero, or an order that ended still holds something
	FaultOrphan  FaultCode = "orphan"  // something belongs to an order that is not there
	FaultReplay  FaultCode = "replay"  // the order's life cannot be told again from its events
	FaultLog     FaultCode = "log"     // the audit log is not as it was written
)

// Fault is one thing that is wrong.
type Fault struct {
	Order   string // its id; empty: of no order
	Version int64  // of the event; 0: of none
	Code    FaultCode
	What    string
}

func (f Fault) String() string {
	where := f.Order
	if where == "" {
		where = "the audit log"
	}
	if f.Version > 0 {
		where += fmt.Sprintf(", event %d", f.Version)
	}
	return fmt.Sprintf("%s: %s: %s", where, f.Code, f.What)
}

// Report is what Audit looked at and found.
type Report struct {
	Orders, Events, Postings int
	Entries                  int // of the audit log
	Faults                   []Fault
}

// Replay tells an order's life again from its events and says what contradicts the
// order. It gets neither the person nor what is sealed, as of an order that was
// erased.
type Replay func(Order, []Event) error

// Audit recomputes every chain and adds up every book, of one moment of the
// database: versions run without a gap, each hash follows from the one before it,
// each event's postings sum to zero for each asset, orders that ended hold and owe
// nothing, each order stands as its last event says, and replay, when it is not
// nil, finds no contradiction. It needs no keys. What it finds stands in the
// report; an error means that it could not look.
func (s *Store) Audit(ctx context.Context, replay Replay) (Report, error) {
	return auditAll(ctx, s.reading, s.engine.words().moment, replay)
}

const (
	auditOrders = `SELECT id, version, state, reason, before_state, parent, created_at, changed_at, deadline, from_code, to_code, give, get
		FROM orders WHERE id > $1 ORDER BY id LIMIT $2`
	auditEvents = `SELECT order_id, version, event, actor, at, state, before_state, reason, data, sealed, hash FROM order_events
		WHERE order_id > $1 AND ($2 = '' OR order_id <= $3) ORDER BY order_id, version`
	auditPostings = `SELECT order_id, version, n, account, asset, amount FROM postings
		WHERE order_id > $1 AND ($2 = '' OR order_id <= $3) ORDER BY order_id, version, n`
	auditEntries = `SELECT seq, at, operator, event, subject, why, data, hash FROM audit_log ORDER BY seq`
	auditBatch   = 500
)

// auditor looks at all records in one transaction.
type auditor struct {
	tx     *sql.Tx
	replay Replay
	Report
}

func auditAll(ctx context.Context, db *sql.DB, moment sql.IsolationLevel, replay Replay) (Report, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: moment, ReadOnly: true})
	if err != nil {
		return Report{}, err
	}
	defer tx.Rollback()
	a := &auditor{tx: tx, replay: replay}
	for after, more := "", true; more; {
		if after, more, err = a.some(ctx, after); err != nil {
			return a.Report, err
		}
	}
	return a.Report, a.log(ctx)
}

func (a *auditor) fault(order string, version int64, code FaultCode, format string, args ...any) {
	a.Faults = append(a.Faults, Fault{order, version, code, fmt.Sprintf(format, args...)})
}

// dossier is everything that is kept of one order.
type dossier struct {
	order    Order
	from, to string
	give     string
	get      string
	deadline int64
	events   []filedEvent
}

// filedEvent is an event as it is stored.
type filedEvent struct {
	link
	hash []byte
}

// some looks at the orders after an id, and gives the last one it looked at and
// whether there are more.
func (a *auditor) some(ctx context.Context, after string) (last string, more bool, err error) {
	all := make(map[string]*dossier)
	var ids []string
	err = a.each(ctx, auditOrders, []any{after, auditBatch}, func(scan scanner) error {
		d := &dossier{}
		o := &d.order
		var created, changed int64
		err := scan(&o.ID, &o.Version, &o.State, &o.Reason, &o.Before, &o.Parent, &created, &changed, &d.deadline, &d.from, &d.to, &d.give, &d.get)
		o.Created, o.Changed = fromMilli(created), fromMilli(changed)
		all[o.ID], ids = d, append(ids, o.ID)
		return err
	})
	if more = len(ids) == auditBatch; more {
		last = ids[len(ids)-1]
	}
	if err == nil {
		err = a.readEvents(ctx, all, after, last)
	}
	if err == nil {
		err = a.readPostings(ctx, all, after, last)
	}
	for _, id := range ids {
		if err == nil {
			err = a.order(ctx, all[id])
		}
	}
	return last, more, err
}

func (a *auditor) readEvents(ctx context.Context, all map[string]*dossier, after, last string) error {
	return a.each(ctx, auditEvents, []any{after, last, last}, func(scan scanner) error {
		var e filedEvent
		if err := scan(&e.order, &e.version, &e.event, &e.actor, &e.at, &e.state, &e.before, &e.reason, &e.data, &e.sealed, &e.hash); err != nil {
			return err
		}
		a.Events++
		if d := all[e.order]; d != nil {
			d.events = append(d.events, e)
		} else {
			a.fault(e.order, e.version, FaultOrphan, "an event of an order that is not there")
		}
		return nil
	})
}

func (a *auditor) readPostings(ctx context.Context, all map[string]*dossier, after, last string) error {
	return a.each(ctx, auditPostings, []any{after, last, last}, func(scan scanner) error {
		var order string
		var version int64
		var n int
		var l line
		if err := scan(&order, &version, &n, &l.account, &l.asset, &l.amount); err != nil {
			return err
		}
		a.Postings++
		e := all[order].event(version)
		switch {
		case e == nil:
			a.fault(order, version, FaultOrphan, "a posting of an event that is not there")
		case n != len(e.lines)+1:
			a.fault(order, version, FaultChain, "posting %d follows posting %d", n, len(e.lines))
			fallthrough
		default:
			e.lines = append(e.lines, l)
		}
		return nil
	})
}

// event finds an event by its version.
func (d *dossier) event(version int64) *filedEvent {
	if d == nil {
		return nil
	}
	if i := version - 1; i >= 0 && i < int64(len(d.events)) && d.events[i].version == version {
		return &d.events[i]
	}
	for i := range d.events { // where versions are missing
		if d.events[i].version == version {
			return &d.events[i]
		}
	}
	return nil
}

// each asks and gives each row.
func (a *auditor) each(ctx context.Context, query string, args []any, row func(scanner) error) error {
	rows, err := a.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// log recomputes the chain of the audit log.
func (a *auditor) log(ctx context.Context) error {
	var before []byte
	return a.each(ctx, auditEntries, nil, func(scan scanner) error {
		e, err := scanEntry(scan)
		if err != nil {
			return err
		}
		a.Entries++
		if e.Seq != int64(a.Entries) {
			a.fault("", 0, FaultLog, "entry %d stands where %d should", e.Seq, a.Entries)
		}
		if sum := e.sum(before); string(sum) != string(e.Hash) {
			a.fault("", 0, FaultLog, "entry %d is not as it was written, or the one before it is not", e.Seq)
		}
		before = e.Hash
		return nil
	})
}

// isOrder asks whether an order is there.
func (a *auditor) isOrder(ctx context.Context, id string) (bool, error) {
	var n int
	err := a.tx.QueryRowContext(ctx, `SELECT count(*) FROM orders WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

// event as its readers get it.
func (e filedEvent) public() Event {
	return Event{Version: e.version, Event: e.event, Actor: e.actor, At: fromMilli(e.at), Data: e.data, Hash: e.hash}
}

// stood gives how an order stood after an event.
func (e filedEvent) stood() [3]string {
	return [3]string{string(e.state), string(e.before), string(e.reason)}
}
