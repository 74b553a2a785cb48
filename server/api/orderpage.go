package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/life"
	"agio/templates"
	"agio/wasm/exchange"
)

// tried is what somebody has just tried with an order, and why it was refused.
type tried struct {
	event   exchange.Event
	refusal *exchange.Error
	typed   map[string]string // what stands in the form again
	kept    int               // parts that were taken before
	was     *templates.Was    // the figures that were confirmed and did not hold
}

// orderPage shows an order, and what was refused of it.
func (s *Server) orderPage(c echo.Context, l life.Life, secret string, t tried) error {
	view, err := s.orderView(c, l, secret)
	if err != nil {
		return err
	}
	view.Refusal, view.Typed, view.Kept = view.Refused(t.event, t.refusal), t.typed, t.kept
	return s.render(c, s.privately(c, t), templates.Order(s.framed("Order"), view))
}

// framed is the frame of an order's page.
func (s *Server) framed(title string) templates.Page {
	return templates.Page{Site: &s.Page, Title: title, NoIndex: true, Crumbs: home}
}

// privately sets the headers of an order's page and gives its status.
func (s *Server) privately(c echo.Context, t tried) int {
	secretly(c)
	c.Response().Header().Set(headers.CSP, headers.Order)
	if t.refusal == nil {
		return http.StatusOK
	}
	return statusOf(c, []*exchange.Error{t.refusal})
}

// getDecide answers GET /order/{id}/decide?key=…&event=…: an offer with all its
// figures, before anything is confirmed.
func (s *Server) getDecide(c echo.Context) error {
	secretly(c)
	secret := c.QueryParam("key")
	l, w, err := s.worked(c, secret)
	if err != nil {
		return err
	}
	event := exchange.Event(c.QueryParam("event"))
	if _, ok := offerOf(l, w, event); !ok && chosen(l, event) {
		return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
	}
	return s.decidePage(c, l, w, secret, event, tried{event: event})
}

// decidePage shows one offer. Where there is none such at this moment it shows the
// order and why.
func (s *Server) decidePage(c echo.Context, l life.Life, w life.World, secret string, event exchange.Event, t tried) error {
	o, ok := offerOf(l, w, event)
	if !ok {
		if t.refusal == nil {
			t.refusal = s.said(c, unoffered(l, w, event))
		}
		return s.orderPage(c, l, secret, t)
	}
	view, err := s.orderView(c, l, secret)
	if err != nil {
		return err
	}
	offer := offerView(o)
	view.Typed, view.NameTo = t.typed, o.Address && o.Refund != nil
	if t.was == nil {
		view.Refusal = t.refusal
	}
	page := templates.DecideView{Order: view, Offer: offer, Was: t.was}
	return s.render(c, s.privately(c, t), templates.Decide(s.framed("Order"), page))
}

// offerOf finds an offer that has figures to look at, or needs none.
func offerOf(l life.Life, w life.World, event exchange.Event) (life.Offer, bool) {
	for _, o := range l.Offers(w) {
		if o.Event == event && !noted(event) {
			return o, true
		}
	}
	return life.Offer{}, false
}

// noted says whether an event has a form of its own on the order's page.
func noted(e exchange.Event) bool {
	return e == life.Answered || e == life.MaterialSent || e == life.RefundAddress
}

// leads are the states that a client's choice leads to.
var leads = map[exchange.Event][]exchange.State{
	exchange.Cancel:                {exchange.Cancelled},
	exchange.RefundAsked:           {exchange.RefundDue, exchange.Refunded},
	exchange.TakeBack:              {exchange.RefundDue, exchange.Refunded},
	exchange.ClientDisagrees:       {exchange.RefundDue, exchange.Refunded},
	exchange.Continue:              {exchange.Received, exchange.Verification, exchange.ConvertedState, exchange.CompletedState},
	life.OwedDecided:               {exchange.Refunded},
	exchange.RecalculationAccepted: {exchange.Received, exchange.Verification, exchange.ConvertedState, exchange.CompletedState},
}

// chosen says whether the client has chosen this already, in another tab or by
// pressing twice, and the order stands where it led.
func chosen(l life.Life, event exchange.Event) bool {
	if !slices.Contains(leads[event], l.State) {
		return false
	}
	for _, e := range slices.Backward(l.Timeline) {
		if _, choice := leads[e.Event]; choice && e.Actor == exchange.ByClient {
			return e.Event == event
		}
	}
	return false
}

// unoffered says why something is not offered.
func unoffered(l life.Life, w life.World, event exchange.Event) error {
	if !slices.Contains(clients, event) {
		return notForClients()
	}
	if _, err := l.Decide(life.Command{Event: event, Actor: exchange.ByClient}, w); err != nil {
		return err
	}
	return refuse(exchange.TransitionRefused, "event", "This cannot be done at this moment.", "what the order's page offers")
}

// payBy is by when the next thing happens, where a moment can be named.
func payBy(l life.Life) time.Time {
	switch l.State {
	case exchange.Received, exchange.ConvertedState:
		return l.PayoutBy.By
	case exchange.RefundDue, exchange.Refunded:
		return l.RefundBy.By
	case exchange.Verification:
		if l.Question != nil {
			return answerBy(l)
		}
	case exchange.LateReview, exchange.Suspended:
		return l.Choice
	}
	return time.Time{}
}
