package templates

import (
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// DeskAction is a decision that the desk may make, as a form.
type DeskAction struct {
	Event  exchange.Event
	Clause exchange.Clause
	Two    bool
	Second bool   // another operator proposed it
	By     string // who did
	ByWhy  string
	Self   bool // it was the operator who looks at it, who cannot confirm it
	Fields []DeskField
	On     bool // of restricted: it opens the access again
	Money  bool // it returns the payment
}

// DeskField is one input of a form.
type DeskField struct {
	Name, Label, Hint, Value string
	Long                     bool // several lines
	Optional                 bool
	Tick                     bool
	Options                  []string // one of these
}

// DeskFact is a line of an order's facts.
type DeskFact struct {
	Name   string
	Text   string
	Code   bool // an address, an id: in one piece
	Time   time.Time
	Clause exchange.Clause
	Amount *exchange.Amount
	Link   string
}

// DeskOrder is an order as the desk shows it.
type DeskOrder struct {
	ID         string
	Version    int64
	State      exchange.State
	Stands     exchange.State // what a suspended or withheld order remembers
	Reason     exchange.Reason
	Why        []string // what it waits for
	Quote      exchange.Quote
	Terms      string          // edition of the agreement that the order was made under
	TermsHash  string          // SHA-256 of its text
	Final      *exchange.Quote // as it was computed at the conversion
	Actions    []DeskAction
	ByHand     []DeskHand
	Demo       bool // the venue is simulated: the desk can pay the order
	Times      []DeskFact
	Facts      []DeskFact
	Client     []DeskFact
	Sending    []DeskFact
	Payments   []DeskPayment
	Booked     []DeskPosting
	Balances   []DeskPosting // of each account and asset
	Timeline   []DeskEvent
	Materials  []DeskMaterial
	Mails      []DeskMail
	Unmailed   bool // the office sends no e-mails
	Cases      []string
	Parent     string
	Restricted bool
	Erased     bool
	Erasable   bool // its records need no longer be kept
	KeptUntil  time.Time
	KeptWhy    string // why they are kept longer; empty: they are not
}

// DeskHand is something that the venue has no interface for and that a person does.
type DeskHand struct {
	Event  exchange.Event
	Title  string
	Words  string
	Waits  bool // the order waits for it
	Fields []DeskField
}

// button is on the button: what is only begun is not recorded as done.
func (h DeskHand) button() string {
	if strings.HasSuffix(string(h.Event), "_begun") {
		return "Begin"
	}
	return "Record"
}

// DeskPayment is money that arrived for an order.
type DeskPayment struct {
	ID, TxID        string
	Amount          exchange.Amount
	Seen, Confirmed time.Time
	Heard           time.Time // of an order whose rate was fixed: when the office noticed it; else zero
	Dropped         bool
	Risk            string
	Cleared         bool
	Case            string
	Foreign         bool
	Returned        string
}

// DeskPosting is a line of the books.
type DeskPosting struct {
	Version        int64
	Account, Asset string
	Amount         decimal.Decimal
}

// DeskEvent is an entry of an order's timeline.
type DeskEvent struct {
	Version  int64
	Event    exchange.Event
	Actor    exchange.Actor
	Operator string
	At       time.Time
	State    exchange.State
	Reason   exchange.Reason
	Clause   exchange.Clause
	Why      string
	Text     string
	Facts    []string
	Hash     string
}

// DeskMaterial is a piece that the client sent.
type DeskMaterial struct {
	ID, Type  string
	Size      int64
	At        time.Time
	KeptUntil time.Time
	Deleted   time.Time
}

// DeskMail is an e-mail and its fate.
type DeskMail struct {
	Version  int64
	State    string
	Attempts int
	At       time.Time
	Why      string
}

// stateTone is the colour of a state in lists; the words say the same.
func stateTone(s exchange.State) string {
	switch s {
	case exchange.Verification, exchange.LateReview, exchange.Suspended, exchange.RefundDue:
		return "warn"
	case exchange.Withheld, exchange.Rejected:
		return "bad"
	case exchange.CompletedState:
		return "good"
	}
	return ""
}

// DeskKnows says whether the desk has words for a decision.
func DeskKnows(e exchange.Event) bool { _, ok := deskDeeds[e]; return ok }

// DeskAwaits says whether the desk has words for what an order waits for.
func DeskAwaits(code string) bool { return waitingWords[code] != "" }

// deskDeed is what the desk calls a decision.
type deskDeed struct{ Title, Words, Button string }

var deskDeeds = map[exchange.Event]deskDeed{
	exchange.Approve:      {"Approve the payment", "The order goes on as received: the payment is converted and the order computed anew on it.", "Approve"},
	exchange.Decline:      {"Decline", "The order ends, and the payment goes back whole; the office bears the sending.", "Decline and return the payment"},
	"question":            {"Ask the client", "The question stands on the order's page and in an e-mail. The client's time to answer begins.", "Ask"},
	"risk_cleared":        {"Let it go on in spite of the risk", "You have looked at the risk that was reported after the conversion.", "Clear the risk"},
	exchange.RiskFlag:     {"Flag a high risk", "The order goes to verification, or waits for a person where verification is no longer open.", "Flag"},
	exchange.Resume:       {"Take up again", "The order goes on where it stood.", "Resume"},
	"recalculation":       {"Ask the client to accept new figures", "The client sees both amounts and chooses; without an answer in time the payment goes back whole.", "Ask for the choice"},
	"owed_decided":        {"Send what stayed owed", "A refund left it, because it was too small to send. It is bought back at the price of this moment and sent once, as a refund is; the figures above say what would leave. The client is told.", "Send it"},
	"wrong_coin_returned": {"Record money in a wrong coin as returned", "You sent it back by hand.", "Record"},
	"fee_lowered":         {"Lower the refund's fee", "A fee of section 5 can be lowered, never raised.", "Lower the fee"},
	"refund_address":      {"Name where a refund goes", "Only on the client's own word.", "Name the address"},
	exchange.Suspend:      {"Suspend", "The order waits until it is taken up again. Its times stand still; the time to pay runs on.", "Suspend"},
	exchange.Refuse:       {"Refuse the service", "The order ends. What was paid goes back whole; the office bears the sending.", "Refuse"},
	exchange.Withhold:     {"Withhold", "Two operators decide this, each on their own.", "Propose to withhold"},
	exchange.Release:      {"Release", "Two operators decide this, each on their own. The order goes on where it stood.", "Propose to release"},
	"proposal_dropped":    {"Reject the proposal", "The order stays as it is.", "Reject the proposal"},
	"convert_given_up":    {"The conversion did not happen", "Only when it is certain that the venue did not convert.", "Record"},
	"kept_longer":         {"Keep the records beyond their time", "While a law, an order of an authority or a dispute requires it. Otherwise the office erases the person by itself when the time is over.", "Keep them"},
	"restricted":          {"Restrict the access", "The client's page and the API then say only that access is restricted.", "Restrict"},
	"note":                {"Write a note", "It stands in the order's events; the client does not see it.", "Keep the note"},
}

func (a DeskAction) deed() deskDeed {
	d, ok := deskDeeds[a.Event]
	if !ok {
		d = deskDeed{Title: sentenceCase(string(a.Event)), Button: sentenceCase(string(a.Event))}
	}
	switch {
	case a.Second:
		d.Button = strings.Replace(d.Button, "Propose to", "Confirm: ", 1)
		d.Button = strings.Replace(d.Button, ":  ", ": ", 1)
	case a.On && a.Event == "kept_longer":
		d = deskDeed{"Keep the records no longer than their time", "When the time is over, the office erases the person by itself.", "No longer keep them"}
	case a.On:
		d = deskDeed{"Open the access again", "The client sees the order again.", "Open"}
	}
	return d
}

// deskEvent is what an event is called in a timeline.
func deskEvent(e exchange.Event) string { return sentenceCase(string(e)) }

func stateWords(s exchange.State) string { return strings.ReplaceAll(string(s), "_", " ") }

func reasonWords(r exchange.Reason) string { return strings.ReplaceAll(string(r), "_", " ") }

// shortID is the part of an order's number that tells it from its neighbours.
func shortID(id string) string {
	if len(id) != 36 {
		return id
	}
	return id[:8] + "…" + id[30:]
}

// left says how long a time has still to run, or for how long it has been over.
func left(until, now time.Time) string {
	if until.After(now) {
		return span(until.Sub(now)) + " left"
	}
	return span(now.Sub(until)) + " over"
}

func sizeWords(n int64) string {
	switch {
	case n >= 1<<20:
		return decimal.NewFromInt(n).Div(decimal.NewFromInt(1<<20)).Round(1).String() + noBreak + "MB"
	case n >= 1<<10:
		return decimal.NewFromInt(n).Div(decimal.NewFromInt(1<<10)).Round(0).String() + noBreak + "KB"
	}
	return itoa(n) + noBreak + "bytes"
}

// newestFirst turns a list around.
func newestFirst[T any](all []T) []T {
	turned := make([]T, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		turned = append(turned, all[i])
	}
	return turned
}

// DeskSearch is what a search found.
type DeskSearch struct {
	Query  string
	Asked  bool
	Rows   []DeskRow
	Looked int    // at how many orders whose sealed data was opened
	Next   string // where the search in sealed data goes on; empty: it is at its end
}

// DeskBlock is a block as the list shows it.
type DeskBlock struct {
	ID, Kind, Value, Why, Operator string
	Created, Lifted                time.Time
	LiftedBy, LiftedWhy            string
}

// DeskOffice is what the whole office is set to.
type DeskOffice struct {
	From, Until time.Time // of the notice of maintenance; zero From: there is none
	Text        string
	On, Past    bool
	Open        int // orders that could be suspended
	Suspended   int
	Venue       string
	Works       bool
	VenueWhy    string
	Origin      string
	Settings    []DeskFact
}

// DeskExport is what may go into an export of one client's records.
type DeskExport struct {
	ID      string
	Related []DeskRow // orders that share an address or an e-mail address, and cases
	Looked  int       // among so many orders, this time
	Next    string    // the orders before this one were not looked at; empty: all were
	Further bool      // newer ones were looked at before
}

// further is the address that looks among older orders and carries along what was
// found.
func (v DeskExport) further() templ.SafeURL {
	with := url.Values{"before": {v.Next}}
	for _, r := range v.Related {
		with.Add("found", r.ID)
	}
	return templ.SafeURL("/desk/orders/" + v.ID + "/export?" + with.Encode())
}

// demoPayment is a payment that the demonstration can play.
type demoPayment struct{ How, Title, Words string }

var demoPayments = []demoPayment{
	{"exact", "Exactly", "the amount of the order"},
	{"less", "3 % less", "beyond the tolerance: verification"},
	{"half", "Less than half", "a refund then costs the fee for a small payment"},
	{"more", "5 % more", "beyond the tolerance: verification"},
	{"double", "Twice", "two payments of the whole amount"},
	{"wrong", "In a wrong coin", "another currency to the same address"},
	{"late", "Let the time to pay run out", "the order becomes overdue at once; pay after that, to see a late payment"},
	{"risky", "From a risky source", "the amount of the order; the simulated analysis calls it risky"},
}

// mailWords says what became of the e-mail of an event.
func mailWords(m DeskMail) string {
	words := "Of event " + itoa(m.Version) + ": " + m.State
	if m.Attempts > 0 {
		words += ", tried " + countWords(m.Attempts, "time", "times")
	}
	if m.Why != "" {
		words += " (" + m.Why + ")"
	}
	return words + ", "
}
