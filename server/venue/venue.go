package venue

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"
)

// What a call may answer instead of doing what was asked.
var (
	// ErrByHand says that a person does this: the venue has no interface for it, or
	// does not have the currency.
	ErrByHand = errors.New("this is done by hand")
	// ErrTemporary says that nothing happened by this call and that the same call may
	// succeed later: an outage, maintenance, too many requests. It says nothing of
	// earlier calls: one that was uncertain may have happened all the same.
	ErrTemporary = errors.New("the venue does not work at the moment")
	// ErrUncertain says that it is not known whether it happened. Calls that only
	// read never answer it.
	ErrUncertain = errors.New("the venue did not answer: it is not known whether this happened")
	// ErrRefused says that it did not happen, by this call or an earlier one with the
	// same reference, and will not, asked the same way.
	ErrRefused = errors.New("the venue refuses this")
	// ErrTaken says that the reference stands for something else, which has happened or
	// still may: the asker is wrong about its own past, and a person has to look.
	ErrTaken = errors.New("this reference stands for something else")
	// ErrUnknown says that the venue knows nothing under this reference.
	ErrUnknown = errors.New("the venue knows nothing under this reference")
)

// InFlight is how long a request that was not answered can still be on its way to the
// venue. Until it has passed, ErrUnknown does not mean that it will not happen.
const InFlight = time.Minute

// Venue is where deposits arrive and payouts leave. It is safe for use by many
// goroutines.
type Venue interface {
	// Name names the venue in events and on pages, such as "paper".
	Name() string
	// Address gives where the payments of an order arrive. No two references have the
	// same address and memo.
	Address(ctx context.Context, ref, currency string) (Address, error)
	// Deposits gives every deposit that was first seen or changed at the moment or
	// after it, in any order, possibly more than once, and possibly others as well. The
	// zero time asks for all.
	Deposits(ctx context.Context, since time.Time) ([]Deposit, error)
	// Convert sells an amount of a currency for USDT at the market. The same reference
	// gives the same fill, whatever the price is by then; ErrTaken when it has sold
	// another amount.
	Convert(ctx context.Context, o Order) (Fill, error)
	// Withdraw asks the venue to send. When it returns without an error the venue
	// has accepted the request, now or earlier. ErrTaken when the reference stands for
	// another withdrawal that has not failed.
	Withdraw(ctx context.Context, w Withdrawal) (Sending, error)
	// Sending says what became of a withdrawal; ErrUnknown when there is none.
	Sending(ctx context.Context, ref string) (Sending, error)
	// Fees gives what the venue takes at the moment, by currency.
	Fees(ctx context.Context) (map[string]Fee, error)
	// Status says whether the venue works.
	Status(ctx context.Context) (Status, error)
}

// Address is where money goes: an address on a network or an account, with the
// extra reference where the network needs one.
type Address struct{ Address, Memo string }

// DepositState is how far a deposit has come.
type DepositState string

// A deposit is seen, then confirmed; one that was reorganised or replaced before
// its confirmation is dropped.
const (
	DepositSeen      DepositState = "seen"
	DepositConfirmed DepositState = "confirmed"
	DepositDropped   DepositState = "dropped"
)

// Deposit is money that arrives.
type Deposit struct {
	ID            string // the venue's own, the same for ever
	To            Address
	Currency      string // what arrived, which need not be what was asked for
	Amount        decimal.Decimal
	State         DepositState
	SeenAt        time.Time // when the venue first saw it (3.5)
	ChangedAt     time.Time
	Confirmations int // so far,
	Needed        int // and until it is confirmed
	TxID          string
	Risk          string // why the venue's analysis calls it risky; empty when it does not
}

// Order asks for a conversion into USDT.
type Order struct {
	Ref      string
	Currency string
	Amount   decimal.Decimal
	Price    decimal.Decimal // the office's bid of the moment: what the recalculation uses
}

// Fill is a conversion that happened.
type Fill struct {
	Ref     string
	Brought decimal.Decimal // USDT, at most 8 places, before the fee
	Fee     decimal.Decimal // USDT that the venue kept of it, borne by the office
	At      time.Time
}

// Withdrawal asks to send.
type Withdrawal struct {
	Ref      string // ours: the venue never carries out two with the same
	Currency string
	Amount   decimal.Decimal // what arrives
	To       Address
}

// SendingState is how far a withdrawal has come.
type SendingState string

// A withdrawal that was accepted is on its way until it is sent or has failed.
// Only one that failed is carried out anew when its reference is asked for again
// (3.9).
const (
	SendingAccepted SendingState = "accepted"
	SendingSent     SendingState = "sent"
	SendingFailed   SendingState = "failed"
)

// Sending is a withdrawal that the venue has accepted.
type Sending struct {
	Ref   string
	State SendingState
	TxID  string          // once sent
	Fee   decimal.Decimal // what the network took, in the currency sent
	Why   string          // why it failed
	At    time.Time
}

// Fee is what a venue takes.
type Fee struct {
	Withdraw decimal.Decimal // for sending, in the currency
	Least    decimal.Decimal // the smallest amount that can be sent
	Trade    decimal.Decimal // for a conversion, a fraction of what it brings
}

// Status is whether a venue works.
type Status struct {
	Works  bool
	Why    string // what is wrong, for the desk; empty when it works
	ByHand bool   // a person does everything here, and says when it is begun
}
