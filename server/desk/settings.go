package desk

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// getOffice shows what the whole office is set to.
func (d *Desk) getOffice(c echo.Context) error {
	ctx := c.Request().Context()
	n, err := d.Store.Notice(ctx)
	if err != nil {
		return err
	}
	now := d.Now()
	view := templates.DeskOffice{From: n.From, Until: n.Until, Text: n.Text, On: n.On(now), Past: n.Past(now), Origin: d.Origin}
	for _, state := range everyOpen {
		ids, err := d.Store.InState(ctx, state)
		if err != nil {
			return err
		}
		view.Open += len(ids)
	}
	ids, err := d.Store.InState(ctx, exchange.Suspended)
	if err != nil {
		return err
	}
	view.Suspended = len(ids)
	if d.Venue != nil {
		view.Venue = d.Venue.Name()
		status, err := d.Venue.Status(ctx)
		view.Works, view.VenueWhy = err == nil && status.Works, status.Why
	}
	terms := d.Page().Terms
	view.Settings = append(view.Settings, templates.DeskFact{Name: "Terms in force", Text: "edition " + terms.Edition})
	for _, p := range terms.Parameters {
		view.Settings = append(view.Settings, templates.DeskFact{Name: strings.ReplaceAll(p.Name, "_", " "), Text: p.Printed(), Clause: terms.ClauseOf(p.Name)})
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskOfficePage(d.page(c, "Office", "office"), view))
}

// postNotice announces maintenance, or takes the announcement back.
func (d *Desk) postNotice(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	var n store.Notice
	what := "notice_gone"
	if form.Get("action") == "announce" {
		if n, err = d.noticeOf(form); err != nil {
			return err
		}
		what = "notice_set"
	}
	if err := d.Store.SetNotice(c.Request().Context(), n, who(c).Operator.Name, why); err != nil {
		return err
	}
	return done(c, "/desk/office", what)
}

// noticeOf reads an announcement. It begins now where no beginning is named, and
// lasts until further notice where no end is.
func (d *Desk) noticeOf(form url.Values) (n store.Notice, err error) {
	if n.Text, err = words(form, "text"); err != nil {
		return n, err
	}
	if utf8.RuneCountInString(n.Text) > 300 {
		return n, refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: the text is longer than 300 characters.")
	}
	n.From = d.Now().UTC().Truncate(time.Second)
	if form.Get("from") != "" {
		if n.From, err = moment(form.Get("from")); err != nil {
			return n, err
		}
	}
	if form.Get("until") != "" {
		if n.Until, err = moment(form.Get("until")); err != nil {
			return n, err
		}
		if !n.Until.After(n.From) || n.Past(d.Now()) {
			return n, refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: the end lies before the beginning, or is past.")
		}
	}
	return n, nil
}

// moment reads a moment as browsers send it, or as people write it; it is in UTC.
func moment(text string) (time.Time, error) {
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05"} {
		if at, err := time.Parse(form, strings.TrimSpace(text)); err == nil {
			return at, nil
		}
	}
	return time.Time{}, refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: a moment is written 2026-11-22 10:30, in UTC.")
}

// postSuspendAll suspends every order that is open (3.14, 3.15).
func (d *Desk) postSuspendAll(c echo.Context) error {
	return d.all(c, exchange.Suspend, everyOpen, "suspended_all")
}

// postResumeAll takes up again every order that is suspended and waits for nobody's
// choice.
func (d *Desk) postResumeAll(c echo.Context) error {
	return d.all(c, exchange.Resume, []exchange.State{exchange.Suspended}, "resumed_all")
}

// all has one decision made of many orders. What happened is noted also when it
// ended half-way.
func (d *Desk) all(c echo.Context, e exchange.Event, states []exchange.State, what string) error {
	_, why, err := reasoned(c)
	if err != nil {
		return err
	}
	ctx, operator := c.Request().Context(), who(c).Operator.Name
	took, refused, fault := d.each(ctx, states, life.Command{Event: e, Actor: exchange.ByDesk, Operator: operator, Why: why})
	data, err := json.Marshal(map[string]int{"orders": took, "refused": refused})
	if err == nil {
		err = d.Store.Note(ctx, store.AuditEntry{Operator: operator, Event: what, Why: why, Data: data})
	}
	if err := errors.Join(fault, err); err != nil {
		return err
	}
	return done(c, "/desk/office", what)
}
