package e2e

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"agio/content"
	"agio/server/rates/sign"
	"agio/wasm/exchange"
)

const (
	tronAddress  = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
	wrongAddress = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"
	usableQuote  = `document.querySelector("#exchange.ready") && !document.querySelector("#quote-figures").hidden && document.querySelector("#get").value !== "" && document.querySelector("#give").value !== ""`
)

// expected computes a quote with the domain itself, at the prices the office
// publishes at this moment.
func expected(t *testing.T, o *office, from, to string, side exchange.Side, amount string) exchange.Quote {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	q, err := set.Tariff.Quote(published(t, o), from, to, side, amount)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// published are the prices that the office publishes at this moment.
func published(t *testing.T, o *office) exchange.Prices {
	t.Helper()
	answer, err := http.Get(o.url + "/api/rates")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var wire sign.Snapshot
	if err := json.NewDecoder(answer.Body).Decode(&wire); err != nil {
		t.Fatal(err)
	}
	prices := exchange.Prices{}
	for asset, p := range wire.Prices {
		if prices[asset], err = exchange.ParsePrice(p.Bid, p.Ask); err != nil {
			t.Fatal(err)
		}
	}
	return prices
}

func value(t *testing.T, b *browser, id string) string {
	t.Helper()
	return get[string](t, b, `document.getElementById("`+id+`").value`)
}

// A client types an amount, reads the quote, orders, and finds the order again
// after the office was killed.
func TestQuoteOrderKillReload(t *testing.T) {
	t.Parallel()
	for name, width := range map[string]int{"wide": 1280, "phone": 360} {
		t.Run(name, func(t *testing.T) { quoteOrderKillReload(t, width) })
	}
}

func quoteOrderKillReload(t *testing.T, width int) {
	chromium(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	b := browse(t, width)
	b.do(t, chromedp.Navigate(o.url+"/?from=BTC&to=USDTTRC20"))
	b.eventually(t, `document.querySelector("#swap") && !document.querySelector("#swap").hidden`)
	b.fill(t, "#give", "0.1")
	b.eventually(t, usableQuote)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	if got := value(t, b, "get"); got != want.Get.Value.String() {
		t.Errorf("the page quotes %s, the domain %s", got, want.Get.Value)
	}
	lines := b.text(t, "#quote")
	for _, l := range want.Lines {
		if !strings.Contains(lines, l.Amount.Value.String()) {
			t.Errorf("the quote does not show %s %s:\n%s", l.Name, l.Amount, lines)
		}
	}
	if !strings.HasSuffix(get[string](t, b, "location.search"), "give=0.1") {
		b.eventually(t, `location.search.endsWith("give=0.1")`)
	}
	b.fill(t, "#pay_out", wrongAddress)
	b.eventually(t, `document.querySelector("#pay_out-refusal").innerText.length > 0`)
	b.fill(t, "#pay_out", tronAddress)
	b.eventually(t, `document.querySelector("#pay_out-refusal").innerText.length === 0`)
	for _, box := range []string{"accept_terms", "accept_aml", "declare"} {
		b.tick(t, "#"+box)
	}
	b.leaves(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	checkOrder(t, b, want)
	b.eventually(t, `document.querySelector("main").innerText.includes("The office assigned the address to pay to.")`)
	before := passing.ReplaceAllString(b.text(t, "main"), "")
	addr := o.addr()
	o.kill()
	again := open(t, agio, data, addr)
	b.forgive() // what the kill cut off is no fault of the page's
	b.do(t, chromedp.Reload())
	checkOrder(t, b, want)
	if after := passing.ReplaceAllString(b.text(t, "main"), ""); after != before {
		t.Errorf("the order has changed:\n%s\n\nwas\n%s", after, before)
	}
	if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > width {
		t.Errorf("the page is %d wide in a window of %d", wide, width)
	}
	b.checkQuiet(t, again.url)
	checkNothingKept(t, b)
	if code := again.stop(t); code != 0 {
		t.Errorf("the office closed with code %d", code)
	}
}

// checkOrder reads the order page as its client would.
func checkOrder(t *testing.T, b *browser, want exchange.Quote) {
	t.Helper()
	b.eventually(t, `location.pathname.startsWith("/order/") && document.querySelector("main")`)
	text := b.text(t, "main")
	for _, part := range []string{want.Give.Value.String() + " BTC", want.Get.Value.String(), tronAddress, want.Line(exchange.LineCommission).Amount.Value.String()} {
		if !strings.Contains(text, part) {
			t.Errorf("the order does not show %s:\n%s", part, text)
		}
	}
}

// checkNothingKept ends the test when the pages left something in the browser.
func checkNothingKept(t *testing.T, b *browser) {
	t.Helper()
	if kept := get[string](t, b, `document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage)`); kept != "" {
		t.Errorf("the browser keeps %q", kept)
	}
}

// A link is a quote, also one that names what is wanted.
func TestALinkIsAQuote(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(o.url+"/?from=ETH&to=EURSEPA&get=1000"))
	b.eventually(t, usableQuote)
	want := expected(t, o, "ETH", "EURSEPA", exchange.Get, "1000")
	if got := value(t, b, "give"); got != want.Give.Value.String() {
		t.Errorf("the page asks for %s, the domain for %s", got, want.Give.Value)
	}
	b.fill(t, "#get", "1e5")
	b.eventually(t, `document.querySelector("#get-refusal").innerText.length > 0`)
	if get[bool](t, b, `document.querySelector("#order").disabled`) != true {
		t.Error("an order can be made without a quote")
	}
	b.checkQuiet(t, o.url)
}

// The refund simulator chooses the clause that the agreement does.
func TestRefundSimulator(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	for query, clause := range map[string]string{
		"currency=USDTTRC20&ordered=1000&paid=499.99&stage=after": "5.3",
		"currency=USDTTRC20&ordered=1000&paid=500&stage=after":    "5.4",
		"currency=USDTTRC20&ordered=1000&paid=500&stage=before":   "5.2",
	} {
		query = strings.Replace(query, "currency", "from", 1)
		b.do(t, chromedp.Navigate(o.url+"/refunds/?"+query))
		b.eventually(t, `!document.querySelector("#refund-figures").hidden`)
		if got := b.text(t, "#refund-clause"); got != "Clause "+clause {
			t.Errorf("%s: %s, want %s", query, got, clause)
		}
		if n := get[int](t, b, `document.querySelectorAll("tr.chosen").length`); n != 1 {
			t.Errorf("%s: %d clauses are marked as chosen", query, n)
		}
	}
	b.checkQuiet(t, o.url)
}

// Without scripts the form posts, and the office answers with the same figures
// and takes the same order.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(o.url+"/"),
		chromedp.SetValue(chromedp.CSS("#from"), "BTC"), chromedp.SetValue(chromedp.CSS("#to"), "USDTTRC20"),
		chromedp.SendKeys(chromedp.CSS("#give"), "0.1"))
	b.leaves(t, "#calculate")
	b.eventually(t, `location.pathname + location.search === "/?from=BTC&give=0.1&to=USDTTRC20"`)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	b.eventually(t, `document.querySelector("#quote-figures") && !document.querySelector("#quote-figures").hidden`)
	if text := b.text(t, "#quote"); !strings.Contains(text, want.Get.Value.String()) {
		t.Errorf("the page without scripts does not quote %s:\n%s", want.Get, text)
	}
	b.do(t, chromedp.SendKeys(chromedp.CSS("#pay_out"), tronAddress))
	for _, box := range []string{"accept_terms", "accept_aml", "declare"} {
		b.tick(t, "#"+box)
	}
	b.leaves(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	checkOrder(t, b, want)
}

// A failed instance of the module is replaced without the client noticing.
func TestTheCalculatorSurvivesATrap(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	m := meddle(t, o)
	m.worker = `
		const real = WebAssembly.instantiate;
		WebAssembly.instantiate = async (module, imports) => {
			const instance = await real(module, imports);
			return { exports: { ...instance.exports, quote() { postMessage({ trapped: true }); throw new WebAssembly.RuntimeError("unreachable"); } } };
		};`
	b := browse(t, 1280)
	inject(t, b, `
		window.Worker = class extends Worker {
			constructor(...how) {
				super(...how);
				this.addEventListener("message", ({ data }) => (window.trapped ||= data.trapped === true));
			}
		};`)
	b.do(t, chromedp.Navigate(m.URL+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote)
	if !get[bool](t, b, "window.trapped === true") {
		t.Error("nothing failed, so nothing was survived")
	}
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	if got := value(t, b, "get"); got != want.Get.Value.String() {
		t.Errorf("the page quotes %s, the domain %s", got, want.Get.Value)
	}
}

// Where no worker can be had the form is an ordinary one, and says so.
func TestWithoutAWorker(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	m := meddle(t, o)
	m.worker = "a script that no browser reads;"
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(m.URL+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, `!document.querySelector("#plain").hidden && document.querySelector("#exchange.plain")`)
	b.leaves(t, "#calculate")
	b.eventually(t, `document.querySelector("#quote-get data")`)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	if got := b.text(t, "#quote-get"); !strings.Contains(got, want.Get.Value.String()) {
		t.Errorf("the office answers with %s, the domain %s", got, want.Get.Value)
	}
}

// Policies and news run no script, keep nothing and ask nobody else.
func TestReadingIsQuiet(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 360)
	for _, path := range []string{"/terms/", "/privacy/", "/aml-kyc/", "/news/", "/how-refunds-work/", "/about/", "/contact/"} {
		b.do(t, chromedp.Navigate(o.url+path))
		if n := get[int](t, b, `document.querySelectorAll("script:not([type='application/ld+json']), style, [style]").length`); n != 0 {
			t.Errorf("%s has %d scripts or inline styles", path, n)
		}
		if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > 360 {
			t.Errorf("%s is %d wide in a window of 360", path, wide)
		}
		checkNothingKept(t, b)
	}
	b.checkQuiet(t, o.url)
}

// passing is what a page says for a while: the time left, and that it was renewed,
// where it was there before the address to pay to.
var passing = regexp.MustCompile(`\d+:\d\d:\d\d left| The page of the order was renewed\.`)
