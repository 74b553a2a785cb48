package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agio/wasm/exchange"
)

func answerOf(t testing.TB, p Placed) (id, secret string) {
	t.Helper()
	var a struct{ ID, Secret string }
	if err := json.Unmarshal(p.Answer, &a); err != nil {
		t.Fatal(err)
	}
	if a.ID != p.ID || len(a.Secret) != 22 {
		t.Fatalf("the answer %s does not name order %s and a secret of 128 bits", p.Answer, p.ID)
	}
	return a.ID, a.Secret
}

func TestAnOrderComesBackAsItWasMade(t *testing.T) { onBoth(t, anOrderComesBackAsItWasMade) }

func anOrderComesBackAsItWasMade(t *testing.T, here home) {
	s := here.open(t, Options{})
	at := time.Date(2026, 11, 22, 10, 0, 0, 123_456_789, time.UTC)
	p, err := s.Place(context.Background(), "key-of-one-order", bodyOf("a"), drafting(at))
	if err != nil {
		t.Fatal(err)
	}
	id, secret := answerOf(t, p)
	got, _, err := s.Get(context.Background(), id, secret)
	if err != nil {
		t.Fatal(err)
	}
	want := sample(at)
	want.ID, want.Version, want.State, want.Changed = id, 1, exchange.AwaitingPayment, want.Created
	if diff := cmp.Diff(wire(want), wire(got)); diff != "" {
		t.Errorf("the order changed on its way (-made +read):\n%s", diff)
	}
	events, err := s.Events(context.Background(), id)
	if err != nil || len(events) != 1 || events[0].Event != exchange.Create || events[0].Actor != exchange.ByClient || !events[0].At.Equal(want.Created) {
		t.Errorf("events %v, %v; want the creation alone", events, err)
	}
}

// wire prints an order with its decimals in canonical form, so that equal
// numbers held differently in memory compare as equal.
func wire(o Order) string {
	frozen, err := o.Frozen.marshal()
	if err != nil {
		panic(err)
	}
	figures := fmt.Sprint(o.Quote.Figures())
	o.Frozen = Frozen{}
	text := fmt.Sprintf("%+v\n%s\n%s", o, figures, frozen)
	return strings.ReplaceAll(text, ",", ",\n")
}

func TestAWrongSecretIsAnUnknownOrder(t *testing.T) { onBoth(t, aWrongSecretIsAnUnknownOrder) }

func aWrongSecretIsAnUnknownOrder(t *testing.T, here home) {
	s := here.open(t, Options{})
	id, secret := answerOf(t, place(t, s, "key-of-one-order"))
	other, _ := answerOf(t, place(t, s, "key-of-other-order"))
	for _, c := range [][2]string{
		{id, ""}, {id, secret + "A"}, {id, strings.ToUpper(secret)}, {other, secret},
		{"", secret}, {"00000000-0000-7000-8000-000000000000", secret}, {"00000000-0000-7000-8000-000000000000", ""},
	} {
		o, _, err := s.Get(context.Background(), c[0], c[1])
		if err != ErrNotFound || o.ID != "" {
			t.Errorf("Get(%q, %q) gives %v, %v; want nothing and ErrNotFound itself", c[0], c[1], o.ID, err)
		}
	}
}

func TestTheSameRequestGetsTheSameAnswer(t *testing.T) { onBoth(t, theSameRequestGetsTheSameAnswer) }

func theSameRequestGetsTheSameAnswer(t *testing.T, here home) {
	s := here.open(t, Options{})
	first := place(t, s, "key-of-one-order")
	check := func(when string) {
		t.Helper()
		again, err := s.Place(context.Background(), "key-of-one-order", bodyOf("key-of-one-order"), refusing(t))
		if err != nil || string(again.Answer) != string(first.Answer) || again.ID != first.ID {
			t.Errorf("%s the answer is %s, %v; want %s", when, again.Answer, err, first.Answer)
		}
		_, err = s.Place(context.Background(), "key-of-one-order", bodyOf("another body"), refusing(t))
		if !errors.Is(err, ErrKeyReused) {
			t.Errorf("%s another body gets %v; want ErrKeyReused", when, err)
		}
	}
	check("at once")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = here.open(t, Options{})
	check("after a restart")
	if n := count(t, s, "orders"); n != 1 {
		t.Errorf("%d orders stored; want 1", n)
	}
}

func TestSixtyFourEqualRequestsMakeOneOrder(t *testing.T) {
	onBoth(t, sixtyFourEqualRequestsMakeOneOrder)
}

func sixtyFourEqualRequestsMakeOneOrder(t *testing.T, here home) {
	s := here.open(t, Options{})
	for round := range 10 {
		key := fmt.Sprintf("key-of-round-%d", round)
		answers := together(64, func(int) string {
			p, err := s.Place(context.Background(), key, bodyOf(key), drafting(s.now()))
			return fmt.Sprint(string(p.Answer), err)
		})
		if len(answers) != 1 {
			t.Fatalf("%d different answers to 64 equal requests", len(answers))
		}
		if n := count(t, s, "orders"); n != round+1 {
			t.Fatalf("%d orders after %d rounds", n, round+1)
		}
	}
}

// The writer alone must keep equal requests apart too: two offices on one
// database do not share the table of requests under way.
func TestTheDatabaseRefusesASecondOrderForAKey(t *testing.T) {
	onBoth(t, theDatabaseRefusesASecondOrderForAKey)
}

func theDatabaseRefusesASecondOrderForAKey(t *testing.T, here home) {
	s := here.open(t, Options{})
	key, body := bodyOf("key"), bodyOf("body")
	answers := together(64, func(int) string {
		r, answer, err := s.draft(context.Background(), key, body, drafting(s.now()))
		if err == nil {
			err = s.writer.do(r.insert)
		}
		if err == nil && r.earlierExists {
			p, err := s.again(context.Background(), r.earlier, body)
			return fmt.Sprint(string(p.Answer), err)
		}
		return fmt.Sprint(string(answer), err)
	})
	if len(answers) != 1 || count(t, s, "orders") != 1 || count(t, s, "order_events") != 1 {
		t.Errorf("%d answers, %d orders, %d events; want one of each", len(answers), count(t, s, "orders"), count(t, s, "order_events"))
	}
}

func TestOneKeyWithManyBodiesMakesOneOrder(t *testing.T) {
	onBoth(t, oneKeyWithManyBodiesMakesOneOrder)
}

func oneKeyWithManyBodiesMakesOneOrder(t *testing.T, here home) {
	s := here.open(t, Options{})
	answers := together(32, func(i int) string {
		p, err := s.Place(context.Background(), "one-key-for-all-of-them", bodyOf(fmt.Sprint(i)), drafting(s.now()))
		return fmt.Sprint(p.ID, err)
	})
	if len(answers) != 2 || answers[ErrKeyReused.Error()] != 31 {
		t.Errorf("answers %v; want one order and 31 times ErrKeyReused", answers)
	}
}

func TestARefusedDraftLeavesTheKeyFree(t *testing.T) { onBoth(t, aRefusedDraftLeavesTheKeyFree) }

func aRefusedDraftLeavesTheKeyFree(t *testing.T, here home) {
	s := here.open(t, Options{})
	refusal := errors.New("refused")
	_, err := s.Place(context.Background(), "key-of-one-order", bodyOf("a"), func(string, string) (Order, []byte, error) {
		return Order{}, nil, refusal
	})
	if err != refusal {
		t.Fatalf("got %v; want the refusal itself", err)
	}
	if _, err := s.Place(context.Background(), "key-of-one-order", bodyOf("b"), drafting(s.now())); err != nil {
		t.Errorf("after a refusal the key is not free: %v", err)
	}
}

func TestADraftThatPanicsFreesItsKey(t *testing.T) { onBoth(t, aDraftThatPanicsFreesItsKey) }

func aDraftThatPanicsFreesItsKey(t *testing.T, here home) {
	s := here.open(t, Options{})
	func() {
		defer func() { recover() }()
		s.Place(context.Background(), "key-of-one-order", bodyOf("a"), func(string, string) (Order, []byte, error) { panic("x") })
	}()
	place(t, s, "key-of-one-order")
}

// together calls f n times at once and counts the different answers.
func together(n int, f func(i int) string) map[string]int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	answers := make(map[string]int)
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			answer := f(i)
			mu.Lock()
			defer mu.Unlock()
			answers[answer]++
		})
	}
	close(start)
	wg.Wait()
	return answers
}
