package exchange

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// MaxDigits is how many digits an amount may have, before and after the point
// together. Thirty hold any supply of any coin at 18 places; a limit at all
// keeps the cost of exact arithmetic bounded.
const MaxDigits = 30

// Amount is an exact quantity of one currency. Currency is a tariff code such
// as "USDTTRC20", or an asset such as "USDT" where value is itemised.
type Amount struct {
	Value    decimal.Decimal
	Currency string
}

// String gives the canonical form, such as "0.1 BTC": no exponent, no trailing
// zeros after the point.
func (a Amount) String() string { return a.Value.String() + " " + a.Currency }

// ParseAmount reads an amount of the currency as a client types it: ASCII
// digits with at most one point that has digits on both sides, at most
// MaxDigits digits, no more places than the currency has, and above zero.
// Nothing is trimmed, rounded or guessed. Field names the input in a refusal.
func ParseAmount(field, text string, c Currency) (decimal.Decimal, error) {
	value, err := parsePlain(field, text, c.Places)
	if err != nil {
		return value, err
	}
	if value.IsZero() {
		return value, refuse(AmountZero, field, "The amount is zero.", "an amount above zero")
	}
	return value, nil
}

// parsePlain reads an unsigned decimal with at most the given places.
func parsePlain(field, text string, places int32) (decimal.Decimal, error) {
	whole, fraction, point := strings.Cut(text, ".")
	if !digitsOnly(whole) || (point && !digitsOnly(fraction)) {
		return decimal.Decimal{}, refuse(AmountSyntax, field,
			"This is not an amount.", "digits with an optional point, such as 0.25")
	}
	if len(whole)+len(fraction) > MaxDigits {
		return decimal.Decimal{}, refuse(AmountTooManyDigit, field,
			"The amount has too many digits.", "at most "+strconv.Itoa(MaxDigits)+" digits")
	}
	if len(fraction) > int(places) {
		return decimal.Decimal{}, refuse(AmountTooManyPlace, field,
			"The amount is finer than the smallest unit.", acceptedPlaces(places))
	}
	value, err := decimal.NewFromString(text)
	if err != nil {
		return value, refuse(AmountSyntax, field, "This is not an amount.", "digits with an optional point")
	}
	return value, nil
}

func acceptedPlaces(places int32) string {
	switch places {
	case 0:
		return "a whole number"
	case 1:
		return "at most 1 digit after the point"
	}
	return "at most " + strconv.Itoa(int(places)) + " digits after the point"
}

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// countDigits counts the digits of the canonical form.
func countDigits(d decimal.Decimal) int {
	n := 0
	for _, r := range d.String() {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// floorQuo divides a non-negative by a positive number and rounds down to the
// given places.
func floorQuo(n, d decimal.Decimal, places int32) decimal.Decimal {
	q, _ := n.QuoRem(d, places)
	return q
}

// ceilQuo divides a non-negative by a positive number and rounds up to the
// given places.
func ceilQuo(n, d decimal.Decimal, places int32) decimal.Decimal {
	q, r := n.QuoRem(d, places)
	if r.Sign() > 0 {
		q = q.Add(unit(places))
	}
	return q
}

// unit is the smallest amount with the given places: 10 to the minus places.
func unit(places int32) decimal.Decimal { return decimal.New(1, -places) }
