package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/content/headers"
	"agio/server/rates"
	"agio/templates"
	"agio/wasm/exchange"
)

// getMonitorCheck answers GET /monitor-check/: whether the office had published a
// rate that somebody saw elsewhere. Without a rate it is the page of the site.
func (s *Server) getMonitorCheck(c echo.Context) error {
	query := c.QueryParams()
	if query.Get("give") == "" && query.Get("get") == "" && query.Get("at") == "" {
		return s.getFile(c)
	}
	text := func(name string) string { return strings.TrimSpace(query.Get(name)) }
	f := templates.MonitorForm{From: text("from"), To: text("to"), Give: text("give"), Get: text("get"), At: text("at")}
	if err := s.monitorCheck(c.Request().Context(), &f); err != nil {
		return err
	}
	c.Response().Header().Set(headers.Caching, headers.AskAgainPrivately)
	c.Response().Header().Set(headers.CSP, headers.Order)
	page := templates.Page{Site: &s.Page, Path: "/monitor-check/", Title: templates.MonitorTitle, NoIndex: true, Crumbs: home}
	status := http.StatusOK
	if len(f.Refusals) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, templates.MonitorCheck(page, f))
}

// monitorCheck fills in the refusals, or the verdict with the snapshots it is from.
func (s *Server) monitorCheck(ctx context.Context, f *templates.MonitorForm) error {
	give, errGive := exchange.ParseAmount("give", f.Give, anyAmount)
	get, errGet := exchange.ParseAmount("get", f.Get, anyAmount)
	at, errAt := minuteOf(f.At)
	_, errWay := s.tariff.Direction(f.From, f.To)
	for _, err := range []error{errWay, errGive, errGet, errAt} {
		if err != nil {
			f.Refusals = append(f.Refusals, &refusalOf(err).cause)
		}
	}
	if len(f.Refusals) > 0 {
		return nil
	}
	all, err := s.Board.Then(ctx, at, at.Add(time.Minute-time.Millisecond))
	if err == nil {
		s.judge(f, all, give, get)
	}
	return err
}

// judge compares a rate with each snapshot: one that has it settles the matter, and
// else one that is better for the client.
func (s *Server) judge(f *templates.MonitorForm, all []rates.Snapshot, give, get decimal.Decimal) {
	f.Verdict = templates.VerdictNothing
	for _, snapshot := range all {
		then := templates.ThenPublished{ID: snapshot.ID, Taken: snapshot.TakenAt, Until: snapshot.ValidUntil}
		if deal, _, err := s.tariff.Deal(f.From, f.To, snapshot.Prices); err == nil {
			then.Rate = deal.Rate()
			standing := templates.Verdict(deal.Stands(give, get))
			if f.Verdict == templates.VerdictNothing || f.Verdict == templates.VerdictBetter || standing == templates.VerdictPublished {
				f.Verdict = standing
			}
		}
		f.Then = append(f.Then, then)
	}
}

// anyAmount is read with as many places as any currency may have.
var anyAmount = exchange.Currency{Places: exchange.MaxPlaces}

// minuteOf reads a minute in UTC: 2026-11-22 09:14, also with a T between.
func minuteOf(text string) (time.Time, error) {
	at, err := time.Parse("2006-01-02 15:04", strings.Replace(strings.TrimSuffix(text, "Z"), "T", " ", 1))
	if err != nil {
		return at, &exchange.Error{Code: exchange.RequestInvalid, Field: "at", Message: "This is not a minute.", Accepts: "a day and a time in UTC, such as 2026-11-22 09:14"}
	}
	return at, nil
}
