package templates

import (
	"slices"
	"strconv"
	"strings"

	"agio/wasm/exchange"
)

// The fields of a refusal, as the domain and the wire name them, that each
// input of the forms answers for. They stand in data-field, where the page's
// script finds them too.
const (
	giveFields     = "give from"
	getFields      = "get to side direction"
	payOutFields   = "pay_out pay_out.address"
	payMemoFields  = "pay_out_memo pay_out.memo"
	refundToFields = "refund_to refund_to.address"
	refMemoFields  = "refund_to_memo refund_to.memo"
	emailFields    = "email contact contact.email"
	termsFields    = "accept_terms terms accepted.terms"
	amlFields      = "accept_aml accepted.aml_kyc"
	declareFields  = "declare accepted accepted.declarations"
)

// quoteFields is all of them: what none answers for is said above the form.
var quoteFields = []string{
	giveFields, getFields, payOutFields, payMemoFields, refundToFields, refMemoFields,
	emailFields, termsFields, amlFields, declareFields,
}

// The inputs of the refund simulator, likewise.
const (
	coinFields    = "currency"
	orderedFields = "ordered"
	paidFields    = "paid"
	broughtFields = "brought"
	stageFields   = "stage"
	byFields      = "by office"
)

var refundFields = []string{coinFields, orderedFields, paidFields, broughtFields, stageFields, byFields}

// refusalFor finds the first refusal that an input answers for.
func refusalFor(all []*exchange.Error, fields string) *exchange.Error {
	for _, e := range all {
		if e.Field != "" && slices.Contains(strings.Fields(fields), e.Field) {
			return e
		}
	}
	return nil
}

// otherRefusals are those that no input answers for.
func otherRefusals(all []*exchange.Error, known []string) []*exchange.Error {
	var rest []*exchange.Error
	for _, e := range all {
		if !slices.ContainsFunc(known, func(fields string) bool { return refusalFor([]*exchange.Error{e}, fields) != nil }) {
			rest = append(rest, e)
		}
	}
	return rest
}

// refusalText says what is wrong and what would be accepted. A reason that an
// editor wrote without its full stop gets one.
func refusalText(e *exchange.Error) string {
	message := e.Message
	if message != "" && !strings.ContainsAny(message[len(message)-1:], ".!?:") {
		message += "."
	}
	if e.Accepts == "" {
		return message
	}
	return message + " Accepted: " + e.Accepts + "."
}

// invalid is the value of aria-invalid for an input.
func invalid(e *exchange.Error) string { return strconv.FormatBool(e != nil) }

// amountText is what stands in one of the two amount inputs: what was typed on
// the side named, and on the other what the quote says.
func (f QuoteForm) amountText(side exchange.Side) string {
	switch {
	case f.side() == side:
		return f.Amount
	case f.Quote == nil:
		return f.Other
	case side == exchange.Give:
		return f.Quote.Give.Value.String()
	}
	return f.Quote.Get.Value.String()
}

// long says whether an amount needs smaller letters to stand in its input.
func long(amount string) bool { return len(amount) > 14 }

// side is the side named; whoever named none names what they give.
func (f QuoteForm) side() exchange.Side {
	if f.Side == exchange.Get {
		return exchange.Get
	}
	return exchange.Give
}

// direction is the one chosen or, on an empty form, the tariff's first open one.
func (f QuoteForm) direction(t *exchange.Tariff) (exchange.Direction, bool) {
	for _, d := range t.Directions {
		chosen := d.From == f.From && d.To == f.To
		if chosen || (f.From == "" && f.To == "" && d.Closed == "") {
			return d, true
		}
	}
	return exchange.Direction{From: f.From, To: f.To}, false
}

// figure is a line of the quote by name, if there is a quote.
func (f QuoteForm) line(l exchange.Line) exchange.Line {
	if f.Quote == nil {
		return l
	}
	return f.Quote.Line(l.Name)
}

func (f QuoteForm) share(name string) int64 {
	if f.Quote == nil {
		return 0
	}
	return f.Quote.Share(f.Quote.Line(name))
}

// segment is one part of the bar of where the money goes, in ten-thousandths.
type segment struct {
	Name     string
	At, Wide int64
}

// barOrder is how the parts stand in the bar: what the client gets first.
var barOrder = []string{exchange.LinePayout, exchange.LineCommission, exchange.LinePayoutFee, exchange.LineRounding}

// segments places the parts of the bar one after the other.
func (f QuoteForm) segments() []segment {
	var all []segment
	at := int64(0)
	for _, name := range barOrder {
		wide := f.share(name)
		all = append(all, segment{name, at, wide})
		at += wide
	}
	return all
}

// barWords says in words what the bar shows.
func (f QuoteForm) barWords() string {
	if f.Quote == nil {
		return "Where the money goes"
	}
	var parts []string
	for _, name := range barOrder {
		parts = append(parts, lineWords(name)+" "+percentWords(f.share(name)))
	}
	return "Where the money goes: " + strings.Join(parts, ", ")
}

// options are the clauses held against the case; where there is no refund, as
// after Completed, the domain computes none and only the words are left.
func (f RefundForm) options() []exchange.Option {
	if f.Refund != nil {
		return f.Refund.Options
	}
	if !f.completed() {
		return nil
	}
	var all []exchange.Option
	for _, clause := range []exchange.Clause{exchange.ClauseNoCancel, exchange.ClauseCancelled, exchange.ClauseSmall, exchange.ClauseRefusal, exchange.ClauseOffice} {
		all = append(all, exchange.Option{Clause: clause, Applies: clause == exchange.ClauseNoCancel, Reason: caseCompleted})
	}
	return all
}

// completed says whether the refusal is that of clause 5.1.
func (f RefundForm) completed() bool {
	return slices.ContainsFunc(f.Refusals, func(e *exchange.Error) bool { return e.Code == exchange.OrderCompleted })
}

// option finds the verdict on one clause.
func (f RefundForm) option(clause exchange.Clause) *exchange.Option {
	for _, o := range f.options() {
		if o.Clause == clause {
			return &o
		}
	}
	return nil
}

// chosen is the clause that decides, empty while there is no answer.
func (f RefundForm) chosen() exchange.Clause {
	switch {
	case f.Refund != nil:
		return f.Refund.Clause
	case f.completed():
		return exchange.ClauseNoCancel
	}
	return ""
}

// deciding is the clause a link leads to: the one chosen or, before there is
// one, clause 5.5, which says how it is chosen.
func (f RefundForm) deciding() exchange.Clause {
	if clause := f.chosen(); clause != "" {
		return clause
	}
	return exchange.ClauseChosen
}

// inputRefusals are those that ask for another input. That nothing is refunded
// after Completed is an answer and not among them.
func (f RefundForm) inputRefusals() []*exchange.Error {
	return slices.DeleteFunc(slices.Clone(f.Refusals), func(e *exchange.Error) bool { return e.Code == exchange.OrderCompleted })
}

// stage is the stage chosen; the first one while none is.
func (f RefundForm) stage() exchange.Stage {
	if f.Request.Stage == "" {
		return exchange.BeforeConversion
	}
	return f.Request.Stage
}

func (f RefundForm) line(l exchange.Line) exchange.Line {
	if f.Refund == nil {
		return l
	}
	return f.Refund.Line(l.Name)
}

// inputType lets a phone show the right keyboard for an input.
func inputType(name string) string {
	if name == "email" {
		return "email"
	}
	return "text"
}

// shown is the case that stands in the form. An untouched form has an example,
// so that the simulator opens on a case one can look at.
func (f RefundForm) shown(t *exchange.Tariff) exchange.RefundRequest {
	if f.Request == (exchange.RefundRequest{}) {
		return ExampleRefund(t)
	}
	return f.Request
}

// figureIn gives a figure of a quote by its name; empty where it has none.
func figureIn(q *exchange.Quote, name string) string {
	if q == nil {
		return ""
	}
	for _, f := range q.Figures() {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
