package life

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/server/store"
	"agio/wasm/exchange"
)

// Life is an order with everything that has happened to it.
type Life struct {
	store.Order

	Deposit      *store.Deposit   // where its payments arrive; nil until one is assigned
	Payments     []Payment        // as they were first reported
	First        string           // id of the payment that decides whether the order was paid in time (3.12)
	Paid         bool             // that payment was received (3.5)
	Cut          time.Time        // in a demonstration: when its time to pay was let run out; zero: it runs until Deadline
	Converting   bool             // the venue is being asked to convert (3.6)
	ConvertTries int              // how often the venue would not
	ConvertAfter time.Time        // not before this moment is it asked again
	Fill         *Fill            // the conversion; nil before it
	Renewed      bool             // the client accepted figures at other prices than the order's own (3.14, 4.6)
	Payout       *Sending         // the withdrawal; nil before it was begun
	Refund       *Refund          // the refund decided; nil where there is none
	Settled      *Refund          // how what the refund left, because it was too small to send, goes out; nil until that is decided (5.8)
	RefundTo     store.Account    // where a refund goes: named in the order or later
	Lowered      *exchange.Amount // what a fee of section 5 is at most, in USDT (5.5); nil: what the clause says

	Question       *Question     // what the desk asks in a verification; nil: nothing yet
	Choice         time.Time     // until when the client may choose (3.20); zero: there is nothing to choose, or the time does not run
	ChoiceLeft     time.Duration // while access is restricted: what will be left of the time to choose
	ChoiceWhole    time.Duration // how long that time is
	ChoiceReminded bool
	Proposed       *Proposal       // what one operator has proposed and another has to confirm
	Held           exchange.Reason // of an order that is suspended or withheld: the reason it has again afterwards
	PayoutBy       Allotted        // the time of 3.7
	RefundBy       Allotted        // the time of 5.10
	Quiet          bool            // it is withheld and the law forbids to tell the client (4.15)
	Restricted     bool            // access to it is restricted (6.6)
	KeptLonger     bool            // a law, an authority or a dispute requires that its records are kept beyond their time (privacy 7.1)
	Materials      []string        // ids of what the client sent for the verification and is still kept
	Pieces         int             // how many the client has sent since it was last asked, or since the verification began
	Cases          []string        // ids of the cases that further payments opened (4.1)
	Head           []byte          // hash of the last event; nil after Apply, which does not know it
	Latest         time.Time       // the latest moment it knows of: its own clock never goes back behind it

	Timeline []Entry // every event, the first one first
}

// Allotted is time that the terms give the office. It does not run while the order
// is suspended or withheld.
type Allotted struct {
	By   time.Time     // from this moment on it is over; zero: it does not run
	Left time.Duration // of an order that is held up: what will be left when it goes on
	Late bool          // it was over, and the desk was told
}

// Payment is money that arrived for the order. Its ID is the venue's own: the same
// id is the same money, whatever a history repeats.
type Payment struct {
	ID        string
	Currency  string // a code; another than the order's is a payment in a wrong coin
	Amount    decimal.Decimal
	TxID      string
	Seen      time.Time
	Heard     time.Time // of an order whose rate was fixed: when the office noticed it, by its own clock (3.21)
	Confirmed time.Time // when the office recorded that it was received; zero until then
	Dropped   bool      // it disappeared from the network or was replaced
	Risk      string    // why it carries a high risk; empty when it does not
	Cleared   bool      // a person has looked at the risk and lets it go on
	Case      string    // id of the case that it became (4.1)
	Returned  string    // in a wrong coin: by which transfer the desk gave it back
}

// Fill is the conversion into USDT, and the order computed anew on it (3.6).
type Fill struct {
	Amount   decimal.Decimal      // in the coin
	Brought  decimal.Decimal      // USDT
	Quote    exchange.Quote       // the order at the prices of the conversion
	Snapshot string               // the prices used
	Rate     exchange.RateOutcome // of an order whose rate was fixed: whether these are its own prices, and why not (3.21)
}

// SendingState is how far a withdrawal or a refund on its way has come.
type SendingState string

// A sending is begun, asked for, then sent or failed; what failed is begun again
// under the same reference (3.9).
const (
	Begun     SendingState = "begun" // recorded before the venue is asked; it may have accepted it
	Requested SendingState = "requested"
	Sent      SendingState = "sent"
	Failed    SendingState = "failed"
)

// Sending is a withdrawal, or a refund on its way.
type Sending struct {
	Ref    string
	State  SendingState
	Amount exchange.Amount
	TxID   string
	Fee    decimal.Decimal // what the network took, in the currency sent, borne by the office
	Tries  int
	Why    string    // why the last try failed
	Since  time.Time // when it came into State
}

// Refund is a refund that was decided, with its figures of that moment.
type Refund struct {
	Figures  exchange.Refund // without the options, which were there to be chosen from
	Case     exchange.RefundCase
	ByOffice bool // 5.9
	Decided  time.Time
	Sending  *Sending // nil until it was asked for
}

// Question is what the desk asks the client in a verification.
type Question struct {
	Text  string
	Asked time.Time
	Whole time.Duration // the time of 3.13
	Until time.Time     // when it is over; zero while it does not run
	Left  time.Duration // while it does not run: what will be left when it goes on

	Answered time.Time // when the client last answered it; zero: not yet
	Reminded bool
}

// Proposal is half of a decision that takes two operators (4.15).
type Proposal struct {
	Event    exchange.Event // Withhold or Release
	Operator string
	Why      string
	At       time.Time
}

// Entry is one event as a timeline shows it.
type Entry struct {
	Version int64
	Event   exchange.Event
	Actor   exchange.Actor
	At      time.Time
	State   exchange.State // after it
	Reason  exchange.Reason
	Clause  exchange.Clause
	Facts   Facts
	Hash    []byte
}

// World is what a decision depends on besides the order.
type World struct {
	Now      time.Time
	Terms    exchange.Terms // the edition of the order, not the one in force
	Tariff   *exchange.Tariff
	Prices   exchange.Prices // nil where there are none that may be used
	Snapshot string          // their id
	Pieces   int             // how many pieces a client may send for each question; 0: DefaultPieces
	Demo     bool            // no money moves: the time to pay may be let run out early
}

// Command is what somebody wants to happen to an order. Which fields it needs
// depends on Event; Decide says which are missing.
type Command struct {
	Event    exchange.Event
	Actor    exchange.Actor
	Operator string // the name of who decides at the desk
	Why      string // the reason that every decision of the desk needs

	Payment  *Payment         // payment_seen, payment_confirmed, payment_dropped, further_payment, risk_flag
	Brought  *exchange.Amount // convert: USDT that it brought
	Sending  *Sending         // payout_… and refund_…: TxID, Why
	RefundTo *store.Account   // refund_address and wherever a refund begins
	Figures  string           // what the client confirms: the token of the offer that was shown
	Fee      *exchange.Amount // fee_lowered: what is kept at most, in USDT
	Deposit  *store.Deposit   // address_assigned
	Text     string           // question, note, answer
	Material string           // material: its id
	CaseID   string           // further_payment where it opens a case: the id that the case will have
	Quiet    bool             // withhold: the law forbids to tell the client
	Bears    bool             // owed_decided: the office bears the cost of sending
	On       bool             // restricted: access is restricted; false: it is opened again
}

// Accounts of the books. In each event they sum to zero for each asset; when an
// order is closed, AccountOrder and AccountDue stand at zero in every asset.
const (
	AccountClient     = "client"     // the world outside: what came in is negative, what went out positive
	AccountOrder      = "order"      // what the office holds for the order
	AccountDue        = "refund_due" // what goes back
	AccountTrading    = "trading"    // the office's own exchange of one asset for another
	AccountCommission = "commission" // income (3.3)
	AccountPayoutFee  = "payout_fee" // income against the network's cost (3.16)
	AccountFee        = "refund_fee" // income (5.2 to 5.4)
	AccountSending    = "sending"    // against the network's cost of a refund (5.7)
	AccountOwed       = "owed"       // too small to send: stays the client's (5.8)
	AccountRounding   = "rounding"   // what rounding leaves
	AccountNetwork    = "network"    // cost: what networks and the venue took
)
