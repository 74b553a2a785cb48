package prose

import (
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Subject is what a sentence may speak of: words that all stand in it, in any order
// and inflection, and words that do not.
type Subject struct {
	words   [][]string // each of them one of several stems
	without []string
	brief   []string // words that do not stand beside a time of less than a day
}

// ParseSubject reads words with spaces between them. Of "keep|store" either stands in
// the sentence, and "-log" does not; "~network" does not beside a time of less than a
// day. False where no word must stand in it, or a sign is none of these.
func ParseSubject(text string) (Subject, bool) {
	var s Subject
	for word := range strings.FieldsSeq(text) {
		word, not := strings.CutPrefix(word, "-")
		word, brief := strings.CutPrefix(word, "~")
		var forms []string
		for form := range strings.SplitSeq(word, "|") {
			if wordLength(form) != len(form) || form == "" {
				return s, false
			}
			forms = append(forms, remembered(plainWord(form)))
		}
		if brief {
			s.brief = append(s.brief, forms...)
		} else if not {
			s.without = append(s.without, forms...)
		} else {
			s.words = append(s.words, forms)
		}
	}
	return s, len(s.words) > 0
}

// stems of the words of subjects, which are few and the same in each process.
var stems sync.Map

func remembered(word string) string {
	if s, ok := stems.Load(word); ok {
		return s.(string)
	}
	s := stem(word)
	stems.Store(word, s)
	return s
}

// span is where the words of a subject stand.
type span struct{ first, last, gap int }

// in gives where the words stand in some tokens, each as near to a quantity as it
// does; false where not all do, or one that must not.
func (s Subject) in(all []token, q *Quantity) (span, bool) {
	at := span{first: len(all), last: -1, gap: len(all)}
	brief := len(s.brief) > 0 && q.brief()
	for i := range all {
		for _, no := range s.without {
			if all[i].stem() == no {
				return at, false
			}
		}
		if brief && one(s.brief, all[i].stem()) {
			return at, false
		}
	}
	for _, stems := range s.words {
		best := -1
		for i := range all {
			if (i < q.first || i > q.last) && one(stems, all[i].stem()) && (best < 0 || q.distance(i) < q.distance(best)) {
				best = i
			}
		}
		if best < 0 {
			return at, false
		}
		at.first, at.last, at.gap = min(at.first, best), max(at.last, best), min(at.gap, q.distance(best))
	}
	return at, true
}

// brief says whether a quantity is a time of less than a day.
func (q *Quantity) brief() bool {
	return q.Kind == exchange.Period && q.Unit == seconds && q.Value.LessThan(decimal.NewFromInt(24*3600))
}

func one(stems []string, stem string) bool {
	for _, s := range stems {
		if s == stem {
			return true
		}
	}
	return false
}

// distance gives how many tokens lie between the quantity and another token.
func (q *Quantity) distance(i int) int {
	if i < q.first {
		return q.first - i - 1
	}
	return i - q.last - 1
}
