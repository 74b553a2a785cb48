package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// ask sends one request to the office.
func (o *office) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Remote" {
			r.RemoteAddr = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	return w
}

func (o *office) askOrder(body, key string, headers ...string) *httptest.ResponseRecorder {
	return o.ask("POST", "/api/orders", body, append([]string{"Content-Type", "application/json", "Idempotency-Key", key}, headers...)...)
}

func TestSixtyFourEqualRequestsGetOneAnswer(t *testing.T) {
	o := openOffice(t, nil)
	body := text(o.validOrder())
	answers := make(map[string]int)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			w := o.askOrder(body, "one-key-for-all-of-them")
			mu.Lock()
			defer mu.Unlock()
			answers[fmt.Sprint(w.Code, w.Header().Get("Location"), w.Body)]++
		})
	}
	wg.Wait()
	if len(answers) != 1 {
		t.Errorf("%d different answers", len(answers))
	}
	o.restart()
	if w := o.askOrder(body, "one-key-for-all-of-them"); answers[fmt.Sprint(w.Code, w.Header().Get("Location"), w.Body)] != 64 {
		t.Errorf("after a restart the answer is %d %s", w.Code, w.Body)
	}
}

// TestTheLogKnowsNobody sends marked requests everywhere, in order and not, and
// searches the log for the marks.
func TestTheLogKnowsNobody(t *testing.T) {
	o := openOffice(t, nil)
	headers := []string{"Remote", "203.0.113.77:4242", "User-Agent", "MARKEDagent", "Referer", "https://MARKEDreferrer.example/?q=MARKED",
		"X-Forwarded-For", "198.51.100.88", "Cookie", "MARKEDcookie=1", "Accept-Language", "MARKEDlanguage", "Authorization", "Bearer MARKEDsecret"}
	order := o.validOrder()
	order["contact"] = map[string]any{"email": "MARKED.person@example.org"}
	order["refund_to"] = map[string]any{"address": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}
	var secrets []string
	for _, fault := range []string{"", "busy", "unavailable", "unforeseen", "erased", "panic"} {
		o.orders.fault = fault
		w := o.askOrder(text(order), "MARKEDkey-of-"+fault+"-request", headers...)
		if id, secret := member(w, "id"), member(w, "secret"); fault == "" {
			if w.Code != http.StatusCreated {
				t.Fatal(w.Code, w.Body)
			}
			secrets = append(secrets, id, secret)
			o.ask("GET", "/order/"+id+"?key="+secret, "", headers...)
			o.ask("GET", "/api/orders/"+id, "", append(headers, "Authorization", "Bearer "+secret)...)
		}
		o.ask("GET", "/order/"+secrets[0]+"?key=MARKED", "", headers...)
		o.ask("GET", "/order/MARKEDid", "", headers...)
		o.ask("GET", "/api/orders/MARKEDid", "", headers...)
		o.ask("GET", "/?from=BTC&give=MARKED", "", headers...)
		o.ask("GET", "/terms?MARKED", "", headers...)
		o.ask("GET", "/MARKEDpath/MARKED", "", headers...)
		o.ask("MARKED", "/terms/", "", headers...)
		o.askOrder(`{"MARKED":1}`, "MARKEDkey-of-a-bad-request", headers...)
		o.askOrder(`{"contact":{"email":"MARKED`, "MARKEDkey-of-a-bad-request", headers...)
		form := append([]string{"Content-Type", formType}, headers...)
		o.ask("POST", "/quote?MARKED", "from=MARKED&to=MARKED&give=MARKED&email=MARKED&action=order&order_key=MARKEDkey-of-form", form...)
		o.ask("POST", "/refunds/", "currency=MARKED&paid=MARKED&stage=MARKED", form...)
		o.ask("POST", "/refunds/", "%zzMARKED", form...)
	}
	log := o.log.String()
	if lines := strings.Count(log, `"msg":"request"`); lines < 60 {
		t.Fatalf("only %d requests were logged", lines)
	}
	for _, mark := range append(secrets, "MARKED", "marked", "203.0.113", "198.51.100", "77:4242", "example.org", "bc1q", "TR7N", "give=", "key=") {
		if i := strings.Index(log, mark); i >= 0 {
			t.Errorf("the log holds %q: …%s…", mark, log[max(0, i-200):min(len(log), i+80)])
		}
	}
}

// member takes one text out of a JSON answer.
func member(w *httptest.ResponseRecorder, name string) string {
	_, rest, _ := strings.Cut(w.Body.String(), `"`+name+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestTheServersOwnComplaintsNameNobody(t *testing.T) {
	var b buffer
	log := quietLog(slog.New(slog.NewTextHandler(&b, nil)))
	log.Print("http: TLS handshake error from 203.0.113.7:50000: EOF")
	log.Print("http: panic serving [2001:db8::7]:50000: MARKED")
	log.Print("http: Accept error: too many open files; retrying in 5ms")
	text := b.String()
	if strings.Contains(text, "203.0") || strings.Contains(text, "2001:db8") || strings.Contains(text, "MARKED") || !strings.Contains(text, "TLS handshake error") || !strings.Contains(text, "too many open files") {
		t.Errorf("the log says %s", text)
	}
}

// Only what a trusted proxy says of a client is believed.
func TestProxies(t *testing.T) {
	o := openOffice(t, func(c *Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
		c.PostsPerMinute, c.PostBurst = 1, 1
	})
	for i, c := range []struct {
		remote, forwarded string
		status            int
	}{
		{"10.1.2.3:1", "198.51.100.1", 303},
		{"10.1.2.3:1", "198.51.100.1", 429},
		{"10.1.2.3:1", "198.51.100.2", 303},
		{"10.1.2.3:1", "203.0.113.5, 198.51.100.2", 429}, // what a client puts before counts for nothing
		{"10.2.2.3:1", "198.51.100.3", 303},              // not a trusted proxy
		{"10.2.2.3:1", "198.51.100.4", 429},
		{"127.0.0.1:1", "198.51.100.5", 303},
		{"127.0.0.1:1", "198.51.100.6", 429},
	} {
		w := o.ask("POST", "/quote", "from=BTC&to=USDTTRC20&give=0.1", "Content-Type", formType, "Remote", c.remote, "X-Forwarded-For", c.forwarded)
		if w.Code != c.status {
			t.Errorf("%d: %s forwarding for %s gets %d; want %d", i, c.remote, c.forwarded, w.Code, c.status)
		}
	}
	for remote, want := range map[string]bool{"10.1.2.3:1": true, "10.2.2.3:1": false, "[::ffff:10.1.2.3]:1": true} {
		w := o.ask("GET", "/", "", "Remote", remote, "X-Forwarded-Proto", "https")
		if got := w.Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("%s saying https gives HSTS: %v; want %v", remote, got, want)
		}
	}
	o.server.TLS = true
	if o.ask("GET", "/nothing", "").Header().Get("Strict-Transport-Security") == "" {
		t.Error("behind TLS there is no HSTS")
	}
}

// A proxy that nobody named is said once, and names nobody; a named one never is.
func TestAProxyThatIsNotNamedIsSaid(t *testing.T) {
	o := openOffice(t, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")} })
	said := func() int { return strings.Count(o.log.String(), "--trusted-proxy") }
	o.ask("GET", "/", "", "Remote", "10.1.2.3:1", "X-Forwarded-For", "203.0.113.77")
	o.ask("GET", "/", "", "Remote", "10.2.2.3:1")
	if said() != 0 {
		t.Error("a named proxy, or a client without one, is complained of")
	}
	for range 3 {
		o.ask("GET", "/", "", "Remote", "10.2.2.3:1", "X-Forwarded-For", "203.0.113.77")
		o.server = o.server.Follow(New(o.server.Config))
	}
	if said() != 1 {
		t.Errorf("it is said %d times", said())
	}
	if log := o.log.String(); !strings.Contains(log, `"level":"WARN"`) || strings.Contains(log, "203.0.113") || strings.Contains(log, "10.2.2.3") {
		t.Errorf("the log says %s", log)
	}
}

func TestTheLimiterForgetsTheLongestUnseen(t *testing.T) {
	l := newLimiter(1, 1, time.Now)
	address := func(i int) string { return fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255) }
	for i := range 3 * maxClients {
		l.allow(address(i))
		l.allow(address(0)) // is seen all the time
	}
	if len(l.clients) != maxClients || l.order.Len() != maxClients {
		t.Errorf("%d addresses in the table, %d in the order; want %d", len(l.clients), l.order.Len(), maxClients)
	}
	if l.allow(address(0)) || l.allow(address(3*maxClients-1)) {
		t.Error("an address seen a moment ago was forgotten")
	}
	if !l.allow(address(1)) {
		t.Error("an address not seen for long was not forgotten")
	}
	if !l.allow("no address") || l.allow("") {
		t.Error("addresses that cannot be read do not share a bucket")
	}
}

// Every answer carries the same security headers, whatever it is.
func TestEveryAnswerIsGuarded(t *testing.T) {
	o := openOffice(t, nil)
	for _, request := range []string{"GET /", "GET /nothing", "GET /terms", "PUT /terms/", "GET /api/rates", "POST /api/orders", "GET /healthz", "POST /quote", "GET /order/x", "GET /assets/agio.0123.css", "a panic", "a fault"} {
		method, path, _ := strings.Cut(request, " ")
		if o.orders.fault = ""; method == "a" {
			o.orders.fault = map[string]string{"panic": "panic", "fault": "unforeseen"}[path]
			method, path = "GET", "/api/orders/0198a0f0-0000-7000-8000-000000000000"
		}
		w := o.ask(method, path, "", "Authorization", "Bearer "+strings.Repeat("A", 22))
		if o.orders.fault != "" && w.Code != http.StatusInternalServerError {
			t.Errorf("%s answers %d", request, w.Code)
		}
		h := w.Header()
		for name, part := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "geolocation=()",
		} {
			if !strings.Contains(h.Get(name), part) {
				t.Errorf("%s: %s is %q", request, name, h.Get(name))
			}
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "'unsafe") || !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "base-uri 'none'") {
			t.Errorf("%s: the policy is %q", request, csp)
		}
	}
}

// A real connection: limits set, HEAD without a body, a body too large cut off.
func TestARealServer(t *testing.T) {
	o := openOffice(t, nil)
	settings := o.server.HTTPServer("127.0.0.1:0")
	if settings.ReadHeaderTimeout == 0 || settings.ReadTimeout == 0 || settings.WriteTimeout == 0 || settings.IdleTimeout == 0 || settings.MaxHeaderBytes == 0 || settings.ErrorLog == nil {
		t.Error("a limit of the server is not set")
	}
	s := httptest.NewUnstartedServer(o.server)
	s.Config = settings
	s.Start()
	defer s.Close()
	head, err := http.Head(s.URL + "/api/rates")
	if err != nil || head.StatusCode != http.StatusOK || head.ContentLength <= 0 {
		t.Errorf("HEAD /api/rates gives %v, %v", head, err)
	}
	r, err := http.NewRequest("POST", s.URL+"/api/orders", strings.NewReader(strings.Repeat(" ", 1<<20)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "key-of-a-large-request")
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a megabyte gets %v, %v", answer, err)
	}
}

// A client that hangs up is no fault of the office's, and what it asked for was not
// acknowledged.
func TestAClientThatHangsUpIsNoFault(t *testing.T) {
	o := openOffice(t, nil)
	placed := o.askOrder(text(o.validOrder()), "key-of-one-who-hangs-up")
	ctx, hangUp := context.WithCancel(context.Background())
	hangUp()
	r := httptest.NewRequest("GET", member(placed, "url"), nil).WithContext(ctx)
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	if w.Code != 499 || w.Body.Len() != 0 {
		t.Errorf("the answer is %d with %q", w.Code, w.Body)
	}
	if log := o.log.String(); strings.Contains(log, "ERROR") || !strings.Contains(log, `"status":499`) && !strings.Contains(log, "status=499") {
		t.Errorf("the log says:\n%s", log)
	}
}
