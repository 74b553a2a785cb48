package prose

import (
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Quantity is a number with its unit, as a text states it.
type Quantity struct {
	From, To int // in the text
	Kind     exchange.ParameterKind
	Value    decimal.Decimal // of a period in its Unit, of a share as a fraction, of money in its currency
	Unit     string          // "second", "month" or "working day"; the currency of money; empty for shares
	Digits   bool            // the number is written in digits
	Single   bool            // it is one of its unit: "a day", "1 week"
	Loose    bool            // it is "a day" or "half of it", which often is no figure

	first, last int // its tokens
}

// The units that periods are counted in. Days are days of 24 hours; how many of
// them a month has depends on the month.
const (
	seconds     = "second"
	months      = "month"
	workingDays = "working day"
)

type unit struct {
	in   string
	size int64
	only bool // behind digits only: "24 h"
}

var periodUnits = map[string]unit{
	"second": {seconds, 1, false}, "seconds": {seconds, 1, false}, "sec": {seconds, 1, false}, "secs": {seconds, 1, false}, "s": {seconds, 1, true},
	"minute": {seconds, 60, false}, "minutes": {seconds, 60, false}, "min": {seconds, 60, false}, "mins": {seconds, 60, false},
	"hour": {seconds, 3600, false}, "hours": {seconds, 3600, false}, "hr": {seconds, 3600, false}, "hrs": {seconds, 3600, false}, "h": {seconds, 3600, true},
	"day": {seconds, 86400, false}, "days": {seconds, 86400, false}, "week": {seconds, 604800, false}, "weeks": {seconds, 604800, false},
	"fortnight": {seconds, 1209600, false}, "month": {months, 1, false}, "months": {months, 1, false},
	"decade": {months, 120, false}, "decades": {months, 120, false},
	"year": {months, 12, false}, "years": {months, 12, false}, "yr": {months, 12, false}, "yrs": {months, 12, false},
}

var currencies = map[string]string{
	"usd": "USD", "dollar": "USD", "dollars": "USD", "$": "USD", "usdt": "USDT", "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR",
	"gbp": "GBP", "pound": "GBP", "pounds": "GBP", "£": "GBP",
}

// MayState says whether a word is one without which no quantity is written; most texts
// have none. Figures with a sign, such as 2 % and $50, need no word.
func MayState(word string) bool {
	if len(word) > 0 && word[0] <= '9' {
		word = strings.TrimLeft(word, "0123456789")
		return word != ""
	}
	switch word {
	case "h", "second", "seconds", "sec", "secs", "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs", "day", "days", "week", "weeks", "fortnight",
		"month", "months", "decade", "decades", "year", "years", "yr", "yrs", "percent", "cent", "half", "Half", "third", "thirds", "quarter", "quarters",
		"dollar", "dollars", "USD", "USDT", "EUR", "euro", "euros", "GBP", "pound", "pounds":
		return true
	}
	return false
}

// Signed says whether a text has one of the signs of figures.
func Signed(text string) bool {
	return strings.IndexByte(text, '%') >= 0 || strings.IndexByte(text, '$') >= 0 || strings.Contains(text, "€") || strings.Contains(text, "£")
}

// Quantities gives the quantities of a text in their order.
func Quantities(text string) []Quantity { return quantities(tokens(text)) }

func quantities(all []token) []Quantity {
	var found []Quantity
	for i := 0; i < len(all); {
		q, n := quantityAt(all, i)
		if n == 0 {
			i++
			continue
		}
		q.first, q.last = i, i+n-1
		q.From, q.To = all[q.first].from, all[q.last].to
		first := all[i].text
		q.Loose = q.Single && (first == "a" || first == "an") || first == "half" || q.Kind == exchange.Share && parts[all[q.last].text] > 0
		found = append(found, q)
		i += n
	}
	return found
}

// quantityAt reads a quantity that starts at a token, and gives how many tokens it
// has; 0 where there is none.
func quantityAt(all []token, i int) (Quantity, int) {
	if joined(all, i) {
		return Quantity{}, 0 // the end of something else: 3.18, v2-5
	}
	if q, n := prefixed(all, i); n > 0 {
		return q, n
	}
	if q, n := partOfPeriod(all, i); n > 0 {
		return q, n
	}
	if q, n := fraction(all, i); n > 0 {
		return q, n
	}
	number, n := numberAt(all, i)
	if n == 0 {
		return Quantity{}, 0
	}
	at := i + n
	if at < len(all) && all[at].text == "-" {
		at++
	}
	q := Quantity{Digits: all[i].kind == numberToken}
	m := q.unit(all, at, number)
	if m == 0 {
		return Quantity{}, 0
	}
	return q, at + m - i
}

// joined says whether what stands before a token belongs to it without a space, so
// that it is not the start of a number. Brackets and quotation marks do not, nor do
// the signs between two numbers.
func joined(all []token, i int) bool {
	if i == 0 || all[i].spaced {
		return false
	}
	return all[i-1].kind != signToken || strings.Contains("./#_'’+=&", all[i-1].text) ||
		all[i-1].text == "-" && i > 1 && !all[i-1].spaced && all[i-2].kind == wordToken
}

// unit reads the unit of a number, and gives how many tokens it has.
func (q *Quantity) unit(all []token, at int, number decimal.Decimal) int {
	if at >= len(all) {
		return 0
	}
	one := number.Equal(decimal.NewFromInt(1))
	word := all[at].text
	working := 0
	switch word {
	case "working", "business":
		working = 1
	case "full", "whole", "calendar", "consecutive", "short":
		at++
		if at >= len(all) {
			return 0
		}
		n := q.unit(all, at, number)
		return n + min(n, 1)
	}
	if at+working < len(all) {
		if u, ok := periodUnits[all[at+working].text]; ok && (!u.only || q.Digits) && (all[at-1].text != "a" || all[at].text != "second") {
			q.Kind, q.Unit, q.Value, q.Single = exchange.Period, u.in, number.Mul(decimal.NewFromInt(u.size)), one
			if working == 1 {
				q.Unit, q.Value = workingDays, number
			}
			return 1 + working
		}
	}
	return q.shareOrMoney(all, at, number)
}

func (q *Quantity) shareOrMoney(all []token, at int, number decimal.Decimal) int {
	if n := perCent(all, at); n > 0 {
		q.Kind, q.Value = exchange.Share, number.Shift(-2)
		return n
	}
	n := 1
	if all[at].text == "us" && at+1 < len(all) && currencies[all[at+1].text] == "USD" {
		at, n = at+1, 2
	}
	code := currencies[all[at].text]
	if code == "" {
		return 0
	}
	q.Kind, q.Unit, q.Value = exchange.Money, code, number
	return n
}

// perCent reads "%", "percent" or "per cent", but not percentage points.
func perCent(all []token, at int) int {
	n := 0
	switch {
	case all[at].text == "%" || all[at].text == "percent":
		n = 1
	case all[at].text == "per" && at+1 < len(all) && all[at+1].text == "cent":
		n = 2
	case all[at].text == "per" && at+2 < len(all) && all[at+1].text == "-" && all[at+2].text == "cent":
		n = 3
	}
	if n > 0 && at+n < len(all) && strings.HasPrefix(all[at+n].text, "point") {
		return 0
	}
	return n
}

// prefixed reads money whose currency stands first: $50, US$ 50, USD 50.
func prefixed(all []token, i int) (Quantity, int) {
	n := 0
	if all[i].text == "us" && i+1 < len(all) && all[i+1].text == "$" {
		n = 1
	}
	code := currencies[all[i+n].text]
	if code == "" || i+n+1 >= len(all) || all[i+n+1].kind != numberToken {
		return Quantity{}, 0
	}
	number, m := numberAt(all, i+n+1)
	return Quantity{Kind: exchange.Money, Unit: code, Value: number, Digits: true}, n + 1 + m
}

var parts = map[string]int64{"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4}

// fraction reads a share in words: "half of the", "a third of", "two thirds of".
func fraction(all []token, i int) (Quantity, int) {
	count, n := decimal.NewFromInt(1), 0
	if all[i].text != "half" {
		if count, n = numberAt(all, i); n != 1 || all[i].kind == numberToken {
			return Quantity{}, 0
		}
	}
	if i+n+1 >= len(all) || parts[all[i+n].text] == 0 || all[i+n+1].text != "of" && all[i+n+1].text != "the" {
		return Quantity{}, 0
	}
	return Quantity{Kind: exchange.Share, Value: count.DivRound(decimal.NewFromInt(parts[all[i+n].text]), 8)}, n + 1
}

// partOfPeriod reads "a quarter of an hour", "three quarters of a year".
func partOfPeriod(all []token, i int) (Quantity, int) {
	count, n := numberAt(all, i)
	if n != 1 || all[i].kind == numberToken || i+4 >= len(all) || all[i+2].text != "of" || all[i+3].text != "a" && all[i+3].text != "an" {
		return Quantity{}, 0
	}
	u, part := periodUnits[all[i+4].text], parts[all[i+1].text]
	if u.size == 0 || u.only || part == 0 {
		return Quantity{}, 0
	}
	value := count.Mul(decimal.NewFromInt(u.size)).DivRound(decimal.NewFromInt(part), 8)
	return Quantity{Kind: exchange.Period, Unit: u.in, Value: value}, 5
}
