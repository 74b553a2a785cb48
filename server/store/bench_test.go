package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// placeMany places n orders by so many clients at once, who share the stores, and
// gives orders a second.
func placeMany(b *testing.B, clients, n int, stores ...*Store) float64 {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	started := time.Now()
	for i := range clients {
		s := stores[i%len(stores)]
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				key := uuid.Must(uuid.NewV7()).String() // as the order page makes them
				if _, err := s.Place(context.Background(), key, bodyOf(key), drafting(time.Now())); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(started).Seconds()
}

// BenchmarkPlace prints durable orders a second for 1 and 64 clients, grouped
// and with a transaction for each request.
func BenchmarkPlace(b *testing.B) {
	for _, mode := range []struct {
		name  string
		batch int
	}{{"grouped", 256}, {"single", 1}} {
		for _, clients := range []int{1, 64} {
			b.Run(fmt.Sprintf("%s/clients=%d", mode.name, clients), func(b *testing.B) {
				s := openStore(b, b.TempDir(), Options{Batch: mode.batch})
				placeMany(b, clients, 64, s)
				b.ResetTimer()
				b.ReportMetric(placeMany(b, clients, b.N, s), "orders/s")
			})
		}
	}
}

// BenchmarkGroupCommit prints how many times the orders of a transaction for
// each request the grouping takes, both measured in one run.
func BenchmarkGroupCommit(b *testing.B) {
	here := home{dir: b.TempDir()}
	compare(b, here.open(b, Options{}), home{dir: b.TempDir()}.open(b, Options{Batch: 1}))
}

// BenchmarkGroupCommitPostgres does the same on PostgreSQL.
func BenchmarkGroupCommitPostgres(b *testing.B) {
	here := onPostgres(b)
	compare(b, here.open(b, Options{}), here.open(b, Options{Batch: 1}))
}

// BenchmarkGroupCommitPostgresPool compares with sixteen connections, whose
// transactions PostgreSQL itself brings to the disk together.
func BenchmarkGroupCommitPostgresPool(b *testing.B) {
	here := onPostgres(b)
	pool := make([]*Store, 16)
	for i := range pool {
		pool[i] = here.open(b, Options{Batch: 1})
	}
	compare(b, here.open(b, Options{}), pool...)
}

// compare measures 64 clients at both in turn.
func compare(b *testing.B, grouped *Store, single ...*Store) {
	placeMany(b, 64, 128, grouped)
	placeMany(b, 64, 128, single...)
	var many, each float64
	rounds := 0
	b.ResetTimer()
	for done := 0; done < b.N; done += 512 {
		many += placeMany(b, 64, 512, grouped)
		each += placeMany(b, 64, 512, single...)
		rounds++
	}
	b.ReportMetric(many/float64(rounds), "grouped-orders/s")
	b.ReportMetric(each/float64(rounds), "single-orders/s")
	b.ReportMetric(many/each, "ratio")
}
