package api

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Two hundred connections that send a byte now and then, in the headers or in the
// body, hold nobody up and are all shed when their time is over. The times of the
// test are a fifth of the office's own, which are limited at all.
func TestSlowConnectionsAreShed(t *testing.T) {
	o := openOffice(t, nil)
	server := o.server.HTTPServer("127.0.0.1:0")
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.ReadHeaderTimeout > 10*time.Second {
		t.Fatalf("the office's own times: %v %v %v %v", server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout)
	}
	server.ReadHeaderTimeout, server.ReadTimeout = server.ReadHeaderTimeout/5, server.ReadTimeout/5
	l, err := net.Listen("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	var wait sync.WaitGroup
	var shed atomic.Int64
	begin := time.Now()
	for i := range 200 {
		wait.Go(func() {
			if crawlUntilShed(l.Addr().String(), i%2 == 0) {
				shed.Add(1)
			}
		})
	}
	for range 20 { // meanwhile others are served
		r, err := http.Get(fmt.Sprintf("http://%s/healthz", l.Addr()))
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("while slow connections hang on: %v %v", r, err)
		}
		r.Body.Close()
	}
	served := time.Since(begin)
	wait.Wait()
	if shed.Load() != 200 {
		t.Errorf("%d of 200 slow connections were shed", shed.Load())
	}
	t.Logf("20 others were served in %v, the slow ones shed after %v", served, time.Since(begin))
}

// crawlUntilShed sends a request byte by byte and says whether the server ended it
// before the request could.
func crawlUntilShed(addr string, body bool) bool {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return false
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Minute))
	begin := "GET / HTTP/1.1\r\nHost: office\r\nX-Slow: "
	if body {
		begin = "POST /api/orders HTTP/1.1\r\nHost: office\r\nContent-Type: application/json\r\nIdempotency-Key: a-key-that-is-slow\r\nContent-Length: 10000\r\n\r\n{"
	}
	if _, err := io.WriteString(c, begin); err != nil {
		return true
	}
	go io.Copy(io.Discard, c)
	for range 300 {
		if _, err := io.WriteString(c, " "); err != nil {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}
