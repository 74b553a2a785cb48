package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/templates"
	"agio/wasm/exchange"
)

// getQuote answers GET /. An address that names currencies or an amount is a link
// to a quote: it is answered with the quote, or with the direction as it is offered
// at the moment, so that it leads there without scripts too. Nothing but what is to
// be quoted is taken from a link; whoever sends one cannot fill in an address to pay
// to.
func (s *Server) getQuote(c echo.Context) error {
	query := c.QueryParams()
	view := quoteForm(url.Values{"from": query["from"], "to": query["to"], "give": query["give"], "get": query["get"]})
	if view.From == "" && view.To == "" && view.Amount == "" {
		return s.getFile(c)
	}
	view.From, view.To = templates.Selected(s.tariff, view.From, view.To)
	return s.answerQuote(c, view)
}

// getRefund answers GET /refunds/, likewise: an address that says what was paid
// is a link to a case. What it does not name is as in the untouched form.
func (s *Server) getRefund(c echo.Context) error {
	query := c.QueryParams()
	if query.Get("paid") == "" && query.Get("ordered") == "" {
		return s.getFile(c)
	}
	r := templates.ExampleRefund(s.tariff)
	take := func(to *string, names ...string) {
		for _, name := range names {
			if query.Has(name) {
				*to = strings.TrimSpace(query.Get(name))
				return
			}
		}
	}
	take(&r.Currency, "from", "currency")
	take(&r.Ordered, "ordered")
	take(&r.Paid, "paid")
	take(&r.Brought, "brought")
	take((*string)(&r.Stage), "stage")
	r.ByOffice = query.Get("by") == "office"
	return s.answerRefund(c, r)
}

// postRefund answers POST /refunds/: the refund simulator without scripts. The
// answer stands at the address that leads to it.
func (s *Server) postRefund(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	r := exchange.RefundRequest{
		Currency: text("currency"), Stage: exchange.Stage(text("stage")), ByOffice: text("by") == "office",
		Ordered: text("ordered"), Paid: text("paid"), Brought: text("brought"),
	}
	if link := refundLink(r); link != "" {
		return toLink(c, link)
	}
	return s.answerRefund(c, r)
}

// maxLink is the longest address that is made of what somebody typed.
const maxLink = 512

// quoteLink is the address of a quote; empty where it would not lead to the same
// page, because something is missing or more is filled in than an address may hold.
func quoteLink(f templates.QuoteForm) string {
	if f.From == "" || f.To == "" || f.Amount == "" || personal(f) {
		return ""
	}
	return link("/", url.Values{"from": {f.From}, "to": {f.To}, string(f.Side): {f.Amount}})
}

// refundLink is the address of a case of the simulator, or empty.
func refundLink(r exchange.RefundRequest) string {
	if r.Currency == "" || r.Ordered == "" || r.Paid == "" {
		return ""
	}
	query := url.Values{"from": {r.Currency}, "ordered": {r.Ordered}, "paid": {r.Paid}, "stage": {string(r.Stage)}}
	if r.Brought != "" {
		query.Set("brought", r.Brought)
	}
	if r.ByOffice {
		query.Set("by", "office")
	}
	return link("/refunds/", query)
}

func link(path string, query url.Values) string {
	if address := path + "?" + query.Encode(); len(address) <= maxLink {
		return address
	}
	return ""
}

// toLink sends the browser to the address of an answer, where loading it again
// and going back to it ask nothing of its user.
func toLink(c echo.Context, address string) error {
	c.Response().Header().Set(headers.Caching, "no-store")
	return c.Redirect(http.StatusSeeOther, address)
}

// answerRefund shows the simulator with the answer to a case.
func (s *Server) answerRefund(c echo.Context, r exchange.RefundRequest) error {
	view := templates.RefundForm{Request: r}
	snapshot, ok := s.Board.Current()
	if !ok {
		view.Refusals = append(view.Refusals, &ratesUnavailable().cause)
	} else {
		view.Snapshot = shown(snapshot)
		refund, err := s.refund(snapshot.Prices, r)
		if err == nil {
			view.Refund = &refund
		} else {
			view.Refusals = append(view.Refusals, &refusalOf(reasoned(err, snapshot)).cause)
		}
	}
	c.Response().Header().Set(headers.Caching, headers.AskAgainPrivately)
	c.Response().Header().Set(headers.CSP, headers.Calculator)
	page := templates.Page{Site: &s.Page, Path: "/refunds/", Title: "Refund simulator", Crumbs: home}
	return s.render(c, statusOf(c, view.Refusals), templates.Refunds(page, view))
}

func (s *Server) refund(prices exchange.Prices, r exchange.RefundRequest) (exchange.Refund, error) {
	if r.Stage != exchange.Converted {
		r.Brought = "" // the field is for a converted payment only
	}
	c, err := s.tariff.RefundCase(prices, r)
	if err != nil {
		return exchange.Refund{}, err
	}
	return s.inForce(s.Now()).terms.Refund(c)
}
