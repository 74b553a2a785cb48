package api

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"agio/content/headers"
)

// What Go's HTTP server answers before a handler is asked is guarded like every
// answer.
func TestEarlyAnswersAreGuarded(t *testing.T) {
	o := openOffice(t, func(c *Config) { c.TLS = true })
	server := o.server.HTTPServer("127.0.0.1:0")
	l, err := net.Listen("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(o.server.Guarded(l))
	defer server.Close()
	const host = "Host: office.example\r\n"
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"an address that cannot be read": {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
		"no host":                        {"GET / HTTP/1.1\r\n\r\n", 400},
		"a header's name":                {"GET / HTTP/1.1\r\n" + host + "a b: c\r\n\r\n", 400},
		"a length":                       {"GET / HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n", 400},
		"another protocol":               {"GET / HTTP/7.1\r\n" + host + "\r\n", 505},
		"another encoding":               {"POST /quote HTTP/1.1\r\n" + host + "Transfer-Encoding: x\r\n\r\n", 501},
		"headers too large":              {"GET / HTTP/1.1\r\n" + host + "A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", 431},
		"an expectation":                 {"GET / HTTP/1.1\r\n" + host + "Expect: x\r\n\r\n", 417},
		"no such page":                   {"GET /none HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", 404},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, c.request); err != nil {
				t.Fatal(err)
			}
			r, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if _, err := io.ReadAll(r.Body); err != nil || r.StatusCode != c.status {
				t.Errorf("%d, want %d (%v)", r.StatusCode, c.status, err)
			}
			for _, h := range append(headers.Always(), headers.Header{Name: headers.CSP}, headers.Transport) {
				if got := r.Header.Values(h.Name); len(got) != 1 || h.Value != "" && got[0] != h.Value {
					t.Errorf("%s: %q", h.Name, got)
				}
			}
		})
	}
}
