package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"agio/wasm/wire"
)

// scratch is a folder for the whole run of the tests.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "agio-wasm-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	os.RemoveAll(scratch)
	os.Exit(status)
}

// build makes the module from the source tree at root as the package comment
// says, whatever the environment of the tests.
func build(root, out string, environment ...string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-buildmode=c-shared",
		"-ldflags=-s -w -buildid=", "-o", out, "./wasm")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOWASM=", "GOWORK=off")
	cmd.Env = append(cmd.Env, environment...)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", cmd.Args, err, output)
	}
	return nil
}

// shipped is the module as it is shipped, built and compiled once.
type shipped struct {
	file     []byte
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

var theModule = sync.OnceValues(func() (*shipped, error) {
	out := filepath.Join(scratch, "exchange.wasm")
	if err := build("..", out); err != nil {
		return nil, err
	}
	file, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return compile(file, wazero.NewRuntimeConfig())
})

func compile(file []byte, config wazero.RuntimeConfig) (*shipped, error) {
	ctx := context.Background()
	s := &shipped{file: file, runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, s.runtime); err != nil {
		return nil, err
	}
	var err error
	s.compiled, err = s.runtime.CompileModule(ctx, file)
	return s, err
}

func module(t testing.TB) *shipped {
	t.Helper()
	s, err := theModule()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is one running module, called the way the browser calls it.
type instance struct {
	module api.Module
	buffer api.Function
	answer api.Function
	calls  map[wire.Operation]api.Function
}

// start makes a new instance. Start functions are named so that a test can leave
// out _initialize.
func (s *shipped) start(t testing.TB, functions ...string) *instance {
	t.Helper()
	ctx := context.Background()
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions(functions...).WithSysWalltime().WithSysNanotime()
	m, err := s.runtime.InstantiateModule(ctx, s.compiled, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close(ctx) })
	i := &instance{module: m, buffer: m.ExportedFunction("buffer"), answer: m.ExportedFunction("answer"), calls: make(map[wire.Operation]api.Function)}
	for _, o := range wire.Operations() {
		i.calls[o] = m.ExportedFunction(string(o))
	}
	return i
}

func newInstance(t testing.TB) *instance {
	t.Helper()
	return module(t).start(t, "_initialize")
}

// send puts a message into the buffer and calls the operation. The error is a
// trap's.
func (i *instance) send(o wire.Operation, message []byte) ([]byte, error) {
	ctx := context.Background()
	at, err := i.buffer.Call(ctx, uint64(len(message)))
	if err != nil {
		return nil, err
	}
	size := int32(len(message))
	switch {
	case at[0] == 0:
		size = -1 // too long: as the browser does, let the module say so
	case !i.module.Memory().Write(uint32(at[0]), message):
		return nil, fmt.Errorf("the buffer at %d does not hold %d bytes", at[0], size)
	}
	return i.call(o, size)
}

func (i *instance) call(o wire.Operation, size int32) ([]byte, error) {
	ctx := context.Background()
	length, err := i.calls[o].Call(ctx, api.EncodeI32(size))
	if err != nil {
		return nil, err
	}
	at, err := i.answer.Call(ctx)
	if err != nil {
		return nil, err
	}
	answer, ok := i.module.Memory().Read(uint32(at[0]), uint32(length[0]))
	if !ok {
		return nil, fmt.Errorf("the answer at %d of %d bytes is outside the memory", at[0], length[0])
	}
	return append([]byte(nil), answer...), nil
}

// asker answers messages: the calculator natively, or the module.
type asker func(testing.TB, wire.Operation, []byte) []byte

func native() asker {
	var c wire.Calculator
	return func(_ testing.TB, o wire.Operation, message []byte) []byte { return c.Call(o, message, nil) }
}

func inWasm(t testing.TB) asker {
	t.Helper()
	i := newInstance(t)
	return func(t testing.TB, o wire.Operation, message []byte) []byte {
		t.Helper()
		answer, err := i.send(o, message)
		if err != nil {
			t.Fatalf("%s: %v", o, err)
		}
		return answer
	}
}

// ask sends lines and gives the answer's lines.
func (a asker) ask(t testing.TB, o wire.Operation, lines ...[]string) [][]string {
	t.Helper()
	answer, err := wire.Lines(a(t, o, wire.Message(lines...)))
	if err != nil || len(answer) == 0 || (answer[0][0] != "ok" && len(answer[0]) != 6) {
		t.Fatalf("%s: not an answer: %q, %v", o, answer, err)
	}
	return answer
}
