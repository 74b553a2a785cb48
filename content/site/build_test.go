package site_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"agio/content"
	"agio/content/headers"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// buildDefault builds what ships, with a module that stands in for the real one.
func buildDefault(t testing.TB, o site.Options) *site.Site {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	if o.Module == nil {
		o.Module = []byte("\x00asm, for a test")
	}
	s, err := site.Build(set, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	one := buildDefault(t, site.Options{Workers: 1})
	many := buildDefault(t, site.Options{Workers: 13})
	if len(one.Files) != len(many.Files) {
		t.Fatalf("%d and %d files", len(one.Files), len(many.Files))
	}
	for path, f := range one.Files {
		g := many.Files[path]
		if g == nil || !bytes.Equal(f.Body, g.Body) || !bytes.Equal(f.Brotli, g.Brotli) || !bytes.Equal(f.Gzip, g.Gzip) || f.ETag != g.ETag {
			t.Errorf("%s differs", path)
		}
	}
}

func TestEverythingIsThere(t *testing.T) {
	s := buildDefault(t, site.Options{})
	for _, path := range []string{
		"/", "/rates/", "/refunds/", "/verify/", "/monitor-check/", "/terms/", "/privacy/", "/aml-kyc/", "/how-refunds-work/", "/about/", "/contact/",
		"/news/", "/news/kyc-step-by-step/", "/404.html", "/office.json", "/news/feed.xml", "/sitemap.xml", "/robots.txt",
	} {
		f := s.Files[path]
		if f == nil {
			t.Errorf("%s is missing", path)
			continue
		}
		if f.Path != path || f.Type == "" || f.ETag == "" || f.Immutable || (f.CSP != "") != (strings.HasPrefix(f.Type, "text/html") || path == "/news/feed.xml") {
			t.Errorf("%s: %q %q immutable %v, CSP %q", path, f.Type, f.ETag, f.Immutable, f.CSP)
		}
	}
	if len(s.Missing) > 0 {
		t.Errorf("pages ask for static files that do not exist: %v", s.Missing)
	}
}

// TestPackedFilesUnpack: what is sent compressed is what would be sent plain.
func TestPackedFilesUnpack(t *testing.T) {
	packed := 0
	for path, f := range buildDefault(t, site.Options{}).Files {
		if f.Brotli == nil || f.Gzip == nil {
			continue
		}
		packed++
		b, err := io.ReadAll(brotli.NewReader(bytes.NewReader(f.Brotli)))
		if err != nil || !bytes.Equal(b, f.Body) {
			t.Errorf("%s: brotli gives something else (%v)", path, err)
		}
		r, err := gzip.NewReader(bytes.NewReader(f.Gzip))
		if err != nil {
			t.Fatal(path, err)
		}
		if g, err := io.ReadAll(r); err != nil || !bytes.Equal(g, f.Body) {
			t.Errorf("%s: gzip gives something else (%v)", path, err)
		}
		if len(f.Brotli) >= len(f.Body) || len(f.Gzip) >= len(f.Body) {
			t.Errorf("%s grew", path)
		}
	}
	if packed < 20 {
		t.Errorf("only %d files are compressed", packed)
	}
}

// TestAssetsAreNamedByHash, and whatever refers to them uses that name.
func TestAssetsAreNamedByHash(t *testing.T) {
	static := fstest.MapFS{
		"css/agio.css":       {Data: []byte(`@import "more.css"; a { background: url("../img/a.svg") } b { background: url(data:x) }`)},
		"css/more.css":       {Data: []byte(`c { color: red }`)},
		"css/calculator.css": {Data: []byte(`d { color: red }`)},
		"img/a.svg":          {Data: []byte(`<svg/>`)},
		"img/favicon.svg":    {Data: []byte(`<svg />`)},
		"js/a.js":            {Data: []byte("import { b } from \"./b.js\";\nimport('./sub/c.js');\nexport * from './b.js';\n")},
		"js/b.js":            {Data: []byte(`import "./sub/c.js"; export const b = new URL("./worker.js", import.meta.url);`)},
		"js/worker.js":       {Data: []byte(`import "./sub/c.js";`)},
		"js/sub/c.js":        {Data: []byte(`export default 1;`)},
		"js/README.md":       {Data: []byte(`not served`)},
	}
	set, err := content.Read(base)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(set, site.Options{Static: static})
	if err != nil {
		t.Fatal(err)
	}
	for path, f := range s.Files {
		if !f.Immutable {
			continue
		}
		sum := sha256.Sum256(f.Body)
		if !strings.Contains(path, "."+hex.EncodeToString(sum[:])[:12]+".") {
			t.Errorf("%s is not named by its hash", path)
		}
	}
	a, b, c := s.Page.Asset("js/a.js"), s.Page.Asset("js/b.js"), s.Page.Asset("js/sub/c.js")
	text := string(s.Files[a].Body)
	want := fmt.Sprintf("import { b } from \".%s\";\nimport('.%s');\nexport * from '.%s';\n",
		strings.TrimPrefix(b, "/assets"), strings.TrimPrefix(c, "/assets"), strings.TrimPrefix(b, "/assets"))
	if text != want {
		t.Errorf("the script reads\n%swant\n%s", text, want)
	}
	worker := s.Files[s.Page.Asset("js/worker.js")]
	if got := string(s.Files[b].Body); !strings.Contains(got, `new URL("..`+worker.Path+`"`) {
		t.Errorf("the worker at %s is not named: %s", worker.Path, got)
	}
	if got := string(worker.Body); worker.CSP != headers.Worker || got != `import "..`+c+`";` {
		t.Errorf("the worker has the policy %q and reads %s", worker.CSP, got)
	}
	css := string(s.Files[s.Page.Asset("css/agio.css")].Body)
	for _, name := range []string{"css/more.css", "img/a.svg"} {
		if !strings.Contains(css, "."+strings.TrimPrefix(s.Page.Asset(name), "/assets")) {
			t.Errorf("the stylesheet does not name %s by its hash: %s", name, css)
		}
	}
	if s.Page.Asset("js/README.md") != "" {
		t.Error("README.md is served")
	}
}

func TestAssetsThatAreBroken(t *testing.T) {
	set, err := content.Read(base)
	if err != nil {
		t.Fatal(err)
	}
	for want, static := range map[string]fstest.MapFS{
		"static/js/a.js:2:9: There is no file js/b.js.": {"js/a.js": {Data: []byte("\nimport \"./b.js\"")}},
		"The file refers to itself":                     {"js/a.js": {Data: []byte(`import "./b.js"`)}, "js/b.js": {Data: []byte(`import "./a.js"`)}},
	} {
		if _, err := site.Build(set, site.Options{Static: static}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestOfficeJSON: every number is a text, the module is where it says, and the
// terms' hash is that of the text on the page.
func TestOfficeJSON(t *testing.T) {
	s := buildDefault(t, site.Options{})
	var o struct {
		Terms  struct{ Edition, Hash string }
		Module struct{ URL, SHA256 string }
		Tariff struct{ Directions []map[string]any }
	}
	body := s.Files["/office.json"].Body
	if err := json.Unmarshal(body, &o); err != nil {
		t.Fatal(err)
	}
	var any any
	if err := json.Unmarshal(body, &any); err != nil {
		t.Fatal(err)
	}
	noNumbers(t, any)
	module := s.Files[o.Module.URL]
	if module == nil {
		t.Fatalf("no module at %q", o.Module.URL)
	}
	sum := sha256.Sum256(module.Body)
	if hex.EncodeToString(sum[:]) != o.Module.SHA256 || s.Page.ModuleHash != o.Module.SHA256 || module.Type != "application/wasm" {
		t.Error("the module is not the one that is named")
	}
	if o.Terms.Hash == "" || o.Terms.Hash != s.Page.Terms.Hash || !bytes.Contains(s.Files["/terms/"].Body, []byte(o.Terms.Hash)) {
		t.Errorf("the hash of the terms is %q", o.Terms.Hash)
	}
	if len(o.Tariff.Directions) != len(s.Page.Tariff.Directions) || len(o.Tariff.Directions) < 50 {
		t.Errorf("%d directions", len(o.Tariff.Directions))
	}
}

func noNumbers(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case float64:
		t.Errorf("the number %v is not written as a text", v)
	case map[string]any:
		for _, inner := range v {
			noNumbers(t, inner)
		}
	case []any:
		for _, inner := range v {
			noNumbers(t, inner)
		}
	}
}

// TestTermsHash: what changes the agreement's text changes its hash, and nothing
// else does.
func TestTermsHash(t *testing.T) {
	hash := func(change func(fstest.MapFS)) string {
		files := fixture.Office(t, base)
		change(files)
		set, err := content.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		s, err := site.Build(set, site.Options{Static: few})
		if err != nil {
			t.Fatal(err)
		}
		return s.Page.Terms.Hash
	}
	edit := func(file, was, becomes string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			files[file].Data = bytes.Replace(files[file].Data, []byte(was), []byte(becomes), 1)
		}
	}
	was := hash(func(fstest.MapFS) {})
	if hash(edit("about.md", "We are", "We were")) != was || hash(edit("terms.md", "description: What", "description: That")) != was {
		t.Error("the hash changed with another text")
	}
	if hash(edit("terms.md", "value: 24h", "value: 25h")) == was || hash(edit("terms.md", "3.1. What", "3.1. That")) == was {
		t.Error("the hash did not change with the text")
	}
}

func TestFeedAndSitemapAreXML(t *testing.T) {
	s := buildDefault(t, site.Options{})
	var feed struct {
		Updated string `xml:"updated"`
		Entries []struct {
			ID     string `xml:"id"`
			Author string `xml:"author>name"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(s.Files["/news/feed.xml"].Body, &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != len(s.Page.News) || feed.Updated != "2026-11-22T00:00:00Z" || feed.Entries[0].Author == "" {
		t.Errorf("the feed: %+v", feed)
	}
	var list struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(s.Files["/sitemap.xml"].Body, &list); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for path := range s.Files {
		if strings.HasSuffix(path, "/") {
			pages++
		}
	}
	if len(list.URLs) != pages {
		t.Errorf("the sitemap has %d of %d pages", len(list.URLs), pages)
	}
	for _, u := range list.URLs {
		if s.Files[strings.TrimPrefix(u.Loc, s.Page.Office.BaseURL)] == nil {
			t.Errorf("the sitemap names %s", u.Loc)
		}
	}
}

func TestWrite(t *testing.T) {
	s := buildDefault(t, site.Options{})
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	for range 2 { // into nothing, and over a site
		if err := s.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	want := 0
	for path, f := range s.Files {
		name := strings.TrimPrefix(path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		for suffix, body := range map[string][]byte{"": f.Body, ".br": f.Brotli, ".gz": f.Gzip} {
			if body == nil {
				continue
			}
			want++
			if got, err := os.ReadFile(filepath.Join(dir, name+suffix)); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%s%s: %v", name, suffix, err)
			}
		}
	}
	written := 0
	_ = filepath.WalkDir(parent, func(_ string, d fs.DirEntry, _ error) error {
		if !d.IsDir() {
			written++
		}
		return nil
	})
	if want += 2; written != want { // _headers and nginx-headers.conf
		t.Errorf("%d files are written, want %d", written, want)
	}
	for _, folder := range []string{"/terms/", "/news/"} { // one rule for all that is in it
		for name, part := range map[string]string{
			"_headers":           "\n" + folder + "*\n  Content-Security-Policy: " + site.ReadingCSP + "\n",
			"nginx-headers.conf": `if ($uri ~ "^` + folder + `") {` + "\n    set $agio_policy \"" + site.ReadingCSP + "\";\n",
		} {
			if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || strings.Count(string(text), part) != 1 {
				t.Errorf("%s does not guard %s: %v\n%s", name, folder, err, text)
			}
		}
	}
}

// TestWriteSparesOtherFolders: a slip in --out must not cost anybody a folder.
func TestWriteSparesOtherFolders(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(precious, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := buildDefault(t, site.Options{}).Write(dir); err == nil {
		t.Error("a folder that holds no site was replaced")
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

// TestReaderNeverSeesHalfASite: while the folder is replaced again and again, its
// files are there and belong together.
func TestReaderNeverSeesHalfASite(t *testing.T) {
	s := buildDefault(t, site.Options{})
	dir := filepath.Join(t.TempDir(), "site")
	if err := s.Write(dir); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		var errs []error
		for range 10 {
			errs = append(errs, s.Write(dir))
		}
		done <- firstOf(errs)
	}()
	for reads := 0; ; reads++ {
		select {
		case err := <-done:
			if err != nil || reads == 0 {
				t.Errorf("%d reads, %v", reads, err)
			}
			return
		default:
			if _, err := os.Stat(filepath.Join(dir, "terms", "index.html")); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func firstOf(all []error) error {
	if i := slices.IndexFunc(all, func(err error) bool { return err != nil }); i >= 0 {
		return all[i]
	}
	return nil
}
