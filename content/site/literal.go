package site

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"agio/content"
	"agio/content/site/prose"
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
	for start := 0; ; {
		m := l.pattern.FindStringIndex(text[start:])
		if m == nil {
			return -1, -1
		}
		from, to = start+m[0], start+m[1]
		before, size := utf8.DecodeLastRuneInString(text[:from])
		beyond, _ := utf8.DecodeLastRuneInString(text[:from-size])
		if !isDigit(before) && !(strings.ContainsRune(".,'", before) && isDigit(beyond)) {
			return from, to
		}
		start = to
	}
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

// literals reports every parameter's value that a document writes out by hand.
func (c *checker) literals(a *article, known []*literal, s *stated) {
	for i := range a.md.Passages {
		passage := &a.md.Passages[i]
		if !strings.ContainsAny(passage.Text, "0123456789") {
			continue
		}
		var all []word
		var others bool
		for _, l := range known {
			rest, start := passage.Text, 0
			for {
				from, to := l.find(rest)
				if from < 0 {
					break
				}
				at := a.doc.PositionIn(passage.Offset(start + from))
				if all == nil {
					all = sentences(passage.Text)
					others = a.doc.Kind != content.Policy && quotesOthers(passage.Text)
				}
				if !c.saidAt(at) && !(others && quotedAt(passage.Text, start+from)) {
					within := among(all, start+from)
					c.literal(a, at, l, within.in(passage.Text), rest[from:to], namedClauses(a, i, within, s), true)
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
			from, to := l.find(entry.text)
			if from < 0 {
				continue
			}
			text := sentenceAt(entry.text, from).in(entry.text)
			at := entryPosition(a.doc, entry.key, entry.text, from)
			c.literal(a, at, l, text, entry.text[from:to], nil, false)
		}
	}
}

// literal reports one such number. In the policies it is an error, and elsewhere where
// the sentence speaks of the figure or names its clause. Else it may measure something
// else, and is a warning, unless the sentence says so.
func (c *checker) literal(a *article, at content.Position, l *literal, sentence, found string, clauses []string, printable bool) {
	meant := l.among(func(p exchange.Parameter) bool { return p.Name == c.spoken[at] })
	if len(meant) == 0 {
		meant = l.among(func(p exchange.Parameter) bool { return slices.Contains(clauses, p.Clause) })
	}
	sure := a.doc.Kind == content.Policy || len(meant) > 0
	if a.doc.Kind != content.Policy {
		if s := c.reading(sentence); s.Announces() || !sure && s.Otherwise(strings.Index(sentence, found)) {
			return
		}
	}
	if len(meant) == 0 {
		meant = l.parameters
	}
	hint := "write " + asValues(meant) + "; another number of the same size is written in `code` or in words"
	switch {
	case !printable && !sure:
		hint = "if it is this figure, say it without the number"
	case !printable:
		hint = "say it without the number"
	case !sure:
		hint = "if it is this figure, write " + asValues(meant) + "; if it is another, write it in `code` or in words"
	}
	c.place(a, at, "literal_number", message(found, meant), hint)
	if !sure {
		c.problems[len(c.problems)-1].Level = content.Warning
	}
}

// reading reads a sentence, unless it was the last one that was read.
func (c *checker) reading(sentence string) *prose.Sentence {
	if c.read == nil || c.last != sentence {
		c.read, c.last = prose.Read(sentence), sentence
	}
	return c.read
}

// among gives those parameters of a value that are meant.
func (l *literal) among(meant func(exchange.Parameter) bool) []exchange.Parameter {
	var all []exchange.Parameter
	for _, p := range l.parameters {
		if meant(p) {
			all = append(all, p)
		}
	}
	return all
}

func message(found string, parameters []exchange.Parameter) string {
	var names []string
	for _, p := range parameters {
		names = append(names, p.Name+" (clause "+p.Clause+")")
	}
	return "“" + found + "” is written out, and is the value of " + strings.Join(names, " and ") + "."
}

// asValues gives how parameters are printed in a text.
func asValues(parameters []exchange.Parameter) string {
	var names []string
	for _, p := range parameters {
		names = append(names, "{{ "+p.Name+" }}")
	}
	return strings.Join(names, " or ")
}
