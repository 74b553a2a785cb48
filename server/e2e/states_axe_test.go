//go:build proofs

package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// asGolden is how the pages of the templates' own tests name static files.
var asGolden = regexp.MustCompile(`^/assets/(.+)$`)

// goldenPages is the folder of the pages that the templates' tests hold.
func goldenPages(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join(root, "templates", "testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// states serves the pages that the templates' tests hold: every state of an order,
// every answer of a form, every standing of an edition, many of which take days to
// come about. It gives their names.
func states(t *testing.T) (url string, names []string) {
	t.Helper()
	golden := goldenPages(t)
	files, err := filepath.Glob(filepath.Join(golden, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if text, err := os.ReadFile(f); err == nil && strings.HasPrefix(string(text), "<!doctype html>") {
			names = append(names, filepath.Base(f))
		}
	}
	if len(names) < 40 {
		t.Fatalf("only %d pages of the templates' tests", len(names))
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m := asGolden.FindStringSubmatch(r.URL.Path); m != nil {
			http.ServeFile(w, r, filepath.Join(root, "static", filepath.FromSlash(path.Clean("/"+m[1]))))
			return
		}
		http.ServeFile(w, r, filepath.Join(golden, path.Base(r.URL.Path)))
	}))
	t.Cleanup(s.Close)
	return s.URL, names
}

// Every state that a page can be in is as accessible as the pages of a new office,
// and valid HTML.
func TestProofEveryState(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tools(t, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	url, names := states(t)
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(url+"/"+names[0]))
	if size := get[string](t, b, "getComputedStyle(document.querySelector('.skip')).position"); size != "absolute" {
		t.Fatalf("the pages have no style: the link that skips is %s", size)
	}
	looked := 0
	for _, name := range names {
		looked += b.proveAccessible(t, name, url+"/"+name, string(source))
	}
	t.Logf("%d views of %d pages", looked, len(names))
	for file, messages := range validateHTML(t, goldenPages(t)) {
		for _, m := range messages {
			if filepath.Base(file) != "beside.html" { // a piece of a page
				t.Errorf("%s:%s", filepath.Base(file), m)
			}
		}
	}
}
