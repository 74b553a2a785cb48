package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestWhatMayStandBesideClauses: what an office may well write into its policies without
// a number is no problem.
func TestWhatMayStandBesideClauses(t *testing.T) {
	for _, c := range []struct{ file, find, becomes string }{
		{"privacy.md", "\n## 1. This policy", "\nThis is how we treat data. It is short.\n\n- No cookies.\n- No trackers.\n\n> Ask us.\n\n## 1. This policy"},
		{"terms.md", "\n3.13. A Payment", "\n> In short: something.\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n### On payments\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n---\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n- a list\n- of the clause above\n\n  and more of it\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n| A | B |\n|---|---|\n| C | D |\n\n  What the table says holds.\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n  More of the clause above.\n\n  And more.\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n  > quoted in the clause above\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n![a map of the site](/img/icon.png)\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n[terms]: /terms/\n\n3.13. A Payment"},
		{"terms.md", "\n3.13. A Payment", "\n### 1. Too much or too little\n\n3.13. A Payment"},
		{"terms.md", "\n3.2. The Services", "\n1. One thing\n\n  and more of it\n\n2. Two things\n\n3.2. The Services"},
		{"terms.md", "\n4.3. The Office does not", "\n4.3. The Office – as a rule – does not"},
		{"terms.md", "\n4.3. The Office", "\n4.3. **Others.** The Office"},
		{"terms.md", "\n4.4. The Office", "\n- 4.10.1 Identity\n- 4.10.2 Lawful Funds\n\n4.4. The Office"},
		{"aml-kyc.md", "\n## 1. Purpose", "\nThis policy has:\n\n1. A purpose\n2. Persons who are responsible\n\n## 1. Purpose"},
		{"aml-kyc.md", "\n## 2. Who", "\n> In short: of the section above.\n\n## 2. Who"},
	} {
		files := fixture.Office(t, content.Default)
		delete(files, content.ManifestFile)
		before, after, ok := strings.Cut(string(files[c.file].Data), c.find)
		if !ok {
			t.Fatal(c.file, " does not say ", c.find)
		}
		files[c.file] = &fstest.MapFile{Data: []byte(before + c.becomes + after), Mode: 0o644}
		if problems := site.Examine(files); len(problems) > 0 {
			t.Errorf("%q: %v", c.becomes, problems)
		}
	}
}
