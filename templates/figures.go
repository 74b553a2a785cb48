package templates

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"
)

// noBreak keeps a unit beside its number.
const noBreak = "\u00a0"

// digits is a run of an amount's digits that stands together. Hidden digits
// only hold the room that makes the points of a column stand in one line.
type digits struct{ Shown, Hidden string }

// group splits an amount for the eye: thousands before the point, thousandths
// after it where there are more than four places. No character is added, so
// what is copied is the amount itself. Places is the width to hold after the
// point; an amount with more places is shown in full nevertheless.
func group(value decimal.Decimal, places int) []digits {
	whole, fraction, _ := strings.Cut(value.String(), ".")
	var runs []digits
	for head := len(whole) % 3; whole != ""; head = 3 {
		if head == 0 {
			continue
		}
		runs = append(runs, digits{Shown: whole[:head]})
		whole = whole[head:]
	}
	shown := len(fraction)
	if missing := places - shown; missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	return append(runs[:len(runs)-1], fractions(runs[len(runs)-1].Shown, fraction, shown)...)
}

// fractions continues the last run of the whole part with the digits after the
// point, of which the first ones, as many as shown says, are to be seen.
func fractions(whole, fraction string, shown int) []digits {
	if fraction == "" {
		return []digits{{Shown: whole}}
	}
	step := 3
	if len(fraction) <= 4 {
		step = 4
	}
	var runs []digits
	for at := 0; at < len(fraction); at += step {
		end := min(at+step, len(fraction))
		seen := max(at, min(end, shown))
		runs = append(runs, digits{fraction[at:seen], fraction[seen:end]})
	}
	if shown == 0 {
		runs[0].Hidden = "." + runs[0].Hidden
		runs[0].Shown = whole
	} else {
		runs[0].Shown = whole + "." + runs[0].Shown
	}
	return runs
}

// places is how many digits an amount has after the point.
func places(value decimal.Decimal) int {
	_, fraction, _ := strings.Cut(value.String(), ".")
	return len(fraction)
}

// grouped is an amount's markup, followed by its unit. It is written here and not as a template,
// because not a single space may come between two runs.
func grouped(value decimal.Decimal, places int, unit string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString(`<data value="` + value.String() + `">`)
		for _, run := range group(value, places) {
			b.WriteString("<span>" + run.Shown)
			if run.Hidden != "" {
				b.WriteString(`<span class="pad" aria-hidden="true">` + run.Hidden + "</span>")
			}
			b.WriteString("</span>")
		}
		b.WriteString("</data>" + templ.EscapeString(unit))
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// stamp is a moment for machines: RFC 3339 in UTC.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// momentText is a moment for people, to the second, such as
// "22 November 2026, 05:16:10 UTC".
func momentText(t time.Time) string {
	return dateText(t) + ", " + t.UTC().Format("15:04:05") + noBreak + "UTC"
}

// dateText is a day for people, such as "22 November 2026".
func dateText(t time.Time) string {
	return strings.ReplaceAll(t.UTC().Format("2 January 2006"), " ", noBreak)
}
