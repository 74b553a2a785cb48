package templates

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

const sampleKey = "q3Zk9pV0T5m2s8Yx1LrB7w"

// workedOrder is the sample order, carried by an engine.
func workedOrder(t *testing.T, state exchange.State) OrderView {
	t.Helper()
	v := sampleOrder(t, state)
	v.Worked, v.Version, v.Key, v.PaymentNote, v.Receipts = true, 3, sampleKey, "", true
	v.Now = v.Created.Add(100 * time.Minute)
	v.Quote.Deal.From.Address, v.Quote.Deal.From.Kind = "bitcoin", exchange.Crypto
	v.Entries = []EntryView{
		{Version: 1, Event: exchange.Create, Actor: exchange.ByClient, At: v.Created, State: exchange.AwaitingPayment, Clause: "3.2", Receipt: true},
		{Version: 2, Event: eventAddress, Actor: exchange.ByVenue, At: v.Created.Add(time.Second), State: exchange.AwaitingPayment, Clause: "3.5"},
		{Version: 3, Event: "note", Actor: exchange.ByDesk, At: v.Created.Add(time.Minute), State: exchange.AwaitingPayment, Text: "MARKEDnote"},
	}
	return v
}

func (v OrderView) with(e ...EntryView) OrderView {
	v.Entries = append(v.Entries, e...)
	v.Version = int64(len(v.Entries))
	return v
}

func payable(t *testing.T) OrderView {
	v := workedOrder(t, exchange.AwaitingPayment)
	v.Pay = &PayView{Amount: v.Quote.Give, Address: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Link: "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.12345678",
		Code: &CodeView{Side: 29, Path: "M4 4h7v1h-7z", Says: "The address and the amount, for a wallet to scan."}}
	v.Offers = []OfferView{{Event: exchange.Cancel, Clause: exchange.ClauseFree, Token: "t0"}}
	v.Demo = []DemoView{
		{Kind: "exact", Words: "Pay exactly", Amount: v.Quote.Give.Value, Unit: "BTC"},
		{Kind: "less", Words: "Pay 3 % less", Amount: decimal.RequireFromString("0.11975307"), Unit: "BTC"},
		{Kind: "late", Words: "Let the time to pay run out", Hint: "then pay, to see a late payment"},
	}
	return v
}

// sampleRefund is what comes back of so much of the sample order.
func sampleRefund(t *testing.T, v OrderView, paid string, office bool) *exchange.Refund {
	t.Helper()
	r, err := sampleTerms(t).Refund(exchange.RefundCase{
		Coin: v.Quote.Deal.From, Stage: exchange.BeforeConversion, ByOffice: office, Ordered: v.Quote.Give.Value, Paid: decimal.RequireFromString(paid),
		Bid: decimal.RequireFromString("67000"), Sending: decimal.RequireFromString("0.0001"), Peg: decimal.NewFromInt(1), After: exchange.ByStage,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &r
}

func verified(t *testing.T) OrderView {
	v := workedOrder(t, exchange.Verification)
	seen := v.Created.Add(10 * time.Minute)
	v.Reason, v.Materials = exchange.ReasonPaidLess, 1
	v.PayRest = &PayView{Amount: exchange.Amount{Value: decimal.RequireFromString("0.00245678"), Currency: "BTC"}, Address: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Memo: "77"}
	v.Payments = []PaymentView{
		{Amount: decimal.RequireFromString("0.119"), Unit: "BTC", TxID: "9f86d081884c7d659a2feaa0c55ad015", Seen: seen, Confirmed: seen.Add(time.Hour)},
		{Amount: decimal.RequireFromString("25"), Unit: "USDT", Foreign: true, Seen: seen}, {Amount: decimal.RequireFromString("0.001"), Unit: "BTC", Dropped: true, Seen: seen},
		{Amount: decimal.RequireFromString("0.002"), Unit: "BTC", Seen: seen, So: 1, Needs: 3},
	}
	v.Question = &QuestionView{Text: "Please show <us>\nthe transaction in your wallet.", Asked: seen.Add(2 * time.Hour), Until: seen.Add(722 * time.Hour)}
	v.Upload, v.By = &UploadView{Text: true, Left: 11, Size: "64 MB", Types: "JPEG, PNG or PDF", Accept: "image/jpeg,image/png,application/pdf"}, v.Question.Until
	v.Offers = []OfferView{{Event: exchange.RefundAsked, Clause: exchange.ClauseCancelled, Token: "t1", Get: &v.Quote, Refund: sampleRefund(t, v, "0.119", false)}}
	return v.with(
		EntryView{Version: 4, Event: exchange.PaymentSeen, Actor: exchange.ByVenue, At: seen, State: exchange.Confirming, Clause: "3.5", Amount: decimal.RequireFromString("0.119"), Unit: "BTC", TxID: "9f86"},
		EntryView{Version: 5, Event: exchange.PaymentConfirmed, Actor: exchange.ByVenue, At: seen.Add(time.Hour), State: exchange.Verification, Clause: "3.13"},
		EntryView{Version: 6, Event: eventQuestion, Actor: exchange.ByDesk, At: v.Question.Asked, State: exchange.Verification, Clause: "3.13", Text: v.Question.Text},
	)
}

func choosing(t *testing.T) OrderView {
	v := workedOrder(t, exchange.LateReview)
	v.Reason, v.Parent = exchange.ReasonPaidLate, "0193510c-0000-7c3e-b1a4-5f7e2d9c0a11"
	until := v.Created.Add(80 * time.Hour)
	whole := sampleRefund(t, v, "0.12", true)
	v.Offers = []OfferView{
		{Event: exchange.Continue, Clause: exchange.ClauseChoice, Until: until, Token: "t2", Get: &v.Quote, Refund: whole},
		{Event: exchange.TakeBack, Clause: exchange.ClauseOffice, Until: until, Token: "t3", Get: &v.Quote, Refund: whole},
	}
	v.By = until
	return v
}

func paidOut(t *testing.T) OrderView {
	v := workedOrder(t, exchange.CompletedState)
	final := v.Quote
	v.Final, v.Brought = &final, exchange.Amount{Value: decimal.RequireFromString("8334.85"), Currency: "USDT"}
	v.Payout = &SendingView{Amount: v.Quote.Get.Value, Unit: "USDT", TxID: "5a1b", Sent: true}
	v.Cases = []string{"0193510c-1111-7c3e-b1a4-5f7e2d9c0a11"}
	return v
}

func givenBack(t *testing.T, paid string, office bool) OrderView {
	v := workedOrder(t, exchange.RefundDue)
	v.Reason = exchange.ReasonClientAsked
	r := sampleRefund(t, v, paid, office)
	v.Refund = &RefundView{Figures: *r, ByOffice: office, Decided: v.Created.Add(time.Hour)}
	if r.Refund.Value.Sign() > 0 {
		v.NameTo = true
		v.Refund.Sending = &SendingView{Amount: r.Refund.Value, Unit: "BTC", Failed: true}
	}
	return v
}

// owing is an order whose refund left what was too small to send, and which can be
// sent by now.
func owing(t *testing.T) OrderView {
	v := givenBack(t, "0.0008", false)
	v.State, v.RefundTo = exchange.Refunded, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
	out, err := exchange.RefundCase{
		Coin: v.Quote.Deal.From, Stage: exchange.Converted, Ordered: v.Quote.Give.Value, Paid: decimal.RequireFromString("0.0008"),
		Brought: v.Refund.Figures.Line(exchange.LineOwed).Amount.Value, Ask: decimal.RequireFromString("30000"), Sending: decimal.RequireFromString("0.0001"),
	}.Figures(exchange.ClauseOwed, "owed", decimal.Decimal{})
	if err != nil {
		t.Fatal(err)
	}
	v.Offers = []OfferView{{Event: eventOwed, Clause: exchange.ClauseOwed, Token: "t4", Refund: &out}}
	return v
}

// settledOrder is the same when it has been sent.
func settledOrder(t *testing.T) OrderView {
	v := owing(t)
	v.Settled = &RefundView{Figures: *v.Offers[0].Refund, Decided: v.Created.Add(100 * time.Hour), Sending: &SendingView{Amount: v.Offers[0].Refund.Refund.Value, Unit: "BTC", TxID: "77ab", Sent: true}}
	v.Offers = nil
	return v
}

// unpricedOrder is an order whose client is to choose while there are no prices.
func unpricedOrder(t *testing.T) OrderView {
	v := choosing(t)
	v.Offers, v.Unpriced = nil, true
	return v
}

// heldUp is an order that is suspended while its client is asked something.
func heldUp(t *testing.T) OrderView {
	v := verified(t)
	v.State, v.Reason, v.By = exchange.Suspended, exchange.ReasonSuspended, time.Time{}
	v.Question.Until, v.Question.Left = time.Time{}, 700*time.Hour
	return v
}

// fixedRate is an order whose rate was fixed for a quarter of an hour.
func fixedRate(v OrderView, o exchange.RateOutcome) OrderView {
	v.Quote.Deal.FixedFor, v.Rate, v.Now = 15*time.Minute, o, v.Created.Add(5*time.Minute)
	if v.Final != nil {
		v = v.with(EntryView{Version: 6, Event: exchange.Convert, Actor: exchange.ByVenue, At: v.Created.Add(time.Hour), State: exchange.ConvertedState, Clause: "3.6", Amount: v.Brought.Value, Unit: "USDT", Rate: o})
	}
	return v
}

// workedPages are pages of orders on their way.
func workedPages(t *testing.T) map[string]templ.Component {
	page := samplePage(t, "", "Order", home)
	page.Description, page.NoIndex = "", true
	refused := payable(t)
	refused.Refusal = &exchange.Error{Code: exchange.PaymentUnconfirmed, Field: "event", Message: "The payment was seen.", Accepts: "an event after it", Clause: "3.5"}
	moved := verified(t)
	decide := DecideView{Order: moved, Offer: moved.Offers[0], Was: &Was{Get: moved.Quote.Get.Value, Fee: decimal.NewFromInt(50), Refund: decimal.RequireFromString("0.1181")}}
	typed := DecideView{Order: choosing(t), Offer: choosing(t).Offers[1]}
	typed.Order.NameTo, typed.Order.Typed = true, map[string]string{"refund_to": "bc1qwrong"}
	typed.Order.Refusal = &exchange.Error{Code: "address_checksum", Field: "refund_to.address", Message: "The address is mistyped.", Accepts: "an address with its checksum"}
	return map[string]templ.Component{
		"order-pay": Order(page, payable(t)), "order-refused": Order(page, refused), "order-verification": Order(page, verified(t)),
		"order-choice": Order(page, choosing(t)), "order-fulfilled": Order(page, paidOut(t)), "order-refund": Order(page, givenBack(t, "0.1", false)),
		"order-owed": Order(page, givenBack(t, "0.0008", false)), "order-owing": Order(page, owing(t)), "order-settled": Order(page, settledOrder(t)),
		"order-held-up": Order(page, heldUp(t)), "order-unpriced": Order(page, unpricedOrder(t)), "decide-owed": Decide(page, DecideView{Order: owing(t), Offer: owing(t).Offers[0]}), "decide-moved": Decide(page, decide), "decide-typed": Decide(page, typed),
		"order-fixed": Order(page, fixedRate(payable(t), exchange.RateOpen)), "order-fixed-late": Order(page, fixedRate(paidOut(t), exchange.RateLate)),
		"decide-cancel": Decide(page, DecideView{Order: payable(t), Offer: payable(t).Offers[0]}),
		"decide-go-on":  Decide(page, DecideView{Order: choosing(t), Offer: choosing(t).Offers[0]}),
	}
}

// A page shows what only the client may see, and nothing of the office's own.
func TestWorkedPages(t *testing.T) {
	for name, page := range workedPages(t) {
		markup := render(t, page)
		for _, m := range regexp.MustCompile(`(?:href|src)="([^"]*`+sampleKey+`[^"]*)"`).FindAllStringSubmatch(markup, -1) {
			if !strings.HasPrefix(m[1], "/order/") {
				t.Errorf("%s: the key leaves the orders' pages: %s", name, m[1])
			}
		}
		if regexp.MustCompile(`action="[^"]*` + sampleKey).MatchString(markup) {
			t.Errorf("%s: a form carries the key in its address", name)
		}
		for _, never := range []string{"MARKEDnote", "<us>", "{"} {
			if strings.Contains(seen(markup), never) || strings.Contains(markup, "MARKEDnote") {
				t.Errorf("%s: %s is there", name, never)
			}
		}
	}
}

// The button that does it names what comes back, and the form carries the token
// of exactly these figures.
func TestTheConfirmationCarriesItsFigures(t *testing.T) {
	v := choosing(t)
	v.NameTo = true
	markup := render(t, Decide(samplePage(t, "", "Order", home), DecideView{Order: v, Offer: v.Offers[1]}))
	for _, want := range []string{`name="figures" value="t3"`, `name="was_refund" value="0.12"`, "Confirm: take it back 0.12", `name="refund_to"`, `name="key" value="` + sampleKey} {
		if !strings.Contains(markup, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestLeftWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		23*time.Hour + 59*time.Minute: "23 hours 59 minutes", 24 * time.Hour: "1 day 0 hours", 49 * time.Hour: "2 days 1 hour",
		61 * time.Minute: "1 hour 1 minute", time.Minute: "1 minute", 59 * time.Second: "less than a minute",
	} {
		if got := strings.ReplaceAll(leftWords(d), noBreak, " "); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// A refund of which nothing is sent never says that something was.
func TestARefundOfNothing(t *testing.T) {
	for paid, want := range map[string][]string{
		"0.0007": {"the fee takes up the whole value of the payment", "Nothing is due from either side."},
		"0.0008": {"too small to be sent", "stays owed to you"},
	} {
		v := givenBack(t, paid, false)
		v.State = exchange.Refunded
		v = v.with(EntryView{Version: 4, Event: exchange.RefundConfirmed, Actor: exchange.ByClock, At: v.Created.Add(time.Hour), State: exchange.Refunded, Clause: "5.8"})
		letter, _ := LetterFor(v, exchange.RefundConfirmed, sampleTerms(t))
		for where, text := range map[string]string{
			"page":   seen(render(t, Order(samplePage(t, "", "Order", home), v))),
			"letter": letter.Happened + " " + letter.Meaning + " " + letter.By,
		} {
			for _, words := range append(want, "nothing was sent") {
				if !strings.Contains(text, words) {
					t.Errorf("%s of %s BTC lacks %q: %s", where, paid, words, text)
				}
			}
			for _, never := range []string{"has left", "has been sent", "transaction ID"} {
				if strings.Contains(text, never) {
					t.Errorf("%s of %s BTC says %q: %s", where, paid, never, text)
				}
			}
			if paid == "0.0008" && strings.Contains(text, "Nothing is due from either side") {
				t.Errorf("%s of %s BTC says that nothing is due", where, paid)
			}
		}
		back := *v.Refund
		offer := OfferView{Event: exchange.RefundAsked, Refund: &back.Figures, Get: &v.Quote}
		if first, _, _ := strings.Cut(render(t, Decide(samplePage(t, "", "Order", home), DecideView{Order: v, Offer: offer})), "The refund line by line"); !strings.Contains(first, "nothing would be sent") {
			t.Errorf("%s BTC: the page does not warn beside the zero", paid)
		}
	}
	if got := ReceiptEvent("refund_confirmed", ReceiptUnsent("refund_confirmed", false)); got != unsentWords {
		t.Errorf("a receipt of nothing sent says %q", got)
	}
	if got := ReceiptState("refunded", ReceiptUnsent("refund_confirmed", true)); got != "Refunded" {
		t.Errorf("a receipt of what was sent says %q", got)
	}
}

// Money in another currency is told of where the order stands, while it waits.
func TestAWrongCoinIsToldOf(t *testing.T) {
	v := payable(t)
	v.Payments = []PaymentView{{Amount: decimal.RequireFromString("25"), Unit: "USDT", Foreign: true, Seen: v.Created}}
	text := seen(render(t, Order(samplePage(t, "", "Order", home), v)))
	if !strings.Contains(text, "Another currency than the order’s arrived") || strings.Contains(text, "as ordered") {
		t.Errorf("the page says %s", text)
	}
	v.Payments = append(v.Payments, PaymentView{Amount: decimal.RequireFromString("0.1"), Unit: "BTC", Seen: v.Created})
	if v.asOrdered() == "" || opensWallet("bc1qar0") || !opensWallet(v.Pay.Link) {
		t.Error("the figures are not named as those of the order, or a link is misjudged")
	}
}
