package content

import (
	"errors"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"agio/wasm/exchange"
)

// readTerms reads the parameters of an edition of the agreement and makes its
// terms of them. Where some are wrong it gives the others, and notes which are not to
// be relied upon.
func (r *reader) readTerms(d *Document, m *mapping) exchange.Terms {
	list := m.child("parameters")
	if list == nil {
		if m.find("parameters") == nil {
			m.text("parameters")
		}
		r.doubtTerms(d, "")
		return exchange.Terms{Edition: d.Edition}
	}
	partial := exchange.Terms{Edition: d.Edition, Numbers: numbersIn(d.Body)}
	for _, e := range list.entries {
		d.Keys["parameters."+e.name] = list.s.position(e.key)
		if p, ok := list.parameter(d, e); ok {
			partial.Parameters = append(partial.Parameters, p)
		} else {
			r.doubtTerms(d, e.name)
		}
	}
	if len(partial.Parameters) < len(list.entries) {
		return partial
	}
	terms, err := exchange.NewTerms(d.Edition, partial.Numbers, partial.Parameters)
	if err != nil {
		for _, name := range m.refusedTerm(list, err) {
			r.doubtTerms(d, name)
			partial.Parameters = slices.DeleteFunc(partial.Parameters, func(p exchange.Parameter) bool { return p.Name == name })
		}
		return partial
	}
	return terms
}

// renumbered finds a clause that has got another number and says so: "3.13. {#n-3.12}
// Text", as package content/site/markdown reads it.
var renumbered = regexp.MustCompile(`(?m)^ {0,3}(\d{1,3}(?:\.\d{1,3}){1,3})\.[ \t]*\{#n-(\d+(?:\.\d+)+)\} +\S`)

// numbersIn gives the numbers that an edition gives to the clauses that the software
// names, where they are not those of their names; nil where all are.
func numbersIn(body []byte) exchange.Numbers {
	var numbers exchange.Numbers
	for _, m := range renumbered.FindAllSubmatch(body, -1) {
		number, name := string(m[1]), exchange.Clause(m[2])
		if number == string(name) || !slices.Contains(exchange.Clauses(), name) {
			continue
		}
		if numbers == nil {
			numbers = make(exchange.Numbers)
		}
		numbers[name] = number
	}
	return numbers
}

// doubtTerms notes that a parameter is wrong, all of them for "". The figures of
// earlier editions are nobody else's.
func (r *reader) doubtTerms(d *Document, name string) {
	if d.File != TermsFile {
		return
	}
	r.set.Doubt.Terms = true
	if name == "" {
		r.set.Doubt.parameters = true
	}
	r.set.Doubt.value(name)
}

// parameter reads one parameter; false after reporting a problem.
func (m *mapping) parameter(d *Document, e entry) (exchange.Parameter, bool) {
	stated := m.s.mapping(e.value)
	if stated == nil {
		return exchange.Parameter{}, false
	}
	before := len(m.s.r.problems)
	stated.only("value", "clause")
	d.Keys["parameters."+e.name+".clause"] = m.s.position(stated.at("clause"))
	value, clause := stated.text("value"), stated.text("clause")
	if value == "" || clause == "" || len(m.s.r.problems) > before {
		return exchange.Parameter{}, false
	}
	p, err := exchange.ParseParameter(e.name, value, clause)
	if err != nil {
		m.s.refused(stated.at("value"), err)
	}
	return p, err == nil
}

// printed gives a parameter as texts print it, or its name if it is not stated.
func printed(parameters []exchange.Parameter, name string) string {
	for _, p := range parameters {
		if p.Name == name {
			return p.Printed()
		}
	}
	return name
}

// refusedTerm reports a refusal of the terms, beside the parameter it names or, where
// that is missing, beside one whose name is likely to be a slip for it. It gives the
// names of the parameters that are not to be relied upon.
func (m *mapping) refusedTerm(list *mapping, err error) []string {
	var refusal *exchange.Error
	if !errors.As(err, &refusal) {
		m.s.refused(list.node, err)
		return nil
	}
	for _, e := range list.entries {
		stated := &mapping{s: m.s, node: e.value}
		if node, ok := e.value.(*ast.MappingNode); ok {
			stated = m.s.mapping(node)
		}
		switch {
		case e.name != refusal.Field:
		case refusal.Code == exchange.ParameterClause:
			m.s.refused(stated.at("clause"), err)
			return []string{e.name}
		case refusal.Code == exchange.ParameterInvalid:
			m.s.refused(stated.at("value"), err)
			return []string{e.name}
		default:
			return append(list.strange(e, err), e.name)
		}
	}
	for _, e := range list.entries {
		if Alike(e.name, refusal.Field) && !slices.Contains(exchange.ParameterNames(), e.name) {
			m.s.report(e.key, string(exchange.ParameterUnknown), "The software enforces no such parameter.", "write "+refusal.Field+", which is missing")
			return []string{e.name, refusal.Field}
		}
	}
	refusal.Message += " It is " + refusal.Field + "."
	for _, e := range m.entries {
		if e.name == "parameters" {
			m.s.refused(e.key, err)
		}
	}
	return []string{refusal.Field}
}

// strange reports a parameter that the software does not know, and gives the one that
// may be meant and is not stated.
func (m *mapping) strange(e entry, err error) []string {
	for _, name := range exchange.ParameterNames() {
		if Alike(e.name, name) && m.find(name) == nil {
			m.s.report(e.key, string(exchange.ParameterUnknown), "The software enforces no such parameter.", "write "+name)
			return []string{name}
		}
	}
	m.s.refused(e.key, err)
	return nil
}
