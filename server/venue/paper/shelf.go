package paper

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// errNone says that the book has no such line.
var errNone = errors.New("the book has no such line")

// shelf is where the book is kept: in a file or in memory.
type shelf interface {
	// change carries out what act writes as a whole or not at all, and tells step where
	// it is. Whoever looks at the same time sees the book before or after it.
	change(step func(string), act func(pages) error) error
	// look lets act read.
	look(act func(pages) error) error
	close() error
}

// pages are what the book has. What is looked for and not there is errNone.
type pages interface {
	address(ref string) (given, error)
	owner(to venue.Address) (given, error)               // whose address it is, if possible with this memo
	addAddress(ref string, g given) (free bool, _ error) // false: somebody has it

	deposit(seq int64) (deposit, error)
	depositOf(key string) (deposit, error)
	lastDeposit() (seq int64, changed time.Time, _ error)
	addDeposit(d deposit, key string) error
	saveDeposit(d deposit) error
	depositsSince(since time.Time) ([]deposit, error) // those that are shown, by the time of their last change

	fill(ref string) (fill, error)
	addFill(f fill) error

	sending(ref string) (sending, error)
	saveSending(s sending) error
	withdrawn(currency, but string) (decimal.Decimal, error) // what was sent or will be, but for one reference

	due(now time.Time) (bool, error) // whether anything is
	dueDeposits(now time.Time) ([]deposit, error)
	dueSendings(now time.Time) ([]sending, error)

	addMovement(m Movement) error
	movements(ref string) ([]Movement, error) // of one reference; empty: all
}

// given is an address that was given out.
type given struct {
	currency string
	to       venue.Address
}

// deposit is a deposit as the book has it.
type deposit struct {
	venue.Deposit // its ID is seq
	seq           int64
	shownAt       time.Time
	shown         bool
	nextAt        time.Time // when something will happen to it by itself; zero: never
}

// fill is a conversion as the book has it.
type fill struct {
	venue.Fill
	currency string
	amount   decimal.Decimal
	price    decimal.Decimal
}

// sending is a withdrawal as the book has it.
type sending struct {
	venue.Sending
	try       int // from 1
	currency  string
	amount    decimal.Decimal
	recipient string    // see Recipient
	fate      string    // why this try is going to fail
	nextAt    time.Time // when it proceeds by itself; zero: never
}

// write carries out one change of the book. Before it is kept whatever fails has not
// happened. Nobody who hangs up interrupts it.
func (v *Venue) write(method string, act func(pages) error) error {
	return stored(v.shelf.change(func(step string) { v.o.Step(method + " " + step) }, act))
}

// read looks at the book.
func (v *Venue) read(act func(pages) error) error { return stored(v.shelf.look(act)) }

// stored leaves the venue's own answers as they are and makes every other error, which
// is about the file, a temporary one.
func stored(err error) error {
	if err == nil {
		return nil
	}
	for _, own := range []error{venue.ErrRefused, venue.ErrTaken, venue.ErrByHand, venue.ErrUnknown, venue.ErrTemporary, venue.ErrUncertain} {
		if errors.Is(err, own) {
			return err
		}
	}
	return temporary(err)
}
