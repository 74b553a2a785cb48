package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// What is a kind of movement.
type What string

// What moves in the book.
const (
	Received What = "received" // a deposit was confirmed
	Sold     What = "sold"     // a conversion
	Accepted What = "accepted" // a withdrawal was accepted; nothing has left yet
	Failed   What = "failed"   // nothing has left
	Sent     What = "sent"     // money has left
)

// Recipient is how the book writes down who a withdrawal went to: a digest that tells
// one recipient from another. The file lies beside the office's, which keep a client's
// addresses sealed, and must not be where they can be read.
func Recipient(to venue.Address) string {
	sum := sha256.Sum256([]byte(to.Address + "\n" + to.Memo))
	return hex.EncodeToString(sum[:])
}

// Movement is one line of the book.
type Movement struct {
	What     What
	Ref      string // of the withdrawal or conversion, the id of the deposit
	Try      int    // of a withdrawal, from 1
	Currency string
	Amount   decimal.Decimal
	To       string // of a withdrawal: its Recipient
	TxID     string
	At       time.Time
}

// Book gives everything that ever moved, in its order. It is how tests prove that
// nothing was sent twice.
func (v *Venue) Book(ctx context.Context) ([]Movement, error) {
	if err := v.settle(ctx); err != nil {
		return nil, err
	}
	return v.movements("")
}

// Sendings gives the lines of the book that belong to one reference.
func (v *Venue) Sendings(ctx context.Context, ref string) ([]Movement, error) {
	if err := v.settle(ctx); err != nil {
		return nil, err
	}
	return v.movements(ref)
}

func (v *Venue) movements(ref string) (list []Movement, err error) {
	err = v.read(func(b pages) (err error) {
		list, err = b.movements(ref)
		return err
	})
	return list, err
}

// move adds a line to the book.
func (v *Venue) move(b pages, m Movement) error {
	m.At = v.now()
	return b.addMovement(m)
}

func (v *Venue) moveSending(b pages, s sending, what What) error {
	return v.move(b, Movement{What: what, Ref: s.Ref, Try: s.try, Currency: s.currency, Amount: s.amount, To: s.recipient, TxID: s.TxID})
}
