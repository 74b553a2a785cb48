package rates

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/judge"
	"agio/server/rates/sign"
	"agio/wasm/exchange"
)

// History keeps published snapshots, as they travelled. *store.Store does.
type History interface {
	// Record keeps a snapshot before anybody sees it.
	Record(ctx context.Context, id string, taken time.Time, text []byte) error
	// Recorded gives the snapshot of an id; false when it is not kept.
	Recorded(ctx context.Context, id string) (text []byte, found bool, err error)
	// RecordedBefore gives up to so many snapshots taken at a moment or before,
	// the newest first.
	RecordedBefore(ctx context.Context, moment time.Time, most int) ([][]byte, error)
}

// How far back Restore looks for the price last accepted of each asset: some
// hours of snapshots, in pieces.
const (
	restorePiece  = 50
	restorePieces = 40
)

// Restore takes up where the office left off: what was published and is still
// valid may be ordered on, and a price is held against the one accepted last. A
// stored snapshot that the office's keys did not sign is passed over.
func (b *Board) Restore(ctx context.Context) error {
	if b.History == nil || b.Ring == nil {
		return nil
	}
	now := b.Now()
	states := make(map[string]judge.State)
	for moment, pieces := now, 0; pieces < restorePieces; pieces++ {
		texts, err := b.History.RecordedBefore(ctx, moment, restorePiece)
		if err != nil {
			return err
		}
		reached := moment
		for _, text := range texts {
			s, err := unseal(text, b.Ring)
			if err != nil {
				b.Log.Warn("a stored snapshot is not the office's", "error", err.Error())
				continue
			}
			b.takeUp(s, states, now)
			reached = s.TakenAt.Add(-time.Millisecond)
		}
		if len(texts) < restorePiece || reached.Equal(moment) || !b.source.live() || b.complete(states) {
			break
		}
		moment = reached
	}
	b.refreshing.Lock()
	defer b.refreshing.Unlock()
	b.states = states
	return nil
}

// complete says whether the last price of every asset is known.
func (b *Board) complete(states map[string]judge.State) bool {
	for _, p := range b.policies {
		if _, known := states[p.Asset]; !known {
			return false
		}
	}
	return true
}

// takeUp remembers a stored snapshot, older than all before: as one that may
// still be ordered on, and by the prices that live sources stood behind.
func (b *Board) takeUp(s Snapshot, states map[string]judge.State, now time.Time) {
	if b.orderable(s, now) {
		b.mu.Lock()
		b.recent = append([]Snapshot{s}, b.recent...)
		b.mu.Unlock()
	}
	if !b.source.live() {
		return
	}
	for asset, p := range s.Prices {
		if _, known := states[asset]; !known && len(s.Signed.Prices[asset].Sources) > 0 {
			states[asset] = judge.NewState(p.Bid, p.Ask)
		}
	}
}

// day is what a change of 24 hours looks back.
const day = 24 * time.Hour

// addChanges computes the changes of 24 hours that the sources do not state: from
// the middle of bid and ask in the last snapshot taken 24 hours ago or up to one
// validity before that, to the middle now. Where there is none, or its price came
// from the other kind of source, the change stays absent.
func (b *Board) addChanges(ctx context.Context, c *sign.Content) {
	if b.History == nil {
		return
	}
	then := c.TakenAt.Add(-day)
	texts, err := b.History.RecordedBefore(ctx, then, 1)
	if err != nil {
		b.Log.Error("the prices of yesterday cannot be read", "error", err.Error())
	}
	if len(texts) == 0 {
		return
	}
	old, err := unseal(texts[0], b.Ring)
	if err != nil || old.TakenAt.Before(then.Add(-c.ValidUntil.Sub(c.TakenAt))) {
		return
	}
	for asset, p := range c.Prices {
		was, priced := old.Prices[asset]
		sameKind := (len(old.Signed.Prices[asset].Sources) > 0) == (len(p.Sources) > 0)
		if p.Change.Valid || !priced || !sameKind {
			continue
		}
		p.Change = stated(change(was, p.Price))
		c.Prices[asset] = p
	}
}

// change is in per cent, from the middle of one price to that of another. Twice
// the middle is bid and ask together, so no middle needs to be computed.
func change(was, is exchange.Price) decimal.NullDecimal {
	then, now := was.Bid.Add(was.Ask), is.Bid.Add(is.Ask)
	return decimal.NullDecimal{Decimal: now.Sub(then).Shift(2).DivRound(then, changePlaces), Valid: true}
}

// Once gives a snapshot that was published, however long ago, if the office's keys
// signed it; false when it was never published or is not kept any more.
func (b *Board) Once(ctx context.Context, id string) (Snapshot, bool, error) {
	text, found, err := b.Stored(ctx, id)
	if err != nil || !found || b.Ring == nil {
		return Snapshot{}, false, err
	}
	s, err := unseal(text, b.Ring)
	return s, err == nil, nil
}

// Stored gives a snapshot that was published, however long ago, as it travelled;
// false when it was never published or is not kept any more.
func (b *Board) Stored(ctx context.Context, id string) ([]byte, bool, error) {
	b.mu.RLock()
	for _, s := range b.recent {
		if s.ID == id && s.JSON != nil {
			b.mu.RUnlock()
			return s.JSON, true, nil
		}
	}
	b.mu.RUnlock()
	if b.History == nil {
		return nil, false, nil
	}
	return b.History.Recorded(ctx, id)
}
