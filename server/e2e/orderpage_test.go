package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// client is one who ordered.
type client struct {
	o               *office
	id, secret, url string
}

// ordered makes an order under a key of its own.
func ordered(t *testing.T, o *office, key string) client {
	t.Helper()
	w := ask(t, o, "POST", "/api/orders", orderBody(t, o), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "key-of-an-order-" + key})
	if w.StatusCode != http.StatusCreated {
		t.Fatal(w.StatusCode, w.body)
	}
	return client{o, member(t, w.body, "id"), member(t, w.body, "secret"), member(t, w.body, "url")}
}

// until waits until the order's answer has a text.
func (c client) until(t *testing.T, text string) string {
	t.Helper()
	body := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		body = ask(t, c.o, "GET", "/api/orders/"+c.id, "", map[string]string{"Authorization": "Bearer " + c.secret}).body
		if strings.Contains(body, text) {
			return body
		}
	}
	t.Fatalf("the order never has %s:\n%s", text, body)
	return ""
}

// posts sends one of the forms of the order's page.
func (c client) posts(t *testing.T, what string, fields ...string) answer {
	t.Helper()
	form := url.Values{"key": {c.secret}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return ask(t, c.o, "POST", "/order/"+c.id+"/"+what, form.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
}

// pays has the demonstration pay.
func (c client) pays(t *testing.T, kind string) {
	t.Helper()
	c.until(t, `"deposit":`)
	if w := c.posts(t, "demo", "kind", kind); w.StatusCode != http.StatusSeeOther {
		t.Fatal(w.StatusCode, w.body)
	}
}

func (c client) decide(event string) string {
	return "/order/" + c.id + "/decide?" + url.Values{"key": {c.secret}, "event": {event}}.Encode()
}

// orderPages are the pages of orders on their way, by what they show.
func orderPages(t *testing.T, o *office) map[string]string {
	t.Helper()
	waiting, short, done := ordered(t, o, "waiting"), ordered(t, o, "short"), ordered(t, o, "done")
	short.pays(t, "less")
	done.pays(t, "exact")
	waiting.until(t, `"deposit":`)
	short.until(t, `"state":"verification"`)
	done.until(t, `"state":"completed"`)
	return map[string]string{
		"order to pay": waiting.url, "order in verification": short.url, "order completed": done.url,
		"refund to confirm": short.decide("refund_asked"), "cancellation to confirm": waiting.decide("cancel"),
	}
}

// The page shows by itself what happens, and keeps what is being typed.
func TestTheOrderPageFollowsTheOrder(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	c := ordered(t, o, "followed")
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(o.url+c.url))
	b.eventually(t, `document.querySelector("#pay-address")`) // the engine assigned it, and the page was renewed
	b.eventually(t, `/^\d\d:\d\d:\d\d left$/.test(document.querySelector(".left")?.textContent)`)
	if got := b.text(t, "#following"); !strings.Contains(got, "by itself") {
		t.Errorf("the page says %q", got)
	}
	if n := get[int](t, b, `document.querySelector(".qr path").getAttribute("d").length`); n < 1000 {
		t.Errorf("the code's path has %d characters", n)
	}
	get[bool](t, b, `(document.querySelector("#naming").open = true)`)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#refund_to"), "bc1qtyped"))
	get[bool](t, b, `(window.same = true)`)
	c.pays(t, "less")
	b.eventually(t, `document.querySelector("#status").textContent === "In verification"`)
	if !get[bool](t, b, `window.same === true`) {
		t.Error("the page was loaded anew instead of renewed")
	}
	for script, want := range map[string]string{
		`document.querySelector("#refund_to").value`: "bc1qtyped", `document.activeElement.id`: "refund_to",
		`String(document.querySelector("#naming").open)`: "true", `document.querySelector("#news").textContent`: "The order has changed: In verification.",
	} {
		if got := get[string](t, b, script); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
	b.checkQuiet(t, o.url)
}

// Without scripts everything can be done: look at the figures and confirm them.
func TestARefundWithoutScripts(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	c := ordered(t, o, "plain")
	c.pays(t, "less")
	c.until(t, `"state":"verification"`)
	b := browse(t, 360)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(o.url+c.url))
	b.leaves(t, "#look-refund_asked")
	b.eventually(t, `document.querySelector("#confirm")`)
	for _, want := range []string{"Both ways, side by side", "Every clause that could apply", "The refund goes to"} {
		if text := b.text(t, "main"); !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	b.leaves(t, "#confirm")
	b.eventually(t, `document.querySelector("#status")`)
	c.until(t, `"refund":{"clause":"5.2"`)
	c.until(t, `"state":"refunded"`)
	b.checkQuiet(t, o.url)
}
