package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// errNoBrowser is what there is instead of a measurement where no browser is.
var errNoBrowser = errors.New("no chromium is installed")

// patience is how long a save may take to be shown before it counts as lost.
const patience = time.Minute

// tab is a page that is open in a browser.
type tab struct {
	ctx   context.Context
	close func()
}

// openTab opens a page in Chromium, without a window.
func openTab(url string) (*tab, error) {
	name := ""
	for _, candidate := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(candidate); err == nil && name == "" {
			name = found
		}
	}
	if name == "" {
		return nil, errNoBrowser
	}
	profile, err := os.MkdirTemp("", "agio-bench-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(name), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(900, 1200), chromedp.UserDataDir(profile))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(allocator)
	t := &tab{ctx, func() {
		leave()
		stop()
		_ = os.RemoveAll(profile)
	}}
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// get evaluates a script in the page.
func get[T any](t *tab, script string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// markPlace goes down the page and puts a mark on what is not to be swapped.
func (t *tab) markPlace() (scrolled float64, err error) {
	return get[float64](t, `document.querySelector("header.masthead").kept = true;
		scrollTo({top: 300, behavior: "instant"});
		scrollY`)
}

// inPlace says whether the mark is there still, and the place on the page the same.
func (t *tab) inPlace(scrolled float64) (bool, error) {
	return get[bool](t, fmt.Sprintf(`document.querySelector("header.masthead").kept === true && scrollY === %v && scrollY > 100`, scrolled))
}

// sees saves a file that then says something, and gives how long it takes until the
// page says so, and a frame with it is drawn.
func (t *tab) sees(file, text, said string) (time.Duration, error) {
	_, err := get[bool](t, fmt.Sprintf(`window.seen = new Promise((done) => {
		const look = () => {
			if (!document.querySelector("main").textContent.includes(%q)) return false;
			requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
			return true;
		};
		const observer = new MutationObserver(() => look() && observer.disconnect());
		observer.observe(document.body, { childList: true, subtree: true });
	}); true`, said))
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return 0, err
	}
	at, err := get[float64](t, "window.seen")
	if err != nil {
		return 0, fmt.Errorf("the save %q was lost: %w", said, err)
	}
	return time.UnixMicro(int64(at * 1000)).Sub(began), nil
}
