package e2e

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// tool finds a program. Where there is none the test is skipped, except in CI,
// which installs it: there it fails.
func tool(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("there is no %s", names[0])
	}
	t.Skipf("there is no %s; CI installs it", names[0])
	return ""
}

// member takes one text out of a JSON object.
func member(t *testing.T, body, name string) string {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	value, _ := object[name].(string)
	return value
}

// lock takes the database's write lock from the office, as a full disk or a
// stray program would; the function gives it back.
func lock(t *testing.T, file string) func() {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, _ = conn.ExecContext(context.Background(), "ROLLBACK")
		conn.Close()
		db.Close()
	}
}

// serveFolder lets nginx serve a folder, headers by the snippet in it.
func serveFolder(t *testing.T, nginx, dir, site string) *office {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	temporary := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temporary += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	conf := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf("daemon off; master_process off; pid %s/pid; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s"+
		"server { listen %s; root %s; error_page 404 /404.html; include %s/nginx-headers.conf; }\n}\n", dir, temporary, addr, site, site)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &office{url: "http://" + addr, process: exec.Command(nginx, "-p", dir, "-c", conf, "-e", "stderr"), done: make(chan struct{}), said: &said{}}
	o.process.Stderr = o.said
	if err := o.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = o.process.Wait(); close(o.done) }()
	t.Cleanup(o.kill)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if w, err := http.Get(o.url + "/robots.txt"); err == nil {
			w.Body.Close()
			return o
		}
	}
	t.Fatalf("nginx did not open: %s", o.said)
	return nil
}
