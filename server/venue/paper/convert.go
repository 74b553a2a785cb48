package paper

import (
	"context"
	"database/sql"
	"errors"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/wasm/exchange"
)

// fillPlaces is how exactly USDT is counted in a conversion.
const fillPlaces = 8

// Convert sells at the price asked for; where none is named, at the market's.
func (v *Venue) Convert(ctx context.Context, o venue.Order) (venue.Fill, error) {
	var f venue.Fill
	err := v.asked(ctx, Call{Method: "convert", Ref: o.Ref}, func(bool) error {
		return v.write("convert", func(tx *sql.Tx) (err error) {
			f, err = v.fill(tx, o)
			return err
		})
	})
	if err != nil {
		return venue.Fill{}, err
	}
	return f, nil
}

// fill finds what a reference brought, or sells now.
func (v *Venue) fill(tx *sql.Tx, o venue.Order) (venue.Fill, error) {
	f, err := fillOf(tx, o)
	if !errors.Is(err, sql.ErrNoRows) {
		return f, err
	}
	c, err := v.currency(o.Currency)
	if err != nil {
		return f, err
	}
	if err := amount(c, o.Amount); err != nil {
		return f, err
	}
	if o.Ref == "" {
		return f, refuse("a conversion needs a reference")
	}
	price, err := v.price(c, o.Price)
	if err != nil {
		return f, err
	}
	f = venue.Fill{Ref: o.Ref, Brought: o.Amount.Mul(price).RoundFloor(fillPlaces), At: v.now()}
	if c.Asset != exchange.Base {
		f.Fee = f.Brought.Mul(v.o.TradeFee).RoundFloor(fillPlaces)
	}
	_, err = tx.Exec("INSERT INTO fills VALUES (?, ?, ?, ?, ?, ?, ?)",
		o.Ref, c.Code, o.Amount.String(), price.String(), f.Brought.String(), f.Fee.String(), f.At.UnixNano())
	if err != nil {
		return f, err
	}
	return f, v.move(tx, Movement{What: Sold, Ref: o.Ref, Currency: c.Code, Amount: o.Amount})
}

// fillOf finds the fill of a reference. The price may have moved since it was first
// asked for; what is sold may not.
func fillOf(tx *sql.Tx, o venue.Order) (venue.Fill, error) {
	f := venue.Fill{Ref: o.Ref}
	var code string
	var when int64
	var sold decimal.Decimal
	err := tx.QueryRow("SELECT currency, amount, brought, fee, at FROM fills WHERE ref = ?", o.Ref).
		Scan(&code, &sold, &f.Brought, &f.Fee, &when)
	if err == nil && (code != o.Currency || !sold.Equal(o.Amount)) {
		err = refuse("this reference has sold something else")
	}
	f.At = at(when)
	return f, err
}

// price is what one unit brings.
func (v *Venue) price(c exchange.Currency, asked decimal.Decimal) (decimal.Decimal, error) {
	switch {
	case c.Asset == exchange.Base:
		return decimal.NewFromInt(1), nil
	case asked.Sign() > 0:
		return asked, nil
	case v.o.Price == nil:
		return asked, refuse("a conversion needs a price")
	}
	market, err := v.o.Price(c.Asset)
	if err != nil {
		return asked, temporary(err)
	}
	return market.Bid, nil
}
