package templates

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// path is the address of an order's page without its key.
func (v OrderView) path() string { return "/order/" + url.PathEscape(v.ID) }

// action is where a form of the page posts to.
func (v OrderView) action(what string) templ.SafeURL { return templ.SafeURL(v.path() + "/" + what) }

// page is the address of the page, key inside, as all that follow.
func (v OrderView) page() templ.SafeURL { return v.other(v.ID) }

func (v OrderView) other(id string) templ.SafeURL {
	return templ.SafeURL("/order/" + url.PathEscape(id) + "?" + url.Values{"key": {v.Key}}.Encode())
}

// decide is where an offer is looked at before it is confirmed.
func (v OrderView) decide(e exchange.Event) templ.SafeURL {
	return templ.SafeURL(v.path() + "/decide?" + url.Values{"key": {v.Key}, "event": {string(e)}}.Encode())
}

func (v OrderView) receipt(version int64) templ.SafeURL {
	return templ.SafeURL(v.path() + "/receipt?" + url.Values{"key": {v.Key}, "version": {strconv.FormatInt(version, 10)}}.Encode())
}

// shownQuote is the order as it stands: on what was received once that is known.
func (v OrderView) shownQuote() exchange.Quote {
	if v.Final != nil {
		return *v.Final
	}
	return v.Quote
}

func (v OrderView) refusals() []*exchange.Error {
	if v.Refusal == nil {
		return nil
	}
	return []*exchange.Error{v.Refusal}
}

// atField says whether an input of the page shows the refusal.
func (v OrderView) atField() bool {
	inputs := ""
	if v.Upload != nil {
		inputs = "text"
		if v.Upload.Left > 0 {
			inputs += " file material"
		}
	}
	if v.NameTo {
		inputs += " " + refundToFields + " " + refMemoFields
	}
	return refusalFor(v.refusals(), inputs) != nil
}

// until is the moment by which to choose; zero where there is none.
func (v OrderView) until() time.Time {
	var first time.Time
	for _, o := range v.Offers {
		if !o.Until.IsZero() && (first.IsZero() || o.Until.Before(first)) {
			first = o.Until
		}
	}
	return first
}

// goesOn says whether the order goes on with the offer.
func (o OfferView) goesOn() bool {
	return o.Get != nil && (o.Event == exchange.Continue || o.Event == exchange.RecalculationAccepted)
}

// shown are the figures on the page as the form carries them back, so that they
// can stand beside newer ones.
func (o OfferView) shown() [][2]string {
	var all [][2]string
	if o.Get != nil {
		all = append(all, [2]string{"was_get", o.Get.Get.Value.String()})
	}
	if o.Refund != nil {
		all = append(all, [2]string{"was_fee", o.Refund.Line(exchange.LineFee).Amount.Value.String()}, [2]string{"was_refund", o.Refund.Refund.Value.String()})
	}
	return all
}

// optionOf finds the verdict on one clause.
func optionOf(r *exchange.Refund, clause exchange.Clause) exchange.Option {
	for _, o := range r.Options {
		if o.Clause == clause {
			return o
		}
	}
	return exchange.Option{Clause: clause}
}

func bothTitle(o OfferView) string {
	if o.Get != nil && o.Refund != nil {
		return "Both ways, side by side"
	}
	return "What this means"
}

func bringsWords(final bool) string {
	if final {
		return "You get"
	}
	return "You get, as an estimate"
}

// confirmWords is on the button that does it, with the amount that is at stake.
func confirmWords(o OfferView, v OrderView) string {
	words := deeds[o.Event].Confirm
	switch {
	case o.goesOn():
		return words
	case o.Refund != nil:
		return words + " " + o.Refund.Refund.Value.String() + noBreak + v.Quote.Deal.From.Asset
	}
	return words
}

// paymentWords says how a payment stands.
func paymentWords(m PaymentView) string {
	switch {
	case m.Dropped:
		return "disappeared from the network or was replaced: it counts as not seen."
	case m.Foreign:
		return "is another currency than the order’s. It is kept for you, and a person looks at it."
	case !m.Confirmed.IsZero():
		return "was received."
	case m.Needs > 0:
		return "was seen: " + strconv.Itoa(min(m.So, m.Needs)) + " of " + countWords(m.Needs, "confirmation", "confirmations") + "."
	}
	return "was seen and is not confirmed yet."
}

// happenedWords is the sentence of an entry; an amount follows it after a colon.
func (v OrderView) happenedWords(e EntryView) string {
	words := happenings[e.Event]
	switch {
	case e.Event == exchange.RefundConfirmed && v.Refund != nil && v.Refund.Figures.Refund.Value.IsZero():
		words = unsentWords
	case e.Event == exchange.Refuse && e.State == exchange.RefundDue:
		words = "The office refused its service: the payment goes back whole."
	case e.State == exchange.Verification && (e.Event == exchange.PaymentConfirmed || e.Event == exchange.FurtherPayment):
		words += " The amount differs too much from the order, so that it is verified."
	}
	if e.Amount.Sign() > 0 {
		words = strings.TrimSuffix(words, ".") + ":"
	}
	return words
}

// asOrdered follows the title of figures that are those of the order although
// another amount has arrived.
func (v OrderView) asOrdered() string {
	sum := decimal.Decimal{}
	for _, m := range v.Payments {
		if !m.Foreign && !m.Dropped {
			sum = sum.Add(m.Amount)
		}
	}
	if v.Final != nil || sum.IsZero() || sum.Equal(v.Quote.Give.Value) {
		return ""
	}
	return ", as ordered"
}

// foreign is the money in another currency that is kept for the client; none once
// any of it was given back, which the timeline tells.
func (v OrderView) foreign() []PaymentView {
	var list []PaymentView
	for _, m := range v.Payments {
		if m.Foreign && !m.Dropped {
			list = append(list, m)
		}
	}
	for _, e := range v.Entries {
		if e.Event == eventCoinBack {
			return nil
		}
	}
	return list
}

// opensWallet says whether a link names a scheme, without which no wallet opens.
func opensWallet(link string) bool {
	scheme, rest, found := strings.Cut(link, ":")
	return found && scheme != "" && rest != ""
}

// wholeWords says why a payment goes back whole although the client is the one who
// chooses (3.20, 5.9).
func wholeWords(e exchange.Event) string {
	switch e {
	case exchange.Continue, exchange.TakeBack:
		return "A payment that is not continued is returned whole"
	case exchange.RecalculationAccepted, exchange.ClientDisagrees:
		return "A payment that does not go on after a recalculation is returned whole"
	}
	return ""
}

// insteadOfOffice puts such words where a verdict says that the office starts the
// return.
func insteadOfOffice(words, whole string) string {
	if whole == "" {
		return words
	}
	words = strings.Replace(words, "The office starts it", whole, 1)
	words = strings.Replace(words, "The office starts the return", whole, 1)
	return strings.Replace(words, "the office starts it", strings.ToLower(whole[:1])+whole[1:], 1)
}

// Refused words a refusal for people: it names where the order stands instead of
// the event and the state by the names that programs know.
func (v OrderView) Refused(event exchange.Event, e *exchange.Error) *exchange.Error {
	if e == nil || e.Code != exchange.TransitionRefused && e.Code != exchange.PaymentUnconfirmed && e.Code != exchange.OrderCompleted {
		return e
	}
	told := *e
	told.Accepts = ""
	if e.Code != exchange.TransitionRefused {
		return &told
	}
	s := v.status()
	told.Clause = s.Clause
	switch {
	case v.State == exchange.Confirming:
		told.Message = "Your payment was seen. Until it is confirmed, neither side can end or change the order."
	case deeds[event].Title != "":
		told.Message = "The order stands at “" + s.Word + "”. That does not allow this any more, or not yet: “" + deeds[event].Title + "”."
	default:
		told.Message = "The order stands at “" + s.Word + "”. That does not allow this any more, or not yet."
	}
	return &told
}

// leftWords is a time for the eye, in its two largest units.
func leftWords(d time.Duration) string {
	days, hours, minutes := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	switch {
	case days > 0:
		return countWords(days, "day", "days") + " " + countWords(hours, "hour", "hours")
	case hours > 0:
		return countWords(hours, "hour", "hours") + " " + countWords(minutes, "minute", "minutes")
	case minutes > 0:
		return countWords(minutes, "minute", "minutes")
	}
	return "less than a minute"
}

func countWords(n int, one, many string) string {
	if n == 1 {
		return "1" + noBreak + one
	}
	return strconv.Itoa(n) + noBreak + many
}

// notDone says how much of what was tried was done when it was refused.
func notDone(v OrderView) string {
	switch v.Kept {
	case 0:
		return "Nothing was changed."
	case 1:
		return "One part of what you sent was received; the rest was not."
	}
	return strconv.Itoa(v.Kept) + " parts of what you sent were received; the rest was not."
}
