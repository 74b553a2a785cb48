package feed

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Bounds of a number in an answer. They are far beyond any price, and keep the
// cost of exact arithmetic on hostile answers bounded.
const (
	maxLength   = 64
	maxExponent = 40
)

// readNumber reads a decimal as JSON writes numbers: an optional minus, digits,
// an optional fraction and an optional exponent, exactly.
func readNumber(text string) (decimal.Decimal, error) {
	if len(text) > maxLength {
		return decimal.Decimal{}, fmt.Errorf("a number of %d characters", len(text))
	}
	unsigned := strings.TrimPrefix(text, "-")
	mantissa, exponent := unsigned, "0"
	if i := strings.IndexAny(unsigned, "eE"); i >= 0 {
		mantissa, exponent = unsigned[:i], unsigned[i+1:]
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	if !digits(whole) || (point && !digits(fraction)) {
		return decimal.Decimal{}, fmt.Errorf("%q is not a number", text)
	}
	power := strings.TrimPrefix(strings.TrimPrefix(exponent, "+"), "-")
	if n, err := strconv.Atoi(power); !digits(power) || err != nil || n > maxExponent {
		return decimal.Decimal{}, fmt.Errorf("%q is not a usable number", text)
	}
	return decimal.NewFromString(text)
}

// readPrice reads a number above zero.
func readPrice(text string) (decimal.Decimal, error) {
	d, err := readNumber(text)
	if err == nil && d.Sign() <= 0 {
		err = fmt.Errorf("the price %s is not above zero", text)
	}
	return d, err
}

// readTime reads a whole number of units since 1970, such as seconds.
func readTime(n json.Number, unit time.Duration) (time.Time, error) {
	v, err := strconv.ParseInt(n.String(), 10, 64)
	if most := int64(1) << 62 / int64(unit); err != nil || v <= 0 || v > most {
		return time.Time{}, fmt.Errorf("%q is not a time", n)
	}
	return time.Unix(0, v*int64(unit)).UTC(), nil
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
