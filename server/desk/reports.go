package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
)

// getReports shows what visitors report of rates they saw elsewhere: those that
// wait, the oldest first, or those that were closed, the newest first.
func (d *Desk) getReports(c echo.Context) error {
	view, list := templates.DeskSightings{Closed: c.QueryParam("closed") == "yes"}, d.Store.OpenSightings
	if view.Closed {
		list = d.Store.ClosedSightings
	}
	all, err := list(c.Request().Context(), c.QueryParam("after"), queuePage+1)
	if err != nil {
		return err
	}
	if len(all) > queuePage {
		all = all[:queuePage]
		more := url.Values{"after": {all[queuePage-1].ID}}
		if view.Closed {
			more.Set("closed", "yes")
		}
		view.Next = "/desk/reports?" + more.Encode()
	}
	for _, s := range all {
		view.All = append(view.All, sightingView(s))
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskSightingsPage(d.page(c, "Reports of rates", "reports"), view))
}

func sightingView(s store.Sighting) templates.DeskSighting {
	v := templates.DeskSighting{
		ID: s.ID, At: s.At, From: s.Facts.From, To: s.Facts.To, Give: s.Facts.Give, Get: s.Facts.Get, Minute: s.Facts.Minute,
		Finding: templates.Verdict(s.Facts.Finding), Differs: strings.TrimPrefix(s.Facts.Differs, "-"), Snapshots: s.Facts.Snapshots,
		Where: s.Sender.Where, Words: s.Sender.Words, Email: s.Sender.Email, Erased: s.Erased,
		ClosedAt: s.Closed, ClosedBy: s.ClosedBy, Reason: s.Reason,
	}
	v.Nearest.Unit, v.Nearest.Per, v.Nearest.Rate = s.Facts.Unit, s.Facts.Per, s.Facts.Rate
	return v
}

// postCloseReport closes a report, with a reason.
func (d *Desk) postCloseReport(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	err = d.Store.CloseSighting(c.Request().Context(), form.Get("report"), why, who(c).Operator.Name)
	if errors.Is(err, store.ErrNotFound) {
		return refuse(http.StatusConflict, codeNotFound, "Nothing was done: the report is closed already, or there is none such.")
	}
	if err != nil {
		return err
	}
	return done(c, "/desk/reports", "report_closed")
}
