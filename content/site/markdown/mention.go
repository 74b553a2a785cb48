package markdown

import (
	"cmp"
	"regexp"
	"slices"
)

// clauseList finds the word and the numbers that follow it.
var (
	clauseList = regexp.MustCompile(`\b[Cc]lauses? \d+(?:\.\d+)+(?:(?:,| and| or| to|, and|, or) \d+(?:\.\d+)+)*`)
	clauseItem = regexp.MustCompile(`\d+(?:\.\d+)+`)
)

// mention is a clause named in running text. The first of a list is linked
// together with the word before it.
type mention struct {
	number       string
	from, to, at int // at is where the number starts
}

func clauseMentions(text string) []mention {
	var all []mention
	for _, list := range clauseList.FindAllStringIndex(text, -1) {
		from := list[0]
		for _, item := range clauseItem.FindAllStringIndex(text[list[0]:list[1]], -1) {
			at, to := list[0]+item[0], list[0]+item[1]
			if from != list[0] {
				from = at
			}
			all = append(all, mention{text[at:to], from, to, at})
			from = -1
		}
	}
	return all
}

// Mention is a clause that running text names, at its number.
type Mention struct {
	Number string
	At     int
}

// Mentions gives the clauses that a text names, as "clause 3.12" or in lists.
func Mentions(text string) []Mention {
	var all []Mention
	for _, m := range clauseMentions(text) {
		all = append(all, Mention{m.number, m.at})
	}
	return all
}

func overlaps(all []found, from, to int) bool {
	return slices.ContainsFunc(all, func(f found) bool { return f.from < to && from < f.to })
}

func sortFound(all []found) {
	slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.from, b.from) })
}
