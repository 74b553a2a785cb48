package exchange

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// ParameterKind is what a term's value measures.
type ParameterKind string

// A term is a length of time, a share of an amount, or a sum in USD.
const (
	Period ParameterKind = "period"
	Share  ParameterKind = "share"
	Money  ParameterKind = "money"
)

// Parameter is one number of the user agreement with the clause that states it.
type Parameter struct {
	Name   string
	Clause string // the number of the clause in the parameter's own edition
	Kind   ParameterKind
	Number decimal.Decimal // a fraction for Share, USD for Money, a count of Unit for Period
	Unit   string          // "second", "minute", "hour", "day" or "year" for Period; "%" or "USD" otherwise
}

// ParseParameter reads a term's value as the agreement's front matter writes
// it: "24h", "30d", "15m", "10s" or "5y", "2%", "50 USD". A period is 1 to 9999 of its
// unit, a share 0 to 100 %, a sum has at most two places.
func ParseParameter(name, value, clause string) (Parameter, error) {
	p := Parameter{Name: name, Clause: clause}
	switch {
	case strings.HasSuffix(value, "%"):
		return p.parseShare(value)
	case strings.HasSuffix(value, " USD"):
		return p.parseMoney(strings.TrimSuffix(value, " USD"))
	}
	return p.parsePeriod(value)
}

func (p Parameter) parseShare(value string) (Parameter, error) {
	share, err := ParsePercent(p.Name, value)
	if err != nil || share.GreaterThan(decimal.NewFromInt(1)) {
		return p, parameterRefusal(p.Name)
	}
	p.Kind, p.Unit, p.Number = Share, "%", share
	return p, nil
}

func (p Parameter) parseMoney(value string) (Parameter, error) {
	sum, err := parsePlain(p.Name, value, 2)
	if err != nil {
		return p, parameterRefusal(p.Name)
	}
	p.Kind, p.Unit, p.Number = Money, "USD", sum
	return p, nil
}

func (p Parameter) parsePeriod(value string) (Parameter, error) {
	units := map[byte]string{'s': "second", 'm': "minute", 'h': "hour", 'd': "day", 'y': "year"}
	if len(value) < 2 || len(value) > 5 || !digitsOnly(value[:len(value)-1]) || units[value[len(value)-1]] == "" {
		return p, parameterRefusal(p.Name)
	}
	n, err := strconv.Atoi(value[:len(value)-1])
	if err != nil || n == 0 {
		return p, parameterRefusal(p.Name)
	}
	p.Kind, p.Unit, p.Number = Period, units[value[len(value)-1]], decimal.NewFromInt(int64(n))
	return p, nil
}

func parameterRefusal(name string) *Error {
	return refuse(ParameterInvalid, name, "This is not a value that a term can have.", "a period such as 24h or 30d, a share such as 2%, or a sum such as 50 USD")
}

// Value gives the parameter as the front matter writes it; ParseParameter reads
// it back to the same parameter.
func (p Parameter) Value() string {
	switch p.Kind {
	case Share:
		return p.Number.Shift(2).String() + "%"
	case Money:
		return p.Number.String() + " USD"
	}
	return p.Number.String() + p.Unit[:1]
}

// Printed gives the parameter as the text prints it: "24 hours", "2 %",
// "50 USD", each with a no-break space.
func (p Parameter) Printed() string {
	const space = "\u00a0"
	switch p.Kind {
	case Share:
		return p.Number.Shift(2).String() + space + "%"
	case Money:
		return p.Number.String() + space + "USD"
	}
	text := p.Number.String() + space + p.Unit
	if !p.Number.Equal(decimal.NewFromInt(1)) {
		text += "s"
	}
	return text
}

// Duration gives a period counted in seconds, minutes, hours or days (of 24 hours). A
// period in years is a matter of the calendar and gives 0.
func (p Parameter) Duration() time.Duration {
	n := time.Duration(p.Number.IntPart())
	switch p.Unit {
	case "second":
		return n * time.Second
	case "minute":
		return n * time.Minute
	case "hour":
		return n * time.Hour
	case "day":
		return n * 24 * time.Hour
	}
	return 0
}
