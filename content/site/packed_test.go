package site_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

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

// forms gives what the cache keeps, and how old each is made to look.
func forms(t *testing.T, cache string, age time.Duration) map[string]bool {
	t.Helper()
	found := make(map[string]bool)
	for _, name := range mustGlob(t, filepath.Join(cache, "packed", "*")) {
		found[filepath.Base(name)] = true
		if then := time.Now().Add(-age); age > 0 {
			if err := os.Chtimes(name, then, then); err != nil {
				t.Fatal(err)
			}
		}
	}
	return found
}

// TestTheCacheIsTidied: forms that no site consists of go when a build makes new ones;
// those of another site stay, those that are young, and those of a site whose build
// found nothing to do.
func TestTheCacheIsTidied(t *testing.T) {
	dir, cache, outs := newsroom(t, 2), t.TempDir(), t.TempDir()
	static := maps.Clone(plain)
	script := func(answer string) {
		static["js/a.js"] = &fstest.MapFile{Data: []byte(strings.Repeat("export const answer = ["+answer+"];\n", 300))}
	}
	publish := func(out string) map[string][32]byte {
		t.Helper()
		out = filepath.Join(outs, out)
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: static, Now: moment, Cache: cache}); err != nil {
			t.Fatal(err)
		}
		return tree(t, out)
	}
	script("1")
	publish("one")
	first := forms(t, cache, 2*time.Hour)
	script("2")
	publish("two") // the first site still consists of its own
	both := forms(t, cache, 2*time.Hour)
	if len(both) != len(first)+2 {
		t.Errorf("%d forms of one site, %d of two", len(first), len(both))
	}
	publish("one") // finds all forms, and makes none
	if got := forms(t, cache, 2*time.Hour); !maps.Equal(got, both) {
		t.Errorf("a build that made nothing removed something: %v, %v", got, both)
	}
	script("3")
	want := publish("one")
	if got := forms(t, cache, 0); len(got) != len(both) || maps.Equal(got, both) {
		t.Errorf("the forms of both sites are %d, and there are %d", len(both), len(got))
	}
	script("4")
	publish("one") // the forms of before are young
	if got := forms(t, cache, 0); len(got) != len(both)+2 {
		t.Errorf("there are %d forms, want %d", len(got), len(both)+2)
	}
	script("3")
	sameTree(t, "again", publish("one"), want)
	if err := os.RemoveAll(filepath.Join(outs, "two")); err != nil {
		t.Fatal(err)
	}
	forms(t, cache, 2*time.Hour)
	script("5")
	publish("one") // and nothing is left of the second site
	if got := forms(t, cache, 0); len(got) != len(first) {
		t.Errorf("there are %d forms, want %d", len(got), len(first))
	}
}

// TestTwoBuildsShareACache: sites that are built at the same time into two folders, over
// and over with other static files, are what they would be alone.
func TestTwoBuildsShareACache(t *testing.T) {
	dir, cache := newsroom(t, 2), t.TempDir()
	build := func(out string, round int) error {
		static := maps.Clone(plain)
		static["js/a.js"] = &fstest.MapFile{Data: []byte(strings.Repeat(fmt.Sprintf("export const answer = %q;\n", fmt.Sprint(filepath.Base(out), round)), 300))}
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: static, Now: moment, Cache: cache}); err != nil {
			return err
		}
		old := time.Now().Add(-2 * time.Hour)
		names, _ := filepath.Glob(filepath.Join(cache, "packed", "*"))
		for _, name := range names {
			_ = os.Chtimes(name, old, old) // the other build may have removed it
		}
		return nil
	}
	done := make(chan error)
	outs := []string{filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")}
	for _, out := range outs {
		go func() {
			var errs []error
			for round := range 6 {
				errs = append(errs, build(out, round))
			}
			done <- firstOf(errs)
		}()
	}
	for range outs {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	for _, out := range outs {
		for _, name := range mustGlob(t, filepath.Join(out, "assets", "a.*.js")) {
			body, _ := os.ReadFile(name)
			packed, err := os.ReadFile(name + ".br")
			if plain, unpacked := io.ReadAll(brotli.NewReader(bytes.NewReader(packed))); err != nil || unpacked != nil || !bytes.Equal(plain, body) {
				t.Errorf("%s: %v %v", name, err, unpacked)
			}
		}
	}
}
