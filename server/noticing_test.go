package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"agio/server/store"
)

// What is announced is shown from then on, closes the office for its time, and is
// gone afterwards; the site is published at each change and at no other time.
func TestMaintenanceComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var is posted
		b := &noticeBoard{read: is.read, log: slog.New(slog.DiscardHandler)}
		go b.run(ctx, is.publish)
		check := func(when string, shown string, closed bool, times int) {
			t.Helper()
			time.Sleep(2 * noticeEvery)
			synctest.Wait()
			text, on := b.closed(time.Now())
			if got, n := b.shown(time.Now()), is.times(); !strings.HasPrefix(got, shown) || (shown == "") != (got == "") || on != closed || on == (text == "") || n != times {
				t.Errorf("%s: shown %q, closed %v %q, published %d times; want %q, %v, %d", when, got, on, text, n, shown, closed, times)
			}
		}
		check("at first", "", false, 0)
		start := time.Now()
		notice := store.Notice{From: start.Add(time.Hour), Until: start.Add(2 * time.Hour), Text: "We move."}
		is.set(notice, nil, true)
		check("announced, and not published at once", "From ", false, 2)
		time.Sleep(time.Until(notice.From))
		check("from then on", "No new orders are taken at the moment, until ", true, 3)
		is.set(notice, errors.New("no disk"), false)
		time.Sleep(time.Until(notice.Until))
		check("afterwards, though it cannot be read", "", false, 4)
		is.set(store.Notice{From: start}, nil, false)
		check("without an end", "No new orders are taken at the moment, until further notice. Orders", true, 5)
		is.set(store.Notice{}, nil, false)
		check("taken back", "", false, 6)
		if at := b.reopened(time.Now()); time.Since(at) < noticeEvery || time.Since(at) > 3*noticeEvery {
			t.Errorf("orders were last not taken %s ago", time.Since(at))
		}
		stop()
	})
}

// posted is the notice that the desk has set, and how often the site was published.
type posted struct {
	mu        sync.Mutex
	notice    store.Notice
	fault     error
	failing   bool // the next time it is published
	published int
}

func (p *posted) set(n store.Notice, fault error, failing bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notice, p.fault, p.failing = n, fault, failing
}

func (p *posted) read(context.Context) (store.Notice, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.notice, p.fault
}

func (p *posted) publish() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.published++
	if p.failing {
		p.failing = false
		return errors.New("disk full")
	}
	return nil
}

func (p *posted) times() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.published
}
