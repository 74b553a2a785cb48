package rates

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// publishAt lets the office publish at a time of the day of noon, VET at a price.
func (o *liveOffice) publishAt(t *testing.T, clock, vet string) {
	t.Helper()
	at, err := time.Parse("15:04:05", clock)
	if err != nil {
		t.Fatal(err)
	}
	o.now = time.Date(noon.Year(), noon.Month(), noon.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
	o.set(func() {
		if o.vet, o.kraken = vet, "60000"; vet == "" {
			o.kraken = "" // it fails
		}
	})
	if err := o.board.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (o *liveOffice) day(t *testing.T) Day {
	t.Helper()
	d, err := o.board.Day(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A mark shows what could be ordered on at that very moment; where nothing could,
// or the price was refused, there is a gap.
func TestDay(t *testing.T) {
	o := openLive(t)
	o.publishAt(t, "12:29:00", "0.02") // in force at 12:30
	first, _ := o.board.Current()
	o.publishAt(t, "12:50:00", "0.0202") // not any more at 13:00
	o.publishAt(t, "13:28:00", "0.021")
	o.publishAt(t, "13:30:00", "0.0212") // in force at 13:30 from this moment on
	o.publishAt(t, "13:59:59", "")       // refused at 14:00
	o.publishAt(t, "14:27:00", "0.0209")
	o.publishAt(t, "14:44:00", "0.0205") // after the last mark
	d := o.day(t)
	if got := d.Until.Format("15:04"); got != "14:30" || len(d.Snapshots) != DayMarks || d.Snapshots[DayMarks-5] != first.ID {
		t.Fatalf("until %s, %d marks: %v", got, len(d.Snapshots), d.Snapshots)
	}
	c := d.Courses["VET"]
	if got := strings.Join(c.Bids[DayMarks-6:], " "); got != " 0.02  0.0212  0.0209" || c.Low != "0.02" || c.High != "0.0212" {
		t.Errorf("the course is %q, %s to %s", got, c.Low, c.High)
	}
	for i, want := range []int{-1, 0, -1, 1000, -1, 750} {
		if got := c.Heights[DayMarks-6+i]; got != want {
			t.Errorf("the height of mark %d is %d, want %d", i, got, want)
		}
	}
	if strings.Join(c.Bids[:DayMarks-5], "") != "" {
		t.Errorf("something stands before the first snapshot: %v", c.Bids)
	}
}

// What a mark shows never changes, and is looked up once.
func TestADayIsLookedUpOnce(t *testing.T) {
	o := openLive(t)
	o.publishAt(t, "12:29:00", "0.02")
	o.publishAt(t, "12:31:00", "0.0201")
	before := o.day(t)
	o.history.fail = nil
	o.board.History = failing{o.history}
	again := o.day(t)
	if strings.Join(before.Snapshots, ",") != strings.Join(again.Snapshots, ",") {
		t.Errorf("%v, then %v", before.Snapshots, again.Snapshots)
	}
	o.board.History = o.history
	o.publishAt(t, "13:01:00", "0.0202")
	o.board.History = failing{o.history}
	if _, err := o.board.Day(t.Context()); err == nil {
		t.Error("a mark that cannot be looked up is passed over")
	}
}

// A snapshot that the office did not sign is a gap, and so is a price of the other
// kind of source.
func TestADayIsTheOfficesOwn(t *testing.T) {
	o := openLive(t)
	o.publishAt(t, "12:29:00", "0.02")
	o.publishAt(t, "12:59:00", "0.02")
	o.history.texts[o.history.ids[0]] = []byte(strings.Replace(string(o.history.texts[o.history.ids[0]]), `"0.02"`, `"0.09"`, 1))
	o.publishAt(t, "13:01:00", "0.02")
	if c := o.day(t).Courses["VET"]; c.Bids[DayMarks-2] != "" || c.Bids[DayMarks-1] != "0.02" || c.Heights[DayMarks-1] != 500 {
		t.Errorf("%v, %v", c.Bids, c.Heights)
	}
	file, now := o.board.recent[len(o.board.recent)-1], o.board.recent[len(o.board.recent)-1]
	now.Signed.Prices = nil
	if sameKind("VET", file, now) {
		t.Error("a live price stands in the course of a file's")
	}
}

// failing is a history that cannot be read any more.
type failing struct{ *memory }

func (failing) RecordedBefore(context.Context, time.Time, int) ([][]byte, error) {
	return nil, errors.New("the disk is gone")
}

func TestThen(t *testing.T) {
	o := openLive(t)
	o.publishAt(t, "12:20:00", "0.02")
	o.publishAt(t, "12:24:00", "0.0201")
	o.publishAt(t, "12:27:00", "0.0202")
	at := time.Date(noon.Year(), noon.Month(), noon.Day(), 12, 25, 0, 0, time.UTC)
	for i, c := range []struct{ from, to, want string }{
		{"0s", "59s", "0.0201"}, {"-1ns", "59s", "0.0201 0.02"}, {"2m", "2m", "0.0202 0.0201"}, {"7m", "8m", ""}, {"-6m", "-5m1s", ""},
	} {
		from, _ := time.ParseDuration(c.from)
		to, _ := time.ParseDuration(c.to)
		all, err := o.board.Then(t.Context(), at.Add(from), at.Add(to))
		var bids []string
		for _, s := range all {
			bids = append(bids, s.Prices["VET"].Bid.String())
		}
		if got := strings.Join(bids, " "); err != nil || got != c.want {
			t.Errorf("case %d: %q, %v, want %q", i, got, err, c.want)
		}
	}
}
