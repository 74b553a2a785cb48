package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
)

// agio runs a command line and gives its exit code and what it printed.
func agio(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, streams{&o, &e})
	return code, o.String(), e.String()
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		line string
		code int
		says string
	}{
		{"", exitUsage, "Usage: agio COMMAND"},
		{"help", exitGood, "check the content"},
		{"--help", exitGood, "AGIO_ADDR"},
		{"serve --help", exitGood, "AGIO_TRUSTED_PROXY"},
		{"serve --help", exitGood, "1m to 60m; older ones are not quoted (default 10m)"},
		{"keys rotate --help", exitGood, "(default 24h)"},
		{"open", exitUsage, `no command "open"`},
		{"serve", exitUsage, "--data is needed"},
		{"serve --data x --trusted-proxy everyone", exitUsage, "--trusted-proxy"},
		{"serve --port 80", exitUsage, "-port"},
		{"build", exitUsage, "--out is needed"},
		{"build --out x y", exitUsage, "unexpected: y"},
		{"check --content /does/not/exist", exitFound, "is not a folder"},
		{"build --out x --rates /does/not/exist", exitFound, "rates source"},
		{"check --at 2026-11-22", exitGood, "0 problems"},
		{"check --at 2027-10-15", exitGood, "1 problem, a warning"},
		{"check --at 2027-11-01", exitFound, "security.txt has expired"},
		{"check --help", exitGood, "Exit codes: 0 nothing is wrong, or there are warnings only"},
		{"check --at tomorrow", exitUsage, "--at"},
		{"check --at 2026-11-22T12:00:00Z", exitGood, "0 problems"},
		{"build --out x --at tomorrow", exitUsage, "write 2026-12-01, or"},
	} {
		code, out, err := agio(t, strings.Fields(c.line)...)
		if code != c.code || !strings.Contains(out+err, c.says) {
			t.Errorf("agio %s: code %d, want %d, and %q in:\n%s%s", c.line, code, c.code, c.says, out, err)
		}
	}
}

func TestAVariableStandsForAFlagAndTheFlagWins(t *testing.T) {
	t.Setenv("AGIO_CONTENT", "/does/not/exist")
	if code, _, err := agio(t, "check"); code != exitFound || !strings.Contains(err, "/does/not/exist") {
		t.Errorf("the variable was not read: %d %s", code, err)
	}
	if code, out, err := agio(t, "check", "--at", "2026-11-22", "--content", "../content"); code != exitGood {
		t.Errorf("the flag did not win: %d %s%s", code, out, err)
	}
	t.Setenv("AGIO_JSON", "perhaps")
	if code, _, err := agio(t, "check"); code != exitUsage || !strings.Contains(err, "AGIO_JSON") {
		t.Errorf("a wrong variable was taken: %d %s", code, err)
	}
}

// broken copies the content, as if none of it had been published yet, and spoils
// one file of it.
func broken(t *testing.T, name, old, spoilt string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, content.ManifestFile)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte(old)) {
		t.Fatalf("%s does not say %q: %v", name, old, err)
	}
	text = bytes.Replace(text, []byte(old), []byte(spoilt), 1)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCheckNamesThePlace(t *testing.T) {
	dir := broken(t, "about.md", "\n\n", "\n\n[nowhere](/nowhere/)\n\n")
	code, out, _ := agio(t, "check", "--at", "2026-11-22", "--content", dir)
	if code != exitFound || !strings.Contains(out, "about.md:") || !strings.Contains(out, "1 problem\n") {
		t.Errorf("code %d:\n%s", code, out)
	}
	code, out, _ = agio(t, "check", "--json", "--at", "2026-11-22", "--content", dir)
	var problems content.Problems
	if err := json.Unmarshal([]byte(out), &problems); err != nil || code != exitFound || len(problems) != 1 || problems[0].Line == 0 || problems[0].Hint == "" {
		t.Errorf("code %d, %v:\n%s", code, err, out)
	}
	if code, _, err := agio(t, "build", "--content", dir, "--out", filepath.Join(t.TempDir(), "site")); code != exitFound || !strings.Contains(err, "about.md:") {
		t.Errorf("a broken site was built: %d %s", code, err)
	}
}

// Warnings are printed, and keep nothing from being published.
func TestWarnings(t *testing.T) {
	dir := broken(t, "privacy.md", "\n2.1. The", "\n2.1. When the withdrawal ends. The")
	for _, c := range []struct {
		line string
		code int
		says string
	}{
		{"check --at 2026-11-22 --content " + dir, exitGood, "1 problem, a warning\n"},
		{"check --strict --at 2026-11-22 --content " + dir, exitFound, "warning: “withdrawal”"},
		{"check --github --at 2026-11-22 --content " + dir, exitGood, "::warning file=" + dir + "/privacy.md,line="},
		{"check --json --at 2026-11-22 --content " + dir, exitGood, `"level": "warning"`},
		{"check --json --github --content " + dir, exitUsage, "exclude each other"},
		{"build --plain --content " + dir + " --out " + filepath.Join(t.TempDir(), "site"), exitGood, "privacy.md:"},
	} {
		code, out, err := agio(t, strings.Fields(c.line)...)
		if code != c.code || !strings.Contains(out+err, c.says) {
			t.Errorf("agio %s: code %d, want %d, and %q in:\n%s%s", c.line, code, c.code, c.says, out, err)
		}
	}
}

// A number changed in the front matter changes the page and nothing else: it is
// written nowhere else.
func TestANumberIsWrittenOnce(t *testing.T) {
	dir := broken(t, "terms.md", "{value: 50 USD, clause: \"5.2\"}", "{value: 45 USD, clause: \"5.2\"}")
	out := filepath.Join(t.TempDir(), "site")
	if code, _, err := agio(t, "build", "--content", dir, "--out", out); code != exitGood {
		t.Fatalf("code %d: %s", code, err)
	}
	page, err := os.ReadFile(filepath.Join(out, "terms", "index.html"))
	if err != nil || !strings.Contains(string(page), "45\u00a0USD") {
		t.Errorf("the page does not print the new fee: %v", err)
	}
	office, err := os.ReadFile(filepath.Join(out, "office.json"))
	if err != nil || !strings.Contains(string(office), "45 USD") {
		t.Errorf("the calculator does not get the new fee: %v", err)
	}
}

// A monitor's settings are checked against the tariff, not only for their form.
func TestCheckReadsTheMonitorsSettings(t *testing.T) {
	dir := broken(t, "monitors.yaml", "USDTERC20: USDTERC", "USDTERC20: USDTTRC")
	if code, out, _ := agio(t, "check", "--at", "2026-11-22", "--content", dir); code != exitFound || !strings.Contains(out, "monitors.yaml:") || !strings.Contains(out, "USDTTRC") || strings.Contains(out, "monitors.yaml: ") {
		t.Errorf("two currencies under one code passed: %d\n%s", code, out)
	}
}
