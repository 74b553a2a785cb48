package site

import (
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/wasm/exchange"
)

// standsFor says whether something else stands in a clause in place of a parameter that
// it states and does not print, and is reported there: its value or another one written
// out, a name that no value has, or the name of another parameter.
func (c *checker) standsFor(terms *article, p exchange.Parameter) bool {
	for i := range terms.md.Passages {
		passage := &terms.md.Passages[i]
		if passage.Clause != p.Clause || passage.Heading {
			continue
		}
		from, to := terms.doc.PositionIn(passage.Offset(0)), terms.doc.PositionIn(passage.Offset(len(passage.Text)))
		for _, found := range c.problems {
			if found.Line >= from.Line && found.Line <= to.Line && replaces(found, p.Name) {
				return true
			}
		}
		if c.exchanged(terms, passage, p) {
			return true
		}
	}
	return false
}

// replaces says whether a problem is about what stands where a parameter should.
func replaces(found content.Problem, name string) bool {
	switch found.Code {
	case "value_unknown":
		return true
	case "literal_number", "figure_literal", "figure_contradiction", "parameter_contradiction":
		return strings.Contains(found.Message, "("+name+")") || strings.Contains(found.Message, name+" (clause ")
	}
	return false
}

// exchanged reports a parameter of another clause, of the same kind, that a clause
// prints in place of its own.
func (c *checker) exchanged(terms *article, passage *markdown.Passage, own exchange.Parameter) bool {
	for _, m := range passage.Marks {
		i := slices.IndexFunc(c.set.Terms.Parameters, func(p exchange.Parameter) bool { return p.Name == m.Value })
		if i < 0 || c.set.Terms.Parameters[i].Clause == own.Clause || c.set.Terms.Parameters[i].Kind != own.Kind {
			continue
		}
		c.at(terms, passage.Offset(m.At), "parameter_unprinted",
			"Clause "+own.Clause+" does not print the parameter "+own.Name+", which it states, but "+m.Value+".", "write {{ "+own.Name+" }}")
		return true
	}
	return false
}
