package paper

import (
	"context"
	"strconv"
	"strings"
	"time"

	"agio/server/venue"
)

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

// next is when something will happen to a deposit by itself; zero: never.
func (d *deposit) next(block time.Duration) time.Time {
	var next time.Time
	if d.State == venue.DepositSeen {
		next = d.SeenAt.Add(time.Duration(d.Confirmations+1) * block)
	}
	if !d.shown && (next.IsZero() || d.shownAt.Before(next)) {
		next = d.shownAt
	}
	return next
}

// settle brings the book to the present: confirmations, and sendings that become due.
// Where nothing is due it writes nothing.
func (v *Venue) settle(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return temporary(err)
	}
	now, due := v.now(), false
	err := v.read(func(b pages) (err error) {
		due, err = b.due(now)
		return err
	})
	if err != nil || !due {
		return err
	}
	return v.write("settle", func(b pages) error {
		if err := v.settleDeposits(b, now); err != nil {
			return err
		}
		return v.settleSendings(b, now)
	})
}

func (v *Venue) settleDeposits(b pages, now time.Time) error {
	due, err := b.dueDeposits(now)
	if err != nil {
		return err
	}
	for _, d := range due {
		if !d.advance(now, v.o.BlockTime) {
			continue
		}
		if err := v.save(b, d); err != nil {
			return err
		}
	}
	return nil
}

// save writes a changed deposit. Times of changes never go back, so that whoever reads
// on from the last one it knows misses nothing.
func (v *Venue) save(b pages, d deposit) error {
	was, err := b.deposit(d.seq)
	if err != nil {
		return err
	}
	_, latest, err := b.lastDeposit()
	if err != nil {
		return err
	}
	if d.ChangedAt = v.now(); latest.After(d.ChangedAt) {
		d.ChangedAt = latest
	}
	d.nextAt = d.next(v.o.BlockTime)
	if err := b.saveDeposit(d); err != nil || d.State != venue.DepositConfirmed || was.State == d.State {
		return err
	}
	return v.move(b, Movement{What: Received, Ref: d.shape().ID, Currency: d.Currency, Amount: d.Amount, TxID: d.TxID})
}
