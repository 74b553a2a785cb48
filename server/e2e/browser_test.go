package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for what a person would call at once: as long as
// that takes on a machine that does much else.
const patience = time.Minute

// tabLimit is how long a tab may be used: less than all tests together, so that the test
// that hangs is named.
const tabLimit = 15 * time.Minute

// workers is where the scripts of workers are.
const workers = "/worker/"

// browser is one tab of a fresh profile, and what it complained of.
type browser struct {
	ctx context.Context

	mu         sync.Mutex
	complaints []string                     // console errors and warnings, exceptions, refused by the page's policy
	requests   []string                     // every URL asked for
	underWay   map[network.RequestID]string // what the page has asked for and that has not ended, streams and workers apart
	answered   []network.RequestID
	received   float64 // bytes that came over the wire, headers included
}

// chromium finds the browser. Where there is none the test is skipped, except
// in CI, which installs one: there it fails.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there is no chromium")
	}
	t.Skip("there is no chromium; CI installs one")
	return ""
}

// browse opens a tab of the given width.
func browse(t *testing.T, width int) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		// A click on a page that still scrolls smoothly lands beside its aim.
		chromedp.Flag("force-prefers-reduced-motion", true),
		chromedp.WindowSize(width, 1200), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(patience))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	b := &browser{}
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(b.listen))
	ctx, cancel := context.WithTimeout(tab, tabLimit)
	t.Cleanup(func() { closeTab(); cancel(); stop() })
	b.ctx = ctx
	b.do(t, chromedp.EmulateViewport(int64(width), 1200))
	call(t, b, network.Enable, network.EnableParams{})
	call(t, b, log.Enable, cdp.Empty{})
	call(t, b, runtime.Enable, cdp.Empty{})
	return b
}

// call sends one command of the browser's protocol.
func call[P, R any](t *testing.T, b *browser, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
		b.sent(e)
	case *network.EventLoadingFinished:
		if b.underWay[e.RequestID] != "" {
			b.received += e.EncodedDataLength
		}
		delete(b.underWay, e.RequestID)
	case *network.EventResponseReceived:
		b.answered = append(b.answered, e.RequestID)
	case *network.EventLoadingFailed:
		delete(b.underWay, e.RequestID)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.complaints = append(b.complaints, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, e.ExceptionDetails.Text)
	}
}

// sent notes a request. A new document ends what the one before had asked for; the
// end of a stream is the page's, and a worker's script is told of to the worker.
func (b *browser) sent(e *network.EventRequestWillBeSent) {
	switch {
	case e.Type == network.ResourceTypeEventSource || strings.Contains(e.Request.URL, workers):
		return
	case e.RedirectResponse != nil:
		b.received += e.RedirectResponse.EncodedDataLength
	case e.Type == network.ResourceTypeDocument || b.underWay == nil:
		b.underWay = make(map[network.RequestID]string)
	}
	b.underWay[e.RequestID] = e.Request.URL
}

// do runs actions in the tab and ends the test when one fails.
func (b *browser) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		t.Fatalf("%v\ncomplaints: %q", err, b.complaints)
	}
}

// get evaluates a script in the page, once that is there as a whole.
func get[T any](t *testing.T, b *browser, script string) T {
	t.Helper()
	b.eventually(t, "true")
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return value
}

// text gives an element's text as a person would copy it, with the spaces that
// group digits taken out.
func (b *browser) text(t *testing.T, selector string) string {
	t.Helper()
	return plain(get[string](t, b, fmt.Sprintf("document.querySelector(%q)?.innerText ?? 'not there'", selector)))
}

// plain takes out the spaces that only serve the eye.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u2009", "", "\u202f", "", "\u00a0", " ").Replace(text)), " ")
}

// eventually waits until the script gives true, also across pages: on one that is
// there as a whole, for an address is there before its text, and that before its scripts.
func (b *browser) eventually(t *testing.T, script string) {
	t.Helper()
	b.within(t, patience, script)
}

// within is eventually for what has its own time.
func (b *browser) within(t *testing.T, limit time.Duration, script string) {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && Boolean(`+script+`)`)); err == nil && ok {
			return
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	page, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
	t.Fatalf("never true: %s\ncomplaints: %q\npage:\n%s", script, b.complaints, page)
}

// fill sets an input's value, once it is there, and tells the page, as typing does.
func (b *browser) fill(t *testing.T, selector, value string) {
	t.Helper()
	b.eventually(t, fmt.Sprintf(`(() => {
		const field = document.querySelector(%q);
		if (!field) return false;
		field.value = %q;
		field.dispatchEvent(new Event("input", {bubbles: true}));
		field.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})()`, selector, value))
}

// press presses what is there and can be reached by a pointer, all at once: a page that
// renews itself between looking and pressing cannot move it away.
func (b *browser) press(t *testing.T, selector string) {
	t.Helper()
	b.eventually(t, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		if (!e || e.disabled) return false;
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0];
		if (!r || !e.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2))) return false;
		e.click();
		return true;
	})()`, selector))
}

// leaves presses what leads to another page and waits until that is there. An address
// can be the same as before, and the old page answers until the new one has begun.
func (b *browser) leaves(t *testing.T, selector string) {
	t.Helper()
	b.stays(t)
	b.press(t, selector)
	b.eventually(t, `window.stays !== true`)
}

// stays marks the page, so that remained can tell whether it was loaded again.
func (b *browser) stays(t *testing.T) {
	t.Helper()
	get[bool](t, b, `window.stays = true`)
}

func (b *browser) remained(t *testing.T) {
	t.Helper()
	if !get[bool](t, b, `window.stays === true`) {
		t.Error("the page was loaded again and did not change by itself")
	}
}

// reloaded loads the page again and again, each time once, until the script gives true.
func (b *browser) reloaded(t *testing.T, script string) {
	t.Helper()
	b.eventually(t, `(() => {
		if (`+script+`) return true;
		if (!window.leaving) location.reload();
		window.leaving = true;
		return false;
	})()`)
}

// tick ticks a box with the keyboard, which no layout can move away, and makes
// sure that it is ticked.
func (b *browser) tick(t *testing.T, selector string) {
	t.Helper()
	b.do(t, chromedp.SendKeys(chromedp.CSS(selector), " "))
	b.eventually(t, fmt.Sprintf("document.querySelector(%q).checked", selector))
}

// checkQuiet ends the test when the page complained or asked anyone else.
func (b *browser) checkQuiet(t *testing.T, home string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.complaints) > 0 {
		t.Errorf("the page complained: %q", b.complaints)
	}
	for _, url := range b.requests {
		if !strings.HasPrefix(url, home+"/") && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			t.Errorf("a foreign request: %s", url)
		}
	}
}
