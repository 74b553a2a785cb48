package edit_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aymanbagabas/go-udiff"

	"agio/content/internal/fixture"
	"agio/content/site/edit"
)

var update = flag.Bool("update", false, "write what comes out as what is wanted")

// TestCases puts clauses into a small office and takes them out. A case says the
// command ("insert terms 5.2 some-name", then the text), perhaps how the lines end,
// and what comes out: the refusal, or what is said and the lines that change.
// Whatever was put in is taken out again, and the first bytes must come back, but for
// the links of news.
func TestCases(t *testing.T) {
	for _, c := range fixture.Read(t, os.DirFS("../../testdata/base"), "testdata") {
		t.Run(c.Name, func(t *testing.T) {
			command, text, _ := strings.Cut(string(c.Files["command"].Data), "\n")
			delete(c.Files, "command")
			if lines := c.Files["lines"]; lines != nil {
				delete(c.Files, "lines")
				spoil(c.Files["aml-kyc.md"], string(lines.Data))
			}
			words := append(strings.Fields(command), "", "")
			do := edit.Clause{Policy: words[1], Number: words[2], Name: words[3], Text: text, Now: now}
			change := edit.Insert
			if words[0] == "remove" {
				change = edit.Remove
			}
			made, err := change(c.Files, do)
			if err != nil {
				c.ExpectText(t, err.Error()+"\n", *update)
				return
			}
			c.ExpectText(t, outcome(made), *update)
			if words[0] == "insert" {
				comesBack(t, c.Files, made, do)
			}
		})
	}
}

func spoil(f *fstest.MapFile, how string) {
	switch strings.TrimSpace(how) {
	case "crlf":
		f.Data = bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))
	case "bom":
		f.Data = append([]byte("\uFEFF"), f.Data...)
	}
}

// outcome gives what a change says, and the lines it changes; \r shows a line end.
func outcome(c *edit.Change) string {
	var b strings.Builder
	for _, p := range c.Done {
		b.WriteString(p.String() + "\n")
	}
	for _, p := range c.Look {
		b.WriteString("look: " + p.String() + "\n")
	}
	for _, p := range c.Warnings {
		b.WriteString(p.String() + "\n")
	}
	for _, f := range c.Files {
		for line := range strings.Lines(udiff.Unified(f.Name, f.Name, string(f.Was), string(f.Becomes))) {
			if line[0] == '+' || line[0] == '-' {
				b.WriteString(strings.ReplaceAll(line, "\r", "\\r"))
			}
		}
	}
	return b.String()
}

// lasting gives a text as it is after a change and back again: the links of news, once
// they have the permanent name, keep it.
func lasting(name string, data []byte) []byte {
	if !strings.HasPrefix(name, "news/") {
		return data
	}
	return bytes.ReplaceAll(data, []byte("#c-"), []byte("#n-"))
}

func comesBack(t *testing.T, files fstest.MapFS, made *edit.Change, do edit.Clause) {
	t.Helper()
	after := with(files, made)
	back, err := edit.Remove(after, do)
	if err != nil {
		t.Fatal("taking it out again:", err)
	}
	for name, f := range with(after, back) {
		if !bytes.Equal(lasting(name, f.Data), lasting(name, files[name].Data)) {
			t.Errorf("%s is not what it was:\n%s", name, udiff.Unified("was", "is", string(files[name].Data), string(f.Data)))
		}
	}
}

// TestEveryRefusalIsShown by a case, or by a test that is named here.
func TestEveryRefusalIsShown(t *testing.T) {
	elsewhere := map[string]string{
		"edition_recorded": "TestNewEdition", "edition_open": "TestNewEdition", "date_syntax": "TestNewEdition", "date_order": "TestNewEdition",
		"change_missing": "TestNewEdition", "file_changed": "TestAFileThatChanges", "edit_conflict": "TestTwoEditsAtOnePlace",
	}
	shown := make(map[string]bool)
	for _, folder := range []string{"testdata", "."} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text, _ := os.ReadFile(folder + "/" + e.Name())
			if _, want, ok := strings.Cut(string(text), "== want\n"); ok {
				code, _, _ := strings.Cut(want, ": ")
				shown[code] = true
			}
		}
	}
	for _, name := range []string{"clause.go", "edit.go", "edition.go", "insert.go", "name.go", "plain.go", "proof.go", "refer.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Code: "([a-z_]+)"`).FindAllSubmatch(text, -1) {
			if code := string(m[1]); !shown[code] && elsewhere[code] == "" {
				t.Errorf("no case shows %s", code)
			}
		}
	}
}
