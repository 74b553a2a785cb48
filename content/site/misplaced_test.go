package site_test

import (
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestMisplaced holds sentences that print a figure against what they speak of.
func TestMisplaced(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Refunds are sent within {{ verification_answer }}.", "parameter_misplaced"},
		{"Your order is overdue after {{ choice_deadline }}.", "parameter_misplaced"},
		{"Records are kept for {{ refund_time }}.", "parameter_misplaced"},
		{"Prices are valid for {{ overdue_after }}.", "parameter_misplaced"},
		{"A payment may differ by {{ refusal_fee }}.", "parameter_misplaced"},
		{"It is {{ cancellation_fee }} after the conversion.", "parameter_misplaced"},
		{"It is {{ refusal_fee }} before the conversion.", "parameter_misplaced"},
		{"| Step | Costs | Clause |\n|---|---|---|\n| Cancelling | {{ refusal_fee }} | [5.2](/terms/#n-5.2) |", "parameter_elsewhere"},

		{"Refunds are sent within {{ refund_time }}.", ""},
		{"You have {{ choice_deadline }} to choose, and the refund is sent within {{ refund_time }}.", ""},
		{"Without an answer for {{ choice_deadline }} the payment is returned whole.", ""},
		{"A question that stays unanswered for {{ verification_answer }} ends the order, and the refund is sent within {{ refund_time }}.", ""},
		{"Cancelling costs {{ cancellation_fee }} before the conversion and {{ refusal_fee }} after it.", ""},
		{"If you cancel a small payment, the fee is {{ small_payment_fee }}, and at least {{ small_payment_minimum }}.", ""},
		{"If you pay less than {{ small_payment_below }} of the order, you lose {{ small_payment_fee }}.", ""},
		{"Pay within {{ overdue_after }}, at a price that is at most {{ price_validity }} old.", ""},
		{"As long as {{ refusal_fee }} is not more than {{ cancellation_fee }}, asking after the conversion costs no more than before it.", ""},
		{"A rate is fixed for {{ rate_fixed_longest }} at the most; you have {{ overdue_after }} to pay.", ""},
		{"We publish a change {{ notice_period }} before it takes effect, and keep records for {{ record_retention }}.", ""},
		{"| Step | Costs | Clause |\n|---|---|---|\n| Cancelling {{ small_payment_below }} or more | {{ cancellation_fee }} | [5.2](/terms/#n-5.2) |", ""},
		{"| Step | Time | Clause |\n|---|---|---|\n| Nothing is heard | {{ verification_answer }} | [5.9](/terms/#n-5.9) |", ""},
	} {
		files := fixture.Office(t, content.Default)
		files["cases.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Cases\ndescription: Sentences of all sorts.\n---\n\n" + c.text + "\n"), Mode: 0o644}
		got := ""
		for _, p := range site.Examine(files) {
			got += p.Code
			if p.Level != content.Warning {
				t.Errorf("%s: %v is no warning", c.text, p)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
