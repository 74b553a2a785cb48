package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// shares are the parts of the order's amount that the demonstration pays.
var shares = map[string]string{"exact": "1", "less": "0.97", "half": "0.4", "more": "1.05", "double": "1", "wrong": "1", "risky": "1"}

// demoLate lets the time to pay run out at once.
const demoLate = "late"

// postPay plays the client's wallet at the simulated exchange.
func (d *Desk) postPay(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	how := form.Get("how")
	share, ok := shares[how]
	if !ok && how != demoLate || d.Pay == nil || l.Deposit == nil {
		return refuse(http.StatusConflict, codeForm, "Nothing was paid: the order has no address yet, or the exchange is not a simulated one.")
	}
	if how == demoLate {
		command := life.Command{Event: life.TimeCut, Actor: exchange.ByDesk, Operator: who(c).Operator.Name}
		if _, err := d.Office.Do(c.Request().Context(), l.ID, command); err != nil {
			return err
		}
		return done(c, "/desk/orders/"+l.ID, "time_cut")
	}
	coin := l.Quote.Deal.From
	part, err := decimal.NewFromString(share)
	if err != nil {
		return err
	}
	p := Payment{Order: l.Order, To: *l.Deposit, Amount: exchange.Amount{Value: l.Quote.Give.Value.Mul(part).RoundDown(coin.Places), Currency: coin.Code}}
	switch how {
	case "risky":
		p.Risk = "simulated: close to an address on a sanctions list"
	case "wrong":
		p.Amount = d.otherCoin(l)
	}
	ctx := c.Request().Context()
	times := 1
	if how == "double" {
		times = 2
	}
	for range times {
		err := d.Pay(ctx, p)
		if errors.Is(err, venue.ErrUnknown) {
			return refuse(http.StatusConflict, codeForm, "Nothing was paid: the simulated exchange does not know this order's address. Its book was lost, or is not the one that the order was made with.")
		}
		if err != nil {
			return err
		}
	}
	if err := d.notePay(ctx, who(c).Operator.Name, l.ID, how); err != nil {
		return err
	}
	return done(c, "/desk/orders/"+l.ID, "paid")
}

// otherCoin is an amount of a currency that is not the order's.
func (d *Desk) otherCoin(l life.Life) exchange.Amount {
	code := l.Quote.Deal.To.Code
	if code == l.Quote.Deal.From.Code || l.Quote.Deal.To.Kind != exchange.Crypto {
		for _, c := range d.Page().Tariff.Currencies {
			if c.Kind == exchange.Crypto && c.Code != l.Quote.Deal.From.Code {
				code = c.Code
			}
		}
	}
	return exchange.Amount{Value: decimal.NewFromInt(1), Currency: code}
}

func (d *Desk) notePay(ctx context.Context, operator, id, how string) error {
	err := d.Store.Note(ctx, store.AuditEntry{Operator: operator, Event: "demo_payment", Subject: id, Data: []byte(`{"how":"` + how + `"}`)})
	if errors.Is(err, store.ErrBusy) {
		return nil // the payment was made
	}
	return err
}
