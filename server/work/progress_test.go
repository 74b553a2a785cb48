package work

import (
	"testing"

	"agio/server/venue"
)

func TestProgressIsThatOfTheVenueUntilTheConfirmation(t *testing.T) {
	e := New(Config{})
	for _, c := range []struct {
		d         venue.Deposit
		so, needs int
	}{
		{venue.Deposit{ID: "d1", State: venue.DepositSeen, Needed: 3}, 0, 3},
		{venue.Deposit{ID: "d1", State: venue.DepositSeen, Confirmations: 2, Needed: 3}, 2, 3},
		{venue.Deposit{ID: "d1", State: venue.DepositConfirmed, Confirmations: 3, Needed: 3}, 0, 0},
	} {
		e.confirmations.note(c.d)
		if so, needs := e.Progress("d1"); so != c.so || needs != c.needs {
			t.Errorf("%+v: %d of %d", c.d, so, needs)
		}
	}
	if so, needs := e.Progress("unknown"); so != 0 || needs != 0 {
		t.Errorf("an unknown payment has %d of %d", so, needs)
	}
}
