//go:build proofs

package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// tools is where `make proofs` has put what it needs from npm.
func tools(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, "build", ".tools", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v; `make proofs` installs it", err)
	}
	return path
}

// everyTemplate lists one address of each template, dynamic pages and pages that
// refuse among them.
func everyTemplate(t *testing.T, o *office) map[string]string {
	t.Helper()
	all := map[string]string{
		"exchange": "/", "quote": "/?from=BTC&to=USDTTRC20&give=0.1", "refused quote": "/?from=BTC&to=USDTTRC20&give=1e5",
		"refunds": "/refunds/", "refund": "/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=after", "rates": "/rates/",
		"rate check": "/monitor-check/", "checked rate": "/monitor-check/?from=BTC&to=USDTTRC20&give=1&get=60000&at=2026-11-22+09:14",
		"refused check": "/monitor-check/?from=BTC&to=USDTTRC20&give=1&get=x&at=now", "terms": "/terms/", "privacy": "/privacy/", "aml-kyc": "/aml-kyc/", "news": "/news/", "page": "/about/", "contact": "/contact/",
		"not found": "/nothing-is-here", "order": orderPage(t, o),
	}
	maps.Copy(all, orderPages(t, o))
	for _, path := range pages(t, o) {
		switch parts := strings.Split(strings.Trim(path, "/"), "/"); {
		case parts[0] == "news" && len(parts) > 1:
			all["news item"] = path
		case len(parts) > 1: // an edition, what changed between two
			all[fmt.Sprintf("%s in %d parts", parts[0], len(parts))] = path
		}
	}
	return all
}

// axe runs every rule of WCAG 2.2, levels A and AA.
const axe = `(async () => {
	const r = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"], resultTypes: ["violations"]});
	return {
		Rules: r.passes.length + r.violations.length,
		Violations: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary)),
	};
})()`

// Every template is free of what axe can find wrong under WCAG 2.2 AA, by light
// and dark, on a phone and on a desk.
func TestProofAccessibility(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tools(t, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, binary(t), t.TempDir(), "")
	b, looked := browse(t, 1280), 0
	for name, path := range everyTemplate(t, o) {
		looked += b.proveAccessible(t, name, o.url+path, string(source))
	}
	t.Logf("%d views of %d pages", looked, looked/4)
}

// proveAccessible looks at one page in every light and width, and says how often.
func (b *browser) proveAccessible(t *testing.T, name, url, source string) (looked int) {
	t.Helper()
	for _, width := range []int64{320, 1280} {
		b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url))
		b.settle(t)
		get[bool](t, b, source+"; true")
		for _, scheme := range []string{"light", "dark"} { // which no script asks for
			call(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			found := get[struct {
				Rules      int
				Violations []string
			}](t, b, axe)
			if found.Rules < 10 || !get[bool](t, b, "matchMedia('(prefers-color-scheme: "+scheme+")').matches") {
				t.Errorf("%s, %s: %d rules were applied", name, scheme, found.Rules)
			}
			for _, v := range found.Violations {
				t.Errorf("%s, %s, %d px wide: %s", name, scheme, width, v)
			}
			if wide := get[int64](t, b, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s, %s: the page is %d px wide in a window of %d", name, scheme, wide, width)
			}
			looked++
		}
	}
	return looked
}
