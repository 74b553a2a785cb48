package exchange_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agio/wasm/exchange"
)

func TestTermsAreReadFromTheParameters(t *testing.T) {
	terms := agreement(t, nil)
	if terms.OverdueAfter != 24*time.Hour || terms.PriceValidity != 5*time.Minute || terms.VerificationAnswer != 720*time.Hour ||
		terms.ChoiceDeadline != 72*time.Hour || terms.NoticePeriod != 168*time.Hour || terms.RefundTime != 72*time.Hour ||
		terms.PriceGrace != 10*time.Second || terms.FixedLongest != time.Hour {
		t.Errorf("periods: %+v", terms)
	}
	for _, c := range []struct{ got, want string }{
		{terms.AmountTolerance.String(), "0.02"}, {terms.CancellationFee.String(), "50"}, {terms.SmallPaymentBelow.String(), "0.5"},
		{terms.SmallPaymentFee.String(), "0.01"}, {terms.SmallPaymentMinimum.String(), "50"}, {terms.RefusalFee.String(), "0.02"},
		{terms.RecordRetention.Value(), "5y"}, {terms.Edition, "2026-11-22"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
	if terms.RecordRetention.Duration() != 0 {
		t.Error("years are counted by the calendar, not in hours")
	}
}

func TestTermsRefuse(t *testing.T) {
	standard := func() []exchange.Parameter {
		var all []exchange.Parameter
		for _, row := range standardTerms() {
			all = append(all, must(exchange.ParseParameter(row[0], row[1], row[2])))
		}
		return all
	}
	replace := func(i int, name, value, clause string) []exchange.Parameter {
		all := standard()
		all[i] = must(exchange.ParseParameter(name, value, clause))
		return all
	}
	for want, parameters := range map[string][]exchange.Parameter{
		"parameter_missing record_retention": standard()[:12],
		"parameter_missing notice_period":    nil,
		"parameter_unknown late_fee":         append(standard(), must(exchange.ParseParameter("late_fee", "1%", "5.3"))),
		"parameter_invalid overdue_after":    append(standard(), standard()[1]),
		"parameter_clause refusal_fee":       replace(10, "refusal_fee", "2%", "5.2"),
		"parameter_invalid amount_tolerance": replace(2, "amount_tolerance", "50 USD", "3.12"),
		"parameter_invalid cancellation_fee": replace(6, "cancellation_fee", "24h", "5.2"),
		"parameter_invalid choice_deadline":  replace(5, "choice_deadline", "1y", "3.20"),
		"parameter_clause price_grace":       replace(13, "price_grace", "10s", "3.11"),
	} {
		_, err := exchange.NewTerms("2026-11-22", nil, parameters)
		if got := refusal(t, err); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestParameters(t *testing.T) {
	const nbsp = "\u00a0"
	for _, c := range []struct{ text, value, printed string }{
		{"24h", "24h", "24" + nbsp + "hours"}, {"1h", "1h", "1" + nbsp + "hour"}, {"30d", "30d", "30" + nbsp + "days"},
		{"15m", "15m", "15" + nbsp + "minutes"}, {"10s", "10s", "10" + nbsp + "seconds"}, {"5y", "5y", "5" + nbsp + "years"}, {"9999d", "9999d", "9999" + nbsp + "days"},
		{"2%", "2%", "2" + nbsp + "%"}, {"0.25%", "0.25%", "0.25" + nbsp + "%"}, {"100%", "100%", "100" + nbsp + "%"},
		{"0%", "0%", "0" + nbsp + "%"}, {"50 USD", "50 USD", "50" + nbsp + "USD"}, {"12.50 USD", "12.5 USD", "12.5" + nbsp + "USD"},
	} {
		p, err := exchange.ParseParameter("x", c.text, "1")
		if err != nil || p.Value() != c.value || p.Printed() != c.printed {
			t.Errorf("%q: %q, %q, %v", c.text, p.Value(), p.Printed(), err)
		}
	}
	for _, text := range []string{
		"", "h", "0h", "24", "24 h", "24H", "-1h", "1.5h", "10000d", "24w", "+2%", "%", "100.0001%", "2.00001%", "-2%", "2%%",
		"50USD", "50 usd", "50 EUR", "-50 USD", "50.001 USD", " USD", "1e3 USD", "٢%", "٢h", "24h ", " 24h", "NaN%",
	} {
		if p, err := exchange.ParseParameter("x", text, "1"); refusal(t, err) != "parameter_invalid x" {
			t.Errorf("%q is read as %+v", text, p)
		}
	}
}

func TestParametersSurvivePrintingAndParsing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`[0-9]{1,4}[smhdy]`),
			rapid.StringMatching(`[0-9]{1,2}(\.[0-9]{1,4})?%`),
			rapid.StringMatching(`[0-9]{1,12}(\.[0-9]{1,2})? USD`)).Draw(t, "value")
		p, err := exchange.ParseParameter("x", text, "1")
		if err != nil {
			return
		}
		again, err := exchange.ParseParameter("x", p.Value(), "1")
		if err != nil || !again.Number.Equal(p.Number) || again.Kind != p.Kind || again.Unit != p.Unit || again.Value() != p.Value() {
			t.Fatalf("%q gives %q, and that %+v, %v", text, p.Value(), again, err)
		}
	})
}

func TestCommissionIsAFraction(t *testing.T) {
	for text, want := range map[string]string{"1.5%": "0.015", "0.0001%": "0.000001", "20%": "0.2", "0%": "0"} {
		if got := must(exchange.ParseCommission(text)); got.String() != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"20.0001%", "1.5", "%", "", "-1%", "1.23456%"} {
		_, err := exchange.ParseCommission(text)
		if got := refusal(t, err); got != "commission_invalid commission" {
			t.Errorf("%q: %s", text, got)
		}
	}
}
