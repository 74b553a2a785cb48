package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/templates"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// maxAnswer is the longest text that a client can write, in characters.
const maxAnswer = 2000

// action is what a client asks to happen to an order, however it came in.
type action struct {
	Event    exchange.Event
	Figures  string // the token of the offer that was shown
	RefundTo account
	Text     string
}

// command checks what the client wrote and makes the command of it.
func (a action) command(l life.Life) (life.Command, error) {
	c := life.Command{Event: a.Event, Actor: exchange.ByClient, Figures: a.Figures, Text: a.Text}
	if !slices.Contains(clients, a.Event) {
		return c, notForClients()
	}
	if a.Event == life.Answered && a.Text == "" {
		return c, refuse(codeMissing, "text", "There is no answer.", "a text")
	}
	if r := checkLines("text", a.Text); r != nil {
		return c, r
	}
	if a.RefundTo != (account{}) || a.Event == life.RefundAddress {
		to, r := checkAccount("refund_to", a.RefundTo, l.Quote.Deal.From)
		if r != nil {
			return c, r
		}
		c.RefundTo = &to
	}
	return c, nil
}

func notForClients() *refusal {
	names := make([]string, len(clients))
	for i, e := range clients {
		names[i] = string(e)
	}
	return refuse(exchange.RequestInvalid, "event", "A client cannot ask for this.", "one of "+strings.Join(names, ", "))
}

// checkLines is checkFree for a text that may have several lines.
func checkLines(field, text string) *refusal {
	flat := strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' {
			return ' '
		}
		return c
	}, text)
	if r := checkFree(field, flat, maxAnswer); r != nil {
		return r
	}
	// Digits do not become harmless by standing on two lines.
	if address.HasCardNumber(strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, text)) {
		return checkFree(field, "4111111111111111", maxAnswer)
	}
	return nil
}

// ownLines writes a text with the line ends that the office keeps.
func ownLines(text string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
}

// do has an action decided.
func (s *Server) do(c echo.Context, l life.Life, a action) (life.Life, error) {
	command, err := a.command(l)
	if err != nil {
		return l, err
	}
	return s.Office.Do(c.Request().Context(), l.ID, command)
}

// postAct answers POST /order/{id}/act, the forms of the order's page. What was
// done leads back to the page; what was refused is said there, or beside the
// figures that were to be confirmed.
func (s *Server) postAct(c echo.Context) error {
	secretly(c)
	form, err := readForm(c)
	if err != nil {
		return err
	}
	secret := form.Get("key")
	l, w, err := s.worked(c, secret)
	if err != nil {
		return err
	}
	a := formAction(form)
	if _, err = s.do(c, l, a); err == nil {
		return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
	}
	refused := s.said(c, err)
	if codes[refused.Code].status == 0 || codes[refused.Code].status >= http.StatusInternalServerError {
		return err
	}
	t := tried{event: a.Event, refusal: refused, typed: map[string]string{"refund_to": a.RefundTo.Address, "refund_to_memo": a.RefundTo.Memo, "text": a.Text}}
	if fresh, err := s.lifeOf(c, secret); err == nil {
		l = fresh
	}
	if codes[refused.Code].status == http.StatusConflict && chosen(l, a.Event) && (a.RefundTo.Address == "" || a.RefundTo.Address == l.RefundTo.Address) {
		return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
	}
	if refused.Code == life.FiguresChanged {
		t.was = wasShown(form)
	}
	if noted(a.Event) || a.Event == exchange.Cancel {
		return s.orderPage(c, l, secret, t)
	}
	return s.decidePage(c, l, w, secret, a.Event, t)
}

func formAction(form url.Values) action {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return action{
		Event: exchange.Event(form.Get("event")), Figures: form.Get("figures"),
		RefundTo: account{text("refund_to"), text("refund_to_memo")}, Text: ownLines(form.Get("text")),
	}
}

// wasShown reads the figures that the form says were shown, to be put beside the
// new ones. They are nobody's figures but the client's own, and nothing is computed
// with them.
func wasShown(form url.Values) *templates.Was {
	number := func(name string) decimal.Decimal {
		text := form.Get(name)
		if len(text) > 40 || strings.Trim(text, "0123456789.") != "" {
			return decimal.Decimal{}
		}
		d, err := decimal.NewFromString(text)
		if err != nil {
			return decimal.Decimal{}
		}
		return d
	}
	return &templates.Was{Get: number("was_get"), Fee: number("was_fee"), Refund: number("was_refund")}
}

// postAction answers POST /api/orders/{id}/actions: the same for programs.
func (s *Server) postAction(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	body, err := readBody(c, "application/json")
	if err != nil {
		return err
	}
	l, _, err := s.worked(c, bearer(c))
	if err != nil {
		return err
	}
	a, refused := readAction(body)
	if refused != nil {
		return refused
	}
	done, err := s.do(c, l, a)
	if err != nil {
		return s.withOffer(err, l, a)
	}
	return c.Blob(http.StatusOK, "application/json", marshal(s.lifeAnswer(done)))
}

// readAction reads the body of an action.
func readAction(body []byte) (action, *refusal) {
	root, refused := readJSON(body)
	if refused != nil {
		return action{}, refused
	}
	r := &fieldReader{}
	o := r.object(root, "event", "figures", "refund_to", "text")
	a := action{Event: exchange.Event(r.text(o, "event")), Figures: r.optionalText(o, "figures"), Text: ownLines(r.optionalText(o, "text"))}
	to := r.optionalChild(o, "refund_to", "address", "memo")
	a.RefundTo = account{r.optionalText(to, "address"), r.optionalText(to, "memo")}
	return a, r.refused
}

// withOffer lets a refusal of figures carry the offer of this moment, so that it
// can be shown again.
func (s *Server) withOffer(err error, l life.Life, a action) error {
	r := refusalOf(err)
	if r.cause.Code != life.FiguresChanged && r.cause.Code != life.FiguresMissing {
		return err
	}
	w, fault := s.Office.World(l.Order)
	if fault != nil {
		return err
	}
	if o, ok := offerOf(l, w, a.Event); ok {
		told := s.offerAnswer(l, o)
		r.extra.Offer = &told
	}
	return r
}
