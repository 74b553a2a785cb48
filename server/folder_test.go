package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
)

// inside makes a copy of the content, with a broken link, and steps into a folder
// from which it is seen under a name.
func inside(t *testing.T, name string) {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, name)
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	about := filepath.Join(dir, "about.md")
	text, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(about, append(text, "\n[nowhere](/nowhere/)\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
}

// TestEditorsMeanTheFolderTheyAreIn: check reads it, and build, which reads the
// embedded texts, says so.
func TestEditorsMeanTheFolderTheyAreIn(t *testing.T) {
	for _, c := range []struct{ folder, reads, instead string }{
		{".", "reading the texts in this folder\n", "reading the texts embedded in agio; --content . reads this folder\n"},
		{"content", "reading the texts in content\n", "reading the texts embedded in agio; --content content reads the folder content\n"},
	} {
		inside(t, c.folder)
		code, out, err := agio(t, "check", "--at", "2026-11-22")
		if code != exitFound || err != c.reads || !strings.Contains(out, "about.md:") {
			t.Errorf("%s: code %d, %q, %s", c.folder, code, err, out)
		}
		code, _, err = agio(t, "build", "--out", filepath.Join(t.TempDir(), "site"), "--plain")
		if code != exitGood || !strings.HasPrefix(err, c.instead) {
			t.Errorf("%s: build: code %d, %s", c.folder, code, err)
		}
		if code, _, err = agio(t, "build", "--content", c.folder, "--out", filepath.Join(t.TempDir(), "site")); code != exitFound || !strings.HasPrefix(err, c.reads) {
			t.Errorf("%s: build --content: code %d, %s", c.folder, code, err)
		}
		code, out, err = agio(t, "new", "news", "Some words", "--date", "2026-11-22")
		if want := filepath.Join(c.folder, "news", "2026-11-22-some-words.md") + "\n"; code != exitGood || out != want {
			t.Errorf("%s: new: code %d, %q%s", c.folder, code, out, err)
		}
	}
	for _, below := range []struct{ folder, reads string }{{"news", ".."}, {"editions/terms", "../.."}} {
		inside(t, ".")
		t.Chdir(filepath.FromSlash(below.folder))
		if code, out, err := agio(t, "check", "--at", "2026-11-22"); code != exitFound || err != "reading the texts in "+filepath.FromSlash(below.reads)+"\n" || !strings.Contains(out, "about.md:") {
			t.Errorf("in %s: code %d, %q, %s", below.folder, code, err, out)
		}
	}
	t.Chdir(t.TempDir())
	if code, out, err := agio(t, "check", "--at", "2026-11-22"); code != exitGood || err != "reading the texts embedded in agio\n" {
		t.Errorf("elsewhere: code %d, %q, %s", code, err, out)
	}
}

// TestAMissingFileDoesNotHideTheFolder: it is the first thing to be told.
func TestAMissingFileDoesNotHideTheFolder(t *testing.T) {
	inside(t, ".")
	if err := os.Remove(content.TermsFile); err != nil {
		t.Fatal(err)
	}
	if code, out, _ := agio(t, "check"); code != exitFound || !strings.Contains(out, "terms.md: The file is missing") {
		t.Errorf("code %d:\n%s", code, out)
	}
}

// TestJSONIsAlone on standard output.
func TestJSONIsAlone(t *testing.T) {
	inside(t, ".")
	for _, args := range [][]string{{"check", "--json"}, {"check", "--json", "--at", "2026-11-22", "--content", "news"}} {
		_, out, _ := agio(t, args...)
		var problems content.Problems
		if err := json.Unmarshal([]byte(out), &problems); err != nil || len(problems) == 0 {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
}

// TestAnnotationsNameFilesOfTheRepository, wherever the check is called.
func TestAnnotationsNameFilesOfTheRepository(t *testing.T) {
	inside(t, "texts, 100% ours")
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GITHUB_WORKSPACE", root)
	const want = "::error file=texts%2C 100%25 ours/about.md,line="
	if _, out, _ := agio(t, "check", "--github", "--content", "texts, 100% ours"); !strings.HasPrefix(out, want) {
		t.Errorf("from the root: %s", out)
	}
	t.Chdir("texts, 100% ours")
	if _, out, _ := agio(t, "check", "--github"); !strings.HasPrefix(out, want) {
		t.Errorf("from inside: %s", out)
	}
}
