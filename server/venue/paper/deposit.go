package paper

import (
	"context"
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
	err := v.write("pay", func(b pages) error {
		var err error
		if d, err = v.payment(b, p); err != nil {
			return err
		}
		return v.enter(b, &d, p.Key)
	})
	if err != nil {
		return venue.Deposit{}, err
	}
	return d.shape(), nil
}

// payment turns what is paid into a deposit.
func (v *Venue) payment(b pages, p Payment) (deposit, error) {
	g, err := addressee(b, p)
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
func addressee(b pages, p Payment) (g given, err error) {
	if p.Ref != "" {
		g, err = b.address(p.Ref)
	} else {
		g, err = b.owner(p.To)
	}
	if errors.Is(err, errNone) {
		return g, venue.ErrUnknown
	}
	return g, err
}

// enter writes a new deposit down, or finds the one with the same key.
func (v *Venue) enter(b pages, d *deposit, key string) error {
	if key != "" {
		if was, err := b.depositOf(key); !errors.Is(err, errNone) {
			*d = was
			return err
		}
	}
	last, latest, err := b.lastDeposit()
	if err != nil {
		return err
	}
	d.seq = last + 1
	if latest.After(d.ChangedAt) {
		d.ChangedAt = latest
	}
	d.TxID = v.txid(v.currencies[d.Currency], "deposit", strconv.FormatInt(d.seq, 10))
	if v.chance(v.o.Faults.Late, "late", d.TxID) {
		d.shownAt = d.shownAt.Add(v.o.Faults.LateBy * time.Duration(1+v.draw("lateness", d.TxID)) / 1000)
	}
	d.shown = !d.shownAt.After(d.SeenAt)
	d.nextAt = d.next(v.o.BlockTime)
	return b.addDeposit(*d, key)
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
	return v.write("change", func(b pages) error {
		d, err := b.deposit(sequence(id))
		if errors.Is(err, errNone) {
			return venue.ErrUnknown
		}
		if err == nil {
			err = alter(&d)
		}
		if err != nil {
			return err
		}
		return v.save(b, d)
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
	var list []venue.Deposit
	err := v.read(func(b pages) error {
		found, err := b.depositsSince(since)
		for _, d := range found {
			list = append(list, d.shape())
		}
		return err
	})
	if err != nil {
		return nil, err
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
