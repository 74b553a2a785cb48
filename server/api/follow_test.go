package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// placed makes an order and gives its id and secret.
func placed(t *testing.T, o *office) (id, secret string) {
	t.Helper()
	answer := o.ask("POST", "/api/orders", text(o.validOrder()), "Content-Type", "application/json", "Idempotency-Key", "key-of-"+strings.ReplaceAll(t.Name(), "/", "-")[:10])
	var order struct{ ID, Secret string }
	if err := json.Unmarshal(answer.Body.Bytes(), &order); err != nil || order.Secret == "" {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return order.ID, order.Secret
}

// impatient serves the office as one that gives up short answers and short bodies
// after a fifth of a second.
func impatient(t *testing.T, o *office) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(o.server)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// followOrder opens the stream of an order.
func followOrder(t *testing.T, server *httptest.Server, id, secret string) (*http.Response, *bufio.Reader) {
	t.Helper()
	answer, err := http.Get(server.URL + "/order/" + id + "/events?key=" + secret)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer, bufio.NewReader(answer.Body)
}

// version reads to the next version that the stream tells.
func version(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	for {
		if text := event(t, r); strings.Contains(text, "event: version\n") {
			return text
		}
	}
}

// The stream tells the number of each version and nothing else, outlives the
// time-outs of short answers, beats, and ends when the office closes.
func TestOrdersAreFollowed(t *testing.T) {
	closing := make(chan struct{})
	o := openOffice(t, func(c *Config) { c.Closing = closing })
	o.server.heartbeat = 50 * time.Millisecond
	id, secret := placed(t, o)
	answer, r := followOrder(t, impatient(t, o), id, secret)
	if h := answer.Header; answer.StatusCode != 200 || h.Get("Content-Type") != "text/event-stream" || h.Get("Cache-Control") != "no-store" {
		t.Fatalf("the stream begins with %d %v", answer.StatusCode, h)
	}
	if got := version(t, r); got != "id: 1\nevent: version\ndata: 1\n" {
		t.Errorf("the first event is %q", got)
	}
	time.Sleep(500 * time.Millisecond)
	o.worker.happen(t, id, "address_assigned", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")
	if got := version(t, r); got != "id: 2\nevent: version\ndata: 2\n" {
		t.Errorf("the second event is %q", got)
	}
	close(closing)
	ended := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, r); ended <- err }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the stream broke off: %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream outlasts the office")
	}
}

func TestFollowersAreBounded(t *testing.T) {
	o := openOffice(t, nil)
	id, secret := placed(t, o)
	server := impatient(t, o)
	for range followersPerOrder {
		if answer, _ := followOrder(t, server, id, secret); answer.StatusCode != 200 {
			t.Fatalf("one within the bound is answered %d", answer.StatusCode)
		}
	}
	if answer, _ := followOrder(t, server, id, secret); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one too many is answered %d", answer.StatusCode)
	}
	if answer, _ := followOrder(t, server, id, "wrong"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a wrong secret is answered %d", answer.StatusCode)
	}
	server.CloseClientConnections()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if o.server.streams.empty() {
			return
		}
	}
	t.Error("those who left are still counted")
}

// empty says whether nobody is counted any more.
func (s *streams) empty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.under) == 0
}

// verifying is an order in verification.
func verifying(t *testing.T, o *office) (id, secret string) {
	t.Helper()
	id, secret = placed(t, o)
	o.worker.happen(t, id, "address_assigned", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")
	o.worker.happen(t, id, "payment_seen", "0.09")
	o.worker.happen(t, id, "payment_confirmed", "0.09")
	return id, secret
}

// sendSlowly sends a form whose file arrives in pieces, with a pause before each.
func sendSlowly(t *testing.T, url, secret string, pieces int, pause time.Duration) (*http.Response, error) {
	t.Helper()
	r, w := io.Pipe()
	go func() {
		fmt.Fprintf(w, "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n%s\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n\x89PNG\r\n\x1a\n", secret)
		for range pieces {
			time.Sleep(pause)
			if _, err := w.Write([]byte("0123456789")); err != nil {
				return
			}
		}
		io.WriteString(w, "\r\n--b--\r\n")
		w.Close()
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	q, err := http.NewRequestWithContext(ctx, "POST", url, r)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return client.Do(q)
}

// An upload may be slower than any other request, but must not stand still.
func TestUploadsMayBeSlowAndNotStandStill(t *testing.T) {
	o := openOffice(t, nil)
	o.server.patience = 400 * time.Millisecond
	id, secret := verifying(t, o)
	url := impatient(t, o).URL + "/order/" + id + "/material"
	// Three pieces, 90 ms apart, take longer than the server's own time-outs.
	answer, err := sendSlowly(t, url, secret, 3, 90*time.Millisecond)
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("a slow upload: %v, %v", answer, err)
	}
	answer, err = sendSlowly(t, url, secret, 1, 2*time.Second)
	if err == nil && answer.StatusCode < 400 {
		b, _ := io.ReadAll(answer.Body)
		t.Errorf("one that stands still is answered %d %s", answer.StatusCode, brief(string(b)))
	}
	// A stranger's is not waited for at all.
	began := time.Now()
	answer, err = sendSlowly(t, url, "wrong", 50, 100*time.Millisecond)
	if err == nil && answer.StatusCode != http.StatusNotFound || time.Since(began) > 4*time.Second {
		t.Errorf("a stranger's upload: %v, %v after %v", answer, err, time.Since(began))
	}
	l, err := o.worker.Load(t.Context(), id)
	if err != nil || len(l.Materials) != 1 {
		t.Errorf("%d pieces, %v", len(l.Materials), err)
	}
	if !o.server.streams.empty() {
		t.Error("uploads that ended are still counted")
	}
}
