//go:build proofs

package e2e

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Every page of the built folder, and every page that the office makes on
// request, is free of what html-validate can find wrong.
func TestProofValidHTML(t *testing.T) {
	t.Parallel()
	agio, dir := binary(t), t.TempDir()
	if out, err := exec.Command(agio, "build", "--out", filepath.Join(dir, "site")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	saveDynamic(t, open(t, agio, t.TempDir(), ""), filepath.Join(dir, "made on request"))
	pages := 0
	_ = filepath.WalkDir(dir, func(name string, _ fs.DirEntry, _ error) error {
		if filepath.Ext(name) == ".html" {
			pages++
		}
		return nil
	})
	results := validateHTML(t, dir)
	for file, messages := range results {
		for _, m := range messages {
			t.Errorf("%s:%s", strings.TrimPrefix(file, dir+"/"), m)
		}
	}
	t.Logf("%d pages", pages)
	broken := filepath.Join(t.TempDir(), "broken.html")
	if err := os.WriteFile(broken, []byte("<!doctype html><html><head><title>a</title></head><body><p><div></p></body></html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(validateHTML(t, broken)) == 0 {
		t.Error("nothing is wrong with a broken page: the tool does not look")
	}
}

// validateHTML gives what is wrong, by file.
func validateHTML(t *testing.T, where string) map[string][]string {
	t.Helper()
	config, err := filepath.Abs("tools/htmlvalidate.mjs")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("node", tools(t, "node_modules/html-validate/bin/html-validate.mjs"), "--config", config, "--formatter", "json", where)
	c.Dir = tools(t, ".")
	out, err := c.Output()
	var report []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Line, Column              int
		}
	}
	if wrong := json.Unmarshal(out, &report); wrong != nil {
		t.Fatalf("html-validate: %v, %v\n%s", err, wrong, out)
	}
	found := make(map[string][]string)
	for _, r := range report {
		for _, m := range r.Messages {
			text, _ := json.Marshal(m)
			found[r.FilePath] = append(found[r.FilePath], string(text))
		}
	}
	if err != nil && len(found) == 0 {
		t.Fatalf("html-validate: %v\n%s", err, out)
	}
	return found
}

// saveDynamic saves what the office answers to forms, good and bad, to an order's
// client, and to whoever asks for what is not there.
func saveDynamic(t *testing.T, o *office, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
	order, states := orderPage(t, o), orderPages(t, o)
	for name, w := range map[string]answer{
		"order":             ask(t, o, "GET", order, "", nil),
		"order to pay":      ask(t, o, "GET", states["order to pay"], "", nil),
		"order verified":    ask(t, o, "GET", states["order in verification"], "", nil),
		"order completed":   ask(t, o, "GET", states["order completed"], "", nil),
		"refund to confirm": ask(t, o, "GET", states["refund to confirm"], "", nil),
		"order without key": ask(t, o, "GET", strings.Split(order, "?")[0], "", nil),
		"quote":             ask(t, o, "GET", "/?from=BTC&to=EURSEPA&give=0.1", "", nil),
		"quote refused":     ask(t, o, "GET", "/?from=BTC&to=EURSEPA&give=1e5", "", nil),
		"order refused":     ask(t, o, "POST", "/quote", "from=BTC&to=EURSEPA&side=give&give=0.1&action=order&pay_out=x&email=x", form),
		"refund":            ask(t, o, "GET", "/refunds/?from=USDTTRC20&ordered=1000&paid=500&stage=after", "", nil),
		"refund refused":    ask(t, o, "POST", "/refunds/", "from=USDTTRC20&ordered=x&paid=x&stage=x", form),
		"not there":         ask(t, o, "GET", "/nothing-is-here", "", nil),
		"wrong method":      ask(t, o, "DELETE", "/terms/", "", nil),
		"wrong type":        ask(t, o, "POST", "/quote", "{}", map[string]string{"Content-Type": "application/json"}),
	} {
		if !strings.HasPrefix(w.Header.Get("Content-Type"), "text/html") || w.body == "" {
			t.Errorf("%s: %d %q", name, w.StatusCode, w.Header.Get("Content-Type"))
		}
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(w.body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
