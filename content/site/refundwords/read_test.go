package refundwords_test

import (
	"regexp"
	"strings"
	"testing"

	"agio/content/site/refundwords"
	"agio/wasm/exchange"
)

var below = &refundwords.Bound{Parameter: "small_payment_below", Limit: refundwords.Limit{Upper: true}}

// clauses are the refund clauses as they ship, with what they are to say.
var clauses = []struct {
	text string
	says refundwords.Clause
}{
	{"Where the Payment has been received and the Client cancels the Order before the Conversion, the Office keeps {cancellation_fee} and the Cost of sending.",
		refundwords.Clause{Name: exchange.ClauseCancelled, Client: true, Before: true}},
	{"Where the Client asks for a Refund and the Payment is less than {small_payment_below} of the amount of the Order, the Office keeps {small_payment_fee} of the value of the whole Payment, but not less than {small_payment_minimum}, and the Cost of sending. " +
		"This clause applies before and after the Conversion. A Payment of exactly {small_payment_below} is not less than {small_payment_below}.",
		refundwords.Clause{Name: exchange.ClauseSmall, Client: true, Before: true, After: true, Bound: below}},
	{"Where the Client has paid and, because of circumstances, refuses the exchange after the Conversion, the Office keeps {refusal_fee} of the USDT that the Conversion brought, and the Cost of sending.",
		refundwords.Clause{Name: exchange.ClauseRefusal, Client: true, After: true}},
	{"Where the Office starts the return, the Payment is returned whole: the Office keeps no fee and bears the Cost of sending itself. " +
		"This applies where a Verification is declined or remains unanswered (clause 3.13), where a late Payment or a case of its own is not continued (clause 3.20), where the Client disagrees after a suspension (clauses 3.20 and 4.6), and where the Office refuses the Service after the Payment (clause 6.5). " +
		"Before the Conversion, whole means the amount paid. After the Conversion, it means everything that the Conversion brought, bought back at the ask of the decision and rounded down once; if prices have moved, this can differ from the amount paid.",
		refundwords.Clause{Name: exchange.ClauseOffice, Office: true, Before: true, After: true, Late: true, Suspended: true}},
}

var anyWord = regexp.MustCompile(`\{\w+\}|[\pL]+`)

// TestNoWordIsReplacedUnseen: each word of the clauses replaced by one that nobody knows
// is one finding. Half of the term Cost of sending is left to the check of terms.
func TestNoWordIsReplacedUnseen(t *testing.T) {
	words := 0
	for _, c := range clauses {
		if found := refundwords.Read(c.text, c.says); len(found) > 0 {
			t.Errorf("%s: %v", c.text, found)
		}
		for _, m := range anyWord.FindAllStringIndex(c.text, -1) {
			if c.text[m[0]] == '{' || strings.HasPrefix(c.text[m[0]:], "of sending") || strings.HasPrefix(c.text[m[0]:], "sending") {
				continue
			}
			words++
			if found := refundwords.Read(c.text[:m[0]]+"zebra"+c.text[m[1]:], c.says); len(found) != 1 {
				t.Errorf("%q for zebra in %.40s: %v", c.text[m[0]:m[1]], c.text, found)
			}
		}
	}
	t.Log(words, "words")
}

// FuzzRead: no text stops the reading, and what is found lies in it.
func FuzzRead(f *testing.F) {
	for _, c := range clauses {
		f.Add(c.text, string(c.says.Name))
	}
	f.Add("The Office {cancellation_fee}. Cost of sending is borne by the Client before the Conversion", "5.2")
	f.Fuzz(func(t *testing.T, text, name string) {
		for _, found := range refundwords.Read(text, refundwords.Clause{Name: exchange.Clause(name), Client: true, Before: true, Bound: below}) {
			if found.From < 0 || found.From > found.To || found.To > len(text) || found.Message == "" {
				t.Fatalf("%q: %+v", text, found)
			}
		}
	})
}
