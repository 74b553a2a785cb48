package templates

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The Go files that are committed are those that the generator writes from the
// templates: generate them anew beside the others and compare.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	dir := t.TempDir()
	sources, err := filepath.Glob("*.templ")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, name := range sources {
		write(t, filepath.Join(dir, name), read(t, name))
	}
	generate := exec.Command("go", "tool", "templ", "generate", "-include-version=false", "-path", dir)
	if out, err := generate.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	committed, err := filepath.Glob("*_templ.go")
	if err != nil || len(committed) != len(sources) {
		t.Errorf("%d generated files for %d templates", len(committed), len(sources))
	}
	for _, name := range sources {
		name = strings.TrimSuffix(name, ".templ") + "_templ.go"
		if !bytes.Equal(read(t, name), read(t, filepath.Join(dir, name))) {
			t.Errorf("%s is not what the generator writes: run `make generate`", name)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
