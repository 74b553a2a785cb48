package judge

import (
	"maps"
	"slices"
)

// Code names why a price is not quoted. Codes are stable.
type Code string

// The reasons.
const (
	Missing Code = "price_missing" // no source offers one
	Invalid Code = "price_invalid" // outside what can be quoted
	Crossed Code = "price_crossed" // the bid is above the ask
	Stale   Code = "price_stale"   // too old
	Future  Code = "price_future"  // the source's time has not come yet
	Wide    Code = "price_wide"    // bid and ask are too far apart
	Sources Code = "price_sources" // too few sources count
	Spread  Code = "price_spread"  // the sources disagree
	Jump    Code = "price_jump"    // too far from the last one, and not confirmed yet
)

// Explain gives a sentence about a code for a page, without an asset or figures.
func Explain(c Code) string {
	if text, ok := sentences[c]; ok {
		return text
	}
	return "There is no price at the moment."
}

// Codes gives every reason, sorted.
func Codes() []Code { return slices.Sorted(maps.Keys(sentences)) }

var sentences = map[Code]string{
	Missing: "No source names a price at the moment.",
	Invalid: "The source's price is not one that can be quoted.",
	Crossed: "The source's bid is above its ask.",
	Stale:   "The last price is too old to be quoted.",
	Future:  "The source's price bears a time that has not come yet.",
	Wide:    "Bid and ask are too far apart to be quoted.",
	Sources: "Too few sources agree on a price at the moment.",
	Spread:  "The sources disagree about the price.",
	Jump:    "The price has jumped and is not confirmed yet.",
}

// Refusal is why the price of an asset is not quoted.
type Refusal struct {
	Asset   string
	Code    Code
	Message string // one sentence with the figures, for the operator
}

// Error gives the asset, the code and the sentence on one line.
func (r *Refusal) Error() string { return r.Asset + ": " + string(r.Code) + ": " + r.Message }
