package desk

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/venue"
	"agio/server/venue/manual"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/wasm/exchange"
)

// What was too small to send is sent by an operator, once it can be or the office
// bears the cost, through the venue and with a reason; its client is told.
func TestWhatStayedOwedIsSent(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id := b.order("0.1")
	l := b.life(id)
	if _, err := b.paper.Pay(t.Context(), paper.Payment{To: venue.Address{Address: l.Deposit.Address}, Currency: "BTC", Amount: lifetest.Dec("0.0009")}); err != nil {
		t.Fatal(err)
	}
	b.pass(time.Minute)
	b.pass(time.Minute)
	mayRefund(t, b, id, "5.3")
	w, err := b.desk.Office.World(b.life(id).Order)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range b.life(id).Offers(w) {
		if o.Event == exchange.RefundAsked {
			if _, err := b.engine.Do(t.Context(), id, life.Command{Event: o.Event, Actor: exchange.ByClient, Figures: o.Token}); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.pass(time.Minute)
	in(t, ada.page("/desk/?why=owed"), "/desk/orders/"+id, "can be sent if the office bears")
	in(t, ada.page("/desk/orders/"+id), "Owed to the client", "too small still", "Send what stayed owed", "not named one yet")
	if status, text := ada.decide(id, life.OwedDecided, "why", "asked by mail", "refund_to", lifetest.Bitcoin); status != http.StatusConflict || !strings.Contains(text, "too small") {
		t.Errorf("what is too small gives %d %s", status, text)
	}
	if status, text := ada.decide(id, life.OwedDecided, "why", "asked by mail", "bears", "yes"); status != http.StatusUnprocessableEntity && status != http.StatusConflict {
		t.Errorf("without an address it gives %d %s", status, text)
	}
	ada.decides(id, life.OwedDecided, "why", "asked by mail", "bears", "yes", "refund_to", lifetest.Bitcoin)
	if status, _ := ada.decide(id, life.OwedDecided, "why", "again", "bears", "yes"); status != http.StatusConflict {
		t.Errorf("twice gives %d", status)
	}
	for range 4 {
		b.pass(time.Minute)
	}
	if l := b.life(id); l.Owes().Sign() != 0 || l.Settled.Sending.State != life.Sent {
		t.Errorf("%s is owed, sent %+v", l.Owes(), l.Settled.Sending)
	}
	in(t, ada.page("/desk/?why=owed"), "Nothing is owed to a client")
	in(t, ada.page("/desk/orders/"+id), "What stayed owed", "the office bears", "asked by mail")
}

// Where the venue has no interface, what stayed owed is sent by hand too.
func TestWhatStayedOwedIsSentByHand(t *testing.T) {
	b := openAt(t, manual.Venue{})
	ada := b.arrive("Ada")
	id := b.order("0.1")
	ada.decides(id, life.AddressAssigned, "address", lifetest.Bitcoin)
	ada.decides(id, exchange.PaymentSeen, "amount", "0.000005", "currency", "BTC", "txid", "t1", "received", "yes")
	b.pass(0)
	ada.decides(id, exchange.Decline, "why", "a test of somebody")
	b.pass(0)
	b.desk.Office.(*work.Engine).Tariff.Currencies[0].SendMin = lifetest.Dec("0.000001")
	ada.decides(id, life.OwedDecided, "why", "it can be sent now", "bears", "yes", "refund_to", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")
	b.pass(0)
	in(t, ada.page("/desk/"), "What stayed owed, by hand")
	in(t, ada.page("/desk/orders/"+id), "Begin to send what stayed owed")
	ada.decides(id, life.OwedBegun)
	in(t, ada.page("/desk/orders/"+id), "Record the sum that stayed owed as sent", "under the reference o-"+id)
	ada.decides(id, life.OwedSent, "txid", "back-2", "network_fee", "0.000001")
	if l := b.life(id); l.Owes().Sign() != 0 || l.Settled.Sending.TxID != "back-2" || !l.Ended() {
		t.Errorf("%s is owed, sent %+v", l.Owes(), l.Settled.Sending)
	}
}

// In a demonstration the time to pay can be let run out; a payment after that is late,
// and its client chooses. Where money is real there is no such button.
func TestAPaymentThatComesLateInADemonstration(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id := b.order("0.1")
	in(t, ada.page("/desk/orders/"+id), "Let the time to pay run out")
	if answer := ada.post("/desk/orders/"+id+"/pay", "how", "late"); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("it gives %d", answer.StatusCode)
	}
	b.pass(time.Second)
	if l := b.life(id); l.State != exchange.Overdue || !l.Changed.Before(l.Deadline) {
		t.Fatalf("the order is %s since %s", l.State, l.Changed)
	}
	if answer := ada.post("/desk/orders/"+id+"/pay", "how", "late"); answer.StatusCode != http.StatusConflict {
		t.Errorf("once more gives %d", answer.StatusCode)
	}
	ada.post("/desk/orders/"+id+"/pay", "how", "exact")
	b.pass(time.Minute)
	b.pass(time.Minute)
	if l := b.life(id); l.State != exchange.LateReview || l.Choice.IsZero() {
		t.Errorf("the order is %s, to choose until %s", l.State, l.Choice)
	}
	real := openAt(t, manual.Venue{})
	bob := real.arrive("Bob")
	id = real.order("0.1")
	bob.decides(id, life.AddressAssigned, "address", lifetest.Bitcoin)
	if _, err := real.engine.Do(t.Context(), id, life.Command{Event: life.TimeCut, Actor: exchange.ByClient}); err == nil {
		t.Error("where money is real the time to pay can be cut")
	}
}
