package worked

import (
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// printable are the figures that texts may print, by their names there. Of two in
// different currencies the first is in that of the Payment where base is false, and
// in USDT where it is true.
var printable = []struct {
	name, figure string
	base         bool
}{
	{"refund", "the Refund", false}, {"left", leftName, false}, {"fee", "the fee", true}, {"value", valueName, true}, {"percentage", "the percentage alone", true},
	{"owed", "what stays owed", true}, {"sending", "the Cost of sending", false}, {"paid", "paid", false}, {"ordered", "ordered", false}, {"brought", "what the Conversion brought", true},
	{"give", "what is given", false}, {"get", "what is paid out", false}, {"commission", "the Commission", true}, {"payout_fee", "the Payout fee", false},
	{"unrounded", "what is paid out, before it is rounded", false}, {"after_commission", "what the Commission leaves", true}, {"rounding", "the rounding", true},
}

const (
	leftName  = "what is left before the Cost of sending"
	valueName = "the value of the Payment"
)

// Figure finds the figure that a text prints under a name.
func (r *Result) Figure(name string) (Figure, bool) {
	for _, p := range printable {
		if p.name != name {
			continue
		}
		var found Figure
		for _, f := range r.Figures {
			if f.Name == p.figure && (found.Name == "" || (f.Asset == exchange.Base) == p.base) {
				found = f
			}
		}
		return found, found.Name != ""
	}
	return Figure{}, false
}

// Number gives the value of a figure; false where it has no end.
func (f Figure) Number() (decimal.Decimal, bool) {
	q, rest := f.num.QuoRem(f.den, 18)
	return q, rest.IsZero()
}

// Print gives what a text prints under a name: a figure with its currency, or the clause
// that the case rests on, by its number.
func (r *Result) Print(name string, t exchange.Terms) (string, bool) {
	if name == "clause" && r.Clause != "" {
		return "clause\u00a0" + t.Number(r.Clause), true
	}
	f, ok := r.Figure(name)
	if !ok {
		return "", false
	}
	return grouped(f.text()) + "\u00a0" + f.Asset, true
}

// Names lists what can be printed of the result.
func (r *Result) Names() string {
	var names []string
	if r.Clause != "" {
		names = append(names, "case.clause")
	}
	for _, p := range printable {
		if _, ok := r.Figure(p.name); ok {
			names = append(names, "case."+p.name)
		}
	}
	list := strings.Join(names, ", ")
	if len(r.Missing.Sides) > 0 {
		list += ", or assume " + r.Missing.String() + " in the link's title"
	}
	return list
}

// grouped puts commas between thousands, and a second place behind a single one.
func grouped(digits string) string {
	whole, places, dot := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if !dot {
		return whole
	}
	if len(places) == 1 {
		places += "0"
	}
	return whole + "." + places
}
