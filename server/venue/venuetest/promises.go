package venuetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

func (s *Subject) address(t *testing.T, ref string) venue.Address {
	t.Helper()
	return ask(t, s, func() (venue.Address, error) { return s.Venue.Address(context.Background(), ref, s.Currency) })
}

func (s *Subject) withdrawal(ref string) venue.Withdrawal {
	return venue.Withdrawal{Ref: ref, Currency: s.Currency, Amount: s.Amount, To: s.To}
}

func (s *Subject) order(ref string) venue.Order {
	return venue.Order{Ref: ref, Currency: s.Currency, Amount: s.Amount, Price: decimal.NewFromInt(3)}
}

func oneAddress(t *testing.T, s *Subject) {
	given := map[venue.Address]string{}
	for n := range 20 {
		ref := fmt.Sprint("a-", n)
		a := s.address(t, ref)
		if other := given[a]; other != "" || a.Address == "" {
			t.Errorf("%s has the address %q of %q", ref, a, other)
		}
		given[a] = ref
	}
	s.Venue = s.Restart()
	for a, ref := range given {
		if again := s.address(t, ref); again != a {
			t.Errorf("%s had %v and has %v", ref, a, again)
		}
	}
}

// everyPayment reads the history as an office does: from where it began to read the
// last time, with some overlap, and by the ids.
func everyPayment(t *testing.T, s *Subject) {
	to, known := s.address(t, "a-1"), map[string]venue.Deposit{}
	cursor := s.Now()
	for n := range 6 {
		s.Pay(to, s.Amount) // the same sum each time: only the id tells one from another
		if n == 3 {
			s.Venue = s.Restart()
		}
		cursor = readOn(t, s, known, cursor)
	}
	for range patience {
		if confirmed(known) == 6 {
			break
		}
		s.Pass(time.Second)
		cursor = readOn(t, s, known, cursor)
	}
	if len(known) != 6 || confirmed(known) != 6 {
		t.Fatalf("of 6 payments the history told of %d, confirmed %d", len(known), confirmed(known))
	}
	for _, d := range known {
		if d.To != to || d.Currency != s.Currency || !d.Amount.Equal(s.Amount) || d.Confirmations < d.Needed || d.TxID == "" {
			t.Errorf("a deposit is %+v", d)
		}
	}
	all := map[string]venue.Deposit{}
	readOn(t, s, all, time.Time{})
	if confirmed(all) != 6 {
		t.Errorf("from the beginning the history tells of %d confirmed deposits", confirmed(all))
	}
}

// readOn adds what is new in the history; what was confirmed stays so.
func readOn(t *testing.T, s *Subject, known map[string]venue.Deposit, since time.Time) time.Time {
	t.Helper()
	began := s.Now()
	for _, d := range read(t, s, func() ([]venue.Deposit, error) { return s.Venue.Deposits(context.Background(), since) }) {
		was, ok := known[d.ID]
		if d.ID == "" || ok && (!was.SeenAt.Equal(d.SeenAt) || was.TxID != d.TxID) {
			t.Errorf("a deposit was %+v and is %+v", was, d)
		}
		if was.State != venue.DepositConfirmed {
			known[d.ID] = d
		}
	}
	return began.Add(-time.Second)
}

func confirmed(known map[string]venue.Deposit) int {
	n := 0
	for _, d := range known {
		if d.State == venue.DepositConfirmed {
			n++
		}
	}
	return n
}

func oneFill(t *testing.T, s *Subject) {
	first := convert(t, s, s.order("c-1"))
	if first.Ref != "c-1" || first.Brought.Sign() <= 0 || first.Fee.Sign() < 0 || !first.Brought.Truncate(8).Equal(first.Brought) {
		t.Errorf("a conversion brought %+v", first)
	}
	s.Venue = s.Restart()
	s.Pass(time.Hour)
	moved := s.order("c-1")
	moved.Price = decimal.NewFromInt(4)
	if again := convert(t, s, moved); !again.Brought.Equal(first.Brought) || !again.Fee.Equal(first.Fee) || !again.At.Equal(first.At) {
		t.Errorf("asked again, %+v has become %+v", first, again)
	}
	other := s.order("c-1")
	other.Amount = other.Amount.Add(other.Amount)
	if _, err := settled(s, func() (venue.Fill, error) { return s.Venue.Convert(context.Background(), other) }); !errors.Is(err, venue.ErrTaken) {
		t.Errorf("one reference, two amounts: %v", err)
	}
}

func oneSending(t *testing.T, s *Subject) {
	first := send(t, s, s.withdrawal("p-1"))
	if first.Ref != "p-1" || first.TxID == "" || first.Fee.Sign() < 0 {
		t.Errorf("sent is %+v", first)
	}
	for range 3 {
		s.Venue = s.Restart()
		s.Pass(time.Hour)
		if again := send(t, s, s.withdrawal("p-1")); again.TxID != first.TxID {
			t.Errorf("asked again, %+v has become %+v", first, again)
		}
		if said := read(t, s, func() (venue.Sending, error) { return s.Venue.Sending(context.Background(), "p-1") }); said.TxID != first.TxID {
			t.Errorf("%+v is told as %+v", first, said)
		}
	}
	s.sentOnce(t, "p-1")
}

func (s *Subject) sentOnce(t *testing.T, refs ...string) {
	t.Helper()
	s.Pass(time.Hour)
	for _, ref := range refs {
		if n := s.Sent(ref); n != 1 {
			t.Errorf("%s was sent %d times", ref, n)
		}
	}
}

func oneSendingAtOnce(t *testing.T, s *Subject) {
	var all sync.WaitGroup
	refs := []string{"p-1", "p-2", "r-1"}
	for n := range 12 {
		all.Go(func() { send(t, s, s.withdrawal(refs[n%len(refs)])) })
	}
	all.Wait()
	s.sentOnce(t, refs...)
}

func failedAnew(t *testing.T, s *Subject) {
	if s.FailOnce == nil {
		return
	}
	s.FailOnce("p-1")
	w := s.withdrawal("p-1")
	first := outcome(s, ask(t, s, func() (venue.Sending, error) { return s.Venue.Withdraw(context.Background(), w) }))
	if first.State != venue.SendingFailed || first.Why == "" || first.TxID != "" {
		t.Fatalf("what should fail is %+v", first)
	}
	s.Venue = s.Restart()
	said := read(t, s, func() (venue.Sending, error) { return s.Venue.Sending(context.Background(), "p-1") })
	if said.State != venue.SendingFailed || s.Sent("p-1") != 0 {
		t.Errorf("what failed is told as %+v", said)
	}
	send(t, s, w)
	s.sentOnce(t, "p-1")
}

func noOtherFigures(t *testing.T, s *Subject) {
	send(t, s, s.withdrawal("p-1"))
	other := s.withdrawal("p-1")
	other.Amount = other.Amount.Add(other.Amount)
	elsewhere := s.withdrawal("p-1")
	elsewhere.To = s.address(t, "a-1")
	for _, w := range []venue.Withdrawal{other, elsewhere} {
		if got, err := settled(s, func() (venue.Sending, error) { return s.Venue.Withdraw(context.Background(), w) }); !errors.Is(err, venue.ErrTaken) {
			t.Errorf("one reference, two withdrawals: %+v, %v", got, err)
		}
	}
	s.sentOnce(t, "p-1")
}

func refused(t *testing.T, s *Subject) {
	nothing, nowhere := s.withdrawal("p-1"), s.withdrawal("p-2")
	nothing.Amount = decimal.Zero
	nowhere.To = venue.Address{Address: "nowhere"}
	for _, w := range []venue.Withdrawal{nothing, nowhere} {
		if _, err := settled(s, func() (venue.Sending, error) { return s.Venue.Withdraw(context.Background(), w) }); !errors.Is(err, venue.ErrRefused) {
			t.Errorf("%+v: %v", w, err)
		}
		s.Pass(2 * venue.InFlight)
		if _, err := settled(s, func() (venue.Sending, error) { return s.Venue.Sending(context.Background(), w.Ref) }); !errors.Is(err, venue.ErrUnknown) {
			t.Errorf("a refused withdrawal is told: %v", err)
		}
	}
	if s.Sent("p-1")+s.Sent("p-2") != 0 {
		t.Error("a refused withdrawal was sent")
	}
}

func byHand(t *testing.T, s *Subject) {
	ctx := context.Background()
	_, address := settled(s, func() (venue.Address, error) { return s.Venue.Address(ctx, "a-1", "no such coin") })
	o, w := s.order("c-1"), s.withdrawal("p-1")
	o.Currency, w.Currency = "no such coin", "no such coin"
	_, fill := settled(s, func() (venue.Fill, error) { return s.Venue.Convert(ctx, o) })
	_, sending := settled(s, func() (venue.Sending, error) { return s.Venue.Withdraw(ctx, w) })
	for what, err := range map[string]error{"Address": address, "Convert": fill, "Withdraw": sending} {
		if !errors.Is(err, venue.ErrByHand) {
			t.Errorf("%s answers %v", what, err)
		}
	}
}

func hangUp(t *testing.T, s *Subject) {
	gone, leave := context.WithCancel(context.Background())
	leave()
	w := s.withdrawal("p-1")
	_, sending := s.Venue.Withdraw(gone, w)
	_, fill := s.Venue.Convert(gone, s.order("c-1"))
	for what, err := range map[string]error{"Withdraw": sending, "Convert": fill} {
		if !errors.Is(err, venue.ErrTemporary) && !errors.Is(err, venue.ErrUncertain) {
			t.Errorf("%s without anybody to hear it answers %v", what, err)
		}
	}
	if _, err := s.Venue.Deposits(gone, time.Time{}); !errors.Is(err, venue.ErrTemporary) {
		t.Errorf("Deposits without anybody to hear it answers %v", err)
	}
	send(t, s, w)
	convert(t, s, s.order("c-1"))
	s.sentOnce(t, "p-1")
}

func feesAndStatus(t *testing.T, s *Subject) {
	ctx := context.Background()
	fee, ok := read(t, s, func() (map[string]venue.Fee, error) { return s.Venue.Fees(ctx) })[s.Currency]
	if !ok || fee.Withdraw.Sign() < 0 || fee.Trade.Sign() < 0 || fee.Least.GreaterThan(s.Amount) {
		t.Errorf("the fees of %s are %+v", s.Currency, fee)
	}
	status := read(t, s, func() (venue.Status, error) { return s.Venue.Status(ctx) })
	if status.Works == (status.Why != "") {
		t.Errorf("the status is %+v", status)
	}
	if s.Venue.Name() == "" {
		t.Error("it has no name")
	}
}
