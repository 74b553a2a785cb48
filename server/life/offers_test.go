package life_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// led leads a life through commands, each in its own world.
func led(t *testing.T, w life.World, from, to, give string, commands ...life.Command) life.Life {
	t.Helper()
	o := lifetest.Order("o1", from, to, give)
	l, err := life.Replay(o, []store.Event{lifetest.Created(o)})
	for _, c := range commands {
		var s store.Step
		if err == nil {
			s, err = l.Decide(c, w)
		}
		if err == nil {
			l, err = l.Apply(s)
		}
		if err != nil {
			t.Fatalf("%s: %v", c.Event, err)
		}
	}
	return l
}

// paid are the commands by which a payment of so much BTC is received.
func paid(amount string) []life.Command {
	p := life.Payment{ID: "d1", Currency: "BTC", Amount: lifetest.Dec(amount), Seen: lifetest.Start}
	return []life.Command{
		{Event: exchange.PaymentSeen, Actor: exchange.ByVenue, Payment: &p},
		{Event: exchange.PaymentConfirmed, Actor: exchange.ByVenue, Payment: &p},
	}
}

func offer(t *testing.T, l life.Life, w life.World, e exchange.Event) life.Offer {
	t.Helper()
	for _, o := range l.Offers(w) {
		if o.Event == e {
			return o
		}
	}
	t.Fatalf("%s is not offered in %s", e, l.State)
	return life.Offer{}
}

// A token is of exactly what was shown: whatever of it changes, the token does, and
// the old one is refused.
func TestTokenIsOfWhatIsShown(t *testing.T) {
	w := lifetest.World(time.Hour)
	l := led(t, w, "BTC", "USDTTRC20", "0.1", paid("0.09")...)
	shown := offer(t, l, w, exchange.RefundAsked)
	if again := offer(t, l, w, exchange.RefundAsked); again.Token != shown.Token || len(shown.Token) < 32 {
		t.Errorf("the same figures have two tokens: %s, %s", shown.Token, again.Token)
	}
	if got := life.TokenSnapshot(shown.Token); got != "s1" || got != shown.Snapshot {
		t.Errorf("the prices of the token are %q", got)
	}
	moved, named := w, w
	moved.Prices = lifetest.Prices("60000.01")
	named.Snapshot = "s2"
	lowered := life.Command{Event: life.FeeLowered, Actor: exchange.ByDesk, Operator: "ann", Why: "kind", Fee: &exchange.Amount{Value: lifetest.Dec("49"), Currency: "USDT"}}
	cheaper := led(t, w, "BTC", "USDTTRC20", "0.1", append(paid("0.09"), lowered)...)
	for what, other := range map[string]struct {
		l life.Life
		w life.World
	}{"another price": {l, moved}, "another snapshot": {l, named}, "a lower fee": {cheaper, w}} {
		if o := offer(t, other.l, other.w, exchange.RefundAsked); o.Token == shown.Token {
			t.Errorf("%s has the same token", what)
		}
		_, err := other.l.Decide(life.Command{Event: exchange.RefundAsked, Actor: exchange.ByClient, Figures: shown.Token}, other.w)
		var e *exchange.Error
		if !errors.As(err, &e) || e.Code != life.FiguresChanged {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Before confirming, the client sees every clause that could apply, the one that
// does, and what going on would bring (5.5, 5.8).
func TestOffersShowEveryClause(t *testing.T) {
	w := lifetest.World(time.Hour)
	o := offer(t, led(t, w, "BTC", "USDTTRC20", "0.1", paid("0.09")...), w, exchange.RefundAsked)
	var clauses, applies []string
	for _, option := range o.Refund.Options {
		clauses = append(clauses, string(option.Clause))
		if option.Applies {
			applies = append(applies, string(option.Clause))
		}
	}
	if !reflect.DeepEqual(clauses, []string{"5.1", "5.2", "5.3", "5.4", "5.9"}) || !reflect.DeepEqual(applies, []string{"5.2"}) {
		t.Errorf("shown are %v, of which %v apply", clauses, applies)
	}
	if o.Get == nil || o.Final || !o.Address || o.Clause != "5.2" {
		t.Errorf("%+v", o)
	}
}

// A token of one decision does not confirm another one.
func TestTokenIsOfOneDecision(t *testing.T) {
	w := lifetest.World(30 * time.Hour)
	commands := paid("0.1")
	commands[0].Payment.Seen = lifetest.Start.Add(25 * time.Hour)
	l := led(t, w, "BTC", "USDTTRC20", "0.1", commands...)
	back := offer(t, l, w, exchange.TakeBack)
	if _, err := l.Decide(life.Command{Event: exchange.Continue, Actor: exchange.ByClient, Figures: back.Token}, w); err == nil {
		t.Error("the token of taking back continues the order")
	}
}

// Terms of another edition than the order's decide nothing.
func TestOrderKeepsItsEdition(t *testing.T) {
	w := lifetest.World(time.Hour)
	l := led(t, w, "BTC", "USDTTRC20", "0.1")
	w.Terms.Edition = "2027-01-01"
	if _, err := l.Decide(life.Command{Event: exchange.Cancel, Actor: exchange.ByClient}, w); err == nil {
		t.Error("an order was decided under another edition")
	}
	w.Terms.Edition = ""
	if _, err := l.Decide(life.Command{Event: exchange.Cancel, Actor: exchange.ByClient}, w); err == nil {
		t.Error("an order was decided under no edition")
	}
}

// Nobody begins an order but the store, and what nobody knows is refused by name.
func TestUnknownEventsAreRefused(t *testing.T) {
	w := lifetest.World(0)
	l := led(t, w, "BTC", "USDTTRC20", "0.1")
	for _, e := range []exchange.Event{exchange.Create, store.Erased, "no_such_event", "", life.FurtherSeen, life.WithholdProposed} {
		_, err := l.Decide(life.Command{Event: e, Actor: exchange.ByDesk, Operator: "ann", Why: "so"}, w)
		var refused *exchange.Error
		if !errors.As(err, &refused) || refused.Code != exchange.TransitionRefused {
			t.Errorf("%q: %v", e, err)
		}
	}
}

// Texts that people write are held against card numbers and lengths, ids are not.
func TestTextsOfPeople(t *testing.T) {
	w := lifetest.World(0)
	card := "4111 1111 1111 1111"
	l := led(t, w, "BTC", "USDTTRC20", "0.1")
	for field, c := range map[string]life.Command{
		"text": {Event: life.Noted, Actor: exchange.ByDesk, Operator: "ann", Text: "pays with " + card},
		"why":  {Event: exchange.Refuse, Actor: exchange.ByDesk, Operator: "ann", Why: card},
	} {
		_, err := l.Decide(c, w)
		var e *exchange.Error
		if !errors.As(err, &e) || e.Code != life.CardNumber || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	p := life.Payment{ID: "4111111111111111", Currency: "BTC", Amount: lifetest.Dec("0.1"), TxID: "4111111111111111", Seen: lifetest.Start}
	if _, err := l.Decide(life.Command{Event: exchange.PaymentSeen, Actor: exchange.ByVenue, Payment: &p, CaseID: "4111111111111111"}, w); err != nil {
		t.Errorf("a venue's ids: %v", err)
	}
}
