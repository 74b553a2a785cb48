package worked

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Sum is a sum that a text writes out: "0.4 × 60,000 = 24,000 USDT". What it comes to
// may stand on the left: "24,000 = 0.4 × 60,000".
type Sum struct {
	From, To    int
	At, End     int // where what it comes to stands in the text
	left, right []token
	sign        string
}

// Value is a number that a text prints; a share is one that stands there in per cent.
type Value struct {
	Number decimal.Decimal
	Share  bool
}

// Compares says whether the sum says only on which side of something it lies: "5 ÷ 10 < 1".
func (s Sum) Compares() bool { return s.sign != "=" }

// token is a number, an operator or a bracket of a sum.
type token struct {
	from, to int
	kind     byte   // n number, v value, u unit, o operator, % per cent, ( ), = relation; 0 anything else
	text     string // of an operator or a number
	cut      bool   // a number with dots behind it
}

var sumTokens = regexp.MustCompile(`[0-9](?:[0-9.,\x{a0}\x{2009}\x{202f}]*[0-9])?…?|\x{fffc}|[-+−–×÷*/]|of\b|[()]|%|per cent\b|[=<>≤≥]|[A-Z][A-Z0-9]{1,19}\b|[^\s]`)

// Sums finds the sums of a text: an expression, a relation and another one, one of
// them with an operator. What does not read as one is left alone.
func Sums(text string) []Sum {
	if !related(text) {
		return nil
	}
	var all []token
	for _, m := range sumTokens.FindAllStringIndex(text, -1) {
		all = append(all, tokenOf(text, m[0], m[1]))
	}
	var sums []Sum
	for i, t := range all {
		if t.kind != '=' {
			continue
		}
		from := i
		for from > 0 && inside(all[from-1]) {
			from--
		}
		right, then := sideAfter(all, i)
		s := Sum{left: opened(all[from:i]), right: closed(right), sign: t.text}
		if len(s.left) == 0 || len(s.right) == 0 || !operates(s.left) && !operates(s.right) || s.converts(then) {
			continue
		}
		s.From, s.To = s.left[0].from, s.right[len(s.right)-1].to
		result := s.right
		if s.leftward() {
			result = s.left
		}
		s.At, s.End = result[0].from, result[len(result)-1].to
		sums = append(sums, s)
	}
	return sums
}

// sideAfter gives what stands behind a relation, and what stands behind the next one where
// that follows.
func sideAfter(all []token, relation int) (side, then []token) {
	end := func(from int) int {
		for from < len(all) && inside(all[from]) {
			from++
		}
		return from
	}
	to := end(relation + 1)
	if to < len(all) && all[to].kind == '=' {
		then = all[to+1 : end(to+1)]
	}
	return all[relation+1 : to], then
}

// leftward says whether what the sum comes to stands on its left.
func (s Sum) leftward() bool { return !operates(s.left) }

// converts says whether the left is one amount, of which the right computes the worth in
// another currency: "2 BTC = 2 × 60,000 USDT". What one of a currency costs is a price.
func (s Sum) converts(then []token) bool {
	if !s.leftward() || len(s.left) != 2 || s.left[1].kind != 'u' {
		return false
	}
	unit := unitOf(s.right)
	if unit == "" {
		unit = unitOf(then)
	}
	return s.left[0].text == "1" || unit != "" && unit != s.left[1].text
}

// unitOf gives the unit at the end of a side; empty if there is none.
func unitOf(side []token) string {
	if len(side) == 0 || side[len(side)-1].kind != 'u' {
		return ""
	}
	return side[len(side)-1].text
}

// related says whether a text has one of the signs = < > ≤ ≥; most have none.
func related(text string) bool {
	return strings.IndexByte(text, '=') >= 0 || strings.IndexByte(text, '<') >= 0 || strings.IndexByte(text, '>') >= 0 ||
		strings.Contains(text, "≤") || strings.Contains(text, "≥")
}

// opened gives what stands behind the last bracket that is not closed: "(3 × 4".
func opened(list []token) []token {
	depth := 0
	for i := len(list) - 1; i >= 0; i-- {
		switch list[i].kind {
		case ')':
			depth++
		case '(':
			if depth--; depth < 0 {
				return list[i+1:]
			}
		}
	}
	return list
}

// closed gives what stands before the first bracket that was not opened: "12)".
func closed(list []token) []token {
	depth := 0
	for i, t := range list {
		switch t.kind {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return list[:i]
			}
		}
	}
	return list
}

func inside(t token) bool { return t.kind != 0 && t.kind != '=' }

func operates(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.kind == 'o' })
}

func tokenOf(text string, from, to int) token {
	t := token{from: from, to: to, text: text[from:to]}
	switch c := t.text[0]; {
	case c >= '0' && c <= '9':
		t.kind = 'n'
		t.text, t.cut = strings.CutSuffix(t.text, "…")
	case t.text == "\ufffc":
		t.kind = 'v'
	case t.text == "%" || t.text == "per cent":
		t.kind = '%'
	case c == '(' || c == ')':
		t.kind = c
	case strings.Contains("=<>≤≥", t.text):
		t.kind = '='
	case t.text == "of" || strings.Contains("-+−–×÷*/", t.text):
		t.kind = 'o'
	case c >= 'A' && c <= 'Z' && len(t.text) > 1:
		t.kind = 'u'
	}
	return t
}

// Holds says whether the sum is right, with what it comes to; value gives the number
// that stands for a value printed at a place. Read is false where a part of it is no
// expression, or computes with a number that is cut.
func (s Sum) Holds(value func(at int) (Value, bool)) (holds, read bool, comes string) {
	left, ok := evaluate(s.left, value)
	right, and := evaluate(s.right, value)
	if !ok || !and {
		return false, false, ""
	}
	switch order := left.Cmp(right); s.sign {
	case "<":
		holds = order < 0
	case ">":
		holds = order > 0
	case "≤":
		holds = order <= 0
	case "≥":
		holds = order >= 0
	default:
		holds = order == 0 || sameAsCut(left, right, s.right[0]) || sameAsCut(left, right, s.left[0])
	}
	if s.leftward() {
		return holds, true, written(right)
	}
	return holds, true, written(left)
}

// sameAsCut says whether two numbers agree as far as a cut one is written.
func sameAsCut(a, b *big.Rat, t token) bool { return t.cut && cut(a, t.text) == cut(b, t.text) }

// cut writes a number with the places that another one is written with.
func cut(r *big.Rat, like string) string {
	_, places, _ := strings.Cut(like, ".")
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(places))), nil)
	scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(scale))
	return new(big.Int).Quo(scaled.Num(), scaled.Denom()).String()
}

// written gives a number in digits, cut where it has no end.
func written(r *big.Rat) string {
	d, err := decimal.NewFromString(r.FloatString(18))
	if err != nil {
		return r.RatString()
	}
	if d.Rat().Cmp(r) != 0 {
		return d.Truncate(8).String() + "…"
	}
	return d.String()
}

// evaluate computes an expression: factors bind closer than sums, "of" multiplies. A cut
// number stands alone, because it is not known what others make of it.
func evaluate(list []token, value func(int) (Value, bool)) (*big.Rat, bool) {
	if operates(list) && slices.ContainsFunc(list, func(t token) bool { return t.cut }) {
		return nil, false
	}
	e := &evaluation{list: list, value: value}
	r, _ := e.sum()
	return r, r != nil && e.at == len(list)
}

type evaluation struct {
	list  []token
	at    int
	depth int
	value func(int) (Value, bool)
}

func (e *evaluation) next(kind byte, signs string) (string, bool) {
	if e.at < len(e.list) && e.list[e.at].kind == kind && (signs == "" || strings.Contains(signs, e.list[e.at].text)) {
		e.at++
		return e.list[e.at-1].text, true
	}
	return "", false
}

// sum adds products. A percentage that is added to what is none, or taken from it, is
// that share of it: 100 + 20 % = 120.
func (e *evaluation) sum() (total *big.Rat, share bool) {
	total, share = e.product()
	for total != nil {
		sign, ok := e.next('o', "-+−–")
		if !ok {
			break
		}
		right, also := e.product()
		switch {
		case right == nil:
			return nil, false
		case also && !share:
			right = new(big.Rat).Mul(total, right)
		}
		share = share && also
		if sign == "+" {
			total = new(big.Rat).Add(total, right)
		} else {
			total = new(big.Rat).Sub(total, right)
		}
	}
	return total, share
}

// product multiplies factors. One alone may be a percentage.
func (e *evaluation) product() (total *big.Rat, share bool) {
	total, share = e.factor()
	for total != nil {
		sign, ok := e.next('o', "×*÷/of")
		if !ok {
			break
		}
		share = false
		right, _ := e.factor()
		switch divide := sign == "÷" || sign == "/"; {
		case right == nil || divide && right.Sign() == 0:
			return nil, false
		case divide:
			total = new(big.Rat).Quo(total, right)
		default:
			total = new(big.Rat).Mul(total, right)
		}
	}
	return total, share
}

// deepest is how many brackets may stand in one another.
const deepest = 20

func (e *evaluation) factor() (r *big.Rat, share bool) {
	if _, ok := e.next('(', ""); ok {
		if e.depth++; e.depth > deepest {
			return nil, false
		}
		r, share = e.sum()
		if _, closed := e.next(')', ""); !closed {
			return nil, false
		}
	} else if text, ok := e.next('n', ""); ok {
		if d, plain := number(text); plain {
			r = d.Rat()
		}
	} else if _, ok := e.next('v', ""); ok {
		if v, known := e.value(e.list[e.at-1].from); known {
			r, share = v.Number.Rat(), v.Share
		}
	}
	if r == nil {
		return nil, false
	}
	if _, ok := e.next('%', ""); ok {
		r, share = new(big.Rat).Quo(r, big.NewRat(100, 1)), true
	}
	e.next('u', "")
	return r, share
}
