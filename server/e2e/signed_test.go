package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"agio/wasm/exchange"
)

const signedLine = "Prices signed by the office, checked in your browser."

// meddler stands between the office and the browser and does to the prices what
// a test tells it. In any mood there is no stream.
type meddler struct {
	*httptest.Server
	mood   atomic.Value // of string: "", "flip" or "silent"
	worker string       // what the calculator's worker begins with

	followed atomic.Int32 // how often the stream was asked for
}

func meddle(t *testing.T, o *office) *meddler {
	t.Helper()
	home, err := url.Parse(o.url)
	if err != nil {
		t.Fatal(err)
	}
	m := &meddler{}
	m.mood.Store("")
	proxy := httputil.NewSingleHostReverseProxy(home)
	proxy.ModifyResponse = func(r *http.Response) error {
		worker := m.worker != "" && strings.HasPrefix(r.Request.URL.Path, "/worker/")
		if !worker && (r.Request.URL.Path != "/api/rates" || m.mood.Load() != "flip") {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		if worker {
			body = append([]byte(m.worker), body...)
		} else {
			body = flip(t, body)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		return nil
	}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		follows := r.URL.Path == "/api/rates/stream"
		if follows {
			m.followed.Add(1)
		}
		if mood := m.mood.Load(); mood == "silent" && r.URL.Path == "/api/rates" || mood != "" && follows {
			http.Error(w, "nobody is there", http.StatusBadGateway)
			return
		}
		r.Header.Del("Accept-Encoding") // the body must be readable to be changed
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(m.Close)
	return m
}

// flip changes one bit: the first digit of the bid of BTC becomes its neighbour.
func flip(t *testing.T, body []byte) []byte {
	at := bytes.Index(body, []byte(`"BTC":{"bid":"`))
	if at < 0 {
		t.Errorf("there is no bid of BTC in %s", body)
		return body
	}
	body[at+len(`"BTC":{"bid":"`)] ^= 1
	return body
}

// inject runs a script before those of each page.
func inject(t *testing.T, b *browser, script string) {
	t.Helper()
	call(t, b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Prices with one bit changed are no prices: no quote, no order, and the page
// says why; the next ones that are right are used.
func TestForgedPricesAreNotQuoted(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	m := meddle(t, o)
	m.mood.Store("flip")
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(m.URL+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, `document.querySelector("#state").innerText.includes("not as the office signed them")`)
	if got := value(t, b, "get"); got != "" {
		t.Errorf("the page quotes %s from forged prices", got)
	}
	if !get[bool](t, b, `document.querySelector("#order").disabled`) {
		t.Error("an order can be made on forged prices")
	}
	if said := b.text(t, "#state"); !strings.Contains(said, "something was changed on the way") {
		t.Errorf("the page says %q", said)
	}
	if proof := b.text(t, "#proof"); proof != "" {
		t.Errorf("of forged prices the page says %q", proof)
	}
	m.mood.Store("")
	get[bool](t, b, `dispatchEvent(new Event("online"))`)
	b.eventually(t, usableQuote)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	if got := value(t, b, "get"); got != want.Get.Value.String() || b.text(t, "#proof") != signedLine || b.text(t, "#state") != "" {
		t.Errorf("afterwards: %s, %q, %q", got, b.text(t, "#proof"), b.text(t, "#state"))
	}
	m.mood.Store("flip")
	b.do(t, chromedp.Navigate(m.URL+"/rates/"))
	b.eventually(t, `document.querySelector("#state").innerText.includes("not as the office signed them")`)
}

// Every page that computes says that it checked.
func TestPagesSayThatPricesAreSigned(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	for _, path := range []string{"/", "/rates/", "/refunds/"} {
		b.do(t, chromedp.Navigate(o.url+path))
		b.eventually(t, `document.querySelector("#proof").innerText !== ""`)
		if said := b.text(t, "#proof"); said != signedLine {
			t.Errorf("%s says %q", path, said)
		}
	}
	b.checkQuiet(t, o.url)
	checkNothingKept(t, b)
}

// A browser that cannot check says so and quotes all the same: the office checks
// every order.
func TestABrowserWithoutEd25519SaysSo(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	inject(t, b, `SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));`)
	b.do(t, chromedp.Navigate(o.url+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote)
	if said := b.text(t, "#proof"); !strings.Contains(said, "was not checked") {
		t.Errorf("the page says %q", said)
	}
}

// Prices that were checked stay in the open page when the office falls silent:
// with their age, and not to be ordered on.
func TestCheckedPricesStayForOrientation(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	m := meddle(t, o)
	b := browse(t, 1280)
	inject(t, b, `window.later = 0; const now = Date.now; Date.now = () => now() + window.later;`)
	b.do(t, chromedp.Navigate(m.URL+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote+` && !document.querySelector("#order").disabled`)
	quoted := value(t, b, "get")
	m.mood.Store("silent")
	get[bool](t, b, `window.later = 7 * 60 * 1000, dispatchEvent(new Event("online"))`)
	b.eventually(t, `document.querySelector("#state").innerText.includes("7 minutes old")`)
	if got := value(t, b, "get"); got != quoted {
		t.Errorf("the figures went from %s to %q", quoted, got)
	}
	if !get[bool](t, b, `document.querySelector("#order").disabled`) {
		t.Error("an order can be made on prices that have expired")
	}
	get[bool](t, b, `window.later = 0, true`)
	m.mood.Store("")
	get[bool](t, b, `dispatchEvent(new Event("online"))`)
	b.eventually(t, `!document.querySelector("#order").disabled && document.querySelector("#state").innerText === ""`)
	checkNothingKept(t, b)
}
