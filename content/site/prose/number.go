package prose

import (
	"strings"

	"github.com/shopspring/decimal"
)

var small = map[string]int64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}

var tens = map[string]int64{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

var large = map[string]int64{"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1000000}

// ungrouped takes out what parts the digits of a large number.
var ungrouped = strings.NewReplacer(",", "", "\u00a0", "", "\u2009", "", "\u202f", "")

// numberAt reads a number that starts at a token, in digits or in words, and gives
// how many tokens it has; 0 where there is none.
func numberAt(all []token, i int) (decimal.Decimal, int) {
	if i >= len(all) {
		return decimal.Decimal{}, 0
	}
	if all[i].kind == numberToken {
		plain := ungrouped.Replace(all[i].text)
		number, err := decimal.NewFromString(plain)
		if err != nil || len(plain) > 20 {
			return decimal.Decimal{}, 0
		}
		return number, 1
	}
	if all[i].text == "half" && i+1 < len(all) && (all[i+1].text == "a" || all[i+1].text == "an") {
		return decimal.New(5, -1), 2
	}
	return inWords(all, i)
}

// inWords reads "seven", "forty-eight", "a hundred and twenty", "two and a half".
func inWords(all []token, i int) (decimal.Decimal, int) {
	var sum, part int64
	at, some := i, false
	for at < len(all) {
		word := all[at].text
		switch {
		case some && word == "-" && at+1 < len(all) && small[all[at+1].text] > 0 && part%10 == 0 && part > 0:
		case some && word == "and" && part == 0 && at+1 < len(all) && (small[all[at+1].text] > 1 || tens[all[at+1].text] > 0):
		case tens[word] > 0 && part == 0:
			part, some = tens[word], true
		case small[word] > 0 && (part == 0 || part >= 20 && small[word] < 10 && word != "a" && word != "an"):
			part, some = part+small[word], true
		case some && large[word] > 0 && part > 0:
			sum, part = sum+part*large[word], 0
		default:
			return half(all, i, at, some, decimal.NewFromInt(sum+part))
		}
		at++
	}
	return half(all, i, at, some, decimal.NewFromInt(sum+part))
}

// half adds "and a half" to a number that ends at a token.
func half(all []token, from, at int, some bool, number decimal.Decimal) (decimal.Decimal, int) {
	if !some {
		return number, 0
	}
	if at+2 < len(all) && all[at].text == "and" && all[at+1].text == "a" && all[at+2].text == "half" {
		return number.Add(decimal.New(5, -1)), at + 3 - from
	}
	return number, at - from
}
