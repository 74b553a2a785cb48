package feed

import (
	"net/http"
	"strconv"
	"time"
)

// Lengths of a pause. Binance bans for up to three days; a length beyond that,
// or one that cannot be read, is taken for a mistake.
const (
	firstPause   = time.Minute
	longestGuess = 15 * time.Minute
	longestPause = 72 * time.Hour
)

// pause is how long a source wants to be left alone.
type pause struct {
	until    time.Time
	refusals int // in a row, without a length named
}

// begin starts a pause of the length the source named. When it named none (zero)
// the length is a minute, twice as long after each refusal in a row. A pause is
// never shortened by a later answer.
func (p *pause) begin(now time.Time, length time.Duration) {
	if length <= 0 {
		length = min(firstPause<<min(p.refusals, 10), longestGuess)
		p.refusals++
	}
	if until := now.Add(min(length, longestPause)); until.After(p.until) {
		p.until = until
	}
}

// limited tells whether an answer asks for a pause: 429, Binance's 418 (banned)
// and 403 (its firewall), and 503 when it says how long.
func limited(r *http.Response) bool {
	switch r.StatusCode {
	case http.StatusTooManyRequests, http.StatusTeapot, http.StatusForbidden:
		return true
	case http.StatusServiceUnavailable:
		return r.Header.Get("Retry-After") != ""
	}
	return false
}

// retryAfter reads Retry-After: seconds, or a date, which is measured against
// the answer's own Date, so that two clocks need not agree. It gives zero when
// nothing usable is named.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return max(time.Duration(seconds)*time.Second, time.Second)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(at.Sub(now), time.Second)
}
