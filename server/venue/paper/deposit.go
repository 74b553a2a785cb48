package paper

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// Payment is what a client pays. Only Amount and one of Ref and To are needed.
type Payment struct {
	Ref      string        // the reference that the address was asked for under; or
	To       venue.Address // the address itself, whatever memo the client wrote
	Currency string        // what is paid; empty: what the address is for
	Amount   decimal.Decimal
	Risk     string        // why the exchange will call it risky
	Key      string        // payments with the same key are the same payment; empty: each is another
	Late     time.Duration // how much later the history shows it
}

// Pay is a client's payment: it is seen at once. ErrUnknown when nobody was given the
// address.
func (v *Venue) Pay(ctx context.Context, p Payment) (venue.Deposit, error) {
	if err := ctx.Err(); err != nil {
		return venue.Deposit{}, temporary(err)
	}
	var d deposit
	err := v.write("pay", func(tx *sql.Tx) error {
		var err error
		if d, err = v.payment(tx, p); err != nil {
			return err
		}
		return v.enter(tx, &d, p.Key)
	})
	if err != nil {
		return venue.Deposit{}, err
	}
	return d.shape(), nil
}

// payment turns what is paid into a deposit.
func (v *Venue) payment(tx *sql.Tx, p Payment) (deposit, error) {
	g, err := v.addressee(tx, p)
	if err != nil {
		return deposit{}, err
	}
	if p.Currency != "" {
		g.currency = p.Currency
	}
	c, err := v.currency(g.currency)
	if err != nil {
		return deposit{}, err
	}
	if err := amount(c, p.Amount); err != nil {
		return deposit{}, err
	}
	now := v.now()
	return deposit{
		Deposit: venue.Deposit{To: g.to, Currency: c.Code, Amount: p.Amount, State: venue.DepositSeen,
			SeenAt: now, ChangedAt: now, Needed: v.o.Needed, Risk: p.Risk},
		shownAt: now.Add(p.Late),
	}, nil
}

// addressee finds whose address is paid to.
func (v *Venue) addressee(tx *sql.Tx, p Payment) (given, error) {
	var g given
	var err error
	if p.Ref != "" {
		g, err = addressOf(tx, p.Ref)
	} else {
		g.to = p.To
		err = tx.QueryRow("SELECT currency FROM addresses WHERE address = ? ORDER BY memo = ? DESC LIMIT 1", p.To.Address, p.To.Memo).Scan(&g.currency)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return g, venue.ErrUnknown
	}
	return g, err
}

// enter writes a new deposit down, or finds the one with the same key.
func (v *Venue) enter(tx *sql.Tx, d *deposit, key string) error {
	if key != "" {
		err := d.scan(tx.QueryRow("SELECT "+depositColumns+" FROM deposits WHERE key = ?", key).Scan)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	var last, latest int64
	if err := tx.QueryRow("SELECT coalesce(max(seq), 0), coalesce(max(changed_at), 0) FROM deposits").Scan(&last, &latest); err != nil {
		return err
	}
	d.seq, d.ChangedAt = last+1, at(max(latest, d.SeenAt.UnixNano()))
	d.TxID = v.txid(v.currencies[d.Currency], "deposit", strconv.FormatInt(d.seq, 10))
	if v.chance(v.o.Faults.Late, "late", d.TxID) {
		d.shownAt = d.shownAt.Add(v.o.Faults.LateBy * time.Duration(1+v.draw("lateness", d.TxID)) / 1000)
	}
	d.shown = !d.shownAt.After(d.SeenAt)
	_, err := tx.Exec(`INSERT INTO deposits (seq, key, address, memo, currency, amount, txid, risk, state, confirmations,
		needed, seen_at, shown_at, shown, changed_at, next_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		d.seq, sql.NullString{String: key, Valid: key != ""}, d.To.Address, d.To.Memo, d.Currency, d.Amount.String(), d.TxID, d.Risk,
		d.State, d.Confirmations, d.Needed, d.SeenAt.UnixNano(), d.shownAt.UnixNano(), d.shown, d.ChangedAt.UnixNano(), d.next(v.o.BlockTime))
	return err
}

// Drop takes a payment back, as when it is replaced or its block is reorganised. A
// deposit that was confirmed stays: ErrRefused.
func (v *Venue) Drop(ctx context.Context, id string) error {
	return v.change(ctx, id, func(d *deposit) error {
		if d.State == venue.DepositConfirmed {
			return refuse("it was confirmed")
		}
		d.State, d.shown = venue.DepositDropped, true
		return nil
	})
}

// Flag calls a deposit risky.
func (v *Venue) Flag(ctx context.Context, id, why string) error {
	return v.change(ctx, id, func(d *deposit) error {
		d.Risk = why
		return nil
	})
}

// change alters a deposit that was first settled.
func (v *Venue) change(ctx context.Context, id string, alter func(*deposit) error) error {
	if err := v.settle(ctx); err != nil {
		return err
	}
	return v.write("change", func(tx *sql.Tx) error {
		var d deposit
		err := d.scan(tx.QueryRow("SELECT "+depositColumns+" FROM deposits WHERE seq = ?", sequence(id)).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return venue.ErrUnknown
		}
		if err == nil {
			err = alter(&d)
		}
		if err != nil {
			return err
		}
		return v.save(tx, d)
	})
}

// Deposits gives what was shown or changed since a moment.
func (v *Venue) Deposits(ctx context.Context, since time.Time) ([]venue.Deposit, error) {
	if err := v.reading(ctx, Call{Method: "deposits"}); err != nil {
		return nil, err
	}
	if err := v.settle(ctx); err != nil {
		return nil, err
	}
	rows, err := v.db.Query("SELECT "+depositColumns+" FROM deposits WHERE changed_at >= ? AND shown ORDER BY changed_at, seq", ns(since))
	if err != nil {
		return nil, temporary(err)
	}
	defer rows.Close()
	var list []venue.Deposit
	for rows.Next() {
		var d deposit
		if err := d.scan(rows.Scan); err != nil {
			return nil, temporary(err)
		}
		list = append(list, d.shape())
	}
	if err := rows.Err(); err != nil {
		return nil, temporary(err)
	}
	return v.muddle(list), nil
}

// muddle does to a history what real ones do.
func (v *Venue) muddle(list []venue.Deposit) []venue.Deposit {
	if v.o.Faults.quiet() {
		return list
	}
	n := v.count(Call{Method: "muddle"})
	for _, d := range list {
		if v.chance(v.o.Faults.Twice, "twice", d.ID, strconv.Itoa(n)) {
			list = append(list, d)
		}
		if d.State == venue.DepositConfirmed && v.chance(v.o.Faults.Stale, "stale", d.ID, strconv.Itoa(n)) {
			d.State, d.Confirmations, d.ChangedAt = venue.DepositSeen, 0, d.SeenAt
			list = append(list, d)
		}
	}
	if v.chance(v.o.Faults.Shuffle, "shuffle", strconv.Itoa(n)) {
		shuffled(v, list, n)
	}
	return list
}
