package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestClauseForms: a clause whose number is written in another form is that clause, and
// nothing else is wrong.
func TestClauseForms(t *testing.T) {
	for _, c := range []struct{ form, want string }{
		{"3.13) A", "clause_form"}, {"3.13.) A", "clause_form"}, {"(3.13) A", "clause_form"}, {"[3.13] A", "clause_form"},
		{"**3.13.** A", "clause_form"}, {"**3.13** A", "clause_form"}, {"__3.13.__ A", "clause_form"}, {"*3.13.* A", "clause_form"}, {"**3.13. A**", "clause_form"},
		{"- 3.13. A", "clause_form"}, {"* 3.13. A", "clause_form"}, {"- 3.13 A", "clause_form"}, {"> 3.13. A", "clause_form"},
		{"3.13 – A", "clause_form"}, {"3.13. – A", "clause_form"}, {"3.13 - A", "clause_form"}, {"3.13— A", "clause_form"},
		{"3.13: A", "clause_form"}, {"3.13; A", "clause_form"}, {"3.13 . A", "clause_form"}, {"3.13.. A", "clause_form"}, {"3 .13. A", "clause_form"}, {"3. 13. A", "clause_form"},
		{"§ 3.13. A", "clause_form"}, {"§3.13 A", "clause_form"}, {"§ 3.13 A", "clause_form"}, {"Clause 3.13. A", "clause_form"}, {"Article 3.13: A", "clause_form"},
		{"\\3.13. A", "clause_form"}, {"3\\.13. A", "clause_form"}, {"3.13\\. A", "clause_form"}, {"### 3.13. A", "clause_form"}, {"13. A", "clause_form"}, {"13) A", "clause_form"},
		{"3.13 A", "clause_point"}, {"3,13. A", "clause_point"}, {"3,13 A", "clause_point"}, {"3.13.A", "clause_glued"},
	} {
		s := slip{c.form, "terms.md", "\n3.13. A Payment", "\n" + c.form + " Payment", c.want, false}
		if c.form == "3.13.A" || c.form == "**3.13. A**" {
			s.becomes = "\n" + c.form + " Payment"
		}
		t.Run(c.form, func(t *testing.T) { s.expect(t, false) })
	}
}

// TestFiguresAreNoClauses: lists and texts that merely begin with a figure, or name a
// clause, are not taken for clauses.
func TestFiguresAreNoClauses(t *testing.T) {
	for _, text := range []string{
		"- 2.5 BTC is the most.\n- 3.9 million is not.\n- 0.5 % of it.",
		"- 3.10 % of the amount\n- 3.10 USD in all",
		"- 4.1. Responsibility\n- 4.3. Third parties",
		"- **2.5** million\n- **3.10** BTC",
		"  2.5 BTC is a figure here.",
		"  **2.5** million is another.",
		"1. One step\n2. Another step",
		"10. is no number of a list that goes on",
		"- 2.5 BTC – The most\n- 9.9: Nothing",
		"  Clause 3.10 is where it says so.",
		"- 3.10. The next clause says more.",
		"1. One\n\n  More of the clause.\n\n10. Ten",
	} {
		files := fixture.Office(t, content.Default)
		delete(files, content.ManifestFile)
		before, after, ok := strings.Cut(string(files["terms.md"].Data), "\n3.10. ")
		if !ok {
			t.Fatal("there is no clause 3.10")
		}
		files["terms.md"] = &fstest.MapFile{Data: []byte(before + "\n" + text + "\n\n3.10. " + after), Mode: 0o644}
		for _, p := range site.Examine(files) {
			if strings.HasPrefix(p.Code, "clause_") {
				t.Errorf("%q: %v", text, p)
			}
		}
	}
}
