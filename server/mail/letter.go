package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"agio/server/life"
	"agio/templates"
	"agio/wasm/exchange"
)

// Office is who writes.
type Office struct {
	Name    string
	Contact string // where an answer goes; empty: to the sender
	Site    string // address of the site
}

// errSilent says that the client is not told of an event.
var errSilent = errors.New("the client is not told of this event")

// errAddress says that nothing can be sent to the address.
var errAddress = errors.New("the address cannot be written to")

// letter writes the message about one version of an order. The terms are those of
// the order's own edition, where the office has them.
func letter(o Office, from string, l life.Life, version int64, terms exchange.Terms, now time.Time) (*gomail.Msg, error) {
	e, ok := entry(l, version)
	if !ok {
		return nil, fmt.Errorf("the order has no version %d", version)
	}
	words, ok := templates.LetterFor(view(l, e, terms, now), e.Event, terms)
	if !ok {
		return nil, errSilent
	}
	to, err := netmail.ParseAddress(l.Person.Email)
	if err != nil || to.Address != l.Person.Email || to.Name != "" || strings.ContainsAny(to.Address, "\r\n\"<> ") {
		return nil, errAddress
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&netmail.Address{Name: o.Name, Address: from})
	m.ToMailAddress(to)
	if o.Contact != "" {
		_ = m.ReplyTo(o.Contact) // where it is no address, answers go to the sender
	}
	m.Subject(o.Name + ", order " + short(l.ID) + ": " + words.Word)
	m.SetMessageIDWithValue(l.ID + ".v" + strconv.FormatInt(version, 10) + "@" + from[strings.LastIndex(from, "@")+1:])
	m.SetDateWithValue(now)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	m.SetBodyString(gomail.TypeTextPlain, text(o, l, e, words, terms, now))
	return m, nil
}

// entry is the event that made a version.
func entry(l life.Life, version int64) (life.Entry, bool) {
	for _, e := range l.Timeline {
		if e.Version == version {
			return e, true
		}
	}
	return life.Entry{}, false
}

// view is the order as it stood after an event.
func view(l life.Life, e life.Entry, terms exchange.Terms, now time.Time) templates.OrderView {
	v := templates.OrderView{
		ID: l.ID, Version: e.Version, State: e.State, Reason: e.Reason, Parent: l.Parent, Created: l.Created,
		Deadline: l.PayBefore(), Quote: l.Quote, Terms: l.Terms, TermsHash: l.TermsHash, Within: l.Within, Rate: l.Rate(terms, now),
	}
	if e.Event == exchange.PayoutConfirmed {
		v.Payout = &templates.SendingView{Sent: true}
	}
	if l.Refund != nil && (e.State == exchange.RefundDue || e.State == exchange.Refunded) {
		v.Refund = &templates.RefundView{Figures: l.Refund.Figures, ByOffice: l.Refund.ByOffice, Decided: l.Refund.Decided}
	}
	if l.Settled != nil && (e.Event == life.OwedDecided || e.Event == life.OwedSent) {
		v.Settled = &templates.RefundView{Figures: l.Settled.Figures, Decided: l.Settled.Decided}
		if e.Event == life.OwedSent {
			v.Settled.Sending = &templates.SendingView{Sent: true}
		}
	}
	return v
}

// short is the end of an order's number: its beginning is alike for all orders of
// a day.
func short(id string) string { return id[max(0, len(id)-8):] }

// text is the body. Its lines are as long as they are: mail programs fold them.
func text(o Office, l life.Life, e life.Entry, w templates.Letter, terms exchange.Terms, now time.Time) string {
	var b strings.Builder
	say := func(lines ...string) {
		b.WriteString(strings.Join(lines, "\n"))
		b.WriteString("\n\n")
	}
	say("Order "+l.ID, l.Quote.Give.String()+" for "+l.Quote.Get.String())
	say(moment(e.At), w.Happened)
	if e.Facts.Until != nil {
		say("Answer until " + moment(*e.Facts.Until) + ".")
	}
	say(strings.ToUpper(w.Word), w.Meaning)
	if w.Why != "" {
		say("Why: " + w.Why)
	}
	say("What happens next:", w.Next)
	if e.State == exchange.AwaitingPayment {
		say("Pay before "+moment(l.PayBefore())+".", w.By)
		if until := l.FixedUntil(); now.Before(until) {
			say("The rate is fixed for a full payment that the office sees before " + moment(until) + " (clause " + terms.Number(exchange.ClauseFixed) + ").")
		}
	} else if w.By != "" {
		say("By when:", w.By)
	}
	say("To see the order, to choose, or to save a signed receipt, open the address that you were given when you ordered. It is not in this e-mail: whoever has it can act for you. The office does not keep it, never asks for it, and never sends an address to pay to by e-mail.")
	say("Clauses are those of the user agreement, edition "+l.Terms+":", o.Site+"/terms/"+l.Terms+"/")
	b.WriteString("-- \n" + o.Name + "\n" + o.Site + "/\n")
	return strings.NewReplacer("\u00a0", " ", "\u2009", " ", "\u202f", " ").Replace(b.String())
}

func moment(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

// written gives the bytes of a message.
func written(m *gomail.Msg) ([]byte, error) {
	var b bytes.Buffer
	_, err := m.WriteTo(&b)
	return b.Bytes(), err
}
