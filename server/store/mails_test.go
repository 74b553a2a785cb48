package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/wasm/exchange"
)

func claimMail(t testing.TB, s *Store, now time.Time) []Mail {
	t.Helper()
	mails, err := s.ClaimMails(t.Context(), now, time.Minute, 10)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

func TestAnEventIsToldOnce(t *testing.T) { onBoth(t, anEventIsToldOnce) }

func anEventIsToldOnce(t *testing.T, here home) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	c := newClock(at)
	s := here.open(t, Options{Now: c.now})
	id := place(t, s, "the-key-of-an-order").ID
	first := claimMail(t, s, at)
	if len(first) != 1 || first[0].OrderID != id || first[0].Version != 1 || first[0].State != MailWaiting {
		t.Fatalf("claimed %+v; want the e-mail of the creation", first)
	}
	if again := claimMail(t, s, at.Add(59*time.Second)); len(again) != 0 {
		t.Errorf("a claimed e-mail was claimed again: %+v", again)
	}
	// Whoever claimed it vanished before it was begun, so it is given to another.
	second := claimMail(t, s, at.Add(time.Minute))
	m, err := s.StartMail(t.Context(), second[0], at.Add(10*time.Minute))
	if err != nil || m.Attempts != 1 {
		t.Fatal(m, err)
	}
	if _, err := s.StartMail(t.Context(), first[0], at.Add(time.Hour)); err != ErrStale {
		t.Errorf("begun twice: %v", err)
	}
	if err := s.RetryMail(t.Context(), m, at.Add(5*time.Minute), "421 4.3.2"); err != nil {
		t.Fatal(err)
	}
	if none := claimMail(t, s, at.Add(5*time.Minute-1)); len(none) != 0 {
		t.Errorf("tried before its time: %+v", none)
	}
	m, err = s.StartMail(t.Context(), claimMail(t, s, at.Add(5*time.Minute))[0], at.Add(10*time.Minute))
	if err != nil || m.Attempts != 2 || m.Why != "421 4.3.2" {
		t.Fatal(m, err)
	}
	// It is interrupted now, so nobody knows whether it was taken.
	if none := claimMail(t, s, at.Add(10*time.Minute)); len(none) != 0 {
		t.Errorf("an e-mail that may have been sent is tried again: %+v", none)
	}
	if err := s.EndMail(t.Context(), m, MailSent, ""); err != ErrStale {
		t.Errorf("an e-mail ended twice: %v", err)
	}
	mails, err := s.Mails(t.Context(), id)
	if err != nil || len(mails) != 1 || mails[0].State != MailUnknown || mails[0].Attempts != 2 {
		t.Errorf("it ended as %+v, %v", mails, err)
	}
}

func TestEMailsEndAsTheyWere(t *testing.T) { onBoth(t, eMailsEndAsTheyWere) }

func eMailsEndAsTheyWere(t *testing.T, here home) {
	s := here.open(t, Options{})
	for i, end := range []MailState{MailSent, MailFailed, MailUnknown} {
		id := place(t, s, fmt.Sprintf("the-key-of-order-%d", i)).ID
		m, err := s.StartMail(t.Context(), claimMail(t, s, s.now())[0], s.now().Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.EndMail(t.Context(), m, end, "550 <marked.person@example.org> unknown"); err != nil {
			t.Fatal(err)
		}
		mails, err := s.Mails(t.Context(), id)
		if err != nil || len(mails) != 1 || mails[0].State != end || mails[0].Why != "other" {
			t.Errorf("%s: %+v, %v", end, mails, err)
		}
	}
	if err := s.EndMail(t.Context(), Mail{}, MailWaiting, ""); err == nil {
		t.Error("an e-mail ended as waiting")
	}
	refusals{
		`UPDATE mails SET state = 'waiting'`: "ends once",
		`DELETE FROM mails`:                  "never deleted",
	}.check(t, s)
}

func TestTheWaitsGrow(t *testing.T) {
	last, sum := time.Duration(0), time.Duration(0)
	for n := 1; ; n++ {
		wait, again := MailBackoff(n)
		if !again {
			break
		}
		if wait < last {
			t.Errorf("after %d tries %s, before %s", n, wait, last)
		}
		last, sum = wait, sum+wait
	}
	if sum < 2*24*time.Hour || sum > 4*24*time.Hour {
		t.Errorf("an e-mail is tried for %s", sum)
	}
}

// waiting makes nine orders, of which the first two wait for a hand and the next
// three for a verification.
func waiting(t *testing.T, s *Store) (ids []string) {
	t.Helper()
	for i := range 9 {
		ids = append(ids, place(t, s, fmt.Sprintf("the-key-of-order-%d", i)).ID)
	}
	claim(t, s, s.now().Add(time.Second), 3)
	for _, id := range ids[:3] {
		if err := s.Postpone(t.Context(), id, time.Time{}, "address"); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range ids[2:5] {
		o, _ := load(t, s, id)
		st := noted(o, s.now())
		st.State, st.Queue = exchange.Verification, "verification"
		if id == ids[2] {
			st.Due = time.Time{} // and its hand is gone
		}
		append1(t, s, st)
	}
	return ids
}

// listed gives the places among ids of the orders that the queue lists.
func listed(t *testing.T, s *Store, ids []string, f QueueFilter, after string, most int) (found string) {
	t.Helper()
	q, err := s.Queue(t.Context(), f, after, most)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range q {
		found += fmt.Sprint(slices.Index(ids, one.ID))
	}
	return found
}

func TestTheQueueShowsWhatWaits(t *testing.T) { onBoth(t, theQueueShowsWhatWaits) }

func theQueueShowsWhatWaits(t *testing.T, here home) {
	s := here.open(t, Options{})
	ids := waiting(t, s)
	for _, c := range []struct {
		filter QueueFilter
		after  string
		most   int
		want   string
	}{
		{QueueFilter{}, "", 100, "876543210"},
		{QueueFilter{}, "", 4, "8765"},
		{QueueFilter{}, ids[5], 4, "4321"},
		{QueueFilter{Waiting: true}, "", 100, "01234"},
		{QueueFilter{Waiting: true}, ids[1], 2, "23"},
		{QueueFilter{Reason: "address"}, "", 100, "01"},
		{QueueFilter{Reason: "verification"}, "", 100, "234"},
		{QueueFilter{State: exchange.Verification}, "", 100, "432"},
		{QueueFilter{State: exchange.AwaitingPayment}, ids[7], 2, "65"},
		{QueueFilter{Text: strings.ToUpper(ids[6][3:])}, "", 100, "6"},
		{QueueFilter{Text: "%"}, "", 100, ""},
		{QueueFilter{Text: ids[3], Waiting: true, State: exchange.Verification}, "", 100, "3"},
		{QueueFilter{Reason: "nothing"}, "", 100, ""},
	} {
		if got := listed(t, s, ids, c.filter, c.after, c.most); got != c.want {
			t.Errorf("%+v after %s lists %s; want %s", c.filter, c.after, got, c.want)
		}
	}
	q, err := s.Queue(t.Context(), QueueFilter{Text: ids[0]}, "", 1)
	if err != nil || len(q) != 1 || q[0].Hand != "address" || !q[0].Due.IsZero() || q[0].From != "BTC" || q[0].Give != "0.1" || q[0].Version != 1 || q[0].Deadline.IsZero() {
		t.Errorf("a row of it is %+v, %v", q, err)
	}
	counts, err := s.QueueCounts(t.Context())
	if err != nil || len(counts) != 2 || counts["address"] != 2 || counts["verification"] != 3 {
		t.Errorf("the counts are %v, %v", counts, err)
	}
}

func TestSettingsAreKeptAndAudited(t *testing.T) { onBoth(t, settingsAreKeptAndAudited) }

func settingsAreKeptAndAudited(t *testing.T, here home) {
	s := here.open(t, Options{})
	set := func(key, value, by, why string) {
		t.Helper()
		if err := s.Set(t.Context(), key, value, by, why); err != nil {
			t.Fatal(err)
		}
	}
	set("pause", "1", "anna", "outage")
	set("venue cursor", "2026-11-22T10:00:00Z", "", "")
	set("pause", "", "boris", "over")
	s.Close()
	s = here.open(t, Options{})
	for key, want := range map[string]string{"pause": "", "venue cursor": "2026-11-22T10:00:00Z", "never set": ""} {
		if got, err := s.Setting(t.Context(), key); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", key, got, err, want)
		}
	}
	log, err := s.AuditLog(t.Context(), 0, 10)
	if err != nil || len(log) != 2 || log[0].Operator != "boris" || log[0].Seq != 2 || log[1].Subject != "pause" || log[1].Why != "outage" || string(log[1].Data) != `{"value":"1"}` {
		t.Errorf("the audit log is %+v, %v", log, err)
	}
	if page, err := s.AuditLog(t.Context(), 2, 10); err != nil || len(page) != 1 || page[0].Seq != 1 {
		t.Errorf("its second page is %+v, %v", page, err)
	}
	if err := s.Note(t.Context(), AuditEntry{Event: "x", Data: []byte("{")}); err == nil {
		t.Error("an entry with broken data was taken")
	}
	if n := count(t, s, "settings WHERE version = 2"); n != 1 {
		t.Errorf("%d settings were changed twice", n)
	}
	refusals{
		`UPDATE audit_log SET why = ''`: "append-only",
		`DELETE FROM audit_log`:         "append-only",
	}.check(t, s)
}
