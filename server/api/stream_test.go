package api

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// listenTo opens a stream on a real connection whose server gives up short
// answers after a fifth of a second, and gives its lines.
func listenTo(t *testing.T, o *office) (*httptest.Server, *bufio.Reader) {
	t.Helper()
	server := httptest.NewUnstartedServer(o.server)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	answer, err := http.Get(server.URL + "/api/rates/stream")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	h := answer.Header
	if answer.StatusCode != 200 || h.Get("Content-Type") != "text/event-stream" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("the stream begins with %d %v", answer.StatusCode, h)
	}
	return server, bufio.NewReader(answer.Body)
}

// event reads lines to the next empty one.
func event(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	text := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %v", text, err)
		}
		if line == "\n" {
			return text
		}
		text += line
	}
}

// The stream tells each snapshot as it is published, outlives the time-outs of
// short answers, beats in between, and ends when the office closes.
func TestStream(t *testing.T) {
	closing := make(chan struct{})
	o := openOffice(t, func(c *Config) { c.Closing = closing })
	o.server.heartbeat = 50 * time.Millisecond
	_, r := listenTo(t, o)
	for range 2 {
		current, _ := o.board.Current()
		text := event(t, r)
		for strings.HasPrefix(text, "retry: ") || text == ":\n" {
			text = event(t, r)
		}
		if want := "id: " + current.ID + "\nevent: rates\ndata: " + string(current.JSON) + "\n"; text != want {
			t.Fatalf("got %q\nwant %q", text, want)
		}
		time.Sleep(500 * time.Millisecond)
		o.pass(time.Minute)
		o.refresh()
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

func TestStreamsAreBoundedByAddress(t *testing.T) {
	o := openOffice(t, nil)
	mine := bound{"192.0.2.1", streamsPerAddress}
	var leave func()
	for range streamsPerAddress {
		var ok bool
		if leave, ok = o.server.streams.enter(mine); !ok {
			t.Fatal("a stream within the bound is refused")
		}
	}
	answer := o.ask("GET", "/api/rates/stream", "", "Remote", "192.0.2.1:5")
	if answer.Code != http.StatusServiceUnavailable || !strings.Contains(answer.Body.String(), `"code":"busy"`) {
		t.Errorf("one too many is answered %d %s", answer.Code, answer.Body)
	}
	leave()
	if head := o.ask("HEAD", "/api/rates/stream", ""); head.Code != 200 {
		t.Errorf("HEAD is answered %d", head.Code)
	}
	if _, ok := o.server.streams.enter(mine); !ok {
		t.Error("a place that was left is not given again")
	}
}
