package work_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/server/venue/paper"
	"agio/wasm/exchange"
)

// A month of a busy office, whose exchange fails now and then, in seconds: the real
// engine, store and exchange, at a clock that does not wait. In the end nothing is
// open but what waits for a person or a client, every chain and book is right, and
// whatever left the exchange left it once.
func TestAMonthOfABusyOffice(t *testing.T) {
	dir := folder(t)
	synctest.Test(t, func(t *testing.T) {
		m := &month{t: t, random: rand.New(rand.NewPCG(3, 7))}
		m.office = open(t, options{dir: dir, now: time.Now, faults: paper.Faults{
			Outage: 10, OutageFor: 10 * time.Minute, Busy: 10, Lost: 10, Unsaid: 10, Slow: 10, Fail: 20, Twice: 50, Stale: 50, Shuffle: 200, Late: 50,
		}})
		m.Every = 10 * time.Minute
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); m.Run(ctx) }()
		for range days {
			m.day()
		}
		time.Sleep(8 * 24 * time.Hour) // until the last choice has lapsed and the last refund is sent
		cancel()
		<-done
		m.check()
		m.close()
	})
}

// month is an office with its clients.
type month struct {
	*office
	t      *testing.T
	random *rand.Rand
	ids    []string
	asked  int
}

const ordersADay = 40

// day makes the orders of a day, and its clients pay, or do not.
func (m *month) day() {
	for range ordersADay {
		time.Sleep(24 * time.Hour / ordersADay)
		id := m.order(m.t, "BTC", "USDTTRC20", "0.1")
		m.ids = append(m.ids, id)
		m.behave(id)
		m.decide()
		if m.random.IntN(10) == 0 { // the market moves
			m.bid.Store(strconv.Itoa(55_000 + m.random.IntN(10_000)))
		}
	}
}

// behave pays for an order as clients do: mostly exactly, sometimes a little less or
// much less, twice, too late, with a risk, or not at all.
func (m *month) behave(id string) {
	time.Sleep(2 * time.Minute) // until it knows where
	amounts, wait, risk := []string{"0.1"}, time.Duration(m.random.IntN(60))*time.Minute, ""
	switch m.random.IntN(20) {
	case 0:
		amounts = nil
	case 1:
		amounts = []string{"0.099"}
	case 2:
		amounts = []string{"0.09"}
	case 3:
		amounts = []string{"0.02"}
	case 4:
		amounts = []string{"0.1", "0.1"}
	case 5:
		wait = 25 * time.Hour
	case 6:
		risk = "mixed"
	}
	go func() {
		time.Sleep(wait)
		for _, a := range amounts {
			m.paper.Pay(context.Background(), paper.Payment{Ref: "a-" + id, Amount: lifetest.Dec(a), Risk: risk})
			time.Sleep(20 * time.Minute)
		}
	}()
}

// decide is what people do about some order: operators approve or decline, clients
// ask for refunds, name addresses, choose; or nobody does anything.
func (m *month) decide() {
	id := m.ids[m.random.IntN(len(m.ids))]
	l, err := m.Load(context.Background(), id)
	if err != nil {
		m.t.Error(err)
		return
	}
	desk := life.Command{Actor: exchange.ByDesk, Operator: "Ada", Why: "looked at"}
	switch l.State {
	case exchange.Verification:
		desk.Event = []exchange.Event{exchange.Approve, exchange.Approve, exchange.Decline}[m.random.IntN(3)]
		m.Do(context.Background(), id, desk)
	case exchange.LateReview, exchange.Received:
		m.choose(id, l)
	case exchange.RefundDue:
		if l.RefundTo.Address == "" {
			m.Do(context.Background(), id, life.Command{Event: life.RefundAddress, Actor: exchange.ByClient, RefundTo: &store.Account{Address: lifetest.Bitcoin}})
		}
	}
}

// choose takes one of the offers as it is shown.
func (m *month) choose(id string, l life.Life) {
	for _, offer := range m.offers(m.t, l) {
		if offer.Token == "" {
			continue
		}
		m.asked++
		m.Do(context.Background(), id, life.Command{Event: offer.Event, Actor: exchange.ByClient, Figures: offer.Token, RefundTo: &store.Account{Address: lifetest.Bitcoin}})
		return
	}
}

// check looks at every order of the month.
func (m *month) check() {
	t := m.t
	states := make(map[exchange.State]int)
	for _, id := range m.ids {
		l := m.life(t, id)
		states[l.State]++
		if l.Payout != nil {
			if l.Payout.State != life.Sent {
				t.Errorf("%s: the withdrawal is %+v", id, l.Payout)
			}
			m.sentOnce(t, "p-"+id, l.Payout.Amount)
		}
		if l.Refund != nil && l.Refund.Sending != nil {
			m.sentOnce(t, "r-"+id, l.Refund.Sending.Amount)
		}
		switch l.State {
		case exchange.AwaitingPayment, exchange.Confirming, exchange.Received, exchange.ConvertedState, exchange.LateReview:
			t.Errorf("%s is still %s", id, l.State)
		}
	}
	t.Logf("%d orders: %v", len(m.ids), states)
	if states[exchange.CompletedState] < len(m.ids)/2 || days == 30 && (states[exchange.Overdue] == 0 || states[exchange.Refunded] == 0) {
		t.Errorf("this was no month of a busy office: %v", states)
	}
	m.audit(t)
}
