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

	Deposit  *store.Deposit // where its payments arrive; nil until one is assigned
	Payments []Payment      // in the order in which they were first seen
	Fill     *Fill          // the conversion; nil before it
	Payout   *Sending       // the withdrawal; nil before it was asked for
	Refund   *Refund        // the refund decided; nil where there is none
	RefundTo store.Account  // where a refund goes: named in the order or later

	Question  *Question // what the desk asks in a verification; nil: nothing yet
	Choice    time.Time // until when the client may choose (3.20); zero: there is nothing to choose
	Proposed  *Proposal // what one operator has proposed and another has to confirm
	Materials []string  // ids of what the client sent for the verification
	Cases     []string  // ids of the cases that further payments opened (4.1)
	Head      []byte    // hash of the last event

	Timeline []Entry // every event, the first one first
}

// Payment is money that arrived for the order. Its ID is the venue's own: the same
// id is the same money, whatever a history repeats.
type Payment struct {
	ID        string
	Currency  string // a code; another than the order's is a payment in a wrong coin
	Amount    decimal.Decimal
	TxID      string
	Seen      time.Time
	Confirmed time.Time // zero until then
	Dropped   bool
	Risk      string
}

// Fill is the conversion into USDT, and the order computed anew on it (3.6).
type Fill struct {
	Amount   decimal.Decimal // in the coin
	Brought  decimal.Decimal // USDT
	Quote    exchange.Quote  // the order at the prices of the conversion
	Snapshot string          // the prices used
}

// SendingState is how far a withdrawal or a refund on its way has come.
type SendingState string

// A sending is asked for, then sent or failed; what failed is asked for again under
// the same reference (3.9).
const (
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
	Tries  int
	Why    string // why the last try failed
}

// Refund is a refund that was decided, with its figures of that moment.
type Refund struct {
	Figures  exchange.Refund
	ByOffice bool // 5.9
	Decided  time.Time
	Sending  *Sending // nil until it was asked for
}

// Question is what the desk asks the client in a verification.
type Question struct {
	Text  string
	Asked time.Time
	Until time.Time // 3.13
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
	Clause  string
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
	Deposit  *store.Deposit   // address_assigned
	Text     string           // question, note, answer
	Material string           // material: its id
	CaseID   string           // further_payment where it opens a case: the id that the case will have
}

// The events that change nothing of an order's state and stand in its chain all
// the same.
const (
	AddressAssigned  exchange.Event = "address_assigned"  // where to pay
	Asked            exchange.Event = "question"          // the desk asks; the time of 3.13 begins
	Answered         exchange.Event = "answer"            // the client writes
	MaterialSent     exchange.Event = "material"          // the client sends a photo, a video or a document
	MaterialDeleted  exchange.Event = "material_deleted"  // its time is over (privacy 7.1)
	Reminded         exchange.Event = "reminder"          // the time of 3.13 or 3.20 is nearly over
	RefundAddress    exchange.Event = "refund_address"    // the client names where a refund goes (5.10)
	PayoutLate       exchange.Event = "payout_late"       // the time of 3.7 is over
	RefundLate       exchange.Event = "refund_late"       // the time of 5.10 is over
	WithholdProposed exchange.Event = "withhold_proposed" // by the first of two operators
	ReleaseProposed  exchange.Event = "release_proposed"
	WrongCoin        exchange.Event = "wrong_coin"       // money in another currency arrived for the order: a case for the desk (4.1)
	FeeLowered       exchange.Event = "fee_lowered"      // the desk waives a fee of section 5, in part or whole (5.5)
	Recalculation    exchange.Event = "recalculation"    // the desk asks the client to accept new figures (3.14, 4.6): the time of 3.20 begins
	Noted            exchange.Event = "note"             // an operator writes something down
	Restricted       exchange.Event = "restricted"       // access was restricted or opened again on request (6.6)
	RecordsExported  exchange.Event = "records_exported" // for a legal request
)

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

// Facts are what an event says beside who and when, as its JSON carries them:
// numbers are strings, what does not apply is left out.
type Facts struct {
	Operator string        `json:"operator,omitempty"`
	Why      string        `json:"why,omitempty"`
	Text     string        `json:"text,omitempty"`
	Clause   string        `json:"clause,omitempty"`
	Terms    string        `json:"terms,omitempty"` // the edition it was decided under
	Payment  *PaymentFacts `json:"payment,omitempty"`
	Prices   *PriceFacts   `json:"prices,omitempty"`
	Fill     *FillFacts    `json:"fill,omitempty"`
	Sending  *SendingFacts `json:"sending,omitempty"`
	Refund   *RefundFacts  `json:"refund,omitempty"`
	Deposit  *DepositFacts `json:"deposit,omitempty"`
	Until    *time.Time    `json:"until,omitempty"`
	Case     string        `json:"case,omitempty"`
	Material string        `json:"material,omitempty"`
}

// PaymentFacts is a payment as an event tells it.
type PaymentFacts struct {
	ID       string    `json:"id"`
	Currency string    `json:"currency"`
	Amount   string    `json:"amount"`
	TxID     string    `json:"txid,omitempty"`
	SeenAt   time.Time `json:"seen_at"`
	Risk     string    `json:"risk,omitempty"`
}

// PriceFacts are the prices that a decision used.
type PriceFacts struct {
	Snapshot string `json:"snapshot"`
	Bid      string `json:"bid"`
	Ask      string `json:"ask"`
}

// FillFacts is a conversion as an event tells it.
type FillFacts struct {
	Amount  string `json:"amount"`
	Brought string `json:"brought"` // USDT
	Get     string `json:"get"`     // the withdrawal, recalculated (3.6)
}

// SendingFacts is a withdrawal or refund on its way as an event tells it.
type SendingFacts struct {
	Ref    string `json:"ref"`
	Amount string `json:"amount,omitempty"`
	TxID   string `json:"txid,omitempty"`
	Fee    string `json:"fee,omitempty"` // what the network took
	Why    string `json:"why,omitempty"`
}

// RefundFacts are the inputs of a refund's figures, from which they are computed
// again, and their results, which must agree.
type RefundFacts struct {
	Stage    string `json:"stage"`
	ByOffice bool   `json:"by_office,omitempty"`
	Ordered  string `json:"ordered"`
	Paid     string `json:"paid"`
	Price    string `json:"price"` // the bid before conversion, the ask after it
	Brought  string `json:"brought,omitempty"`
	Sending  string `json:"sending"`
	Fee      string `json:"fee"`    // USDT, after anything waived
	Amount   string `json:"amount"` // in the coin
	Owed     string `json:"owed"`   // USDT
}

// DepositFacts is where payments arrive as an event tells it.
type DepositFacts struct {
	Venue    string `json:"venue"`
	Currency string `json:"currency"`
	Address  string `json:"address"`
	Memo     string `json:"memo,omitempty"`
}
