package exchange

import "github.com/shopspring/decimal"

// options holds every clause of section 5 against the case and gives the one
// that is chosen beside all of them, in the order of their numbers.
func (t Terms) options(c RefundCase) (chosen Option, all []Option) {
	_, paid := c.value()
	all = []Option{
		{Clause: ClauseNoCancel, Reason: stageRule(c.Stage)},
		t.cancelled(c),
		t.small(c, paid),
		t.refusal(c, paid),
		{Clause: ClauseOffice, Reason: RuleOffice, Applies: c.ByOffice, Fee: Amount{decimal.Decimal{}, Base}},
	}
	for i := range all {
		all[i].Fee.Currency = Base
	}
	return choose(c, all), all
}

func stageRule(s Stage) Rule {
	if s == Converted {
		return RuleAfter
	}
	return RuleBefore
}

// belowShare says whether so little was paid that 5.3 goes first: strictly less
// than the share of the order, in exact multiplication.
func (t Terms) belowShare(c RefundCase) bool {
	return c.Paid.LessThan(c.Ordered.Mul(t.SmallPaymentBelow))
}

// cancelled is clause 5.2: a fixed sum before conversion.
func (t Terms) cancelled(c RefundCase) Option {
	o := Option{Clause: ClauseCancelled, Reason: t.blocker(c)}
	if o.Reason == "" {
		o.Applies = c.Stage == BeforeConversion || c.After == ByLower
		o.Reason = stageRule(c.Stage)
	}
	if o.Applies {
		o.Fee.Value = t.CancellationFee.Mul(c.Peg)
	}
	return o
}

// small is clause 5.3: a share of the paid value, at least a fixed sum.
func (t Terms) small(c RefundCase, paid decimal.Decimal) Option {
	o := Option{Clause: ClauseSmall, Reason: RuleShare, Applies: !c.ByOffice && t.belowShare(c)}
	if c.ByOffice {
		o.Reason = RuleOffice
	}
	if o.Applies {
		o.Fee.Value = decimal.Max(paid.Mul(t.SmallPaymentFee), t.SmallPaymentMinimum.Mul(c.Peg))
	}
	return o
}

// refusal is clause 5.4: a share of what the conversion brought.
func (t Terms) refusal(c RefundCase, paid decimal.Decimal) Option {
	o := Option{Clause: ClauseRefusal, Reason: t.blocker(c)}
	if o.Reason == "" {
		o.Applies = c.Stage == Converted
		o.Reason = stageRule(c.Stage)
	}
	if o.Applies {
		o.Fee.Value = paid.Mul(t.RefusalFee)
	}
	return o
}

// blocker gives the rule that goes before 5.2 and 5.4, if one does.
func (t Terms) blocker(c RefundCase) Rule {
	switch {
	case c.ByOffice:
		return RuleOffice
	case t.belowShare(c):
		return RuleShare
	}
	return ""
}

// choose takes the clause that applies. Only under the tariff's ByLower can two
// apply at once (5.2 and 5.4); then the lower fee counts, and 5.4 on a tie.
func choose(c RefundCase, all []Option) Option {
	var chosen Option
	applying := 0
	for _, o := range all {
		if !o.Applies {
			continue
		}
		applying++
		if applying == 1 || o.Fee.Value.LessThanOrEqual(chosen.Fee.Value) {
			chosen = o
		}
	}
	if c.Stage == Converted && c.After == ByLower && chosen.Reason == RuleAfter {
		chosen.Reason = RuleLower
	}
	return chosen
}

// Line finds a line by its name; a name that is not there gives a zero line.
func (r Refund) Line(name string) Line { return findLine(r.Lines, name) }
