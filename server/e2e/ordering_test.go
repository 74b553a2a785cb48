package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"agio/wasm/exchange"
)

// before has a script run in every page before its own.
func (b *browser) before(t *testing.T, script string) {
	t.Helper()
	call(t, b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// ready opens a quote of a tenth of a bitcoin and fills in all that an order
// needs.
func ready(t *testing.T, b *browser, o *office) {
	t.Helper()
	b.do(t, chromedp.Navigate(o.url+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote)
	b.fill(t, "#pay_out", tronAddress)
	for _, box := range []string{"accept_terms", "accept_aml", "declare"} {
		b.tick(t, "#"+box)
	}
}

// lostSnapshot changes the first order that is sent: it names prices that the
// office never published.
const lostSnapshot = `
	const ask = window.fetch;
	window.asked = 0;
	window.fetch = (url, options) => {
		if (String(url).endsWith("/api/orders") && ++window.asked === 1) {
			options = {...options, body: JSON.stringify({...JSON.parse(options.body), rates: "nobody-published-these"})};
		}
		return ask(url, options);
	};`

// Where WebAssembly is missing the page says so in a sentence, and its form is an
// ordinary one.
func TestWithoutWebAssembly(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 360)
	b.before(t, `delete window.WebAssembly;`)
	b.do(t, chromedp.Navigate(o.url+"/"))
	b.eventually(t, `!document.querySelector("#plain").hidden`)
	if text := b.text(t, "#plain"); !strings.Contains(text, "WebAssembly is missing") {
		t.Errorf("the page says %q", text)
	}
	b.do(t, chromedp.SetValue(chromedp.CSS("#to"), "USDTTRC20"))
	b.fill(t, "#get", "1000")
	b.leaves(t, "#calculate")
	b.eventually(t, `location.search.includes("get=1000")`)
	b.eventually(t, `document.querySelector("#plain") && !document.querySelector("#plain").hidden`)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Get, "1000")
	if text := b.text(t, "#quote"); !strings.Contains(text, want.Give.Value.String()) {
		t.Errorf("the page does not ask for %s:\n%s", want.Give, text)
	}
	if got := value(t, b, "give"); got != want.Give.Value.String() {
		t.Errorf("the input says %s, the domain %s", got, want.Give.Value)
	}
}

// Prices that were published anew without a change ask nothing of the client.
func TestTheSamePricesAnewAskNothing(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	b.before(t, lostSnapshot+`
		new MutationObserver(() => { if (document.querySelector("#moved")?.hidden === false) document.title = "asked"; })
			.observe(document, {subtree: true, childList: true, attributes: true});`)
	ready(t, b, o)
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/") || document.title === "asked"`)
	checkOrder(t, b, expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1"))
}

// ticker writes a file of prices, with bitcoin at the price given.
func ticker(t *testing.T, file, bid, ask string) {
	t.Helper()
	text := fmt.Sprintf(`{"error":[],"result":{"XBTUSDT":{"a":[%q,"1","1"],"b":[%q,"1","1"]},"ETHUSDT":{"a":["3200.5","1","1"],"b":["3200.4","1","1"]},
		"LTCUSDT":{"a":["97.2","1","1"],"b":["97.1","1","1"]},"ADAUSDT":{"a":["0.522","1","1"],"b":["0.521","1","1"]},
		"EURUSDT":{"a":["1.1","1","1"],"b":["1.09","1","1"]},"VETUSD":{"a":["0.0181","1","1"],"b":["0.018","1","1"]}}}`, ask, bid)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// When the prices have moved, the client compares both quotes and decides.
func TestThePricesHaveMoved(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data, file := binary(t), t.TempDir(), filepath.Join(t.TempDir(), "prices.json")
	ticker(t, file, "61500.1", "61500.2")
	o := open(t, agio, data, "", "--rates", file)
	b := browse(t, 360)
	b.before(t, lostSnapshot)
	ready(t, b, o)
	was := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	addr := o.addr()
	o.kill()
	ticker(t, file, "61490.1", "61490.2")
	o = open(t, agio, data, addr, "--rates", file)
	b.press(t, "#order")
	b.eventually(t, `!document.querySelector("#moved").hidden`)
	is := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	row := b.text(t, `#moved [data-line="get"]`)
	if was.Get.Value.Equal(is.Get.Value) || !strings.Contains(row, was.Get.Value.String()) || !strings.Contains(row, is.Get.Value.String()) {
		t.Errorf("the comparison says %q; want %s and %s", row, was.Get, is.Get)
	}
	if !get[bool](t, b, `document.querySelector("#order").disabled && document.querySelector('#moved [data-line="get"]').classList.contains("differs") && !document.querySelector('#moved [data-line="give"]').classList.contains("differs")`) {
		t.Error("one can order before deciding, or the table marks the wrong lines")
	}
	if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the page is %d wide in a window of 360", wide)
	}
	b.press(t, "#take")
	b.eventually(t, `document.querySelector("#moved").hidden && !document.querySelector("#order").disabled`)
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	checkOrder(t, b, is)
}

// Whoever has begun to agree is told when new prices change the quote.
func TestNewPricesAreSaid(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data, file := binary(t), t.TempDir(), filepath.Join(t.TempDir(), "prices.json")
	ticker(t, file, "61500.1", "61500.2")
	o := open(t, agio, data, "", "--rates", file)
	b := browse(t, 1280)
	ready(t, b, o)
	was, addr := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1"), o.addr()
	o.kill()
	ticker(t, file, "61490.1", "61490.2")
	o = open(t, agio, data, addr, "--rates", file)
	get[bool](t, b, `(() => { // the page looks at its prices as if their time were nearly over
		const now = Date.now;
		Date.now = () => now() + 290_000;
		dispatchEvent(new Event("online"));
		Date.now = now;
		return true;
	})()`)
	b.eventually(t, `document.querySelector("#changed").innerText !== ""`)
	is := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	want := fmt.Sprintf("The office has published new prices: you now get %s USDT instead of %s USDT.", is.Get.Value, was.Get.Value)
	if text := b.text(t, "#changed"); text != want {
		t.Errorf("the page says %q, want %q", text, want)
	}
	b.fill(t, "#give", "0.2")
	b.eventually(t, `document.querySelector("#changed").innerText === ""`)
}

// An answer that is lost on the way costs no second order.
func TestALostAnswer(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	b.before(t, `
		const ask = window.fetch;
		window.ids = [];
		window.fetch = async (url, options) => {
			const answer = await ask(url, options);
			if (!String(url).endsWith("/api/orders")) return answer;
			window.ids.push((await answer.clone().json()).id);
			if (window.ids.length <= 3) throw new TypeError("the answer is lost");
			return answer;
		};`)
	ready(t, b, o)
	b.press(t, "#order")
	b.eventually(t, `!document.querySelector("#order-problem").hidden`)
	if text := b.text(t, "#order-problem"); !strings.Contains(text, "Press Order again") {
		t.Errorf("the page says %q", text)
	}
	ids := get[[]string](t, b, `window.ids`)
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	last := get[string](t, b, `location.pathname.split("/")[2]`)
	for _, id := range append(ids, last) {
		if len(ids) != 3 || id == "" || id != ids[0] {
			t.Fatalf("the orders are %q, then %s", ids, last)
		}
	}
}

// A link that names what the office does not have quotes nothing else.
func TestALinkToWhatThereIsNot(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 360)
	for link, want := range map[string]string{
		"/?from=DOGE&to=BTC&give=1":            "#give-refusal The office does not handle DOGE.",
		"/?from=DOGE":                          "#give-refusal The office does not handle DOGE.",
		"/?from=BTC&to=DOGE&give=1":            "#get-refusal The office does not handle DOGE.",
		"/?from=BTC&to=BTC&give=0.1":           "#get-refusal The office does not offer BTC for BTC.",
		"/refunds/?from=DOGE&ordered=1&paid=1": "#currency-refusal The office does not handle DOGE.",
	} {
		b.do(t, chromedp.Navigate(o.url+link))
		b.eventually(t, `document.querySelector("form.ready")`)
		place, words, _ := strings.Cut(want, " ")
		b.eventually(t, fmt.Sprintf(`document.querySelector(%q).textContent.startsWith(%q)`, place, words))
		if shown := b.text(t, "#quote-give, #refund-amount"); shown != "–" && shown != "" {
			t.Errorf("%s shows %s", link, shown)
		}
	}
	b.do(t, chromedp.Navigate(o.url+"/?from=DOGE&to=USDTTRC20&give=0.1"))
	b.eventually(t, `document.querySelector("form.ready")`)
	b.fill(t, "#from", "BTC")
	b.eventually(t, usableQuote)
	b.eventually(t, `document.querySelector("#give-refusal").textContent === ""`)
}

// Without scripts a link is a quote as well, and the way back from an order leads
// to it.
func TestLinksAndTheWayBackWithoutScripts(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 360)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(o.url+"/refunds/?from=BTC&ordered=1&paid=0.4"))
	if text := b.text(t, "#refund-clause"); text != "Clause 5.3" {
		t.Errorf("the link to a refund shows %q", text)
	}
	b.do(t, chromedp.Navigate(o.url+"/"),
		chromedp.SetValue(chromedp.CSS("#to"), "USDTTRC20"), chromedp.SendKeys(chromedp.CSS("#give"), "0.1"))
	b.leaves(t, "#calculate")
	b.eventually(t, `location.search !== ""`)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#pay_out"), tronAddress))
	for _, box := range []string{"accept_terms", "accept_aml", "declare"} {
		b.tick(t, "#"+box)
	}
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	get[bool](t, b, `(history.back(), true)`)
	want := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1")
	b.eventually(t, `document.querySelector("#quote")`)
	if text := b.text(t, "#quote"); !strings.Contains(text, want.Get.Value.String()) {
		t.Errorf("the way back leads to\n%s", text)
	}
}

// A form on another site's page cannot post to the office.
func TestAPostFromAnotherSite(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	page := "data:text/html,<form method=post action=" + o.url + "/quote><input name=give value=1><button>go</button></form>"
	b := browse(t, 360)
	b.do(t, chromedp.Navigate(page))
	b.leaves(t, "button")
	b.eventually(t, `location.pathname === "/quote"`)
	if text := b.text(t, "h1"); text != "Another site sent this" {
		t.Errorf("the office answers %q", text)
	}
	if w := ask(t, o, "POST", "/api/orders", orderBody(t, o), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "key-from-another-site", "Sec-Fetch-Site": "cross-site"}); w.StatusCode != http.StatusForbidden {
		t.Errorf("an order from another site gets %d", w.StatusCode)
	}
}
