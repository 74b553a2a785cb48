package life

import (
	"fmt"
	"slices"
	"strings"

	"agio/wasm/exchange"
)

// Diagram draws the domain's table of transitions as Markdown with a state diagram
// (Mermaid) and the table itself, row by row. What happens to an order while it is
// suspended or withheld stands in the table alone. diagram.md is what this gives.
func Diagram() string {
	var b strings.Builder
	b.WriteString("# An order's life\n\n")
	b.WriteString("Made from the table of transitions, which is in `wasm/exchange/transitions.go`: after a change there, `go test ./server/life -run Diagram -update` makes it anew.\n\n")
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, line := range arrows() {
		b.WriteString("    " + line + "\n")
	}
	b.WriteString("```\n\nEvery pair of state and event that is not here is refused and changes nothing.\n")
	b.WriteString("`suspended/x` is an order that is suspended and remembers x; “before” is the state remembered.\n\n")
	b.WriteString("| from | event | when | by | to | clause | reason |\n|---|---|---|---|---|---|---|\n")
	for _, t := range exchange.Transitions() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", named(t.From, t.Within), t.Event, guards(t), t.By, named(t.To, t.Then), t.Clause, t.Reason)
	}
	return b.String()
}

// arrows are the lines of the state diagram: one for each pair of states, with all
// events that lead from the one to the other.
func arrows() []string {
	type pair struct{ from, to string }
	var order []pair
	labels := make(map[pair][]string)
	for _, t := range exchange.Transitions() {
		if t.Within != exchange.None && t.Then != exchange.None {
			continue
		}
		p := pair{node(t.From), node(t.To)}
		if t.To == exchange.Before {
			p.to = node(t.From) + "_before"
		}
		if labels[p] == nil {
			order = append(order, p)
		}
		if !slices.Contains(labels[p], string(t.Event)) {
			labels[p] = append(labels[p], string(t.Event))
		}
	}
	lines := []string{
		"state \"(where it stood)\" as suspended_before", "state \"(where it stood)\" as withheld_before",
	}
	for _, p := range order {
		lines = append(lines, p.from+" --> "+p.to+" : "+strings.Join(labels[p], ", "))
	}
	return lines
}

func node(s exchange.State) string {
	if s == exchange.None {
		return "[*]"
	}
	return string(s)
}

// named is a state with the one that it remembers.
func named(s, remembered exchange.State) string {
	switch {
	case s == exchange.None:
		return "—"
	case s == exchange.Before:
		return "before"
	case remembered != exchange.None:
		return string(s) + "/" + string(remembered)
	}
	return string(s)
}

func guards(t exchange.Transition) string {
	var list []string
	for _, g := range []exchange.Guard{t.When, t.And} {
		if g != exchange.Always {
			list = append(list, string(g))
		}
	}
	return strings.Join(list, ", ")
}
