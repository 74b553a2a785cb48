package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/templates"
	"agio/wasm/exchange"
)

// home is the way back of every page made here.
var home = []templates.Crumb{{Title: "Home", Path: "/"}}

// render writes a page. It is made whole before the first byte goes out, so
// that a fault becomes a proper answer and not half a page.
func (s *Server) render(c echo.Context, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	return c.HTMLBlob(status, b.Bytes())
}

// statusGone stands in the log for a request whose client hung up before it was
// answered: nothing is wrong with the office. Should anybody still read it, it
// acknowledges nothing.
const statusGone = 499

func gone(c echo.Context, err error) bool {
	return errors.Is(err, context.Canceled) && errors.Is(c.Request().Context().Err(), context.Canceled)
}

// faulty says whether a code tells of a fault of the office. Maintenance, prices that are
// not valid at the moment, a full desk and too much at once are refused on purpose.
func faulty(code exchange.Code) bool {
	switch code {
	case codeMaintenance, codeRatesUnavailable, codeBusy, codeDeskFull:
		return false
	}
	return codes[code].status >= http.StatusInternalServerError
}

// answerError answers every request that a handler refused: programs with a
// problem document, people with a page.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if gone(c, err) {
		_ = c.NoContent(statusGone)
		return
	}
	r := refusalTo(c.Request(), s.fromEcho(err, c))
	if _, ok := codes[r.cause.Code]; !ok {
		s.Log.Error("a refusal has no status", "code", string(r.cause.Code))
		r = refuse(codeInternal, "", "Something went wrong in the office. It is not your request's fault.", "")
	}
	k := codes[r.cause.Code]
	if faulty(r.cause.Code) {
		s.Log.Error("a request failed", "route", s.routeOf(c), "code", string(r.cause.Code), "error", err.Error())
	}
	c.Set(refusedCode, string(r.cause.Code))
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	if k.status == http.StatusServiceUnavailable || k.status == http.StatusTooManyRequests {
		h.Set("Retry-After", "5")
	}
	if forPrograms(c.Request().URL.Path) {
		err = s.writeProblem(c, k, r)
	} else {
		err = s.writePage(c, k, r)
	}
	if err != nil {
		s.Log.Error("an answer could not be written", "route", s.routeOf(c), "code", string(r.cause.Code))
	}
}

// forPrograms says whether an address is asked by programs.
func forPrograms(path string) bool {
	return strings.HasPrefix(path, "/api/") || path == "/healthz" || path == "/readyz"
}

// fromEcho puts the router's own refusals into our words.
func (s *Server) fromEcho(err error, c echo.Context) error {
	var e *echo.HTTPError
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == http.StatusMethodNotAllowed && (c.Path() != "/*" || s.known(c.Request().URL.Path)):
		allow := s.allowed[c.Path()]
		c.Response().Header().Set(echo.HeaderAllow, allow)
		return refuse(codeMethod, "", "This address does not take the method.", allow)
	case e.Code == http.StatusNotFound, e.Code == http.StatusMethodNotAllowed:
		c.Response().Header().Del(echo.HeaderAllow)
		return notFound()
	}
	return err
}

// problem is a problem document (RFC 9457).
type problem struct {
	Type    string        `json:"type"`
	Title   string        `json:"title"`
	Status  int           `json:"status"`
	Detail  string        `json:"detail"`
	Code    exchange.Code `json:"code"`
	Field   string        `json:"field,omitempty"`
	Accepts string        `json:"accepts,omitempty"`
	Clause  string        `json:"clause,omitempty"`
	extra
}

func (s *Server) writeProblem(c echo.Context, k kind, r *refusal) error {
	e := r.cause
	text := marshal(problem{
		Type: "urn:agio:problem:" + string(e.Code), Title: k.title, Status: k.status, Detail: e.Message,
		Code: e.Code, Field: e.Field, Accepts: e.Accepts, Clause: s.numbers(c).Of(e.Clause), extra: r.extra,
	})
	return c.Blob(k.status, "application/problem+json", text)
}

func (s *Server) writePage(c echo.Context, k kind, r *refusal) error {
	h := c.Response().Header()
	h.Set(headers.CSP, headers.Reading)
	h.Set("X-Robots-Tag", "noindex, nofollow")
	if r.cause.Code == codeNotFound {
		return c.HTMLBlob(k.status, s.missing)
	}
	page := templates.Page{Site: &s.Page, Title: k.title, NoIndex: true, Crumbs: home}
	return s.render(c, k.status, templates.Message(page, k.title, r.cause.Message))
}

// render404 makes the page for what is not there once: it is the same for all,
// and so it tells nothing of what was asked for.
func (s *Server) render404() []byte {
	if f := s.Files["/404.html"]; f != nil {
		delete(s.Files, "/404.html")
		return f.Body
	}
	var b bytes.Buffer
	page := templates.Page{Site: &s.Page, Title: "Page not found", NoIndex: true, Crumbs: home}
	if err := templates.NotFound(page).Render(context.Background(), &b); err != nil {
		return []byte("Not found")
	}
	return b.Bytes()
}
