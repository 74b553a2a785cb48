package worked

import (
	"errors"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Figure is one figure of a result: a quotient, so that it is exact.
type Figure struct {
	Name     string
	Given    bool // the link names it
	Asset    string
	num, den decimal.Decimal
}

// Result is what a case comes to.
type Result struct {
	Clause  exchange.Clause // that a refund rests on; empty for a quote, or where prices decide
	Missing Missing         // what keeps it from being computed, so that only what the link names is known
	Figures []Figure
}

// Office is what a case is computed with.
type Office struct {
	Tariff *exchange.Tariff
	Fixed  exchange.Prices // of the assets whose price the market does not make
}

// Missing is what is not known of a price; nothing where it has no sides.
type Missing struct {
	Asset string
	Sides []string // "bid", "ask"
}

// String says it in words: "the bid of BTC".
func (m Missing) String() string {
	return "the " + strings.Join(m.Sides, " and the ") + " of " + m.Asset
}

// Result computes the case under the terms of an edition. The error is what the page
// refuses.
func (c *Case) Result(o Office, t exchange.Terms) (*Result, error) {
	if c.refund {
		return c.refunded(o, t)
	}
	return c.quoted(o)
}

var one = decimal.NewFromInt(1)

// price gives the price of an asset: the one that is set, or assumed; and what is missing
// of it. The side that is not needed may be missing.
func (c *Case) price(o Office, asset string, sides ...string) (exchange.Price, Missing) {
	if p, err := o.Fixed.Of(asset); err == nil {
		return p, Missing{}
	}
	missing := Missing{Asset: asset, Sides: slices.DeleteFunc(sides, func(side string) bool { return c.assumed[side].IsPositive() })}
	if len(missing.Sides) > 0 {
		return exchange.Price{Bid: one, Ask: one}, missing
	}
	p := exchange.Price{Bid: c.assumed["bid"], Ask: c.assumed["ask"]}
	if p.Bid.IsZero() {
		p.Bid = p.Ask
	}
	if p.Ask.IsZero() {
		p.Ask = p.Bid
	}
	return p, missing
}

func (c *Case) refunded(o Office, t exchange.Terms) (*Result, error) {
	coin, err := o.Tariff.Currency("currency", c.request.Currency)
	if err != nil {
		return nil, err
	}
	price, missing := c.price(o, coin.Asset, c.needed()...)
	request, err := o.Tariff.RefundCase(exchange.Prices{coin.Asset: price}, c.request)
	if err != nil {
		return nil, err
	}
	if sending, ok := c.assumed["sending"]; ok {
		request.Sending = sending
	}
	r := c.known(request)
	refund, err := t.Refund(request)
	var refusal *exchange.Error
	if errors.As(err, &refusal) && refusal.Code == exchange.OrderCompleted {
		r.Clause = refusal.Clause
		r.Figures = append(r.Figures, Figure{Name: "the Refund", Asset: coin.Asset, den: one})
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	known := len(missing.Sides) == 0
	if known || request.After != exchange.ByLower || request.Stage != exchange.Converted {
		r.Clause = refund.Clause
	}
	if !known {
		r.Missing = missing
		return r, nil
	}
	r.lines(request, refund, t)
	return r, nil
}

// needed gives the sides of the price by which a refund is computed.
func (c *Case) needed() []string {
	switch {
	case c.request.Stage != exchange.Converted:
		return []string{"bid"}
	case c.request.Brought != "":
		return []string{"ask"}
	}
	return []string{"bid", "ask"}
}

// known gives the figures of a refund that no price decides.
func (c *Case) known(request exchange.RefundCase) *Result {
	asset := request.Coin.Asset
	r := &Result{Figures: []Figure{
		given("ordered", request.Ordered, asset), given("paid", request.Paid, asset), given("the Cost of sending", request.Sending, asset),
	}}
	if c.request.Stage == exchange.Converted && c.request.Brought != "" {
		r.Figures = append(r.Figures, given("what the Conversion brought", request.Brought, exchange.Base))
	}
	return r
}

func given(name string, value decimal.Decimal, asset string) Figure {
	return Figure{Name: name, Given: true, Asset: asset, num: value, den: one}
}

// lines adds what a refund comes to, in USDT and in the coin at the price of the
// decision.
func (r *Result) lines(c exchange.RefundCase, refund exchange.Refund, t exchange.Terms) {
	price := c.Bid
	if c.Stage == exchange.Converted {
		price = c.Ask
	}
	add := func(name string, usdt decimal.Decimal) {
		r.Figures = append(r.Figures, Figure{Name: name, Asset: exchange.Base, num: usdt, den: one})
		if c.Coin.Asset != exchange.Base {
			r.Figures = append(r.Figures, Figure{Name: name, Asset: c.Coin.Asset, num: usdt, den: price})
		}
	}
	paid, fee := refund.Line(exchange.LinePaid).Amount.Value, refund.Line(exchange.LineFee).Amount.Value
	r.Figures = append(r.Figures, Figure{Name: "the Refund", Asset: c.Coin.Asset, num: refund.Refund.Value, den: one})
	add(leftName, paid.Sub(fee))
	add("the fee", fee)
	add(valueName, paid)
	if owed := refund.Line(exchange.LineOwed).Amount.Value; owed.Sign() > 0 {
		add("what stays owed", owed)
	}
	if refund.Clause == exchange.ClauseSmall {
		add("the percentage alone", paid.Mul(t.SmallPaymentFee))
	}
}

func (c *Case) quoted(o Office) (*Result, error) {
	r := &Result{}
	for _, name := range []struct{ field, code string }{{"from", c.from}, {"to", c.to}} {
		if name.code == "" && c.amount == "" {
			continue
		}
		if _, err := o.Tariff.Currency(name.field, name.code); err != nil {
			return nil, err
		}
	}
	if c.from == "" || c.to == "" {
		return r, nil
	}
	dir, err := o.Tariff.Direction(c.from, c.to)
	var refusal *exchange.Error
	if err != nil && (!errors.As(err, &refusal) || refusal.Code != exchange.DirectionClosed) {
		return nil, err // a closed one is open again some day
	}
	if c.amount == "" {
		return r, nil
	}
	return r, c.quote(o, dir, r)
}

// quote adds the figures of a quote in a direction.
func (c *Case) quote(o Office, dir exchange.Direction, r *Result) error {
	a, _ := o.Tariff.Currency("from", c.from)
	b, _ := o.Tariff.Currency("to", c.to)
	named, limits := a, dir.Give
	if c.side == exchange.Get {
		named, limits = b, dir.Get
	}
	amount, err := exchange.ParseAmount(string(c.side), c.amount, named)
	if err != nil {
		return err
	}
	if amount.LessThan(limits.Min) || limits.Max.Sign() > 0 && amount.GreaterThan(limits.Max) {
		return &exchange.Error{Code: exchange.AmountTooSmall, Field: string(c.side), Message: "The amount is outside the limits of this direction.", Accepts: limited(limits, named.Code)}
	}
	r.Figures = append(r.Figures, given("what is named", amount, named.Asset))
	sell, missing := c.price(o, a.Asset, "bid")
	buy, also := c.price(o, b.Asset, "ask")
	if len(missing.Sides) == 0 {
		missing = also
	}
	if r.Missing = missing; len(missing.Sides) > 0 {
		return nil
	}
	deal := c.deal(a, b, dir, sell.Bid, buy.Ask)
	var q exchange.Quote
	if c.side == exchange.Get {
		q, err = deal.FromGet(amount)
	} else {
		q, err = deal.FromGive(amount)
	}
	if err == nil {
		r.quoted(q)
	}
	return err
}

// deal gives what a quote is computed by, as the tariff has it or the link assumes it.
func (c *Case) deal(a, b exchange.Currency, dir exchange.Direction, bid, ask decimal.Decimal) exchange.Deal {
	deal := exchange.Deal{From: a, To: b, Commission: dir.Commission, Steps: dir.Steps, PayoutFee: b.PayoutFee, Bid: bid, Ask: ask}
	if commission, ok := c.assumed["commission"]; ok {
		deal.Commission, deal.Steps = commission, nil
	}
	if fee, ok := c.assumed["payout fee"]; ok {
		deal.PayoutFee = fee
	}
	return deal
}

func limited(l exchange.Limits, code string) string {
	if l.Max.Sign() > 0 {
		return l.Min.String() + " to " + l.Max.String() + " " + code
	}
	return "at least " + l.Min.String() + " " + code
}

// quoted adds what a quote comes to.
func (r *Result) quoted(q exchange.Quote) {
	d := q.Deal
	add := func(name, asset string, num, den decimal.Decimal) {
		r.Figures = append(r.Figures, Figure{Name: name, Asset: asset, num: num, den: den})
	}
	value, commission := q.Line(exchange.LineValue).Amount.Value, q.Line(exchange.LineCommission).Amount.Value
	add("what is given", d.From.Asset, q.Give.Value, one)
	add("what is paid out", d.To.Asset, q.Get.Value, one)
	add(valueName, exchange.Base, value, one)
	add("the Commission", exchange.Base, commission, one)
	add("what the Commission leaves", exchange.Base, value.Sub(commission), one)
	add("what the Commission leaves", d.To.Asset, value.Sub(commission), d.Ask)
	add("the Payout fee", d.To.Asset, d.PayoutFee, one)
	add("the Payout fee", exchange.Base, q.Line(exchange.LinePayoutFee).Amount.Value, one)
	add("what is paid out, before it is rounded", d.To.Asset, value.Sub(commission).Sub(d.PayoutFee.Mul(d.Ask)), d.Ask)
	add("what is paid out", exchange.Base, q.Line(exchange.LinePayout).Amount.Value, one)
	add("the rounding", exchange.Base, q.Line(exchange.LineRounding).Amount.Value, one)
}

// Has says whether an amount is one of the figures: to its last digit, or as far as
// it is written where dots follow. USD are counted at the peg.
func (r *Result) Has(a Amount, peg decimal.Decimal) bool {
	for _, f := range r.Figures {
		if f.Asset == a.Asset && same(a, f.num, f.den) || f.Asset == exchange.Base && a.Asset == usd && same(a, f.num, f.den.Mul(peg)) {
			return true
		}
	}
	return false
}

const usd = "USD"

func same(a Amount, num, den decimal.Decimal) bool {
	if a.Cut {
		q, _ := num.QuoRem(den, int32(a.Places))
		return q.Equal(a.Value)
	}
	return a.Value.Mul(den).Equal(num)
}

// Accepted lists the figures in a currency, with their names, or in USDT where there are
// none in it; what the link names itself is none of them.
func (r *Result) Accepted(asset string) string {
	if !slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Asset == asset && !f.Given }) {
		asset = exchange.Base
	}
	var words []string
	seen := make(map[string]bool)
	for _, f := range r.Figures {
		text := f.text()
		if f.Given || f.Asset != asset || seen[text+f.Name] {
			continue
		}
		seen[text+f.Name] = true
		words = append(words, text+" "+asset+" ("+f.Name+")")
	}
	return strings.Join(words, ", ")
}

// text writes a figure as texts do, cut where it has no end.
func (f Figure) text() string {
	const places = 18
	q, rest := f.num.QuoRem(f.den, places)
	if rest.IsZero() {
		return q.String()
	}
	return q.Truncate(8).String() + "…"
}
