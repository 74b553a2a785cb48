package api

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
)

// Sightings keeps what visitors tell the desk about rates they saw elsewhere;
// *store.Store does.
type Sightings interface {
	AddSighting(ctx context.Context, form string, facts store.SightingFacts, who store.SightingSender, mostOpen int) (string, error)
	SightingSeen(ctx context.Context, id string) (store.SightingFacts, error)
}

// mostSightings is how many may wait for the desk unless Config says otherwise.
const mostSightings = 1000

// maxWhere is the longest name of a place where a rate was seen.
const maxWhere = 200

// postMonitorCheck answers POST /monitor-check/: what was seen, with where, goes to
// the desk together with what the office finds. It is found anew here: what a form
// says of a finding counts for nothing. The answer stands at the address of the check.
func (s *Server) postMonitorCheck(c echo.Context) error {
	form, err := readForm(c)
	if err != nil {
		return err
	}
	if s.Sightings == nil {
		return notFound()
	}
	f, ctx := seen(form), c.Request().Context()
	f.Where, f.Words, f.Email = strings.TrimSpace(form.Get("where")), ownLines(form.Get("words")), strings.TrimSpace(form.Get("email"))
	f.Key = form.Get("key")
	if r := checkKey(f.Key); r != nil {
		return r
	}
	if err := s.monitorCheck(ctx, &f); err != nil {
		return err
	}
	if len(f.Refusals) > 0 {
		return s.answerMonitorCheck(c, f)
	}
	if r := checkSighting(f); r != nil {
		f.Unsent = append(f.Unsent, s.said(c, r))
		return s.answerMonitorCheck(c, f)
	}
	id, err := s.Sightings.AddSighting(ctx, f.Key, factsOf(f), store.SightingSender{Where: f.Where, Words: f.Words, Email: f.Email}, s.MostSightings)
	if errors.Is(err, store.ErrKeyReused) {
		f.Key = "" // the page gets a new one
	}
	if err != nil {
		f.Unsent = append(f.Unsent, s.said(c, unkept(err)))
		return s.answerMonitorCheck(c, f)
	}
	return toLink(c, seenAt(f, "sent", id)+"#sent")
}

// sent says whether an id is that of a report of the very rate that a page is about.
func (s *Server) sent(ctx context.Context, id string, f templates.MonitorForm) (bool, error) {
	if s.Sightings == nil || id == "" {
		return false, nil
	}
	told, err := s.Sightings.SightingSeen(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil && told.Seen() == factsOf(f).Seen(), err
}

// unkept says of a fault of the storage, and of a form sent before, that it was no order
// that was to be kept.
func unkept(err error) error {
	if errors.Is(err, store.ErrKeyReused) {
		return refuse(codeKeyReused, "", "This form has brought another report already; what it says now was not stored.", "the same form once more: it is a report of its own now")
	}
	if errors.Is(err, store.ErrBusy) || errors.Is(err, store.ErrClosed) || errors.Is(err, store.ErrUnavailable) {
		return refuse(codeUnavailable, "", "The report could not be stored, or it is not known whether it was.", "the same form again; it is kept once")
	}
	return err
}

// checkSighting refuses what cannot be kept. The figures are kept in the clear, so
// that they too must not be a card number.
func checkSighting(f templates.MonitorForm) *refusal {
	if f.Where == "" {
		return refuse(codeMissing, "where", "It is not said where the rate was seen.", "the name or the address of the other site")
	}
	if r := checkFree("where", f.Where, maxWhere); r != nil {
		return r
	}
	if r := checkLines("words", f.Words); r != nil {
		return r
	}
	if r := checkEmail("email", f.Email); r != nil {
		return r
	}
	for _, figure := range []string{f.Give, f.Get} {
		if cardLike(figure) {
			return checkFree("", figure, len(figure))
		}
	}
	return nil
}

// factsOf is what the office keeps of a check in the clear.
func factsOf(f templates.MonitorForm) store.SightingFacts {
	facts := store.SightingFacts{From: f.From, To: f.To, Give: f.Give, Get: f.Get, Finding: string(f.Verdict)}
	if at, err := minuteOf(f.At); err == nil {
		facts.Minute = at.Format(minuteForm)
	}
	if f.Verdict == templates.VerdictBetter || f.Verdict == templates.VerdictWorse {
		facts.Differs = f.Differs.String()
	}
	facts.Unit, facts.Per, facts.Rate = f.Nearest.Unit, f.Nearest.Per, f.Nearest.Rate
	for _, then := range f.Then {
		facts.Snapshots = append(facts.Snapshots, then.ID)
	}
	return facts
}
