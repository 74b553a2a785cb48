package paper

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// deposit is a deposit as the book has it.
type deposit struct {
	venue.Deposit
	seq     int64
	shownAt time.Time
	shown   bool
}

const depositColumns = "seq, address, memo, currency, amount, txid, risk, state, confirmations, needed, seen_at, shown_at, shown, changed_at"

func (d *deposit) scan(scan func(...any) error) error {
	var sum string
	var seen, shown, changed int64
	err := scan(&d.seq, &d.To.Address, &d.To.Memo, &d.Currency, &sum, &d.TxID, &d.Risk, &d.State,
		&d.Confirmations, &d.Needed, &seen, &shown, &d.shown, &changed)
	if err != nil {
		return err
	}
	d.SeenAt, d.shownAt, d.ChangedAt = at(seen), at(shown), at(changed)
	d.Amount, err = decimal.NewFromString(sum)
	return err
}

// shape gives the deposit as others see it.
func (d *deposit) shape() venue.Deposit {
	d.ID = "paper-" + strconv.FormatInt(d.seq, 10)
	return d.Deposit
}

// sequence turns an id back; 0, which nothing has, when it is none.
func sequence(id string) int64 {
	n, err := strconv.ParseInt(strings.TrimPrefix(id, "paper-"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// advance moves a deposit to where it is at a moment and says whether that changed
// anything.
func (d *deposit) advance(now time.Time, block time.Duration) bool {
	changed := false
	if !d.shown && !d.shownAt.After(now) {
		d.shown, changed = true, true
	}
	if d.State != venue.DepositSeen {
		return changed
	}
	if n := min(d.Needed, int(now.Sub(d.SeenAt)/block)); n > d.Confirmations {
		d.Confirmations, changed = n, true
	}
	if d.Confirmations >= d.Needed {
		d.State = venue.DepositConfirmed
	}
	return changed
}

// next is when something will happen to a deposit by itself.
func (d *deposit) next(block time.Duration) sql.NullInt64 {
	var next time.Time
	if d.State == venue.DepositSeen {
		next = d.SeenAt.Add(time.Duration(d.Confirmations+1) * block)
	}
	if !d.shown && (next.IsZero() || d.shownAt.Before(next)) {
		next = d.shownAt
	}
	return sql.NullInt64{Int64: ns(next), Valid: !next.IsZero()}
}

// settle brings the book to the present: confirmations, and sendings that become due.
// Where nothing is due it writes nothing.
func (v *Venue) settle(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return temporary(err)
	}
	now := v.now().UnixNano()
	var due bool
	err := v.db.QueryRow(`SELECT EXISTS (SELECT 1 FROM deposits WHERE next_at <= ?1) OR EXISTS (SELECT 1 FROM sendings WHERE next_at <= ?1)`, now).Scan(&due)
	if err != nil {
		return temporary(err)
	}
	if !due {
		return nil
	}
	return v.write("settle", func(tx *sql.Tx) error {
		if err := v.settleDeposits(tx, now); err != nil {
			return err
		}
		return v.settleSendings(tx, now)
	})
}

func (v *Venue) settleDeposits(tx *sql.Tx, now int64) error {
	rows, err := tx.Query("SELECT "+depositColumns+" FROM deposits WHERE next_at <= ? ORDER BY seq", now)
	if err != nil {
		return err
	}
	defer rows.Close()
	var due []deposit
	for rows.Next() {
		var d deposit
		if err := d.scan(rows.Scan); err != nil {
			return err
		}
		due = append(due, d)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, d := range due {
		if d.advance(at(now), v.o.BlockTime) {
			if err := v.save(tx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// save writes a changed deposit. Times of changes never go back, so that whoever reads
// on from the last one it knows misses nothing.
func (v *Venue) save(tx *sql.Tx, d deposit) error {
	var was string
	if err := tx.QueryRow("SELECT state FROM deposits WHERE seq = ?", d.seq).Scan(&was); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE deposits SET state = ?, confirmations = ?, risk = ?, shown = ?, next_at = ?,
		changed_at = max(?, (SELECT max(changed_at) FROM deposits)) WHERE seq = ?`,
		d.State, d.Confirmations, d.Risk, d.shown, d.next(v.o.BlockTime), v.now().UnixNano(), d.seq)
	if err != nil || d.State != venue.DepositConfirmed || was == string(d.State) {
		return err
	}
	return v.move(tx, Movement{What: Received, Ref: d.shape().ID, Currency: d.Currency, Amount: d.Amount, TxID: d.TxID})
}
