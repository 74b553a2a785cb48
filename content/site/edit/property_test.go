package edit_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/site/edit"
	"agio/content/site/markdown"
)

var now = time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)

// begun is what ships, with a new edition of every policy begun.
func begun(t *testing.T) fstest.MapFS {
	t.Helper()
	files := folder(t, content.Default)
	for _, policy := range []string{"terms", "privacy", "aml-kyc"} {
		c, err := edit.NewEdition(files, edit.Edition{Policy: policy, Published: "2026-11-22", Effective: "2026-12-01", Change: "Something is new."})
		if err != nil {
			t.Fatal(err)
		}
		files = with(files, c)
	}
	return files
}

// places gives every number of a policy before which a clause can be put, and those
// behind the last one of each section.
func places(t *testing.T, files fstest.MapFS, policy string) []string {
	t.Helper()
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, k := range markdown.New().Parse(markdown.Input{Source: set.SeriesOf(policy).Newest().Doc.Body}).Clauses {
		all = append(all, k.Number)
	}
	return all
}

// TestEveryPlace puts a clause before every clause of every policy that ships and
// takes it out again: the check finds nothing new, every permanent name and every
// reference leads to the text it led to, and the first bytes come back.
func TestEveryPlace(t *testing.T) {
	t.Cleanup(edit.RememberChecks())
	files := begun(t)
	before := read(t, files)
	published := make(map[string]bool)
	for name := range files {
		published[name] = strings.HasPrefix(name, "news/")
	}
	const text = "The Office keeps a list of what it was asked."
	for _, policy := range []string{"terms", "privacy", "aml-kyc"} {
		for _, number := range places(t, files, policy) {
			t.Run(policy+" "+number, func(t *testing.T) {
				t.Parallel()
				c, err := edit.Insert(files, edit.Clause{Policy: policy, Number: number, Text: text, Now: now})
				if err != nil {
					t.Fatal(err)
				}
				if len(c.Warnings) > 0 {
					t.Errorf("the check finds: %v", c.Warnings)
				}
				after := with(files, c)
				before.same(t, read(t, after), "# "+text, published)
				back, err := edit.Remove(after, edit.Clause{Policy: policy, Number: number, Now: now})
				if err != nil {
					t.Fatal(err)
				}
				for name, f := range with(after, back) {
					if !bytes.Equal(lasting(name, f.Data), lasting(name, files[name].Data)) {
						t.Errorf("%s is not what it was", name)
					}
				}
			})
		}
	}
}
