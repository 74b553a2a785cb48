package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
)

// TestAnEditionIsRecordedForEver: a new one is added beside those that are there,
// and from then on no word of it can change.
func TestAnEditionIsRecordedForEver(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	edit := func(name, was, becomes string) {
		t.Helper()
		text, err := os.ReadFile(file(name))
		if err != nil || !strings.Contains(string(text), was) {
			t.Fatalf("%s does not say %q: %v", name, was, err)
		}
		if err := os.WriteFile(file(name), []byte(strings.Replace(string(text), was, becomes, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want int, says string, args ...string) {
		t.Helper()
		code, out, err := agio(t, append(args, "--content", dir)...)
		if code != want || !strings.Contains(out+err, says) {
			t.Fatalf("agio %v: code %d, want %d, and %q in:\n%s%s", args, code, want, says, out, err)
		}
	}
	expect(exitGood, "Every edition is recorded.", "edition", "add")

	// A text that is in force is touched.
	edit("terms.md", "The Office buys, sells and exchanges", "The Office buys and sells")
	expect(exitFound, "Edition 2026-11-22 of terms is not what was recorded: its source has changed. (an edition that could be read is never changed", "check")
	expect(exitFound, "Edition 2026-11-22 of terms", "build", "--out", filepath.Join(dir, "site"))
	edit("terms.md", "The Office buys and sells", "The Office buys, sells and exchanges")

	// A new edition, with the old one put where the earlier ones are.
	earlier, err := os.ReadFile(file("terms.md"))
	if err != nil {
		t.Fatal(err)
	}
	edit("terms.md", "edition: 2026-11-22\npublished: 2026-11-12\neffective: 2026-11-22", "edition: 2027-02-01\npublished: 2027-01-20\neffective: 2027-02-01")
	expect(exitFound, "put it back as editions/terms/2026-11-22.md", "check")
	if err := os.WriteFile(file("editions/terms/2026-11-22.md"), earlier, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(exitGood, "warning: Edition 2027-02-01 of terms is not recorded", "check")
	before, err := os.ReadFile(file("editions/terms/2026-11-22.html"))
	if err != nil {
		t.Fatal(err)
	}
	expect(exitGood, "written: editions/terms/2027-02-01.html", "edition", "add")
	expect(exitGood, "0 problems", "check")
	if after, _ := os.ReadFile(file("editions/terms/2026-11-22.html")); string(after) != string(before) {
		t.Error("recording a new edition has touched an old one")
	}
	edit("editions/terms/2026-11-22.html", "buys, sells", "buys,  sells")
	expect(exitFound, "Edition 2026-11-22 of terms is not what was recorded: its text has changed.", "check")
}

func TestEditionUsage(t *testing.T) {
	for line, says := range map[string]string{
		"edition": "what to do is missing", "edition remove": "what to do is missing", "edition add": "--content is needed",
	} {
		if code, _, err := agio(t, strings.Fields(line)...); code != exitUsage || !strings.Contains(err, says) {
			t.Errorf("agio %s: %d %s", line, code, err)
		}
	}
}
