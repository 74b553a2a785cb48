package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agio/wasm/wire"
)

// The module is reproducible: source copied to two other folders, one of them
// compiled with an empty build cache, gives the bytes that the checkout gives.
func TestReproducible(t *testing.T) {
	t.Parallel()
	want := sha256.Sum256(module(t).file)
	for name, environment := range map[string][]string{
		"the same build cache": nil,
		"an empty build cache": {"GOCACHE=" + t.TempDir()},
	} {
		root := filepath.Join(t.TempDir(), strings.ReplaceAll(name, " ", "/"))
		copySource(t, root)
		out := filepath.Join(root, "out.wasm")
		if err := build(root, out, environment...); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(file); got != want {
			t.Errorf("with %s: %x, in the checkout %x", name, got, want)
		}
	}
	t.Logf("SHA-256 %s, %d bytes", hex.EncodeToString(want[:]), len(module(t).file))
}

// The file that the office embeds is the one these tests ran: they build a module
// of their own from the sources, and a shipped file of other bytes would have been
// tested by nobody. A checkout in which none was made yet has nothing to compare.
func TestTheShippedFileIsTheOneTested(t *testing.T) {
	t.Parallel()
	const name = "../static/module/exchange.wasm"
	file, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("%s is not there; make module makes it", name)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sha256.Sum256(file), sha256.Sum256(module(t).file); got != want {
		t.Errorf("%s has the SHA-256 %x, the module of these sources %x: run make module", name, got, want)
	}
}

// copySource copies all that the module is built from.
func copySource(t *testing.T, root string) {
	t.Helper()
	for _, path := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join("..", path))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(root, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, path), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(root, "wasm"), os.DirFS(".")); err != nil {
		t.Fatal(err)
	}
}

// The exports are the specified ones, and the browser's shim has every import.
func TestExportsAndImports(t *testing.T) {
	compiled := module(t).compiled
	want := []string{"_initialize", "answer", "buffer"}
	for _, o := range wire.Operations() {
		want = append(want, string(o))
	}
	var got []string
	for name := range compiled.ExportedFunctions() {
		got = append(got, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("exports %v, want %v", got, want)
	}
	shim, err := os.ReadFile("../static/js/wasi.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range compiled.ImportedFunctions() {
		from, name, _ := f.Import()
		if from != "wasi_snapshot_preview1" || !strings.Contains(string(shim), "\n    "+name+":") && !strings.Contains(string(shim), "\n    "+name+"(") {
			t.Errorf("static/js/wasi.js has no %s.%s", from, name)
		}
	}
}

// Packages that weigh a lot over the wire stay out, and the file stays small. The
// linker drops regexp, which the decimal package names and the module never calls.
func TestNothingHeavy(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
	list, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.FieldsSeq(string(list)) {
		if pkg == "encoding/json" || pkg == "log/slog" || pkg == "net" || strings.HasPrefix(pkg, "crypto") || strings.HasPrefix(pkg, "golang.org/x/") {
			t.Errorf("the module links %s", pkg)
		}
	}
	const most = 3_700_000
	if size := len(module(t).file); size > most {
		t.Errorf("the module has %d bytes, more than %d", size, most)
	}
}
