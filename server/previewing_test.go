package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"agio/content"
)

// TestThePreviewEndsAtOnce: neither an open page nor a connection that a browser keeps
// ready holds it.
func TestThePreviewEndsAtOnce(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- showPreview(ctx, []string{"--content", dir, "--addr", "127.0.0.1:0", "--cache", t.TempDir()}, streams{in, &bytes.Buffer{}})
		_ = in.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, <-ended)
	}
	_, address, _ := strings.Cut(strings.TrimSuffix(line, "/\n"), "http://")
	ready, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer ready.Close()
	events, err := http.Get("http://" + address + "/.preview/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	untilThere(t, "http://"+address+"/about/")
	stop()
	began := time.Now()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the preview took %s to end", took)
	}
}

// untilThere waits for a page.
func untilThere(t *testing.T, url string) {
	t.Helper()
	for range 600 {
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("there is no ", url)
}
