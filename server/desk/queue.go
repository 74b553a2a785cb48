package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// queuePage is how many orders a page of a list has.
const queuePage = 50

// getOwed shows what is owed to clients: what was too small to send, and money in
// another currency that was not yet given back.
func (d *Desk) getOwed(c echo.Context) error {
	ctx := c.Request().Context()
	view := templates.DeskQueue{Chosen: templates.DeskOwed}
	all, err := d.Store.Owed(ctx, c.QueryParam("after"), queuePage+1)
	if err != nil {
		return err
	}
	orders, last := 0, ""
	for _, o := range all {
		if o.ID != last {
			if orders == queuePage {
				view.Next = "/desk/?" + url.Values{"why": {view.Chosen}, "after": {last}}.Encode()
				break
			}
			orders, last = orders+1, o.ID
		}
		debt := templates.DeskDebt{
			ID: o.ID, State: o.State, Reason: o.Reason, Amount: exchange.Amount{Value: o.Amount, Currency: o.Asset}, Since: o.Since,
		}
		if o.Asset == exchange.Base {
			if debt.Now, err = d.sendable(ctx, o.ID); err != nil {
				return err
			}
		}
		view.Owed = append(view.Owed, debt)
	}
	if err := d.around(ctx, &view); err != nil {
		return err
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskQueuePage(d.page(c, "Owed to clients", "queue"), view))
}

// sendable says whether what an order owes can be sent by now, and how.
func (d *Desk) sendable(ctx context.Context, id string) (templates.DeskSendable, error) {
	l, err := d.Office.Load(ctx, id)
	if err != nil {
		return "", err
	}
	if l.Settled != nil {
		return templates.OwedUnderWay, nil
	}
	w, err := d.Office.World(l.Order)
	if err != nil {
		return "", err
	}
	for _, way := range []struct {
		bears bool
		says  templates.DeskSendable
	}{{false, templates.OwedNow}, {true, templates.OwedBearing}} {
		r, err := l.Settlement(w, way.bears)
		switch {
		case err != nil:
			return templates.OwedNoPrice, nil
		case r.Figures.Refund.Value.Sign() > 0:
			return way.says, nil
		}
	}
	return templates.OwedSmall, nil
}

// getQueue shows what needs a person, or the orders of one state.
func (d *Desk) getQueue(c echo.Context) error {
	if c.QueryParam("why") == templates.DeskOwed {
		return d.getOwed(c)
	}
	ctx := c.Request().Context()
	view := templates.DeskQueue{Chosen: c.QueryParam("why"), State: exchange.State(c.QueryParam("state"))}
	filter := store.QueueFilter{Waiting: view.State == "", Reason: view.Chosen, State: view.State}
	listed, err := d.Store.Queue(ctx, filter, c.QueryParam("after"), queuePage+1)
	if err != nil {
		return err
	}
	if len(listed) > queuePage {
		listed = listed[:queuePage]
		more := url.Values{"after": {listed[queuePage-1].ID}}
		if view.Chosen != "" {
			more.Set("why", view.Chosen)
		}
		if view.State != "" {
			more.Set("state", string(view.State))
		}
		view.Next = "/desk/?" + more.Encode()
	}
	for _, q := range listed {
		row, err := d.row(ctx, q)
		if err != nil {
			return err
		}
		view.Rows = append(view.Rows, row)
	}
	if err := d.around(ctx, &view); err != nil {
		return err
	}
	title := "Queue"
	if view.State != "" {
		title = "Orders"
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskQueuePage(d.page(c, title, "queue"), view))
}

// around reads what stands above the list: what waits, and money of nobody.
func (d *Desk) around(ctx context.Context, view *templates.DeskQueue) error {
	counts, err := d.Store.QueueCounts(ctx)
	if err != nil {
		return err
	}
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		view.Counts = append(view.Counts, templates.DeskCount{Code: code, N: counts[code]})
	}
	if view.Told, err = d.Store.WaitingSightings(ctx); err != nil {
		return err
	}
	strays, err := d.Store.Strays(ctx, queuePage)
	if err != nil {
		return err
	}
	for _, e := range strays {
		view.Strays = append(view.Strays, templates.DeskStray{ID: e.Subject, At: e.At, Facts: strayFacts(e)})
	}
	return nil
}

func strayFacts(e store.AuditEntry) []string {
	var f struct{ Venue, Currency, Amount, State, TxID string }
	if json.Unmarshal(e.Data, &f) != nil {
		return nil
	}
	facts := []string{f.Amount + " " + f.Currency, f.State, "at " + f.Venue}
	if f.TxID != "" {
		facts = append(facts, f.TxID)
	}
	return facts
}

// row is an order as a list shows it, with the time that runs for it.
func (d *Desk) row(ctx context.Context, q store.Queued) (templates.DeskRow, error) {
	row := templates.DeskRow{
		ID: q.ID, State: q.State, Reason: q.Reason, Created: q.Created, Since: q.Changed, Case: q.Parent != "",
		Give: listed(q.Give, q.From), Get: listed(q.Get, q.To),
	}
	for _, why := range []string{q.Queue, q.Hand} {
		if why != "" {
			row.Why = append(row.Why, why)
		}
	}
	if q.State == exchange.AwaitingPayment {
		row.Until, row.UntilWhat = q.Deadline, "to pay"
		return row, nil
	}
	if len(row.Why) == 0 || store.Ended(q.State) {
		return row, nil
	}
	l, err := d.Office.Load(ctx, q.ID)
	if err != nil {
		return row, err
	}
	row.Until, row.UntilWhat = pressing(l)
	return row, nil
}

func listed(amount, code string) exchange.Amount {
	value, err := decimal.NewFromString(amount)
	if err != nil {
		return exchange.Amount{Currency: code}
	}
	return exchange.Amount{Value: value, Currency: code}
}

// pressing is the time of an order that is over first, and what it is for.
func pressing(l life.Life) (until time.Time, what string) {
	for _, t := range times(l) {
		if !t.Time.IsZero() && (until.IsZero() || t.Time.Before(until)) {
			until, what = t.Time, t.Text
		}
	}
	return until, what
}

// times are the times that run for an order.
func times(l life.Life) []templates.DeskFact {
	var all []templates.DeskFact
	add := func(name, text string, clause exchange.Clause, at time.Time) {
		if !at.IsZero() {
			all = append(all, templates.DeskFact{Name: name, Text: text, Clause: clause, Time: at})
		}
	}
	if l.Stands() == exchange.AwaitingPayment {
		add("Time to pay", "to pay", exchange.ClauseOverdue, l.PayBefore())
	}
	if q := l.Question; q != nil && l.State == exchange.Verification && q.Answered.IsZero() {
		add("Client's answer", "for the client's answer", exchange.ClauseVerify, q.Until)
	}
	add("Client's choice", "for the client's choice", exchange.ClauseChoice, l.Choice)
	if !l.Ended() {
		add("Withdrawal", "for the withdrawal", exchange.ClauseWithin, l.PayoutBy.By)
	}
	if l.State == exchange.RefundDue || l.State == exchange.Refunded {
		add("Refund", "for the refund", exchange.ClauseReturn, l.RefundBy.By)
	}
	return all
}

// postStray writes down what became of money that belongs to no order.
func (d *Desk) postStray(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	strays, err := d.Store.Strays(c.Request().Context(), 1000)
	if err != nil {
		return err
	}
	id := form.Get("deposit")
	if !slices.ContainsFunc(strays, func(e store.AuditEntry) bool { return e.Subject == id }) {
		return refuse(http.StatusConflict, codeNotFound, "This deposit is settled already, or there is none such.")
	}
	err = d.Store.Note(c.Request().Context(), store.AuditEntry{Operator: who(c).Operator.Name, Event: "stray_settled", Subject: id, Why: why})
	return errors.Join(err, done(c, "/desk/", "stray_settled"))
}
