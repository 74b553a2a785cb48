package e2e

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// policyLimit is what a policy page may cost over the wire, all it loads
// included: headers, page, stylesheet, icon.
const policyLimit = 27_000

// visit is what the browser saw of one page.
type visit struct {
	Kind    string   // of page, as the body's class says: policy, news, exchange
	Text    string   // that a person can read
	Scripts int      // elements that run scripts
	Blocks  int      // script elements, those with data in them too
	Inline  []string // scripts, styles and handlers that stand in the page
	Links   []string // addresses of this site that it leads to
	bytes   float64  // received for the page and all it loads
}

// look gathers the visit from the page itself. A script element with data in it
// runs nothing, and is none.
const look = `(() => {
	const executable = [...document.querySelectorAll("script")].filter((s) => !s.type || /^(module|importmap|speculationrules|(text|application)\/(java|ecma)script)$/i.test(s.type));
	const inline = executable.filter((s) => !s.src).concat([...document.querySelectorAll("style, [style]")]);
	for (const e of document.querySelectorAll("*"))
		for (const a of e.attributes)
			if (/^on/i.test(a.name) || /^\s*javascript:/i.test(a.value)) inline.push(e);
	return {
		Kind: [...document.body.classList].filter((c) => c.startsWith("is-")).map((c) => c.slice(3)).join(" "),
		Text: document.body.innerText,
		Scripts: executable.length,
		Blocks: document.scripts.length,
		Inline: inline.map((e) => e.outerHTML.slice(0, 200)),
		Links: [...document.querySelectorAll("a[href]")].map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname),
	};
})()`

// visit opens a page with an empty cache.
func (b *browser) visit(t *testing.T, url string) visit {
	t.Helper()
	call(t, b, network.ClearBrowserCache, cdp.Empty{})
	b.mu.Lock()
	b.received = 0
	b.mu.Unlock()
	b.do(t, chromedp.Navigate(url))
	b.settle(t)
	v := get[visit](t, b, look)
	b.mu.Lock()
	v.bytes = b.received
	b.mu.Unlock()
	return v
}

// settle waits until every request has ended and none has begun for a while.
func (b *browser) settle(t *testing.T) {
	t.Helper()
	quiet := 0
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		b.mu.Lock()
		if len(b.underWay) > 0 {
			quiet = 0
		}
		b.mu.Unlock()
		if quiet++; quiet > 5 {
			return
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range b.answered {
		delete(b.underWay, id) // a busy browser now and then forgets to say that what it had already is all
	}
	if len(b.underWay) > 0 {
		t.Errorf("requests do not end: %v", b.underWay)
	}
}

// Every public page leaves nothing in the browser, asks nobody else, holds
// nothing inline, and reads the same without scripts.
func TestPagesLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	with, without := browse(t, 1280), browse(t, 1280)
	call(t, without, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	todo := append(pages(t, o), "/nothing-is-here", "/?from=BTC&to=USDTTRC20&give=0.1", "/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=after", orderPage(t, o))
	kinds, known := make(map[string]int), make(map[string]bool)
	for len(todo) > 0 {
		path := todo[0]
		if todo = todo[1:]; known[path] {
			continue
		}
		known[path] = true
		on, off := with.visit(t, o.url+path), without.visit(t, o.url+path)
		checkPage(t, path, on, off)
		kinds[on.Kind]++
		for _, link := range on.Links {
			if strings.HasSuffix(link, "/") { // a page; feeds and data are not visited
				todo = append(todo, link)
			}
		}
	}
	for _, kind := range []string{"policy", "news", "page", "exchange", "refunds", "rates", "verify", "message", "order"} {
		if kinds[kind] == 0 {
			t.Errorf("no page of kind %q was seen; there were %v", kind, kinds)
		}
	}
	t.Logf("%d pages: %v", len(known), kinds)
	for _, b := range []*browser{with, without} {
		b.forget(t, "404 (Not Found)")
		b.checkQuiet(t, o.url)
		checkStorage(t, b, o.url)
	}
}

// renewed are the lines of an order's page that its script changes or adds.
var renewed = regexp.MustCompile(`^(.* left when this page was made|\d+:\d\d:\d\d left|This page does not change by itself\..*|This page shows by itself .*|Copy the (amount|address))$`)

// steady gives the lines of an order's page that stay the same with its script.
func steady(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !renewed.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// checkPage judges one page, seen with scripts and without.
func checkPage(t *testing.T, path string, on, off visit) {
	t.Helper()
	if len(off.Inline) > 0 {
		t.Errorf("%s holds inline: %q", path, off.Inline)
	}
	if on.Text == "" || off.Text == "" {
		t.Errorf("%s is empty", path)
	}
	switch on.Kind {
	case "exchange", "refunds", "rates", "verify":
		return
	}
	if on.Kind == "order" {
		on.Text, off.Text = steady(on.Text), steady(off.Text)
	}
	if on.Text != off.Text {
		t.Errorf("%s reads differently without scripts:\n%s\n\nwith them\n%s", path, off.Text, on.Text)
	}
	if on.Kind == "order" {
		if on.Scripts != 1 {
			t.Errorf("%s is renewed by one script, and has %d", path, on.Scripts)
		}
	} else if on.Scripts != 0 {
		t.Errorf("%s is only read, and has %d scripts", path, on.Scripts)
	}
	if on.Kind == "policy" {
		if on.Blocks != 0 {
			t.Errorf("%s is a policy, and has %d script elements", path, on.Blocks)
		}
		t.Logf("%s: %.0f bytes over the wire", path, on.bytes)
		if on.bytes > policyLimit || on.bytes < 1_000 {
			t.Errorf("%s takes %.0f bytes over the wire; the limit is %d", path, on.bytes, policyLimit)
		}
	}
}

// orderPage makes an order and gives the address of its page, once it says where to
// pay: from then on it stays as it is until somebody pays.
func orderPage(t *testing.T, o *office) string {
	t.Helper()
	path := member(t, placeOrder(t, o), "url")
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if strings.Contains(ask(t, o, "GET", path, "", nil).body, `id="demo-exact"`) {
			return path
		}
	}
	t.Fatal("the order has no address to pay to")
	return ""
}

// checkStorage asks the browser itself what it keeps: cookies of anybody, and
// everything it stores for the office.
func checkStorage(t *testing.T, b *browser, home string) {
	t.Helper()
	cookies, err := chromedp.Call(b.ctx, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil {
		t.Fatal(err)
	}
	if len(cookies.Cookies) > 0 {
		t.Errorf("the browser has cookies: %v", cookies.Cookies)
	}
	b.do(t, chromedp.Navigate(home+"/"))
	kept := get[map[string]int](t, b, `(async () => ({
		local: localStorage.length, session: sessionStorage.length, indexed: (await indexedDB.databases()).length,
		caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
	}))()`)
	for _, store := range slices.Sorted(maps.Keys(kept)) {
		if kept[store] != 0 {
			t.Errorf("the browser keeps %d entries in its %s storage", kept[store], store)
		}
	}
	usage, err := chromedp.Call(b.ctx, storage.GetUsageAndQuota, storage.GetUsageAndQuotaParams{Origin: home})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range usage.UsageBreakdown {
		if u.Usage != 0 {
			t.Errorf("the browser stores %.0f bytes of %s", u.Usage, u.StorageType)
		}
	}
}

// forgive drops every complaint so far.
func (b *browser) forgive() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = nil
}

// forget drops the complaints that a test has provoked itself.
func (b *browser) forget(t *testing.T, part string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.complaints)
	b.complaints = slices.DeleteFunc(b.complaints, func(c string) bool { return strings.Contains(c, part) })
	if len(b.complaints) == before {
		t.Errorf("nobody complained of %q", part)
	}
}
