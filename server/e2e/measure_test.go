package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// A policy has one right edge: its banner, its summary as a whole and its clauses end
// there, those beside the summary of a section too.
func TestAPolicyHasOneRightEdge(t *testing.T) {
	t.Parallel()
	o := open(t, binary(t), t.TempDir(), "")
	for _, width := range []int{390, 1280} {
		b := browse(t, width)
		b.do(t, chromedp.Navigate(o.url+"/privacy/"))
		edges := get[[]float64](t, b, `[".standing", ".prose > .summary:has(+ h2)"].map((s) => document.querySelector(s).getBoundingClientRect().right)`)
		if edges[0] != edges[1] {
			t.Errorf("%d wide: the banner ends at %v, the summary at %v", width, edges[0], edges[1])
		}
		if beside := get[string](t, b, `[...document.querySelectorAll(".prose > .summary:not(:has(+ h2))")].filter((s) => getComputedStyle(s).float !== "none" &&
			s.getBoundingClientRect().left < document.querySelector(".standing").getBoundingClientRect().right).map((s) => s.innerText).join("; ")`); beside != "" {
			t.Errorf("%d wide: these summaries stand inside the column: %s", width, beside)
		}
	}
}
