package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
)

const (
	// searchMost is how many orders a search shows.
	searchMost = 50
	// searchOpens is how many orders one search opens to look at what is sealed.
	searchOpens = 2000
)

// getSearch shows the form.
func (d *Desk) getSearch(c echo.Context) error {
	return d.render(c, http.StatusOK, plainPages, templates.DeskSearchPage(d.page(c, "Search", "search"), templates.DeskSearch{}))
}

// postSearch looks for orders by number, by what their events say in the clear, and
// by what is sealed, for which it opens one order after the other.
func (d *Desk) postSearch(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	query, err := words(form, "query")
	if err != nil {
		return err
	}
	if n := utf8.RuneCountInString(query); n < 4 || n > 200 {
		return refuse(http.StatusUnprocessableEntity, codeForm, "Search for something with 4 to 200 characters.")
	}
	ctx := c.Request().Context()
	view := templates.DeskSearch{Query: query, Asked: true}
	var ids []string
	before := form.Get("before")
	if before == "" {
		if ids, err = d.plainly(ctx, query); err != nil {
			return err
		}
	}
	sealed, looked, next, err := d.sealedly(ctx, before, query)
	if err != nil {
		return err
	}
	view.Looked, view.Next = looked, next
	if view.Rows, err = d.rowsOf(ctx, append(ids, sealed...), searchMost); err != nil {
		return err
	}
	data, err := json.Marshal(map[string]int{"found": len(view.Rows), "opened": looked})
	if err != nil {
		return err
	}
	if err := d.Store.Note(ctx, store.AuditEntry{Operator: who(c).Operator.Name, Event: "searched", Data: data}); err != nil {
		return err
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskSearchPage(d.page(c, "Search", "search"), view))
}

// plainly finds orders by their number and by what is not sealed.
func (d *Desk) plainly(ctx context.Context, query string) ([]string, error) {
	queued, err := d.Store.Queue(ctx, store.QueueFilter{Text: query}, "", searchMost)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, q := range queued {
		ids = append(ids, q.ID)
	}
	held, err := d.Store.Holding(ctx, query, searchMost)
	return append(ids, held...), err
}

// sealedly opens orders, the newest first, and finds those whose client, answers or
// notes have one of the texts. Next is where it goes on; empty at the end.
func (d *Desk) sealedly(ctx context.Context, before string, texts ...string) (found []string, looked int, next string, err error) {
	ids, err := d.Store.Newest(ctx, before, d.opens)
	if err != nil {
		return nil, 0, "", err
	}
	for _, id := range ids {
		if ctx.Err() != nil {
			return nil, looked, "", ctx.Err()
		}
		o, events, err := d.Store.Load(ctx, id)
		if err != nil {
			return nil, looked, "", err
		}
		looked++
		if has(o, events, texts) {
			found = append(found, id)
		}
		if len(found) >= searchMost {
			return found, looked, id, nil
		}
	}
	if len(ids) == d.opens {
		next = ids[len(ids)-1]
	}
	return found, looked, next, nil
}

// has says whether one of some texts stands in what is personal of an order.
func has(o store.Order, events []store.Event, wanted []string) bool {
	texts := []string{o.Person.PayOut.Address, o.Person.PayOut.Memo, o.Person.RefundTo.Address, o.Person.RefundTo.Memo, o.Person.Email}
	for _, e := range events {
		texts = append(texts, string(e.Sealed))
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		text = strings.ToLower(text)
		return slices.ContainsFunc(wanted, func(w string) bool { return strings.Contains(text, strings.ToLower(w)) })
	})
}

// rowsOf gives the rows of orders, each once.
func (d *Desk) rowsOf(ctx context.Context, ids []string, most int) ([]templates.DeskRow, error) {
	var rows []templates.DeskRow
	seen := make(map[string]bool)
	for _, id := range ids {
		if seen[id] || len(rows) >= most {
			continue
		}
		seen[id] = true
		queued, err := d.Store.Queue(ctx, store.QueueFilter{Text: id}, "", 1)
		if err != nil {
			return nil, err
		}
		for _, q := range queued {
			row, err := d.row(ctx, q)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}
