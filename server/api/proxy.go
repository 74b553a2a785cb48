package api

import (
	"github.com/labstack/echo/v4"

	"agio/server/proxy"
)

// sayForwarded says loudly, once, that somebody who is no trusted proxy sends
// X-Forwarded-For. Should it be a proxy of the office that nobody named, every client
// would be one and the same to the office, and share one limit of requests.
func (s *Server) sayForwarded(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if r := c.Request(); r.Header.Get(echo.HeaderXForwardedFor) != "" && !proxy.Trusted(s.TrustedProxies).Sent(r) {
			s.forwarded.Do(func() {
				s.Log.Warn("X-Forwarded-For comes from a peer that is no trusted proxy, and is not believed",
					"consequence", "if that peer is a proxy in front of the office, all clients behind it share one limit of requests, and one of them can use it up",
					"do", "name the proxy's network with --trusted-proxy; if there is none, somebody made the header up, and nothing is wrong")
			})
		}
		return next(c)
	}
}
