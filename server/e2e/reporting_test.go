package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A visitor without scripts, on a phone, checks a rate that another site showed and
// tells the desk; an operator finds it there with what the office found, and closes it.
func TestARateSeenElsewhereIsReported(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	b := browse(t, 390)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(o.url+"/monitor-check/"),
		chromedp.SetValue(chromedp.CSS("#from"), "BTC"), chromedp.SetValue(chromedp.CSS("#to"), "USDTTRC20"),
		chromedp.SendKeys(chromedp.CSS("#get"), "88100"), chromedp.SendKeys(chromedp.CSS("#at"), time.Now().UTC().Format("2006-01-02 15:04")))
	b.leaves(t, ".panel.ask button")
	b.eventually(t, `document.querySelector("#tell")`)
	if verdict := b.text(t, "#verdict"); verdict != "No, the office did not publish so good a rate" {
		t.Errorf("the page says %q", verdict)
	}
	b.do(t, chromedp.SendKeys(chromedp.CSS("#where"), "monitor.example"), chromedp.SendKeys(chromedp.CSS("#words"), "On its front page."),
		chromedp.SendKeys(chromedp.CSS("#email"), "seen@example.org"))
	b.leaves(t, "section[aria-labelledby=tell] button")
	b.eventually(t, `document.querySelector("#sent")`)
	if said := b.text(t, "#sent"); !strings.Contains(said, "Your report is at the desk") {
		t.Errorf("the page says %q", said)
	}
	if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > 390 {
		t.Errorf("the page is %d wide in a window of 390", wide)
	}
	b.checkQuiet(t, o.url)
	checkNothingKept(t, b)
	operator, desk := atDesk(t, agio, data)
	operator.seen(t, desk+"/desk/", "Reports of rates 1")
	operator.seen(t, desk+"/desk/reports", "monitor.example")
	for _, words := range []string{"88100 USDTTRC20", "not published", "% better than", "On its front page.", "seen@example.org", "snapshot"} {
		if text := operator.text(t, "main"); !strings.Contains(text, words) {
			t.Errorf("the desk does not say %q:\n%s", words, text)
		}
	}
	operator.unfolds(t, `form[action="/desk/reports/close"]`)
	operator.fill(t, `form[action="/desk/reports/close"] input[name=why]`, "the other site was told")
	operator.leaves(t, `form[action="/desk/reports/close"] button`)
	operator.eventually(t, `document.body.innerText.includes("No report waits")`)
	operator.seen(t, desk+"/desk/audit", "the other site was told")
	operator.checkQuiet(t, desk)
}
