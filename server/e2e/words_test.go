package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shownWord gives the term whose definition is on the screen, or "".
const shownWord = `(document.querySelector(".word:popover-open b")?.textContent ?? "")`

// crossing is how long the pointer is on what it only crosses: less than interest takes
// to show.
const crossing = 250 * time.Millisecond

// Pointing at a defined term, or giving it the focus, shows its definition without
// a script; it stays while it is pointed at itself, Escape takes it away, and it
// lies inside the window.
func TestPointingAtATermShowsItsDefinition(t *testing.T) {
	o := open(t, binary(t), t.TempDir(), "")
	for name, width := range map[string]int{"wide": 1280, "narrow": 360} {
		t.Run(name, func(t *testing.T) {
			b := browse(t, width)
			b.do(t, chromedp.Navigate(o.url+"/terms/"))
			if n := get[int](t, b, "document.scripts.length"); n != 0 {
				t.Fatalf("the page has %d scripts", n)
			}
			get[bool](t, b, `(() => {
				const number = document.querySelector('#c-3\\.7 .clause-number');
				number.focus();
				number.scrollIntoView({block: "center", behavior: "instant"});
				return true;
			})()`)
			b.do(t, chromedp.KeyEvent(kb.Tab)) // to the first term of the clause, Office
			b.eventually(t, shownWord+` === "Office"`)
			b.eventually(t, `(() => { // inside the window
				const r = document.querySelector(".word:popover-open").getBoundingClientRect();
				return r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight && r.width > 100;
			})()`)
			b.do(t, chromedp.KeyEvent(kb.Escape))
			b.eventually(t, shownWord+` === ""`)

			for crossed := false; !crossed; { // again where the machine let it last
				b.point(t, `#c-3\\.7 a[href="#d-payment-page"]`)
				b.eventually(t, shownWord+` === "Payment page"`)
				crossed = b.point(t, `#c-3\\.7 a[href="#d-office"]`, ".word:popover-open") < crossing
			}
			b.eventually(t, shownWord+` === "Payment page"`)
			time.Sleep(1200 * time.Millisecond) // longer than interest waits
			if word := get[string](t, b, shownWord); word != "Payment page" {
				t.Errorf("with the pointer on the definition of Payment page that of %q is shown", word)
			}
			b.do(t, chromedp.KeyEvent(kb.Escape)) // neither pointer nor focus moves
			b.eventually(t, shownWord+` === ""`)
			b.checkQuiet(t, o.url)
		})
	}
}

// point moves the pointer to the middle of each of these, and says how long that took.
func (b *browser) point(t *testing.T, selectors ...string) time.Duration {
	t.Helper()
	var moves []chromedp.Action[chromedp.Void]
	for _, s := range selectors {
		at := get[[]float64](t, b, `(() => { const r = document.querySelector('`+s+`').getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] })()`)
		moves = append(moves, chromedp.MouseEvent("mouseMoved", at[0], at[1]))
	}
	began := time.Now()
	b.do(t, moves...)
	return time.Since(began)
}

// On a phone every definition keeps a margin to both edges of the window, wherever
// its term stands in the line.
func TestDefinitionsKeepAMargin(t *testing.T) {
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 390)
	b.do(t, chromedp.Navigate(o.url+"/terms/"))
	if n := get[int](t, b, `document.querySelectorAll(".clause .term").length`); n < 50 {
		t.Fatalf("the page has %d terms", n)
	}
	if wrong := get[string](t, b, `[...document.querySelectorAll(".clause .term")].map((term) => {
		const word = document.getElementById(term.getAttribute("interestfor"));
		term.scrollIntoView({block: "center", behavior: "instant"});
		word.showPopover({source: term});
		const r = word.getBoundingClientRect();
		word.hidePopover();
		const kept = r.width > 100 && r.left >= 12 && r.right <= document.documentElement.clientWidth - 12;
		return kept ? "" : `+"`${term.textContent} in ${term.closest(\".clause\").id}: ${r.left} to ${r.right}`"+`;
	}).filter((line) => line).join("; ")`); wrong != "" {
		t.Error(wrong)
	}
}
