package site

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"agio/wasm/exchange"
)

// literal recognises a parameter's value written out by hand, such as "24 hours"
// or "50 USD".
type literal struct {
	value      string // how the parameter is printed
	parameters []exchange.Parameter
	pattern    *regexp.Regexp
	number     string   // that every text has in which the pattern finds something …
	units      []string // … and one of these
}

// newLiterals gives one literal per distinct value: 2 % may be two parameters.
func newLiterals(terms exchange.Terms) []*literal {
	var all []*literal
	known := make(map[string]*literal)
	for _, p := range terms.Parameters {
		l := known[p.Printed()]
		if l == nil {
			l = &literal{value: p.Printed(), pattern: literalPattern(p), number: literalNumber(p), units: literalUnits(p)}
			known[l.value] = l
			all = append(all, l)
		}
		l.parameters = append(l.parameters, p)
	}
	return all
}

// literalPattern allows for spaces, hyphens, abbreviations and words.
func literalPattern(p exchange.Parameter) *regexp.Regexp {
	const space = `[\s\x{a0}\x{2009}\x{202f}]*`
	switch p.Kind {
	case exchange.Share:
		return regexp.MustCompile(regexp.QuoteMeta(p.Number.Shift(2).String()) + `(?:\.0+)?` + space + `(?:%|per ?cent\b)`)
	case exchange.Money:
		number := regexp.QuoteMeta(p.Number.String()) + `(?:\.0+)?`
		return regexp.MustCompile(number + space + `(?:USD\b|(?:US )?dollars?\b)|(?:USD|\$)` + space + number + `\b`)
	}
	unit := map[string]string{"second": "s(?:ec(?:ond)?s?)?", "minute": "min(?:ute)?s?", "hour": "h(?:ours?)?", "day": "days?", "year": "years?"}[p.Unit]
	return regexp.MustCompile(regexp.QuoteMeta(p.Number.String()) + `[\s\x{a0}\x{2009}\x{202f}-]*` + unit + `\b`)
}

// literalNumber gives the digits that each pattern has.
func literalNumber(p exchange.Parameter) string {
	if p.Kind == exchange.Share {
		return p.Number.Shift(2).String()
	}
	return p.Number.String()
}

// literalUnits gives parts of what stands beside the digits in a pattern, one of
// them in every text that the pattern finds.
func literalUnits(p exchange.Parameter) []string {
	switch {
	case p.Kind == exchange.Share:
		return []string{"%", "cent"}
	case p.Kind == exchange.Money:
		return []string{"USD", "dollar", "$"}
	case p.Unit == "second":
		return []string{"s"}
	}
	return []string{"min", "h", "day", "year"}
}

// may says whether the pattern may find something in a text; most texts it need not
// be tried on.
func (l *literal) may(text string) bool {
	return strings.Contains(text, l.number) && slices.ContainsFunc(l.units, func(unit string) bool { return strings.Contains(text, unit) })
}

// find gives the first place in a text where the value stands as a number of its
// own and not as the end of another; -1 if there is none.
func (l *literal) find(text string) (from, to int) {
	if !l.may(text) {
		return -1, -1
	}
	for _, m := range l.pattern.FindAllStringIndex(text, -1) {
		before, size := utf8.DecodeLastRuneInString(text[:m[0]])
		beyond, _ := utf8.DecodeLastRuneInString(text[:m[0]-size])
		if isDigit(before) || strings.ContainsRune(".,'", before) && isDigit(beyond) {
			continue
		}
		return m[0], m[1]
	}
	return -1, -1
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// literals reports every parameter's value that a document writes out by hand.
func (c *checker) literals(a *article, known []*literal) {
	for _, passage := range a.md.Passages {
		if !strings.ContainsAny(passage.Text, "0123456789") {
			continue
		}
		for _, l := range known {
			rest, start := passage.Text, 0
			for {
				from, to := l.find(rest)
				if from < 0 {
					break
				}
				if at := passage.Offset(start + from); !c.saidAt(a.doc.PositionIn(at)) {
					c.at(a, at, "literal_number", l.message(rest[from:to]), l.hint())
				}
				rest, start = rest[to:], start+to
			}
		}
	}
	c.literalEntries(a, known)
}

// literalEntries looks at title and description, which cannot print a value.
func (c *checker) literalEntries(a *article, known []*literal) {
	for _, entry := range []struct{ key, text string }{{"title", a.doc.Title}, {"description", a.doc.Description}} {
		for _, l := range known {
			if from, to := l.find(entry.text); from >= 0 {
				c.place(a, a.doc.Keys[entry.key], "literal_number", l.message(entry.text[from:to]), "say it without the number")
			}
		}
	}
}

func (l *literal) message(found string) string {
	var names []string
	for _, p := range l.parameters {
		names = append(names, p.Name+" (clause "+p.Clause+")")
	}
	return "“" + found + "” is written out, and is the value of " + strings.Join(names, " and ") + "."
}

func (l *literal) hint() string {
	var names []string
	for _, p := range l.parameters {
		names = append(names, "{{ "+p.Name+" }}")
	}
	return "write " + strings.Join(names, " or ") + "; another number of the same size is written in `code` or in words"
}
