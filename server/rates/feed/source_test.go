package feed

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// noon is when the replayed answers were given.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// source is a loopback server that answers as one source does.
type source struct {
	*httptest.Server
	mu    sync.Mutex
	now   time.Time
	asked []string                                 // paths with their queries, in order
	by    map[string]http.HandlerFunc              // answers by path
	all   func(http.ResponseWriter, *http.Request) // if set, answers everything
}

func serve(t *testing.T, answers map[string]http.HandlerFunc) *source {
	t.Helper()
	s := &source{now: noon, by: answers}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path+"?"+r.URL.RawQuery)
		answer := s.all
		if answer == nil {
			answer = s.by[r.URL.Path]
		}
		s.mu.Unlock()
		if answer == nil {
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *source) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *source) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func (s *source) answer(all http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = all
}

// questions gives what was asked since the last call.
func (s *source) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

func (s *source) settings(pairs []Pair) Settings {
	return Settings{Base: s.URL, Pairs: pairs, Timeout: 20 * time.Second, MaxBytes: 64 << 10, Now: s.clock}
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// faults flattens the joined error of a Fetch.
func faults(t *testing.T, err error) []*Fault {
	t.Helper()
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Fault
		for _, e := range joined.Unwrap() {
			all = append(all, faults(t, e)...)
		}
		return all
	}
	var f *Fault
	if !errors.As(err, &f) {
		t.Fatalf("%v is not a fault", err)
	}
	return []*Fault{f}
}

// codes writes faults as "kraken BTC price_unusable, …".
func codes(t *testing.T, err error) string {
	t.Helper()
	var all []string
	for _, f := range faults(t, err) {
		all = append(all, strings.Join(strings.Fields(f.Source+" "+f.Asset+" "+string(f.Code)), " "))
	}
	return strings.Join(all, ", ")
}

// show writes a quote on one line.
func show(q Quote) string {
	parts := []string{q.Source, q.Asset, q.In, q.Bid.String(), q.Ask.String()}
	if q.MidOnly {
		parts = append(parts, "mid")
	}
	if !q.At.IsZero() {
		parts = append(parts, "at", q.At.UTC().Format("15:04:05.999"))
	}
	if q.Change.Valid {
		parts = append(parts, "change", q.Change.Decimal.String())
	}
	return strings.Join(parts, " ")
}

func expect(t *testing.T, quotes []Quote, want ...string) {
	t.Helper()
	got := make([]string, len(quotes))
	for i, q := range quotes {
		got[i] = show(q)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func fetch(t *testing.T, f Feed) ([]Quote, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return f.Fetch(ctx)
}
