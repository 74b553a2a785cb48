// Package venuetest is what every venue has to pass: the promises of package venue, put
// to the test the way an office relies on them. Whatever fails for a while is asked
// again with the same reference, so that the same tests hold for a venue that never
// fails and for one that fails all the time.
package venuetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// Subject is a venue under test, and the hands that reach into the place behind it.
type Subject struct {
	Venue venue.Venue

	Currency string          // a code that the venue has,
	Amount   decimal.Decimal // an amount of it that it converts and sends,
	To       venue.Address   // and somebody's address

	Restart func() venue.Venue                          // ends the venue's own process, in effect, and begins it anew
	Pass    func(time.Duration)                         // lets time pass; safe for many goroutines
	Now     func() time.Time                            // the clock that Pass moves
	Pay     func(to venue.Address, sum decimal.Decimal) // somebody pays in Currency
	Sent    func(ref string) int                        // how many times money left under a reference

	// FailOnce makes the next sending under a reference fail. Nil where that cannot be
	// brought about.
	FailOnce func(ref string)
}

// patience is how often something is asked again before a test gives up.
const patience = 2000

// Run puts a venue to the test. Open makes a new one for each promise.
func Run(t *testing.T, open func(t *testing.T) *Subject) {
	for _, promise := range []struct {
		name string
		test func(*testing.T, *Subject)
	}{
		{"a reference has one address", oneAddress},
		{"the history tells of every payment", everyPayment},
		{"a reference is converted once", oneFill},
		{"a reference is sent once", oneSending},
		{"many who ask at once get one sending", oneSendingAtOnce},
		{"what failed is carried out anew", failedAnew},
		{"a reference stands for one withdrawal", noOtherFigures},
		{"what is refused has not happened", refused},
		{"what the venue does not have is done by hand", byHand},
		{"who hangs up breaks nothing", hangUp},
		{"fees and status can be read", feesAndStatus},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.test(t, open(t)) })
	}
}

// RunByHand puts a venue to the test that does nothing by itself.
func RunByHand(t *testing.T, v venue.Venue) {
	ctx := context.Background()
	_, address := v.Address(ctx, "a-1", "BTC")
	_, fill := v.Convert(ctx, venue.Order{Ref: "c-1", Currency: "BTC", Amount: decimal.NewFromInt(1), Price: decimal.NewFromInt(1)})
	_, withdrawal := v.Withdraw(ctx, venue.Withdrawal{Ref: "p-1", Currency: "BTC", Amount: decimal.NewFromInt(1)})
	_, sending := v.Sending(ctx, "p-1")
	for what, err := range map[string]error{"Address": address, "Convert": fill, "Withdraw": withdrawal, "Sending": sending} {
		if !errors.Is(err, venue.ErrByHand) {
			t.Errorf("%s answers %v", what, err)
		}
	}
	if list, err := v.Deposits(ctx, time.Time{}); err != nil || len(list) != 0 {
		t.Errorf("the history is %v, %v", list, err)
	}
	if s, err := v.Status(ctx); err != nil || !s.Works {
		t.Errorf("the status is %v, %v", s, err)
	}
}

// ask asks until there is an answer, as an office does: with the same reference, later.
func ask[T any](t *testing.T, s *Subject, call func() (T, error)) T {
	t.Helper()
	got, err := settled(s, call)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// settled asks until the answer is no longer that it may be otherwise later.
func settled[T any](s *Subject, call func() (T, error)) (got T, err error) {
	for range patience {
		got, err = call()
		if !errors.Is(err, venue.ErrTemporary) && !errors.Is(err, venue.ErrUncertain) {
			return got, err
		}
		s.Pass(time.Second)
	}
	return got, err
}

// read asks for something that changes nothing, which is never uncertain.
func read[T any](t *testing.T, s *Subject, call func() (T, error)) T {
	t.Helper()
	return ask(t, s, func() (T, error) {
		got, err := call()
		if errors.Is(err, venue.ErrUncertain) {
			t.Errorf("a call that only reads is uncertain: %v", err)
		}
		return got, err
	})
}

// convert asks for a conversion until it is done.
func convert(t *testing.T, s *Subject, o venue.Order) venue.Fill {
	t.Helper()
	return ask(t, s, func() (venue.Fill, error) { return s.Venue.Convert(context.Background(), o) })
}

// send asks for a withdrawal until it is sent, and anew whenever it has failed.
func send(t *testing.T, s *Subject, w venue.Withdrawal) venue.Sending {
	t.Helper()
	for range patience {
		sending, err := settled(s, func() (venue.Sending, error) { return s.Venue.Withdraw(context.Background(), w) })
		if err != nil {
			t.Error(err)
			return sending
		}
		if sending = outcome(s, sending); sending.State == venue.SendingSent {
			return sending
		}
	}
	t.Error("nothing is ever sent under " + w.Ref)
	return venue.Sending{}
}

// outcome waits until a sending that was accepted is sent or has failed.
func outcome(s *Subject, sending venue.Sending) venue.Sending {
	ref := sending.Ref
	for range patience {
		if sending.State != venue.SendingAccepted {
			break
		}
		s.Pass(time.Second)
		now, err := settled(s, func() (venue.Sending, error) { return s.Venue.Sending(context.Background(), ref) })
		if err == nil {
			sending = now
		}
	}
	return sending
}
