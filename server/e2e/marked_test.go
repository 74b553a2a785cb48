package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What is asked of an order that lives, of its files, and of the desk, by strangers
// and by an operator, leaves nothing of the visitor in any line of the log.
func TestOrdersAndTheDeskLeaveNoMarkInTheLog(t *testing.T) {
	chromium(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	answer := placeAnother(t, o, orderBody(t, o), "MARKEDkey-of-the-marked-order")
	payByDemo(t, o, answer, "less")
	untilState(t, o, answer, "verification")
	seen := askTheOrder(t, o, member(t, answer, "id"), member(t, answer, "secret"))
	desk := &office{url: strings.Replace(o.url, "127.0.0.1", "localhost", 1)}
	workAtTheDesk(t, desk, hire(t, agio, data, "Ada Lovelace"), member(t, answer, "id"))
	asked := askTheDesk(t, desk)
	if code := o.stop(t); code != 0 {
		t.Errorf("the office closed with code %d", code)
	}
	for _, status := range []int{200, 303, 400, 404, 415, 422} {
		if !seen[status] {
			t.Errorf("no answer had status %d, so it was not looked at; there were %v", status, seen)
		}
	}
	requests := checkLines(t, o.said.String(), []string{
		member(t, answer, "id"), member(t, answer, "secret"), "MARKED", "marked", "203.0.113", "127.0.0.1:", "[::1]", "DE8937", "bc1q", "key=", "Lovelace",
	})
	if requests < asked+20 {
		t.Errorf("%d requests are in the log, and the desk alone was asked %d", requests, asked)
	}
}

// askTheOrder asks the routes of an order with its key and with a wrong one.
func askTheOrder(t *testing.T, o *office, id, secret string) map[int]bool {
	t.Helper()
	seen := make(map[int]bool)
	look := func(method, path, body, kind string, more map[string]string) {
		t.Helper()
		w := ask(t, o, method, path, body, merged(merged(marks, map[string]string{"Content-Type": kind}), more))
		guarded(t, method+" "+path, w, false)
		seen[w.StatusCode] = true
	}
	const form, asJSON = "application/x-www-form-urlencoded", "application/json"
	for _, key := range []string{secret, "MARKEDsecret-that-is-wrong"} {
		page := "/order/" + id
		bearer := map[string]string{"Authorization": "Bearer " + key}
		for _, path := range []string{"?key=" + key + "&MARKED=1", "/decide?key=" + key + "&event=refund_asked&MARKED=1", "/receipt?key=" + key + "&MARKED=1"} {
			look("GET", page+path, "", "", nil)
		}
		look("GET", "/api/orders/"+id+"?MARKED", "", "", bearer)
		look("GET", "/api/orders/"+id+"/receipt?MARKED", "", "", bearer)
		for _, body := range []string{`{"event":"MARKED"}`, `{"MARKED":`, `{"event":"refund_asked","figures":"MARKED","refund_to":{"address":"MARKED","memo":"MARKED"}}`} {
			look("POST", "/api/orders/"+id+"/actions?MARKED", body, asJSON, merged(bearer, map[string]string{"Idempotency-Key": "MARKEDkey-of-an-action"}))
		}
		for _, event := range []string{"refund_asked", "MARKED"} {
			fields := url.Values{"key": {key}, "event": {event}, "figures": {"MARKED"}, "refund_to": {"MARKED"}, "text": {"MARKED"}}
			look("POST", page+"/act?MARKED", fields.Encode(), form, nil)
		}
		look("POST", page+"/act", "%zzMARKED", form, nil)
		look("POST", page+"/demo?MARKED", url.Values{"key": {key}, "kind": {"MARKED"}}.Encode(), form, nil)
		for name, content := range map[string]string{"MARKED.png": "\x89PNG\r\n\x1a\nMARKED", "MARKED.exe": "MZMARKED", "../../MARKED": ""} {
			body, kind := upload(t, key, name, content)
			look("POST", page+"/material?MARKED", body, kind, nil)
			look("POST", page+"/material?MARKED", body[:len(body)/2], kind, nil)
		}
		look("POST", page+"/material", "MARKED", form, nil)
		follow(t, o, page+"/events?key="+key+"&MARKED")
	}
	check := url.Values{"from": {"BTC"}, "to": {"MARKED"}, "give": {"MARKED"}, "at": {"MARKED"}, "source": {"MARKED"}, "note": {"MARKED"}, "email": {"MARKED@marked.example"}}.Encode()
	look("GET", "/monitor-check/?"+check, "", "", nil)
	look("POST", "/monitor-check/?MARKED", check, form, nil)
	look("GET", "/export/MARKED?MARKED", "", "", nil)
	follow(t, o, "/api/rates/stream?MARKED")
	return seen
}

// upload gives the body and type of a form with one file.
func upload(t *testing.T, key, name, content string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("key", key)
	_ = form.WriteField("text", "MARKED answer of the client.")
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, content)
	form.Close()
	return b.String(), form.FormDataContentType()
}

// follow opens a stream for a moment, and hangs up.
func follow(t *testing.T, o *office, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", o.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range marks {
		r.Header.Set(name, value)
	}
	if w, err := direct.Do(r); err == nil {
		_, _ = io.Copy(io.Discard, w.Body)
		w.Body.Close()
	}
}

// deskRoutes reads the addresses of the desk from its sources.
func deskRoutes(t *testing.T) []string {
	t.Helper()
	var all []string
	eachSource(t, "server/desk", func(_ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && (method.Sel.Name == "GET" || method.Sel.Name == "POST" || method.Sel.Name == "Any") {
				if path, ok := text(call.Args[0]); ok {
					all = append(all, "/desk"+path)
				}
			}
			return true
		})
	})
	if len(all) < 20 {
		t.Fatalf("the routes of server/desk were not found: %q", all)
	}
	return all
}

// askTheDesk asks all its routes as a stranger, and says how often.
func askTheDesk(t *testing.T, desk *office) (asked int) {
	t.Helper()
	for _, route := range deskRoutes(t) {
		for method, body := range map[string]string{"GET": "", "POST": "query=MARKED&reason=MARKED&name=MARKED", "PUT": `{"MARKED":`, "MARKED": "MARKED"} {
			kind := map[string]string{"POST": "application/x-www-form-urlencoded"}[method]
			w := ask(t, desk, method, filled(route, "MARKEDid")+"?MARKED=1", body, merged(marks, map[string]string{"Content-Type": kind}))
			if w.StatusCode >= 500 {
				t.Errorf("%s %s: %d", method, route, w.StatusCode)
			}
			asked++
		}
	}
	return asked
}

// workAtTheDesk signs an operator in, whose browser is marked, and looks at every page.
func workAtTheDesk(t *testing.T, desk *office, link, id string) {
	t.Helper()
	b := browse(t, 1280)
	call(t, b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: marks["User-Agent"], AcceptLanguage: marks["Accept-Language"]})
	call(t, b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: markedHeaders(t)})
	b.enter(t, link)
	for _, path := range []string{"/desk/", "/desk/orders/" + id, "/desk/orders/" + id + "/export", "/desk/orders/MARKED", "/desk/blocks", "/desk/office", "/desk/operators", "/desk/keys", "/desk/audit", "/desk/reports", "/desk/MARKED", "/desk/search"} {
		b.do(t, chromedp.Navigate(desk.url+path+"?MARKED=1&why=MARKED"))
	}
	b.do(t, chromedp.SetValue(chromedp.CSS("input[name=query]"), "MARKED.person@marked.example"), chromedp.Submit(chromedp.CSS("input[name=query]")))
	b.eventually(t, "document.body.innerText.includes('were opened and looked at')")
	if text := get[string](t, b, "document.querySelector('main').innerText"); !strings.Contains(text, "1 orders") && !strings.Contains(text, "1 order ") {
		t.Errorf("the search did not find the order: %s", text)
	}
}

// markedHeaders are the marks that a page's own script could not send.
func markedHeaders(t *testing.T) (headers network.Headers) {
	t.Helper()
	some := map[string]string{}
	for _, name := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Request-Id", "From"} {
		some[name] = marks[name]
	}
	if err := json.Unmarshal([]byte(marshal(t, some)), &headers); err != nil {
		t.Fatal(fmt.Errorf("headers: %w", err))
	}
	return headers
}
