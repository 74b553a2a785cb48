package api

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/server/venue"
	"agio/wasm/exchange"
)

// worker carries the orders of a test: what happens is decided by package life and
// kept by the store, and nothing happens by itself.
type worker struct {
	o       *office
	lost    bool          // the exchange does not know the address of the next payment
	refuses exchange.Code // what Do refuses next, whatever is asked
	paid    []DemoPayment
}

func (w *worker) Life(ctx context.Context, id, secret string) (life.Life, error) {
	o, events, err := w.o.orders.Get(ctx, id, secret)
	if err != nil {
		return life.Life{}, err
	}
	return life.Replay(o, events)
}

func (w *worker) Load(ctx context.Context, id string) (life.Life, error) {
	o, events, err := w.o.store.Load(ctx, id)
	if err != nil {
		return life.Life{}, err
	}
	return life.Replay(o, events)
}

func (w *worker) World(o store.Order) (life.World, error) {
	world := life.World{Now: w.o.now(), Terms: agreement(w.o.t), Tariff: tariff(w.o.t), Pieces: 3, Demo: true}
	if s, ok := w.o.board.Current(); ok {
		world.Prices, world.Snapshot = s.Prices, s.ID
	}
	return world, nil
}

func (w *worker) Do(ctx context.Context, id string, c life.Command) (life.Life, error) {
	if code := w.refuses; code != "" {
		w.refuses = ""
		return life.Life{}, &exchange.Error{Code: code, Field: "event", Message: "Refused by the test."}
	}
	l, err := w.Load(ctx, id)
	if err != nil {
		return l, err
	}
	world, err := w.World(l.Order)
	if err != nil {
		return l, err
	}
	step, err := l.Decide(c, world)
	if err != nil {
		return l, err
	}
	if _, err := w.o.store.Append(ctx, step); err != nil {
		return l, err
	}
	return l.Apply(step)
}

func (w *worker) Watch(id string) (<-chan struct{}, func()) { return w.o.store.Watch(id) }

func (w *worker) Pay(_ context.Context, p DemoPayment) error {
	if w.lost {
		w.lost = false
		return fmt.Errorf("paper: %w", venue.ErrUnknown)
	}
	w.paid = append(w.paid, p)
	return nil
}

// happen makes something happen to an order, as a venue, an operator or the clock
// would say it: an event and its words.
func (w *worker) happen(t testing.TB, id, event, words string) {
	t.Helper()
	l, err := w.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c := life.Command{Event: exchange.Event(event), Actor: exchange.ByVenue, Operator: "anna", Why: "a test"}
	switch c.Event {
	case life.AddressAssigned:
		c.Deposit = &store.Deposit{Venue: "paper", Currency: l.Quote.Deal.From.Code, Address: words}
	case exchange.PaymentSeen, exchange.PaymentConfirmed, exchange.FurtherPayment, exchange.PaymentDropped, life.WrongCoin, exchange.RiskFlag:
		c.Payment = w.payment(l, words)
		c.CaseID = uuid.NewString()
		if c.Event == exchange.RiskFlag {
			c.Payment.Risk = "mixed coins"
		}
	case exchange.Convert:
		c.Brought = &exchange.Amount{Value: decimal.RequireFromString(words), Currency: exchange.Base}
	case exchange.PayoutConfirmed, exchange.RefundConfirmed, exchange.PayoutFailed, exchange.RefundFailed, life.OwedSent:
		c.Sending = &life.Sending{TxID: words, Why: "the test says so"}
	case exchange.ChoiceLapsed, exchange.DeadlinePassed, exchange.VerificationLapsed, life.MaterialDeleted:
		c.Actor, c.Material = exchange.ByClock, words
	case life.PayoutBegun, life.RefundBegun, exchange.PayoutRequested, exchange.RefundRequested, life.ConvertBegun, life.OwedBegun, life.OwedRequested:
	default:
		c.Actor, c.Text, c.On = exchange.ByDesk, words, words != "off"
		c.Quiet = words == "quiet"
	}
	if _, err := w.Do(t.Context(), id, c); err != nil {
		t.Fatalf("%s %s: %v", event, words, err)
	}
}

// payment reads "0.1", "0.1 p2" or "5 p3 USDTTRC20".
func (w *worker) payment(l life.Life, words string) *life.Payment {
	parts := append(strings.Fields(words), "p1", l.Quote.Deal.From.Code)
	switch len(parts) {
	case 4:
		parts = []string{parts[0], parts[1], parts[3]}
	case 5:
		parts = parts[:3]
	}
	return &life.Payment{ID: parts[1], Currency: parts[2], Amount: decimal.RequireFromString(parts[0]), TxID: "tx-" + parts[1], Seen: w.o.now().Truncate(time.Millisecond), Risk: ""}
}

// Every event that package life knows either has words or is kept from the client.
func TestEventsAreToldOrKept(t *testing.T) {
	kept := map[exchange.Event]bool{
		life.RiskNoted: true, life.RiskCleared: true, life.WithholdProposed: true, life.ReleaseProposed: true, life.ProposalDropped: true,
		life.ConvertBegun: true, life.ConvertGivenUp: true, life.Noted: true, life.Restricted: true, life.RecordsExported: true, life.KeptLonger: true,
	}
	source, err := os.ReadFile("../life/events.go")
	if err != nil {
		t.Fatal(err)
	}
	all := exchange.Events()
	for _, m := range regexp.MustCompile(`exchange\.Event\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		all = append(all, exchange.Event(m[1]))
	}
	if len(all) < len(exchange.Events())+20 {
		t.Fatalf("only %d events", len(all))
	}
	for _, e := range all {
		if told := hidden(life.Life{}, life.Entry{Event: e}); told != kept[e] {
			t.Errorf("%s: kept %v, want %v", e, told, kept[e])
		}
	}
}
