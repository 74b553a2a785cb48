package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"agio/content"
	"agio/server/life"
	"agio/server/venue/paper"
	"agio/wasm/exchange"
)

// checkSent closes the office and checks what the simulated exchange sent for the
// order: this refund, once, and nothing else.
func checkSent(t *testing.T, agio, data string, o *office, path string, want exchange.Refund) {
	t.Helper()
	if c := o.stop(t); c != 0 {
		t.Errorf("the office closed with code %d", c)
	}
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	book, err := paper.Open(filepath.Join(data, "paper.db"), paper.Options{Currencies: set.Tariff.Currencies})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.Book(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, m := range all {
		if m.What != paper.Sent {
			continue
		}
		sent++
		if m.Ref != "r-"+orderID(path) || m.Currency != "BTC" || !m.Amount.Abs().Equal(want.Refund.Value) {
			t.Errorf("the exchange sent %s %s for %s, want %s", m.Amount, m.Currency, m.Ref, want.Refund)
		}
	}
	if sent != 1 {
		t.Errorf("the exchange sent %d times", sent)
	}
	if c, said := code(t, agio, "audit", "--data", data); c != 0 {
		t.Errorf("agio audit answers %d:\n%s", c, said)
	}
}

// A refund that is asked for in verification costs what clause 5.2 says, and what
// clause 5.3 says where less than half was paid: what is shown before, what stands
// afterwards and what arrives is one figure.
func TestARefundInVerification(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio := binary(t)
	for clause, c := range map[exchange.Clause]struct {
		kind  string
		width int
		paid
	}{
		exchange.ClauseCancelled: {"less", 1280, paid{amount: "0.097"}},
		exchange.ClauseSmall:     {"part", 360, paid{amount: "0.04"}},
	} {
		t.Run(string(clause), func(t *testing.T) {
			data := t.TempDir()
			o := open(t, agio, data, "")
			b := browse(t, c.width)
			path := b.place(t, o)
			b.press(t, "#demo-"+c.kind)
			b.inState(t, "In verification")
			want := b.choosesRefund(t, o, c.paid, clause)
			b.inState(t, "Refunded")
			b.refundStands(t, want)
			b.shows(t, "section[aria-labelledby=refund]", "The money has left.", "Transaction")
			if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > c.width {
				t.Errorf("the page is %d wide in a window of %d", wide, c.width)
			}
			b.checkQuiet(t, o.url)
			checkSent(t, agio, data, o, path, want)
		})
	}
}

// Where a person works the venue, the client can ask for a refund after the conversion
// and before the withdrawal is begun (5.4); the operator sends it by hand.
func TestARefundAfterTheConversionByHand(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data, prices := binary(t), t.TempDir(), filepath.Join(t.TempDir(), "prices.json")
	ticker(t, prices, "61500.1", "61500.2") // nobody pays real money on the bundled sample
	o := open(t, agio, data, "", "--venue", "manual", "--rates", prices)
	client := browse(t, 1280)
	path := client.place(t, o)
	client.stays(t)
	operator, desk := atDesk(t, agio, data)
	page := desk + "/desk/orders/" + orderID(path)
	byHand := func(event exchange.Event, waits string, fields ...string) {
		t.Helper()
		if waits != "" {
			operator.seen(t, page, waits)
		}
		operator.decides(t, event, "hand-", fields...)
	}
	operator.seen(t, desk+"/desk/", "An address by hand")
	byHand(life.AddressAssigned, "an address by hand", "address", officeAddress)
	client.shows(t, "#pay-address", officeAddress)
	byHand(exchange.PaymentSeen, "", "amount", "0.1", "txid", "a-transaction-of-the-client")
	client.inState(t, "Payment seen")
	operator.eventually(t, `document.querySelector('form[action$="/payment_seen"] [name=received]')`)
	get[bool](t, operator, `document.querySelector('form[action$="/payment_seen"] [name=received]').checked = true`)
	byHand(exchange.PaymentSeen, "", "amount", "0.1", "txid", "a-transaction-of-the-client")
	client.inState(t, "Payment received")
	client.shows(t, ".may .ways > li", "clause 5.2")
	byHand(life.ConvertBegun, "a conversion by hand")
	byHand(exchange.Convert, "", "brought", "6140.25")
	client.inState(t, "Converted")
	client.remained(t)
	operator.seen(t, page, "a payout by hand")
	want := client.choosesRefund(t, o, paid{amount: "0.1", brought: "6140.25"}, exchange.ClauseRefusal)
	byHand(life.RefundBegun, "a refund by hand")
	byHand(exchange.RefundConfirmed, "", "txid", "the-transaction-of-the-refund")
	client.inState(t, "Refunded")
	client.refundStands(t, want)
	client.shows(t, "section[aria-labelledby=refund]", "The money has left.", "the-transaction-of-the-refund")
	client.checkQuiet(t, o.url)
	operator.checkQuiet(t, desk)
	if c := o.stop(t); c != 0 {
		t.Errorf("the office closed with code %d", c)
	}
	if c, said := code(t, agio, "audit", "--data", data); c != 0 {
		t.Errorf("agio audit answers %d:\n%s", c, said)
	}
}

// Before a payment an order is cancelled free of charge; once it is completed it can
// be neither cancelled nor refunded, and the page names the clause (5.11, 5.1).
func TestCancellingInTimeAndTooLate(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	b.place(t, o)
	b.press(t, "#look-cancel")
	b.shows(t, "section.both", "cancelling costs nothing", "clause 5.11")
	b.press(t, "#confirm")
	b.inState(t, "Cancelled")
	b.shows(t, "section.status", "free of charge", "clause 5.11")

	c := clientOf(t, o, b.place(t, o))
	b.press(t, "#look-cancel")
	b.shows(t, "#confirm", "Cancel the order")
	c.pays(t, "exact") // while the client looks at the page that cancels
	c.until(t, `"state":"completed"`)
	b.checkQuiet(t, o.url)
	b.press(t, "#confirm")
	b.shows(t, "#refused", "Nothing was changed.", "clause 5.1")
	b.eventually(t, fmt.Sprintf(`location.pathname + location.search === %q`, c.url)) // not that of the form, which leads nowhere
	b.inState(t, "Fulfilled")
	for _, event := range []string{"refund_asked", "cancel"} {
		b.do(t, chromedp.Navigate(o.url+c.decide(event)))
		b.shows(t, "#refused", "Nothing was changed.", "clause 5.1")
		b.inState(t, "Fulfilled")
	}
}

// Without scripts, on a phone, forms and loading the page again do all of it.
func TestTheDemonstrationWithoutScripts(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	b := browse(t, 360)
	call(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(o.url+"/?from=BTC&to=USDTTRC20&give=0.1"), chromedp.SendKeys(chromedp.CSS("#pay_out"), tronAddress))
	for _, box := range []string{"accept_terms", "accept_aml", "declare"} {
		b.tick(t, "#"+box)
	}
	b.press(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/")`)
	path := get[string](t, b, `location.pathname + location.search`)
	b.reloaded(t, `document.querySelector("#demo-less")`)
	b.narrow(t)
	b.leaves(t, "#demo-less")
	b.reloaded(t, `document.querySelector("#status")?.textContent === "In verification"`)
	b.shows(t, "section[aria-labelledby=arrived]", "0.097 BTC was received.")
	b.shows(t, "section[aria-labelledby=timeline]", "signed receipt")
	b.narrow(t)
	want := b.choosesRefund(t, o, paid{amount: "0.097"}, exchange.ClauseCancelled)
	b.reloaded(t, `document.querySelector("#status")?.textContent === "Refunded"`)
	b.refundStands(t, want)
	b.narrow(t)
	b.checkQuiet(t, o.url)
	checkSent(t, agio, data, o, path, want)
}

// narrow checks that a phone shows the page without being pushed sideways.
func (b *browser) narrow(t *testing.T) {
	t.Helper()
	if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the page is %d wide in a window of 360", wide)
	}
}

// officeAddress is where payments arrive that an operator assigned by hand.
const officeAddress = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
