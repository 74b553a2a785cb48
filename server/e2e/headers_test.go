package e2e

import (
	"html"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"agio/content/headers"
)

var policies = []string{headers.Nothing, headers.Reading, headers.Alone, headers.Order, headers.Calculator, headers.Worker}

// guarded ends the test when an answer lacks a header of the table, or sets a
// cookie.
func guarded(t *testing.T, what string, w answer, tls bool) {
	t.Helper()
	want := headers.Always()
	if tls {
		want = append(want, headers.Transport)
	} else if w.Header.Get(headers.Transport.Name) != "" {
		t.Errorf("%s: %s without TLS", what, headers.Transport.Name)
	}
	for _, h := range want {
		if got := w.Header.Values(h.Name); len(got) != 1 || got[0] != h.Value {
			t.Errorf("%s (%d): %s is %q", what, w.StatusCode, h.Name, got)
		}
	}
	if got := w.Header.Values(headers.CSP); len(got) != 1 || !slices.Contains(policies, got[0]) {
		t.Errorf("%s (%d): the content security policy is %q", what, w.StatusCode, got)
	}
	if got := w.Header.Values("Set-Cookie"); got != nil {
		t.Errorf("%s (%d): a cookie: %q", what, w.StatusCode, got)
	}
}

// askEverything sends requests good and bad to every route and page, and puts the
// office into trouble at the end.
func askEverything(t *testing.T, o *office, data string, look func(method, path, body string, headers map[string]string) answer) {
	t.Helper()
	asJSON := map[string]string{"Content-Type": "application/json", "Idempotency-Key": "MARKEDkey-of-a-request"}
	asForm := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	body := orderBody(t, o)
	order := look("POST", "/api/orders", body, asJSON)
	id, secret := member(t, order.body, "id"), member(t, order.body, "secret")
	look("GET", "/order/"+id+"?key="+secret, "", nil)
	look("GET", "/order/"+id+"?key=MARKEDsecret", "", nil)
	look("GET", "/api/orders/"+id, "", map[string]string{"Authorization": "Bearer " + secret})
	look("POST", "/api/orders", "{}", asJSON)
	look("POST", "/api/orders", `{"MARKED":1}`, asJSON)
	look("POST", "/api/orders", `{"contact":{"email":"MARKED`, map[string]string{"Content-Type": "application/json"})
	look("POST", "/api/orders", strings.Repeat("MARKED", 10_000), asJSON)
	look("POST", "/api/orders", "MARKED", asForm)
	look("POST", "/quote?MARKED", "from=MARKED&to=MARKED&give=MARKED&email=MARKED&action=order&order_key=MARKEDkey-of-form", asForm)
	look("POST", "/quote", "from=BTC&to=EURSEPA&side=give&give=0.1&action=quote", asForm)
	look("POST", "/refunds/", "%zzMARKED", asForm)
	look("GET", "/terms/", "", map[string]string{"Accept-Encoding": "identity;q=0, MARKED"})
	for _, route := range routes(t) {
		for _, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MARKED"} {
			look(method, filled(route, "MARKEDid")+"?MARKED=1&from=MARKED", "", nil)
		}
	}
	for _, path := range pages(t, o) {
		etag := look("GET", path+"?MARKED=1&note=MARKED", "", nil).Header.Get("ETag")
		if w := look("GET", path, "", map[string]string{"If-None-Match": etag}); w.StatusCode != http.StatusNotModified {
			t.Errorf("GET %s again: %d", path, w.StatusCode)
		}
		look("GET", path+"MARKED", "", nil)
		if path != "/" {
			look("GET", strings.TrimSuffix(path, "/"), "", nil)
		}
	}
	locked := lock(t, filepath.Join(data, "agio.db"))
	look("POST", "/api/orders", body, map[string]string{"Content-Type": "application/json", "Idempotency-Key": "MARKEDkey-of-another"})
	locked()
	for range 40 { // more than one address may post in a moment
		look("POST", "/refunds/", "from=MARKED&paid=MARKED&stage=MARKED", asForm)
	}
}

// What a host that reads _headers sends for each file of a built folder is what the
// office itself sends, each header once. Where there is no file it sends no policy: the
// page that it shows there carries its own.
func TestTheHostedFolderIsGuardedAlike(t *testing.T) {
	agio, site := binary(t), filepath.Join(t.TempDir(), "site")
	if out, err := exec.Command(agio, "build", "--out", site).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(site, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, agio, t.TempDir(), "", "--tls")
	compared := 0
	for _, path := range served(t, site) {
		theirs, ours := hosted(string(text), path), ask(t, o, "GET", path, "", nil)
		for _, name := range append(named(headers.Always()), headers.Transport.Name, headers.Caching, headers.CSP) {
			if got := theirs[name]; len(got) != 1 || !slices.Equal(got, ours.Header.Values(name)) {
				t.Errorf("%s: %s is %q by _headers, %q from the office", path, name, got, ours.Header.Values(name))
			}
		}
		compared++
	}
	if compared < 20 {
		t.Errorf("%d files compared", compared)
	}
	missing, err := os.ReadFile(filepath.Join(site, "404.html"))
	if err != nil {
		t.Fatal(err)
	}
	carries := `<meta http-equiv="Content-Security-Policy" content="` + headers.InPage(headers.Reading) + `">`
	theirs := hosted(string(text), "/nothing-here")
	if theirs[headers.CSP] != nil || !slices.Equal(theirs[headers.Unframed.Name], []string{headers.Unframed.Value}) || !strings.Contains(html.UnescapeString(string(missing)), carries) {
		t.Errorf("where there is no file the headers are %q, and the page begins %.300s", theirs, missing)
	}
	if n := strings.Count(string(text), "\n/"); n > 100 {
		t.Errorf("some hosts read 100 rules, and there are %d", n)
	}
}

func named(list []headers.Header) (names []string) {
	for _, h := range list {
		names = append(names, h.Name)
	}
	return names
}

// hosted gives the headers that the rules of a _headers file say for an address: all
// rules that match it, in their order.
func hosted(text, path string) map[string][]string {
	found, matches := make(map[string][]string), false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch name, value, header := strings.Cut(line, ": "); {
		case line == "" || strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, " "):
			before, all := strings.CutSuffix(line, "*")
			matches = path == line || all && strings.HasPrefix(path, before)
		case header && matches:
			found[strings.TrimSpace(name)] = append(found[strings.TrimSpace(name)], value)
		}
	}
	return found
}

// served lists the addresses of a built folder.
func served(t *testing.T, site string) (all []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || slices.Contains([]string{".br", ".gz"}, filepath.Ext(name)) || name == "_headers" || name == "nginx-headers.conf" || name == "404.html" {
			return err
		}
		all = append(all, "/"+strings.TrimSuffix(name, "index.html"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// typed are the files whose type the snippet, or nginx by itself, names.
var typed = regexp.MustCompile(`/$|\.(?:html|jsonld|webmanifest)$|/feed\.(?:xml|json)$`)

// A built folder under nginx, with the snippet beside it, sends what the office
// itself sends.
func TestTheFolderUnderNginxIsGuardedAlike(t *testing.T) {
	t.Parallel()
	nginx := tool(t, "nginx", "/usr/sbin/nginx")
	agio, dir := binary(t), t.TempDir()
	site := filepath.Join(dir, "site")
	if out, err := exec.Command(agio, "build", "--out", site).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	o := open(t, agio, t.TempDir(), "", "--tls")
	folder := serveFolder(t, nginx, dir, site)
	compared := 0
	for _, path := range served(t, site) {
		theirs, ours := ask(t, folder, "GET", path, "", nil), ask(t, o, "GET", path, "", nil)
		guarded(t, "nginx "+path, theirs, true)
		compare := []string{headers.CSP, headers.Caching, headers.Robots}
		if typed.MatchString(path) { // nginx knows the types of the others by a file that is not asked here
			compare = append(compare, "Content-Type")
		}
		for _, h := range compare {
			if theirs.Header.Get(h) != ours.Header.Get(h) {
				t.Errorf("%s: %s is %q under nginx, %q from the office", path, h, theirs.Header.Get(h), ours.Header.Get(h))
			}
		}
		compared++
	}
	if compared < 20 {
		t.Errorf("%d files compared", compared)
	}
	ours := ask(t, o, "GET", "/nothing-here", "", nil)
	for _, path := range []string{"/nothing-here", "/terms/nothing-here", "/assets/nothing-here.js", "/_headers", "/nginx-headers.conf", "/404.html"} {
		w := ask(t, folder, "GET", path, "", nil)
		guarded(t, "nginx "+path, w, true)
		if w.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.StatusCode)
		}
		for _, h := range []string{headers.CSP, headers.Caching, headers.Robots, "Content-Type"} {
			if got, want := w.Header.Get(h), ours.Header.Get(h); !strings.EqualFold(got, want) || got == "" {
				t.Errorf("%s: %s is %q under nginx, %q from the office", path, h, got, want)
			}
		}
	}
}
