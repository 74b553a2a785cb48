package work_test

import (
	"context"
	"testing"
	"time"

	"agio/server/life"
	"agio/wasm/exchange"
)

// The straight road: an order is paid, converted, paid out, and the client's address
// gets exactly what was computed, once.
func TestAnOrderGoesItsWay(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	if l := o.is(t, id, exchange.AwaitingPayment); l.Deposit == nil || l.Deposit.Address == "" {
		t.Fatalf("no address was assigned: %+v", l.Deposit)
	}
	o.pay(t, id, "0.1")
	o.is(t, id, exchange.Confirming)
	o.pass(t, time.Minute)
	o.pass(t, time.Minute)
	l := o.is(t, id, exchange.CompletedState)
	if l.Payout.State != life.Sent || l.Payout.TxID == "" {
		t.Errorf("the withdrawal is %+v", l.Payout)
	}
	sent, err := o.paper.Sendings(context.Background(), "p-"+id)
	if err != nil || len(sent) == 0 {
		t.Fatalf("the exchange sent %v, %v", sent, err)
	}
	if want := l.Fill.Quote.Get; l.Payout.Amount.Value.Cmp(want.Value) != 0 {
		t.Errorf("paid out %v, computed %v", l.Payout.Amount, want)
	}
}
