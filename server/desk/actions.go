package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

func itoa(n int) string { return strconv.Itoa(n) }

// fields are the inputs of a decision, by the names that life gives them.
var fields = map[string]templates.DeskField{
	"why":            {Name: "why", Label: "Reason", Hint: "It stands in the order's events for good. Write nothing that tells who the client is."},
	"text":           {Name: "text", Label: "Text", Long: true},
	"payment":        {Name: "payment", Label: "Payment"},
	"txid":           {Name: "txid", Label: "Transaction ID"},
	"fee":            {Name: "fee", Label: "Fee at most, in USDT", Hint: "0 waives it."},
	"refund_to":      {Name: "refund_to", Label: "Address"},
	"bears":          {Name: "bears", Label: "The office bears the cost of sending", Tick: true},
	"refund_to_memo": {Name: "refund_to_memo", Label: "Memo", Optional: true},
	"quiet":          {Name: "quiet", Label: "The law forbids to tell the client", Tick: true},
}

// actionViews are the decisions that are open now, as forms.
func actionViews(l life.Life, operator string) []templates.DeskAction {
	var all []templates.DeskAction
	for _, a := range l.Actions() {
		if a.Event == life.RecordsExported {
			continue // it has a page of its own
		}
		v := templates.DeskAction{Event: a.Event, Clause: a.Clause, Two: a.Two, Second: a.Second, By: a.By, Money: a.Money}
		if a.Second {
			v.ByWhy, v.Self = l.Proposed.Why, l.Proposed.Operator == operator
		}
		v.On = a.Event == life.Restricted && l.Restricted || a.Event == life.KeptLonger && l.KeptLonger
		for _, name := range slices.Concat(needed(a), a.May) {
			f, ok := fields[name]
			if !ok {
				continue // such as on, which the form itself says
			}
			if name == "payment" {
				f.Options = foreign(l)
			}
			if a.Event == life.OwedDecided && name == "refund_to" && l.RefundTo.Address == "" {
				f.Hint = "The client has not named one yet."
			}
			f.Optional = f.Optional || slices.Contains(a.May, name) && name != "why"
			v.Fields = append(v.Fields, f)
		}
		all = append(all, v)
	}
	return all
}

// needed are the fields of a decision. The desk asks for a reason whatever is
// decided, except of a note, which is one.
func needed(a life.Action) []string {
	names := slices.Clone(a.Needs)
	if !slices.Contains(names, "why") && !slices.Contains(a.May, "why") && a.Event != life.Noted {
		names = append(names, "why")
	}
	return names
}

// foreign are the payments in a wrong coin that were not given back yet.
func foreign(l life.Life) []string {
	var ids []string
	for _, m := range l.Payments {
		if m.Currency != l.Quote.Deal.From.Code && m.Returned == "" {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// postAction carries out a decision that the order's page offered.
func (d *Desk) postAction(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	form, err := readForm(c)
	if err != nil {
		return err
	}
	if form.Get("version") != strconv.FormatInt(l.Version, 10) {
		return refuse(http.StatusConflict, codeMoved, "Nothing was done: the order has changed since the page was shown. Look at it again.")
	}
	event := exchange.Event(c.Param("event"))
	command := life.Command{Event: event, Actor: exchange.ByDesk, Operator: who(c).Operator.Name}
	switch i := slices.IndexFunc(l.Actions(), func(a life.Action) bool { return a.Event == event }); {
	case i >= 0 && event != life.RecordsExported:
		err = fill(&command, form, l, l.Actions()[i])
	case d.byHand(l, event):
		return d.record(c, l, command, form)
	default:
		return refuse(http.StatusConflict, string(exchange.TransitionRefused), "Nothing was done: the order, as it stands, does not take this.")
	}
	if err != nil {
		return err
	}
	if _, err := d.Office.Do(c.Request().Context(), l.ID, command); err != nil {
		return err
	}
	return done(c, "/desk/orders/"+l.ID, "decided")
}

// fill reads the fields of a decision.
func fill(command *life.Command, form url.Values, l life.Life, a life.Action) (err error) {
	if command.Text, err = words(form, "text"); err != nil {
		return err
	}
	if command.Event == life.Noted {
		command.Why, err = words(form, "why")
	} else {
		command.Why, err = reason(form)
	}
	if err != nil {
		return err
	}
	command.Quiet, command.On = form.Get("quiet") == "yes", form.Get("on") == "yes"
	if slices.Contains(a.Needs, "fee") {
		if command.Fee, err = amountOf(form, "fee", exchange.Base); err != nil {
			return err
		}
	}
	if slices.Contains(a.Needs, "txid") {
		command.Sending = &life.Sending{TxID: form.Get("txid")}
	}
	if slices.Contains(a.Needs, "payment") {
		command.Payment = &life.Payment{ID: form.Get("payment")}
		for _, m := range l.Payments {
			if m.ID == command.Payment.ID {
				command.Payment = &m
			}
		}
	}
	command.Bears = form.Get("bears") == "yes"
	if slices.Contains(a.Needs, "refund_to") || form.Get("refund_to") != "" && slices.Contains(a.May, "refund_to") {
		command.RefundTo, err = accountOf(form, "refund_to")
	}
	if a.Event == exchange.RiskFlag {
		command.Payment = flagged(l)
	}
	return err
}

// flagged is the payment that an operator calls risky: the first that counts. Why is
// the operator's reason, which is sealed with the event.
func flagged(l life.Life) *life.Payment {
	for _, m := range l.Payments {
		if !m.Dropped && m.Case == "" && m.Currency == l.Quote.Deal.From.Code {
			m.Risk = "the judgement of an operator"
			return &m
		}
	}
	return nil
}

// amountOf reads an amount; it may be zero.
func amountOf(form url.Values, name, currency string) (*exchange.Amount, error) {
	value, err := decimal.NewFromString(form.Get(name))
	if err != nil || value.Sign() < 0 || len(form.Get(name)) > 40 {
		return nil, refuse(http.StatusUnprocessableEntity, string(exchange.AmountSyntax), "Nothing was done: an amount is digits with at most one point, such as 12.5.")
	}
	return &exchange.Amount{Value: value, Currency: currency}, nil
}

func accountOf(form url.Values, name string) (*store.Account, error) {
	address, err := words(form, name)
	if err != nil {
		return nil, err
	}
	memo, err := words(form, name+"_memo")
	return &store.Account{Address: address, Memo: memo}, err
}

// everyOpen are the states of which an order can be suspended.
var everyOpen = []exchange.State{
	exchange.AwaitingPayment, exchange.Confirming, exchange.Received, exchange.Verification, exchange.ConvertedState, exchange.LateReview,
}

// each has one decision made of all orders in some states, and counts how many took
// it and how many refused it.
func (d *Desk) each(ctx context.Context, states []exchange.State, command life.Command) (took, refused int, err error) {
	ctx = context.WithoutCancel(ctx)
	for _, state := range states {
		ids, err := d.Store.InState(ctx, state)
		if err != nil {
			return took, refused, err
		}
		for _, id := range ids {
			switch _, err := d.Office.Do(ctx, id, command); {
			case err == nil:
				took++
			case isRefusal(err):
				refused++
			default:
				return took, refused, err
			}
		}
	}
	return took, refused, nil
}
