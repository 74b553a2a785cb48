package life

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"agio/wasm/exchange"
)

// Offer is something that the client may do now, with everything that is shown
// beside it: what going on would bring and what would come back (3.20, 5.5).
type Offer struct {
	Event    exchange.Event
	Clause   exchange.Clause
	Until    time.Time        // from this moment on silence has decided; zero: as long as the state allows it
	Get      *exchange.Quote  // what going on brings; nil where that cannot be said or nothing would be left
	Final    bool             // what going on brings is final, and no estimate as in 3.3
	Refund   *exchange.Refund // what comes back, with every clause that could apply; nil where nothing was paid
	Address  bool             // it is not known yet where a refund goes: the client names it with this, or later (5.10)
	Snapshot string           // the prices of the figures
	Token    string           // of exactly these figures; empty where there are none to confirm
}

// choices are what a client may be offered, those with figures among them.
var choices = []exchange.Event{
	exchange.Cancel, exchange.Continue, exchange.TakeBack, exchange.RecalculationAccepted, exchange.ClientDisagrees, exchange.RefundAsked,
}

// Offers lists what the client may do in the world as it is, with the figures of
// the moment. Where there are no prices there are no figures, and nothing that
// needs them is offered.
func (l Life) Offers(w World) []Offer {
	var offers []Offer
	for _, e := range choices {
		if o, err := l.offer(e, w); err == nil {
			offers = append(offers, o)
		}
	}
	if o, err := l.offerOwed(w); err == nil {
		offers = append(offers, o)
	}
	for _, e := range []exchange.Event{Answered, MaterialSent, RefundAddress} {
		if l.open(e) == nil && (e != MaterialSent || l.PiecesLeft(w) > 0) {
			o := Offer{Event: e, Clause: exchange.ClauseVerify, Address: e == RefundAddress && !l.addressed()}
			if e == RefundAddress {
				o.Clause = exchange.ClauseReturn
			} else if l.Question != nil {
				o.Until = l.Question.Until
			}
			offers = append(offers, o)
		}
	}
	return offers
}

// offer makes the offer of an event, or says why there is none.
func (l *Life) offer(e exchange.Event, w World) (Offer, error) {
	o := Offer{Event: e, Snapshot: w.Snapshot, Until: l.Choice, Address: !l.addressed()}
	d := decision{life: *l, c: Command{Event: e}, w: w, at: l.now(w), event: e, actor: exchange.ByClient}
	if e == exchange.Cancel {
		o.Address, o.Snapshot, o.Clause = false, "", exchange.ClauseFree
		return o, decideCancel(&d)
	}
	if err := d.mayChoose(); err != nil {
		return o, err
	}
	o.Clause = d.facts.Clause
	r, err := l.returned(w, e != exchange.RefundAsked)
	if err != nil {
		return o, err
	}
	if e == exchange.RefundAsked {
		o.Clause = r.Figures.Clause
	}
	o.Refund = &r.Figures
	if o.Get, o.Final, err = l.goOn(w); err != nil {
		return o, err
	}
	if o.Get == nil && (e == exchange.Continue || e == exchange.RecalculationAccepted) {
		return o, refuse(NothingLeft, "event", "Nothing would be left to pay out.", "the other choice", exchange.ClauseLimits)
	}
	o.Token = o.token(l)
	return o, nil
}

// mayChoose says whether the client may decide this now, figures apart.
func (d *decision) mayChoose() error {
	l := d.life
	if err := l.free(); err != nil {
		return err
	}
	facts := d.guards()
	if d.event == exchange.Continue || d.event == exchange.RecalculationAccepted {
		facts.Deviates = facts.Deviates || l.risky() // a high risk is verified, too (3.13)
	}
	if err := d.move(facts); err != nil {
		return err
	}
	if d.event != exchange.RefundAsked && l.Choice.IsZero() {
		return refuse(NothingToChoose, "event", "The client was not asked to choose.", "an order that shows both amounts", exchange.ClauseChoice)
	}
	if !l.Choice.IsZero() && !d.at.Before(l.Choice) {
		return refuse(NothingToChoose, "event", "The time to choose is over.", "an answer in time", exchange.ClauseChoice)
	}
	return nil
}

// goOn gives what the order would bring if it goes on: what was computed at its
// conversion, or what would be at the prices of the moment. Nothing where nothing
// would be left (3.19).
func (l *Life) goOn(w World) (q *exchange.Quote, final bool, err error) {
	if l.Fill != nil && l.State != exchange.Suspended {
		if l.Fill.Quote.Get.Value.IsZero() {
			return nil, true, nil
		}
		return new(l.Fill.Quote), true, nil
	}
	deal, err := l.Quote.Deal.At(w.Prices)
	if l.State != exchange.Suspended { // there the client is asked to accept other prices
		deal, _, err = l.final(w)
	}
	if err != nil {
		return nil, false, err
	}
	made, err := quoted(deal, l.received())
	if err != nil || made.Get.Value.IsZero() {
		return nil, false, err
	}
	return &made, l.Fill != nil, nil
}

// token is a hash over everything that the offer shows, followed by the prices that
// it was computed with.
func (o Offer) token(l *Life) string {
	var b strings.Builder
	put := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
			b.WriteByte(0)
		}
	}
	put(l.ID, l.Terms, string(o.Event), string(o.Clause), o.Snapshot)
	if !o.Until.IsZero() {
		put(o.Until.UTC().Format(time.RFC3339Nano))
	}
	if o.Get != nil {
		put("get", o.Get.Give.String(), o.Get.Get.String(), o.Get.Deal.Bid.String(), o.Get.Deal.Ask.String())
	}
	if o.Refund != nil {
		put("refund", string(o.Refund.Clause), string(o.Refund.Rule), o.Refund.Refund.String())
		for _, line := range o.Refund.Lines {
			put(line.Name, line.Amount.String(), string(line.Clause))
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16]) + "." + o.Snapshot
}

// TokenSnapshot gives the id of the prices that an offer was computed with. Whoever
// brings a client's confirmation to Decide takes these prices as long as they are
// valid (3.18), so that a price which moves while the client reads changes nothing.
func TokenSnapshot(token string) string {
	_, snapshot, _ := strings.Cut(token, ".")
	return snapshot
}

// decideOffered is a client's decision about figures that were shown: they are
// computed again and must be the ones confirmed.
func decideOffered(d *decision) error {
	if err := d.mayChoose(); err != nil {
		return err
	}
	o, err := d.life.offer(d.event, d.w)
	if err != nil {
		return err
	}
	if err := confirmed(d.c.Figures, o.Token); err != nil {
		return err
	}
	switch d.event {
	case exchange.Continue:
		d.estimate(o)
	case exchange.RecalculationAccepted:
		d.accept(o)
	default:
		return d.giveBack(d.event != exchange.RefundAsked)
	}
	return nil
}

// estimate notes the prices that a client was shown for going on; the final ones are
// those of the conversion.
func (d *decision) estimate(o Offer) {
	d.facts.Prices = &PriceFacts{Snapshot: o.Snapshot, Bid: o.Get.Deal.Bid.String(), Ask: o.Get.Deal.Ask.String()}
}

// accept takes the figures computed anew. Before the conversion they are an estimate;
// after it they replace those of the conversion.
func (d *decision) accept(o Offer) {
	if d.life.Fill == nil {
		d.estimate(o)
		return
	}
	f := Fill{Amount: d.life.Fill.Amount, Brought: d.life.Fill.Brought, Quote: *o.Get, Snapshot: o.Snapshot}
	if d.life.Quote.Deal.FixedFor > 0 {
		f.Rate = exchange.RateRenewed
	}
	d.tellFill(f)
}
