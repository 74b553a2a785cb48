package store

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Step is one change of an order, written whole or not at all: an event, the
// row as it stands after it, what it moved in the books, and what is to be done
// because of it.
type Step struct {
	ID      string
	Version int64 // the version that it was decided on: the store refuses ErrStale when the order has another by now

	Event  exchange.Event
	Actor  exchange.Actor
	At     time.Time
	Data   []byte // JSON, nothing personal
	Sealed []byte // JSON, what is personal, sealed under the order's key; nil: nothing

	State  exchange.State // after the event,
	Before exchange.State // with the state that a suspended or withheld order remembers
	Reason exchange.Reason

	Postings []Posting
	Due      time.Time // when the order needs work next; zero: never again
	Queue    string    // why it waits for a person at the desk; empty: it does not
	Deposit  *Deposit  // an address at which payments for the order arrive from now on
	Mail     bool      // tell the client by e-mail
	Case     *Order    // a case of its own that this event opens (4.1): Parent is ID; the store gives it the parent's secret and person
}

// Posting is one line of the books. The postings of one event sum to zero for
// each asset.
type Posting struct {
	Account string          // see the package life
	Asset   string          // a currency's code, or USDT for the office's unit of account
	Amount  decimal.Decimal // negative: taken from the account
}

// Deposit is where the payments of an order arrive.
type Deposit struct {
	Venue    string
	Currency string
	Address  string
	Memo     string
}
