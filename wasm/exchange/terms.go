package exchange

import (
	"time"

	"github.com/shopspring/decimal"
)

// Terms are the numbers of one edition of the user agreement, as the software
// enforces them. Make them with NewTerms.
type Terms struct {
	Edition    string      // the date that names the edition, such as "2026-11-22"
	Hash       string      // SHA-256 of the edition's rendered text, lower-case hex; empty until it is rendered
	Parameters []Parameter // as stated, in the agreement's order
	Numbers    Numbers     // of the clauses that the software names and whose number is not that of their name

	OverdueAfter        time.Duration   // 3.11: time to pay, from creation
	AmountTolerance     decimal.Decimal // 3.12: permitted difference, a fraction, inclusive
	VerificationAnswer  time.Duration   // 3.13: time to answer a verification
	PriceValidity       time.Duration   // 3.18: how long a published snapshot may be ordered on
	PriceGrace          time.Duration   // 3.18: how much longer an order on it may take to arrive; 0 where the edition gives none
	ChoiceDeadline      time.Duration   // 3.20: time for the client's choice
	FixedLongest        time.Duration   // 3.21: how long the tariff may fix a rate at most; 0 where the edition fixes none
	NoticePeriod        time.Duration   // 2.4: from publication to effect of a new edition
	CancellationFee     decimal.Decimal // 5.2: USD
	SmallPaymentBelow   decimal.Decimal // 5.3: share of the order, a fraction, strictly below
	SmallPaymentFee     decimal.Decimal // 5.3: share of the paid value, a fraction
	SmallPaymentMinimum decimal.Decimal // 5.3: USD
	RefusalFee          decimal.Decimal // 5.4: share of what the conversion brought, a fraction
	RefundTime          time.Duration   // 5.10: from confirmed figures to sending
	RecordRetention     Parameter       // 6.6: at least this long, by the calendar
}

// term ties a parameter's name to its clause and kind and to where it is kept.
type term struct {
	name   string
	clause Clause
	kind   ParameterKind
	set    func(Parameter)
}

// later says whether the earliest editions do not state the parameter; its value is
// zero then.
func (k term) later() bool { return k.name == "price_grace" || k.name == "rate_fixed_longest" }

// terms is the one list of what the software enforces.
func (t *Terms) terms() []term {
	period := func(d *time.Duration) func(Parameter) { return func(p Parameter) { *d = p.Duration() } }
	number := func(d *decimal.Decimal) func(Parameter) { return func(p Parameter) { *d = p.Number } }
	return []term{
		{"notice_period", ClauseNotice, Period, period(&t.NoticePeriod)},
		{"overdue_after", ClauseOverdue, Period, period(&t.OverdueAfter)},
		{"amount_tolerance", ClauseTolerance, Share, number(&t.AmountTolerance)},
		{"verification_answer", ClauseVerify, Period, period(&t.VerificationAnswer)},
		{"price_validity", ClausePrices, Period, period(&t.PriceValidity)},
		{"price_grace", ClausePrices, Period, period(&t.PriceGrace)},
		{"choice_deadline", ClauseChoice, Period, period(&t.ChoiceDeadline)},
		{"rate_fixed_longest", ClauseFixed, Period, period(&t.FixedLongest)},
		{"cancellation_fee", ClauseCancelled, Money, number(&t.CancellationFee)},
		{"small_payment_below", ClauseSmall, Share, number(&t.SmallPaymentBelow)},
		{"small_payment_fee", ClauseSmall, Share, number(&t.SmallPaymentFee)},
		{"small_payment_minimum", ClauseSmall, Money, number(&t.SmallPaymentMinimum)},
		{"refusal_fee", ClauseRefusal, Share, number(&t.RefusalFee)},
		{"refund_time", ClauseReturn, Period, period(&t.RefundTime)},
		{"record_retention", ClauseRecords, Period, func(p Parameter) { t.RecordRetention = p }},
	}
}

// ParameterNames lists the parameters that the software enforces.
func ParameterNames() []string {
	var names []string
	for _, known := range new(Terms).terms() {
		names = append(names, known.name)
	}
	return names
}

// NewTerms makes the terms of an edition from its parameters. It refuses a
// parameter the software does not enforce, one that is missing (but for those that
// the earliest editions do not have) or stated twice,
// one of the wrong kind, and one that stands beside another clause than the
// software names, by the number that the edition gives it; Field is the parameter's
// name.
func NewTerms(edition string, numbers Numbers, parameters []Parameter) (Terms, error) {
	t := Terms{Edition: edition, Parameters: parameters, Numbers: numbers}
	given := make(map[string]Parameter, len(parameters))
	for _, p := range parameters {
		if _, twice := given[p.Name]; twice {
			return Terms{}, refuse(ParameterInvalid, p.Name, "The parameter is stated twice.", "each parameter once")
		}
		given[p.Name] = p
	}
	for _, known := range t.terms() {
		p, ok := given[known.name]
		if !ok && known.later() {
			continue
		}
		if !ok {
			return Terms{}, refuse(ParameterMissing, known.name, "The agreement does not state this parameter.", "a value, and clause "+t.Number(known.clause))
		}
		if err := known.check(p, t.Number(known.clause)); err != nil {
			return Terms{}, err
		}
		known.set(p)
		delete(given, known.name)
	}
	for _, p := range parameters {
		if _, left := given[p.Name]; left {
			return Terms{}, refuse(ParameterUnknown, p.Name, "The software enforces no such parameter.", "a parameter it knows")
		}
	}
	return t, nil
}

// Number gives the number of a clause in the edition, which is what is printed and
// linked to; empty for none.
func (t Terms) Number(c Clause) string { return t.Numbers.Of(c) }

// ClauseOf gives the name of the clause that states a parameter; empty for one that
// the software does not enforce.
func (t Terms) ClauseOf(parameter string) Clause {
	for _, known := range t.terms() {
		if known.name == parameter {
			return known.clause
		}
	}
	return ""
}

// example says what a value of the kind looks like.
func (k ParameterKind) example() string {
	switch k {
	case Share:
		return "a share such as 2%"
	case Money:
		return "a sum such as 50 USD"
	}
	return "a period such as 24h or 30d"
}

// check holds a parameter against what the software enforces; number is that of its
// clause in the edition.
func (k term) check(p Parameter, number string) error {
	if p.Clause != number {
		return refuse(ParameterClause, k.name, "The parameter stands beside clause "+p.Clause+".", "clause "+number)
	}
	if p.Kind != k.kind {
		return refuse(ParameterInvalid, k.name, "The value is of the wrong kind.", k.kind.example())
	}
	if k.kind == Period && p.Unit == "year" && k.name != "record_retention" {
		return refuse(ParameterInvalid, k.name, "A period in years cannot be counted to the second.", "minutes, hours or days")
	}
	return nil
}
