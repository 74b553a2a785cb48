package lifetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Office is what random lives share; it is never changed.
type Office struct {
	terms   exchange.Terms
	tariffs [2]*exchange.Tariff // the second one takes the lower fee after the conversion
	prices  []exchange.Prices
	orders  []store.Order
	events  []exchange.Event
}

// NewOffice makes an office.
func NewOffice() *Office {
	o := &Office{terms: Terms(), tariffs: [2]*exchange.Tariff{Tariff(), Tariff()}, events: slices.Concat(exchange.Events(), notes)}
	o.tariffs[1].AfterConversion = exchange.ByLower
	for _, bid := range []string{"60000", "59321.07", "61002.5", "58000", "45000.123", "90000", "0.5"} {
		o.prices = append(o.prices, Prices(bid))
	}
	o.orders = []store.Order{
		Order("o", "BTC", "USDTTRC20", "0.1"), Order("o", "BTC", "USDTTRC20", "0.0008"),
		Order("o", "USDTTRC20", "BTC", "1000"), Order("o", "USDTTRC20", "BTC", "70"),
		Fixed("o", "BTC", "USDTTRC20", "0.1", 15*time.Minute), Fixed("o", "USDTTRC20", "BTC", "1000", time.Hour),
	}
	return o
}

// notes are the events beside the table's.
var notes = []exchange.Event{
	life.AddressAssigned, life.Asked, life.Answered, life.MaterialSent, life.MaterialDeleted, life.Reminded, life.RefundAddress,
	life.PayoutLate, life.RefundLate, life.WithholdProposed, life.ReleaseProposed, life.WrongCoin, life.FeeLowered, life.Recalculation,
	life.FurtherSeen, life.FurtherDropped, life.RiskNoted, life.RiskCleared, life.WrongCoinBack, life.ConvertBegun, life.ConvertGivenUp,
	life.PayoutBegun, life.RefundBegun, life.OwedDecided, life.OwedBegun, life.OwedRequested, life.OwedSent, life.OwedFailed, life.ProposalDropped, life.Noted, life.Restricted, life.RecordsExported, life.TimeCut, life.KeptLonger,
}

// run is one random life, with the cases that it opens.
type run struct {
	*Office
	rng      *rand.Rand
	now      time.Time
	prices   exchange.Prices
	snapshot int
	tariff   *exchange.Tariff

	orders   []*Kept
	deposits []deposit
	sent     map[string]bool  // what the venue sent, by reference
	owed     map[string]bool  // orders of which somebody wanted to send what stayed owed, at the end
	demo     bool             // the office is a demonstration
	calm     bool             // everything works from now on
	bent     []exchange.Event // what the desk of this life likes to do
	seen     *Coverage
	log      func(string)
	old      *store.Step // a step that was stored once
}

// Live leads one random life, and the cases that come of it, to their ends, and
// gives the first thing that does not hold. The same seed gives the same life. What
// was tried and taken is noted in c, if it is not nil; log, if it is not nil, is told
// each step.
func (o *Office) Live(seed uint64, c *Coverage, log func(string)) error {
	_, err := o.Lead(seed, c, log)
	return err
}

// Lead does what Live does, and gives the orders.
func (o *Office) Lead(seed uint64, c *Coverage, log func(string)) ([]*Kept, error) {
	rng := rand.New(rand.NewPCG(seed, 0x6167696f))
	r := &run{Office: o, rng: rng, now: Start, tariff: o.tariffs[rng.IntN(5)/4], sent: make(map[string]bool), owed: make(map[string]bool), seen: c, log: log}
	r.prices, r.bent = o.prices[0], bents[rng.IntN(len(bents))]
	order := o.orders[rng.IntN(len(o.orders))]
	if rng.IntN(3) > 0 {
		order.Person.RefundTo = store.Account{Address: Bitcoin}
		if order.Quote.Deal.From.Code != "BTC" {
			order.Person.RefundTo.Address = Tron
		}
	}
	first, err := Keep(order, Created(order), seed%16 == 0)
	if err != nil {
		return nil, err
	}
	r.orders = append(r.orders, first)
	r.demo = seed%4 == 0
	coin := order.Quote.Deal.From
	r.deposits = planDeposits(rng, order.Quote.Give.Value, coin.Places, coin.Code)
	if err := r.hurry(first); err != nil {
		return r.orders, err
	}
	for range 8 + rng.IntN(22) {
		if err := r.turn(); err != nil {
			return r.orders, err
		}
	}
	if err := r.settle(); err != nil {
		return r.orders, err
	}
	return r.orders, r.ended()
}

// bents are what desks like to do.
var bents = [][]exchange.Event{nil, nil, nil, {exchange.Withhold}, {exchange.Suspend, life.Recalculation}}

// pick gives one of the orders.
func (r *run) pick() *Kept { return r.orders[r.rng.IntN(len(r.orders))] }

// world is the world of this moment.
func (r *run) world() life.World {
	return life.World{Now: r.now, Terms: r.terms, Tariff: r.tariff, Prices: r.prices, Snapshot: "s" + strconv.Itoa(r.snapshot), Demo: r.demo}
}

// turn is one thing that happens.
func (r *run) turn() error {
	switch k := r.pick(); {
	case k.Life.State == exchange.Withheld && k.Life.Before == exchange.Received && r.rng.IntN(2) == 0:
		return r.report() // more money, while nobody may decide anything
	case k.Life.State == exchange.Withheld && r.rng.IntN(2) == 0:
		return r.nonsense(k)
	case k.Life.State == exchange.Suspended && !k.Life.Choice.IsZero() && r.rng.IntN(3) == 0:
		return r.client(k)
	case (k.Life.State == exchange.LateReview || k.Life.State == exchange.Received) && r.bent != nil && r.rng.IntN(3) == 0:
		return r.desk(k)
	}
	switch n := r.rng.IntN(100); {
	case n < 22:
		r.pass()
		return nil
	case n < 47:
		return r.report()
	case n < 72:
		return r.work(r.pick())
	case n < 80:
		return r.client(r.pick())
	case n < 88 || r.bent != nil && n < 92:
		return r.desk(r.pick())
	}
	return r.nonsense(r.pick())
}

// pass lets time go by: to the moment at which something is due, or just on. Now and
// then the clock jumps back, the prices move, or there are none.
func (r *run) pass() {
	switch n := r.rng.IntN(20); {
	case n == 0:
		r.now = r.now.Add(-time.Duration(r.rng.IntN(48)) * time.Hour)
	case n < 5:
		r.now = r.now.Add(time.Duration(r.rng.IntN(12)) * time.Hour)
	case n < 14:
		if need := r.pick().Life.Needs(r.world()); need.Kind == life.NeedNothing && need.Due.After(r.now) {
			r.now = need.Due
		}
	default:
		r.now = r.now.Add(time.Duration(r.rng.IntN(90)) * time.Minute)
	}
	if r.rng.IntN(3) == 0 {
		r.snapshot++
		r.prices = r.Office.prices[min(r.rng.IntN(14), len(r.Office.prices)-1)]
		if r.prices["BTC"].Bid.IntPart() == 0 && r.rng.IntN(2) == 0 {
			r.prices = nil
		}
	}
}

// try has a command decided and stored. Both what is refused and what is stored is
// checked; refused says that it was refused, as it may.
func (r *run) try(k *Kept, c life.Command) (refused error, fault error) {
	w := r.world()
	r.seen.tried(k.Life.State, c.Event)
	s, err := k.Life.Decide(c, w)
	if err != nil {
		return err, r.refused(k, c, err)
	}
	if r.log != nil {
		r.log(fmt.Sprintf("%s v%d %s/%s: %s by %s at %s -> %s/%s (%s) %s %v", k.Life.ID, k.Life.Version, k.Life.State, k.Life.Before,
			s.Event, s.Actor, s.At.Format(time.RFC3339), s.State, s.Before, s.Reason, s.Data, s.Postings))
	}
	if r.rng.IntN(16) == 0 {
		if twice, err := k.Life.Decide(c, w); err != nil || !reflect.DeepEqual(twice, s) {
			return nil, fmt.Errorf("%s decided twice gives two steps: %v", c.Event, err)
		}
	}
	from := k.Life
	if err := k.Append(s); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Event, err)
	}
	r.seen.took(from, k.Life, s)
	if err := r.after(k, c, s, w); err != nil {
		return nil, fmt.Errorf("after %s: %w", s.Event, err)
	}
	return nil, nil
}

// refused checks that a refusal is one, and that it changed nothing.
func (r *run) refused(k *Kept, c life.Command, err error) error {
	var e *exchange.Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" {
		return fmt.Errorf("%s in %s is refused without a code: %w", c.Event, k.Life.State, err)
	}
	if !k.same() {
		return fmt.Errorf("%s was refused in %s and has changed the life", c.Event, k.Life.State)
	}
	return nil
}

// after checks what must hold once a step is stored: what is old is refused, what
// the clock decided is decided once, and a case has begun.
func (r *run) after(k *Kept, c life.Command, s store.Step, w life.World) error {
	if err := k.Append(s); err != errStale {
		return fmt.Errorf("stored twice: %v", err)
	}
	if r.old != nil && r.old.ID == k.row.ID {
		if err := k.Append(*r.old); err != errStale {
			return fmt.Errorf("an old step was stored: %v", err)
		}
	}
	r.old = &s
	if err := checkWork(k, s, w); err != nil {
		return err
	}
	if err := checkRate(k, s, w); err != nil {
		return err
	}
	r.seen.rated(k.Life, s)
	if c.Actor == exchange.ByClock {
		if _, err := k.Life.Decide(c, w); err == nil {
			return errors.New("the clock decides it a second time")
		}
	}
	if s.Case == nil {
		return nil
	}
	o := *s.Case
	o.Person = k.row.Person
	event := store.Event{Version: 1, Event: s.Event, Actor: s.Actor, At: s.At, Data: string(s.Data)}
	child, err := Keep(o, event, k.strict)
	if err != nil {
		return err
	}
	r.orders = append(r.orders, child)
	return nil
}

// Events lists every event that an order can have after its first one.
func Events() []exchange.Event { return slices.Concat(exchange.Events()[1:], notes) }
