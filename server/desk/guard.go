package desk

import (
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/logline"
	"agio/server/proxy"
)

// secure sets the headers that every answer of the desk carries.
func (d *Desk) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(headers.CSP, headers.Nothing)
		for _, always := range headers.Always() {
			h.Set(always.Name, always.Value)
		}
		if d.TLS || d.secured() || proxy.Trusted(d.TrustedProxies).TLS(c.Request()) {
			h.Set(headers.Transport.Name, headers.Transport.Value)
		}
		h.Set(headers.Caching, "no-store")
		h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		return next(c)
	}
}

// logRequest writes one line for a request, in the form of the site's own log.
func (d *Desk) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := d.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		r := c.Response()
		line := []any{"method", logline.Method(c.Request().Method), "route", routeOf(c), "status", r.Status, "duration", d.Now().Sub(started), "bytes", r.Size}
		if code, ok := c.Get(refusedCode).(string); ok {
			line = append(line, "refused", code)
		}
		d.Log.Info("request", line...)
		return nil
	}
}

func routeOf(c echo.Context) string {
	if c.Path() == "" {
		return "/desk/*"
	}
	return c.Path()
}

// recover turns a panic into an answer.
func (d *Desk) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			d.Log.Error("a request panicked", "route", routeOf(c), "what", logline.Panic(p), "stack", string(debug.Stack()))
			err = echo.ErrInternalServerError
		}()
		return next(c)
	}
}

// rightHost sends whoever comes by an address of this machine to the name that
// passkeys are bound to.
func (d *Desk) rightHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		address, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil || !address.IsLoopback() || d.origin.Hostname() != "localhost" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			return next(c)
		}
		return c.Redirect(http.StatusTemporaryRedirect, d.Origin+r.URL.EscapedPath())
	}
}

// sameSite refuses a post that another site's page made the browser send.
func sameSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if from := r.Header.Get("Sec-Fetch-Site"); r.Method != http.MethodGet && r.Method != http.MethodHead && from != "" && from != "same-origin" {
			return refuse(http.StatusForbidden, codeCrossSite, "The page of another site sent this request; nothing was done.")
		}
		return next(c)
	}
}

// limitPosts refuses posts that come too fast from one address.
func (d *Desk) limitPosts(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodPost && !d.visitors.allow(c.RealIP()) {
			return refuse(http.StatusTooManyRequests, codeTooMany, "Too many requests came from your address in a short time; nothing was done. Wait a few seconds.")
		}
		return next(c)
	}
}
