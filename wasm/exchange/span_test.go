package exchange_test

import (
	"testing"
	"time"

	"agio/wasm/exchange"
)

// TestSpan: lengths of time are written as people write them, never as Go does.
func TestSpan(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0 seconds"}, {time.Millisecond, "1 millisecond"}, {500 * time.Millisecond, "500 milliseconds"},
		{time.Second, "1 second"}, {59 * time.Second, "59 seconds"}, {time.Minute, "1 minute"}, {90 * time.Second, "90 seconds"},
		{2 * time.Minute, "2 minutes"}, {125 * time.Second, "2 minutes 5 seconds"}, {5*time.Minute + time.Millisecond, "5 minutes"},
		{time.Hour, "60 minutes"}, {90 * time.Minute, "90 minutes"}, {2 * time.Hour, "2 hours"}, {2*time.Hour + 5*time.Minute, "2 hours 5 minutes"},
		{24 * time.Hour, "24 hours"}, {24*time.Hour + time.Minute, "24 hours 1 minute"}, {71 * time.Hour, "71 hours"},
		{72 * time.Hour, "3 days"}, {73 * time.Hour, "3 days 1 hour"}, {30 * 24 * time.Hour, "30 days"}, {-25 * time.Hour, "minus 25 hours"},
	} {
		if got := exchange.Span(c.d); got != c.want {
			t.Errorf("%v: %q, want %q", c.d, got, c.want)
		}
	}
}
