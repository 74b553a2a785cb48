package templates

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// agreement is the text of the user agreement as it is written.
func agreement(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../content/terms.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// hasClause says whether the agreement has a clause of this number.
func hasClause(text, number string) bool {
	return regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(number) + `\. `).MatchString(text)
}

func TestEveryStateHasWords(t *testing.T) {
	if len(statuses) != len(exchange.States()) {
		t.Errorf("%d states have words, the domain has %d", len(statuses), len(exchange.States()))
	}
	for _, state := range exchange.States() {
		s := statuses[state]
		for _, words := range []string{s.Word, string(s.Clause), s.Meaning, s.Next.Words, string(s.Next.Clause), s.By.Words, string(s.By.Clause)} {
			if words == "" {
				t.Errorf("%s: something is not said: %+v", state, s)
			}
		}
	}
}

// The clause beside a state is one under which the table of transitions leads
// into it, so that words and domain cannot drift apart.
func TestStatusClausesAgreeWithTheDomain(t *testing.T) {
	into := make(map[exchange.State]map[exchange.Clause]bool)
	for _, tr := range exchange.Transitions() {
		if into[tr.To] == nil {
			into[tr.To] = make(map[exchange.Clause]bool)
		}
		into[tr.To][tr.Clause] = true
	}
	for state, s := range statuses {
		if !into[state][s.Clause] {
			t.Errorf("%s: no transition leads there under clause %s, but under %v", state, s.Clause, into[state])
		}
	}
}

// allRules are the sentences of the page with the clauses that they name.
func allRules() []rule {
	var list []rule
	for _, s := range statuses {
		list = append(list, rule{s.Meaning, s.Clause}, s.Next, s.By)
	}
	for _, s := range []status{fulfilled, furtherPayment, nothingBack, staysOwed} {
		list = append(list, rule{s.Meaning, s.Clause}, s.Next, s.By)
	}
	for _, r := range rights {
		list = append(list, r)
	}
	for _, d := range deeds {
		list = append(list, rule{d.Words, d.Clause})
	}
	return list
}

func TestRulesNameClausesOfTheAgreement(t *testing.T) {
	text := agreement(t)
	for _, r := range allRules() {
		if !hasClause(text, string(r.Clause)) {
			t.Errorf("the agreement has no clause %s, which is named for %q", r.Clause, r.Words)
		}
	}
}

// A number of the terms reaches the page only as a parameter, and beside the
// clause that states it.
func TestRulesWriteNoNumbers(t *testing.T) {
	stated := make(map[string]string)
	for _, p := range sampleTerms(t).Parameters {
		stated[p.Name] = p.Clause
	}
	for _, r := range allRules() {
		if strings.ContainsAny(r.Words, "0123456789%") {
			t.Errorf("a literal number in %q", r.Words)
		}
		for _, m := range regexp.MustCompile(`{(\w+)}`).FindAllStringSubmatch(r.Words, -1) {
			if m[1] == "within" || m[1] == "owed" {
				continue
			}
			if stated[m[1]] != string(r.Clause) {
				t.Errorf("%s is stated by clause %q, not by %s: %q", m[1], stated[m[1]], r.Clause, r.Words)
			}
		}
	}
}

func TestRightsAreThoseOfTheTable(t *testing.T) {
	used := make(map[exchange.Event]bool)
	for _, tr := range exchange.Transitions() {
		if tr.By == exchange.ByClient && tr.From != exchange.None {
			used[tr.Event] = true
		}
	}
	for e := range used {
		if rights[e].Words == "" {
			t.Errorf("a client may %s, but no words say so", e)
		}
	}
	for e := range rights {
		if !used[e] {
			t.Errorf("words offer %s, which the table never leaves to a client", e)
		}
	}
	if got := rightsOf(exchange.CompletedState); len(got) != 0 {
		t.Errorf("a completed order still offers %v", got)
	}
	if got := rightsOf(exchange.Verification); len(got) != 1 {
		t.Errorf("verification offers %v, want the refund once", got)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, tr := range exchange.Transitions() {
		if tr.Reason != "" && reasons[tr.Reason] == "" {
			t.Errorf("no words for the reason %s", tr.Reason)
		}
	}
	for _, r := range []exchange.Reason{exchange.ReasonPaidLess, exchange.ReasonPaidMore} {
		if reasons[r] == "" {
			t.Errorf("no words for the reason %s", r)
		}
	}
}

// An order keeps its edition: the figures of another one are not printed for it.
func TestFillKeepsToTheEdition(t *testing.T) {
	terms := sampleTerms(t)
	r := rule{"Answer within {verification_answer}.", exchange.ClauseVerify}
	for edition, want := range map[string]string{
		terms.Edition: "Answer within 30 days.",
		"2020-01-01":  "Answer within the time that your edition gives.",
	} {
		got := strings.ReplaceAll(r.fill(OrderView{Terms: edition}, terms), noBreak, " ")
		if got != want {
			t.Errorf("edition %s: %q, want %q", edition, got, want)
		}
	}
}
