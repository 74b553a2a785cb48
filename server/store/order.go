package store

import (
	"time"

	"agio/wasm/exchange"
)

// Order is one order: what it froze when it was made, and how it stands now.
type Order struct {
	ID      string // UUIDv7
	Version int64  // 1 when made, one more with each event
	State   exchange.State
	Reason  exchange.Reason
	Before  exchange.State // the state that a suspended or withheld order remembers
	Parent  string         // of a case of its own (4.1): the order it belongs to
	Created time.Time      // UTC, whole milliseconds, as all times here
	Changed time.Time      // when it came into State

	Frozen
	Person Person
	Erased bool // who it was can no longer be read: Person is empty
}

// Frozen is what clause 3.3 and its neighbours fix when the order is made.
type Frozen struct {
	Deadline     time.Time      // from this moment on a payment is late (3.11)
	Within       time.Duration  // time allotted for the withdrawal, from receipt (3.7)
	Quote        exchange.Quote // amounts, commission, payout fee, bid and ask
	SnapshotID   string
	RatesSource  string
	Terms        string // edition of the agreement accepted
	TermsHash    string // SHA-256 of its text, lower-case hex
	AMLKYC       string // edition of the AML/KYC policy accepted
	Declarations []exchange.Clause
}

// Person is what identifies a client. It is never written in the clear.
type Person struct {
	PayOut   Account `json:"pay_out"`
	RefundTo Account `json:"refund_to"`
	Email    string  `json:"email,omitempty"`
}

// Account is where money goes.
type Account struct {
	Address string `json:"address"`
	Memo    string `json:"memo,omitempty"`
}

// Event is one step of an order's life.
type Event struct {
	Version int64
	Event   exchange.Event
	Actor   exchange.Actor
	At      time.Time
	Data    string // JSON, nothing personal
	Sealed  []byte // JSON, what is personal, opened; nil where it was not asked for
	Hash    []byte // of the event and the one before it: the order's chain
}

// Erased is the event that destroys the order's key. It is no step of the
// order's life: the state stays as it was.
const Erased exchange.Event = "erased"

// Begin puts the order at the beginning of its life: its first version, waiting
// for payment since it was made.
func (o *Order) Begin() {
	o.Version, o.State, o.Changed = 1, exchange.AwaitingPayment, o.Created
}
