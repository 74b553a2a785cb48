package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
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
		var notice store.Notice
		var fault error
		b := &noticeBoard{read: func(context.Context) (store.Notice, error) { return notice, fault }, log: slog.New(slog.DiscardHandler)}
		published := 0
		failing := false
		go b.run(ctx, func() error {
			published++
			if failing {
				failing = false
				return errors.New("disk full")
			}
			return nil
		})
		check := func(when string, shown string, closed bool, times int) {
			t.Helper()
			time.Sleep(2 * noticeEvery)
			synctest.Wait()
			text, is := b.closed(time.Now())
			if got := b.shown(time.Now()); !strings.HasPrefix(got, shown) || (shown == "") != (got == "") || is != closed || is == (text == "") || published != times {
				t.Errorf("%s: shown %q, closed %v %q, published %d times; want %q, %v, %d", when, got, is, text, published, shown, closed, times)
			}
		}
		check("at first", "", false, 0)
		start := time.Now()
		notice = store.Notice{From: start.Add(time.Hour), Until: start.Add(2 * time.Hour), Text: "We move."}
		failing = true
		check("announced, and not published at once", "From ", false, 2)
		time.Sleep(time.Until(notice.From))
		check("from then on", "No new orders are taken at the moment, until ", true, 3)
		fault = errors.New("no disk")
		time.Sleep(time.Until(notice.Until))
		check("afterwards, though it cannot be read", "", false, 4)
		fault, notice = nil, store.Notice{From: start}
		check("without an end", "No new orders are taken at the moment, until further notice. Orders", true, 5)
		notice = store.Notice{}
		check("taken back", "", false, 6)
		stop()
	})
}
