package exchange

import (
	"strconv"
	"strings"
)

// Claim is one figure that a client says the quote has: "give", "get", or the
// name of a line.
type Claim struct{ Name, Value string }

// Figure is one named number of a quote in canonical form.
type Figure struct {
	Name, Value, Currency string
	Clause                Clause
}

// FigureFixed names the figure of a quote whose rate is fixed: for how many minutes
// (3.21).
const FigureFixed = "fixed_minutes"

// Figures lists the numbers of the quote in their order: give, get, then every
// line, then FigureFixed where the rate is fixed. They are what a client repeats
// when ordering, so that nobody orders on a rate that is fixed for another time than
// was shown, or not at all.
func (q Quote) Figures() []Figure {
	figures := []Figure{
		{"give", q.Give.Value.String(), q.Give.Currency, ClauseOrder},
		{"get", q.Get.Value.String(), q.Get.Currency, ClausePayout},
	}
	for _, l := range q.Lines {
		figures = append(figures, Figure{l.Name, l.Amount.Value.String(), l.Amount.Currency, l.Clause})
	}
	if minutes := q.Deal.FixedMinutes(); minutes > 0 {
		figures = append(figures, Figure{FigureFixed, strconv.Itoa(minutes), "", ClauseFixed})
	}
	return figures
}

// Check compares what the client saw with the quote and refuses QuoteMismatch
// for the first figure that is given twice, missing, unreadable or different; Field is the
// figure's name, the message holds both values. Equal numbers written
// differently ("1" and "1.0") agree.
func (q Quote) Check(claims []Claim) error {
	seen := make(map[string]string, len(claims))
	for _, c := range claims {
		if _, twice := seen[c.Name]; twice {
			return refuse(QuoteMismatch, shorten(c.Name), "The figure is given twice.", "each figure of the quote once")
		}
		seen[c.Name] = c.Value
	}
	for _, f := range q.Figures() {
		claimed, ok := seen[f.Name]
		if !ok {
			return f.mismatch("nothing")
		}
		delete(seen, f.Name)
		if !sameNumber(claimed, f.Value) {
			return f.mismatch(shorten(claimed))
		}
	}
	for _, c := range claims {
		if _, left := seen[c.Name]; left {
			return refuse(QuoteMismatch, shorten(c.Name), "The quote has no such line.", "the lines of the quote")
		}
	}
	return nil
}

func (f Figure) mismatch(claimed string) *Error {
	return refuse(QuoteMismatch, f.Name, "The "+f.Name+" seen was "+claimed+"; the office computes "+strings.TrimSpace(f.Value+" "+f.Currency)+".", f.Value)
}

// sameNumber compares an amount as claimed with a canonical one: zeros before
// the number and after its last place do not matter, anything else does. It
// compares text, because a line may have more digits than a typed amount.
func sameNumber(claimed, canonical string) bool {
	whole, fraction, point := strings.Cut(claimed, ".")
	if !digitsOnly(whole) || (point && !digitsOnly(fraction)) {
		return false
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole == canonical
}

// shorten keeps a stranger's text in a message to a readable length.
func shorten(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
