package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain keeps the tests out of the user's own cache.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	_ = os.Setenv("AGIO_CACHE", "off")
	os.Exit(m.Run())
}

// TestBuildIsTheSameForTheSameMoment: the clock is part of the input, and the
// cache is not.
func TestBuildIsTheSameForTheSameMoment(t *testing.T) {
	cache := t.TempDir()
	var trees []map[string]string
	for _, c := range []string{"off", cache, cache} {
		out := filepath.Join(t.TempDir(), "site")
		if code, _, err := agio(t, "build", "--out", out, "--at", "2026-11-22T12:00:00Z", "--cache", c, "--plain"); code != exitGood {
			t.Fatal(err)
		}
		trees = append(trees, texts(t, out))
	}
	for name, text := range trees[0] {
		if trees[1][name] != text || trees[2][name] != text {
			t.Errorf("%s differs", name)
		}
	}
	if len(trees[0]) < 40 || len(trees[1]) != len(trees[0]) || len(trees[2]) != len(trees[0]) {
		t.Errorf("%d, %d and %d files", len(trees[0]), len(trees[1]), len(trees[2]))
	}
}

// TestBuildSaysWhenTheNextIsDue: a folder does not follow the calendar by itself. Its
// banners name days, and stay true.
func TestBuildSaysWhenTheNextIsDue(t *testing.T) {
	for at, want := range map[string]string{"2026-11-15T12:00:00Z": "build it again at 2026-11-22 00:00 UTC: ", "2026-11-22": ""} {
		dir := filepath.Join(t.TempDir(), "site")
		code, out, err := agio(t, "build", "--out", dir, "--at", at, "--plain")
		if code != exitGood || strings.Contains(out, "again") != (want != "") || !strings.Contains(out, want) {
			t.Errorf("at %s: code %d, %s%s", at, code, out, err)
		}
		banner, due := texts(t, dir)["terms/index.html"], "is in force from"
		if want == "" {
			due = "is in force, since"
		}
		if !strings.Contains(banner, due) {
			t.Errorf("at %s the terms do not say %q", at, due)
		}
	}
}

// texts reads every file of a folder.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		relative, _ := filepath.Rel(dir, name)
		files[relative] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
