package desk

import (
	"context"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/store"
	"agio/server/work"
	"agio/templates"
	"agio/wasm/exchange"
)

// load finds the order that an address names.
func (d *Desk) load(c echo.Context) (life.Life, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil || id.String() != c.Param("id") {
		return life.Life{}, store.ErrNotFound
	}
	l, err := d.Office.Load(c.Request().Context(), id.String())
	if err == nil {
		c.Set(orderNumbers, d.numbers(l))
	}
	return l, err
}

// orderNumbers is where a request about an order keeps the numbers that the order's
// edition of the agreement gives to clauses.
const orderNumbers = "numbers"

func (d *Desk) numbers(l life.Life) exchange.Numbers { return d.Page().Numbers(l.Terms, l.TermsHash) }

// getOrder shows an order.
func (d *Desk) getOrder(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	view, err := d.orderView(c.Request().Context(), l, who(c).Operator.Name)
	if err != nil {
		return err
	}
	title := "Order " + l.ID[:8]
	return d.render(c, http.StatusOK, plainPages, templates.DeskOrderPage(d.page(c, title, "queue"), view))
}

func (d *Desk) orderView(ctx context.Context, l life.Life, operator string) (templates.DeskOrder, error) {
	v := templates.DeskOrder{
		ID: l.ID, Version: l.Version, State: l.State, Stands: l.Stands(), Reason: l.Reason, Quote: l.Quote, Terms: l.Terms, TermsHash: l.TermsHash,
		Actions: actionViews(l, operator), Times: times(l), Facts: d.orderFacts(l), Client: clientFacts(l), Sending: sendingFacts(l),
		Payments: paymentViews(l), Timeline: eventViews(l), Cases: l.Cases, Parent: l.Parent, Restricted: l.Restricted, Erased: l.Erased,
	}
	for i := range v.Times {
		v.Times[i].Text = ""
	}
	if w, err := d.Office.World(l.Order); err == nil {
		v.Sending = append(v.Sending, owedFacts(l, w)...)
	}
	if l.Fill != nil {
		v.Final = &l.Fill.Quote
	}
	queued, err := d.Store.Queue(ctx, store.QueueFilter{Text: l.ID}, "", 1)
	if err != nil {
		return v, err
	}
	hand := ""
	if len(queued) == 1 {
		hand = queued[0].Hand
	}
	for _, why := range []string{l.Queue(), hand} {
		if why != "" {
			v.Why = append(v.Why, why)
		}
	}
	v.ByHand = d.hands(l, hand)
	v.Demo = d.Pay != nil && l.Deposit != nil
	v.KeptUntil, v.Erasable, v.KeptWhy = d.kept(l)
	return v, d.stored(ctx, l, &v)
}

// stored adds what the store keeps beside the order's own events.
func (d *Desk) stored(ctx context.Context, l life.Life, v *templates.DeskOrder) error {
	booked, err := d.Store.Booked(ctx, l.ID)
	if err != nil {
		return err
	}
	var postings []store.Posting
	for _, b := range booked {
		v.Booked = append(v.Booked, templates.DeskPosting{Version: b.Version, Account: b.Account, Asset: b.Asset, Amount: b.Amount})
		postings = append(postings, b.Posting)
	}
	balances := life.Balance(postings)
	for _, account := range slices.Sorted(maps.Keys(balances)) {
		for _, asset := range slices.Sorted(maps.Keys(balances[account])) {
			v.Balances = append(v.Balances, templates.DeskPosting{Account: account, Asset: asset, Amount: balances[account][asset]})
		}
	}
	v.Unmailed = !d.Mailing
	mails, err := d.Store.Mails(ctx, l.ID)
	if err != nil {
		return err
	}
	for _, m := range mails {
		v.Mails = append(v.Mails, templates.DeskMail{Version: m.Version, State: string(m.State), Attempts: m.Attempts, At: m.Made, Why: m.Why})
	}
	if d.Materials == nil {
		return nil
	}
	sent, err := d.Materials.List(ctx, l.ID)
	for _, m := range sent {
		v.Materials = append(v.Materials, templates.DeskMaterial{ID: m.ID, Type: m.Type, Size: m.Size, At: m.At, KeptUntil: m.KeptUntil, Deleted: m.Deleted})
	}
	return err
}

// kept says until when an order's records have to be kept, whether that is over, and
// why they are kept longer, if they are (6.6). The order's own edition counts.
func (d *Desk) kept(l life.Life) (until time.Time, over bool, why string) {
	if l.Erased {
		return time.Time{}, false, ""
	}
	until, why, err := d.Office.KeptUntil(l)
	if err != nil || until.IsZero() {
		return time.Time{}, false, ""
	}
	// What is owed keeps the software from erasing by itself, not a person.
	held := why != "" && why != work.KeptOwed
	return until, !held && !d.Now().Before(until), why
}

func (d *Desk) orderFacts(l life.Life) []templates.DeskFact {
	deal := l.Quote.Deal
	facts := []templates.DeskFact{
		{Name: "Made", Text: l.Created.UTC().Format("2006-01-02 15:04:05 UTC")},
		{Name: "In this state since", Text: l.Changed.UTC().Format("2006-01-02 15:04:05 UTC")},
		{Name: "Commission", Text: deal.Commission.Shift(2).String() + " %", Clause: exchange.ClauseCommission},
		{Name: "Payout fee", Amount: &exchange.Amount{Value: deal.PayoutFee, Currency: deal.To.Code}, Clause: exchange.ClausePayoutFee},
		{Name: "Prices", Text: "snapshot " + l.SnapshotID + ", " + l.RatesSource, Clause: exchange.ClausePrices},
		{Name: "Terms", Text: "edition " + l.Terms + "; AML/KYC " + l.AMLKYC},
	}
	if l.Deposit != nil {
		facts = append(facts, templates.DeskFact{Name: "Paid to, at " + l.Deposit.Venue, Text: withMemo(l.Deposit.Address, l.Deposit.Memo), Code: true})
	}
	if l.Fill != nil {
		facts = append(facts, templates.DeskFact{Name: "Conversion brought", Amount: &exchange.Amount{Value: l.Fill.Brought, Currency: exchange.Base}, Text: " of " + l.Fill.Amount.String() + " " + deal.From.Code, Clause: exchange.ClauseConversion})
	}
	if until := l.FixedUntil(); !until.IsZero() {
		facts = append(facts, templates.DeskFact{Name: "Rate fixed until", Text: until.Format("2006-01-02 15:04:05 UTC") + d.rate(l), Clause: exchange.ClauseFixed})
	}
	if l.Lowered != nil {
		facts = append(facts, templates.DeskFact{Name: "Fee at most", Amount: l.Lowered, Clause: exchange.ClauseChosen})
	}
	return facts
}

// rate says what becomes of a rate that was fixed.
func (d *Desk) rate(l life.Life) string {
	w, err := d.Office.World(l.Order)
	if err != nil {
		return ""
	}
	return ": " + templates.DeskRate(l.Rate(w.Terms, w.Now))
}

func withMemo(address, memo string) string {
	if memo == "" {
		return address
	}
	return address + ", memo " + memo
}

func clientFacts(l life.Life) []templates.DeskFact {
	if l.Erased {
		return []templates.DeskFact{{Name: "Person", Text: "erased"}}
	}
	facts := []templates.DeskFact{{Name: "Paid out to", Text: withMemo(l.Person.PayOut.Address, l.Person.PayOut.Memo), Code: true}}
	if to := l.RefundTo; to.Address != "" {
		facts = append(facts, templates.DeskFact{Name: "A refund goes to", Text: withMemo(to.Address, to.Memo), Code: true})
	} else {
		facts = append(facts, templates.DeskFact{Name: "A refund goes to", Text: "not named yet", Clause: exchange.ClauseReturn})
	}
	if l.Person.Email != "" {
		facts = append(facts, templates.DeskFact{Name: "E-mail", Text: l.Person.Email, Code: true})
	}
	if q := l.Question; q != nil {
		facts = append(facts, templates.DeskFact{Name: "Was asked", Text: "“" + q.Text + "”"})
		if q.Answered.IsZero() && q.Left != 0 {
			facts = append(facts, stands("Time to answer", exchange.ClauseVerify, q.Left))
		}
	}
	if l.ChoiceLeft != 0 {
		facts = append(facts, stands("Time to choose", exchange.ClauseChoice, l.ChoiceLeft))
	}
	return facts
}

// stands is a time of the client's that does not run.
func stands(name string, clause exchange.Clause, left time.Duration) templates.DeskFact {
	return templates.DeskFact{Name: name, Text: "stands still, because the client cannot act; left of it: " + templates.Span(left), Clause: clause}
}

func sendingFacts(l life.Life) []templates.DeskFact {
	var facts []templates.DeskFact
	add := func(what string, s *life.Sending) {
		if s == nil {
			return
		}
		facts = append(facts, templates.DeskFact{Name: what, Amount: &s.Amount, Text: " " + string(s.State) + ", try " + itoa(s.Tries) + because(s.Why)},
			templates.DeskFact{Name: what + ", reference", Text: s.Ref, Code: true})
		if s.TxID != "" {
			facts = append(facts, templates.DeskFact{Name: what + ", transaction", Text: s.TxID, Code: true, Clause: exchange.ClausePayout})
		}
	}
	add("Payout", l.Payout)
	if r := l.Refund; r != nil {
		facts = append(facts, templates.DeskFact{Name: "Refund decided", Amount: &r.Figures.Refund, Clause: r.Figures.Clause})
		for _, line := range r.Figures.Lines {
			facts = append(facts, templates.DeskFact{Name: "· " + strings.ReplaceAll(line.Name, "_", " "), Amount: &line.Amount, Clause: line.Clause})
		}
		add("Refund", r.Sending)
	}
	if r := l.Settled; r != nil {
		facts = append(facts, templates.DeskFact{Name: "What stayed owed", Amount: &r.Figures.Refund, Text: bears(r.ByOffice), Clause: exchange.ClauseOwed})
		add("What stayed owed", r.Sending)
	}
	return facts
}

func bears(office bool) string {
	if office {
		return ", the office bears the cost of sending"
	}
	return ""
}

// owedFacts say what the order still owes its client, and what would leave of it now.
func owedFacts(l life.Life, w life.World) []templates.DeskFact {
	if l.Owes().Sign() <= 0 || l.Settled != nil {
		return nil
	}
	facts := []templates.DeskFact{{Name: "Owed to the client", Amount: &exchange.Amount{Value: l.Owes(), Currency: exchange.Base}, Clause: exchange.ClauseOwed}}
	for _, office := range []bool{false, true} {
		r, err := l.Settlement(w, office)
		name := "· sent now, less the cost of sending"
		if office {
			name = "· sent now, the office bearing that cost"
		}
		switch {
		case err != nil:
			facts = append(facts, templates.DeskFact{Name: name, Text: "no price at this moment"})
		case r.Figures.Refund.Value.IsZero():
			facts = append(facts, templates.DeskFact{Name: name, Text: "too small still"})
		default:
			facts = append(facts, templates.DeskFact{Name: name, Amount: &r.Figures.Refund})
		}
	}
	return facts
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

func paymentViews(l life.Life) []templates.DeskPayment {
	var all []templates.DeskPayment
	for _, m := range l.Payments {
		all = append(all, templates.DeskPayment{
			ID: m.ID, TxID: m.TxID, Amount: exchange.Amount{Value: m.Amount, Currency: m.Currency}, Seen: m.Seen, Heard: m.Heard, Confirmed: m.Confirmed,
			Dropped: m.Dropped, Risk: m.Risk, Cleared: m.Cleared, Case: m.Case, Foreign: m.Currency != l.Quote.Deal.From.Code, Returned: m.Returned,
		})
	}
	return all
}

func eventViews(l life.Life) []templates.DeskEvent {
	var all []templates.DeskEvent
	was, why := exchange.None, exchange.Reason("")
	for _, e := range l.Timeline {
		v := templates.DeskEvent{
			Version: e.Version, Event: e.Event, Actor: e.Actor, Operator: e.Facts.Operator, At: e.At, Clause: e.Clause,
			Why: e.Facts.Why, Text: e.Facts.Text, Facts: factWords(e.Facts), Hash: hex.EncodeToString(e.Hash),
		}
		if e.State != was {
			v.State = e.State
		}
		if e.Reason != why {
			v.Reason = e.Reason
		}
		was, why = e.State, e.Reason
		all = append(all, v)
	}
	return all
}

// factWords are the figures of an event in a line each.
func factWords(f life.Facts) []string {
	var l lines
	if m := f.Payment; m != nil {
		l.add(m.Amount, m.Currency, m.TxID)
		l.named("risk:", m.Risk)
	}
	if m := f.Fill; m != nil {
		l.add(m.Amount, "brought", m.Brought, "USDT; pays out", m.Get)
	}
	if m := f.Prices; m != nil {
		l.add("bid", m.Bid+",", "ask", m.Ask+",", "snapshot", m.Snapshot)
	}
	if m := f.Refund; m != nil {
		l.add("returns", m.Amount, "of", m.Paid+";", "fee", m.Fee, "USDT, sending", m.Sending)
	}
	if m := f.Sending; m != nil {
		l.add(m.Amount, m.Ref, m.TxID, m.Why)
	}
	if m := f.Deposit; m != nil {
		l.add(m.Currency, "at", m.Venue)
	}
	l.named("at most, in USDT,", f.Fee)
	l.moment("until", f.Until)
	l.moment("written at", f.Recorded)
	l.named("case", f.Case)
	if f.Material != "" {
		l.add("a piece of material")
	}
	if f.Quiet {
		l.add("the client is not told")
	}
	return l
}

// lines gathers what there is to say, a line each.
type lines []string

func (l *lines) add(parts ...string) {
	if text := strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " "); text != "" {
		*l = append(*l, text)
	}
}

func (l *lines) named(name, value string) {
	if value != "" {
		l.add(name, value)
	}
}

func (l *lines) moment(name string, at *time.Time) {
	if at != nil {
		l.add(name, at.UTC().Format("2006-01-02 15:04 UTC"))
	}
}
