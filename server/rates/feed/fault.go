package feed

import (
	"fmt"
	"time"
)

// Code names a kind of fault. Codes are stable.
type Code string

// The faults of a feed. The first group is about a whole question, the second
// about one asset.
const (
	Limited     Code = "feed_limited"     // the source wants to be left alone until a time
	Timeout     Code = "feed_timeout"     // no whole answer in the time allowed
	Unreachable Code = "feed_unreachable" // no connection, or a redirect to another host
	Status      Code = "feed_status"      // an HTTP status other than 200
	TooLarge    Code = "feed_too_large"   // a larger answer than allowed
	Syntax      Code = "feed_syntax"      // not the documented answer: truncated, HTML, empty, wrong types
	Refused     Code = "feed_refused"     // the source answers with an error of its own

	PairMissing   Code = "pair_missing"   // the answer lacks the pair: renamed, delisted
	PriceUnusable Code = "price_unusable" // zero, negative, not a number, of the wrong type
	NoChange      Code = "change_missing" // the change of 24 hours cannot be had; the price can
)

// Fault is one thing that a source did not answer usably.
type Fault struct {
	Source string
	Asset  string // empty when it is about a whole question
	Code   Code
	Detail string    // what was found, for the log
	Until  time.Time // with Limited: when the source may be asked again
	Err    error     // what lies beneath, if anything
}

// Error gives the source, the asset, the code and the detail on one line.
func (f *Fault) Error() string {
	about := f.Source
	if f.Asset != "" {
		about += " " + f.Asset
	}
	text := fmt.Sprintf("%s: %s: %s", about, f.Code, f.Detail)
	if !f.Until.IsZero() {
		text += " (not asked again before " + f.Until.UTC().Format(time.RFC3339) + ")"
	}
	return text
}

// Unwrap gives what lies beneath, such as context.Canceled.
func (f *Fault) Unwrap() error { return f.Err }
