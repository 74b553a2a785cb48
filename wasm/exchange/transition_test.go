package exchange_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

// rule is a row of testdata/transitions.txt.
type rule struct {
	from                  exchange.State
	event                 exchange.Event
	when, by, to, clauses string
}

// guards say when a row of the table holds.
var guards = map[string]func(exchange.Facts) bool{
	"-":           func(exchange.Facts) bool { return true },
	"in_time":     func(f exchange.Facts) bool { return !f.Late },
	"late":        func(f exchange.Facts) bool { return f.Late },
	"within":      func(f exchange.Facts) bool { return !f.Deviates },
	"beyond":      func(f exchange.Facts) bool { return f.Deviates },
	"small":       func(f exchange.Facts) bool { return f.Small },
	"not_small":   func(f exchange.Facts) bool { return !f.Small },
	"unconverted": func(f exchange.Facts) bool { return !f.Converted },
	"converted":   func(f exchange.Facts) bool { return f.Converted },
}

func readRules(t testing.TB) []rule {
	t.Helper()
	data, err := os.ReadFile("testdata/transitions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rules []rule
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 6 {
			t.Fatalf("transitions.txt:%d: %d columns, want 6", i+1, len(cells))
		}
		for n := range cells {
			cells[n] = strings.TrimSpace(cells[n])
		}
		if cells[0] == "(none)" {
			cells[0] = ""
		}
		if guards[cells[2]] == nil {
			t.Fatalf("transitions.txt:%d: no guard %q", i+1, cells[2])
		}
		rules = append(rules, rule{exchange.State(cells[0]), exchange.Event(cells[1]), cells[2], cells[3], cells[4], cells[5]})
	}
	return rules
}

// everyFacts lists all combinations of facts.
func everyFacts() []exchange.Facts {
	var all []exchange.Facts
	for n := range 16 {
		all = append(all, exchange.Facts{Late: n&1 != 0, Deviates: n&2 != 0, Small: n&4 != 0, Converted: n&8 != 0})
	}
	return all
}

// Every state, every event, every combination of facts: allowed exactly as the
// table says.
func TestStepIsTheTable(t *testing.T) {
	rules := readRules(t)
	states := append([]exchange.State{exchange.None}, exchange.States()...)
	for _, from := range states {
		for _, event := range append(exchange.Events(), "no_such_event") {
			for _, facts := range everyFacts() {
				checkStep(t, rules, from, event, facts)
			}
		}
	}
}

func checkStep(t *testing.T, rules []rule, from exchange.State, event exchange.Event, facts exchange.Facts) {
	t.Helper()
	want := rule{to: "refused transition_refused"}
	for _, r := range rules {
		if r.from == from && r.event == event && guards[r.when](facts) {
			if want.from != "" {
				t.Errorf("two rows for %s, %s, %+v", from, event, facts)
			}
			want = r
		}
	}
	step, err := exchange.Step(from, event, facts)
	if err != nil {
		if got := "refused " + strings.TrimSuffix(refusal(t, err), " event"); got != want.to {
			t.Errorf("%s, %s, %+v: %s, want %s", from, event, facts, got, want.to)
		}
		return
	}
	if step.From != from || step.Event != event || string(step.To) != want.to {
		t.Errorf("%s, %s, %+v: leads to %s, want %s", from, event, facts, step.To, want.to)
		return
	}
	if want.by != "-" && string(step.By) != want.by {
		t.Errorf("%s, %s: by %s, want %s", from, event, step.By, want.by)
	}
	if !slices.Contains(strings.Fields(want.clauses), step.Clause) {
		t.Errorf("%s, %s: clause %s, want one of %s", from, event, step.Clause, want.clauses)
	}
}

// The text table and the code speak of the same states and events, all of them.
func TestTableNamesEveryStateAndEvent(t *testing.T) {
	rules := readRules(t)
	if n := len(exchange.States()); n != 14 {
		t.Errorf("%d states, want 14", n)
	}
	for _, s := range exchange.States() {
		if !slices.ContainsFunc(rules, func(r rule) bool { return r.from == s || r.to == string(s) }) {
			t.Errorf("no row names the state %s", s)
		}
	}
	for _, e := range exchange.Events() {
		if !slices.ContainsFunc(rules, func(r rule) bool { return r.event == e }) {
			t.Errorf("no row names the event %s", e)
		}
	}
	for _, r := range rules {
		known := slices.Contains(exchange.Events(), r.event) && (r.from == exchange.None || slices.Contains(exchange.States(), r.from))
		if !known {
			t.Errorf("%s, %s: the code does not know it", r.from, r.event)
		}
	}
}

func TestTransitionsNameClausesOfTheAgreement(t *testing.T) {
	for _, row := range exchange.Transitions() {
		if !slices.Contains(exchange.Clauses(), row.Clause) || row.By == "" {
			t.Errorf("%s, %s: clause %q, by %q", row.From, row.Event, row.Clause, row.By)
		}
		if row.To != exchange.Before && !slices.Contains(exchange.States(), row.To) {
			t.Errorf("%s, %s: leads to %q, which is no state", row.From, row.Event, row.To)
		}
	}
}

// A caller may change what it was given without changing the table.
func TestTransitionsAreACopy(t *testing.T) {
	for i, rows := 0, exchange.Transitions(); i < len(rows); i++ {
		rows[i].To = exchange.Refunded
	}
	if step := must(exchange.Step(exchange.None, exchange.Create, exchange.Facts{})); step.To != exchange.AwaitingPayment {
		t.Errorf("create leads to %s", step.To)
	}
}

// Whatever happens in whatever order: an order that has ended stays ended, one
// that is completed is never refunded, and the way to Completed passes Received
// and Converted.
func TestAnyHistoryKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, before := exchange.None, exchange.None
		seen := make(map[exchange.State]bool)
		facts := rapid.SampledFrom(everyFacts())
		events := rapid.SliceOfN(rapid.SampledFrom(exchange.Events()), 40, 200).Draw(t, "events")
		for _, event := range append([]exchange.Event{exchange.Create}, events...) {
			now := facts.Draw(t, "facts")
			now.Converted = seen[exchange.ConvertedState]
			step, err := exchange.Step(at, event, now)
			if err != nil {
				continue
			}
			to := step.To
			if to == exchange.Before {
				to = before
			}
			if to == exchange.Suspended || to == exchange.Withheld {
				before = at
			}
			checkLaws(t, at, to, seen)
			seen[to] = true
			at = to
		}
	})
}

func checkLaws(t *rapid.T, at, to exchange.State, seen map[exchange.State]bool) {
	switch at {
	case exchange.Cancelled, exchange.Rejected, exchange.Refunded, exchange.CompletedState:
		if to != at {
			t.Fatalf("%s led to %s", at, to)
		}
	}
	if to == exchange.CompletedState && !(seen[exchange.Received] && seen[exchange.ConvertedState]) {
		t.Fatalf("completed without having been received and converted")
	}
	if to == exchange.Refunded && !seen[exchange.RefundDue] {
		t.Fatalf("refunded without a refund having been due")
	}
	if to == exchange.AwaitingPayment && seen[exchange.Received] {
		t.Fatalf("a paid order went back to waiting for its payment")
	}
}
