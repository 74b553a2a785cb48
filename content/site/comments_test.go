package site_test

import (
	"testing"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// rightComments name no clause, one that is there, or one of somebody else's text.
var rightComments = []string{
	"clause 5.2", "clauses 5.2, 5.3 and 5.4", "the fee (clause 5.2); see clause 5.4.", "clause 5.2 of the agreement",
	"clause 1.1 of the privacy policy", "privacy policy, clause 14.1", "the privacy policy (clauses 7.1 and 7.2)", "clauses 8.1 and 9.4 of the AML/KYC policy",
	"clause 55.5 of Regulation (EU) 2015/847", "clauses 55.5 and 55.6 of our lease", "version 5.55", "5.55", "the clauses: 5.55 is none", "clause 5",
	"clause 5.2 in this currency", "1.55 USD per clause",
}

// TestRightComments: none of them is reported, in a line of its own or behind an entry.
func TestRightComments(t *testing.T) {
	for _, comment := range rightComments {
		for _, line := range []string{"# " + comment + "\n", "avoid: {} # " + comment + "\n", "names: [\"# clause 5.55\"]\n"} {
			files := fixture.Office(t, content.Default)
			words := files[content.WordsFile]
			words.Data = append([]byte("# A comment above.\n\n"+line), "common: [in order to, third parties]\n"...)
			for _, p := range site.Examine(files) {
				if p.Code == "clause_unknown" {
					t.Errorf("%s\nis reported: %v", line, p)
				}
			}
		}
	}
}
