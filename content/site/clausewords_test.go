package site_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// The refund clauses as they ship.
const (
	clause52 = "5.2. Where the Payment has been received and the Client cancels the Order before the Conversion, the Office keeps {{ cancellation_fee }} and the Cost of sending."
	clause53 = "5.3. Where the Client asks for a Refund and the Payment is less than {{ small_payment_below }} of the amount of the Order, the Office keeps {{ small_payment_fee }} of the value of the whole Payment, but not less than {{ small_payment_minimum }}, and the Cost of sending."
	clause54 = "5.4. Where the Client has paid and, because of circumstances, refuses the exchange after the Conversion, the Office keeps {{ refusal_fee }} of the USDT that the Conversion brought, and the Cost of sending."
	stages53 = "This clause applies before and after the Conversion."
	exact53  = "A Payment of exactly {{ small_payment_below }} is not less than {{ small_payment_below }}."
	clause59 = "5.9. Where the Office starts the return, the Payment is returned whole: the Office keeps no fee and bears the Cost of sending itself."
	reasons  = "This applies where a Verification is declined or remains unanswered (clause 3.13), where a late Payment or a case of its own is not continued (clause 3.20), where the Client disagrees after a suspension (clauses 3.20 and 4.6), and where the Office refuses the Service after the Payment (clause 6.5)."
	whole59  = "Before the Conversion, whole means the amount paid."
	after59  = "After the Conversion, it means everything that the Conversion brought, bought back at the ask of the decision and rounded down once;"
)

// otherWords are changes of a word or two by which a clause says something else; at is
// a word of the line that the problem stands on, at the words.
var otherWords = []struct{ in, find, becomes, at string }{
	{clause52, "before the", "after the", "after the Conversion"},
	{clause52, "before the", "during the", "during the Conversion"},
	{clause52, "before the", "before and after the", "before and after"},
	{clause52, "Client cancels", "Office cancels", "Office cancels"},
	{clause52, "cancels", "confirms", "confirms"},
	{clause52, "cancels", "completes", "completes"},
	{clause52, "received", "announced", "announced"},
	{clause52, "has been", "has not been", "not been"},
	{clause52, "received and", "received or", "or the Client"},
	{clause52, "Where", "Unless", "Unless"},
	{clause52, "cancels the Order", "cancels the Withdrawal", "Withdrawal"},
	{clause52, "Office keeps", "Client keeps", "Client keeps"},
	{clause52, "keeps", "returns", "returns"},
	{clause52, "keeps", "waives", "waives"},
	{clause52, "and the Cost", "or the Cost", "or the Cost"},
	{clause52, "and the Cost", "without the Cost", "without"},
	{clause52, "Cost of sending", "Payout fee", "Payout fee"},
	{clause52, " and the Cost of sending.", ".", "."},
	{clause52, "}} and", "}} of the Order and", "of the Order"},
	{clause53, "less than {{ small_payment_below", "more than {{ small_payment_below", "more than"},
	{clause53, "less than {{ small_payment_below", "at least {{ small_payment_below", "at least"},
	{clause53, "less than {{ small_payment_below", "up to {{ small_payment_below", "up to"},
	{clause53, "is less than {{ small_payment_below }}", "is {{ small_payment_below }} or more", "or more"},
	{clause53, "less than {{ small_payment_below", "not less than {{ small_payment_below", "not less"},
	{clause53, "amount of the Order", "amount of the Payment", "Payment, the Office"},
	{clause53, "amount of the Order", "amount of the Withdrawal", "Withdrawal"},
	{clause53, " of the amount of the Order,", ",", ", the Office"},
	{clause53, "Client asks", "Office asks", "Office asks"},
	{clause53, "a Refund", "a Quote", "Quote"},
	{clause53, "Refund and", "Refund or", "or the Payment"},
	{clause53, "keeps", "pays", "pays"},
	{clause53, "value of the whole", "value of the missing", "missing"},
	{clause53, "the whole Payment", "the whole Order", "Order, but"},
	{clause53, "the whole Payment", "the whole Refund", "Refund, but"},
	{clause53, "not less than {{ small_payment_minimum", "not more than {{ small_payment_minimum", "not more"},
	{clause53, "not less than {{ small_payment_minimum", "less than {{ small_payment_minimum", "less than {{ small_payment_minimum"},
	{clause53, "not less than {{ small_payment_minimum", "at most {{ small_payment_minimum", "at most"},
	{clause53, "keeps {{ small_payment_fee }} of the value of the whole Payment, but not less than", "keeps the lesser of {{ small_payment_fee }} of the value of the whole Payment and", "lesser"},
	{clause53, ", and the Cost", ", minus the Cost", "minus"},
	{stages53, "before and after the", "after the", "after the Conversion"},
	{stages53, "before and after the", "before the", "before the Conversion"},
	{stages53, "before and after", "before but not after", "before but"},
	{stages53, "applies", "lapses", "lapses"},
	{stages53, "before and after the Conversion", "before and the Conversion", "and the Conversion"},
	{exact53, "not less", "less", "less than"},
	{exact53, "not less", "not more", "not more"},
	{exact53, "exactly", "roughly", "not less than"},
	{clause54, "after the", "before the", "before the Conversion"},
	{clause54, "Client has", "Office has", "Office has"},
	{clause54, "refuses", "accepts", "accepts"},
	{clause54, "has paid", "has ordered", "ordered"},
	{clause54, "the exchange", "the Refund", "refuses the Refund"},
	{clause54, "of the USDT", "of the BTC", "BTC"},
	{clause54, "brought", "cost", "cost,"},
	{clause54, "of the USDT that the Conversion brought", "of the Order", "Order, and"},
	{clause54, " of the USDT that the Conversion brought", "", ", and the Cost"},
	{clause54, "Office keeps", "Client keeps", "Client keeps"},
	{clause54, "keeps", "gives", "gives"},
	{clause54, "and the Cost", "but not the Cost", "not the Cost"},
	{clause54, "the Office keeps {{ refusal_fee }} of the USDT that the Conversion brought, and the Cost of sending", "{{ refusal_fee }} of the USDT that the Conversion brought and the Cost of sending are kept by the Client", "Client."},
	{clause59, "Office starts", "Client starts", "Client starts"},
	{clause59, "starts", "stops", "stops"},
	{clause59, "whole", "partly", "partly"},
	{clause59, "returned", "kept", "kept"},
	{clause59, "no fee", "a fee", "a fee"},
	{clause59, "Office keeps", "Client keeps", "Client keeps"},
	{clause59, "bears", "keeps", "keeps the Cost"},
	{clause59, "bears", "shares", "shares"},
	{reasons, "declined", "approved", "approved"},
	{reasons, "unanswered", "answered", "answered"},
	{reasons, "late", "timely", "timely"},
	{reasons, "not continued", "continued", "continued"},
	{reasons, "disagrees", "agrees", "agrees"},
	{reasons, "suspension", "holiday", "holiday"},
	{reasons, "refuses", "renders", "renders"},
	{reasons, "Service after", "Service before", "before"},
	{whole59, "Before", "After", "After"},
	{whole59, "paid", "ordered", "the amount ordered"},
	{after59, "everything", "half", "half"},
	{after59, "ask", "bid", "bid"},
	{after59, "down", "up", "up once"},
	{after59, "After", "Before", "Before"},
}

// sameWords say the same in other words.
var sameWords = []struct{ in, becomes string }{
	{clause52, "5.2. If the Payment has been received and the Client cancels the Order before the Conversion, the Office keeps {{ cancellation_fee }} and the Cost of sending."},
	{clause52, "5.2. Where the Client cancels the Order after the Payment has been received and before the Conversion, the Office retains {{ cancellation_fee }} and the Cost of sending."},
	{clause52, "5.2. The Office deducts {{ cancellation_fee }} and the Cost of sending where the Payment has been received and the Client cancels the Order prior to the Conversion."},
	{clause52, "5.2. When the Payment has been credited and the Client withdraws from the Order before its Conversion, {{ cancellation_fee }} is kept by the Office, together with the Cost of sending."},
	{clause52, "5.2. Where the Client calls off the paid Order before the Conversion, the Office may keep a fee of {{ cancellation_fee }}, as well as the Cost of sending."},
	{clause52, "5.2. Where the Payment was received and the Client gives up the Order until the Conversion, the Office charges {{ cancellation_fee }} plus the Cost of sending."},
	{clause53, "5.3. Where the Client requests a Refund and the Payment is below {{ small_payment_below }} of the Order, the Office keeps {{ small_payment_fee }} of the value of the Payment, at least {{ small_payment_minimum }}, and the Cost of sending."},
	{clause53, "5.3. If the Client demands the return of a Payment that is strictly below {{ small_payment_below }} of what was ordered, the Office retains {{ small_payment_fee }} of the total value of the Payment, but at least {{ small_payment_minimum }}, plus the Cost of sending."},
	{clause53, "5.3. Where the Client asks for a Refund and the Payment is under {{ small_payment_below }} of the sum of the Order, the Office keeps {{ small_payment_fee }} of the value of the entire Payment, with a minimum of {{ small_payment_minimum }}, and also the Cost of sending."},
	{clause53, "5.3. Where the Client asks for a Refund and the Payment amounts to less than {{ small_payment_below }} of the amount of the Order, the Office keeps {{ small_payment_fee }} of the value of the whole Payment, or, if that is more, {{ small_payment_minimum }}, and the Cost of sending."},
	{clause53, "5.3. The Office keeps {{ small_payment_fee }} of the value of the whole Payment, but no less than {{ small_payment_minimum }}, and the Cost of sending, where the Client asks for a Refund and the Payment is less than {{ small_payment_below }} of the amount of the Order."},
	{stages53, "This clause applies after and before the Conversion."},
	{stages53, "This clause holds both before and after the Conversion."},
	{stages53, "This applies before or after the Conversion."},
	{stages53, "This rule counts before as well as after the Conversion."},
	{exact53, "A Payment of precisely {{ small_payment_below }} is not below {{ small_payment_below }}."},
	{exact53, "Exactly {{ small_payment_below }} is at least {{ small_payment_below }}."},
	{clause54, "5.4. Where the Client has paid and refuses the exchange after the Conversion, the Office keeps {{ refusal_fee }} of the USDT that the Conversion brought, and the Cost of sending."},
	{clause54, "5.4. If the Client has paid and declines the exchange once the Payment has been converted, the Office deducts {{ refusal_fee }} of what the Conversion brought, together with the Cost of sending."},
	{clause54, "5.4. When the Client no longer wants the exchange following the Conversion of what was paid, the Office keeps {{ refusal_fee }} of the value of the Payment, and the Cost of sending."},
	{clause54, "5.4. Where the Client, who has paid, rejects the Order after the Conversion, the Office retains {{ refusal_fee }} of the USDT received. It is the Client who pays: the Cost of sending is borne by the Client."},
	{clause52, "5.2. Where the Payment has been received and the Client cancels the Order before the Conversion, a fee of {{ cancellation_fee }} and the Cost of sending are kept by the Office."},
	{clause53, "5.3. Where the Client asks for a Refund and the Payment is less than {{ small_payment_below }} of the amount of the Order, the Office keeps the greater of {{ small_payment_fee }} of the value of the whole Payment and {{ small_payment_minimum }}, and the Cost of sending."},
	{clause53, "5.3. Where the Client asks for a Refund and the Payment is less than {{ small_payment_below }} of the amount of the Order, the Office keeps {{ small_payment_fee }} of the value of the whole Payment, though not less than {{ small_payment_minimum }}, and the Cost of sending."},
	{clause54, "5.4. If the Client has paid and, for whatever reason, refuses the exchange after the Conversion, {{ refusal_fee }} of the USDT that the Conversion brought and the Cost of sending are kept."},
	{clause54, "5.4. Where the Client refuses the exchange after the Conversion of the Payment, the Office keeps {{ refusal_fee }} of the USDT that the Conversion brought, and the Cost of sending."},
	{clause59, "5.9. If the Office starts the return, the Payment is returned in full: the Office charges no fee and pays the Cost of sending itself."},
	{clause59, "5.9. Where the return is started by the Office, the Payment is given back whole; no fee is kept, and the Cost of sending is borne by the Office."},
	{clause59, "5.9. When the Office initiates a return, the Payment is refunded entirely: the Office keeps nothing and covers the Cost of sending."},
	{reasons, strings.ReplaceAll(strings.ReplaceAll(reasons, "disagrees", "objects"), "declined", "refused")},
	{whole59, "Before the Conversion, whole means what was paid."},
	{after59, "After the Conversion, it means all that the Conversion yielded, bought back at the ask of the decision and rounded down once;"},
}

// reworded gives the office that ships with a passage of its agreement changed.
func reworded(t *testing.T, find, becomes string) fstest.MapFS {
	t.Helper()
	files := fixture.Office(t, content.Default)
	delete(files, content.ManifestFile)
	f := files["terms.md"]
	if bytes.Count(f.Data, []byte(find)) != 1 {
		t.Fatalf("the agreement does not say once %q", find)
	}
	f.Data = bytes.Replace(f.Data, []byte(find), []byte(becomes), 1)
	return files
}

// TestOtherWordsOfARefundClause: each is one problem, at the words.
func TestOtherWordsOfARefundClause(t *testing.T) {
	for _, c := range otherWords {
		changed := strings.Replace(c.in, c.find, c.becomes, 1)
		files := reworded(t, c.in, changed)
		problems := site.Examine(files)
		if len(problems) != 1 || problems[0].Code != "refund_words" || !strings.Contains(problems[0].Hint, "refunds") {
			t.Errorf("%s\n%v", changed, problems)
			continue
		}
		line := strings.Split(string(files["terms.md"].Data), "\n")[problems[0].Line-1]
		if rest := string([]rune(line)[problems[0].Col-1:]); !strings.HasPrefix(rest, c.at) {
			t.Errorf("%s\nreported at %q, want %q: %v", changed, rest, c.at, problems)
		}
	}
	t.Log(len(otherWords), "changes")
}

// TestTheSameInOtherWords is no problem.
func TestTheSameInOtherWords(t *testing.T) {
	for _, c := range sameWords {
		if problems := site.Examine(reworded(t, c.in, c.becomes)); len(problems) != 0 {
			t.Errorf("%s\n%v", c.becomes, problems)
		}
	}
	t.Log(len(sameWords), "rewordings")
}

// otherEntries are changes of the entries beside the clauses.
var otherEntries = []struct{ find, becomes, want string }{
	{`"5.2", asks: client`, `"5.2", asks: office`, "refund_words, at the entry"},
	{`"5.2", asks: client, stage: before`, `"5.2", asks: client, stage: after`, "refund_words, at the entry"},
	{`"5.2", asks: client, stage: before, paid: from`, `"5.2", asks: client, stage: before, paid: above`, "refund_gap"},
	{`"5.2", asks: client, stage: before, paid: from`, `"5.2", asks: client, stage: before, paid: below`, "refund_overlap"},
	{`"5.3", asks: client`, `"5.3", asks: office`, "refund_words, at the entry"},
	{`"5.3", asks: client, stage: [before, after]`, `"5.3", asks: client, stage: after`, "refund_words"},
	{`"5.3", asks: client, stage: [before, after]`, `"5.3", asks: client, stage: before`, "refund_words"},
	{`paid: below small`, `paid: up to small`, "refund_words, at the entry"},
	{`paid: below small`, `paid: above small`, "refund_words, at the entry"},
	{`"5.4", asks: client`, `"5.4", asks: office`, "refund_words, at the entry"},
	{`"5.4", asks: client, stage: after`, `"5.4", asks: client, stage: before`, "refund_words, at the entry"},
	{`"5.4", asks: client, stage: after, paid: from`, `"5.4", asks: client, stage: after, paid: above`, "refund_gap"},
	{`"5.9", asks: office`, `"5.9", asks: client`, "refund_words, at the entry"},
	{`"5.9", asks: office, stage: [before, after]`, `"5.9", asks: office, stage: before`, "refund_words"},
	{`"5.9", asks: office, stage: [before, after]`, `"5.9", asks: office, stage: after`, "refund_words"},
	{`stage: [late, suspended]`, `stage: late`, "refund_words"},
	{`stage: [late, suspended]`, `stage: suspended`, "refund_words"},
}

// TestOtherEntriesOfRefunds: an entry that the words of its clause do not say is one
// problem: at the entry where the table covers other payments with it than the software,
// else at the words. One of which they say nothing is one of the table.
func TestOtherEntriesOfRefunds(t *testing.T) {
	for _, c := range otherEntries {
		problems := site.Examine(reworded(t, c.find, c.becomes))
		code, _, entry := strings.Cut(c.want, ", ")
		if len(problems) != 1 || problems[0].Code != code || (problems[0].Line > 100) != (code == "refund_words" && !entry) {
			t.Errorf("%s\n%v", c.becomes, problems)
		}
	}
}
