package templates

import (
	"encoding/json"
	"strings"

	"agio/wasm/exchange"
)

// ReceiptKeys are the public keys that receipts are verified with.
type ReceiptKeys struct {
	Published json.RawMessage // as office.json carries them; nil where this copy of the site knows none
	Keys      []ReceiptKey
}

// ReceiptKey is one of them, for the eye.
type ReceiptKey struct {
	ID          string // the beginning of the fingerprint
	Fingerprint string // SHA-256 of the public key, lower-case hex
	Use         string // current, next, retired or revoked
}

// current gives the key that signs at the moment.
func (k ReceiptKeys) current() (ReceiptKey, bool) {
	for _, key := range k.Keys {
		if key.Use == "current" {
			return key, true
		}
	}
	return ReceiptKey{}, false
}

// keyWords says what a key is for.
func keyWords(use string) string {
	switch use {
	case "current":
		return "signs receipts now"
	case "next":
		return "will sign next"
	case "revoked":
		return "withdrawn: a receipt signed with it proves nothing any more"
	}
	return "signed in the past; its receipts stay good"
}

// ReceiptSection is a part of a verified receipt as people read it.
type ReceiptSection struct {
	Title string       `json:"title"`
	Rows  []ReceiptRow `json:"rows"`
}

// ReceiptRow names a line of a receipt for people. Kind says how its words are put
// together: one of ReceiptForms.
type ReceiptRow struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Kind  string `json:"kind"`
}

// ReceiptForms say, by kind, how the words of a line are put together for people. A
// piece {1:number} is the word number 1 (the first one is 0) as a number; other looks
// are amount (the word and the one after it), percent, time, span, clause, clauses (all
// words), code, text, edition and aml (with a link where there can be one), and event,
// actor, state, reason and name (words for a name). What stands in brackets is there
// only where its word is. Page and command line both follow these forms.
var ReceiptForms = map[string]string{
	"amount":  "{0:amount}",
	"line":    "{0:amount} ({2:clause})",
	"price":   "{0:number} USDT",
	"share":   "{0:percent}",
	"time":    "{0:time}",
	"span":    "{0:span}",
	"clause":  "{0:clause}",
	"clauses": "{0:clauses}",
	"prices":  "bid {1:number}, ask {2:number} USDT (snapshot {0:code})",
	"account": "{0:code}[ with the memo {1:code}]",
	"deposit": "{1:code}[ with the memo {2:code}] in {0:text}",
	"terms":   "{0:edition}, SHA-256 of its text {1:code}",
	"aml":     "{0:aml}",
	"hash":    "{0:code}",
	"text":    "{0:code}",
	"event":   "{0:event}", "actor": "{0:actor}", "state": "{0:state}", "reason": "{0:reason}", "name": "{0:name}",
}

// ReceiptUnits are the words of a span's unit, for one and for many.
var ReceiptUnits = map[string][2]string{"h": {"hour", "hours"}, "m": {"minute", "minutes"}, "s": {"second", "seconds"}}

// ReceiptSections lists all lines of a receipt in the order in which they are
// shown; a receipt has some of them.
func ReceiptSections() []ReceiptSection {
	return []ReceiptSection{
		{"What the office states", []ReceiptRow{
			{"event", "What happened", "event"}, {"by", "Caused by", "actor"}, {"at", "When", "time"}, {"recorded_at", "Written down", "time"}, {"clause", "Rests on", "clause"},
			{"state", "Where the order stood then", "state"}, {"reason", "Why", "reason"}, {"until", "By when", "time"},
			{"payment", "Payment", "amount"}, {"payment_txid", "Transaction of the payment", "text"}, {"payment_seen_at", "Payment first seen", "time"},
			{"payment_heard_at", "Noticed by the office", "time"},
			{"case", "It became the case", "text"},
			{"converted", "Converted", "amount"}, {"brought", "Which brought", "amount"}, {"prices_used", "Prices used", "prices"}, {"get_now", "You get, computed anew", "amount"},
			{"rate", "The rate that was fixed", "rate"},
			{"refund_amount", "Refund", "amount"}, {"refund_clause", "Under", "clause"}, {"refund_by", "Refund begun by", "actor"}, {"refund_stage", "Decided, seen from the conversion", "name"},
			{"refund_paid", "Of the payment of", "amount"}, {"refund_ordered", "For an order of", "amount"}, {"refund_price", "Price", "price"}, {"refund_brought", "The conversion had brought", "amount"},
			{"refund_fee", "Fee", "amount"}, {"refund_sending", "Cost of sending it back", "amount"}, {"refund_owed", "Stays owed to you", "amount"},
			{"fee_at_most", "The fee is at most", "amount"},
			{"sending_amount", "Sent", "amount"}, {"sending", "Under the reference", "text"}, {"sending_txid", "Transaction", "text"}, {"sending_fee", "The network took", "amount"},
		}},
		{"What was ordered", []ReceiptRow{
			{"order", "Order", "text"}, {"version", "Version", "text"}, {"parent", "Belongs to the order", "text"},
			{"created_at", "Made", "time"}, {"give", "You give", "amount"}, {"get", "You get", "amount"},
			{"deadline", "To be paid before", "time"}, {"within", "Paid out within", "span"},
			{"fixed_until", "Rate fixed until", "time"},
			{"deposit", "To be paid to", "deposit"}, {"pay_out", "Paid out to", "account"}, {"refund_to", "A refund goes to", "account"},
		}},
		{"What it costs", []ReceiptRow{
			{"quote_value", lineWords(exchange.LineValue), "line"}, {"quote_commission", lineWords(exchange.LineCommission), "line"},
			{"quote_payout_fee", lineWords(exchange.LinePayoutFee), "line"}, {"quote_payout", lineWords(exchange.LinePayout), "line"},
			{"quote_rounding", lineWords(exchange.LineRounding), "line"}, {"commission", "Commission, fixed", "share"}, {"payout_fee", "Payout fee, fixed", "amount"},
			{"prices", "Prices", "prices"},
		}},
		{"What was agreed", []ReceiptRow{
			{"terms", "User agreement", "terms"}, {"aml_kyc", "AML/KYC policy", "aml"}, {"declared", "Declared", "clauses"},
		}},
		{"Who signed", []ReceiptRow{
			{"office", "Office", "text"}, {"key", "Key", "hash"}, {"head", "Head of the chain of events", "hash"},
		}},
	}
}

// ReceiptState is where an order stands, in the client's words; a state that is not
// known gives its own name. Unsent says that the receipt is of a refund that was
// closed without sending anything.
func ReceiptState(s string, unsent bool) string {
	if unsent && exchange.State(s) == exchange.Refunded {
		return unsentState
	}
	if words := statuses[exchange.State(s)].Word; words != "" {
		return words
	}
	return ReceiptName(s)
}

// ReceiptReason says why an order left the straight road.
func ReceiptReason(r string) string {
	if words := reasons[exchange.Reason(r)]; words != "" {
		return words
	}
	return ReceiptName(r)
}

// ReceiptRate says what became of a rate that was fixed for a time.
func ReceiptRate(outcome string) string {
	if words := rateOutcomes[exchange.RateOutcome(outcome)]; words != "" {
		return words
	}
	return ReceiptName(outcome)
}

// unsentState is where an order stands whose refund was closed without sending
// anything, where a receipt does not say which of both reasons it has.
const unsentState = "Closed, nothing sent"

// ReceiptUnsent says whether a receipt is of a refund that was closed without
// sending anything (5.8): one that was sent names its sending.
func ReceiptUnsent(event string, sending bool) bool {
	return exchange.Event(event) == exchange.RefundConfirmed && !sending
}

// ReceiptEvent says what happened.
func ReceiptEvent(e string, unsent bool) string {
	if unsent {
		return unsentWords
	}
	if words := happenings[exchange.Event(e)]; words != "" {
		return words
	}
	return ReceiptName(e)
}

// actors has the words for who caused an event, as a receipt names them.
var actors = map[string]string{
	"client": "the client", "venue": "the network, or the exchange that holds the office’s funds", "clock": "a time that was over",
	"desk": "the office", "office": "the office", "two_operators": "two people of the office",
}

// ReceiptActor says who caused an event.
func ReceiptActor(a string) string {
	if words := actors[a]; words != "" {
		return words
	}
	return ReceiptName(a)
}

// ReceiptName makes words of a name such as payment_seen.
func ReceiptName(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

// receiptPage is what the script of the page needs: nothing is fetched.
type receiptPage struct {
	Keys     json.RawMessage          `json:"receipt_keys"`
	Sections []ReceiptSection         `json:"sections"`
	Forms    map[string]string        `json:"forms"`
	Units    map[string][2]string     `json:"units"`
	States   map[string]string        `json:"states"`
	Reasons  map[string]string        `json:"reasons"`
	Rates    map[string]string        `json:"rates"` // what became of a fixed rate
	Events   map[string]string        `json:"events"`
	Unsent   [2]string                `json:"unsent"` // event and state of a refund closed without sending
	Actors   map[string]string        `json:"actors"`
	Editions map[string]receiptPolicy `json:"editions"` // of the user agreement
	AML      []string                 `json:"aml_editions"`
}

// receiptPolicy is where an edition stands, and the SHA-256 of its text.
type receiptPolicy struct {
	Path string `json:"path"`
	Hash string `json:"sha256"`
}

func receiptData(s *Site) receiptPage {
	data := receiptPage{
		Keys: s.Receipts.Published, Unsent: [2]string{unsentWords, unsentState}, Sections: ReceiptSections(), Forms: ReceiptForms, Units: ReceiptUnits, AML: s.AMLEditions,
		States: make(map[string]string), Reasons: make(map[string]string), Events: make(map[string]string), Rates: make(map[string]string), Actors: actors, Editions: make(map[string]receiptPolicy),
	}
	for state, words := range statuses {
		data.States[string(state)] = words.Word
	}
	for reason, words := range reasons {
		data.Reasons[string(reason)] = words
	}
	for outcome, words := range rateOutcomes {
		data.Rates[string(outcome)] = words
	}
	for event, words := range happenings {
		data.Events[string(event)] = words
	}
	for _, a := range s.Editions {
		data.Editions[a.Terms.Edition] = receiptPolicy{a.Path, a.Terms.Hash}
	}
	return data
}
