package api

import (
	"errors"
	"log"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/server/logline"
)

// logRequest writes one line for a request, with the code of what was refused. It names the route or a file that
// the office itself has, never what a stranger wrote.
func (s *Server) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := s.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		r := c.Response()
		line := []any{"method", logline.Method(c.Request().Method), "route", s.routeOf(c),
			"status", r.Status, "duration", s.Now().Sub(started), "bytes", r.Size}
		if code, ok := c.Get(refusedCode).(string); ok {
			line = append(line, "refused", code)
		}
		s.Log.Info("request", line...)
		return nil
	}
}

// refusedCode is where a handler leaves the code of what it refused.
const refusedCode = "refused"

// routeOf is the template of the route, or the file that was asked for when the
// office has it.
func (s *Server) routeOf(c echo.Context) string {
	if c.Path() != "/*" {
		return c.Path()
	}
	if path := c.Request().URL.Path; s.known(path) {
		return path
	}
	return "/*"
}

// recover turns a panic into an answer. The log gets where it happened and what
// sort it was.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			s.Log.Error("a request panicked", "route", s.routeOf(c), "what", logline.Panic(p), "stack", string(debug.Stack()))
			err = errPanic
		}()
		return next(c)
	}
}

var errPanic = errors.New("panic")

// quietLog passes on what the HTTP server complains of without the addresses of
// its clients.
func quietLog(to *slog.Logger) *log.Logger { return log.New(quiet{to}, "", 0) }

type quiet struct{ to *slog.Logger }

func (q quiet) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	for _, before := range []string{" from ", " serving ", " to ", " ["} {
		text, _, _ = strings.Cut(text, before)
	}
	q.to.Warn("http server", "what", text)
	return len(line), nil
}
