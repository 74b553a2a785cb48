package life_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// read makes a command from "event key=value …".
func (p *teller) read(who string, f []string) life.Command {
	c := life.Command{Event: exchange.Event(f[0]), CaseID: fmt.Sprintf("case-%d", len(p.others)+1)}
	switch who {
	case "client":
		c.Actor = exchange.ByClient
	case "venue":
		c.Actor = exchange.ByVenue
	case "clock":
		c.Actor = exchange.ByClock
	case "desk":
		c.Actor, c.Operator, c.Why = exchange.ByDesk, "ann", "because"
	}
	for _, word := range f[1:] {
		key, value, _ := strings.Cut(word, "=")
		p.field(&c, key, value)
	}
	return c
}

// money reads a field about money that moves; false when it is none.
func (p *teller) money(c *life.Command, key, value string) bool {
	if c.Sending == nil && (key == "txid" || key == "failed" || key == "took") {
		c.Sending = &life.Sending{}
	}
	switch key {
	case "d1", "d2", "d3":
		c.Payment = p.payment(key, value)
	case "seen":
		c.Payment.Seen = lifetest.Start.Add(p.duration(value))
	case "risk":
		c.Payment.Risk = value
	case "txid":
		c.Sending.TxID = value
	case "failed":
		c.Sending.Why = value
	case "took":
		c.Sending.Fee = lifetest.Dec(value)
	case "brought":
		c.Brought = &exchange.Amount{Value: lifetest.Dec(value), Currency: exchange.Base}
	case "most":
		c.Fee = &exchange.Amount{Value: lifetest.Dec(value), Currency: exchange.Base}
	default:
		return false
	}
	return true
}

// field reads one field of a command.
func (p *teller) field(c *life.Command, key, value string) {
	if p.money(c, key, value) {
		return
	}
	switch key {
	case "by":
		c.Operator = value
	case "why":
		c.Why = value
	case "text":
		c.Text = value
	case "material":
		c.Material = value
	case "address":
		c.Deposit = &store.Deposit{Venue: "paper", Currency: p.life.Quote.Deal.From.Code, Address: value}
	case "to":
		c.RefundTo = &store.Account{Address: value}
		if value == "mine" {
			*c.RefundTo = p.account(p.life.Quote.Deal.From.Code)
		}
	case "figures":
		c.Figures = value
		if value == "shown" {
			c.Figures = p.token(c.Event)
		}
	case "quiet":
		c.Quiet = true
	case "on":
		c.On = true
	case "bears":
		c.Bears = true
	default:
		p.fail("a command has no %q", key)
	}
}

// payment reads "0.1" or "5:VET".
func (p *teller) payment(id, value string) *life.Payment {
	amount, currency, is := strings.Cut(value, ":")
	if !is {
		currency = p.life.Quote.Deal.From.Code
	}
	return &life.Payment{ID: id, Currency: currency, Amount: lifetest.Dec(amount), TxID: "t-" + id, Seen: p.w.Now}
}

// token gives what an offer of the moment is confirmed with.
func (p *teller) token(e exchange.Event) string {
	for _, o := range p.life.Offers(p.w) {
		if o.Event == e {
			return o.Token
		}
	}
	return "nothing of the kind is offered"
}

// is reads "what value": something that holds of the life now.
func (p *teller) is(rest string) {
	what, want, _ := strings.Cut(rest, " ")
	if got := p.now(what); got != want {
		p.fail("%s is %q, want %q", what, got, want)
	}
}

func (p *teller) now(what string) string {
	l := p.life
	what, of, _ := strings.Cut(what, "/")
	known := map[string]func() string{
		"get":       func() string { return l.Fill.Quote.Get.String() },
		"rate":      func() string { return string(l.Rate(p.w.Terms, p.w.Now)) },
		"prices":    func() string { return l.Fill.Snapshot },
		"fixed":     func() string { return p.moment(l.FixedUntil()) },
		"received":  func() string { return l.Received().String() },
		"refund":    func() string { return l.Refund.Figures.Refund.String() },
		"clause":    func() string { return string(l.Refund.Figures.Clause) },
		"tries":     func() string { return fmt.Sprint(l.Payout.Tries) },
		"need":      p.need,
		"queue":     l.Queue,
		"payout_by": func() string { return p.moment(l.PayoutBy.By) },
		"refund_by": func() string { return p.moment(l.RefundBy.By) },
		"choice":    func() string { return p.moment(l.Choice) },
		"until":     func() string { return p.moment(l.Question.Until) },
		"offers":    p.offers,
		"actions":   p.actions,
		"shown":     func() string { return p.shown(exchange.Event(of)) },
		"changed":   func() string { return p.moment(l.Changed) },
		"held":      func() string { return string(l.Held) },
		"address":   func() string { return fmt.Sprint(l.RefundTo.Address != "") },
		"owes":      func() string { return l.Owes().String() },
		"pieces":    func() string { return fmt.Sprint(l.PiecesLeft(p.w)) },
		"ended":     func() string { return fmt.Sprint(l.Ended()) },
	}
	say := known[what]
	if say == nil {
		p.fail("nobody knows what %q is", what)
	}
	return say()
}

func (p *teller) need() string {
	need := p.life.Needs(p.w)
	return strings.TrimSpace(string(need.Kind) + " " + string(need.Command.Event))
}

func (p *teller) offers() string {
	var list []string
	for _, o := range p.life.Offers(p.w) {
		list = append(list, string(o.Event))
	}
	return strings.Join(list, " ")
}

func (p *teller) actions() string {
	var list []string
	for _, a := range p.life.Actions() {
		if a.Event != life.Noted && a.Event != life.Restricted && a.Event != life.KeptLonger && a.Event != life.RecordsExported {
			list = append(list, string(a.Event))
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// shown gives both amounts of an offer: what going on brings, what comes back, under
// which clause, and until when.
func (p *teller) shown(e exchange.Event) string {
	for _, o := range p.life.Offers(p.w) {
		if o.Event != e {
			continue
		}
		get, back := "nothing", "nothing"
		if o.Get != nil {
			get = o.Get.Get.String()
		}
		if o.Refund != nil {
			back = o.Refund.Refund.String() + " under " + string(o.Refund.Clause)
		}
		until := ""
		if !o.Until.IsZero() {
			until = " until " + o.Until.Sub(lifetest.Start).Truncate(time.Millisecond).String()
		}
		return get + " or " + back + until
	}
	return "no offer"
}
