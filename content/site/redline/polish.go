package redline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// polished gives the edits between two texts as a reader would mark them: the fewest
// words are not always the plainest ones.
func polished(a, b []string) []lcs.Diff {
	edits := phrases(a, lcs.DiffLines(a, b))
	for i := range edits {
		trim(a, b, &edits[i])
	}
	edits = slices.DeleteFunc(edits, func(e lcs.Diff) bool { return e.Start == e.End && e.ReplStart == e.ReplEnd })
	for i := range edits {
		least, most := 0, len(a)
		if i > 0 {
			least = edits[i-1].End
		}
		if i+1 < len(edits) {
			most = edits[i+1].Start
		}
		settle(a, b, &edits[i], least, most)
	}
	return edits
}

// mostBetween is how many words may stay between two edits that are still one.
const mostBetween = 3

// phrases joins edits between which less stays than either of them changes, so that a
// sentence that was written anew is not picked to pieces. A number that stays is
// never drawn in, nor is the end of a line.
func phrases(a []string, edits []lcs.Diff) []lcs.Diff {
	for joined := true; joined; {
		joined = false
		for i := 0; i+1 < len(edits); {
			e, next := &edits[i], edits[i+1]
			if !drawnIn(a[e.End:next.Start], *e, next) {
				i++
				continue
			}
			e.End, e.ReplEnd = next.End, next.ReplEnd
			edits = slices.Delete(edits, i+1, i+2)
			joined = true
		}
	}
	return edits
}

// drawnIn says whether what stays between two edits is drawn into them.
func drawnIn(between []string, e, next lcs.Diff) bool {
	n := 0
	for _, token := range between {
		c, _ := utf8.DecodeRuneInString(token)
		switch {
		case c == '\n' || unicode.IsDigit(c):
			return false
		case wordly(c):
			n++
		}
	}
	size := func(e lcs.Diff) int { return max(e.End-e.Start, e.ReplEnd-e.ReplStart) }
	return n == 0 && strings.TrimSpace(strings.Join(between, "")) == "" || n <= mostBetween && len(between) <= min(size(e), size(next))
}

// trim takes what both sides of an edit begin or end with out of it.
func trim(a, b []string, e *lcs.Diff) {
	for e.Start < e.End && e.ReplStart < e.ReplEnd && a[e.Start] == b[e.ReplStart] {
		e.Start++
		e.ReplStart++
	}
	for e.Start < e.End && e.ReplStart < e.ReplEnd && a[e.End-1] == b[e.ReplEnd-1] {
		e.End--
		e.ReplEnd--
	}
}

// settle moves an edit that only takes words away, or only brings some, to where it
// parts the text best: ". It ends" inserted before a full stop is " It ends." after
// one. It stays between the edits before and after it.
func settle(a, b []string, e *lcs.Diff, least, most int) {
	text, from, to := a, e.Start, e.End
	if e.Start == e.End {
		text, from, to = b, e.ReplStart, e.ReplEnd
	} else if e.ReplStart != e.ReplEnd {
		return
	}
	best, moved := parting(text, from)+parting(text, to), 0
	consider := func(by int) {
		if score := parting(text, from+by) + parting(text, to+by); score > best {
			best, moved = score, by
		}
	}
	for by := 1; e.End+by <= most && text[from+by-1] == text[to+by-1]; by++ {
		consider(by)
	}
	for by := -1; e.Start+by >= least && text[from+by] == text[to+by]; by-- {
		consider(by)
	}
	e.Start, e.End, e.ReplStart, e.ReplEnd = e.Start+moved, e.End+moved, e.ReplStart+moved, e.ReplEnd+moved
}

// parting says how well a text may be parted before a token: best between lines, then
// between sentences, parts of a sentence, and words.
func parting(tokens []string, at int) int {
	if at == 0 || at == len(tokens) || tokens[at-1] == "\n" {
		return 5
	}
	switch before, after := tokens[at-1], tokens[at]; {
	case after == "\n":
		return 4
	case after == " " && strings.Contains(".!?", before):
		return 4
	case after == " " && strings.Contains(",;:", before):
		return 3
	case after == " " || before == " ":
		return 2
	}
	return 0
}
