package site_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"agio/content/site"
)

// squeezed packs a body with brotli at a quality.
func squeezed(t *testing.T, body []byte, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, quality)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTheCacheDoesNotShow: the site is the same without a cache, with one that holds
// what an earlier program packed less well, and in a folder with another pressing.
func TestTheCacheDoesNotShow(t *testing.T) {
	dir := newsroom(t, 2)
	static := maps.Clone(plain)
	body := []byte(strings.Repeat("export const answer = [41, 42, 43];\n", 300))
	static["js/pressed.js"] = &fstest.MapFile{Data: body}
	static["js/pressed.js.br"] = &fstest.MapFile{Data: squeezed(t, body, 9)}
	publish := func(out, cache string) map[string][32]byte {
		t.Helper()
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: static, Now: moment, Cache: cache}); err != nil {
			t.Fatal(err)
		}
		return tree(t, out)
	}
	want := publish(filepath.Join(t.TempDir(), "site"), "")

	cache, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	poison(t, filepath.Join(cache, "packed"), body, static["css/agio.css"].Data)
	sameTree(t, "an earlier program's cache", publish(out, cache), want)
	for _, name := range mustGlob(t, filepath.Join(cache, "packed", "*.br")) {
		kept, _ := os.ReadFile(name)
		if bytes.Equal(kept, static["js/pressed.js.br"].Data) {
			writeFile(t, name, squeezed(t, body, 0))
		}
	}
	sameTree(t, "a worse pressing in the cache", publish(filepath.Join(t.TempDir(), "site"), cache), want)

	static["js/pressed.js.br"] = &fstest.MapFile{Data: squeezed(t, body, 1)}
	want = publish(filepath.Join(t.TempDir(), "site"), "")
	sameTree(t, "another pressing", publish(out, cache), want)
}

// poison keeps bodies as an earlier program did: by their hash alone, packed badly.
func poison(t *testing.T, packed string, bodies ...[]byte) {
	t.Helper()
	if err := os.MkdirAll(packed, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, body := range bodies {
		sum := sha256.Sum256(body)
		name := filepath.Join(packed, hex.EncodeToString(sum[:]))
		var zipped bytes.Buffer
		w, _ := gzip.NewWriterLevel(&zipped, gzip.HuffmanOnly)
		if _, err := w.Write(body); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		writeFile(t, name+".br", squeezed(t, body, 0))
		writeFile(t, name+".gz", zipped.Bytes())
	}
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustGlob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, names, err)
	}
	return names
}
