package store

import (
	"context"
	"errors"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
)

// told is what a sighting of the tests says, each with the mark of its sender.
func told(mark string) (SightingFacts, SightingSender) {
	return SightingFacts{From: "BTC", To: "USDTTRC20", Give: "1", Get: "61000", Minute: "2026-11-22 09:14", Finding: "better", Differs: "0.697",
			Unit: "BTC", Per: "USDTTRC20", Rate: "60577.5985", Snapshots: []string{"s2", "s1"}},
		SightingSender{Where: mark + ".example", Words: mark + " words", Email: mark + "@example.org"}
}

func sendIn(t *testing.T, s *Store, form, mark string) error {
	t.Helper()
	facts, who := told(mark)
	id, err := s.AddSighting(t.Context(), form, facts, who, 3)
	if err != nil {
		return err
	}
	if seen, err := s.SightingSeen(t.Context(), id); err != nil || seen.Seen() != facts.Seen() {
		t.Errorf("the sighting %s gives %v, %v", id, seen, err)
	}
	return nil
}

// openOnes lists those that wait for the desk.
func openOnes(t *testing.T, s *Store) []Sighting {
	t.Helper()
	all, err := s.OpenSightings(t.Context(), "", 10)
	n, err2 := s.WaitingSightings(t.Context())
	if err := errors.Join(err, err2); err != nil || n != len(all) {
		t.Fatalf("%d wait, %d are listed, %v", n, len(all), err)
	}
	return all
}

func TestSightings(t *testing.T) { onBoth(t, sightings) }

func sightings(t *testing.T, here home) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s := here.open(t, Options{Now: func() time.Time { return now }})
	for _, form := range []string{"form-1", "form-1", "form-2"} { // the first one twice
		if err := sendIn(t, s, form, "marked"); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if places := here.holding(t, []byte("marked")); places != nil {
		t.Errorf("what names somebody stands in the clear in %v", places)
	}
	s = here.open(t, Options{Now: func() time.Time { return now }})
	all := openOnes(t, s)
	facts, who := told("marked")
	if len(all) != 2 || !all[0].At.Equal(now) || all[0].Erased || !all[0].Closed.IsZero() || diff.Diff(all[0].Facts, facts) != "" || diff.Diff(all[0].Sender, who) != "" {
		t.Fatalf("%+v", all)
	}
	if next, err := s.OpenSightings(t.Context(), all[0].ID, 10); err != nil || len(next) != 1 || next[0].ID != all[1].ID {
		t.Errorf("after the first comes %v, %v", next, err)
	}
	if err := s.CloseSighting(t.Context(), all[0].ID, "the other site was told", "Ada"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{all[0].ID, "nobody"} {
		if err := s.CloseSighting(t.Context(), id, "again", "Eve"); !errors.Is(err, ErrNotFound) {
			t.Errorf("closing %s gives %v", id, err)
		}
	}
	closed, err := s.ClosedSightings(t.Context(), "", 10)
	if err != nil || len(closed) != 1 || closed[0].ClosedBy != "Ada" || closed[0].Reason != "the other site was told" || !closed[0].Closed.Equal(now) {
		t.Errorf("closed: %+v, %v", closed, err)
	}
	if left := openOnes(t, s); len(left) != 1 || left[0].ID != all[1].ID {
		t.Errorf("left: %+v", left)
	}
	if entries, err := s.AuditLog(t.Context(), 0, 10); err != nil || len(entries) != 1 || entries[0].Event != "sighting_closed" || entries[0].Subject != all[0].ID {
		t.Errorf("the audit log: %+v, %v", entries, err)
	}
}

// As many wait as are allowed; what was sent before is still answered as before.
func TestSightingsDoNotPileUp(t *testing.T) { onBoth(t, sightingsDoNotPileUp) }

func sightingsDoNotPileUp(t *testing.T, here home) {
	s := here.open(t, Options{})
	for _, form := range []string{"a", "b", "c", "b"} {
		if err := sendIn(t, s, form, "marked"); err != nil {
			t.Fatal(err)
		}
	}
	if err := sendIn(t, s, "d", "marked"); !errors.Is(err, ErrManySightings) {
		t.Errorf("one too many gives %v", err)
	}
	if err := sendIn(t, s, "a", "marked"); err != nil {
		t.Errorf("one that was sent before gives %v", err)
	}
	if err := s.CloseSighting(t.Context(), openOnes(t, s)[0].ID, "settled", "Ada"); err != nil {
		t.Fatal(err)
	}
	if err := sendIn(t, s, "d", "marked"); err != nil {
		t.Errorf("after one was closed: %v", err)
	}
}

// What names somebody goes 30 days after the desk closed it, and after a year in any
// case; what was seen and found stays, and the database keeps to it by itself.
func TestSightingsForgetWhoSentThem(t *testing.T) { onBoth(t, sightingsForgetWhoSentThem) }

func sightingsForgetWhoSentThem(t *testing.T, here home) {
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	now := start
	s := here.open(t, Options{Now: func() time.Time { return now }})
	for _, mark := range []string{"closed", "open"} {
		if err := sendIn(t, s, mark, mark); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.CloseSighting(t.Context(), openOnes(t, s)[0].ID, "settled", "Ada"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after        time.Duration
		forgotten    int64
		open, closed bool // which of the two is forgotten then
	}{
		{SightingKeptClosed, 0, false, false}, {SightingKeptClosed + time.Millisecond, 1, false, true}, {SightingKeptAtMost, 0, false, true},
		{SightingKeptAtMost + time.Millisecond, 1, true, true}, {2 * SightingKeptAtMost, 0, true, true},
	} {
		now = start.Add(step.after)
		n, err := s.ForgetSightings(context.Background())
		if err != nil || n != step.forgotten {
			t.Errorf("after %s %d are forgotten, %v; want %d", step.after, n, err, step.forgotten)
		}
		closed, err := s.ClosedSightings(t.Context(), "", 10)
		if err != nil || closed[0].Erased != step.closed || openOnes(t, s)[0].Erased != step.open {
			t.Errorf("after %s: %+v, %+v, %v", step.after, closed, openOnes(t, s), err)
		}
	}
	if open := openOnes(t, s)[0]; open.Sender != (SightingSender{}) || open.Facts.Get != "61000" {
		t.Errorf("%+v", open)
	}
	refusals{
		`DELETE FROM sightings`:                 "never deleted",
		`UPDATE sightings SET data = '{}'`:      "never changes",
		`UPDATE sightings SET closed_at = NULL`: "closed once",
	}.check(t, s)
}

// The key of a form brings one sighting: what says something else is refused, whatever
// of it differs; what was found may differ, because it is found anew each time.
func TestSightingsKeepToTheirKeys(t *testing.T) { onBoth(t, sightingsKeepToTheirKeys) }

func sightingsKeepToTheirKeys(t *testing.T, here home) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s := here.open(t, Options{Now: func() time.Time { return now }})
	facts, who := told("marked")
	first, err := s.AddSighting(t.Context(), "form", facts, who, 3)
	if err != nil {
		t.Fatal(err)
	}
	facts.Finding, facts.Snapshots = "worse", nil
	if again, err := s.AddSighting(t.Context(), "form", facts, who, 1); err != nil || again != first {
		t.Errorf("the same again is %s, %v; want %s", again, err, first)
	}
	for name, change := range map[string]func(*SightingFacts, *SightingSender){
		"figure": func(f *SightingFacts, _ *SightingSender) { f.Get = "61001" }, "minute": func(f *SightingFacts, _ *SightingSender) { f.Minute = "2026-11-22 09:15" },
		"words": func(_ *SightingFacts, w *SightingSender) { w.Words += "!" }, "email": func(_ *SightingFacts, w *SightingSender) { w.Email = "" },
		"where": func(_ *SightingFacts, w *SightingSender) { w.Where = "elsewhere" },
	} {
		facts, who := told("marked")
		change(&facts, &who)
		if _, err := s.AddSighting(t.Context(), "form", facts, who, 3); !errors.Is(err, ErrKeyReused) {
			t.Errorf("another %s gives %v", name, err)
		}
	}
	if _, err := s.SightingSeen(t.Context(), "0190163d-8694-739b-aea5-966c26f8ad91"); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is not there gives %v", err)
	}
	now = now.Add(SightingKeptAtMost + time.Second)
	if _, err := s.ForgetSightings(t.Context()); err != nil {
		t.Fatal(err)
	}
	who.Words = "others"
	if again, err := s.AddSighting(t.Context(), "form", facts, who, 3); err != nil || again != first {
		t.Errorf("one that was forgotten gives %s, %v", again, err)
	}
	if left := openOnes(t, s); len(left) != 1 {
		t.Errorf("%d are kept", len(left))
	}
}
