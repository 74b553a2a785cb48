package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/proxy"
)

// secure sets the headers that every answer carries. A handler may loosen the
// content security policy to that of its kind of page, and nothing else.
func (s *Server) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(headers.CSP, headers.Nothing)
		for _, always := range headers.Always() {
			h.Set(always.Name, always.Value)
		}
		if s.secured(c.Request()) {
			h.Set(headers.Transport.Name, headers.Transport.Value)
		}
		return next(c)
	}
}

// secured says whether the client reached the office by TLS.
func (s *Server) secured(r *http.Request) bool {
	return s.TLS || proxy.Trusted(s.TrustedProxies).TLS(r)
}

// origin is the office's own address as the client reached it.
func (s *Server) origin(r *http.Request) string {
	if s.secured(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// refuseForeign refuses a post that a page of another site made the browser send:
// neither an order nor the visitor's share of requests is another site's to spend.
func refuseForeign(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodPost && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
			return refuse(codeCrossSite, "", "The page of another site sent this request; nothing was done.", "the office's own form")
		}
		return next(c)
	}
}
