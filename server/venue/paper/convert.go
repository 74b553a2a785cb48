package paper

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/wasm/exchange"
)

// fillPlaces is how exactly USDT is counted in a conversion.
const fillPlaces = 8

// Convert sells at the price asked for; where none is named, at the market's.
func (v *Venue) Convert(ctx context.Context, o venue.Order) (venue.Fill, error) {
	var f fill
	err := v.asked(ctx, Call{Method: "convert", Ref: o.Ref}, func(bool) error {
		return v.write("convert", func(b pages) (err error) {
			f, err = v.sell(b, o)
			return err
		})
	})
	if err != nil {
		return venue.Fill{}, err
	}
	return f.Fill, nil
}

// sell finds what a reference brought, or sells now. The price may have moved since it
// was first asked for; what is sold may not.
func (v *Venue) sell(b pages, o venue.Order) (fill, error) {
	f, err := b.fill(o.Ref)
	if err == nil && (f.currency != o.Currency || !f.amount.Equal(o.Amount)) {
		err = fmt.Errorf("%w: it has sold %s %s", venue.ErrTaken, f.amount, f.currency)
	}
	if !errors.Is(err, errNone) {
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
	f = fill{currency: c.Code, amount: o.Amount}
	if f.price, err = v.price(c, o.Price); err != nil {
		return f, err
	}
	f.Fill = venue.Fill{Ref: o.Ref, Brought: o.Amount.Mul(f.price).RoundFloor(fillPlaces), At: v.now()}
	if c.Asset != exchange.Base {
		f.Fee = f.Brought.Mul(v.o.TradeFee).RoundFloor(fillPlaces)
	}
	if err := b.addFill(f); err != nil {
		return f, err
	}
	return f, v.move(b, Movement{What: Sold, Ref: o.Ref, Currency: c.Code, Amount: o.Amount})
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
