package site

import (
	"slices"

	"agio/content/site/redline"
	"agio/templates"
	"agio/wasm/exchange"
)

// numbersChanged gives the figures that two editions of a policy state differently:
// the parameters of the agreement by their names, and what else the text states
// by the words around it.
func numbersChanged(diff *redline.Diff, old, new *edition) []templates.NumberChange {
	changes := parametersChanged(old, new)
	named := changes
	for _, f := range diff.Figures() {
		c := diff.Changes[f.Change]
		e, block := new, redline.Block{}
		if f.New != "" {
			block = diff.New[c.New]
		} else {
			e, block = old, diff.Old[c.Old]
		}
		change := templates.NumberChange{
			Name: f.Around, Place: blockPlace(block), Label: blockName(block), Old: f.Old, New: f.New, Path: anchored(e, block),
		}
		if !slices.Contains(changes, change) && !printed(named, f, old, new) {
			changes = append(changes, change)
		}
	}
	return changes
}

// parametersChanged gives the parameters that two editions of the agreement state
// differently.
func parametersChanged(old, new *edition) []templates.NumberChange {
	var changes []templates.NumberChange
	add := func(e *edition, p exchange.Parameter, was, is string) {
		changes = append(changes, templates.NumberChange{
			Name: templates.FigureWords(p.Name), Place: p.Clause, Label: "Clause " + p.Clause, Old: was, New: is, Path: e.Doc.Path + "#c-" + p.Clause,
		})
	}
	was := make(map[string]exchange.Parameter)
	for _, p := range old.Terms.Parameters {
		was[p.Name] = p
	}
	for _, p := range new.Terms.Parameters {
		before, ok := was[p.Name]
		switch {
		case !ok:
			add(new, p, "", p.Printed())
		case before.Printed() != p.Printed():
			add(new, p, before.Printed(), p.Printed())
		}
		delete(was, p.Name)
	}
	for _, p := range old.Terms.Parameters {
		if _, gone := was[p.Name]; gone {
			add(old, p, p.Printed(), "")
		}
	}
	return changes
}

// printed says whether a figure in the text is one of the agreement's parameters,
// which has a row of its own if it has changed.
func printed(named []templates.NumberChange, f redline.FigureChange, old, new *edition) bool {
	if f.Old != "" && f.New != "" {
		return slices.ContainsFunc(named, func(n templates.NumberChange) bool { return n.Old == f.Old && n.New == f.New })
	}
	states := func(e *edition, figure string) bool {
		return slices.ContainsFunc(e.Terms.Parameters, func(p exchange.Parameter) bool { return p.Printed() == figure })
	}
	return f.Old == "" && states(new, f.New) || f.New == "" && states(old, f.Old)
}

// blockPlace names a block in a cell of a table.
func blockPlace(b redline.Block) string {
	switch b.Kind {
	case redline.Clause:
		return b.Number
	case redline.Intro:
		return "Introduction"
	}
	return b.Title
}
