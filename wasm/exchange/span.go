package exchange

import (
	"strconv"
	"time"
)

// Span writes a length of time as people do, such as "60 minutes", "24 hours" or
// "2 hours 5 minutes": in one unit, or in the largest two that it has, the rest cut
// off. What is shorter than two hours is counted in minutes, and what is shorter than
// three days in hours, as the terms and the tariff count.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 0 {
		return "minus " + Span(-d)
	}
	switch {
	case d < time.Second && d > 0:
		return counted(d, time.Millisecond, "millisecond")
	case d < 2*time.Minute && d != time.Minute:
		return counted(d, time.Second, "second")
	case d < 2*time.Hour:
		return spanOf(d, time.Minute, "minute", time.Second, "second")
	case d < 3*day:
		return spanOf(d, time.Hour, "hour", time.Minute, "minute")
	}
	return spanOf(d, day, "day", time.Hour, "hour")
}

// spanOf writes a span in one unit, and what is left in a smaller one.
func spanOf(d, large time.Duration, name string, small time.Duration, part string) string {
	text := counted(d, large, name)
	if rest := d % large; rest >= small {
		text += " " + counted(rest, small, part)
	}
	return text
}

// counted says how many whole units there are.
func counted(d, unit time.Duration, name string) string {
	n := int64(d / unit)
	if n != 1 {
		name += "s"
	}
	return strconv.FormatInt(n, 10) + " " + name
}
