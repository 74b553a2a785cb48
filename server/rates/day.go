package rates

import (
	"context"
	"time"

	"github.com/shopspring/decimal"
)

// A day is told at marks, the half hours of UTC, both ends included.
const (
	DayStep  = 30 * time.Minute
	DayMarks = 49
)

// Day is what the office published in the last 24 hours, as its own history has it:
// at each mark the snapshot that could be ordered on at that very moment. Where there
// was none, or it had no price for an asset, there is a gap; nothing is filled in.
type Day struct {
	Until     time.Time // the last mark; the others lie DayStep apart before it
	Snapshots []string  // the id in force at each mark, the oldest first; empty for a gap
	Courses   map[string]Course
}

// Course is the bid of one asset at each mark of a day.
type Course struct {
	Bids      []string // empty for a gap
	Heights   []int    // to draw, not to compute with: from 0 for Low to 1000 for High, −1 for a gap
	Low, High string   // empty where all is a gap
}

// Day gives the course of every asset that has a price now, or had one at some mark.
// A price is left out that came from the other kind of source than the asset's now
// (the live ones, or one file), because the two do not make one course.
func (b *Board) Day(ctx context.Context) (Day, error) {
	b.mu.RLock()
	var now Snapshot
	if len(b.recent) > 0 {
		now = b.recent[len(b.recent)-1]
	}
	b.mu.RUnlock()
	d := Day{Until: now.TakenAt.Truncate(DayStep), Courses: make(map[string]Course)}
	if b.History == nil || b.Ring == nil || now.TakenAt.IsZero() {
		return d, nil
	}
	marks, err := b.marksUntil(ctx, d.Until)
	if err != nil {
		return d, err
	}
	for _, s := range marks {
		d.Snapshots = append(d.Snapshots, s.ID)
		for asset := range s.Prices {
			if _, known := d.Courses[asset]; !known {
				d.Courses[asset] = courseOf(asset, marks, now)
			}
		}
	}
	return d, nil
}

// marksUntil gives the snapshot in force at each mark, an empty one for a gap. What
// was in force at a mark never changes, so each is looked up once.
func (b *Board) marksUntil(ctx context.Context, until time.Time) ([]Snapshot, error) {
	b.days.Lock()
	defer b.days.Unlock()
	known := make(map[int64]Snapshot, DayMarks)
	marks := make([]Snapshot, DayMarks)
	for i := range marks {
		at := until.Add(time.Duration(i+1-DayMarks) * DayStep)
		s, there := b.marks[at.Unix()]
		if !there {
			var err error
			if s, err = b.inForce(ctx, at); err != nil {
				return nil, err
			}
		}
		known[at.Unix()], marks[i] = s, s
	}
	b.marks = known
	return marks, nil
}

// inForce gives the snapshot that could be ordered on at a moment, without the
// grace; an empty one where there was none that the office's keys signed.
func (b *Board) inForce(ctx context.Context, at time.Time) (Snapshot, error) {
	texts, err := b.History.RecordedBefore(ctx, at, 1)
	if err != nil || len(texts) == 0 {
		return Snapshot{}, err
	}
	s, err := unseal(texts[0], b.Ring)
	if err != nil || !at.Before(s.ValidUntil) {
		return Snapshot{}, nil
	}
	s.JSON = nil // the history has it
	return s, nil
}

// courseOf takes the bids of an asset from the snapshots of the marks.
func courseOf(asset string, marks []Snapshot, now Snapshot) Course {
	c := Course{Bids: make([]string, len(marks)), Heights: make([]int, len(marks))}
	var low, high decimal.Decimal
	for i, s := range marks {
		p, priced := s.Prices[asset]
		if !priced || !sameKind(asset, s, now) {
			continue
		}
		c.Bids[i] = p.Bid.String()
		if low.IsZero() || p.Bid.LessThan(low) {
			low = p.Bid
		}
		high = decimal.Max(high, p.Bid)
	}
	for i, s := range marks {
		c.Heights[i] = -1
		if c.Bids[i] != "" {
			c.Heights[i] = height(s.Prices[asset].Bid, low, high)
		}
	}
	if high.Sign() > 0 {
		c.Low, c.High = low.String(), high.String()
	}
	return c
}

// sameKind says whether two snapshots have an asset's price from the same kind of
// source; one that has none now is taken from either.
func sameKind(asset string, then, now Snapshot) bool {
	_, priced := now.Prices[asset]
	live := func(s Snapshot) bool { return len(s.Signed.Prices[asset].Sources) > 0 }
	return !priced || live(then) == live(now)
}

// height places a price between the lowest and the highest, rounded down; in the
// middle where there is but one price.
func height(price, low, high decimal.Decimal) int {
	if high.Equal(low) {
		return 500
	}
	q, _ := price.Sub(low).Shift(3).QuoRem(high.Sub(low), 0)
	return int(q.IntPart())
}
