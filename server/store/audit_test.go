package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/wasm/exchange"
)

// lively fills a store with orders of every kind: with steps, books, a case, sealed
// pieces, ended and erased ones, and an audit log.
func lively(t testing.TB, s *Store) (ids []string) {
	t.Helper()
	for i := range 6 {
		id := place(t, s, fmt.Sprintf("the-key-of-order-%d", i)).ID
		ids = append(ids, id)
		o, _ := load(t, s, id)
		st := noted(o, s.now())
		st.Event, st.State, st.Sealed = exchange.PaymentConfirmed, exchange.Received, []byte(`{"text":"MARKEDstep"}`)
		st.Postings = []Posting{{"client", "BTC", number("-0.1")}, {"order", "BTC", number("0.1")}}
		o = append1(t, s, st)
		for range i {
			o = append1(t, s, noted(o, s.now()))
		}
		st = noted(o, s.now())
		st.Event, st.State, st.Due = exchange.RefundConfirmed, exchange.Refunded, time.Time{}
		st.Postings = []Posting{{"order", "BTC", number("-0.1")}, {"client", "BTC", number("0.1")}}
		o = append1(t, s, st)
		child := sample(s.now())
		child.ID, child.Parent, child.State = "c"+id[1:], id, exchange.LateReview
		st = noted(o, s.now())
		st.Event, st.Case = exchange.FurtherPayment, &child
		append1(t, s, st)
		ids = append(ids, child.ID)
	}
	if err := s.Erase(t.Context(), ids[0], exchange.ByDesk); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := s.Set(t.Context(), "pause", fmt.Sprint(i), "anna", "why"); err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func audit(t testing.TB, s *Store) Report {
	t.Helper()
	r, err := s.Audit(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAuditFindsNothingInWhatIsWhole(t *testing.T) { onBoth(t, auditFindsNothingInWhatIsWhole) }

func auditFindsNothingInWhatIsWhole(t *testing.T, here home) {
	s := here.open(t, Options{})
	ids := lively(t, s)
	for i := range auditBatch { // more than one batch
		place(t, s, fmt.Sprintf("the-key-of-another-%d", i))
	}
	var replayed []string
	r, err := s.Audit(t.Context(), func(o Order, events []Event) error {
		replayed = append(replayed, o.ID)
		if int(o.Version) != len(events) || o.Quote.Give.Value.IsZero() {
			return errors.New("it is not whole")
		}
		return nil
	})
	if err != nil || len(r.Faults) != 0 {
		t.Fatalf("%v, %v", r.Faults, err)
	}
	if r.Orders != len(ids)+auditBatch || len(replayed) != r.Orders || r.Events != count(t, s, "order_events") || r.Postings != count(t, s, "postings") || r.Entries != 3 {
		t.Errorf("looked at %+v and told %d lives again", r, len(replayed))
	}
	r, err = s.Audit(t.Context(), func(o Order, _ []Event) error {
		if o.ID == ids[3] {
			return errors.New("contradiction")
		}
		return nil
	})
	if err != nil || len(r.Faults) != 1 || r.Faults[0].Code != FaultReplay || !strings.Contains(r.Faults[0].String(), ids[3]+": replay: contradiction") {
		t.Errorf("of one contradiction it tells %v, %v", r.Faults, err)
	}
}

// tamper changes the database past every rule, as somebody with the file could.
func tamper(t testing.TB, here home, statements ...string) {
	t.Helper()
	db := here.raw(t)
	if here.postgres() {
		statements = append([]string{`SET session_replication_role = replica`}, statements...)
	} else {
		statements = append([]string{`DROP TRIGGER order_events_no_update`, `DROP TRIGGER order_events_no_delete`, `DROP TRIGGER orders_no_delete`, `DROP TRIGGER orders_version`,
			`DROP TRIGGER postings_no_update`, `DROP TRIGGER postings_no_delete`, `DROP TRIGGER audit_log_no_update`, `DROP TRIGGER audit_log_no_delete`}, statements...)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, statement := range statements {
		if _, err := conn.ExecContext(t.Context(), statement); err != nil && !strings.HasPrefix(statement, "DROP") {
			t.Fatal(statement, err)
		}
	}
}

func TestAuditNamesEachFault(t *testing.T) { onBoth(t, auditNamesEachFault) }

func auditNamesEachFault(t *testing.T, here home) {
	s := here.open(t, Options{})
	ids := lively(t, s)
	of := func(i int) string { return ` WHERE order_id = '` + ids[i] + `'` }
	row := func(i int) string { return ` WHERE id = '` + ids[i] + `'` }
	for _, c := range []struct{ change, back string }{
		// Each line is a change, what is found, and how it is taken back.
		{`UPDATE order_events SET event = 'x'` + of(2) + ` AND version = 3`, `UPDATE order_events SET event = 'note'` + of(2) + ` AND version = 3|chain`},
		{`UPDATE order_events SET state = 'received'` + of(2) + ` AND version = 1`, `UPDATE order_events SET state = 'awaiting_payment'` + of(2) + ` AND version = 1|chain`},
		{`UPDATE order_events SET at = at + 1` + of(4) + ` AND version = 3`, `UPDATE order_events SET at = at - 1` + of(4) + ` AND version = 3|chain`},
		{`UPDATE orders SET state = 'completed'` + row(2), `UPDATE orders SET state = 'refunded'` + row(2) + `|row`},
		{`UPDATE orders SET reason = 'x'` + row(2), `UPDATE orders SET reason = ''` + row(2) + `|row`},
		{`UPDATE orders SET before_state = 'x'` + row(2), `UPDATE orders SET before_state = ''` + row(2) + `|row`},
		{`UPDATE orders SET changed_at = changed_at + 1` + row(2), `UPDATE orders SET changed_at = changed_at - 1` + row(2) + `|row`},
		{`UPDATE orders SET created_at = created_at + 1` + row(2), `UPDATE orders SET created_at = created_at - 1` + row(2) + `|row`},
		{`UPDATE orders SET give = '0.2'` + row(2), `UPDATE orders SET give = '0.1'` + row(2) + `|record`},
		{`UPDATE orders SET deadline = deadline + 1` + row(2), `UPDATE orders SET deadline = deadline - 1` + row(2) + `|record`},
		{`UPDATE orders SET version = version + 1` + row(2), `UPDATE orders SET version = version - 1` + row(2) + `|gap`},
		{`UPDATE orders SET parent = 'nobody'` + row(3), `UPDATE orders SET parent = '` + ids[2] + `'` + row(3) + `|orphan`},
		{`UPDATE postings SET amount = '0.2'` + of(2) + ` AND version = 2 AND n = 2`, `UPDATE postings SET amount = '0.1'` + of(2) + ` AND version = 2 AND n = 2|balance|balance|chain`},
		{`UPDATE postings SET account = 'owed'` + of(2) + ` AND version = 2 AND n = 2`, `UPDATE postings SET account = 'order'` + of(2) + ` AND version = 2 AND n = 2|balance|chain`},
		{`UPDATE postings SET amount = 'x'` + of(2) + ` AND version = 2 AND n = 2`, `UPDATE postings SET amount = '0.1'` + of(2) + ` AND version = 2 AND n = 2|balance|balance|balance|chain`},
		{`UPDATE audit_log SET why = 'x' || why WHERE seq = 2`, `UPDATE audit_log SET why = substr(why, 2) WHERE seq = 2|log`},
		{`UPDATE audit_log SET seq = 7 WHERE seq = 3`, `UPDATE audit_log SET seq = 3 WHERE seq = 7|log|log`},
	} {
		back, codes, _ := strings.Cut(c.back, "|")
		tamper(t, here, c.change)
		var found []string
		for _, f := range audit(t, s).Faults {
			found = append(found, string(f.Code))
		}
		if slices.Sort(found); strings.Join(found, "|") != codes {
			t.Errorf("%s: found %v; want %s", c.change, found, codes)
		}
		tamper(t, here, back)
		if faults := audit(t, s).Faults; len(faults) != 0 {
			t.Fatalf("after %s: %v", back, faults)
		}
	}
	if !here.postgres() {
		tamper(t, here, `PRAGMA foreign_keys = 0`, `DELETE FROM order_events`+of(2)+` AND version = 2`, `DELETE FROM orders`+row(5))
		var found []string
		for _, f := range audit(t, s).Faults {
			found = append(found, string(f.Code))
		}
		slices.Sort(found)
		if found = slices.Compact(found); strings.Join(found, "|") != "balance|chain|gap|orphan" {
			t.Errorf("what was deleted is told as %v", found)
		}
	}
}

// A price that was made nothing of is a fault that is told, and stops no audit.
func TestAPriceOfNothingIsAFault(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{})
	place(t, s, "the-key-of-an-order")
	tamper(t, here)
	for _, name := range []string{"ask", "bid"} {
		if _, err := here.raw(t).Exec(`UPDATE order_events SET data = json_set(data, '$.` + name + `', '0')`); err != nil {
			t.Fatal(err)
		}
		if faults := audit(t, s).Faults; len(faults) == 0 {
			t.Errorf("with an %s of 0 the audit finds nothing", name)
		}
	}
}

// Whatever byte of an event somebody changes, and wherever, it is found.
func TestEveryByteOfAnEventIsInItsChain(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{})
	ids := lively(t, s)
	tamper(t, here)
	db := here.raw(t)
	random := rand.New(rand.NewPCG(1, 2))
	columns := []string{"event", "actor", "data", "sealed", "hash", "state", "before_state", "reason"}
	for n := range 300 {
		id, column := ids[random.IntN(len(ids))], columns[n%len(columns)]
		var version int64
		var was []byte
		err := db.QueryRow(`SELECT version, CAST(`+column+` AS BLOB) FROM order_events WHERE order_id = ? AND length(`+column+`) > 0 ORDER BY random() LIMIT 1`, id).Scan(&version, &was)
		if err != nil {
			continue // no event of this order has it
		}
		changed := slices.Clone(was)
		changed[random.IntN(len(changed))] ^= 1 << random.IntN(7)
		set := func(value []byte) {
			var v any = string(value)
			if column == "sealed" || column == "hash" {
				v = value
			}
			if _, err := db.Exec(`UPDATE order_events SET `+column+` = ? WHERE order_id = ? AND version = ?`, v, id, version); err != nil {
				t.Fatal(err)
			}
		}
		set(changed)
		if !slices.ContainsFunc(audit(t, s).Faults, func(f Fault) bool { return f.Order == id && f.Code == FaultChain }) {
			t.Errorf("event %d of %s: %s changed from %q to %q, and it was not found", version, id, column, was, changed)
		}
		set(was)
	}
	if faults := audit(t, s).Faults; len(faults) != 0 {
		t.Errorf("afterwards: %v", faults)
	}
}

// An audit reads one moment, also while steps are written.
func TestAuditWhileStepsAreWritten(t *testing.T) { onBoth(t, auditWhileStepsAreWritten) }

func auditWhileStepsAreWritten(t *testing.T, here home) {
	s := here.open(t, Options{})
	ids := lively(t, s)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := 0; ctx.Err() == nil; n++ {
			o, _, err := s.Load(context.Background(), ids[n%len(ids)])
			if err == nil {
				_, err = s.Append(context.Background(), noted(o, s.now()))
			}
			if err != nil {
				t.Error(err)
			}
			place(t, s, fmt.Sprintf("the-key-of-another-%d", n))
		}
	}()
	i, err := Inspect(here.dir, Options{Database: here.database})
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close()
	for range 30 {
		r, err := i.Audit(t.Context(), nil)
		if err != nil || len(r.Faults) != 0 {
			t.Errorf("%v, %v", r.Faults, err)
		}
	}
	stop()
	<-done
}
