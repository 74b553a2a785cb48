package store

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Owed is what an order owes its client in one asset.
type Owed struct {
	ID     string
	State  exchange.State
	Reason exchange.Reason
	From   string // the code of the currency paid in
	Asset  string
	Amount decimal.Decimal
	Since  time.Time // when something came to be owed and was so ever since
}

const selectOwed = `SELECT p.order_id, o.state, o.reason, o.from_code, p.asset, p.amount, e.at FROM postings p
	JOIN orders o ON o.id = p.order_id
	JOIN order_events e ON e.order_id = p.order_id AND e.version = p.version
	WHERE p.account = 'owed' AND p.order_id > $1 ORDER BY p.order_id, p.asset, p.version, p.n`

// Owed lists what the books say is owed to clients, the oldest order first: of at most
// so many orders after the id given; of all when it is empty.
func (s *Store) Owed(ctx context.Context, after string, most int) ([]Owed, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectOwed, after)
	if err != nil {
		return nil, unavailable(err)
	}
	defer rows.Close()
	var all []Owed
	var sum Owed
	found, last := 0, ""
	keep := func() (full bool) {
		if sum.Amount.IsZero() {
			return false
		}
		if sum.ID != last {
			if found == most {
				return true
			}
			found, last = found+1, sum.ID
		}
		all = append(all, sum)
		return false
	}
	for rows.Next() {
		var p Owed
		var amount string
		var at int64
		if err := rows.Scan(&p.ID, &p.State, &p.Reason, &p.From, &p.Asset, &amount, &at); err != nil {
			return nil, unavailable(err)
		}
		if p.Amount, err = decimal.NewFromString(amount); err != nil {
			return nil, err
		}
		p.Since = fromMilli(at)
		switch {
		case p.ID != sum.ID || p.Asset != sum.Asset:
			if keep() {
				return all, nil
			}
			sum = p
		case sum.Amount.IsZero():
			sum = p
		default:
			sum.Amount = sum.Amount.Add(p.Amount)
		}
	}
	if err := unread(rows.Err()); err != nil {
		return nil, err
	}
	keep()
	return all, nil
}
