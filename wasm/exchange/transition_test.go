package exchange_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// rule is a row of testdata/transitions.txt.
type rule struct {
	from, within          exchange.State
	event                 exchange.Event
	when                  []string
	by, to, then, clauses string
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
	"unconfirmed": func(f exchange.Facts) bool { return !f.Confirmed },
	"confirmed":   func(f exchange.Facts) bool { return f.Confirmed },
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
		r := rule{event: exchange.Event(cells[1]), when: strings.Fields(cells[2]), by: cells[3], clauses: cells[5]}
		from, within, _ := strings.Cut(strings.Replace(cells[0], "(none)", "", 1), "/")
		r.from, r.within = exchange.State(from), exchange.State(within)
		r.to, r.then, _ = strings.Cut(cells[4], "/")
		for _, guard := range r.when {
			if guards[guard] == nil {
				t.Fatalf("transitions.txt:%d: no guard %q", i+1, guard)
			}
		}
		rules = append(rules, r)
	}
	return rules
}

func (r rule) holds(from exchange.State, event exchange.Event, f exchange.Facts) bool {
	return r.from == from && r.event == event && (r.within == "" || r.within == f.Before) &&
		!slices.ContainsFunc(r.when, func(guard string) bool { return !guards[guard](f) })
}

// everyFacts lists all combinations of facts of an order that remembers a state.
func everyFacts(before exchange.State) []exchange.Facts {
	var all []exchange.Facts
	for n := range 16 {
		all = append(all, exchange.Facts{Late: n&1 != 0, Deviates: n&2 != 0, Small: n&4 != 0, Confirmed: n&8 != 0, Before: before})
	}
	return all
}

// Every state, every event, every combination of facts: allowed exactly as the
// table says.
func TestStepIsTheTable(t *testing.T) {
	rules := readRules(t)
	states := append([]exchange.State{exchange.None}, exchange.States()...)
	for _, from := range states {
		befores := []exchange.State{exchange.None, exchange.Received} // which an order that is not held up does not have
		if from == exchange.Suspended || from == exchange.Withheld {
			befores = states
		}
		for _, before := range befores {
			for _, event := range append(exchange.Events(), "no_such_event") {
				for _, facts := range everyFacts(before) {
					checkStep(t, rules, from, event, facts)
				}
			}
		}
	}
}

func checkStep(t *testing.T, rules []rule, from exchange.State, event exchange.Event, facts exchange.Facts) {
	t.Helper()
	want := rule{to: "refused transition_refused"}
	for _, r := range rules {
		if r.holds(from, event, facts) {
			if want.event != "" {
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
	state, remembered := step.After(facts.Before)
	if want.to == string(exchange.Before) {
		want.to = string(facts.Before)
	}
	if step.From != from || step.Event != event || string(state) != want.to || string(remembered) != want.then {
		t.Errorf("%s, %s, %+v: leads to %s/%s, want %s/%s", from, event, facts, state, remembered, want.to, want.then)
		return
	}
	if want.by != "-" && string(step.By) != want.by {
		t.Errorf("%s, %s: by %s, want %s", from, event, step.By, want.by)
	}
	if !slices.Contains(strings.Fields(want.clauses), string(step.Clause)) {
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
	known := func(s exchange.State) bool { return s == exchange.None || slices.Contains(exchange.States(), s) }
	for _, r := range rules {
		if !slices.Contains(exchange.Events(), r.event) || !known(r.from) || !known(r.within) || !known(exchange.State(r.then)) {
			t.Errorf("%s/%s, %s, /%s: the code does not know it", r.from, r.within, r.event, r.then)
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

// The refusal says what to wait for, under the clause that says why.
func TestUnconfirmedIsRefusedByName(t *testing.T) {
	_, err := exchange.Step(exchange.Verification, exchange.Approve, exchange.Facts{})
	e, ok := err.(*exchange.Error)
	if !ok || e.Code != exchange.PaymentUnconfirmed || e.Clause != "3.5" || e.Field != "event" || e.Message == "" || e.Accepts == "" {
		t.Errorf("%+v", err)
	}
	for _, from := range []exchange.State{exchange.Verification, exchange.LateReview} {
		_, err := exchange.Step(from, exchange.PaymentConfirmed, exchange.Facts{Confirmed: true})
		if got := refusal(t, err); got != "transition_refused event" {
			t.Errorf("%s: a payment confirmed twice: %s", from, got)
		}
	}
}
