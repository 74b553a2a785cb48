package site_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/corpus"
	"agio/content/site"
)

// moment is the clock of these tests.
var moment = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// plain holds what pages name of the static files, in few bytes.
var plain = fstest.MapFS{
	"css/agio.css": {Data: []byte(strings.Repeat("a { color: red }\n", 20))}, "css/working.css": {Data: []byte("b { color: red }")}, "img/favicon.svg": {Data: []byte("<svg/>")}, "img/icon.png": {Data: []byte("png")},
	"js/exchange.js": {Data: []byte("1")}, "js/verify.js": {Data: []byte("4")}, "js/rates.js": {Data: []byte("2")}, "js/refunds.js": {Data: []byte("3")},
}

// newsroom is a folder with the small office and some news.
func newsroom(t *testing.T, items int) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, base); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(dir, items); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tree gives the hash of every file of a folder.
func tree(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	files := make(map[string][32]byte)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		relative, _ := filepath.Rel(dir, name)
		files[relative] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sameTree(t *testing.T, what string, got, want map[string][32]byte) {
	t.Helper()
	for name, sum := range want {
		if got[name] != sum {
			t.Errorf("%s: %s is missing or differs", what, name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is too much", what, name)
		}
	}
}

// written builds the whole site in memory and writes it.
func written(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	return writtenWith(t, dir, site.Options{Static: plain, Now: moment})
}

func writtenWith(t *testing.T, dir string, o site.Options) map[string][32]byte {
	t.Helper()
	set, err := content.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(set, o)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "site")
	if err := s.Write(out); err != nil {
		t.Fatal(err)
	}
	return tree(t, out)
}

// TestPublishWritesWhatBuildWrites, for any number of workers, with and without a
// cache.
func TestPublishWritesWhatBuildWrites(t *testing.T) {
	dir := newsroom(t, 40)
	want := written(t, dir)
	for _, o := range []site.Options{{Workers: 1}, {Workers: 7}, {Workers: 2, Cache: t.TempDir()}, {Cache: "/dev/null/nowhere"}} {
		o.Static, o.Now = plain, moment
		out := filepath.Join(t.TempDir(), "deep", "site")
		r, err := site.Publish(os.DirFS(dir), dir, out, o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Written != r.Files || r.Files < 50 {
			t.Errorf("%d of %d files are written", r.Written, r.Files)
		}
		sameTree(t, "published", tree(t, out), want)
	}
}

// counter counts the news that are opened.
type counter struct {
	fs.FS
	mu     sync.Mutex
	opened int
}

func (c *counter) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "news/") {
		c.mu.Lock()
		c.opened++
		c.mu.Unlock()
	}
	return c.FS.Open(name)
}

// Stat does not open, as it does not in a folder on disk.
func (c *counter) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

// TestPublishAgain changes one thing after another. Each time the folder must
// hold what a first build would have written, and no more may be read and made
// than the change asks for; a negative limit stands for no limit.
func TestPublishAgain(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 40), t.TempDir(), filepath.Join(t.TempDir(), "site")
	item := filepath.Join(dir, filepath.FromSlash(corpus.Name(20)))
	for _, c := range []struct {
		name              string
		change            func() error
		read, made, wrote int
	}{
		{"first", func() error { return nil }, -1, -1, -1},
		{"nothing", func() error { return nil }, 0, 0, 0},
		{"body", edit(item, "\n\n## ", "\n\nNew.\n\n## "), 1, 1, 1},
		{"touched", func() error { return os.Chtimes(item, moment, moment) }, 1, 0, 0},
		{"title", edit(item, "title: ", "title: New "), 1, -1, -1},
		{"newest body", edit(filepath.Join(dir, "news/2026-11-20-opening.md"), "We open", "We have opened"), 1, -1, -1},
		{"removed", func() error { return os.Remove(item) }, 0, -1, -1},
		{"added", func() error { return os.WriteFile(item, []byte(corpus.Item(20, 40)), 0o600) }, 1, -1, -1},
		{"page", edit(filepath.Join(dir, "about.md"), "See ", "See also "), 0, -1, 1},
		{"office", edit(filepath.Join(dir, "office.yaml"), "name: ", "name: New "), -1, -1, -1},
		{"draft", edit(item, "author: ", "draft: true\nauthor: "), 1, -1, -1},
	} {
		if err := c.change(); err != nil {
			t.Fatal(c.name, err)
		}
		if c.name == "removed" || c.name == "draft" { // others link to it
			if err := unlink(dir, "/news/item-00020/"); err != nil {
				t.Fatal(err)
			}
			c.read = -1
		}
		source := &counter{FS: os.DirFS(dir)}
		r, err := site.Publish(source, dir, out, site.Options{Static: plain, Now: moment, Cache: cache})
		if err != nil {
			t.Fatal(c.name, err)
		}
		for what, n := range map[string][2]int{"read": {source.opened, c.read}, "made": {r.Made, c.made}, "written": {r.Written, c.wrote}} {
			if n[1] >= 0 && n[0] > n[1] {
				t.Errorf("%s: %s %d files, not at most %d", c.name, what, n[0], n[1])
			}
		}
		sameTree(t, c.name, tree(t, out), written(t, dir))
	}
}

// edit gives a change of the first place of a file that says something.
func edit(name, was, becomes string) func() error {
	return func() error {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, bytes.Replace(text, []byte(was), []byte(becomes), 1), 0o600)
	}
}

// unlink turns links to an address into links to the office's page.
func unlink(dir, address string) error {
	names, err := filepath.Glob(filepath.Join(dir, "news", "*.md"))
	for _, name := range names {
		text, readErr := os.ReadFile(name)
		if readErr != nil {
			return readErr
		}
		if fixed := bytes.ReplaceAll(text, []byte("("+address+")"), []byte("(/about/)")); !bytes.Equal(fixed, text) {
			err = os.WriteFile(name, fixed, 0o600)
		}
	}
	return err
}

// TestPublishWithADamagedCache: whatever is wrong with it, the site is right.
func TestPublishWithADamagedCache(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 10), t.TempDir(), filepath.Join(t.TempDir(), "site")
	publish := func() {
		t.Helper()
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache}); err != nil {
			t.Fatal(err)
		}
	}
	publish()
	want := written(t, dir)
	for name := range tree(t, cache) {
		for _, damage := range []func([]byte) []byte{
			func(d []byte) []byte { return d[:len(d)/2] },
			func(d []byte) []byte { return nil },
			func(d []byte) []byte { d[len(d)/2] ^= 1; return d },
		} {
			file := filepath.Join(cache, name)
			data, err := os.ReadFile(file)
			if err != nil {
				continue // replaced by the build before
			}
			if err := os.WriteFile(file, damage(data), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(out); err != nil { // so that every page is made
				t.Fatal(err)
			}
			publish()
			sameTree(t, name, tree(t, out), want)
		}
	}
}

// TestPreviewWithADamagedCache: whatever is wrong with it, the preview shows what there
// is, and finds what links to nothing.
func TestPreviewWithADamagedCache(t *testing.T) {
	site.TrustStamps(t)
	dir, cache := newsroom(t, 10), t.TempDir()
	read := func() *site.Preview {
		t.Helper()
		p, err := site.OpenPreview(os.DirFS(dir), dir, site.Options{Static: plain, Now: moment, Cache: cache})
		none(t, err)
		none(t, p.Read(nil, moment, func() bool { return false }))
		none(t, p.Save())
		return p
	}
	none(t, read().Close())
	for name := range tree(t, cache) {
		file := filepath.Join(cache, name)
		data, err := os.ReadFile(file)
		if err != nil {
			continue // replaced meanwhile
		}
		if len(data) > 0 {
			data[len(data)/2] ^= 1
		}
		// Another address is gone, so that all links are looked at again.
		none(t, os.WriteFile(file, data, 0o600))
		none(t, os.Rename(filepath.Join(dir, corpus.Name(9)), filepath.Join(dir, "news/1995-01-10-item-0000x.md")))
		p := read()
		shown, err := p.Page("/news/item-00003/", moment)
		if err != nil || shown.File == nil || !slices.ContainsFunc(p.Faults(), func(f site.Fault) bool { return strings.Contains(f.Message, "/news/item-00009/") }) {
			t.Errorf("%s: %v, %v", name, err, p.Faults())
		}
		none(t, p.Close())
		none(t, os.Rename(filepath.Join(dir, "news/1995-01-10-item-0000x.md"), filepath.Join(dir, corpus.Name(9))))
	}
}

func none(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestPublishRefuses content with errors, and leaves the site as it is.
func TestPublishRefuses(t *testing.T) {
	dir, cache, out := newsroom(t, 5), t.TempDir(), filepath.Join(t.TempDir(), "site")
	publish := func() error {
		_, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache})
		return err
	}
	if err := publish(); err != nil {
		t.Fatal(err)
	}
	before := tree(t, out)
	if err := edit(filepath.Join(dir, corpus.Name(3)), "\n\n## ", "\n\n<b>x</b>\n\n[x](/nowhere/)\n\n## ")(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time with what the first has learnt
		err := publish()
		if err == nil || !strings.Contains(err.Error(), "HTML is written here") || !strings.Contains(err.Error(), "no page /nowhere/") {
			t.Errorf("got %v", err)
		}
	}
	sameTree(t, "refused", tree(t, out), before)
}

// TestTheCacheStaysSmall: what changes often leaves nothing behind for ever, neither
// files nor bytes.
func TestTheCacheStaysSmall(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 12), t.TempDir(), filepath.Join(t.TempDir(), "site")
	segments := func() (files, bytes int64) {
		names, _ := filepath.Glob(filepath.Join(cache, "content-*", "*.bodies"))
		for _, name := range names {
			if info, err := os.Stat(name); err == nil {
				bytes += info.Size()
			}
		}
		return int64(len(names)), bytes
	}
	var first int64
	for i := range 40 {
		item := filepath.Join(dir, filepath.FromSlash(corpus.Name(i%12)))
		if err := edit(item, "\n\n## ", "\n\nNew.\n\n## ")(); err != nil {
			t.Fatal(err)
		}
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache}); err != nil {
			t.Fatal(err)
		}
		files, bytes := segments()
		if first == 0 {
			first = bytes
		}
		if files > 9 || bytes > 3*first {
			t.Fatalf("after %d changes the cache has %d segments with %d bytes; the first had %d bytes", i, files, bytes, first)
		}
	}
	sameTree(t, "published", tree(t, out), written(t, dir))
}

// TestPublishOtherwise: a folder that was written plainly gets its compressed files
// when they are wanted, and loses them again.
func TestPublishOtherwise(t *testing.T) {
	dir, cache, out := newsroom(t, 5), t.TempDir(), filepath.Join(t.TempDir(), "site")
	want := written(t, dir)
	for i, bare := range []bool{true, false, true, true, false} {
		if _, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment, Cache: cache, Plain: bare}); err != nil {
			t.Fatal(err)
		}
		got := tree(t, out)
		if !bare {
			sameTree(t, "compressed", got, want)
		} else if _, ok := got["index.html.br"]; ok || len(got) >= len(want) {
			t.Errorf("%d: %d files, of %d with the compressed ones", i, len(got), len(want))
		}
	}
}

// TestPublishWithOtherOptions: whatever a site is built with besides its content, the
// next build has all of it on every page.
func TestPublishWithOtherOptions(t *testing.T) {
	dir, cache, out := newsroom(t, 5), t.TempDir(), filepath.Join(t.TempDir(), "site")
	longer := maps.Clone(plain)
	longer["js/rates.js"] = &fstest.MapFile{Data: []byte("22")}
	keys := []byte(`{"format":"agio-keys-1","keys":[]}`)
	for i, change := range []func(o *site.Options){
		func(*site.Options) {},
		func(o *site.Options) { o.Notice = "Closed on Sunday." },
		func(o *site.Options) { o.Simulated = true },
		func(o *site.Options) { o.NoMail = true },
		func(o *site.Options) { o.Keys = keys },
		func(o *site.Options) {
			o.Keys, o.Receipts = keys, []byte(`{"keys":[{"id":"a","public":"00","use":"sign"}]}`)
		},
		func(o *site.Options) { o.PriceReasons = map[string]string{"price_stale": "It is old."} },
		func(o *site.Options) { o.Snapshot = snapshot() },
		func(o *site.Options) { o.Static = longer },
		func(o *site.Options) { o.Module = []byte("module") },
		func(o *site.Options) { o.Now = moment.AddDate(0, 0, -3) },
		func(o *site.Options) { o.Now = moment.AddDate(0, 0, 30) },
		func(*site.Options) {},
	} {
		o := site.Options{Static: plain, Now: moment}
		change(&o)
		want := writtenWith(t, dir, o)
		o.Cache = cache
		if _, err := site.Publish(os.DirFS(dir), dir, out, o); err != nil {
			t.Fatal(i, err)
		}
		sameTree(t, fmt.Sprint(i), tree(t, out), want)
	}
}
