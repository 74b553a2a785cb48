package work_test

import (
	"testing"
	"testing/synctest"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// When the time of 6.6 is over the office erases the person by itself, once; what a law
// or a dispute requires, what is restricted, what has not ended and what is still owed
// is left (privacy 7.1). Five years go by at a clock that does not wait.
func TestRecordsAreKeptForTheirTimeAndNoLonger(t *testing.T) {
	dir, later := folder(t), time.Now().AddDate(10, 0, 0)
	synctest.Test(t, func(t *testing.T) {
		// Ids tell when they were made, and never go back in one process: after another
		// test's real clock those of the bubble's own year would all be of today.
		time.Sleep(time.Until(later))
		o := open(t, options{dir: dir, now: time.Now})
		defer o.close()
		do := func(id string, c life.Command) {
			t.Helper()
			if _, err := o.Do(t.Context(), id, c); err != nil {
				t.Fatal(err)
			}
		}
		desk := func(id string, e exchange.Event, on bool) {
			t.Helper()
			do(id, life.Command{Event: e, Actor: exchange.ByDesk, Operator: "ann", Why: "as was asked", Text: "a note", On: on})
		}
		ids := make(map[string]string)
		for _, name := range []string{"cancelled", "overdue", "restricted", "held", "owed", "open", "noted"} {
			id := o.order(t, "BTC", "USDTTRC20", "0.1")
			o.settle(t)
			if ids[name] = id; name != "open" && name != "overdue" && name != "owed" {
				do(id, life.Command{Event: exchange.Cancel, Actor: exchange.ByClient})
			}
		}
		desk(ids["restricted"], life.Restricted, true)
		desk(ids["held"], life.KeptLonger, true)
		desk(ids["open"], exchange.Suspend, false)
		o.owed(t, ids["owed"])
		retain := func(after time.Duration, want int) {
			t.Helper()
			time.Sleep(after)
			o.settle(t)
			n, err := o.Retain(t.Context(), o.store, lifetest.Terms().RecordRetention)
			if err != nil || n != want {
				t.Errorf("%d persons were erased, %v; want %d", n, err, want)
			}
		}
		fiveYears := time.Now().AddDate(5, 0, 0).Sub(time.Now())
		retain(48*time.Hour, 0)
		desk(ids["noted"], life.Noted, false) // which does not prolong the time
		retain(fiveYears-55*time.Hour, 0)
		retain(8*time.Hour, 2) // cancelled and noted
		retain(25*time.Hour, 1)
		retain(fiveYears, 0)
		for name, want := range map[string]bool{"cancelled": true, "noted": true, "overdue": true, "restricted": false, "held": false, "owed": false, "open": false} {
			l := o.life(t, ids[name])
			if l.Erased != want || want && (l.Timeline[len(l.Timeline)-1].Event != store.Erased || l.Timeline[len(l.Timeline)-1].Actor != exchange.ByClock) {
				t.Errorf("%s: erased is %v", name, l.Erased)
			}
		}
		desk(ids["held"], life.KeptLonger, false)
		desk(ids["restricted"], life.Restricted, false)
		retain(0, 2)
		log, err := o.store.AuditLog(t.Context(), 0, 10)
		if err != nil || len(log) != 3 || log[0].Event != "retention_over" || string(log[0].Data) != `{"orders":2}` || log[0].Operator != "" {
			t.Errorf("the audit log is %+v, %v", log, err)
		}
		o.audit(t)
	})
}

// owed leads an order that waits for its payment to where something stays owed.
func (o *office) owed(t *testing.T, id string) {
	t.Helper()
	o.pay(t, id, "0.0009")
	time.Sleep(time.Hour)
	o.settle(t)
	offer := o.offers(t, o.life(t, id))[exchange.RefundAsked]
	if _, err := o.Do(t.Context(), id, life.Command{Event: exchange.RefundAsked, Actor: exchange.ByClient, Figures: offer.Token}); err != nil {
		t.Fatal(err)
	}
	o.settle(t)
	if l := o.is(t, id, exchange.Refunded); l.Owes().Sign() <= 0 {
		t.Fatal("nothing is owed")
	}
}
