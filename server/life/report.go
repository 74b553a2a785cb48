package life

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/store"
	"agio/wasm/exchange"
)

// What a venue reports about one payment are four things, each recorded once: that
// it was seen, that it carries a risk, that it was received, that it is gone. Which
// event of the order's life each of them is depends on the order, and the venue
// need not know: the first payment is seen and confirmed, another one is a further
// payment when it is received, one in another currency is a case for the desk.

// Heard gives the next command that brings the life up to what a venue says of a
// payment: Confirmed is set where it was received, Dropped where it is gone, Risk
// where it carries one. False when the life knows all of it. The caller has the
// command decided, stores the step, and asks again.
func (l Life) Heard(p Payment) (Command, bool) {
	c := Command{Actor: exchange.ByVenue, Payment: &p}
	known, is := l.find(p.ID)
	switch {
	case is && known.Case != "":
		return c, false
	case is && known.Dropped: // gone, and yet received: money is never ignored (4.1)
		c.Event = exchange.PaymentConfirmed
		return c, !p.Confirmed.IsZero() && !p.Dropped
	case p.Currency != l.coin().Code:
		c.Event = WrongCoin
		return c, !is && !p.Confirmed.IsZero()
	case !is && p.Dropped:
		return c, false
	case !is:
		c.Event = exchange.PaymentSeen
		return c, true
	case p.Dropped:
		c.Event = exchange.PaymentDropped
		return c, known.Confirmed.IsZero()
	case p.Risk != "" && known.Risk == "":
		c.Event = exchange.RiskFlag
		return c, true
	}
	c.Event = exchange.PaymentConfirmed
	return c, !p.Confirmed.IsZero() && known.Confirmed.IsZero()
}

// report checks a payment and gives what is known of it. One that was gone and is
// received after all is as one that nobody has heard of, but for its first sight.
func (d *decision) report() (known Payment, is bool, err error) {
	p := d.c.Payment
	switch {
	case p == nil || p.ID == "":
		return known, false, missing("payment", "the payment with the venue's id")
	case p.Currency == "" || p.Amount.Sign() <= 0:
		return known, false, refuse(exchange.AmountZero, "payment", "The payment has no amount.", "an amount above zero", "")
	case d.life.Parent != "" && p.ID != d.life.First:
		return known, false, refuse(exchange.TransitionRefused, "payment", "Nothing is paid to a case of its own.", "the payment that it is about", exchange.ClauseLiability)
	}
	known, is = d.life.find(p.ID)
	seen, heard := p.Seen.UTC().Truncate(time.Millisecond), d.at
	if is {
		seen, heard = known.Seen, known.Heard
	} else if p.Seen.IsZero() {
		seen = d.at
	} else if d.c.Actor == exchange.ByDesk {
		heard = seen // an operator, who is the office, says when it was noticed
	}
	amount := p.Amount
	if !known.Confirmed.IsZero() {
		amount = known.Amount // as it was booked
	}
	d.facts.Payment = &PaymentFacts{ID: p.ID, Currency: p.Currency, Amount: amount.String(), TxID: p.TxID, SeenAt: seen}
	if d.life.Quote.Deal.FixedFor > 0 {
		d.facts.Payment.HeardAt = new(heard)
	}
	received := d.c.Event == exchange.PaymentConfirmed || d.c.Event == exchange.FurtherPayment || !p.Confirmed.IsZero()
	return known, is && !(known.Dropped && received && !p.Dropped), nil
}

// waits says whether the order waits for its first payment, or has stopped waiting.
func waits(s exchange.State) bool { return s == exchange.AwaitingPayment || s == exchange.Overdue }

// Waits says whether the next payment that is seen is the order's first.
func (l Life) Waits() bool { return l.waits() }

func (l *Life) waits() bool { return l.First == "" && waits(l.stands()) }

// guards are what the order knows, as its table asks for it.
func (d *decision) guards() exchange.Facts {
	l, sum := &d.life, d.life.received()
	ordered := l.Quote.Give.Value
	return exchange.Facts{
		Late:      !d.at.Before(l.PayBefore()),
		Deviates:  exchange.Deviates(ordered, sum, d.w.Terms.AmountTolerance) != exchange.Within,
		Small:     sum.LessThan(ordered.Mul(d.w.Terms.SmallPaymentBelow)),
		Confirmed: l.Paid,
	}
}

// sum is what the order was paid with the payment of the command, once.
func (d *decision) sum() decimal.Decimal {
	sum := d.life.received()
	if d.facts.Payment == nil {
		return sum
	}
	if known, is := d.life.find(d.facts.Payment.ID); is && d.life.counts(&known) {
		return sum
	}
	return sum.Add(d.c.Payment.Amount)
}

func decidePaymentSeen(d *decision) error {
	known, is, err := d.report()
	if err != nil {
		return err
	}
	l := d.life
	first, waiting := l.waiting()
	switch {
	case d.c.Payment.Currency != l.coin().Code:
		return decideWrongCoin(d)
	case is && (!waiting || first.ID != known.ID):
		return recorded()
	case !is && !l.waits(), !is && waiting:
		d.event = FurtherSeen
		return nil
	}
	d.event = exchange.PaymentSeen
	facts := d.guards()
	facts.Late = !d.facts.Payment.SeenAt.Before(l.PayBefore())
	return d.move(facts)
}

// waiting is a payment that was seen while another one was the first, which is gone
// since: the earliest of them is the first now.
func (l *Life) waiting() (first Payment, is bool) {
	if !l.waits() {
		return first, false
	}
	for i := range l.Payments {
		if p := &l.Payments[i]; l.pending(p) && (!is || p.Seen.Before(first.Seen)) {
			first, is = *p, true
		}
	}
	return first, is
}

// judged is the first payment, where it was received before it was the first.
func (l *Life) judged() (first Payment, is bool) {
	if l.First == "" || l.Paid {
		return first, false
	}
	first, is = l.find(l.First)
	return first, is && (!first.Confirmed.IsZero() || l.Parent != "")
}

func decidePaymentConfirmed(d *decision) error {
	known, is, err := d.report()
	if err != nil {
		return err
	}
	l, p := d.life, d.c.Payment
	switch {
	case p.Currency != l.coin().Code:
		return decideWrongCoin(d)
	case !is && l.waits():
		return decidePaymentSeen(d) // a confirmation that came before the first sight
	case is && known.ID == l.First:
		return d.firstReceived(known)
	case is && !known.Confirmed.IsZero():
		return recorded()
	}
	return d.furtherReceived()
}

// firstReceived is the payment that decides whether the order was paid (3.5, 3.12).
func (d *decision) firstReceived(known Payment) error {
	l := d.life
	if l.Paid {
		return recorded()
	}
	d.event = exchange.PaymentConfirmed
	facts := d.guards()
	facts.Deviates = exchange.Deviates(l.Quote.Give.Value, d.sum(), d.w.Terms.AmountTolerance) != exchange.Within
	if err := d.move(facts); err != nil {
		return err
	}
	if known.Confirmed.IsZero() {
		d.money.move(l.coin().Code, d.c.Payment.Amount, AccountClient, AccountOrder)
	}
	d.choice()
	return nil
}

// choice sets the time of 3.20 where the client is asked from now on.
func (d *decision) choice() {
	asked := d.facts.State == exchange.LateReview
	if asked || d.life.choosing() && d.facts.State == exchange.Suspended {
		d.facts.Until = new(d.at.Add(d.w.Terms.ChoiceDeadline))
	}
}

// furtherReceived is money beyond the first payment: added up before the
// conversion, a case of its own afterwards and where the order has ended (3.12, 4.1).
func (d *decision) furtherReceived() error {
	l := d.life
	if l.waits() {
		return refuse(PaymentPending, "payment", "Another payment was seen, which is judged first.", "the payment that was seen first", exchange.ClauseTolerance)
	}
	if l.Converting {
		return underConversion()
	}
	d.event = exchange.FurtherPayment
	facts := d.guards()
	facts.Deviates = exchange.Deviates(l.Quote.Give.Value, d.sum(), d.w.Terms.AmountTolerance) != exchange.Within
	if err := d.move(facts); err != nil {
		return err
	}
	if d.facts.Clause == exchange.ClauseLiability {
		return d.openCase()
	}
	d.money.move(l.coin().Code, d.c.Payment.Amount, AccountClient, AccountOrder)
	if l.Paid {
		d.choice()
	}
	return nil
}

// openCase makes the order that a further payment begins: of the same edition,
// commission and payout fee, and with the payment as its amount. Its own life books
// the payment.
func (d *decision) openCase() error {
	l, p := d.life, d.c.Payment
	if d.c.CaseID == "" {
		return missing("case_id", "the id that the case will have")
	}
	quote, err := quoted(l.Quote.Deal, p.Amount)
	if err != nil {
		return err
	}
	o := store.Order{
		ID: d.c.CaseID, Version: 1, State: exchange.LateReview, Reason: exchange.ReasonFurther,
		Parent: l.ID, Created: d.at, Changed: d.at, Frozen: l.Frozen,
	}
	o.Quote, o.Deadline, o.Declarations = quote, d.at, slices.Clone(l.Declarations)
	o.Quote.Deal.FixedFor = 0 // the client chooses at the prices of the moment (3.20)
	d.facts.Case, d.facts.Payment.Risk, d.child = o.ID, p.Risk, &o
	return nil
}

func decidePaymentDropped(d *decision) error {
	known, is, err := d.report()
	if err != nil {
		return err
	}
	switch {
	case !is:
		return refuse(PaymentUnknown, "payment", "No such payment was seen.", "a payment that was seen", exchange.ClauseOverdue)
	case known.Dropped:
		return recorded()
	case known.ID != d.life.First && known.Confirmed.IsZero() && known.Case == "":
		d.event = FurtherDropped
		return nil
	}
	d.event = exchange.PaymentDropped
	if known.ID != d.life.First || !known.Confirmed.IsZero() || d.life.Parent != "" {
		return refuse(exchange.TransitionRefused, "event", "The payment was received.", "a payment that was not received yet", exchange.ClauseSeen)
	}
	return d.move(d.guards())
}

// decideRiskFlag takes the order to verification where that is open, and notes the
// risk where it is not, or where a person looks at the order anyway.
func decideRiskFlag(d *decision) error {
	l := d.life
	if d.c.Actor == exchange.ByDesk && d.c.Payment == nil {
		return d.flag() // an operator's own finding
	}
	known, is, err := d.report()
	switch {
	case err != nil:
		return err
	case !is:
		return refuse(PaymentUnknown, "payment", "No such payment was seen.", "a payment that was seen", exchange.ClauseVerify)
	case d.c.Payment.Risk == "":
		return missing("risk", "why the payment carries a risk")
	case known.Risk != "":
		return recorded()
	}
	d.facts.Payment.Risk = d.c.Payment.Risk
	opens := l.stands() == exchange.Confirming || l.stands() == exchange.Received
	if !opens || !l.pending(&known) {
		d.event = RiskNoted
		d.facts.Clause = exchange.ClauseVerify
		return nil
	}
	return d.flag()
}

func (d *decision) flag() error {
	if d.life.Converting {
		return underConversion()
	}
	return d.move(d.guards())
}

func underConversion() error {
	return refuse(ConversionUnderWay, "event", "The payment is being converted at this moment.", "the same again, when the conversion is over", exchange.ClauseConversion)
}

// decideWrongCoin keeps money that arrived in another currency for its owner: it is
// owed, and the desk gives it back (4.1).
func decideWrongCoin(d *decision) error {
	_, is, err := d.report()
	if err != nil {
		return err
	}
	p := d.c.Payment
	switch {
	case p.Currency == d.life.coin().Code:
		return refuse(exchange.RequestInvalid, "payment", "This is the order's own currency.", "a payment in another currency", exchange.ClauseLiability)
	case is:
		return recorded()
	case p.Dropped || d.c.Event == exchange.PaymentSeen || d.c.Event == exchange.PaymentDropped:
		return refuse(PaymentPending, "payment", "Money in another currency counts when it is received.", "a payment that was received", exchange.ClauseLiability)
	}
	d.event, d.facts.Clause = WrongCoin, exchange.ClauseLiability
	d.facts.Payment.Risk = p.Risk
	d.money.move(p.Currency, p.Amount, AccountClient, AccountOwed)
	return nil
}
