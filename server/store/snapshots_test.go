package store

import (
	"fmt"
	"testing"
	"time"
)

func record(t *testing.T, s *Store, id string, taken time.Time) {
	t.Helper()
	if err := s.Record(t.Context(), id, taken, []byte(`{"id":"`+id+`"}`)); err != nil {
		t.Fatal(err)
	}
}

func TestSnapshotsAreKeptAsTheyWere(t *testing.T) { onBoth(t, snapshotsAreKeptAsTheyWere) }

func snapshotsAreKeptAsTheyWere(t *testing.T, here home) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s := here.open(t, Options{})
	for i := range 5 {
		record(t, s, fmt.Sprint("s", i), at.Add(time.Duration(i)*time.Minute))
	}
	record(t, s, "s4", at.Add(time.Hour)) // again, and nothing changes
	s.Close()
	s = here.open(t, Options{})
	texts, err := s.RecordedBefore(t.Context(), at.Add(3*time.Minute), 2)
	if err != nil || len(texts) != 2 || string(texts[0]) != `{"id":"s3"}` || string(texts[1]) != `{"id":"s2"}` {
		t.Errorf("%s, %v", texts, err)
	}
	text, found, err := s.Recorded(t.Context(), "s4")
	if err != nil || !found || string(text) != `{"id":"s4"}` {
		t.Errorf("%s, %v, %v", text, found, err)
	}
	if _, found, err := s.Recorded(t.Context(), "s5"); found || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

// After 30 days only what orders name is left, and that stays.
func TestOldSnapshotsGoUnlessAnOrderNamesThem(t *testing.T) {
	onBoth(t, oldSnapshotsGoUnlessAnOrderNamesThem)
}

func oldSnapshotsGoUnlessAnOrderNamesThem(t *testing.T, here home) {
	s := here.open(t, Options{})
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	named := sample(at).SnapshotID
	record(t, s, named, at)
	place(t, s, "the-key-of-an-order")
	for i := range 3 * pruned {
		record(t, s, fmt.Sprint("old", i), at.Add(time.Duration(i+1)*time.Millisecond))
	}
	record(t, s, "edge", at.Add(time.Minute))
	for i := range 4 {
		record(t, s, fmt.Sprint("new", i), at.Add(time.Minute+SnapshotsFor))
	}
	if n := count(t, s, "snapshots"); n != 6 {
		t.Errorf("%d snapshots are kept; want the named one, the one at the edge, and four new ones", n)
	}
	for _, id := range []string{named, "edge"} {
		if _, found, err := s.Recorded(t.Context(), id); !found || err != nil {
			t.Errorf("%s: %v, %v", id, found, err)
		}
	}
	refusals{
		`DELETE FROM snapshots`:                                          "an order names this snapshot",
		`UPDATE snapshots SET text = '{}'`:                               "never changes",
		`UPDATE snapshots SET kept = 0`:                                  "never changes",
		`UPDATE snapshots SET taken_at = taken_at + 1 WHERE id = 'edge'`: "never changes",
	}.check(t, s)
	if here.postgres() {
		refusals{
			`INSERT INTO snapshots (id, taken_at, text, kept) VALUES ('1', 1, '1', 2)`: "check constraint",
			`TRUNCATE snapshots`: "an order names this snapshot",
		}.check(t, s)
		return
	}
	refusals{
		`INSERT OR REPLACE INTO snapshots SELECT * FROM snapshots`:          "an order names this snapshot",
		`INSERT INTO snapshots (id, taken_at, text, kept) VALUES (1,1,1,2)`: "CHECK",
	}.check(t, s)
}
