package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// asked counts the requests of a page for an address.
func (b *browser) asked(address string) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, url := range b.requests {
		if url == address {
			n++
		}
	}
	return n
}

// New prices come to a page by themselves, without being asked for; a line that
// broke because the office was closed is taken up again.
func TestPagesFollowThePrices(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data, prices := binary(t), t.TempDir(), filepath.Join(t.TempDir(), "ticker.json")
	ticker(t, prices, "61500.1", "61500.2")
	o := open(t, agio, data, "", "--rates", prices)
	price := 61500
	for path, shown := range map[string]string{
		"/?from=BTC&to=USDTTRC20&give=0.1": `document.querySelector("#market [data-asset=BTC] [data-cell=price]").innerText`,
		"/rates/":                          `document.querySelector("#prices [data-asset=BTC] [data-cell=bid]").innerText`,
	} {
		b := browse(t, 1280)
		inject(t, b, `Math.random = () => 0;`) // chance decides how long a page waits
		b.do(t, chromedp.Navigate(o.url+path))
		b.eventually(t, `document.querySelector("#proof").innerText !== ""`)
		addr := o.addr()
		o.kill()
		price++
		ticker(t, prices, fmt.Sprintf("%d.1", price), fmt.Sprintf("%d.2", price))
		o = open(t, agio, data, addr, "--rates", prices)
		b.eventually(t, fmt.Sprintf(`%s.replace(/\s/g, "").includes("%d.1")`, shown, price))
		if n := b.asked(o.url + "/api/rates"); n != 1 {
			t.Errorf("%s: prices were asked for %d times", path, n)
		}
		if n := b.asked(o.url + "/api/rates/stream"); n < 2 {
			t.Errorf("%s: the stream was asked for %d times", path, n)
		}
		checkNothingKept(t, b)
	}
}

// Nothing is followed while nobody looks at the page.
func TestAHiddenPageFollowsNothing(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	inject(t, b, `
		window.lines = [];
		window.EventSource = class extends EventSource { constructor(url) { super(url); lines.push(this); } };
		window.seen = "visible";
		Object.defineProperty(Document.prototype, "visibilityState", { get: () => window.seen });`)
	look := func(how string) {
		get[bool](t, b, `window.seen = "`+how+`", document.dispatchEvent(new Event("visibilitychange"))`)
	}
	for _, path := range []string{"/", orderPage(t, o)} {
		b.do(t, chromedp.Navigate(o.url+path))
		b.eventually(t, `lines.length === 1 && lines[0].readyState === EventSource.OPEN`)
		look("hidden")
		if !get[bool](t, b, `lines.length === 1 && lines[0].readyState === EventSource.CLOSED`) {
			t.Errorf("%s goes on listening while it is hidden", path)
		}
		look("visible")
		b.eventually(t, `lines.length === 2 && lines[1].readyState === EventSource.OPEN`)
	}
}

// Where there is no stream prices are fetched, and the page does not ask for the
// stream without end.
func TestWithoutAStream(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	m := meddle(t, o)
	m.mood.Store("no stream")
	b, began := browse(t, 1280), time.Now()
	inject(t, b, `Math.random = () => 0; window.later = 0; const now = Date.now; Date.now = () => now() + window.later;`)
	b.do(t, chromedp.Navigate(m.URL+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote)
	get[bool](t, b, `window.later = 290_000, dispatchEvent(new Event("online"))`)
	b.eventually(t, `performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/api/rates")).length > 1`)
	b.eventually(t, usableQuote+` && document.querySelector("#state").innerText === ""`)
	if said := b.text(t, "#proof"); !strings.Contains(said, signedLine) {
		t.Errorf("the page says %q", said)
	}
	// At once, when the line is back, and else once a second at the most.
	if n, most := m.followed.Load(), int32(time.Since(began).Seconds())+2; n < 1 || n > most {
		t.Errorf("the stream was asked for %d times, want at most %d", n, most)
	}
}
