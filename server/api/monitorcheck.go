package api

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/content/headers"
	"agio/server/rates"
	"agio/server/rates/export"
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
	f := seen(query)
	ctx := c.Request().Context()
	err := s.monitorCheck(ctx, &f)
	if err == nil {
		f.Sent, err = s.sent(ctx, query.Get("sent"), f)
	}
	if err != nil {
		return err
	}
	return s.answerMonitorCheck(c, f)
}

// seen reads what somebody saw.
func seen(from url.Values) templates.MonitorForm {
	text := func(name string) string { return strings.TrimSpace(from.Get(name)) }
	return templates.MonitorForm{From: text("from"), To: text("to"), Give: text("give"), Get: text("get"), At: text("at")}
}

// seenAt is the address of the answer to what was seen.
func seenAt(f templates.MonitorForm, more ...string) string {
	query := url.Values{"from": {f.From}, "to": {f.To}, "give": {f.Give}, "get": {f.Get}, "at": {f.At}}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return "/monitor-check/?" + query.Encode()
}

// answerMonitorCheck shows the form with its refusals, or with the answer.
func (s *Server) answerMonitorCheck(c echo.Context, f templates.MonitorForm) error {
	keep := headers.AskAgainPrivately
	if f.Where+f.Words+f.Email != "" {
		keep = "no-store"
	}
	if f.Takes = s.Sightings != nil; f.Takes && f.Key == "" {
		f.Key = newKey()
	}
	c.Response().Header().Set(headers.Caching, keep)
	c.Response().Header().Set(headers.CSP, headers.Order)
	page := templates.Page{Site: &s.Page, Path: "/monitor-check/", Title: templates.MonitorTitle, NoIndex: true, Crumbs: home}
	return s.render(c, statusOf(c, append(f.Refusals, f.Unsent...)), templates.MonitorCheck(page, f))
}

// monitorCheck fills in the refusals, or the verdict with the snapshots it is from.
func (s *Server) monitorCheck(ctx context.Context, f *templates.MonitorForm) error {
	give, errGive := exchange.ParseAmount("give", f.Give, anyAmount)
	get, errGet := exchange.ParseAmount("get", f.Get, anyAmount)
	at, errAt := minuteOf(f.At)
	if now := s.Now().UTC(); errAt == nil && at.After(now) {
		errAt = &exchange.Error{Code: exchange.RequestInvalid, Field: "at", Message: "This minute is still to come.", Accepts: "a minute in UTC that is not later than now, " + now.Format(minuteForm)}
	}
	for _, err := range []error{errGive, errGet, errAt} {
		if err != nil {
			f.Refusals = append(f.Refusals, &refusalOf(err).cause)
		}
	}
	if len(f.Refusals) > 0 {
		return nil
	}
	all, err := s.Board.Then(ctx, at, at.Add(time.Minute-time.Millisecond))
	if err == nil {
		err = s.judge(ctx, f, all, give, get)
	}
	if err == nil && f.Verdict != templates.VerdictPublished && f.Nearest != (exchange.ShownRate{}) {
		err = s.insideOf(ctx, f, all, give, get)
	}
	if never := s.noDirection(f.From, f.To); never != nil && f.Nearest == (exchange.ShownRate{}) && err == nil {
		f.Verdict, f.Then = "", nil
		f.Refusals = append(f.Refusals, &refusalOf(never).cause)
	}
	return err
}

// noDirection refuses what no rate can be of: an unknown currency, or one into itself.
// A direction that is closed, or was never offered, can be seen elsewhere all the same.
func (s *Server) noDirection(from, to string) error {
	_, errFrom := s.tariff.Currency("from", from)
	_, errTo := s.tariff.Currency("to", to)
	if err := cmp.Or(errFrom, errTo); err != nil || from != to {
		return err
	}
	_, err := s.tariff.Direction(from, to)
	return err
}

// judge compares a rate with each snapshot, by the tariff of its time: one that has it settles the matter, and
// else the nearest one says by how much it is better or worse for the client. Where all were computed and none has
// a rate for the direction, none was offered.
func (s *Server) judge(ctx context.Context, f *templates.MonitorForm, all []rates.Snapshot, give, get decimal.Decimal) error {
	f.Verdict = templates.VerdictNone
	if len(all) == 0 {
		f.Verdict = templates.VerdictNothing
	}
	var nearest decimal.Decimal
	for _, snapshot := range all {
		then := templates.ThenPublished{ID: snapshot.ID, Taken: snapshot.TakenAt, Until: snapshot.ValidUntil, Tariff: snapshot.Signed.Tariff}
		tariff, err := s.tariffOf(ctx, snapshot)
		if err != nil {
			return err
		}
		if tariff == nil {
			f.Then = append(f.Then, then)
			if f.Verdict == templates.VerdictNone {
				f.Verdict = templates.VerdictNothing
			}
			continue
		}
		if deal, _, err := tariff.Deal(f.From, f.To, snapshot.Prices); err == nil {
			then.Rate = deal.Rate()
			verdict, differs := templates.Verdict(deal.Stands(give, get)), deal.Differs(give, get)
			more := settles(verdict) - settles(f.Verdict)
			if f.Nearest == (exchange.ShownRate{}) || more > 0 || more == 0 && differs.Abs().LessThan(nearest) {
				f.Verdict, f.Differs, f.Nearest, nearest = verdict, differs, then.Rate, differs.Abs()
				f.Are = deal.Published(give, get)
			}
		}
		f.Then = append(f.Then, then)
	}
	return nil
}

// insideOf looks whether a rate is one of the file without a place for the payout fee, which has it inside. The
// reserves are those of today: they decide whether the file tells a direction, and hardly ever of its digits.
func (s *Server) insideOf(ctx context.Context, f *templates.MonitorForm, all []rates.Snapshot, give, get decimal.Decimal) error {
	public := s.Exports[""]
	if public == nil {
		return nil
	}
	under := make(map[*exchange.Tariff]*export.Exporter)
	for _, snapshot := range all {
		tariff, err := s.tariffOf(ctx, snapshot)
		if err != nil {
			return err
		}
		if tariff == nil {
			continue
		}
		if under[tariff] == nil {
			if under[tariff], err = public.Under(tariff); err != nil {
				continue // the settings of today do not fit the tariff of then
			}
		}
		moment := export.Moment{Taken: snapshot.TakenAt, Prices: snapshot.Prices, Reserves: s.Set.Reserves}
		in, out, tells := under[tariff].Inside(moment, f.From, f.To)
		if tells && exchange.WrittenAs(give, get, in, out) {
			f.Verdict, f.Differs = templates.VerdictInside, decimal.Decimal{}
			return nil
		}
	}
	return nil
}

// settles says which verdict counts where snapshots differ: that some has the rate, then that one may have it.
func settles(v templates.Verdict) int {
	switch v {
	case templates.VerdictPublished:
		return 2
	case templates.VerdictDigits:
		return 1
	}
	return 0
}

// anyAmount is read with as many places as any currency may have.
var anyAmount = exchange.Currency{Places: exchange.MaxPlaces}

// minuteForm is how a minute is written.
const minuteForm = "2006-01-02 15:04"

// minuteOf reads a minute in UTC: 2026-11-22 09:14, also with a T between.
func minuteOf(text string) (time.Time, error) {
	at, err := time.Parse(minuteForm, strings.Replace(strings.TrimSuffix(text, "Z"), "T", " ", 1))
	if err != nil {
		return at, &exchange.Error{Code: exchange.RequestInvalid, Field: "at", Message: "This is not a minute.", Accepts: "a day and a time in UTC, such as 2026-11-22 09:14"}
	}
	return at, nil
}
