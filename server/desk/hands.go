package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// hands are the things that a person does at a venue without an interface, and
// records here; hand is the one that the order waits for.
func (d *Desk) hands(l life.Life, hand string) []templates.DeskHand {
	if d.Venue == nil || d.Venue.Name() != "manual" {
		return nil
	}
	coin := l.Quote.Deal.From
	why := templates.DeskField{Name: "why", Label: "Remark", Optional: true}
	txid := templates.DeskField{Name: "txid", Label: "Transaction ID"}
	fee := templates.DeskField{Name: "network_fee", Label: "What the network took, in the currency sent", Optional: true}
	var all []templates.DeskHand
	add := func(waits string, h templates.DeskHand) {
		h.Waits = waits != "" && waits == hand
		h.Fields = append(h.Fields, why)
		all = append(all, h)
	}
	if l.Deposit == nil && l.Parent == "" && (l.Stands() == exchange.AwaitingPayment || l.Stands() == exchange.Overdue) {
		add("address", templates.DeskHand{Event: life.AddressAssigned, Title: "Assign the address", Words: "Where the client pays " + coin.Code + ". An address is one order's only; it cannot be changed.",
			Fields: []templates.DeskField{{Name: "address", Label: "Address"}, {Name: "memo", Label: "Memo", Optional: true}}})
	}
	if l.Deposit != nil && l.Parent == "" {
		decides := "It decides whether the payment is late."
		if l.Quote.Deal.FixedFor > 0 {
			decides = "It decides whether the payment is late, and whether the rate stays fixed: write when the office noticed it."
		}
		add("", templates.DeskHand{Event: exchange.PaymentSeen, Title: "Record a payment", Words: "Once when it is seen, and again, with the same transaction ID, when it is received.",
			Fields: []templates.DeskField{{Name: "amount", Label: "Amount"}, {Name: "currency", Label: "Currency", Value: coin.Code}, txid,
				{Name: "seen", Label: "First seen, UTC", Hint: "Such as 2026-11-22 10:30; empty: now. " + decides, Optional: true},
				{Name: "received", Label: "It is confirmed and received", Tick: true}, {Name: "risk", Label: "Why it carries a high risk", Optional: true}}})
	}
	for _, h := range d.beginnings(l) {
		add(h.waits, h.DeskHand)
	}
	if l.Converting {
		add("convert", templates.DeskHand{Event: exchange.Convert, Title: "Record the conversion", Words: "You sold " + l.Received().String() + " " + coin.Code + " for USDT.",
			Fields: []templates.DeskField{{Name: "brought", Label: "USDT that it brought"}}})
	}
	sending := func(s *life.Sending, h sendingHand) {
		if s != nil && s.State != life.Sent && s.State != life.Failed {
			add(h.waits, templates.DeskHand{Event: h.sent, Title: "Record the " + h.name + " as sent", Words: "You sent " + s.Amount.String() + " to " + h.to + ", once, under the reference " + s.Ref + ".", Fields: []templates.DeskField{txid, fee}})
			add("", templates.DeskHand{Event: h.failed, Title: "The " + h.name + " failed", Words: "Only when it is certain that nothing was sent. It is then begun again."})
		}
	}
	sending(l.Payout, payoutHand)
	if l.Refund != nil {
		sending(l.Refund.Sending, refundHand)
	}
	if l.Settled != nil {
		sending(l.Settled.Sending, owedHand)
	}
	return all
}

// sendingHand is how what became of a sending is recorded.
type sendingHand struct {
	waits, name, to string
	sent, failed    exchange.Event
}

var (
	payoutHand = sendingHand{"payout", "withdrawal", "the client's address", exchange.PayoutConfirmed, exchange.PayoutFailed}
	owedHand   = sendingHand{"owed", "sum that stayed owed", "the address for refunds", life.OwedSent, life.OwedFailed}
	refundHand = sendingHand{"refund", "refund", "the address for refunds", exchange.RefundConfirmed, exchange.RefundFailed}
)

// beginning is what an operator begins, and which hand it is waited for.
type beginning struct {
	templates.DeskHand
	waits string
}

// beginnings are what an operator can begin at the venue now: from then on the client
// can decide nothing else until its end is recorded.
func (d *Desk) beginnings(l life.Life) []beginning {
	const locks = " From now on, and until you record how it ended, the client cannot ask for anything else. Begin it when you are about to do it."
	w, err := d.Office.World(l.Order)
	if err != nil {
		return nil
	}
	var all []beginning
	add := func(waits string, e exchange.Event, title, words string) {
		c := life.Command{Event: e, Actor: exchange.ByDesk, Operator: "anybody"}
		if _, err := l.Decide(c, w); err == nil {
			all = append(all, beginning{templates.DeskHand{Event: e, Title: title, Words: words + locks}, waits})
		}
	}
	coin := l.Quote.Deal.From.Code
	add("convert", life.ConvertBegun, "Begin the conversion", "You are going to sell "+l.Received().String()+" "+coin+" for USDT.")
	if l.Fill != nil && l.Refund == nil {
		add("payout", life.PayoutBegun, "Begin the withdrawal", "You are going to send "+l.Fill.Quote.Get.String()+" to the client's address.")
	}
	if l.Refund != nil {
		add("refund", life.RefundBegun, "Begin the refund", "You are going to send "+l.Refund.Figures.Refund.String()+" to the address for refunds.")
	}
	if l.Settled != nil {
		add("owed", life.OwedBegun, "Begin to send what stayed owed", "You are going to send "+l.Settled.Figures.Refund.String()+" to the address for refunds.")
	}
	return all
}

func (d *Desk) byHand(l life.Life, e exchange.Event) bool {
	return slices.ContainsFunc(d.hands(l, ""), func(h templates.DeskHand) bool { return h.Event == e })
}

// record writes down what an operator did by hand.
func (d *Desk) record(c echo.Context, l life.Life, command life.Command, form url.Values) (err error) {
	if command.Why, err = words(form, "why"); err != nil {
		return err
	}
	ctx := c.Request().Context()
	switch command.Event {
	case life.ConvertBegun, life.PayoutBegun, life.RefundBegun, life.OwedBegun:
		_, err = d.Office.Do(ctx, l.ID, command)
	case life.AddressAssigned:
		err = d.recordAddress(ctx, l, command, form)
	case exchange.PaymentSeen:
		err = d.recordPayment(ctx, l, command, form)
	case exchange.Convert:
		if command.Brought, err = amountOf(form, "brought", exchange.Base); err == nil {
			_, err = d.Office.Do(ctx, l.ID, command)
		}
	default:
		err = d.recordSending(ctx, l, command, form)
	}
	if err != nil {
		return err
	}
	return done(c, "/desk/orders/"+l.ID, "recorded")
}

func (d *Desk) recordAddress(ctx context.Context, l life.Life, command life.Command, form url.Values) error {
	to, err := accountOf(form, "address")
	if err != nil {
		return err
	}
	if to.Memo, err = words(form, "memo"); err != nil {
		return err
	}
	// What is typed is what the client pays to: it has to be an address of the coin.
	coin := l.Quote.Deal.From
	if r := address.Check(address.Kind(coin.Address), to.Address); r != nil {
		return &exchange.Error{Code: exchange.Code(r.Code), Field: "address", Message: r.Message, Accepts: r.Accepts, Clause: exchange.ClauseSeen}
	}
	command.Deposit = &store.Deposit{Venue: d.Venue.Name(), Currency: coin.Code, Address: to.Address, Memo: to.Memo}
	_, err = d.Office.Do(ctx, l.ID, command)
	return err
}

// recordPayment brings the order up to what the operator says of a payment. The
// same transaction is the same payment.
func (d *Desk) recordPayment(ctx context.Context, l life.Life, command life.Command, form url.Values) error {
	p, err := d.paymentOf(l, form)
	if err != nil {
		return err
	}
	heard := false
	for range 8 {
		c, more := l.Heard(p)
		if !more && !heard {
			return refuse(http.StatusConflict, string(life.AlreadyRecorded), "Nothing was done: the order knows all of this already.")
		}
		if !more {
			return nil
		}
		c.Actor, c.Operator, c.Why = command.Actor, command.Operator, command.Why
		if l, err = d.Office.Do(ctx, l.ID, c); err != nil {
			return err
		}
		heard = true
	}
	return nil
}

func (d *Desk) paymentOf(l life.Life, form url.Values) (p life.Payment, err error) {
	amount, err := amountOf(form, "amount", strings.TrimSpace(form.Get("currency")))
	if err != nil {
		return p, err
	}
	if p.TxID, err = words(form, "txid"); err != nil {
		return p, err
	}
	if p.Risk, err = words(form, "risk"); err != nil {
		return p, err
	}
	p.ID, p.Currency, p.Amount = p.TxID, amount.Currency, amount.Value
	if p.ID == "" {
		p.ID = uuid.NewString()
	}
	now := d.Now().UTC().Truncate(time.Millisecond)
	p.Seen = now
	if text := strings.TrimSpace(form.Get("seen")); text != "" {
		if p.Seen, err = time.Parse("2006-01-02 15:04", text); err != nil || p.Seen.After(now) {
			return p, refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: a moment is written 2026-11-22 10:30, in UTC, and is not to come.")
		}
	}
	for _, known := range l.Payments {
		if known.ID == p.ID {
			p.Seen = known.Seen
		}
	}
	if form.Get("received") == "yes" {
		p.Confirmed = now
	}
	return p, nil
}

// recordSending records what became of a withdrawal or refund. One that was begun
// was accepted by the venue with its being sent.
func (d *Desk) recordSending(ctx context.Context, l life.Life, command life.Command, form url.Values) error {
	txid, err := words(form, "txid")
	if err != nil {
		return err
	}
	s, accepted := l.Payout, exchange.PayoutRequested
	switch {
	case l.Settled != nil:
		s, accepted = l.Settled.Sending, life.OwedRequested
	case l.Refund != nil:
		s, accepted = l.Refund.Sending, exchange.RefundRequested
	}
	command.Sending = &life.Sending{Ref: s.Ref, TxID: txid, Why: command.Why}
	if form.Get("network_fee") != "" {
		fee, err := amountOf(form, "network_fee", s.Amount.Currency)
		if err != nil {
			return err
		}
		command.Sending.Fee = fee.Value
	}
	sent := command.Event == exchange.PayoutConfirmed || command.Event == exchange.RefundConfirmed || command.Event == life.OwedSent
	if sent && txid == "" {
		return refuse(http.StatusUnprocessableEntity, string(life.FieldMissing), "Nothing was done: the transaction ID is needed, which proves it.").under(exchange.ClausePayout)
	}
	if sent && s.State == life.Begun {
		begun := command
		begun.Event, begun.Sending = accepted, &life.Sending{Ref: s.Ref}
		if _, err := d.Office.Do(ctx, l.ID, begun); err != nil {
			return err
		}
	}
	_, err = d.Office.Do(ctx, l.ID, command)
	return err
}
