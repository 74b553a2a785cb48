package store

import (
	"context"
	"strings"

	"agio/wasm/exchange"

	"github.com/shopspring/decimal"
)

// Booked is a posting with the event that made it.
type Booked struct {
	Version int64
	Posting
}

const (
	selectBooked  = `SELECT version, account, asset, amount FROM postings WHERE order_id = $1 ORDER BY version, n`
	selectHolding = `SELECT DISTINCT order_id FROM order_events WHERE lower(data) LIKE $1 ESCAPE '!' ORDER BY order_id DESC LIMIT $2`
	selectPaidAt  = `SELECT DISTINCT order_id FROM deposits WHERE address = $1 OR (memo = $2 AND memo <> '') ORDER BY order_id DESC LIMIT $3`
	selectNewest  = `SELECT id FROM orders WHERE id < $1 ORDER BY id DESC LIMIT $2`
	selectInState = `SELECT id FROM orders WHERE state = $1 ORDER BY id`

	selectStrays = `SELECT seq, at, operator, event, subject, why, data, hash FROM audit_log l WHERE event = 'stray_deposit'
		AND NOT EXISTS (SELECT 1 FROM audit_log m WHERE m.event IN ('stray_deposit', 'stray_settled') AND m.seq > l.seq AND m.subject = l.subject)
		ORDER BY seq LIMIT $1`
)

// Booked lists what an order moved in the books, the first event first.
func (s *Store) Booked(ctx context.Context, id string) ([]Booked, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectBooked, id)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Booked
	for rows.Next() {
		var b Booked
		var amount string
		if err := rows.Scan(&b.Version, &b.Account, &b.Asset, &amount); err != nil {
			return nil, unavailable(err)
		}
		if b.Amount, err = decimal.NewFromString(amount); err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, unread(rows.Err())
}

// Holding gives orders of which an event says a text in the clear, such as a
// transaction ID, or whose payments arrive at it as an address; the newest first.
func (s *Store) Holding(ctx context.Context, text string, most int) ([]string, error) {
	paid, err := s.ids(ctx, selectPaidAt, text, text, most)
	if err != nil {
		return nil, err
	}
	pattern := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text)) + "%"
	said, err := s.ids(ctx, selectHolding, pattern, most)
	return append(paid, said...), err
}

// Newest gives the ids of orders made before one, the newest first; of all when
// before is empty.
func (s *Store) Newest(ctx context.Context, before string, most int) ([]string, error) {
	if before == "" {
		before = "~"
	}
	return s.ids(ctx, selectNewest, before, most)
}

// InState gives the ids of all orders in a state, the first one first.
func (s *Store) InState(ctx context.Context, state exchange.State) ([]string, error) {
	return s.ids(ctx, selectInState, string(state))
}

// Strays lists money that arrived for no order and that nobody has settled yet, as
// the audit log last told of it.
func (s *Store) Strays(ctx context.Context, most int) ([]AuditEntry, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectStrays, most)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []AuditEntry
	for rows.Next() {
		e, err := scanEntry(rows.Scan)
		if err != nil {
			return nil, unavailable(err)
		}
		if err := s.openWhy(ctx, &e); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, unread(rows.Err())
}
