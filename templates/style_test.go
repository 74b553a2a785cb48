package templates

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const stylesheet = "../static/css/agio.css"

// themes reads the colours of the light and the dark theme.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(stylesheet)
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(text), 2)
	if len(roots) != 2 {
		t.Fatalf("%d sets of colours, want a light and a dark one", len(roots))
	}
	all := make(map[string]map[string]string)
	for i, name := range []string{"light", "dark"} {
		all[name] = make(map[string]string)
		for _, m := range regexp.MustCompile(`(--[a-z-]+):\s*(#[0-9a-f]{6});`).FindAllStringSubmatch(roots[i][1], -1) {
			all[name][m[1]] = m[2]
		}
	}
	return all
}

// luminance and contrast are those of WCAG 2.2.
func luminance(colour string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		return math.NaN()
	}
	channel := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func contrast(a, b string) float64 {
	high, low := luminance(a), luminance(b)
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

// Text needs 4.5 to 1 on its ground (1.4.3); edges of inputs, the focus and the
// pieces of the bar need 3 to 1 (1.4.11).
func TestContrast(t *testing.T) {
	const text, shape = 4.5, 3.0
	need := map[string]float64{
		"--ink": text, "--muted": text, "--accent": text, "--good": text, "--bad": text, "--warn": text,
		"--edge": shape, "--focus": shape,
		"--bar-payout": shape, "--bar-commission": shape, "--bar-fee": shape, "--bar-rounding": shape,
	}
	for theme, colours := range themes(t) {
		check := func(front, ground string, least float64) {
			got := contrast(colours[front], colours[ground])
			t.Logf("%-5s %-17s on %-8s %5.2f", theme, front, ground, got)
			if !(got >= least) {
				t.Errorf("%s: %s on %s has %.2f to 1, needs %.1f", theme, front, ground, got, least)
			}
		}
		for front, least := range need {
			check(front, "--paper", least)
			check(front, "--panel", least)
		}
		check("--accent-ink", "--accent", text)
	}
}

// TestStylesheetsStaySmall in the sources; what a policy page weighs with its own on the
// wire is measured where the site is built, and in a browser.
func TestStylesheetsStaySmall(t *testing.T) {
	for name, most := range map[string]int64{stylesheet: 21_000, "../static/css/working.css": 24_500, "../static/css/desk.css": 7_500} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > most {
			t.Errorf("%s has %d bytes, want at most %d", name, info.Size(), most)
		}
	}
}
