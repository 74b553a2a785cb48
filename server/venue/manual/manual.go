// Package manual is the venue of an office whose operators move the money themselves:
// at a bank, an e-money account, an exchange without an interface. It answers
// venue.ErrByHand to whatever would have to be done, so that the order waits in the
// desk's queue, where the operator types the address, the deposit, what a conversion
// brought and the transaction of a sending. It knows no history and keeps nothing.
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

// Status works: a person is no outage.
func (Venue) Status(context.Context) (venue.Status, error) { return venue.Status{Works: true}, nil }
