package edit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberLike is how a clause's number is written.
var numberLike = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.[1-9]\d{0,2}){1,3}$`)

func parts(number string) []int {
	var all []int
	for part := range strings.SplitSeq(number, ".") {
		n, _ := strconv.Atoi(part) // clause numbers are digits
		all = append(all, n)
	}
	return all
}

func written(parts []int) string {
	texts := make([]string, len(parts))
	for i, n := range parts {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ".")
}

// sibling gives the number so many places on at the same level; empty before the
// first.
func sibling(number string, by int) string {
	all := parts(number)
	all[len(all)-1] += by
	if all[len(all)-1] < 1 {
		return ""
	}
	return written(all)
}

// shifted gives the number that a clause gets when all from a certain one on move on
// that one's level; false if it does not move.
func shifted(number string, from []int, by int) (string, bool) {
	all, last := parts(number), len(from)-1
	if len(all) <= last || !slices.Equal(all[:last], from[:last]) || all[last] < from[last] {
		return "", false
	}
	all[last] += by
	return written(all), true
}

// below says whether a number belongs to a sub-clause of another.
func below(number, other string) bool { return strings.HasPrefix(number, other+".") }
