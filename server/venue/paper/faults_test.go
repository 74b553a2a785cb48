package paper_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/server/venue/paper"
)

// script makes one fault befall the first call of a method.
func script(method string, fault paper.Fault) paper.Faults {
	return paper.Faults{Script: func(c paper.Call) paper.Fault {
		if c.Method == method && c.N == 0 {
			return fault
		}
		return paper.NoFault
	}}
}

func TestEachFaultOfAWithdrawal(t *testing.T) {
	ctx := context.Background()
	for _, f := range []struct {
		fault    paper.Fault
		err      error
		happened bool
		later    bool
	}{
		{paper.NoFault, nil, true, true},
		{paper.Busy, venue.ErrTemporary, false, false},
		{paper.Lost, venue.ErrUncertain, false, false},
		{paper.Unsaid, venue.ErrUncertain, true, true},
		{paper.Slow, venue.ErrUncertain, false, true},
		{paper.Refused, venue.ErrRefused, false, false},
	} {
		c := newClock()
		v := open(t, "", paper.Options{Now: c.now, Faults: script("withdraw", f.fault)})
		to := must[venue.Address](t)(v.Address(ctx, "x", "USDT"))
		if _, err := v.Withdraw(ctx, venue.Withdrawal{Ref: "p-1", Currency: "USDT", Amount: dec("1"), To: to}); !errors.Is(err, f.err) {
			t.Errorf("%s: %v", f.fault, err)
		}
		if _, err := v.Sending(ctx, "p-1"); (err == nil) != f.happened {
			t.Errorf("%s: the withdrawal is told as %v", f.fault, err)
		}
		c.pass(venue.InFlight)
		if _, err := v.Sending(ctx, "p-1"); (err == nil) != f.later {
			t.Errorf("%s: the withdrawal is told later as %v", f.fault, err)
		}
	}
}

func TestASlowWithdrawalIsOvertakenByItsRepetition(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now, Faults: script("withdraw", paper.Slow), Limits: map[string]decimal.Decimal{"USDT": dec("2")}})
	to := must[venue.Address](t)(v.Address(ctx, "x", "USDT"))
	w := venue.Withdrawal{Ref: "p-1", Currency: "USDT", Amount: dec("1"), To: to}
	v.Withdraw(ctx, w)
	other := w
	other.Amount = dec("3")
	if _, err := v.Withdraw(ctx, other); !errors.Is(err, venue.ErrTaken) {
		t.Errorf("another withdrawal while the first is on its way: %v", err)
	}
	must[venue.Sending](t)(v.Withdraw(ctx, w))
	c.pass(time.Hour)
	book := must[[]paper.Movement](t)(v.Sendings(ctx, "p-1"))
	if len(book) != 2 || book[0].What != paper.Accepted || book[1].What != paper.Sent || book[1].To != paper.Recipient(to) {
		t.Errorf("the book says %+v", book)
	}
}

func TestFaultsOfAddressesAndConversions(t *testing.T) {
	ctx := context.Background()
	o := venue.Order{Ref: "c-1", Currency: "Cbitcoin", Amount: dec("1"), Price: dec("2")}
	for fault, want := range map[paper.Fault]error{paper.Busy: venue.ErrTemporary, paper.Lost: venue.ErrUncertain, paper.Unsaid: venue.ErrUncertain} {
		v := open(t, "", paper.Options{Faults: script("convert", fault)})
		if _, err := v.Convert(ctx, o); !errors.Is(err, want) {
			t.Errorf("convert %s: %v", fault, err)
		}
		if book := must[[]paper.Movement](t)(v.Sendings(ctx, "c-1")); (len(book) == 1) != (fault == paper.Unsaid) {
			t.Errorf("convert %s: the book says %v", fault, book)
		}
		v = open(t, "", paper.Options{Faults: script("address", fault)})
		if a, err := v.Address(ctx, "a-1", "USDT"); !errors.Is(err, want) || a.Address != "" {
			t.Errorf("address %s: %v, %v", fault, a, err)
		}
		if _, err := v.Pay(ctx, paper.Payment{Ref: "a-1", Amount: dec("1")}); (err == nil) != (fault == paper.Unsaid) {
			t.Errorf("address %s: a payment to it: %v", fault, err)
		}
	}
}

func TestAnOutageStopsEverythingForItsTime(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now, Faults: paper.Faults{Outage: 300, OutageFor: time.Minute}})
	out := 0
	for range 1000 {
		status := must[venue.Status](t)(v.Status(ctx))
		for range 3 { // nothing changes within the minute
			_, err := v.Fees(ctx)
			if errors.Is(err, venue.ErrTemporary) == status.Works {
				t.Fatalf("at %s it says %+v, and its fees %v", c.at, status, err)
			}
			c.pass(20 * time.Second)
		}
		if !status.Works {
			out++
		}
	}
	if out < 250 || out > 350 {
		t.Errorf("of 1000 minutes %d were out", out)
	}
}

// outcomes is what befalls the calls of one exchange.
func outcomes(t *testing.T, seed uint64, f paper.Faults) []string {
	ctx, c := context.Background(), newClock()
	v := open(t, "", paper.Options{Seed: seed, Now: c.now, Faults: f})
	must[venue.Address](t)(v.Address(ctx, "a-1", "USDT"))
	for range 5 {
		pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1")})
	}
	var got []string
	for n := range 300 {
		c.pass(time.Second)
		list, err := v.Deposits(ctx, time.Time{})
		got = append(got, fmt.Sprint(list, err))
		_, err = v.Convert(ctx, venue.Order{Ref: fmt.Sprint("c-", n), Currency: "USDT", Amount: dec("1")})
		got = append(got, fmt.Sprint(err))
	}
	return got
}

func TestFaultsAreTheSeedsAndNothingElse(t *testing.T) {
	f := paper.Faults{Busy: 100, Lost: 100, Unsaid: 100, Twice: 200, Stale: 200, Shuffle: 300, Late: 500}
	f.Script = func(c paper.Call) paper.Fault { // the one address must be there
		if c.Method == "address" {
			return paper.NoFault
		}
		return paper.ByChance
	}
	first := outcomes(t, 1, f)
	if !slices.Equal(first, outcomes(t, 1, f)) {
		t.Error("the same seed gave two histories")
	}
	if slices.Equal(first, outcomes(t, 2, f)) {
		t.Error("two seeds gave the same history")
	}
}

func TestHistoriesRepeatThemselvesOutOfOrder(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now, Faults: paper.Faults{Twice: 500, Stale: 500, Shuffle: 1000}})
	must[venue.Address](t)(v.Address(ctx, "a-1", "USDT"))
	for range 20 {
		pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1")})
	}
	c.pass(time.Minute)
	seen, stale, disorder := map[string]int{}, 0, 0
	list := must[[]venue.Deposit](t)(v.Deposits(ctx, time.Time{}))
	for i, d := range list {
		seen[d.ID]++
		if d.State == venue.DepositSeen {
			stale++
		}
		if i > 0 && d.ID < list[i-1].ID {
			disorder++
		}
	}
	if len(seen) != 20 || len(list) < 30 || stale < 3 || disorder < 5 {
		t.Errorf("%d deposits in %d lines, %d of them stale, %d out of order", len(seen), len(list), stale, disorder)
	}
}

func TestWithoutFaultsNothingEverFails(t *testing.T) {
	for _, got := range outcomes(t, 1, paper.Faults{}) {
		if got[0] != '[' && got != "<nil>" || got[0] == '[' && got[len(got)-5:] != "<nil>" {
			t.Fatalf("a call answered %s", got)
		}
	}
}
