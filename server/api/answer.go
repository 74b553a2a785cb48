package api

import (
	"encoding/json"
	"strings"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// orderAnswer is an order as it travels to its client: every number a text,
// every time RFC 3339 in UTC.
type orderAnswer struct {
	ID           string          `json:"id"`
	Secret       string          `json:"secret,omitempty"` // told once, when the order is made
	URL          string          `json:"url,omitempty"`    // of the page, key inside; told once
	Version      int64           `json:"version"`
	State        exchange.State  `json:"state"`
	Reason       exchange.Reason `json:"reason,omitempty"`
	StateSince   string          `json:"state_since"`
	CreatedAt    string          `json:"created_at"`
	Deadline     string          `json:"deadline"`
	Within       string          `json:"within,omitempty"`      // time allotted for the withdrawal, such as "30m" (3.7)
	FixedFor     string          `json:"fixed_for,omitempty"`   // for how long the rate is fixed, such as "15m" (3.21); absent where it floats
	FixedUntil   string          `json:"fixed_until,omitempty"` // from then on a payment is too late for it
	From         string          `json:"from"`
	To           string          `json:"to"`
	Side         exchange.Side   `json:"side"`
	Give         string          `json:"give"`
	Get          string          `json:"get"`
	Figures      []figure        `json:"figures"`
	Commission   string          `json:"commission"` // such as "1.5%"
	PayoutFee    string          `json:"payout_fee"`
	Bid          string          `json:"bid"`
	Ask          string          `json:"ask"`
	Rates        string          `json:"rates"`
	RatesSource  string          `json:"rates_source"`
	Terms        string          `json:"terms"`
	TermsHash    string          `json:"terms_sha256"`
	AMLKYC       string          `json:"aml_kyc"`
	Declarations []string        `json:"declarations"`
	PayOut       store.Account   `json:"pay_out"`
	RefundTo     *store.Account  `json:"refund_to,omitempty"`
	Email        string          `json:"email,omitempty"`
	Payment      string          `json:"payment"` // how and where to pay, in words
}

// newAnswer makes the answer from the order's record, with clauses as its edition
// numbers them. Secret is empty wherever
// the client has it already.
func newAnswer(o store.Order, numbers exchange.Numbers, secret, note string, now time.Time) orderAnswer {
	q, d := o.Quote, o.Quote.Deal
	state, since := standing(o, now)
	a := orderAnswer{
		ID: o.ID, Secret: secret, Version: o.Version, State: state, Reason: o.Reason, StateSince: stamp(since),
		CreatedAt: stamp(o.Created), Deadline: stamp(o.Deadline),
		From: d.From.Code, To: d.To.Code, Side: q.Side, Give: q.Give.Value.String(), Get: q.Get.Value.String(),
		Figures: figures(q, numbers), Commission: d.Commission.Shift(2).String() + "%", PayoutFee: d.PayoutFee.String(),
		Bid: d.Bid.String(), Ask: d.Ask.String(), Rates: o.SnapshotID, RatesSource: o.RatesSource,
		Terms: o.Terms, TermsHash: o.TermsHash, AMLKYC: o.AMLKYC, Declarations: numbers.All(o.Declarations),
		PayOut: o.Person.PayOut, Email: o.Person.Email, Payment: note,
	}
	if o.Within > 0 {
		a.Within = period(o.Within)
	}
	if d.FixedFor > 0 {
		a.FixedFor, a.FixedUntil = period(d.FixedFor), stamp(d.FixedUntil(o.Created))
	}
	if o.Person.RefundTo.Address != "" {
		a.RefundTo = &o.Person.RefundTo
	}
	if secret != "" {
		a.URL = pageAddress(o.ID, secret)
	}
	return a
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// period writes a time as the tariff does: "30m", "24h", "1h30m".
func period(d time.Duration) string {
	text := d.String()
	if d%time.Minute == 0 {
		text = strings.TrimSuffix(text, "0s")
	}
	if d%time.Hour == 0 {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// pageAddress is where an order's page stands, key inside.
func pageAddress(id, secret string) string { return "/order/" + id + "?key=" + secret }

// standing is the state an order is in at a moment. An order nobody paid for is
// overdue from its deadline on, also before that is written down (3.11).
func standing(o store.Order, now time.Time) (exchange.State, time.Time) {
	if o.State == exchange.AwaitingPayment && !now.Before(o.Deadline) {
		return exchange.Overdue, o.Deadline
	}
	return o.State, o.Changed
}

// asShown is how an order stands for its client: a withholding of which the law
// forbids to tell (4.15) leaves it where it was.
func asShown(l life.Life, now time.Time) (exchange.State, exchange.Reason, time.Time) {
	if l.Quiet && l.State == exchange.Withheld {
		return l.Before, l.Held, told(l)
	}
	state, since := standing(l.Order, now)
	return state, l.Reason, since
}

// told is when an order that is withheld in silence came into the state that its
// client knows.
func told(l life.Life) time.Time {
	since := l.Created
	for i, e := range l.Timeline {
		if !hidden(l, e) && (i == 0 || e.State != l.Timeline[i-1].State) {
			since = e.At
		}
	}
	return since
}

// paymentNote says what there is to say of paying while no address is assigned, or
// where nobody should pay.
func (s *Server) paymentNote(l life.Life, state exchange.State) string {
	switch sample := l.RatesSource == templates.SampleSource; {
	case state != exchange.AwaitingPayment:
		return ""
	case sample && s.Demo == nil && s.Office == nil:
		return "This order was made with sample prices, as a demonstration. No address will be assigned to it: please do not pay anything."
	case sample && s.Demo == nil:
		return "This order was made with sample prices, as a demonstration: please do not pay anything."
	case l.Deposit != nil:
		return ""
	}
	return "The office assigns an address to an order after it is made, and has not yet done so for this one. " +
		"It will stand here; until then there is nothing to pay. Do not pay to any other address."
}

// marshal writes an answer; what it is made of cannot fail to be written.
func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return append(text, '\n')
}
