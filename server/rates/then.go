package rates

import (
	"context"
	"time"
)

// mostThen bounds how many snapshots Then looks through: those of ten minutes at the
// shortest interval there is would be more than anybody could read.
const mostThen = 60

// Then gives the snapshots that could be ordered on at some moment from one to
// another, both included, the newest first; only those that the office's keys
// signed. None is an answer too: nothing was published then, or it is kept no more.
func (b *Board) Then(ctx context.Context, from, to time.Time) ([]Snapshot, error) {
	if b.History == nil || b.Ring == nil {
		return nil, nil
	}
	texts, err := b.History.RecordedBefore(ctx, to, mostThen)
	if err != nil {
		return nil, err
	}
	var all []Snapshot
	for _, text := range texts {
		s, err := unseal(text, b.Ring)
		if err == nil && from.Before(s.ValidUntil) {
			all = append(all, s)
		}
	}
	return all, nil
}
