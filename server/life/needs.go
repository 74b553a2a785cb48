package life

import (
	"errors"
	"time"

	"agio/wasm/exchange"
)

// NeedKind is what an order needs of the office.
type NeedKind string

// What an order can need. What a venue does is asked of it under the order's own
// reference; NeedClock is a command that needs nothing from outside.
const (
	NeedNothing    NeedKind = ""
	NeedAddress    NeedKind = "address"
	NeedConvert    NeedKind = "convert"
	NeedPayout     NeedKind = "payout"
	NeedPayoutLook NeedKind = "payout_look"
	NeedRefund     NeedKind = "refund"
	NeedRefundLook NeedKind = "refund_look"
	NeedOwed       NeedKind = "owed"
	NeedOwedLook   NeedKind = "owed_look"
	NeedClock      NeedKind = "clock"
)

// Need is what has to be done for an order now, without anybody's asking.
type Need struct {
	Kind    NeedKind
	Command Command   // with NeedClock; with NeedPayout, NeedRefund and NeedOwed while the sending is not begun: what begins it
	Due     time.Time // when the order needs something next, should this have to wait for a person; zero: never
}

// Unpriced says that something waits for prices, without which nothing is decided
// about money: silence or the conversion would have decided by now, or the client
// might decide.
func (l Life) Unpriced(w World) bool {
	if l.refundPriced(w) && l.priced(w) {
		return false
	}
	if l.overdue(l.now(w)) || l.State == exchange.Received && l.free() == nil {
		return true
	}
	for _, e := range choices {
		if _, err := l.offer(e, w); unpriced(err) {
			return true
		}
	}
	_, err := l.offerOwed(w)
	return unpriced(err)
}

func unpriced(err error) bool {
	var refused *exchange.Error
	return errors.As(err, &refused) && refused.Code == exchange.PriceMissing
}

// refundPriced says whether there is a price for what would go back.
func (l *Life) refundPriced(w World) bool {
	_, err := w.Prices.Of(l.coin().Asset)
	return err == nil
}

// Overdue says whether a time of the client's is over that decides, and nothing was
// decided yet.
func (l Life) Overdue(w World) bool { return l.overdue(l.now(w)) }

func (l *Life) overdue(now time.Time) bool {
	for _, t := range l.timers(now) {
		if t.priced && !now.Before(t.at) {
			return true
		}
	}
	return false
}

// patience is how long an order waits that could go on but for the prices.
const patience = time.Minute

// Needs says what has to be done now. Whoever does it stores the step and asks
// again until nothing is needed.
func (l Life) Needs(w World) Need {
	now := l.now(w)
	need := l.needs(w, now)
	need.Due = l.next(now)
	return need
}

func (l *Life) needs(w World, now time.Time) Need {
	if c, is := l.clock(w, now); is {
		return Need{Kind: NeedClock, Command: c}
	}
	switch l.State {
	case exchange.AwaitingPayment:
		if l.Deposit == nil && l.Parent == "" {
			return Need{Kind: NeedAddress}
		}
	case exchange.Received:
		if l.Converting && l.priced(w) {
			return Need{Kind: NeedConvert}
		}
	case exchange.ConvertedState, exchange.CompletedState:
		// What was begun is brought to its end, whatever came up since.
		if !l.blocked() || l.Payout != nil && l.Payout.State != Failed {
			if n, is := sends(l.Payout, l.Person.PayOut.Address, NeedPayout, NeedPayoutLook, PayoutBegun, now); is {
				return n
			}
		}
	case exchange.RefundDue:
		if n, is := sends(l.Refund.Sending, l.RefundTo.Address, NeedRefund, NeedRefundLook, RefundBegun, now); is {
			return n
		}
	case exchange.Refunded:
		if l.Settled != nil {
			if n, is := sends(l.Settled.Sending, l.RefundTo.Address, NeedOwed, NeedOwedLook, OwedBegun, now); is {
				return n
			}
		}
	}
	return Need{}
}

// sends says what a sending needs: to be begun, to be asked for, to be looked after.
// One that failed is begun again after a while.
func sends(s *Sending, to string, send, look NeedKind, begun exchange.Event, now time.Time) (Need, bool) {
	if to == "" {
		return Need{}, false
	}
	begin := Need{Kind: send, Command: Command{Event: begun, Actor: exchange.ByClock}}
	switch {
	case s == nil:
		return begin, true
	case s.State == Failed:
		return begin, !now.Before(s.again())
	case s.State == Begun:
		return Need{Kind: send}, true
	case s.State == Requested:
		return Need{Kind: look}, true
	}
	return Need{}, false
}

// again is when a sending that failed is tried again.
func (s Sending) again() time.Time { return s.Since.Add(wait(s.Tries)) }

// wait is how long the office waits after the venue would not do something for so
// many times: a minute, two, four, and an hour at most.
func wait(tries int) time.Duration {
	return min(time.Minute<<min(max(tries-1, 0), 6), time.Hour)
}

// priced says whether there are prices for the order.
func (l *Life) priced(w World) bool {
	_, err := l.Quote.Deal.At(w.Prices)
	return err == nil
}

// clock gives what the time, or what is known already, decides now.
func (l *Life) clock(w World, now time.Time) (Command, bool) {
	command := func(e exchange.Event, by exchange.Actor) (Command, bool) {
		return Command{Event: e, Actor: by}, true
	}
	if p, is := l.waiting(); is {
		return Command{Event: exchange.PaymentSeen, Actor: exchange.ByVenue, Payment: &p}, true
	}
	if p, is := l.judged(); is && l.State != exchange.Withheld {
		return Command{Event: exchange.PaymentConfirmed, Actor: exchange.ByVenue, Payment: &p}, true
	}
	for _, t := range l.timers(now) {
		if !now.Before(t.at) && (!t.priced || l.priced(w)) {
			return command(t.event, exchange.ByClock)
		}
	}
	switch {
	case l.free() != nil:
		return Command{}, false
	case l.nothingLeft(w):
		return command(exchange.Refuse, exchange.ByClock)
	case l.State == exchange.Received && l.priced(w) && !now.Before(l.ConvertAfter):
		return command(ConvertBegun, exchange.ByClock)
	case l.State == exchange.RefundDue && l.Refund.Figures.Refund.Value.IsZero():
		return command(exchange.RefundConfirmed, exchange.ByClock)
	}
	return Command{}, false
}

// timer is a moment at which an event happens by itself.
type timer struct {
	at     time.Time
	event  exchange.Event
	priced bool // it decides about money, for which there have to be prices
}

// timers lists what will happen by itself. What ends a wait comes before what only
// tells of it.
func (l *Life) timers(now time.Time) []timer {
	var list []timer
	add := func(at time.Time, e exchange.Event, priced bool) {
		if !at.IsZero() {
			list = append(list, timer{at, e, priced})
		}
	}
	if l.stands() == exchange.AwaitingPayment && l.State != exchange.Withheld {
		add(l.PayBefore(), exchange.DeadlinePassed, false)
	}
	if q := l.unanswered(); q != nil && l.State == exchange.Verification && l.Paid {
		add(q.Until, exchange.VerificationLapsed, true)
	}
	add(l.Choice, exchange.ChoiceLapsed, true)
	if at, until, _ := l.reminds(); now.Before(until) {
		add(at, Reminded, false)
	}
	if !l.PayoutBy.Late && !l.Ended() {
		add(l.PayoutBy.By, PayoutLate, false)
	}
	if !l.RefundBy.Late {
		add(l.RefundBy.By, RefundLate, false)
	}
	return list
}

// next is the moment at which something happens next by itself.
func (l *Life) next(now time.Time) time.Time {
	var next time.Time
	add := func(at time.Time) {
		if at.Before(now) {
			at = now.Add(patience)
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for _, t := range l.timers(now) {
		add(t.at)
	}
	for s, to := range map[*Sending]string{l.Payout: l.Person.PayOut.Address, l.refundSending(): l.RefundTo.Address} {
		if s != nil && s.State == Failed && to != "" && !heldUp(l.State) {
			add(s.again())
		}
	}
	if l.State == exchange.Received { // it waits for prices, or for the venue
		add(later(now.Add(patience), l.ConvertAfter))
	}
	return next
}

func (l *Life) refundSending() *Sending {
	if back := l.back(); back != nil {
		return back.Sending
	}
	return nil
}
