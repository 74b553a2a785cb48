// Package manual is the venue of an office whose operators move the money themselves:
// at a bank, an e-money account, an exchange without an interface. It answers
// venue.ErrByHand to whatever would have to be done, so that the order waits in the
// desk's queue, where the operator types the address, the deposit, what a conversion
// brought and the transaction of a sending. It knows no history and keeps nothing.
//
// Nothing is begun by itself either: from the moment at which the operator begins a
// conversion, a withdrawal or a refund nobody can take the order elsewhere, and until
// then the client can, as the terms say (5.2 to 5.4).
package manual

import (
	"context"
	"time"

	"agio/server/venue"
)

// Venue does nothing by itself.
type Venue struct{}

var _ venue.Venue = Venue{}

// Name is "manual".
func (Venue) Name() string { return "manual" }

// Address answers ErrByHand: the operator types where to pay.
func (Venue) Address(context.Context, string, string) (venue.Address, error) {
	return venue.Address{}, venue.ErrByHand
}

// Deposits gives none: the operator types what arrives.
func (Venue) Deposits(context.Context, time.Time) ([]venue.Deposit, error) { return nil, nil }

// Convert answers ErrByHand.
func (Venue) Convert(context.Context, venue.Order) (venue.Fill, error) {
	return venue.Fill{}, venue.ErrByHand
}

// Withdraw answers ErrByHand.
func (Venue) Withdraw(context.Context, venue.Withdrawal) (venue.Sending, error) {
	return venue.Sending{}, venue.ErrByHand
}

// Sending answers ErrByHand, and never ErrUnknown: that nothing is known here does not
// mean that the operator has not sent it.
func (Venue) Sending(context.Context, string) (venue.Sending, error) {
	return venue.Sending{}, venue.ErrByHand
}

// Fees gives none.
func (Venue) Fees(context.Context) (map[string]venue.Fee, error) { return map[string]venue.Fee{}, nil }

// Status works: a person is no outage. Nothing is begun before the operator begins it.
func (Venue) Status(context.Context) (venue.Status, error) {
	return venue.Status{Works: true, ByHand: true}, nil
}
