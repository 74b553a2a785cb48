package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

const btcAddress = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"

// place orders BTC for USDT on the page that stands ready and gives the path of the
// order's page, key inside.
func (b *browser) place(t *testing.T, o *office) string {
	t.Helper()
	ready(t, b, o)
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	return get[string](t, b, `location.pathname + location.search`)
}

// inState waits until the page of an order says a state, without loading it again.
func (b *browser) inState(t *testing.T, word string) {
	t.Helper()
	b.eventually(t, fmt.Sprintf(`document.querySelector("#status")?.textContent === %q`, word))
}

// shows waits until a part of the page says all of these.
func (b *browser) shows(t *testing.T, selector string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		b.eventually(t, fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) =>
			e.innerText.replace(/[\u2009\u202f]/g, "").replace(/\s+/g, " ").includes(%q))`, selector, plain(part)))
	}
}

// download presses a link and gives the file that the browser keeps.
func (b *browser) download(t *testing.T, selector string) string {
	t.Helper()
	dir := t.TempDir()
	call(t, b, chrome.SetDownloadBehavior, chrome.SetDownloadBehaviorParams{Behavior: chrome.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
	b.press(t, selector)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		files, err := os.ReadDir(dir)
		if err == nil && len(files) == 1 && !strings.HasPrefix(files[0].Name(), ".") && filepath.Ext(files[0].Name()) != ".crdownload" {
			return filepath.Join(dir, files[0].Name())
		}
	}
	t.Fatalf("nothing was downloaded by %s", selector)
	return ""
}

// orderID is the number in the path of an order's page.
func orderID(path string) string { return strings.Split(strings.Split(path, "?")[0], "/")[2] }

// clientOf is the client of the order whose page has this path.
func clientOf(t *testing.T, o *office, path string) client {
	t.Helper()
	address, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	return client{o, orderID(path), address.Query().Get("key"), path}
}

// paid is an order of a tenth of a bitcoin of which this much was paid.
type paid struct {
	amount  string
	brought string // USDT that the conversion brought; empty: not converted
}

// refund computes what comes back with the domain itself, at the prices that the
// office publishes at this moment.
func (p paid) refund(t *testing.T, o *office) exchange.Refund {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	coin, err := set.Tariff.Currency("from", "BTC")
	if err != nil {
		t.Fatal(err)
	}
	price, err := published(t, o).Of("BTC")
	if err != nil {
		t.Fatal(err)
	}
	c := exchange.RefundCase{
		Coin: coin, Stage: exchange.BeforeConversion, Ordered: decimal.RequireFromString("0.1"), Paid: decimal.RequireFromString(p.amount),
		Bid: price.Bid, Ask: price.Ask, Sending: coin.SendingFee, Peg: set.Tariff.Peg, After: set.Tariff.AfterConversion,
	}
	if p.brought != "" {
		c.Stage, c.Brought = exchange.Converted, decimal.RequireFromString(p.brought)
	}
	r, err := set.Terms.Refund(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// goesOn computes what the client gets when the order goes on with what was paid.
func (p paid) goesOn(t *testing.T, o *office) exchange.Quote {
	t.Helper()
	q, err := expected(t, o, "BTC", "USDTTRC20", exchange.Give, "0.1").Deal.Recalculate(decimal.RequireFromString(p.amount))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// lines are the figures of a refund as pages write them.
func lines(r exchange.Refund) []string {
	var all []string
	for _, l := range r.Lines {
		all = append(all, l.Amount.Value.String())
	}
	return all
}

// choosesRefund looks at the refund, checks that what is shown is what the domain
// computes, names where it goes if that is not known yet, and confirms it.
func (b *browser) choosesRefund(t *testing.T, o *office, p paid, clause exchange.Clause) exchange.Refund {
	t.Helper()
	want := p.refund(t, o)
	if want.Clause != clause {
		t.Fatalf("the domain chooses clause %s, want %s", want.Clause, clause)
	}
	back := want.Refund.Value.String() + " BTC"
	b.shows(t, ".may .ways > li", "You get back "+back)
	b.press(t, "#look-refund_asked")
	b.shows(t, "dl.ways > div.chosen", "If it does not, you get back "+back, "clause "+string(clause))
	b.shows(t, "table.lines", append(lines(want), want.Refund.Value.String())...)
	b.shows(t, "tr.chosen", string(clause)+" decides")
	if p.brought == "" {
		b.shows(t, "dl.ways > div:not(.chosen)", "If the order goes on, you get "+p.goesOn(t, o).Get.Value.String()+" USDT")
	}
	b.shows(t, "#confirm", back)
	b.fill(t, "#refund_to", btcAddress)
	b.leaves(t, "#confirm")
	b.eventually(t, `!location.pathname.endsWith("/decide") && !location.pathname.endsWith("/act")`)
	b.refundStands(t, want)
	return want
}

// refundStands checks that the order's page shows this refund.
func (b *browser) refundStands(t *testing.T, want exchange.Refund) {
	t.Helper()
	b.shows(t, "section[aria-labelledby=refund]", append(lines(want), "clause "+string(want.Clause), "You get back, in BTC "+want.Refund.Value.String())...)
	b.shows(t, "section[aria-labelledby=addresses]", btcAddress)
}
