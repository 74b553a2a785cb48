//go:build proofs

package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// leastScore is what each of Lighthouse's categories has to reach.
const leastScore = 0.99

// report is what is read of Lighthouse's answer.
type report struct {
	Categories map[string]struct {
		Score     float64
		AuditRefs []struct{ ID string }
	}
	Audits map[string]struct {
		Score        *float64
		Title        string
		DisplayValue string
		Explanation  string
	}
	Environment struct{ BenchmarkIndex float64 }
}

// attempts is how often a page is looked at, until it reaches the score. What else
// a machine does at the time can only lower it: performance is measured by a clock.
const attempts = 5

// The exchange page, the agreement and the news reach nearly the full score of
// every category, as on a mid-range phone on a slow network. Of several attempts
// the best counts, category by category.
func TestProofLighthouse(t *testing.T) {
	o := open(t, binary(t), t.TempDir(), "")
	slowdown := cpuSlowdown(lighthouse(t, o.url+"/about/", 4, "seo").Environment.BenchmarkIndex)
	for _, path := range []string{"/", "/terms/", "/news/"} {
		best := map[string]float64{"performance": 0, "accessibility": 0, "best-practices": 0, "seo": 0}
		for range attempts {
			below := belowScore(best)
			if len(below) == 0 {
				break
			}
			r := lighthouse(t, o.url+path, slowdown, below...)
			for _, id := range below {
				t.Logf("%s: %s %.2f, CPU slowed down %.1f times", path, id, r.Categories[id].Score, slowdown)
				if best[id] = max(best[id], r.Categories[id].Score); best[id] < leastScore {
					t.Log(r.faults(id))
				}
			}
		}
		for _, id := range belowScore(best) {
			t.Errorf("%s: %s reaches %.2f", path, id, best[id])
		}
	}
}

// belowScore lists the categories that have not reached their score.
func belowScore(scores map[string]float64) (below []string) {
	for _, id := range slices.Sorted(maps.Keys(scores)) {
		if scores[id] < leastScore {
			below = append(below, id)
		}
	}
	return below
}

// cpuSlowdown is how much slower than this machine a mid-range phone is, by
// Lighthouse's own benchmark of the machine and the table that its documentation
// gives for it: 1 at 150, 2 at 800, 3 at 1300 and one more for each 233 above, to
// the usual 4.
func cpuSlowdown(index float64) float64 {
	switch {
	case index >= 1300:
		return min(4, 3+(index-1300)/233)
	case index >= 800:
		return 2 + (index-800)/500
	}
	return max(1, 1+(index-150)/650)
}

// lighthouse looks at one page for some categories.
func lighthouse(t *testing.T, url string, slowdown float64, categories ...string) (r report) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report.json")
	c := exec.Command("node", tools(t, "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json", "--output-path="+out,
		"--no-enable-error-reporting", "--only-categories="+strings.Join(categories, ","), fmt.Sprintf("--throttling.cpuSlowdownMultiplier=%.2f", slowdown),
		"--chrome-flags=--headless=new --no-sandbox --disable-gpu --user-data-dir="+t.TempDir())
	c.Env = append(os.Environ(), "CHROME_PATH="+chromium(t))
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("lighthouse %s: %v\n%s", url, err, text)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// faults lists the audits of a category that were not passed.
func (r report) faults(category string) string {
	var b strings.Builder
	for _, ref := range r.Categories[category].AuditRefs {
		if a := r.Audits[ref.ID]; a.Score != nil && *a.Score < leastScore {
			fmt.Fprintf(&b, "  %s %.2f %s %s %s\n", ref.ID, *a.Score, a.Title, a.DisplayValue, a.Explanation)
		}
	}
	return b.String()
}
