package templates

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// OrderView is an order as its client sees it.
type OrderView struct {
	ID          string
	Version     int64
	Key         string // the secret, which the page's forms carry
	Address     string // the whole address of the page, key inside, as its client reached it
	Now         time.Time
	State       exchange.State
	Reason      exchange.Reason // why it left the straight road; empty on it
	Created     time.Time
	Deadline    time.Time
	Quote       exchange.Quote
	Terms       string // edition accepted
	TermsHash   string
	AMLKYC      string // edition accepted
	SnapshotID  string
	PayOut      string
	PayOutMemo  string
	RefundTo    string
	RefundMemo  string
	Email       string
	Declared    []exchange.Clause // clauses of 4.10 declared
	StateSince  time.Time
	Within      time.Duration        // time allotted for the withdrawal (3.7) as shown when ordering; zero where unknown
	Rate        exchange.RateOutcome // of an order whose rate was fixed: what becomes of it (3.21); empty where it floats or nobody knows
	PaymentNote string               // what the office says of paying while no address is assigned, or where nobody should pay

	Worked    bool      // an engine carries the order: what may be done is offered below
	By        time.Time // by when the next step happens; zero where no moment can be named
	Pay       *PayView  // where to pay; nil while there is nothing to pay
	PayRest   *PayView  // where the rest would go after a payment was seen: the amount is what is missing (3.12); nil where nothing is added up
	Payments  []PaymentView
	Brought   exchange.Amount // USDT that the conversion brought; no currency before it
	Final     *exchange.Quote // the order on what was received (3.6); nil before the conversion
	Payout    *SendingView
	Refund    *RefundView
	Settled   *RefundView // what the refund left, because it was too small to send, going out (5.8); nil until that is decided
	Question  *QuestionView
	Materials int         // pieces sent for the verification
	Upload    *UploadView // what may be sent for the verification; nil: nothing
	Offers    []OfferView
	Unpriced  bool   // figures wait for prices: nothing about money is offered or decided meanwhile
	Lapsed    bool   // a time of the client's is over, and what it decides waits
	NameTo    bool   // a return address can be named, or named anew
	Parent    string // of a case of its own: the address of the order it belongs to
	Cases     []string
	Entries   []EntryView
	Receipts  bool // changes have signed receipts
	Demo      []DemoView
	Refusal   *exchange.Error // of what was just tried
	Kept      int             // parts of it that were taken before it was refused
	Typed     map[string]string
}

// PayView is where and what to pay.
type PayView struct {
	Amount  exchange.Amount
	Address string
	Memo    string
	Link    string // opens a wallet; empty where none would understand it
	Code    *CodeView
}

// CodeView is a QR code: the path of its dark modules in a square of that side.
type CodeView struct {
	Side int
	Path string
	Says string // what it holds, in a few words
}

// PaymentView is money that arrived.
type PaymentView struct {
	Amount    decimal.Decimal
	Unit      string
	Foreign   bool // in another coin than the order's
	TxID      string
	Seen      time.Time
	Heard     time.Time // of an order whose rate was fixed: when the office noticed it (3.21); else zero
	Confirmed time.Time // zero until then
	Dropped   bool
	So, Needs int // confirmations so far, and until it is received; 0 where nobody told
}

// SendingView is a withdrawal, or a refund on its way.
type SendingView struct {
	Amount decimal.Decimal
	Unit   string
	TxID   string // the proof, once it was sent
	Sent   bool
	Failed bool // it is repeated under the same reference (3.9)
}

// RefundView is a refund that was decided.
type RefundView struct {
	Figures  exchange.Refund
	ByOffice bool
	Decided  time.Time
	Sending  *SendingView
}

// QuestionView is what the office asks in a verification.
type QuestionView struct {
	Text  string
	Asked time.Time
	Until time.Time     // zero: the time does not run
	Left  time.Duration // what is left of it while it does not run
}

// UploadView says what may be sent for a verification.
type UploadView struct {
	Text   bool   // an answer
	Left   int    // pieces
	Size   string // of each, such as "64 MB"
	Types  string // in words
	Accept string // of the input
}

// OfferView is something the client may do now, with both amounts.
type OfferView struct {
	Event  exchange.Event
	Clause exchange.Clause
	Until  time.Time        // by when (3.20); zero: as long as the state allows it
	Token  string           // of exactly these figures
	Get    *exchange.Quote  // what going on brings; nil where the order does not go on
	Final  bool             // what going on brings is final
	Refund *exchange.Refund // what comes back; nil where nothing was paid
}

// EntryView is one line of the timeline.
type EntryView struct {
	Version int64
	Event   exchange.Event
	Actor   exchange.Actor
	At      time.Time
	State   exchange.State
	Reason  exchange.Reason
	Clause  exchange.Clause
	Amount  decimal.Decimal // what moved; zero where nothing did
	Unit    string
	TxID    string
	Text    string               // what was asked or answered
	Rate    exchange.RateOutcome // of a conversion, where the rate was fixed
	Receipt bool                 // there is a signed receipt for it
}

// DemoView is a payment that the demonstration can make.
type DemoView struct {
	Kind   string
	Words  string
	Hint   string // in the place of an amount
	Amount decimal.Decimal
	Unit   string
}

// DecideView is an offer that the client looks at before confirming it.
type DecideView struct {
	Order   OrderView
	Offer   OfferView
	Was     *Was // the figures that were shown and do not hold any more
	Refusal *exchange.Error
}

// Was are figures that were shown before: what going on would have brought, the
// fee and what would have come back.
type Was struct{ Get, Fee, Refund decimal.Decimal }
