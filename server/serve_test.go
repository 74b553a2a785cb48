package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A request that hangs delays the closing and does not make it fail.
func TestClosingDoesNotWaitForEver(t *testing.T) {
	started := make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		_, _ = io.Copy(io.Discard, r.Body)
	})}
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	closed := make(chan error, 1)
	go func() { closed <- attend(ctx, l, server, 50*time.Millisecond, streams{in, &bytes.Buffer{}}) }()
	line := make([]byte, 100)
	n, _ := out.Read(line)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	_, addr, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(string(line[:n])), "/"), "http://")
	hanging, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	if _, err := io.WriteString(hanging, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1"); err != nil {
		t.Fatal(err)
	}
	<-started
	stop()
	select {
	case err := <-closed:
		if err != nil {
			t.Errorf("the office closed with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the office does not close")
	}
}
