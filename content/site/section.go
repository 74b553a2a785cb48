package site

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"agio/content/site/markdown"
)

// sectionsIn finds the sections that a text names, with what stands behind them.
var sectionsIn = regexp.MustCompile(`\b(?:[Ss]ection (` + oneSection + `)|[Ss]ections (` + oneSection + `(?:(?:, ` + oneSection + `)*,? (?:and|or|to) ` + oneSection + `|–` + oneSection + `)?))\b(\.\d|\(| of (?:this [Aa]greement\b)?)?`)

const oneSection = `\d{1,3}[A-Z]?`

var sectionNumber = regexp.MustCompile(oneSection)

// sectionsNamed reports sections that the agreement names and does not have. Those of
// something else have words behind them that say so, or a letter.
func (c *checker) sectionsNamed(a *article) {
	if a.md.Unread {
		return
	}
	known := sectionsOf(a.md)
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		if !strings.Contains(p.Text, "ection") {
			continue
		}
		for _, m := range sectionsIn.FindAllStringSubmatchIndex(p.Text, -1) {
			if m[6] >= 0 && !strings.HasSuffix(p.Text[m[6]:m[7]], "greement") || linkedAt(p, m[0]) {
				continue
			}
			c.sections(a, p, word{max(m[2], m[4]), max(m[3], m[5])}, known)
		}
	}
}

// sectionsOf gives the numbers of the sections of a text.
func sectionsOf(md *markdown.Document) map[string]bool {
	known := make(map[string]bool)
	for _, k := range slices.Concat(md.Clauses, md.Lost) {
		section, _, _ := strings.Cut(k.Number, ".")
		known[section], known[k.Section] = true, true
	}
	return known
}

// sections looks at one number, or at several in a row.
func (c *checker) sections(a *article, p *markdown.Passage, row word, known map[string]bool) {
	numbers := p.Text[row.from:row.to]
	if strings.ContainsFunc(numbers, unicode.IsUpper) {
		return
	}
	for _, m := range sectionNumber.FindAllStringIndex(numbers, -1) {
		if number := numbers[m[0]:m[1]]; !known[number] && !linkedAt(p, row.from+m[0]) {
			c.at(a, p.Offset(row.from+m[0]), "section_unknown", "There is no section "+number+".", "name a section of this document")
		}
	}
}
