package site

import (
	"slices"
	"strconv"
	"strings"
)

// sequence reports clause numbers that are used twice, skipped or out of order,
// and clauses that stand under the heading of another section.
func (c *checker) sequence(a *article) {
	seen := make(map[string]bool)
	var last []int
	for _, clause := range a.md.Clauses {
		number := numbers(clause.Number)
		switch {
		case seen[clause.Number]:
			c.at(a, clause.Offset, "clause_twice", "Clause "+clause.Number+" is there already.", "give it the next free number")
			continue
		case !follows(last, number):
			c.at(a, clause.Offset, "clause_order", "Clause "+clause.Number+" does not follow "+orStart(last)+".", "next would be "+next(last))
		}
		if clause.Section != "" && clause.Section != strconv.Itoa(number[0]) {
			c.at(a, clause.Offset, "clause_section", "Clause "+clause.Number+" stands in section "+clause.Section+".", "move it, or correct a number")
		}
		seen[clause.Number] = true
		last = number
	}
}

func numbers(number string) []int {
	var parts []int
	for part := range strings.SplitSeq(number, ".") {
		n, _ := strconv.Atoi(part) // clause numbers are digits
		parts = append(parts, n)
	}
	return parts
}

// successors gives the numbers that may follow: the first one below, the next one
// on the same level, and the next one on each level above; a new section starts
// with its clause 1.
func successors(last []int) [][]int {
	if last == nil {
		return [][]int{{1, 1}}
	}
	var all [][]int
	for level := len(last) - 1; level > 0; level-- {
		next := slices.Clone(last[:level+1])
		next[level]++
		all = append(all, next)
	}
	return append(all, append(slices.Clone(last), 1), []int{last[0] + 1, 1})
}

func follows(last, number []int) bool {
	return slices.ContainsFunc(successors(last), func(n []int) bool { return slices.Equal(n, number) })
}

func next(last []int) string {
	var all []string
	for _, n := range successors(last) {
		all = append(all, written(n))
	}
	return strings.Join(all, " or ")
}

func orStart(last []int) string {
	if last == nil {
		return "the beginning"
	}
	return written(last)
}

func written(number []int) string {
	var parts []string
	for _, n := range number {
		parts = append(parts, strconv.Itoa(n))
	}
	return strings.Join(parts, ".")
}
