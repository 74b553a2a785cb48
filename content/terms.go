package content

import (
	"errors"
	"regexp"
	"slices"

	"agio/wasm/exchange"
)

// readTerms reads the parameters of an edition of the agreement and makes its
// terms of them.
func (r *reader) readTerms(d *Document, m *mapping) exchange.Terms {
	list := m.child("parameters")
	if list == nil {
		m.text("parameters")
		return exchange.Terms{}
	}
	var parameters []exchange.Parameter
	for _, e := range list.entries {
		d.Keys["parameters."+e.name] = list.s.position(e.key)
		entry := list.s.mapping(e.value)
		if entry == nil {
			continue
		}
		entry.only("value", "clause")
		d.Keys["parameters."+e.name+".clause"] = list.s.position(entry.at("clause"))
		value, clause := entry.text("value"), entry.text("clause")
		if value == "" || clause == "" {
			continue
		}
		p, err := exchange.ParseParameter(e.name, value, clause)
		if err != nil {
			list.s.refused(entry.at("value"), err)
			continue
		}
		parameters = append(parameters, p)
	}
	numbers := numbersIn(d.Body)
	partial := exchange.Terms{Edition: d.Edition, Parameters: parameters, Numbers: numbers}
	if len(parameters) < len(list.entries) {
		return partial
	}
	terms, err := exchange.NewTerms(d.Edition, numbers, parameters)
	if err != nil {
		list.refusedTerm(err)
		return partial
	}
	return terms
}

// renumbered finds a clause that has got another number and says so: "3.13. {#n-3.12}
// Text", as package content/site/markdown reads it.
var renumbered = regexp.MustCompile(`(?m)^ {0,3}(\d{1,3}(?:\.\d{1,3}){1,3})\.[ \t]+\{#n-(\d+(?:\.\d+)+)\} +\S`)

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

// printed gives a parameter as texts print it, or its name if it is not stated.
func printed(parameters []exchange.Parameter, name string) string {
	for _, p := range parameters {
		if p.Name == name {
			return p.Printed()
		}
	}
	return name
}

// refusedTerm reports a refusal of the terms beside the parameter it names.
func (m *mapping) refusedTerm(err error) {
	n := m.node
	var refusal *exchange.Error
	if errors.As(err, &refusal) {
		for _, e := range m.entries {
			if e.name == refusal.Field {
				n = e.key
			}
		}
	}
	if n == m.node && refusal != nil {
		refusal.Message += " It is " + refusal.Field + "."
	}
	m.s.refused(n, err)
}
