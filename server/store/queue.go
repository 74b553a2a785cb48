package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"agio/wasm/exchange"
)

// Queued is an order as a list shows it: how it stands and what it waits for.
type Queued struct {
	ID       string
	Version  int64
	State    exchange.State
	Reason   exchange.Reason
	Before   exchange.State
	Parent   string
	Queue    string // why it waits for a person; empty: it does not
	Hand     string // what only a person can do, because the venue has no interface for it; empty: nothing
	Created  time.Time
	Changed  time.Time
	Deadline time.Time
	Due      time.Time // when it needs something next; zero: nothing before something happens
	From, To string    // codes
	Give     string
	Get      string
}

// QueueFilter says which orders a list shows; its zero value, all.
type QueueFilter struct {
	Waiting bool           // only those that wait for a person, for whatever reason
	Reason  string         // only those with this queue reason or this work for a hand
	State   exchange.State // only those in this state
	Text    string         // only those whose id holds this
}

const (
	selectQueued = `SELECT o.id, o.version, o.state, o.reason, o.before_state, o.parent, o.queue, o.created_at, o.changed_at, o.deadline,
		o.from_code, o.to_code, o.give, o.get, w.due_at, w.hand FROM orders o LEFT JOIN work w ON w.order_id = o.id WHERE `
	selectQueueCounts = `SELECT queue, count(*) FROM orders WHERE queue <> '' GROUP BY queue
		UNION ALL SELECT hand, count(*) FROM work WHERE hand <> '' GROUP BY hand`
)

// Queue lists orders, at most so many of those after the id given; of all when it
// is empty. Those that wait for a person come in the order in which they were made,
// all others the newest first.
func (s *Store) Queue(ctx context.Context, f QueueFilter, after string, most int) ([]Queued, error) {
	if strings.Trim(strings.ToLower(f.Text), "0123456789abcdef-") != "" {
		return nil, nil // no id holds it
	}
	query, args := f.query(after, most)
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var list []Queued
	for rows.Next() {
		q, err := scanQueued(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, unread(rows.Err())
}

// query writes the question in a way that the indexes can answer.
func (f QueueFilter) query(after string, most int) (string, []any) {
	var where []string
	var args []any
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where = append(where, condition)
	}
	switch {
	case f.Reason != "":
		add(`o.id IN (SELECT id FROM orders WHERE queue = ? AND queue <> '' UNION SELECT order_id FROM work WHERE hand = ? AND hand <> '')`, f.Reason, f.Reason)
	case f.Waiting:
		add(`o.id IN (SELECT id FROM orders WHERE queue <> '' UNION SELECT order_id FROM work WHERE hand <> '')`)
	}
	if f.State != exchange.None {
		add(`o.state = ?`, string(f.State))
		if f.State != exchange.AwaitingPayment {
			add(`o.state <> 'awaiting_payment'`) // which its index asks for
		}
	}
	if f.Text != "" {
		add(`o.id LIKE ?`, "%"+strings.ToLower(f.Text)+"%")
	}
	order, beyond := "DESC", `o.id < ?`
	if f.Waiting || f.Reason != "" {
		order, beyond = "ASC", `o.id > ?`
	}
	if after != "" {
		add(beyond, after)
	}
	if len(where) == 0 {
		add(`o.id <> ''`)
	}
	args = append(args, most)
	return selectQueued + strings.Join(where, " AND ") + fmt.Sprintf(" ORDER BY o.id %s LIMIT $%d", order, len(args)), args
}

func scanQueued(scan scanner) (Queued, error) {
	var q Queued
	var created, changed, deadline int64
	var due sql.NullInt64
	var hand sql.NullString
	err := scan(&q.ID, &q.Version, &q.State, &q.Reason, &q.Before, &q.Parent, &q.Queue, &created, &changed, &deadline,
		&q.From, &q.To, &q.Give, &q.Get, &due, &hand)
	q.Created, q.Changed, q.Deadline, q.Hand = fromMilli(created), fromMilli(changed), fromMilli(deadline), hand.String
	if due.Valid {
		q.Due = fromMilli(due.Int64)
	}
	return q, err
}

// QueueCounts says how many orders wait for a person, by queue reason and by what
// a hand has to do.
func (s *Store) QueueCounts(ctx context.Context) (map[string]int, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectQueueCounts)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	counts := make(map[string]int)
	for rows.Next() {
		var reason string
		var n int
		if err := rows.Scan(&reason, &n); err != nil {
			return nil, unread(err)
		}
		counts[reason] += n
	}
	return counts, unread(rows.Err())
}
