package site

import (
	"regexp"
	"strings"

	"agio/content/site/markdown"
)

// sectionNamed finds a section of this document that a text names; one of something
// else has words behind it that say so.
var sectionNamed = regexp.MustCompile(`\b[Ss]ections? (\d{1,3})\b(\.\d| of )?`)

// sectionsNamed reports sections that the agreement names and does not have.
func (c *checker) sectionsNamed(a *article) {
	if a.md.Unread {
		return
	}
	known := make(map[string]bool)
	for _, all := range [][]markdown.Clause{a.md.Clauses, a.md.Lost} {
		for _, k := range all {
			section, _, _ := strings.Cut(k.Number, ".")
			known[section], known[k.Section] = true, true
		}
	}
	for _, p := range a.md.Passages {
		if !strings.Contains(p.Text, "ection") {
			continue
		}
		for _, m := range sectionNamed.FindAllStringSubmatchIndex(p.Text, -1) {
			if number := p.Text[m[2]:m[3]]; m[4] < 0 && !known[number] && !linkedAt(&p, m[2]) {
				c.at(a, p.Offset(m[2]), "section_unknown", "There is no section "+number+".", "name a section of this document")
			}
		}
	}
}
