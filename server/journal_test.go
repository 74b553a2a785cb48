package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/content/site/edit"
)

// written gives the files of a folder without those that lie ready, which no command reads.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := contentsOf(t, dir)
	maps.DeleteFunc(files, func(name, _ string) bool {
		return strings.HasPrefix(filepath.Base(name), besidePrefix) && filepath.Base(name) != journalName
	})
	return files
}

// TestAKilledChange stops a change of three files after each of its steps. Whatever
// reads the folder next finds all of them as they were, or all as they become.
func TestAKilledChange(t *testing.T) {
	was := map[string]string{"terms.md": "old terms", "news/a.md": "old news"}
	becomes := map[string]string{"terms.md": "new terms", "news/a.md": "new news", "editions/terms/b.md": "old terms"}
	files := []edit.File{
		{Name: "editions/terms/b.md", Becomes: []byte("old terms")}, {Name: "news/a.md", Was: []byte("old news"), Becomes: []byte("new news")},
		{Name: "terms.md", Was: []byte("old terms"), Becomes: []byte("new terms")},
	}
	for stop := range 9 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range was {
				if err := writeWhole(filepath.Join(dir, name), []byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			var ready []replacement
			var steps []func() error
			for _, f := range files {
				steps = append(steps, func() error {
					r, err := prepare(dir, f)
					ready = append(ready, r)
					return err
				})
			}
			steps = append(steps, func() error { return writeJournal(dir, ready) })
			for i := range files {
				steps = append(steps, func() error { return takePlace(ready[i].temporary, ready[i].path, ready[i].becomes) })
			}
			steps = append(steps, func() error { return os.Remove(filepath.Join(dir, journalName)) })
			for _, step := range steps[:stop] {
				if err := step(); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the second time there is nothing to do
				if _, err := contentFS(dir); err != nil {
					t.Fatal(err)
				}
				want := was
				if stop >= 4 {
					want = becomes
				}
				if got := written(t, dir); !maps.Equal(got, want) {
					t.Errorf("after %d steps the folder holds %v", stop, got)
				}
			}
		})
	}
}

// TestAChangeThatCannotBeFinished names the file and what to do, and touches nothing:
// somebody has changed a file since, or the journal names files elsewhere.
func TestAChangeThatCannotBeFinished(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := writeWhole(filepath.Join(dir, name), []byte("old "+name)); err != nil {
			t.Fatal(err)
		}
	}
	var ready []replacement
	for _, name := range []string{"a", "b"} {
		r, err := prepare(dir, edit.File{Name: name, Was: []byte("old " + name), Becomes: []byte("new " + name)})
		if err != nil {
			t.Fatal(err)
		}
		ready = append(ready, r)
	}
	if err := writeJournal(dir, ready); err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(filepath.Join(dir, journalName))
	if err != nil {
		t.Fatal(err)
	}
	for says, spoil := range map[string]func() error{
		"b has been changed since":    func() error { return writeWhole(filepath.Join(dir, "b"), []byte("mine")) },
		"names no file of the folder": func() error { return writeText(dir, strings.Replace(string(journal), `"b"`, `"../b"`, 1)) },
		"cannot be finished":          func() error { return writeText(dir, "{") },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		before := contentsOf(t, dir)
		if _, err := contentFS(dir); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), journalName) {
			t.Errorf("want %q, got %v", says, err)
		}
		sameFiles(t, dir, before, says)
		if err := writeText(dir, string(journal)); err != nil {
			t.Fatal(err)
		}
		if err := writeWhole(filepath.Join(dir, "b"), []byte("old b")); err != nil {
			t.Fatal(err)
		}
	}
}

func writeText(dir, journal string) error {
	return writeWhole(filepath.Join(dir, journalName), []byte(journal))
}

// TestKilledAtAnyMoment kills the command itself at moments all over its run: the folder
// is checked as it was, or as it becomes.
func TestKilledAtAnyMoment(t *testing.T) {
	if os.Getenv("AGIO_TEST_CHANGE") != "" {
		dir := os.Getenv("AGIO_TEST_CHANGE")
		var files []edit.File
		for i := range 40 {
			name := fmt.Sprintf("f%02d", i)
			files = append(files, edit.File{Name: name, Was: []byte("old " + name), Becomes: []byte("new " + name)})
		}
		fmt.Println("begins")
		if err := writeAll(dir, files); err != nil {
			t.Fatal(err)
		}
		return
	}
	seen := make(map[string]int)
	const rounds = 12
	var whole time.Duration // what the change takes when nobody kills it
	for round := range rounds + 1 {
		dir := t.TempDir()
		for i := range 40 {
			name := fmt.Sprintf("f%02d", i)
			if err := os.WriteFile(filepath.Join(dir, name), []byte("old "+name), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		command := exec.Command(os.Args[0], "-test.run=^TestKilledAtAnyMoment$")
		command.Env = append(os.Environ(), "AGIO_TEST_CHANGE="+dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		_, _ = out.Read(make([]byte, 100))
		begun := time.Now()
		if round > 0 {
			time.Sleep(whole * time.Duration(round) / rounds)
			_ = command.Process.Kill()
		}
		if err := command.Wait(); round == 0 {
			if whole = time.Since(begun); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := contentFS(dir); err != nil {
			t.Fatal(err)
		}
		first := make(map[string]int)
		for _, text := range written(t, dir) {
			first[text[:3]]++
		}
		if len(first) != 1 || slices.Max(slices.Collect(maps.Values(first))) != 40 {
			t.Errorf("round %d: %v", round, first)
		}
		for word := range first {
			seen[word]++
		}
	}
	t.Logf("left as they were, and as they become: %v", seen)
}

// TestTheNextCommandFinishes what a killed one has begun: "agio check" reads the folder
// as it becomes.
func TestTheNextCommandFinishes(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "about.md"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := prepare(dir, edit.File{Name: "about.md", Was: text, Becomes: append(text, "\nSee [nowhere](/nowhere/).\n"...)})
	if err != nil {
		t.Fatal(err)
	}
	if err := writeJournal(dir, []replacement{r}); err != nil {
		t.Fatal(err)
	}
	code, out, problems := agio(t, "check", "--content", dir)
	if code != exitFound || !strings.Contains(out+problems, "/nowhere/") {
		t.Errorf("code %d: %s%s", code, out, problems)
	}
}
