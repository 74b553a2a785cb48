package store

import (
	"errors"
	"fmt"
)

// What a call may answer instead of doing what was asked.
var (
	// ErrNotFound stands for an unknown order and for a wrong secret alike.
	ErrNotFound = errors.New("there is no such order, or the secret is not its own")
	// ErrKeyReused says that the idempotency key belongs to another request.
	ErrKeyReused = errors.New("the idempotency key was used for another request")
	// ErrErased says that the order's personal data can no longer be read.
	ErrErased = errors.New("the personal data of this order was erased")
	// ErrStale says that the order has had another step since: nothing was written.
	ErrStale = errors.New("the order has changed since this was decided")
	// ErrUnbalanced says that what a step would book does not sum to zero.
	ErrUnbalanced = errors.New("the postings of a step do not sum to zero for each asset")
	// ErrDepositTaken says that payments to this address are another order's.
	ErrDepositTaken = errors.New("another order is paid to this address")
	// ErrOpen says that the order has not ended.
	ErrOpen = errors.New("the order has not ended")
	// ErrBusy says that too many requests wait; nothing was written.
	ErrBusy = errors.New("too many orders wait to be written")
	// ErrUnavailable says that the storage failed. Whether the write happened is
	// not known; repeating it with the same key is safe.
	ErrUnavailable = errors.New("the storage does not work at the moment")
	// ErrClosed says that the store was closed; nothing was written.
	ErrClosed = errors.New("the store is closed")
	// ErrLocked says that another process has the data folder open.
	ErrLocked = errors.New("another process has this data folder open")
)

// unread says that reading failed half-way: the storage does not work, and nothing is
// known of what was asked.
func unread(err error) error {
	if err == nil {
		return nil
	}
	return unavailable(err)
}

// unavailable says that the storage failed, and how.
func unavailable(err error) error { return fmt.Errorf("%w: %w", ErrUnavailable, err) }
