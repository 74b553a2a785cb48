package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
	"agio/content/site/edit"
)

// contentsOf gives every file of a folder.
func contentsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sameFiles(t *testing.T, dir string, want map[string]string, when string) {
	t.Helper()
	got := contentsOf(t, dir)
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: there is a file %s", when, name)
		}
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %s has changed", when, name)
		}
	}
}

// TestAClauseIsPutInAndTakenOut: on the way that the guide describes, from what is
// recorded to the same bytes again.
func TestAClauseIsPutInAndTakenOut(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	expect := func(want int, says string, args ...string) string {
		t.Helper()
		code, out, err := agio(t, append(args, "--content", dir)...)
		if code != want || !strings.Contains(out+err, says) {
			t.Fatalf("agio %v: code %d, want %d, and %q in:\n%s%s", args, code, want, says, out, err)
		}
		return out
	}
	insert := []string{"clause", "insert", "terms", "6.7", "--text", "The Office keeps a list of what it was asked (clause 6.7)."}
	before := contentsOf(t, dir)
	expect(exitFound, "edition_recorded: ", insert...)
	sameFiles(t, dir, before, "after a refusal")
	for _, policy := range []string{"terms", "privacy", "aml-kyc"} {
		expect(exitGood, "5 changes in 2 files", "edition", "new", policy, "--published", "2027-01-20", "--effective", "2027-02-01", "--change", "A list is kept.")
	}
	expect(exitGood, "warning: Edition 2027-02-01 of terms is not recorded", "check")
	begun := contentsOf(t, dir)
	if begun["editions/terms/2026-11-22.md"] != before["terms.md"] {
		t.Error("the earlier edition is not what it was")
	}
	difference := expect(exitGood, "+++ b/terms.md", append(insert, "--dry-run")...)
	if !strings.Contains(difference, "\n+6.8. {#n-6.7} Questions about an Order") {
		t.Errorf("the difference is\n%s", difference)
	}
	sameFiles(t, dir, begun, "after --dry-run")
	expect(exitGood, "new: clause 6.7 {#office-keeps-list-what}\n", insert...)
	if text := contentsOf(t, dir)["terms.md"]; !strings.Contains(text, "\n6.7. {#office-keeps-list-what} The Office keeps a list of what it was asked (clause 6.8).\n\n6.8. {#n-6.7} Questions") {
		t.Error("the clause is not there")
	}
	expect(exitGood, "3 problems, all warnings", "check") // each edition is not recorded yet
	expect(exitGood, "gone: clause 6.7", "clause", "remove", "terms", "6.7")
	sameFiles(t, dir, begun, "after taking it out again")
	said := expect(exitGood, "1 change in 1 file\n", "clause", "insert", "terms", "4.16", "--text", "The Client is patient.")
	if !strings.Contains(said, "Look at these:\nterms.md:") || !strings.Contains(said, "the new clause stands just behind this range") {
		t.Errorf("what a person has to look at is not said:\n%s", said)
	}
}

func TestClauseUsage(t *testing.T) {
	t.Chdir(t.TempDir())
	for line, says := range map[string]string{
		"clause":                                   "what to do is missing",
		"clause move terms 6.7":                    "what to do is missing",
		"clause insert terms":                      "write the policy and the number",
		"clause remove terms 6.7":                  "--content is needed",
		"clause insert --nonsense":                 "-nonsense",
		"edition new terms":                        "the day it takes effect",
		"edition new terms --effective 2027-02-01": "--content is needed",
	} {
		if code, _, err := agio(t, strings.Fields(line)...); code != exitUsage || !strings.Contains(err, says) {
			t.Errorf("agio %s: %d %s", line, code, err)
		}
	}
	if code, _, err := agio(t, "clause", "remove", "terms", "6.7", "--content", "nowhere"); code != exitFound || !strings.Contains(err, "is not a folder") {
		t.Errorf("%d %s", code, err)
	}
}

// TestAllFilesOrNone: a file that changed meanwhile, and one that cannot be replaced,
// leave every file as it was, and nothing beside them.
func TestAllFilesOrNone(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("old "+name), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "full", "of"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := contentsOf(t, dir)
	change := func(name, was string) edit.File {
		return edit.File{Name: name, Was: []byte(was), Becomes: []byte("new " + name)}
	}
	for _, files := range [][]edit.File{
		{change("a", "old a"), change("b", "another b")},
		{change("a", "old a"), {Name: "b", Becomes: []byte("new b")}},
		{change("a", "old a"), change("missing", "")},
	} {
		if err := writeAll(dir, files); err == nil {
			t.Errorf("%s was written", files[1].Name)
		}
		sameFiles(t, dir, before, "after "+files[1].Name)
	}
	var ready []replacement
	for _, f := range []edit.File{change("a", "old a"), {Name: "c", Becomes: []byte("new c")}, change("b", "old b")} {
		r, err := prepare(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		ready = append(ready, r)
	}
	ready[2].path = filepath.Join(dir, "full")
	if err := replaceAll(ready); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if err := os.Remove(ready[2].temporary); err != nil {
		t.Fatal(err)
	}
	sameFiles(t, dir, before, "after a replacement that failed")
	if err := writeAll(dir, []edit.File{change("a", "old a"), {Name: "new/d", Becomes: []byte("new d")}}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "a"))
	if info, _ := os.Stat(filepath.Join(dir, "a")); err != nil || !bytes.Equal(text, []byte("new a")) || info.Mode().Perm() != 0o640 {
		t.Errorf("a is %q with mode %v", text, info.Mode())
	}
}
