package proxy

import (
	"crypto/tls"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestWhoIsBelieved(t *testing.T) {
	trusted := Trusted{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("2001:db8::/32")}
	for _, c := range []struct {
		remote, proto string
		sent, tls     bool
	}{
		{"10.1.2.3:1", "https", true, true},
		{"10.1.2.3:1", "http", true, false},
		{"10.1.2.3:1", "", true, false},
		{"[::ffff:10.1.2.3]:1", "https", true, true},
		{"[2001:db8::7]:1", "https", true, true},
		{"10.2.2.3:1", "https", false, false},
		{"127.0.0.1:1", "https", false, false},
		{"pipe", "https", false, false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-Proto", c.proto)
		r.Header.Set("X-Forwarded-For", "198.51.100.1")
		if sent, secured := trusted.Sent(r), trusted.TLS(r); sent != c.sent || secured != c.tls {
			t.Errorf("%s saying %q: sent by a proxy %v, by TLS %v", c.remote, c.proto, sent, secured)
		}
		if address := trusted.Addresses()(r); (address == "198.51.100.1") != c.sent {
			t.Errorf("%s: the client's address is %s", c.remote, address)
		}
		if Trusted(nil).TLS(r) || Trusted(nil).Addresses()(r) == "198.51.100.1" {
			t.Errorf("%s is believed where nobody is trusted", c.remote)
		}
		if r.TLS = new(tls.ConnectionState); !Trusted(nil).TLS(r) {
			t.Error("a connection by TLS is none")
		}
	}
}
