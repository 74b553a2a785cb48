package site

import (
	"slices"
	"strconv"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// order is what is wrong with the numbers of a policy's clauses, and which numbers may
// be there all the same: what names one of these cannot be judged.
type order struct {
	faults []markdown.Problem
	maybe  map[string]bool
	named  map[string]bool // permanent names of clauses that were lost
	loose  []*loose        // what belongs to no clause
}

// numbered is a clause in its place among the others.
type numbered struct {
	markdown.Clause
	number []int
	lost   bool // it has a problem of its own
	head   int  // offset of the heading it stands under; its own where there is none
}

// orderOf looks at the numbers of all clauses, those that were lost among them.
func orderOf(md *markdown.Document) *order {
	o := &order{maybe: make(map[string]bool), named: make(map[string]bool), loose: looseOf(md)}
	var all []numbered
	for _, k := range md.Clauses {
		all = append(all, numbered{k, markdown.Numbers(k.Number), k.Slip, above(md.Headings, k.Offset)})
	}
	for _, k := range md.Lost {
		all = append(all, numbered{k, markdown.Numbers(k.Number), true, above(md.Headings, k.Offset)})
		o.maybe[k.Number], o.named[k.Name] = true, true
	}
	slices.SortStableFunc(all, func(a, b numbered) int { return a.Offset - b.Offset })
	o.sequence(all)
	o.sections(all)
	return o
}

func (o *order) report(offset int, code, message, hint string) {
	o.faults = append(o.faults, markdown.Problem{Offset: offset, Code: code, Message: message, Hint: hint})
}

// sequence reports clause numbers that are used twice, skipped or out of order, each
// slip once: the clauses behind it are read as they were meant.
func (o *order) sequence(all []numbered) {
	seen := make(map[string]bool)
	skipped := make(map[string]int) // a skipped number, and which fault it was
	var last []int
	for i, k := range all {
		var after []int
		if i+1 < len(all) {
			after = all[i+1].number
		}
		meant, inLine := k.number, true
		switch twice := seen[k.Number]; {
		case k.lost:
			if inLine = !slices.Equal(k.number, after); !inLine {
				continue // it is the one too many
			}
		case !twice && markdown.Follows(last, k.number):
		case twice:
			hint := "give it the next free number"
			if meant, inLine = o.meant(last, k.number, after); inLine {
				hint = "write " + markdown.Dotted(meant)
			}
			o.report(k.Offset, "clause_twice", "Clause "+k.Number+" is there already.", hint)
		default:
			meant, inLine = o.misplaced(k, last, after, skipped)
		}
		seen[markdown.Dotted(meant)] = true
		if inLine {
			last = meant
		}
	}
}

// meant gives the number that a clause was meant to have, as the one behind it tells;
// false where the clause is one too many.
func (o *order) meant(last, number, after []int) ([]int, bool) {
	if last != nil && after != nil && markdown.Follows(last, after) && after[0] == last[0] {
		return number, false
	}
	for _, s := range markdown.Successors(last) {
		if len(s) == len(number) && (last == nil || s[0] == last[0] || after != nil && s[0] == after[0]) && (after == nil || markdown.Follows(s, after)) {
			o.maybe[markdown.Dotted(s)] = true
			return s, true
		}
	}
	return number, false
}

// misplaced reports a clause that does not follow the one before it. It gives the
// number to read on with; false where the clause stands beside the others.
func (o *order) misplaced(k numbered, last, after []int, skipped map[string]int) ([]int, bool) {
	message, hint := "Clause "+k.Number+" does not follow "+orStart(last)+".", "next would be "+next(last)
	if at, was := skipped[k.Number]; was { // it is this one that was moved
		o.faults = slices.Delete(o.faults, at, at+1)
		clear(skipped)
		o.report(k.Offset, "clause_order", message, "move it, or give it the next free number")
		return k.number, false
	}
	if after == nil || !markdown.Follows(k.number, after) {
		if meant, ok := o.meant(last, k.number, after); ok {
			o.report(k.Offset, "clause_order", message, "write "+markdown.Dotted(meant))
			return meant, true
		}
	}
	if gap := between(last, k.number); gap != "" {
		o.maybe[gap] = true
		skipped[gap] = len(o.faults)
	}
	o.report(k.Offset, "clause_order", message, hint)
	return k.number, true
}

// between gives the number that is skipped before another; empty unless it is one.
func between(last, number []int) string {
	for _, s := range markdown.Successors(last) {
		if len(s) == len(number) && s[0] == number[0] && markdown.Follows(s, number) {
			return markdown.Dotted(s)
		}
	}
	return ""
}

// sections reports clauses that stand under the heading of another section: the first
// of several, or the heading where all below it say so.
func (o *order) sections(all []numbered) {
	var before numbered
	wrong := false // whether the clause before was in another section
	for i, k := range all {
		own := strconv.Itoa(k.number[0])
		now := k.Section != "" && k.Section != own && !k.lost
		again := wrong && before.head == k.head && before.number[0] == k.number[0]
		switch {
		case !now || again || o.faulty(k):
		case (i == 0 || all[i-1].head != k.head) && alone(all[i:]):
			o.report(k.head, "clause_section", "The heading says section "+k.Section+", and its clauses are of section "+own+".", "correct the heading's number")
		default:
			o.report(k.Offset, "clause_section", "Clause "+k.Number+" stands in section "+k.Section+".", "move it, correct a number, or write the heading of section "+own+" before it")
		}
		wrong, before = now, k
	}
}

// faulty says whether the clause's number is known to be wrong.
func (o *order) faulty(k numbered) bool {
	return slices.ContainsFunc(o.faults, func(f markdown.Problem) bool { return f.Offset == k.Offset })
}

// alone says whether all clauses under the heading of the first one are of its section.
func alone(all []numbered) bool {
	several := false
	for _, k := range all[1:] {
		if k.head != all[0].head {
			break
		}
		if several = true; k.number[0] != all[0].number[0] {
			return false
		}
	}
	return several
}

// above gives the offset of the heading above a place.
func above(headings []markdown.Heading, offset int) int {
	at := offset
	for _, h := range headings {
		if h.Offset < offset {
			at = h.Offset
		}
	}
	return at
}

// sequence reports what is wrong with the numbers.
func (c *checker) sequence(a *article) {
	for _, f := range a.clauses().faults {
		c.at(a, f.Offset, f.Code, f.Message, f.Hint)
	}
}

// mayHave says whether the article may have a clause of a number that it does not show.
func (a *article) mayHave(number string) bool {
	return a.md != nil && a.md.Unread || a.clauses().maybe[number] || a.clauses().mayBe(number)
}

// mayAnchor says whether it may have an anchor that is one of a clause.
func (a *article) mayAnchor(fragment string) bool {
	kind, number, ok := strings.Cut(fragment, "-")
	return ok && (kind == "c" || kind == "n") && (a.clauses().maybe[number] || a.clauses().mayBe(number)) || a.clauses().named[fragment]
}

// placeFor gives the offset of the clause behind which a missing one would stand.
func placeFor(md *markdown.Document, missing string) int {
	at, wanted := 0, markdown.Numbers(missing)
	var best []int
	for _, k := range md.Clauses {
		if n := markdown.Numbers(k.Number); slices.Compare(n, wanted) < 0 && slices.Compare(n, best) > 0 {
			at, best = k.Offset, n
		}
	}
	return at
}

// sound says whether the numbers of a policy's newest edition can be relied upon.
func (c *checker) sound(s *content.Series) bool {
	for _, a := range c.articles {
		if a.doc.Path == s.Path && a.md != nil {
			return len(a.clauses().faults) == 0 && len(a.clauses().maybe) == 0 && !a.md.Unread
		}
	}
	return false
}

func next(last []int) string {
	var all []string
	for _, n := range markdown.Successors(last) {
		all = append(all, markdown.Dotted(n))
	}
	return strings.Join(all, " or ")
}

func orStart(last []int) string {
	if last == nil {
		return "the beginning"
	}
	return markdown.Dotted(last)
}
