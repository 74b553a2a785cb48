package api

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/venue"
	"agio/templates"
	"agio/wasm/exchange"
)

// demoKind is a way to pay that the demonstration offers.
type demoKind struct {
	Kind, Words string
	Share       string // of the amount of the order; empty: some of another coin
	Times       int
	Risk        string
}

var demoKinds = []demoKind{
	{"exact", "Pay exactly", "1", 1, ""},
	{"less", "Pay 3 % less", "0.97", 1, ""},
	{"part", "Pay 40 % only", "0.4", 1, ""},
	{"twice", "Pay twice", "1", 2, ""},
	{"risk", "Pay with a risk", "1", 1, "The demonstration says that these coins carry a high risk."},
	{"wrong", "Pay in a wrong coin", "", 1, ""},
}

// payment gives what a way to pay comes to for an order.
func (k demoKind) payment(l life.Life, t *exchange.Tariff) DemoPayment {
	p := DemoPayment{To: *l.Deposit, Currency: l.Quote.Deal.From.Code, Risk: k.Risk}
	if k.Share == "" {
		p.Currency, p.Amount = otherCoin(l.Quote.Deal.From, t)
		return p
	}
	p.Amount = l.Quote.Give.Value.Mul(decimal.RequireFromString(k.Share)).Truncate(l.Quote.Deal.From.Places)
	return p
}

// otherCoin is another coin than the order's, and the least that somebody would
// order of it.
func otherCoin(not exchange.Currency, t *exchange.Tariff) (code string, amount decimal.Decimal) {
	for _, d := range t.Directions {
		c, err := t.Currency("", d.From)
		if err == nil && c.Asset != not.Asset && c.Kind == exchange.Crypto && d.Give.Min.Sign() > 0 {
			return c.Code, d.Give.Min
		}
	}
	return not.Code, decimal.NewFromInt(1)
}

func (s *Server) demoViews(l life.Life) []templates.DemoView {
	var list []templates.DemoView
	for _, k := range demoKinds {
		p := k.payment(l, s.tariff)
		list = append(list, templates.DemoView{Kind: k.Kind, Words: k.Words, Amount: p.Amount, Unit: s.assetOf(p.Currency)})
	}
	if l.State == exchange.AwaitingPayment && l.Cut.IsZero() {
		list = append(list, templates.DemoView{Kind: demoLate, Words: "Let the time to pay run out", Hint: "then pay, to see a late payment"})
	}
	return list
}

// demoLate lets the time to pay run out at once: nobody has to wait for a day to see
// what becomes of a payment that comes late (3.11, 4.1). The order's events say so.
const demoLate = "late"

// cutTime lets the time to pay of an order run out.
func (s *Server) cutTime(c echo.Context, l life.Life, secret string) error {
	_, err := s.Office.Do(c.Request().Context(), l.ID, life.Command{Event: life.TimeCut, Actor: exchange.ByClient})
	if err != nil {
		return s.orderPage(c, l, secret, tried{event: life.TimeCut, refusal: s.said(c, err)})
	}
	return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
}

// postDemo answers POST /order/{id}/demo: the simulated exchange pays the order.
func (s *Server) postDemo(c echo.Context) error {
	secretly(c)
	if s.Demo == nil {
		return notFound()
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	secret := form.Get("key")
	l, _, err := s.worked(c, secret)
	if err != nil {
		return err
	}
	if l.Deposit == nil {
		return s.orderPage(c, l, secret, tried{refusal: s.said(c, refuse(exchange.TransitionRefused, "event", "There is no address to pay to yet.", "the same in a moment"))})
	}
	if form.Get("kind") == demoLate {
		return s.cutTime(c, l, secret)
	}
	for _, k := range demoKinds {
		if k.Kind != form.Get("kind") {
			continue
		}
		for range k.Times {
			err := s.Demo.Pay(c.Request().Context(), k.payment(l, s.tariff))
			if errors.Is(err, venue.ErrUnknown) {
				return s.orderPage(c, l, secret, tried{refusal: s.said(c, refuse(life.PaymentPending, "event",
					"Nothing was paid: the simulated exchange does not know this order's address. Its book was lost, or is not the one that the order was made with.", "a new order"))})
			}
			if err != nil {
				return err
			}
		}
		return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
	}
	return refuse(exchange.RequestInvalid, "kind", "The demonstration has no such payment.", "one of the page's buttons")
}
