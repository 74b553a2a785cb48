package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A clause was inserted in the second edition of the terms, so that clause 2.5 of
// the first one has another number now. A link that was copied from the clause,
// without scripts, reaches the same text in every edition.
func TestALinkReachesTheSameTextAfterAClauseWasInserted(t *testing.T) {
	t.Parallel()
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	const says = "Guides, news and pictures on the Website explain this Agreement"
	target := func() string {
		t.Helper()
		text := get[string](t, b, `document.querySelector(":target").innerText`)
		if y := get[float64](t, b, `document.querySelector(":target").getBoundingClientRect().y`); y < -2 || y > 1200 {
			t.Errorf("the window does not show it: it stands at %v", y)
		}
		return text
	}
	b.do(t, chromedp.Navigate(o.url+"/terms/"))
	b.press(t, `[id="c-2.6"] .clause-number`)
	b.eventually(t, `document.querySelector(":target") !== null`)
	link := get[string](t, b, "location.hash")
	if text := target(); link != "#n-2.5" || !strings.HasPrefix(text, "2.6") || !strings.Contains(text, says) {
		t.Errorf("the number leads to %s: %q", link, text)
	}
	for path, starts := range map[string]string{
		"/terms/2026-10-01/" + link: "2.5", "/terms/2026-10-01/#c-2.5": "2.5", "/terms/2026-11-22/" + link: "2.6", "/terms/#c-2.6": "2.6",
	} {
		b.do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(o.url+path))
		if text := target(); !strings.HasPrefix(text, starts) || !strings.Contains(text, says) {
			t.Errorf("%s leads to %q", path, text)
		}
	}
	b.do(t, chromedp.Navigate("about:blank"), chromedp.Navigate(o.url+"/terms/#d-order"))
	if text := target(); !strings.HasPrefix(text, "Order") {
		t.Errorf("the definition is %q", text)
	}
}
