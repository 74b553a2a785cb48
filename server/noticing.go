package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"agio/server/store"
)

// noticeEvery is how often the notice of maintenance is read: another server, or an
// operator at another one, may have changed it.
const noticeEvery = 2 * time.Second

// noticeBoard knows what maintenance is announced, and has the site published anew
// when that changes.
type noticeBoard struct {
	read    func(ctx context.Context) (store.Notice, error)
	log     *slog.Logger
	current atomic.Pointer[store.Notice]
	shut    atomic.Pointer[time.Time] // the last moment of maintenance seen
}

// look reads the notice. One that cannot be read leaves the one before in force.
func (b *noticeBoard) look(ctx context.Context) {
	n, err := b.read(ctx)
	if err != nil {
		b.log.Error("the notice of maintenance cannot be read", "error", err.Error())
		return
	}
	if last := b.reopened(time.Now()); !last.IsZero() {
		b.shut.Store(&last)
	}
	b.current.Store(&n)
}

// reopened is the last moment known at which no orders were taken; zero where none is.
func (b *noticeBoard) reopened(at time.Time) time.Time {
	var last time.Time
	if shut := b.shut.Load(); shut != nil {
		last = *shut
	}
	n := b.notice()
	if n.Past(at) {
		at = n.Until
	} else if !n.On(at) {
		return last
	}
	if at.After(last) {
		last = at
	}
	return last
}

func (b *noticeBoard) notice() store.Notice {
	if n := b.current.Load(); n != nil {
		return *n
	}
	return store.Notice{}
}

// run has the site published whenever what it shows of the notice has changed. A
// site that cannot be published is tried again the next time.
func (b *noticeBoard) run(ctx context.Context, publish func() error) {
	shown := b.shown(time.Now())
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(noticeEvery):
		}
		b.look(ctx)
		now := b.shown(time.Now())
		if now == shown {
			continue
		}
		if err := publish(); err != nil {
			b.log.Error("the changed notice of maintenance could not be published", "error", err.Error())
			continue
		}
		shown = now
	}
}

// shown is what the site says of maintenance at a moment; empty for nothing.
func (b *noticeBoard) shown(at time.Time) string {
	n := b.notice()
	if n.From.IsZero() || n.Past(at) {
		return ""
	}
	from := "From " + noticeTime(n.From) + " no new orders are taken"
	if n.On(at) {
		from = "No new orders are taken at the moment"
	}
	return from + noticeUntil(n) + noticeWords(n)
}

// closed says what clients read while no orders are taken, and whether that is so.
func (b *noticeBoard) closed(at time.Time) (string, bool) {
	n := b.notice()
	if !n.On(at) {
		return "", false
	}
	return "No new orders are taken at the moment" + noticeUntil(n) + noticeWords(n), true
}

func noticeUntil(n store.Notice) string {
	if n.Until.IsZero() {
		return ", until further notice."
	}
	return ", until " + noticeTime(n.Until) + "."
}

func noticeWords(n store.Notice) string {
	words := " Orders that were made before go on."
	if n.Text != "" {
		words = " " + n.Text + words
	}
	return words
}

func noticeTime(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }
