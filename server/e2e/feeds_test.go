//go:build proofs

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The feeds are what RFC 4287 and JSON Feed 1.1 define, by their schemas.
func TestProofFeeds(t *testing.T) {
	t.Parallel()
	site := filepath.Join(t.TempDir(), "site")
	if out, err := exec.Command(binary(t), "build", "--out", site).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var feeds []string
	for _, name := range []string{"news", "changes"} {
		for _, format := range []string{"xml", "json"} {
			feeds = append(feeds, filepath.Join(site, name, "feed."+format))
		}
	}
	for file, faults := range validateFeeds(t, feeds...) {
		for _, f := range faults {
			t.Errorf("%s: %s", file, f)
		}
	}
	broken := t.TempDir()
	for name, text := range map[string]string{
		"no id.xml":     `<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title><updated>2026-11-22T00:00:00Z</updated></feed>`,
		"no moment.xml": `<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title><id>a:b</id><updated>today</updated></feed>`,
		"no text.json":  `{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "1"}]}`,
		"version.json":  `{"version": "https://jsonfeed.org/version/9", "title": "a", "items": []}`,
	} {
		file := filepath.Join(broken, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if len(validateFeeds(t, file)[file]) == 0 {
			t.Errorf("%s: nothing is wrong with it: the tool does not look", name)
		}
	}
}

// validateFeeds gives what is wrong, by file, and looks at each of them.
func validateFeeds(t *testing.T, files ...string) map[string][]string {
	t.Helper()
	grammar, err := filepath.Abs("tools/atom.rng")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.Open("tools/feeds.mjs")
	if err != nil {
		t.Fatal(err)
	}
	defer script.Close()
	c := exec.Command("node", append([]string{"--input-type=module", "-", grammar}, files...)...)
	c.Dir = tools(t, ".") // where the script finds its packages, read from its input
	c.Stdin, c.Stderr = script, os.Stderr
	out, err := c.Output()
	found := make(map[string][]string)
	if wrong := json.Unmarshal(out, &found); err != nil || wrong != nil || len(found) != len(files) {
		t.Fatalf("feeds: %v, %v\n%s", err, wrong, out)
	}
	return found
}
