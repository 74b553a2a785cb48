package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

const formType = "application/x-www-form-urlencoded"

// readForm reads a posted form.
func readForm(c echo.Context) (url.Values, error) {
	body, err := readBody(c, formType)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refuse(exchange.RequestInvalid, "", "The form cannot be read.", "the form as the page sends it")
	}
	return form, nil
}

// formFields are the inputs that fill the form again.
var formFields = []string{"pay_out", "pay_out_memo", "refund_to", "refund_to_memo", "email", "accept_terms", "accept_aml", "declare"}

// formClaims are the figures that the page carries back, by their names there.
var formClaims = []string{"give", "get", exchange.LineValue, exchange.LineCommission, exchange.LinePayoutFee, exchange.LinePayout, exchange.LineRounding, exchange.FigureFixed}

// postQuote answers POST /quote: the exchange form without scripts. With
// action=order it places the order by the very way the API takes. A quote alone,
// with nothing else filled in, is answered at the address that leads to it.
func (s *Server) postQuote(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	view := quoteForm(form)
	for _, name := range formFields {
		view.Fields[name] = strings.TrimSpace(form.Get(name))
	}
	view.OrderKey = form.Get("order_key")
	if form.Get("action") == "order" {
		placed, err := s.placeForm(c, form, view)
		if err == nil {
			return s.toOrder(c, placed)
		}
		view.Refusals = append(view.Refusals, s.said(c, err))
		if moved := (*refusal)(nil); errors.As(err, &moved) {
			view.Was = moved.was
		}
	} else if link := quoteLink(view); link != "" {
		return toLink(c, link)
	}
	return s.answerQuote(c, view)
}

// quoteForm reads what is to be quoted. Where the side named is empty and the
// other is not, the other is meant.
func quoteForm(form url.Values) templates.QuoteForm {
	text := func(name exchange.Side) string { return strings.TrimSpace(form.Get(string(name))) }
	view := templates.QuoteForm{From: form.Get("from"), To: form.Get("to"), Side: exchange.Give, Fields: make(map[string]string)}
	other := exchange.Get
	if form.Get("side") == string(exchange.Get) {
		view.Side, other = other, view.Side
	}
	if text(view.Side) == "" && text(other) != "" {
		view.Side, other = other, view.Side
	}
	view.Amount, view.Other = text(view.Side), text(other)
	return view
}

// personal says whether anything is filled in beside what is to be quoted.
func personal(view templates.QuoteForm) bool {
	for _, text := range view.Fields {
		if text != "" {
			return true
		}
	}
	return false
}

// placeForm places the order of a form.
func (s *Server) placeForm(c echo.Context, form url.Values, view templates.QuoteForm) (store.Placed, error) {
	if r := checkKey(view.OrderKey); r != nil {
		return store.Placed{}, r
	}
	q := orderRequest{
		From: view.From, To: view.To, Side: view.Side, Amount: view.Amount,
		Rates: form.Get("rates"), Terms: view.Fields["accept_terms"],
		PayOut:   account{view.Fields["pay_out"], view.Fields["pay_out_memo"]},
		RefundTo: account{view.Fields["refund_to"], view.Fields["refund_to_memo"]},
		Email:    view.Fields["email"],
		Accepted: acceptance{view.Fields["accept_terms"], view.Fields["accept_aml"], strings.Fields(view.Fields["declare"])},
	}
	if q.Terms == "" {
		q.Terms = s.inForce(s.Now()).terms.Edition // not accepting is told as that, not as another edition
	}
	for _, name := range formClaims {
		if form.Has("q_" + name) {
			q.Quote = append(q.Quote, exchange.Claim{Name: name, Value: form.Get("q_" + name)})
		}
	}
	return s.place(c.Request().Context(), view.OrderKey, q.hash(), q)
}

// toOrder sends the browser to the page of the order it made.
func (s *Server) toOrder(c echo.Context, placed store.Placed) error {
	var answer orderAnswer
	if err := json.Unmarshal(placed.Answer, &answer); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Redirect(http.StatusSeeOther, answer.URL)
}

// answerQuote shows the form again with a quote at the prices of now and
// whatever was refused.
func (s *Server) answerQuote(c echo.Context, view templates.QuoteForm) error {
	snapshot, ok := s.Board.Current()
	if !ok {
		view.Refusals = append(view.Refusals, &ratesUnavailable().cause)
	} else {
		view.Snapshot = shown(snapshot)
		quote, err := s.tariff.Quote(snapshot.Prices, view.From, view.To, view.Side, view.Amount)
		if err == nil {
			view.Quote = &quote
		} else if e := &refusalOf(reasoned(err, snapshot)).cause; tells(c, view, e) {
			view.Refusals = append(view.Refusals, e)
		}
	}
	if len(view.Refusals) > 0 && view.Refusals[0].Code == codeKeyReused || checkKey(view.OrderKey) != nil {
		view.OrderKey = newKey()
	}
	if r := s.open(); r != nil {
		view.ClosedFor = r.cause.Message
	}
	keep := headers.AskAgainPrivately
	if personal(view) {
		keep = "no-store"
	}
	c.Response().Header().Set(headers.Caching, keep)
	c.Response().Header().Set(headers.CSP, headers.Calculator)
	page := templates.Page{Site: &s.Page, Path: "/", Title: s.Page.Office.Name}
	return s.render(c, statusOf(c, view.Refusals), templates.Exchange(page, view))
}

// tells says whether a refusal says something new: not what was refused already,
// nor that a link names no amount.
func tells(c echo.Context, view templates.QuoteForm, e *exchange.Error) bool {
	if view.Amount == "" && e.Field == string(view.Side) && c.Request().Method != http.MethodPost {
		return false
	}
	return len(view.Refusals) == 0 || view.Refusals[0].Code != e.Code
}

// said turns an error into what the page says of it; a fault of the office's own
// is logged as everywhere else.
func (s *Server) said(c echo.Context, err error) *exchange.Error {
	r := forPeople(refusalTo(c.Request(), err))
	if faulty(r.cause.Code) && !gone(c, err) {
		s.Log.Error("a request failed", "route", s.routeOf(c), "code", string(r.cause.Code), "error", err.Error())
	}
	return &r.cause
}

// forPeople says of a box that is not ticked what to do with it.
func forPeople(r *refusal) *refusal {
	switch r.cause.Code {
	case codeAcceptance:
		r.cause.Message, r.cause.Accepts = "No order can be made without this: read it, and tick the box.", ""
	case codeDeclaration:
		r.cause.Message, r.cause.Accepts = "No order can be made without these declarations: read them, and tick the box.", ""
	}
	return r
}

// statusOf is the status of a page that shows refusals: that of the first.
func statusOf(c echo.Context, refusals []*exchange.Error) int {
	if len(refusals) == 0 {
		return http.StatusOK
	}
	c.Set(refusedCode, string(refusals[0].Code))
	if k, ok := codes[refusals[0].Code]; ok {
		return k.status
	}
	return http.StatusInternalServerError
}
