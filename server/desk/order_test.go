package desk

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/venue"
	"agio/server/venue/manual"
	"agio/templates"
	"agio/wasm/exchange"
)

// in fails unless a page has every text.
func in(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func TestAnOrderAtTheDesk(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id := b.order("0.1")
	page := ada.page("/desk/orders/" + id)
	in(t, page, id, "awaiting payment", "Time to pay", "Pay this order", "marked.person@example.org", "Address assigned", "While the order has not ended")
	if text := ada.page("/desk/"); !strings.Contains(text, "Nothing waits for a person") {
		t.Error("an order that waits for its payment waits for a person")
	}
	if answer := ada.post("/desk/orders/"+id+"/pay", "how", "less"); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("paying gives %d", answer.StatusCode)
	}
	b.pass(0)
	b.pass(5 * time.Minute)
	in(t, ada.page("/desk/"), id, "Verification <strong>1</strong>", "paid less")
	in(t, ada.page("/desk/?why=verification"), id)
	in(t, ada.page("/desk/?state=verification"), id)
	if text := ada.page("/desk/?why=answered"); strings.Contains(text, id) {
		t.Error("it is shown for a reason that it does not wait for")
	}
	in(t, ada.page("/desk/orders/"+id), "0.097", "Approve the payment", "stands at", "client", "Of event 1")
	for name, c := range map[string]struct {
		status int
		pairs  []string
	}{
		"no reason":    {http.StatusUnprocessableEntity, nil},
		"a short one":  {http.StatusUnprocessableEntity, []string{"why", " a "}},
		"a card in it": {http.StatusUnprocessableEntity, []string{"why", "card 4111 1111 1111 1111"}},
		"too long":     {http.StatusUnprocessableEntity, []string{"why", strings.Repeat("a", maxWords+1)}},
	} {
		if status, _ := ada.decide(id, exchange.Approve, c.pairs...); status != c.status {
			t.Errorf("approving with %s gives %d", name, status)
		}
	}
	if answer := ada.post("/desk/orders/"+id+"/approve", "why", "a slip", "version", "1"); answer.StatusCode != http.StatusConflict {
		t.Errorf("approving what was shown long ago gives %d", answer.StatusCode)
	} else {
		in(t, body(t, answer), `href="/desk/orders/`+id+`"`, "has changed")
	}
	if l := b.life(id); l.State != exchange.Verification {
		t.Fatalf("one of them changed the order: %s", l.State)
	}
	ada.decides(id, exchange.Approve, "why", "a slip in the amount")
	b.pass(time.Minute)
	b.pass(5 * time.Minute)
	l := b.life(id)
	if l.State != exchange.CompletedState {
		t.Fatalf("after the approval the order is %s", l.State)
	}
	approved := slices.IndexFunc(l.Timeline, func(e life.Entry) bool { return e.Event == exchange.Approve })
	if e := l.Timeline[approved]; e.Facts.Operator != "Ada" || e.Facts.Why != "a slip in the amount" || e.Actor != exchange.ByDesk {
		t.Errorf("the event says %+v", e)
	}
	in(t, ada.page("/desk/orders/"+id), "a slip in the amount", "completed", "Payout, transaction", "the office erases the person by itself")
	for _, event := range []exchange.Event{exchange.Refuse, exchange.Suspend, exchange.Decline, "nothing", life.RecordsExported, exchange.RefundAsked, exchange.PaymentSeen} {
		if status, _ := ada.decide(id, event, "why", "because"); status != http.StatusConflict {
			t.Errorf("%s of a completed order gives %d", event, status)
		}
	}
}

func TestTwoOperatorsWithhold(t *testing.T) {
	b := open(t)
	ada, bob := b.arrive("Ada"), b.arrive("Bob")
	id := b.order("0.1")
	ada.post("/desk/orders/"+id+"/pay", "how", "less")
	b.pass(0)
	b.pass(5 * time.Minute)
	for _, event := range []exchange.Event{exchange.Withhold, exchange.Release} {
		ada.decides(id, event, "why", "order of the court")
		if l := b.life(id); l.Proposed == nil || l.Proposed.Operator != "Ada" {
			t.Fatalf("one operator decided %s alone: %s", event, l.State)
		}
		page := ada.page("/desk/orders/" + id)
		in(t, page, "Ada proposed this", "another operator has to confirm it")
		if strings.Contains(page, "/"+string(event)+`"`) {
			t.Error("who proposed it is offered to confirm it")
		}
		if status, text := ada.decide(id, event, "why", "me again"); status != http.StatusConflict || !strings.Contains(text, "twice") {
			t.Errorf("the same operator gets %d", status)
		}
		in(t, bob.page("/desk/orders/"+id), "Ada proposed this", "order of the court", "Confirm: ")
		in(t, bob.page("/desk/"), "A second operator")
		bob.decides(id, event, "why", "I agree")
	}
	var states []exchange.State
	for _, e := range b.life(id).Timeline {
		states = append(states, e.State)
	}
	if want := []exchange.State{exchange.Withheld, exchange.Withheld, exchange.Verification}; !slices.Equal(states[len(states)-3:], want) {
		t.Errorf("the states are %v", states)
	}
	ada.decides(id, exchange.Withhold, "why", "once more", "quiet", "yes")
	bob.decides(id, life.ProposalDropped, "why", "I do not agree")
	if l := b.life(id); l.Proposed != nil || l.State != exchange.Verification {
		t.Errorf("a rejected proposal leaves %s, %v", l.State, l.Proposed)
	}
}

func TestWhatElseIsDecided(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id := b.order("0.1")
	ada.post("/desk/orders/"+id+"/pay", "how", "risky")
	b.pass(0)
	b.pass(5 * time.Minute)
	ada.decides(id, life.Asked, "text", "Please show the\r\ntransaction.", "why", "risk")
	ada.decides(id, life.Noted, "text", "Called back.")
	ada.decides(id, life.FeeLowered, "fee", "12.5", "why", "goodwill")
	for _, fee := range []string{"", "-1", "a", "1e5000000", strings.Repeat("1", 50)} {
		if status, _ := ada.decide(id, life.FeeLowered, "fee", fee, "why", "goodwill"); status == http.StatusSeeOther || status >= 500 {
			t.Errorf("a fee of %q gives %d", fee, status)
		}
	}
	if status, _ := ada.decide(id, life.RefundAddress, "refund_to", "nonsense", "why", "by mail"); status != http.StatusConflict {
		t.Errorf("a wrong address gives %d", status)
	}
	ada.decides(id, life.RefundAddress, "refund_to", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "why", "by mail")
	ada.decides(id, life.Restricted, "on", "yes", "why", "on request")
	page := ada.page("/desk/orders/" + id)
	in(t, page, "access restricted", "Open the access again", "Called back.", "Please show the", "Fee at most", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Time to answer", "left of it: 30")
	if l := b.life(id); !l.Restricted {
		t.Error("the access is not restricted")
	}
	ada.decides(id, life.Restricted, "why", "settled")
	ada.decides(id, exchange.Decline, "why", "no answer that helps")
	if l := b.life(id); l.Restricted || l.State != exchange.RefundDue {
		t.Errorf("at last the order is %s, restricted %v", l.State, l.Restricted)
	}
	if answer := ada.get("/desk/orders/0190163d-8694-739b-aea5-966c26f8ad91"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown order gives %d", answer.StatusCode)
	}
	if answer := ada.get("/desk/orders/..%2fx"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("no number gives %d", answer.StatusCode)
	}
}

// Where the venue has no interface an operator types what happens, from the
// address to the transaction of the payout.
func TestAnOrderByHand(t *testing.T) {
	b := openAt(t, manual.Venue{})
	ada := b.arrive("Ada")
	id := b.order("0.1")
	in(t, ada.page("/desk/"), id, "An address by hand")
	page := ada.page("/desk/orders/" + id)
	in(t, page, "Assign the address")
	if strings.Contains(page, "Pay this order") {
		t.Error("a real venue can be paid at with a button")
	}
	for _, wrong := range []string{"not an address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", lifetest.Tron} {
		if status, page := ada.decide(id, life.AddressAssigned, "address", wrong); status != http.StatusConflict || strings.Contains(page, "fault") {
			t.Errorf("the address %s gives %d", wrong, status)
		}
	}
	ada.decides(id, life.AddressAssigned, "address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
	other := b.order("0.2")
	if status, page := ada.decide(other, life.AddressAssigned, "address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"); status != http.StatusConflict || !strings.Contains(page, "Another order is paid to this address") {
		t.Errorf("an address that another order has gives %d", status)
	}
	b.pass(0)
	for _, wrong := range [][]string{
		{"amount", "x", "currency", "BTC", "txid", "t1"}, {"amount", "0.1", "currency", "BTC", "seen", "tomorrow"},
		{"amount", "0.1", "currency", "BTC", "seen", b.now.Add(time.Hour).Format("2006-01-02 15:04")}, {"amount", "0", "currency", "BTC"},
	} {
		if status, _ := ada.decide(id, exchange.PaymentSeen, wrong...); status == http.StatusSeeOther || status >= 500 {
			t.Errorf("%v gives %d", wrong, status)
		}
	}
	ada.decides(id, exchange.PaymentSeen, "amount", "0.1", "currency", "BTC", "txid", "t1")
	if status, _ := ada.decide(id, exchange.PaymentSeen, "amount", "0.1", "currency", "BTC", "txid", "t1"); status != http.StatusConflict {
		t.Errorf("the same again gives %d", status)
	}
	ada.decides(id, exchange.PaymentSeen, "amount", "0.1", "currency", "BTC", "txid", "t1", "received", "yes")
	b.pass(0)
	in(t, ada.page("/desk/orders/"+id), "Begin the conversion", "a conversion by hand")
	mayRefund(t, b, id, exchange.ClauseCancelled)
	if status, _ := ada.decide(id, exchange.Convert, "brought", "6000"); status != http.StatusConflict {
		t.Errorf("a conversion that was not begun gives %d", status)
	}
	ada.decides(id, life.ConvertBegun)
	b.pass(0)
	mayRefund(t, b, id, "")
	in(t, ada.page("/desk/orders/"+id), "Record the conversion", "a conversion by hand")
	ada.decides(id, exchange.Convert, "brought", "6000")
	b.pass(0)
	in(t, ada.page("/desk/orders/"+id), "Begin the withdrawal", "a payout by hand")
	mayRefund(t, b, id, exchange.ClauseRefusal)
	ada.decides(id, life.PayoutBegun)
	b.pass(0)
	mayRefund(t, b, id, "")
	in(t, ada.page("/desk/orders/"+id), "Record the withdrawal as sent", "a payout by hand")
	if status, _ := ada.decide(id, exchange.PayoutConfirmed); status != http.StatusUnprocessableEntity {
		t.Errorf("a payout without its transaction gives %d", status)
	}
	ada.decides(id, exchange.PayoutConfirmed, "txid", "payout-1", "network_fee", "1.2")
	l := b.life(id)
	if l.State != exchange.CompletedState || l.Payout.State != life.Sent || l.Payout.TxID != "payout-1" || l.Payout.Fee.String() != "1.2" || !l.Ended() {
		t.Errorf("at last the order is %s, payout %+v", l.State, l.Payout)
	}
	booked, err := b.store.Booked(context.Background(), id)
	if err != nil || len(booked) == 0 {
		t.Fatal(booked, err)
	}
}

func TestAPaymentThatTheExchangeDoesNotKnow(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id := b.order("0.1")
	b.pass(0)
	b.desk.Pay = func(context.Context, Payment) error { return fmt.Errorf("paper: %w", venue.ErrUnknown) }
	answer := ada.post("/desk/orders/"+id+"/pay", "how", "exact")
	if text := body(t, answer); answer.StatusCode != http.StatusConflict || !strings.Contains(text, "does not know") {
		t.Errorf("it gives %d %s", answer.StatusCode, text)
	}
}

func TestWhatIsOwedToClients(t *testing.T) {
	b := openAt(t, manual.Venue{})
	ada := b.arrive("Ada")
	id := b.order("0.1")
	in(t, ada.page("/desk/?why=owed"), "Nothing is owed to a client")
	ada.decides(id, life.AddressAssigned, "address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
	b.pass(0)
	ada.decides(id, exchange.PaymentSeen, "amount", "51.25", "currency", "USDTTRC20", "txid", "t1", "received", "yes")
	b.pass(0)
	page := ada.page("/desk/?why=owed")
	in(t, page, "/desk/orders/"+id, "51.25", "Since")
	if !strings.Contains(ada.page("/desk/"), "/desk/?why=owed") {
		t.Error("the queue does not lead to what is owed")
	}
	l := b.life(id)
	ada.decides(id, life.WrongCoinBack, "payment", l.Payments[0].ID, "txid", "back-1", "why", "given back to its sender")
	in(t, ada.page("/desk/?why=owed"), "Nothing is owed to a client")
}

// mayRefund checks under which clause the client can ask for a refund now; none: not
// at all.
func mayRefund(t *testing.T, b *bench, id string, clause exchange.Clause) {
	t.Helper()
	l := b.life(id)
	w, err := b.desk.Office.World(l.Order)
	if err != nil {
		t.Fatal(err)
	}
	got := exchange.Clause("")
	for _, o := range l.Offers(w) {
		if o.Event == exchange.RefundAsked {
			got = o.Clause
		}
	}
	if got != clause {
		t.Errorf("the client can ask for a refund under %q, want %q", got, clause)
	}
}

// What waits for a person still has its times: an order without an address is overdue
// after its time all the same.
func TestTimeRunsWhileAPersonIsAwaited(t *testing.T) {
	b := openAt(t, manual.Venue{})
	id := b.order("0.1")
	b.pass(0)
	b.pass(25 * time.Hour)
	if l := b.life(id); l.State != exchange.Overdue {
		t.Errorf("after a day the order is %s", l.State)
	}
}

func TestMoneyOfNobody(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	ctx := context.Background()
	to, err := b.paper.Address(ctx, "a-nobody", "BTC")
	if err != nil {
		t.Fatal(err)
	}
	p := Payment{Amount: exchange.Amount{Currency: "BTC"}}
	p.To.Address, p.To.Memo, p.Amount.Value = to.Address, to.Memo, b.life(b.order("0.1")).Quote.Give.Value
	if err := b.pay(ctx, p); err != nil {
		t.Fatal(err)
	}
	b.pass(0)
	b.pass(5 * time.Minute)
	page := ada.page("/desk/")
	in(t, page, "Money that belongs to no order", "0.1 BTC", "confirmed")
	deposit := regexp.MustCompile(`name="deposit" value="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(deposit) != 1 {
		t.Fatalf("%d deposits are shown", len(deposit))
	}
	if answer := ada.post("/desk/strays/settle", "deposit", deposit[0][1]); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("settling without a word gives %d", answer.StatusCode)
	}
	if answer := ada.post("/desk/strays/settle", "deposit", "another", "why", "sent back"); answer.StatusCode != http.StatusConflict {
		t.Errorf("settling what is not there gives %d", answer.StatusCode)
	}
	if answer := ada.post("/desk/strays/settle", "deposit", deposit[0][1], "why", "sent back"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("settling gives %d", answer.StatusCode)
	}
	if strings.Contains(ada.page("/desk/"), "belongs to no order") {
		t.Error("what is settled is still shown")
	}
}

// Whatever life offers or waits for has words of its own.
func TestTheDeskHasWords(t *testing.T) {
	for _, e := range []exchange.Event{
		exchange.Approve, exchange.Decline, life.Asked, life.RiskCleared, exchange.RiskFlag, exchange.Resume, life.Recalculation, life.WrongCoinBack,
		life.FeeLowered, life.RefundAddress, exchange.Suspend, exchange.Refuse, exchange.Withhold, exchange.Release, life.ProposalDropped,
		life.ConvertGivenUp, life.Restricted, life.Noted,
	} {
		if !templates.DeskKnows(e) {
			t.Errorf("%s has no words", e)
		}
	}
	for _, code := range []string{
		life.QueueProposal, life.QueueRisk, life.QueueVerification, life.QueueAnswered, life.QueueSuspended, life.QueueWrongCoin,
		life.QueueConvertFails, life.QueuePayoutFails, life.QueueRefundFails, life.QueuePayoutLate, life.QueueRefundLate, life.QueueErased, "address", "convert", "payout", "refund",
	} {
		if !templates.DeskAwaits(code) {
			t.Errorf("%s has no words", code)
		}
	}
}

// No page has a script or a style of its own, which the policy would refuse.
func TestPagesRunNothingInline(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id, _ := b.verified(ada)
	forbidden := regexp.MustCompile(`(?i)<script(?: [^>]*)?>[^<]|<style|\sstyle=|\son[a-z]+=|javascript:|(src|href)="(https?:)?//`)
	for _, path := range []string{
		"/desk/", "/desk/orders/" + id, "/desk/orders/" + id + "/export", "/desk/search", "/desk/reports", "/desk/blocks", "/desk/office", "/desk/operators", "/desk/keys", "/desk/audit",
	} {
		if found := forbidden.FindString(ada.page(path)); found != "" {
			t.Errorf("%s has %q", path, found)
		}
	}
}
