package api

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agio/server/store"
)

// noStore answers at once and keeps nothing: the handler alone.
type noStore struct{ Orders }

func (noStore) Place(_ context.Context, _ string, _ [sha256.Size]byte, d store.Draft) (store.Placed, error) {
	_, answer, err := d("019aaaaa-0000-7000-8000-000000000000", "AAAAAAAAAAAAAAAAAAAAAA")
	return store.Placed{ID: "019aaaaa-0000-7000-8000-000000000000", Answer: answer}, err
}

// quietest drops every line.
var quietest = slog.New(slog.DiscardHandler)

var benchmarkKey atomic.Int64

// postMany posts n orders by so many clients and gives orders a second.
func postMany(b *testing.B, o *office, body string, clients, n int) float64 {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	started := time.Now()
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if w := o.askOrder(body, fmt.Sprintf("key-of-benchmark-%d", benchmarkKey.Add(1))); w.Code != http.StatusCreated {
					b.Error(w.Code, w.Body)
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(started).Seconds()
}

// BenchmarkOrders prints orders a second through the whole handler, durably
// stored, by 1 and by 64 clients, and their ratio to the handler alone.
func BenchmarkOrders(b *testing.B) {
	o := openOffice(b, func(c *Config) { c.Log = nil })
	alone := openOffice(b, func(c *Config) { c.Store, c.Log = noStore{c.Store}, nil })
	for _, of := range []*office{o, alone} {
		of.server.Log = quietest
	}
	body := text(o.validOrder())
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			postMany(b, o, body, clients, 64)
			b.ResetTimer()
			stored := postMany(b, o, body, clients, b.N)
			b.StopTimer()
			bare := postMany(b, alone, body, clients, max(b.N, 2000))
			b.ReportMetric(stored, "orders/s")
			b.ReportMetric(stored/bare, "of-handler-alone")
		})
	}
}

func BenchmarkFile(b *testing.B) {
	o := openOffice(b, nil)
	o.server.Log = quietest
	for b.Loop() {
		if w := o.ask("GET", "/terms/", "", "Accept-Encoding", "br"); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
