// Package proxy says what is believed of a proxy in front of the office: the site and the
// desk believe the same. What anybody else says of a client is not believed.
package proxy

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"
)

// Trusted are the networks of the proxies that are believed.
type Trusted []netip.Prefix

// Sent says whether the connection itself comes from a trusted proxy.
func (t Trusted) Sent(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range t {
		if p.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// TLS says whether the client of a request came by TLS, whoever ended it.
func (t Trusted) TLS(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get(echo.HeaderXForwardedProto) == "https" && t.Sent(r)
}

// Addresses finds a client's address: that of the connection, or what a trusted
// proxy says of it in X-Forwarded-For.
func (t Trusted) Addresses() echo.IPExtractor {
	if len(t) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range t {
		p = p.Masked()
		options = append(options, echo.TrustIPRange(&net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
