package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// NoticeSetting is the setting that holds the notice of maintenance.
const NoticeSetting = "maintenance"

// Notice announces that the office takes no new orders for a time (3.15). Its zero
// value announces nothing.
type Notice struct {
	From  time.Time // from then on no order is taken
	Until time.Time // and again from then on; zero: until further notice
	Text  string    // what clients read
}

type noticeRecord struct {
	From  time.Time  `json:"from"`
	Until *time.Time `json:"until,omitempty"`
	Text  string     `json:"text"`
}

// On says whether no orders are taken at a moment.
func (n Notice) On(at time.Time) bool {
	return !n.From.IsZero() && !at.Before(n.From) && !n.Past(at)
}

// Past says whether the time of the notice is over.
func (n Notice) Past(at time.Time) bool { return !n.Until.IsZero() && !at.Before(n.Until) }

// Notice gives the notice of maintenance, also one that is past.
func (s *Store) Notice(ctx context.Context) (Notice, error) {
	text, err := s.Setting(ctx, NoticeSetting)
	if err != nil || text == "" {
		return Notice{}, err
	}
	var r noticeRecord
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Notice{}, fmt.Errorf("the notice of maintenance cannot be read: %w", err)
	}
	n := Notice{From: r.From, Text: r.Text}
	if r.Until != nil {
		n.Until = *r.Until
	}
	return n, nil
}

// SetNotice announces maintenance, or nothing any more with the zero value.
func (s *Store) SetNotice(ctx context.Context, n Notice, by, why string) error {
	value := ""
	if !n.From.IsZero() {
		r := noticeRecord{From: n.From.UTC(), Text: n.Text}
		if !n.Until.IsZero() {
			until := n.Until.UTC()
			r.Until = &until
		}
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		value = string(text)
	}
	return s.Set(ctx, NoticeSetting, value, by, why)
}
