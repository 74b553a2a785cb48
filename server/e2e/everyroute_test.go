package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"agio/content"
	"agio/content/headers"
	"agio/server/api"
	"agio/server/desk"
	"agio/templates"
)

// everyMethod is what each address is asked with, whether it takes it or not.
var everyMethod = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MARKEDmethod"}

// brought is what a visitor brings that the office has no use for, or only for the
// moment: each is marked in a way of its own.
var brought = map[string]string{
	"X-Real-Ip": "203.0.113.78", "Forwarded": "for=203.0.113.79", "User-Agent": "MARKEDagent/1.0", "Referer": "https://MARKEDreferrer.example/?q=MARKEDreferrer",
	"Origin": "https://MARKEDorigin.example", "Cookie": "MARKEDcookie=MARKEDcookie", "Accept-Language": "MARKEDlanguage", "X-Request-Id": "MARKEDrequest",
	"From": "MARKEDfrom@marked.example", "Host": "MARKEDhost.example", "Authorization": "Bearer MARKEDbearer", "Idempotency-Key": "MARKEDkey-of-a-request",
	"X-Form-Token": "", "Accept-Encoding": "MARKEDencoding", "X-Unheard-Of": "MARKEDheader",
}

// never is what must not be found on the disk, whoever brought it: what came in bodies
// and forms is sealed where it is kept at all.
var never = []string{
	"203.0.113.", "198.51.100.", "MARKEDagent", "MARKEDreferrer", "MARKEDorigin", "MARKEDcookie", "MARKEDlanguage", "MARKEDrequest", "MARKEDfrom",
	"MARKEDhost", "MARKEDbearer", "MARKEDencoding", "MARKEDheader", "MARKEDpath", "MARKEDquery", "MARKEDmethod", "127.0.0.1", "MARKEDbody", "MARKEDkey",
}

// route is one address of a router, and the methods that it takes there.
type route struct {
	path    string
	methods string
}

// routers asks the two routers themselves what they answer.
func routers(t *testing.T) (public, desks []route) {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	site := &templates.Site{Office: set.Office, Terms: set.Terms, Tariff: set.Tariff}
	door := api.New(api.Config{Set: set, Page: *site}).Routes()
	for _, path := range slices.Sorted(maps.Keys(door)) {
		public = append(public, route{path, door[path]})
	}
	d, err := desk.New(desk.Config{Origin: "http://localhost:1", Page: func() *templates.Site { return site }})
	if err != nil {
		t.Fatal(err)
	}
	inside := d.Routes()
	for _, path := range slices.Sorted(maps.Keys(inside)) {
		desks = append(desks, route{path, strings.Join(inside[path], ", ")})
	}
	if len(public) < 20 || len(desks) < 30 {
		t.Fatalf("%d and %d routes", len(public), len(desks))
	}
	return public, desks
}

// driver asks routes, each time from another address, and remembers what it asked.
type driver struct {
	t     *testing.T
	o     *office
	sent  int
	asked map[string]bool // "GET /order/:id"
	seen  map[int]bool
}

// ask sends one request with every mark, and looks at the headers of the answer.
func (d *driver) ask(r route, method, path, body string, more map[string]string) answer {
	d.t.Helper()
	d.sent++
	all := merged(merged(brought, map[string]string{"X-Forwarded-For": fmt.Sprintf("198.51.100.%d", d.sent%250)}), more)
	w := ask(d.t, d.o, method, path, body, all)
	d.asked[method+" "+r.path] = true
	d.seen[w.StatusCode] = true
	if strings.HasPrefix(r.path, "/desk") {
		guardedDesk(d.t, method+" "+path, w)
	} else {
		guarded(d.t, method+" "+path, w, false)
	}
	if w.StatusCode >= 500 && w.StatusCode != http.StatusServiceUnavailable && w.StatusCode != http.StatusNotImplemented {
		d.t.Errorf("%s %s: %d", method, r.path, w.StatusCode)
	}
	return w
}

// guardedDesk looks at the headers of an answer of the desk, whose policies differ.
func guardedDesk(t *testing.T, what string, w answer) {
	t.Helper()
	for _, h := range headers.Always() {
		got := w.Header.Values(h.Name)
		if len(got) != 1 || got[0] != h.Value && !(h.Name == "Permissions-Policy" && got[0] == headers.PasskeysAllowed) {
			t.Errorf("%s (%d): %s is %q", what, w.StatusCode, h.Name, got)
		}
	}
	if got := w.Header.Values(headers.CSP); len(got) != 1 || !slices.Contains([]string{headers.Nothing, headers.Desk, headers.DeskKeys, headers.Download}, got[0]) {
		t.Errorf("%s (%d): the content security policy is %q", what, w.StatusCode, got)
	}
	if got := w.Header.Get(headers.Caching); got != "no-store" {
		t.Errorf("%s (%d): it may be kept: %q", what, w.StatusCode, got)
	}
}

// bodies are what a post may hold: a form with every field that any of them has, and
// JSON of the wrong shape, cut off, and of the right one.
func bodies(fields url.Values) map[string]string {
	return map[string]string{
		fields.Encode():                       "application/x-www-form-urlencoded",
		"%zzMARKEDbody":                       "application/x-www-form-urlencoded; MARKEDheader=1",
		`{"MARKEDbody":`:                      "application/json",
		`{"event":"MARKEDbody","MARKED":1}`:   "application/json",
		"--x\r\nMARKEDbody\r\n\r\nMARKEDbody": "multipart/form-data; boundary=x",
	}
}

// drive asks a route with every method, its places filled in each of the given ways.
func (d *driver) drive(r route, ids []string, fields url.Values, more map[string]string) {
	d.t.Helper()
	for _, id := range ids {
		path := filled(r.path, id) + "?MARKEDquery=MARKEDquery&from=MARKEDquery"
		for _, method := range everyMethod {
			if method != "POST" {
				d.ask(r, method, path, "", more)
				continue
			}
			for body, kind := range bodies(fields) {
				d.ask(r, method, path, body, merged(map[string]string{"Content-Type": kind}, more))
			}
		}
	}
}

// formFields are the names of all fields that a form of the office has.
func formFields(secret, token string) url.Values {
	fields := url.Values{"key": {secret}, "token": {token}}
	for _, name := range strings.Fields("event figures refund_to refund_memo text kind from to give get side paid ordered stage brought at source note email action order_key pay_out pay_out_memo " +
		"query why reason name to_lift value begins ends words id amount currency txid address memo hash report block until number credential") {
		fields.Set(name, "MARKEDbody")
	}
	return fields
}

// Every address of both routers, asked with every method by strangers, by the order's
// client and by an operator who is signed in, whatever is in the body: each answer is
// guarded, each request has its line, and nothing of whoever asked is in any line that
// the process writes, or in any file that it keeps.
func TestEveryRouteKeepsNothingOfWhoAsks(t *testing.T) {
	chromium(t)
	public, desks := routers(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "", "--trusted-proxy", "127.0.0.0/8,::1/128")
	order := placeAnother(t, o, orderBody(t, o), "an-order-that-is-looked-at")
	id, secret := member(t, order, "id"), member(t, order, "secret")
	d := &driver{t: t, o: o, asked: make(map[string]bool), seen: make(map[int]bool)}
	for _, r := range public {
		d.drive(r, []string{"MARKEDpath"}, formFields("MARKEDbody", ""), nil)
		if strings.Contains(r.path, ":") {
			d.drive(r, []string{id}, formFields(secret, ""), map[string]string{"Authorization": "Bearer " + secret})
			d.ask(r, "GET", filled(r.path, id)+"?key="+secret+"&MARKEDquery", "", nil)
		}
	}
	b := browse(t, 1280)
	b.enter(t, hire(t, agio, data, "Ada Lovelace"))
	signed := map[string]string{"Cookie": cookieOf(t, b) + "; MARKEDcookie=MARKEDcookie"}
	page := d.ask(route{"/desk/", "GET"}, "GET", "/desk/", "", signed)
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page.body)
	if page.StatusCode != http.StatusOK || token == nil {
		t.Fatalf("nobody is signed in: %d", page.StatusCode)
	}
	slices.SortStableFunc(desks, func(a, b route) int { // to sign out is the last thing to do
		return strings.Count(a.path, "sign-out") - strings.Count(b.path, "sign-out")
	})
	for _, r := range desks {
		d.drive(r, []string{"MARKEDpath"}, formFields("MARKEDbody", "MARKEDbody"), nil)
		d.drive(r, []string{id}, formFields("", token[1]), signed)
	}
	if w := d.ask(route{"/desk/", "GET"}, "GET", "/desk/", "", signed); w.StatusCode != http.StatusSeeOther {
		t.Errorf("the operator was signed in to the end: %d", w.StatusCode)
	}
	d.askTheServer()
	if code := o.stop(t); code != 0 {
		t.Errorf("the office closed with code %d", code)
	}
	d.checkAsked(append(public, desks...))
	d.checkEveryLine([]string{id, secret, token[1], "MARKED", "marked", "203.0.113", "198.51.100", "127.0.0.1:", "[::1]", "DE8937", "bc1q", "key=", "Lovelace"})
	checkKept(t, data)
}

// askTheServer asks the server as a whole, which is no address.
func (d *driver) askTheServer() {
	d.t.Helper()
	r, err := http.NewRequest("OPTIONS", d.o.url, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	r.URL.Opaque = "*"
	r.Header.Set("User-Agent", brought["User-Agent"])
	w, err := direct.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	w.Body.Close()
	d.sent++
	guarded(d.t, "OPTIONS *", answer{w, ""}, false)
}

// cookieOf gives the desk's cookie as a request carries it.
func cookieOf(t *testing.T, b *browser) string {
	t.Helper()
	cookies, err := chromedp.Call(b.ctx, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil || len(cookies.Cookies) != 1 {
		t.Fatalf("%d cookies, %v", len(cookies.Cookies), err)
	}
	return cookies.Cookies[0].Name + "=" + cookies.Cookies[0].Value
}

// checkAsked: each route was asked with each method, and every sort of answer came.
func (d *driver) checkAsked(all []route) {
	d.t.Helper()
	for _, r := range all {
		for _, method := range everyMethod {
			if !d.asked[method+" "+r.path] {
				d.t.Errorf("nobody asked %s %s", method, r.path)
			}
		}
	}
	for _, status := range []int{200, 303, 400, 401, 403, 404, 405, 415, 422} {
		if !d.seen[status] {
			d.t.Errorf("no answer had status %d; there were %v", status, slices.Sorted(maps.Keys(d.seen)))
		}
	}
	d.t.Logf("%d routes, %d requests, statuses %v", len(all), d.sent, slices.Sorted(maps.Keys(d.seen)))
}

// checkEveryLine: no mark, and a line for each method at each route.
func (d *driver) checkEveryLine(forbidden []string) {
	d.t.Helper()
	log := d.o.said.String()
	if requests := checkLines(d.t, log, forbidden); requests < d.sent {
		d.t.Errorf("%d requests were sent, %d are in the log", d.sent, requests)
	}
	seen := make(map[string]bool)
	for line := range strings.Lines(log) {
		var entry struct{ Msg, Method, Route string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "request" {
			seen[entry.Method+" "+entry.Route] = true
		}
	}
	for asked := range d.asked {
		method, path, _ := strings.Cut(asked, " ")
		if method == "PROPFIND" || method == "MARKEDmethod" {
			method = "other"
		}
		if !seen[method+" "+path] && !(strings.HasPrefix(path, "/desk") && seen[method+" /desk/*"]) {
			d.t.Errorf("no line tells of %s", asked)
		}
	}
}

// checkKept looks into every file of the data folder.
func checkKept(t *testing.T, data string) {
	t.Helper()
	files := 0
	err := fs.WalkDir(os.DirFS(data), ".", func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(data, name))
		files++
		for _, mark := range never {
			if bytes.Contains(bytes.ToLower(text), []byte(strings.ToLower(mark))) {
				t.Errorf("%s holds %q", name, mark)
			}
		}
		return err
	})
	if err != nil || files < 5 {
		t.Errorf("%d files, %v", files, err)
	}
}
