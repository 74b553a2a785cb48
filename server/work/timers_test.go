package work_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/wasm/exchange"
)

// An order that nobody pays is overdue from its deadline on, also when the office
// was closed at that moment; what arrives afterwards is the client's choice, and
// silence returns it whole (3.11, 3.20).
func TestAPaymentThatIsLate(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	deadline := o.life(t, id).Deadline
	o.now.Store(deadline.Add(-time.Millisecond).UnixMilli())
	o.settle(t)
	o.is(t, id, exchange.AwaitingPayment)
	o.now.Store(deadline.Add(5 * time.Hour).UnixMilli()) // the office was closed
	o.settle(t)
	l := o.is(t, id, exchange.Overdue)
	if !l.Changed.Equal(deadline) {
		t.Errorf("overdue since %v, want %v", l.Changed, deadline)
	}
	o.pay(t, id, "0.1")
	o.is(t, id, exchange.LateReview)
	for range 4 {
		o.pass(t, time.Minute)
	}
	l = o.is(t, id, exchange.LateReview)
	offers := o.offers(t, l)
	if offers[exchange.Continue].Get == nil || offers[exchange.TakeBack].Refund == nil || l.Choice.IsZero() {
		t.Fatalf("the client is offered %+v until %v", offers, l.Choice)
	}
	if fee := offers[exchange.TakeBack].Refund.Line(exchange.LineFee).Amount.Value; !fee.IsZero() {
		t.Errorf("taking a late payment back costs %v", fee)
	}
	o.now.Store(l.Choice.UnixMilli())
	o.settle(t)
	l = o.is(t, id, exchange.RefundDue)
	o.names(t, id, lifetest.Bitcoin)
	for range 4 {
		o.pass(t, time.Minute)
	}
	l = o.is(t, id, exchange.Refunded)
	o.sentOnce(t, "r-"+id, exchange.Amount{Value: lifetest.Dec("0.1"), Currency: "BTC"})
	o.audit(t)
}

// A clock that jumps back moves no order back and repeats nothing.
func TestAClockThatJumpsBack(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.now.Store(o.life(t, id).Deadline.UnixMilli())
	o.settle(t)
	version := o.is(t, id, exchange.Overdue).Version
	o.now.Add(-48 * time.Hour.Milliseconds())
	o.settle(t)
	o.pass(t, 50*time.Hour)
	if l := o.is(t, id, exchange.Overdue); l.Version != version {
		t.Errorf("the order went from version %d to %d", version, l.Version)
	}
	o.audit(t)
}

// A refund that the client asks for is the one shown: figures that are not those of
// the moment are refused, and those confirmed are paid to the last digit.
func TestARefundAsShown(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.pay(t, id, "0.04")
	for range 3 {
		o.pass(t, time.Minute)
	}
	l := o.is(t, id, exchange.Verification)
	offer := o.offers(t, l)[exchange.RefundAsked]
	to := &store.Account{Address: lifetest.Bitcoin}
	ask := life.Command{Event: exchange.RefundAsked, Actor: exchange.ByClient, Figures: "another", RefundTo: to}
	var refused *exchange.Error
	if _, err := o.Do(context.Background(), id, ask); !errors.As(err, &refused) || refused.Code != life.FiguresChanged {
		t.Fatalf("other figures get %v", err)
	}
	ask.Figures = offer.Token
	if _, err := o.Do(context.Background(), id, ask); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		o.pass(t, time.Minute)
	}
	l = o.is(t, id, exchange.Refunded)
	if offer.Refund.Clause != exchange.ClauseSmall {
		t.Errorf("40 %% of the order is returned under %s", offer.Refund.Clause)
	}
	o.sentOnce(t, "r-"+id, offer.Refund.Refund)
	o.audit(t)
}

// Money in another coin, and money for nobody, is written down and waits for a
// person.
func TestMoneyThatNobodyExpects(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	if _, err := o.paper.Pay(context.Background(), paper.Payment{Ref: "a-" + id, Currency: "USDTTRC20", Amount: lifetest.Dec("70")}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.paper.Address(context.Background(), "of-nobody", "BTC"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.paper.Pay(context.Background(), paper.Payment{Ref: "of-nobody", Amount: lifetest.Dec("0.2")}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		o.pass(t, time.Minute)
	}
	l := o.is(t, id, exchange.AwaitingPayment)
	if len(l.Payments) != 1 || l.Payments[0].Currency != "USDTTRC20" {
		t.Errorf("the payments are %+v", l.Payments)
	}
	queue, err := o.store.Queue(context.Background(), store.QueueFilter{}, "", 10)
	if err != nil || len(queue) != 1 || queue[0].ID != id {
		t.Errorf("the queue is %+v, %v", queue, err)
	}
	log, err := o.store.AuditLog(context.Background(), 1<<60, 10)
	if err != nil || len(log) == 0 || log[0].Event != "stray_deposit" {
		t.Errorf("the audit log says %+v, %v", log, err)
	}
	o.audit(t)
}

// offers gives what the client may do, by event.
func (o *office) offers(t testing.TB, l life.Life) map[exchange.Event]life.Offer {
	t.Helper()
	w, err := o.World(l.Order)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[exchange.Event]life.Offer)
	for _, offer := range l.Offers(w) {
		all[offer.Event] = offer
	}
	return all
}

// names has the client name where a refund goes.
func (o *office) names(t testing.TB, id, address string) {
	t.Helper()
	_, err := o.Do(context.Background(), id, life.Command{Event: life.RefundAddress, Actor: exchange.ByClient, RefundTo: &store.Account{Address: address}})
	if err != nil {
		t.Fatal(err)
	}
	o.settle(t)
}

// Nothing is sent to an address at which payments of the office arrive, of this order
// or another: it would come back as a payment.
func TestARefundToTheOfficeItself(t *testing.T) {
	o := open(t, options{})
	id, other := o.order(t, "BTC", "USDTTRC20", "0.1"), o.order(t, "BTC", "USDTTRC20", "0.2")
	for _, ours := range []string{id, other} {
		to := &store.Account{Address: o.life(t, ours).Deposit.Address}
		_, err := o.Do(context.Background(), id, life.Command{Event: life.RefundAddress, Actor: exchange.ByClient, RefundTo: to})
		var refused *exchange.Error
		if !errors.As(err, &refused) || refused.Code != life.AddressOurs {
			t.Errorf("an address of the office gets %v", err)
		}
	}
	o.names(t, id, lifetest.Bitcoin)
}

// Figures hold as long as the prices they were computed with may be decided on,
// although newer ones were published while the client read; afterwards they are
// refused (3.18, 5.6).
func TestFiguresHoldWhileTheirPricesDo(t *testing.T) {
	o := open(t, options{})
	valid := true
	o.Shown = func(snapshot string) (work.Quoted, bool) {
		bid := strings.TrimPrefix(snapshot, "s")
		return work.Quoted{Prices: lifetest.Prices(bid), Snapshot: snapshot}, valid
	}
	for _, valid = range []bool{false, true} {
		o.bid.Store("60000")
		id := o.order(t, "BTC", "USDTTRC20", "0.1")
		o.pay(t, id, "0.09")
		o.pass(t, time.Minute)
		offer := o.offers(t, o.is(t, id, exchange.Verification))[exchange.RefundAsked]
		o.bid.Store("50000")
		ask := life.Command{Event: exchange.RefundAsked, Actor: exchange.ByClient, Figures: offer.Token, RefundTo: &store.Account{Address: lifetest.Bitcoin}}
		after, err := o.Do(context.Background(), id, ask)
		var refused *exchange.Error
		switch {
		case valid && (err != nil || !after.Refund.Figures.Refund.Value.Equal(offer.Refund.Refund.Value)):
			t.Errorf("figures whose prices are valid get %v", err)
		case !valid && (!errors.As(err, &refused) || refused.Code != life.FiguresChanged):
			t.Errorf("figures whose prices are over get %v", err)
		}
	}
}

// Without prices nothing about money is decided: silence waits, the desk's queue says
// for what, and when there are prices again it goes on by itself.
func TestARefundThatWaitsForPrices(t *testing.T) {
	o := open(t, options{})
	id := o.order(t, "BTC", "USDTTRC20", "0.1")
	o.now.Store(o.life(t, id).Deadline.UnixMilli())
	o.settle(t)
	o.pay(t, id, "0.1")
	for range 4 {
		o.pass(t, time.Minute)
	}
	l := o.is(t, id, exchange.LateReview)
	o.bid.Store("")
	if w, err := o.World(l.Order); err != nil || !l.Unpriced(w) || l.Overdue(w) || o.hand(t, id) != "" {
		t.Errorf("before the time is over: %v, it waits for %q", err, o.hand(t, id))
	}
	o.now.Store(l.Choice.UnixMilli())
	o.pass(t, time.Minute)
	o.pass(t, time.Minute)
	l = o.is(t, id, exchange.LateReview)
	if w, _ := o.World(l.Order); !l.Unpriced(w) || !l.Overdue(w) || o.hand(t, id) != "prices" {
		t.Errorf("the desk is told that it waits for %q", o.hand(t, id))
	}
	o.bid.Store("60000")
	o.pass(t, 2*time.Minute)
	l = o.is(t, id, exchange.RefundDue)
	if w, _ := o.World(l.Order); l.Unpriced(w) || o.hand(t, id) != "" {
		t.Errorf("there are prices, and it waits for %q", o.hand(t, id))
	}
	o.audit(t)
}

// hand is what the desk's queue says that an order waits for beside its own reasons.
func (o *office) hand(t *testing.T, id string) string {
	t.Helper()
	list, err := o.store.Queue(t.Context(), store.QueueFilter{Text: id}, "", 1)
	if err != nil || len(list) != 1 {
		t.Fatal(err, list)
	}
	return list[0].Hand
}
