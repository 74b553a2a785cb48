package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// column reads a data attribute of every direction, in the order shown.
func column(t *testing.T, b *browser, name string) []string {
	t.Helper()
	return get[[]string](t, b, `[...document.querySelectorAll("#directions tbody tr")].map((row) => row.dataset.`+name+` ?? "")`)
}

// The rates page has every direction both ways, keeps them fresh in one call of the
// calculator, and sorts them with the headings, or with a selection where it is narrow.
func TestRatesPage(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	for _, width := range []int{1280, 360} {
		b := browse(t, width)
		b.do(t, chromedp.Navigate(o.url+"/rates/"))
		b.eventually(t, `document.querySelector("#proof").innerText.includes("checked in your browser")`)
		if !get[bool](t, b, `document.querySelector("#as-of time").dateTime === document.querySelector("#fact-prices time").dateTime`) {
			t.Errorf("the rates are said to be %q", b.text(t, "#as-of"))
		}
		listed := column(t, b, "commission")
		if len(listed) != 72 {
			t.Fatalf("%d directions, want 72", len(listed))
		}
		if rates := get[int](t, b, `document.querySelectorAll("[data-part=rate] data, [data-part=back] data").length`); rates != 2*71 {
			t.Errorf("%d rates, both ways of 72 directions less one that is closed", rates)
		}
		lowest, highest := "button.sort", `[aria-sort=ascending] button.sort`
		if width == 360 {
			get[bool](t, b, `(() => { const s = document.querySelector("#sort"); s.selectedIndex = [...s.options].findIndex((o) => o.text === "commission, lowest first"); return s.dispatchEvent(new Event("change")); })()`)
		} else {
			b.press(t, `th[data-sort=commission] `+lowest)
		}
		if sorted := column(t, b, "commission"); !slices.IsSorted(sorted) || len(sorted) != 72 || slices.Equal(sorted, listed) {
			t.Errorf("sorted by commission: %v", sorted)
		}
		if width == 1280 {
			b.press(t, highest)
			sorted := column(t, b, "commission")
			slices.Reverse(sorted)
			if !slices.IsSorted(sorted) {
				t.Errorf("sorted by commission, highest first: %v", sorted)
			}
		}
		if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("the page is %d wide in a window of %d", wide, width)
		}
		b.checkQuiet(t, o.url)
	}
}

// The page of a direction lists its commissions by the amount given and marks the
// one that is taken, with and without scripts; and it says why a direction is off
// before an amount is named.
func TestADirectionAsItIsOffered(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	const marked = `#fact-commissions [aria-current]`
	for _, scripts := range []bool{true, false} {
		b := browse(t, 390)
		call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		b.do(t, chromedp.Navigate(o.url+"/?from=USDTTRC20&to=BTC"))
		if scripts {
			b.eventually(t, `document.querySelector("#exchange.ready")`)
		}
		if got := b.text(t, "#fact-commissions"); got != "1 % 0.8 % from 10000 USDT 0.6 % from 50000 USDT" {
			t.Errorf("scripts %v: the commissions are %q", scripts, got)
		}
		if refused := b.text(t, "#give-refusal") + b.text(t, "#get-refusal"); refused != "" || b.text(t, marked) != "not there" {
			t.Errorf("scripts %v: without an amount: %q, and %q is marked", scripts, refused, b.text(t, marked))
		}
		b.do(t, chromedp.Navigate(o.url+"/?from=USDTTRC20&to=BTC&give=10000"))
		b.eventually(t, `document.querySelector("`+marked+`")`)
		if got := b.text(t, marked); got != "0.8 % from 10000 USDT" {
			t.Errorf("scripts %v: %q is marked", scripts, got)
		}
		b.do(t, chromedp.Navigate(o.url+"/?from=VOLETUSD&to=EURSEPA"))
		b.eventually(t, `document.querySelector("#get-refusal").innerText.includes("This direction is closed")`)
	}
}
