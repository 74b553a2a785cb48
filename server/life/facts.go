package life

import (
	"time"

	"agio/server/store"
	"agio/wasm/exchange"
)

// Facts are what an event says beside who and when, as its JSON carries them:
// numbers are strings, what does not apply is left out.
type Facts struct {
	Operator string          `json:"operator,omitempty"`
	Why      string          `json:"why,omitempty"` // why a machine did it; an operator's reason is sealed
	Text     string          `json:"-"`             // what was asked, answered or noted: it is sealed, and empty when the person was erased
	Clause   exchange.Clause `json:"clause,omitempty"`
	Terms    string          `json:"terms,omitempty"` // the edition it was decided under
	Payment  *PaymentFacts   `json:"payment,omitempty"`
	Prices   *PriceFacts     `json:"prices,omitempty"`
	Fill     *FillFacts      `json:"fill,omitempty"`
	Sending  *SendingFacts   `json:"sending,omitempty"`
	Refund   *RefundFacts    `json:"refund,omitempty"`
	Deposit  *DepositFacts   `json:"deposit,omitempty"`
	Fee      string          `json:"fee,omitempty"` // what is kept at most, in USDT (5.5)
	Until    *time.Time      `json:"until,omitempty"`
	Recorded *time.Time      `json:"recorded,omitempty"` // when it was written, where it took effect earlier
	Case     string          `json:"case,omitempty"`
	Material string          `json:"material,omitempty"`
	Quiet    bool            `json:"quiet,omitempty"`
	On       bool            `json:"on,omitempty"`

	// Where the order is after an event that may move it; a note leaves them out.
	State  exchange.State  `json:"state,omitempty"`
	Before exchange.State  `json:"before,omitempty"` // what it remembers
	Reason exchange.Reason `json:"reason,omitempty"`
	Held   exchange.Reason `json:"held,omitempty"` // the reason it has again when it is no longer held up
}

// Private is what an event says that is personal. It is sealed, and gone when the
// person was erased.
type Private struct {
	Text     string         `json:"text,omitempty"`
	Why      string         `json:"why,omitempty"` // the reason of an operator
	RefundTo *store.Account `json:"refund_to,omitempty"`
}

// PaymentFacts is a payment as an event tells it.
type PaymentFacts struct {
	ID       string     `json:"id"`
	Currency string     `json:"currency"`
	Amount   string     `json:"amount"`
	TxID     string     `json:"txid,omitempty"`
	SeenAt   time.Time  `json:"seen_at"`
	HeardAt  *time.Time `json:"heard_at,omitempty"` // where the order's rate was fixed: when the office noticed it (3.21)
	Risk     string     `json:"risk,omitempty"`
}

// PriceFacts are the prices that a decision used.
type PriceFacts struct {
	Snapshot string `json:"snapshot"`
	Bid      string `json:"bid"`
	Ask      string `json:"ask"`
}

// FillFacts is a conversion as an event tells it.
type FillFacts struct {
	Amount  string               `json:"amount"`
	Brought string               `json:"brought"`        // USDT
	Get     string               `json:"get"`            // the withdrawal, recalculated (3.6)
	Rate    exchange.RateOutcome `json:"rate,omitempty"` // where the order's rate was fixed: what became of it (3.21)
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
	Clause    exchange.Clause `json:"clause"` // of section 5
	Stage     string          `json:"stage"`
	Rule      string          `json:"rule"` // why the clause applies
	ByOffice  bool            `json:"by_office,omitempty"`
	Ordered   string          `json:"ordered"`
	Paid      string          `json:"paid"`
	Price     string          `json:"price"` // the bid before conversion, the ask after it
	Brought   string          `json:"brought,omitempty"`
	Sending   string          `json:"sending"`             // what sending costs, in the coin
	SendMin   string          `json:"send_min,omitempty"`  // the smallest amount that can be sent
	Fee       string          `json:"fee"`                 // USDT, after anything waived
	Amount    string          `json:"amount"`              // in the coin
	Owed      string          `json:"owed"`                // USDT
	Addressed bool            `json:"addressed,omitempty"` // it was known where the refund goes (5.10)
}

// DepositFacts is where payments arrive as an event tells it.
type DepositFacts struct {
	Venue    string `json:"venue"`
	Currency string `json:"currency"`
	Address  string `json:"address"`
	Memo     string `json:"memo,omitempty"`
}
