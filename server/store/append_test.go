package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"agio/wasm/exchange"
)

// everything is a first step that has all that a step can have but a case.
func everything(id string, at time.Time) Step {
	return Step{
		ID: id, Version: 1, Event: exchange.PaymentConfirmed, Actor: exchange.ByVenue, At: at.Add(time.Minute),
		Data: []byte(`{"payment":{"id":"d1"},"prices":{"snapshot":"sn1"}}`), Sealed: []byte(`{"note":"MARKEDsealed"}`),
		State: exchange.Suspended, Before: exchange.Received, Reason: exchange.ReasonSuspended,
		Postings: []Posting{{"client", "BTC", number("-0.1")}, {"order", "BTC", number("0.1")}},
		Due:      at.Add(time.Hour), Queue: "suspended", Mail: true,
		Deposit: &Deposit{Venue: "paper", Currency: "BTC", Address: "bc1qoffice", Memo: "7"},
	}
}

func TestAStepIsWrittenWhole(t *testing.T) { onBoth(t, aStepIsWrittenWhole) }

func aStepIsWrittenWhole(t *testing.T, here home) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	c := newClock(at)
	s := here.open(t, Options{Now: c.now})
	id := place(t, s, "the-key-of-an-order").ID
	o, _ := load(t, s, id)
	st := everything(id, at)
	if err := s.Record(t.Context(), "sn1", at, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	told, cancel := s.Watch(id)
	defer cancel()
	after := append1(t, s, st)
	select {
	case <-told:
	default:
		t.Error("whoever watches was not told")
	}
	s.Close()
	s = here.open(t, Options{Now: c.now})
	got, events := load(t, s, id)
	o.Version, o.State, o.Before, o.Reason, o.Changed = 2, exchange.Suspended, exchange.Received, exchange.ReasonSuspended, st.At
	if wire(got) != wire(o) || wire(after) != wire(o) {
		t.Errorf("the order is\n%s\nand Append gave\n%s\nwant\n%s", wire(got), wire(after), wire(o))
	}
	if len(events) != 2 || string(events[1].Sealed) != `{"note":"MARKEDsealed"}` || events[1].Data != string(st.Data) || !events[1].At.Equal(st.At) || events[0].Sealed != nil {
		t.Errorf("the events are %+v", events)
	}
	if found, err := s.ByDeposit(t.Context(), "paper", "bc1qoffice", "7"); err != nil || found != id {
		t.Errorf("the deposit leads to %q, %v", found, err)
	}
	if _, err := s.ByDeposit(t.Context(), "paper", "bc1qoffice", ""); err != ErrNotFound {
		t.Errorf("another memo leads to %v", err)
	}
	for table, want := range map[string]int{"postings": 2, "deposits": 1, "work WHERE due_at = " + fmt.Sprint(st.Due.UnixMilli()): 1,
		"mails": 2, "snapshots WHERE kept = 1": 1, "orders WHERE queue = 'suspended'": 1} {
		if n := count(t, s, table); n != want {
			t.Errorf("%d rows of %s; want %d", n, table, want)
		}
	}
	rulesOfSteps.check(t, s)
}

// rulesOfSteps are what the database refuses by itself once a step is written.
var rulesOfSteps = refusals{
	`UPDATE postings SET amount = '1'`:                    "append-only",
	`DELETE FROM postings`:                                "append-only",
	`UPDATE deposits SET memo = '8'`:                      "append-only",
	`DELETE FROM deposits`:                                "append-only",
	`UPDATE order_events SET hash = NULL`:                 "append-only",
	`UPDATE order_events SET reason = 'x', hash = hash`:   "append-only",
	`UPDATE order_events SET sealed = NULL`:               "append-only",
	`DELETE FROM order_events WHERE version = 2`:          "append-only",
	`UPDATE orders SET queue = '' WHERE queue <> ''`:      "one version at a time",
	`UPDATE orders SET state = 'received', version = 999`: "one version at a time",
}

func TestAStaleStepWritesNothing(t *testing.T) { onBoth(t, aStaleStepWritesNothing) }

func aStaleStepWritesNothing(t *testing.T, here home) {
	s := here.open(t, Options{})
	id := place(t, s, "the-key-of-an-order").ID
	o, _ := load(t, s, id)
	answers := together(32, func(i int) string {
		_, err := s.Append(context.Background(), noted(o, s.now()))
		return fmt.Sprint(err)
	})
	if answers["<nil>"] != 1 || answers[ErrStale.Error()] != 31 {
		t.Errorf("of 32 steps decided on one version: %v", answers)
	}
	if n := count(t, s, "order_events"); n != 2 || count(t, s, "postings") != 2 {
		t.Errorf("%d events, %d postings; want 2 and 2", n, count(t, s, "postings"))
	}
	for _, version := range []int64{-1, 0, 1, 3} {
		st := noted(o, s.now())
		st.Version = version
		if _, err := s.Append(t.Context(), st); err != ErrStale {
			t.Errorf("version %d: %v; want ErrStale", version, err)
		}
	}
	st := noted(o, s.now())
	if st.ID = "no such order"; !errors.Is(second(s.Append(t.Context(), st)), ErrNotFound) {
		t.Error("a step of an order that is not there was taken")
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) { onBoth(t, whatCannotBeIsRefused) }

func whatCannotBeIsRefused(t *testing.T, here home) {
	s := here.open(t, Options{})
	id := place(t, s, "the-key-of-an-order").ID
	o, _ := load(t, s, id)
	for name, spoil := range map[string]func(*Step){
		"one line":          func(st *Step) { st.Postings = st.Postings[:1] },
		"two assets":        func(st *Step) { st.Postings[1].Asset = "USDT" },
		"a little too much": func(st *Step) { st.Postings[1].Amount = number("0.00000001000000000000000001") },
		"no account":        func(st *Step) { st.Postings[0].Account, st.Postings[1].Account = "", "" },
		"no asset":          func(st *Step) { st.Postings[0].Asset, st.Postings[1].Asset = "", "" },
		"no JSON":           func(st *Step) { st.Data = []byte("{") },
		"no object":         func(st *Step) { st.Data = []byte("null") },
		"no state":          func(st *Step) { st.State = "" },
		"no time":           func(st *Step) { st.At = time.Time{} },
		"no event":          func(st *Step) { st.Event = "" },
		"another's case":    func(st *Step) { c := o; c.ID, c.Parent = "c", "x"; st.Case = &c },
		"itself its case":   func(st *Step) { c := o; c.Parent = id; st.Case = &c },
	} {
		st := noted(o, s.now())
		spoil(&st)
		if _, err := s.Append(t.Context(), st); err == nil || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if count(t, s, "order_events") != 1 || count(t, s, "postings") != 0 {
		t.Error("something that was refused was written")
	}
}

func TestADepositIsOneOrdersOnly(t *testing.T) { onBoth(t, aDepositIsOneOrdersOnly) }

func aDepositIsOneOrdersOnly(t *testing.T, here home) {
	s := here.open(t, Options{})
	first, _ := load(t, s, place(t, s, "the-key-of-an-order").ID)
	other, _ := load(t, s, place(t, s, "the-key-of-another").ID)
	st := noted(first, s.now())
	st.Deposit = &Deposit{Venue: "paper", Currency: "BTC", Address: "bc1qoffice"}
	st.Version = append1(t, s, st).Version
	append1(t, s, st) // again, and it is its own
	taken := noted(other, s.now())
	taken.Deposit = &Deposit{Venue: "paper", Currency: "ETH", Address: "bc1qoffice"}
	if _, err := s.Append(t.Context(), taken); err != ErrDepositTaken {
		t.Errorf("an address for two orders: %v", err)
	}
	taken.Deposit.Memo = "2"
	append1(t, s, taken)
	if n := count(t, s, "deposits"); n != 2 {
		t.Errorf("%d deposits; want 2", n)
	}
}

func TestACaseIsAnOrderOfItsOwn(t *testing.T) { onBoth(t, aCaseIsAnOrderOfItsOwn) }

func aCaseIsAnOrderOfItsOwn(t *testing.T, here home) {
	s := here.open(t, Options{})
	p := place(t, s, "the-key-of-an-order")
	id, secret := answerOf(t, p)
	o, _ := load(t, s, id)
	open := func(caseID string) (Step, error) {
		o, _ := load(t, s, id)
		st := noted(o, s.now())
		child := sample(s.now())
		child.ID, child.Parent, child.State, child.Reason = caseID, id, exchange.LateReview, exchange.ReasonPaidLate
		child.Person = Person{}
		st.Event, st.Data, st.Case = exchange.FurtherPayment, []byte(`{"payment":{"id":"d2"},"terms":"x","case":"`+caseID+`"}`), &child
		_, err := s.Append(t.Context(), st)
		return st, err
	}
	caseID := "019aaaaa-0000-7000-8000-000000000001"
	st, err := open(caseID)
	if err != nil {
		t.Fatal(err)
	}
	got, events, err := s.Get(t.Context(), caseID, secret) // with its parent's secret
	if err != nil || got.Person != o.Person || got.Parent != id || got.State != exchange.LateReview || got.Version != 1 || !got.Created.Equal(st.At.UTC().Truncate(time.Millisecond)) {
		t.Fatalf("the case is %+v, %v", got, err)
	}
	if len(events) != 1 || events[0].Event != exchange.FurtherPayment || !strings.Contains(events[0].Data, `"payment":{"id":"d2"}`) || !strings.Contains(events[0].Data, `"terms":"2026-11-22"`) {
		t.Errorf("its events are %+v", events)
	}
	if _, err := open(caseID); err != ErrStale {
		t.Errorf("the same case twice: %v", err)
	}
	var keys [2][]byte
	s.reading.QueryRow(`SELECT order_key FROM orders WHERE id = $1`, id).Scan(&keys[0])
	s.reading.QueryRow(`SELECT order_key FROM orders WHERE id = $1`, caseID).Scan(&keys[1])
	if bytes.Equal(keys[0], keys[1]) || keys[1] == nil {
		t.Error("the case has no key of its own")
	}
	end(t, s, caseID)
	if err := s.Erase(t.Context(), caseID, exchange.ByDesk); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Get(t.Context(), id, secret); err != nil {
		t.Errorf("erasing the case reached its parent: %v", err)
	}
}

// What was erased stays readable but for the person, and takes steps that seal
// nothing.
func TestAnErasedOrderGoesOn(t *testing.T) { onBoth(t, anErasedOrderGoesOn) }

func anErasedOrderGoesOn(t *testing.T, here home) {
	s := here.open(t, Options{})
	id := place(t, s, "the-key-of-an-order").ID
	o, _ := load(t, s, id)
	st := noted(o, s.now())
	st.Sealed = []byte(`{"a":1}`)
	append1(t, s, st)
	end(t, s, id)
	if err := s.Erase(t.Context(), id, exchange.ByDesk); err != nil {
		t.Fatal(err)
	}
	o, events := load(t, s, id)
	if !o.Erased || o.Person != (Person{}) || o.Version != 4 || len(events) != 4 || events[1].Sealed != nil || events[1].Data != `{"text":"x"}` {
		t.Errorf("erased it is %+v %+v", o, events)
	}
	st = noted(o, s.now())
	st.Mail = true
	st.Version = append1(t, s, st).Version
	st.Sealed = []byte(`{}`)
	if _, err := s.Append(t.Context(), st); err != ErrErased {
		t.Errorf("sealing under a key that is gone: %v", err)
	}
	if n := count(t, s, "mails WHERE state = 'waiting'"); n != 0 {
		t.Errorf("%d e-mails wait for nobody", n)
	}
}
