// Package e2e tests the office as a client meets it: the real command, a real
// browser, a real disk.
package e2e

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// root is the module's folder, seen from this package.
const root = "../.."

var (
	once  sync.Once
	built string // folder of the command, built once for all tests
)

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(built)
	os.Exit(code)
}

// binary builds the command, with the module inside.
func binary(t *testing.T) string {
	t.Helper()
	once.Do(func() { built = buildOffice(t) })
	if built == "" {
		t.Fatal("the command was not built")
	}
	return filepath.Join(built, "agio")
}

func buildOffice(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "agio-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	module := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-buildmode=c-shared", "-o", filepath.Join("static", "module", "exchange.wasm"), "./wasm")
	module.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWASM=")
	agio := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(dir, "agio"), "./server")
	for _, c := range []*exec.Cmd{module, agio} {
		c.Dir = root
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, out)
		}
	}
	return dir
}

// office is a running `agio serve`.
type office struct {
	url     string
	process *exec.Cmd
	done    chan struct{}
	said    *said
}

// said is all that a process wrote, to either stream.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

var opened = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// open starts the office on a data folder and waits until it prints its URL.
// An empty addr takes any free port. Flags are those of serve besides.
func open(t *testing.T, agio, data, addr string, flags ...string) *office {
	t.Helper()
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	return start(t, agio, append([]string{"serve", "--addr", addr, "--data", data}, flags...)...)
}

// start starts a command that serves, and waits until it prints its URL.
func start(t *testing.T, agio string, args ...string) *office {
	t.Helper()
	o := &office{process: exec.Command(agio, args...), done: make(chan struct{}), said: &said{}}
	out, err := o.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	o.process.Stderr = o.said
	if err := o.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		o.kill()
		if t.Failed() {
			t.Logf("the office said:\n%s", o.said)
		}
	})
	url := make(chan string, 1)
	go func() {
		defer close(o.done)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			fmt.Fprintln(o.said, lines.Text())
			if found := opened.FindString(lines.Text()); found != "" {
				select {
				case url <- strings.TrimSuffix(found, "/"):
				default:
				}
			}
		}
		_ = o.process.Wait()
	}()
	select {
	case o.url = <-url:
	case <-o.done:
		t.Fatal("the office did not open")
	case <-time.After(patience):
		t.Fatal("the office did not open in time")
	}
	return o
}

// addr is where the office listens.
func (o *office) addr() string { return strings.TrimPrefix(o.url, "http://") }

// kill is kill -9: nothing is written or said after it.
func (o *office) kill() {
	_ = o.process.Process.Kill()
	<-o.done
}

// stop asks the office to close and says with which code it did.
func (o *office) stop(t *testing.T) int {
	t.Helper()
	if err := o.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	select {
	case <-o.done:
	case <-ctx.Done():
		t.Fatal("the office did not close")
	}
	return o.process.ProcessState.ExitCode()
}
