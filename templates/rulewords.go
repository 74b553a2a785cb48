package templates

import "agio/wasm/exchange"

// caseCompleted stands for a case in which nothing of section 5 but clause 5.1
// is left. The domain refuses it; the table of clauses still explains it.
const caseCompleted = exchange.RuleCompleted

// verdict is what the simulator says of one clause in one case: whether it
// applies and by which rule, or which rule keeps it away.
type verdict struct {
	Clause  exchange.Clause
	Applies bool
	Reason  exchange.Rule
	Words   string
}

// key is how the page's script finds the words again, which knows clauses by their
// numbers.
func (v verdict) key(t exchange.Terms) string {
	if v.Applies {
		return t.Number(v.Clause) + " yes " + string(v.Reason)
	}
	return t.Number(v.Clause) + " no " + string(v.Reason)
}

// verdicts are the words for every verdict that the domain can give. They are
// written into the page, so that its script needs no words of its own.
func verdicts(t exchange.Terms) []verdict {
	half := term(t, "small_payment_below")
	cancelled, refusal := t.Number(exchange.ClauseCancelled), t.Number(exchange.ClauseRefusal)
	office := "The office starts it: clause " + t.Number(exchange.ClauseOffice) + " goes first."
	done := "The order is completed: clause " + t.Number(exchange.ClauseNoCancel) + " goes first."
	special := "Less than " + half + " was paid: clause " + t.Number(exchange.ClauseSmall) + " goes first."
	return []verdict{
		{exchange.ClauseNoCancel, true, caseCompleted, "The order is completed, so nothing can be cancelled or refunded any more."},
		{exchange.ClauseNoCancel, false, exchange.RuleBefore, "The order is not completed: the payment has not even been converted."},
		{exchange.ClauseNoCancel, false, exchange.RuleAfter, "The order is not completed yet."},
		{exchange.ClauseCancelled, true, exchange.RuleBefore, "At least " + half + " was paid, and it has not been converted."},
		{exchange.ClauseCancelled, true, exchange.RuleAfter, "After the conversion too, because the tariff takes the lower of " + cancelled + " and " + refusal + "."},
		{exchange.ClauseCancelled, false, exchange.RuleAfter, "The payment has been converted: clause " + refusal + " takes its place."},
		{exchange.ClauseCancelled, false, exchange.RuleShare, special},
		{exchange.ClauseCancelled, false, exchange.RuleOffice, office},
		{exchange.ClauseCancelled, false, caseCompleted, done},
		{exchange.ClauseSmall, true, exchange.RuleShare, "Less than " + half + " of the order was paid: the special rule goes first."},
		{exchange.ClauseSmall, false, exchange.RuleShare, "At least " + half + " of the order was paid. Exactly " + half + " is not less."},
		{exchange.ClauseSmall, false, exchange.RuleOffice, office},
		{exchange.ClauseSmall, false, caseCompleted, done},
		{exchange.ClauseRefusal, true, exchange.RuleAfter, "At least " + half + " was paid, and it has been converted."},
		{exchange.ClauseRefusal, false, exchange.RuleBefore, "Nothing has been converted yet: clause " + cancelled + " takes its place."},
		{exchange.ClauseRefusal, false, exchange.RuleShare, special},
		{exchange.ClauseRefusal, false, exchange.RuleOffice, office},
		{exchange.ClauseRefusal, false, caseCompleted, done},
		{exchange.ClauseOffice, true, exchange.RuleOffice, "The office starts it: everything goes back, and the office pays for sending."},
		{exchange.ClauseOffice, false, exchange.RuleOffice, "You ask for it, not the office."},
		{exchange.ClauseOffice, false, caseCompleted, "The office cannot start a return of a completed order."},
	}
}

// verdictWords finds the words for a verdict; none is empty for a verdict the
// domain can give, which a test proves.
func verdictWords(t exchange.Terms, clause exchange.Clause, applies bool, reason exchange.Rule) string {
	for _, v := range verdicts(t) {
		if v.Clause == clause && v.Applies == applies && v.Reason == reason {
			return v.Words
		}
	}
	return ""
}

// choice says why a clause was chosen.
type choice struct {
	Rule  exchange.Rule
	Words string
}

// choices are the words for every rule that can choose (5.5).
func choices(t exchange.Terms) []choice {
	half := term(t, "small_payment_below")
	return []choice{
		{exchange.RuleOffice, "because the office starts it; that rule goes before all others."},
		{exchange.RuleCompleted, "because the order is completed."},
		{exchange.RuleShare, "because less than " + half + " of the order was paid; the special rule goes before the stage."},
		{exchange.RuleBefore, "because you ask before the conversion to USDT; the stage decides."},
		{exchange.RuleAfter, "because you ask after the conversion to USDT; the stage decides."},
		{exchange.RuleLower, "because the tariff takes the lower of the fees of " + t.Number(exchange.ClauseCancelled) + " and " + t.Number(exchange.ClauseRefusal) + " after the conversion."},
	}
}

func choiceWords(t exchange.Terms, rule exchange.Rule) string {
	for _, c := range choices(t) {
		if c.Rule == rule {
			return c.Words
		}
	}
	return ""
}

// provision is one clause of section 5 in a line: when it applies at all and
// what the office keeps under it.
type provision struct {
	Clause      exchange.Clause
	When, Keeps string
}

// provisions are the five clauses that the simulator holds against a case, in
// the domain's order, with the figures of the terms.
func provisions(t exchange.Terms) []provision {
	return []provision{
		{exchange.ClauseNoCancel, "The order is completed.", "no refund"},
		{exchange.ClauseCancelled, "You ask, before the conversion to USDT.", term(t, "cancellation_fee")},
		{exchange.ClauseSmall, "You ask, and less than " + term(t, "small_payment_below") + " of the order was paid.",
			term(t, "small_payment_fee") + " of what was paid, at least " + term(t, "small_payment_minimum")},
		{exchange.ClauseRefusal, "You ask, after the conversion to USDT.", term(t, "refusal_fee") + " of what the conversion brought"},
		{exchange.ClauseOffice, "The office starts the return.", "nothing; the office pays for sending"},
	}
}

// term prints a parameter of the terms as the agreement prints it.
func term(t exchange.Terms, name string) string {
	for _, p := range t.Parameters {
		if p.Name == name {
			return p.Printed()
		}
	}
	return ""
}

func yesNo(yes bool) string {
	if yes {
		return "Yes."
	}
	return "No."
}
