package life_test

import (
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// The straight road, step by step: where the order is after each, and what it needs.
func TestStraightRoad(t *testing.T) {
	o := lifetest.Order("o1", "BTC", "USDTTRC20", "0.1")
	l, err := life.Replay(o, []store.Event{lifetest.Created(o)})
	if err != nil {
		t.Fatal(err)
	}
	p := life.Payment{ID: "d1", Currency: "BTC", Amount: lifetest.Dec("0.1"), TxID: "t1", Seen: lifetest.Start.Add(time.Minute)}
	brought := exchange.Amount{Value: lifetest.Dec("5999"), Currency: "USDT"}
	for _, s := range []struct {
		c    life.Command
		to   exchange.State
		need life.NeedKind
	}{
		{life.Command{Event: life.AddressAssigned, Deposit: &store.Deposit{Venue: "v", Currency: "BTC", Address: "a"}}, exchange.AwaitingPayment, life.NeedNothing},
		{life.Command{Event: exchange.PaymentSeen, Payment: &p}, exchange.Confirming, life.NeedNothing},
		{life.Command{Event: exchange.PaymentConfirmed, Payment: &p}, exchange.Received, life.NeedClock},
		{life.Command{Event: life.ConvertBegun}, exchange.Received, life.NeedConvert},
		{life.Command{Event: exchange.Convert, Brought: &brought}, exchange.ConvertedState, life.NeedPayout},
		{life.Command{Event: life.PayoutBegun}, exchange.ConvertedState, life.NeedPayout},
		{life.Command{Event: exchange.PayoutRequested, Sending: &life.Sending{Ref: "p-o1"}}, exchange.CompletedState, life.NeedPayoutLook},
		{life.Command{Event: exchange.PayoutConfirmed, Sending: &life.Sending{Ref: "p-o1", TxID: "t2", Fee: lifetest.Dec("1")}}, exchange.CompletedState, life.NeedNothing},
	} {
		w := lifetest.World(2 * time.Minute)
		s.c.Actor = exchange.ByVenue
		step, err := l.Decide(s.c, w)
		if err != nil {
			t.Fatalf("%s: %v", s.c.Event, err)
		}
		if l, err = l.Apply(step); err != nil {
			t.Fatalf("%s: %v", s.c.Event, err)
		}
		if need := l.Needs(w); l.State != s.to || need.Kind != s.need || !life.Balanced(step.Postings) {
			t.Fatalf("%s: %s, needs %q, want %s and %q", s.c.Event, l.State, need.Kind, s.to, s.need)
		}
	}
	if !l.Ended() || l.Payout.State != life.Sent {
		t.Errorf("%+v", l.Payout)
	}
}
