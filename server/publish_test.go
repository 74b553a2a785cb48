package main

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"agio/content"
	"agio/server/api"
	"agio/templates"
)

// TestPublisher: what is scheduled appears and disappears at its moment without
// anybody's doing, and a site that cannot be built leaves the one before.
func TestPublisher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		item := &content.Document{Path: "/news/later/", Publish: began.Add(90 * time.Minute), Expires: began.Add(50 * time.Hour)}
		broken := &content.Document{Path: "/news/broken/", Publish: began.Add(24 * time.Hour)}
		set := &content.Set{News: []*content.Document{item, broken}}
		p := &publisher{set: set, log: slog.New(slog.DiscardHandler), priced: func() bool { return true }, opened: func(now time.Time) (*api.Server, error) {
			if broken.Visible(now) && item.Visible(now) {
				return nil, errors.New("cannot be built")
			}
			files := map[string]*api.File{"/404.html": {Body: []byte("not here")}}
			for _, d := range set.At(now).News {
				files[d.Path] = &api.File{Type: "text/html", Body: []byte("news")}
			}
			return api.New(api.Config{Set: set, Files: files, Page: templates.Site{}, Log: slog.New(slog.DiscardHandler)}), nil
		}}
		if err := p.open(began); err != nil {
			t.Fatal(err)
		}
		go p.run(t.Context())
		for _, c := range []struct {
			after        time.Duration
			later, wrong int
		}{
			{0, 404, 404},
			{90*time.Minute - time.Second, 404, 404},
			{90*time.Minute + time.Second, 200, 404},
			{24*time.Hour + time.Second, 200, 404}, // could not be built
			{50*time.Hour + time.Second, 404, 200},
		} {
			time.Sleep(time.Until(began.Add(c.after)))
			synctest.Wait()
			for path, want := range map[string]int{"/news/later/": c.later, "/news/broken/": c.wrong} {
				answer := httptest.NewRecorder()
				p.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
				if answer.Code != want {
					t.Errorf("after %s %s answers %d, want %d", c.after, path, answer.Code, want)
				}
			}
		}
	})
}

// TestPublisherRenewsFigures: once an hour the site is built anew with the prices
// of then, unless there are none.
func TestPublisherRenewsFigures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var built []time.Duration
		began := time.Now()
		var priced atomic.Bool
		priced.Store(true)
		p := &publisher{set: &content.Set{}, log: slog.New(slog.DiscardHandler), priced: priced.Load, opened: func(now time.Time) (*api.Server, error) {
			built = append(built, now.Sub(began))
			return api.New(api.Config{Set: &content.Set{}, Page: templates.Site{}, Log: slog.New(slog.DiscardHandler)}), nil
		}}
		if err := p.open(began); err != nil {
			t.Fatal(err)
		}
		go p.run(t.Context())
		time.Sleep(90 * time.Minute)
		priced.Store(false)
		time.Sleep(time.Hour)
		priced.Store(true)
		time.Sleep(time.Hour)
		synctest.Wait()
		if want := []time.Duration{0, time.Hour, 3 * time.Hour}; !slices.Equal(built, want) {
			t.Errorf("built after %v, want %v", built, want)
		}
	})
}
