package refundwords

import (
	"maps"
	"slices"
	"strings"

	"agio/wasm/exchange"
)

// Limit is a side of a figure: what is below it or above it, with the figure or without.
type Limit struct{ Upper, Included bool }

// Words gives words for a limit.
func (l Limit) Words() string {
	switch {
	case l.Upper && l.Included:
		return "not more than"
	case l.Upper:
		return "less than"
	case l.Included:
		return "not less than"
	}
	return "more than"
}

// limitWords are the words before a figure that say which side of it is meant.
var limitWords = map[string]Limit{
	"less than": {true, false}, "below": {true, false}, "under": {true, false}, "smaller than": {true, false}, "lower than": {true, false},
	"short of": {true, false}, "up to but not including": {true, false}, "not as much as": {true, false}, "fewer than": {true, false},
	"not more than": {true, true}, "no more than": {true, true}, "not above": {true, true}, "at most": {true, true}, "up to": {true, true}, "not exceeding": {true, true}, "a maximum of": {true, true}, "at or below": {true, true},
	"more than": {false, false}, "above": {false, false}, "over": {false, false}, "higher than": {false, false}, "greater than": {false, false}, "exceeding": {false, false}, "beyond": {false, false},
	"not less than": {false, true}, "no less than": {false, true}, "at least": {false, true}, "not below": {false, true}, "not under": {false, true}, "from": {false, true}, "a minimum of": {false, true},
	"not smaller than": {false, true}, "not lower than": {false, true}, "at or above": {false, true}, "minimum": {false, true}, "the minimum of": {false, true},
}

// limits finds such words at the end of a text.
var limits = expr(`(?i)\b(?:strictly |always |clearly )?(` + strings.Join(slices.Sorted(maps.Keys(limitWords)), "|") + `)$`)

// behind are words after a figure that say the same: "50 % or more".
var behind = map[string]Limit{
	"or more": {false, true}, "and more": {false, true}, "or above": {false, true}, "or less": {true, true}, "or below": {true, true}, "upwards": {false, true}, "at most": {true, true}, "at least": {false, true},
}

var behindWords = expr(`^ (` + strings.Join(slices.Sorted(maps.Keys(behind)), "|") + `)\b`)

// limitAt gives the limit that is said of a figure, with its words.
func (r *reader) limitAt(figure span, from int) (Limit, span, bool) {
	before := strings.TrimRight(r.text[from:figure.from], " ")
	if m := limits.FindStringSubmatchIndex(before); m != nil {
		s := span{from + m[2], from + m[3]}
		return limitWords[strings.ToLower(s.of(r.text))], s, true
	}
	if m := behindWords.FindStringSubmatchIndex(r.text[figure.to:]); m != nil {
		s := span{figure.to + m[2], figure.to + m[3]}
		return behind[s.of(r.text)], s, true
	}
	return Limit{}, figure, false
}

var exact = expr(`(?i)\b(?:exactly|precisely|just) $`)

// bounds holds every limit beside the share against the entry. Where "exactly" the share
// is spoken of, it lies on the side on which the entry puts it.
func (r *reader) bounds(sentences []span, speaks bool) {
	if r.Bound == nil {
		return
	}
	name := "{" + r.Bound.Parameter + "}"
	for i, s := range sentences {
		exactly := false
		for _, figure := range r.printed(name, s) {
			if exact.MatchString(r.text[s.from:figure.from]) {
				exactly = true
				continue
			}
			want := r.Bound.Limit
			if exactly && !want.Included {
				want = Limit{!want.Upper, true}
			}
			switch limit, at, said := r.limitAt(figure, s.from); {
			case said && limit != want:
				r.wrong(at, "is not “"+want.Words()+"”, on which side of {{ "+r.Bound.Parameter+" }} the Payments of this clause lie.")
				return
			case !said && (i == 0 || exactly) && speaks:
				r.lacks(figure.from, "The clause does not say “"+want.Words()+" {{ "+r.Bound.Parameter+" }}”.")
			}
			if exactly && speaks {
				r.unknown(s, exactWords)
			}
			if i == 0 && speaks && r.Name == exchange.ClauseSmall {
				r.basis(figure, s.to, "the amount of the Order", orderWords, false)
			}
		}
	}
}

// exactWords may stand where exactly the share is spoken of.
var exactWords = set("a an the payment payments of exactly precisely just is not less than no more below under at least above from up to amount order ordered orders strictly counts as smaller lower equal or it so still")

var orderWords = set("order ordered orders")

// neutral are words that say nothing of what something is a share of.
var neutral = set("the of a an that which what was were has have been is it for to in from by client amount value sum total whole entire full gross all named names asked counted this their its so whatever worth")

// basisEnd is where the words end that say of what a share is.
var basisEnd = expr(`[,;:.]| but | and | plus | together | with | whichever | or | where | if | when | before | after | is | are `)

// basis holds the words behind a share against what it is a share of.
func (r *reader) basis(share span, end int, what string, good map[string]bool, valued bool) {
	to := end
	if m := basisEnd.FindStringIndex(r.text[share.to:end]); m != nil {
		to = share.to + m[0]
	}
	s := span{share.to, to}
	some, value, carried := false, false, false // carried: what the Conversion did
	for _, w := range r.wordsOf(s) {
		text := strings.ToLower(w.of(r.text))
		some, value = some || good[text], value || text == "value"
		carried = carried || good[text] && text != "conversion" && text != "usdt"
		if valued && (text == "payment" || text == "usdt") && !good[text] {
			some = some || text == "payment" && value
			carried = carried || text == "payment" && value
			continue
		}
		if !neutral[text] && !good[text] {
			r.wrong(w, "is not what {"+strings.Trim(share.of(r.text), "{}")+"} is a share of, which is "+what+".")
			return
		}
	}
	if !some || valued && !carried {
		r.lacks(share.to, "The clause does not say that it is a share of "+what+".")
	}
}
