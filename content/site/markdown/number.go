package markdown

import (
	"slices"
	"strconv"
	"strings"
)

// Numbers gives the parts of a clause's number, such as 3 and 12.
func Numbers(number string) []int {
	var parts []int
	for part := range strings.SplitSeq(number, ".") {
		n, _ := strconv.Atoi(part) // clause numbers are digits
		parts = append(parts, n)
	}
	return parts
}

// Successors gives the numbers that may follow: the first one below, the next one
// on the same level, and the next one on each level above; a new section starts
// with its clause 1.
func Successors(last []int) [][]int {
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

// Follows says whether a number may stand behind another, which is nil at the
// beginning.
func Follows(last, number []int) bool {
	return slices.ContainsFunc(Successors(last), func(n []int) bool { return slices.Equal(n, number) })
}

// Dotted writes a number from its parts.
func Dotted(number []int) string {
	parts := make([]string, len(number))
	for i, n := range number {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ".")
}
