package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"agio/server/store"
)

// noStore answers at once and keeps nothing: the handler alone.
type noStore struct{ Orders }

func (noStore) Place(_ context.Context, _ string, _ [sha256.Size]byte, d store.Draft) (store.Placed, error) {
	_, answer, err := d("019aaaaa-0000-7000-8000-000000000000", "AAAAAAAAAAAAAAAAAAAAAA")
	return store.Placed{ID: "019aaaaa-0000-7000-8000-000000000000", Answer: answer}, err
}

// fileLog is the least that could be called durable: what was answered is added to
// the end of a file, and nobody is told yes before that is on the disk. It groups
// as the store does, and knows nothing of keys, repetitions or questions.
type fileLog struct {
	Orders
	file  *os.File
	queue chan fileEntry
	ended chan struct{}
}

type fileEntry struct {
	text []byte
	done chan error
}

func openFileLog(b *testing.B, rest Orders) *fileLog {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	l := &fileLog{Orders: rest, file: f, queue: make(chan fileEntry, 1024), ended: make(chan struct{})}
	go l.loop()
	b.Cleanup(func() { close(l.queue); <-l.ended; f.Close() })
	return l
}

func (l *fileLog) loop() {
	defer close(l.ended)
	var text []byte
	for first := range l.queue {
		waiting := []fileEntry{first}
		for more := true; more && len(waiting) < 256; {
			select {
			case e, open := <-l.queue:
				if more = open; open {
					waiting = append(waiting, e)
				}
			default:
				more = false
			}
		}
		text = text[:0]
		for _, e := range waiting {
			text = append(text, e.text...)
		}
		_, err := l.file.Write(text)
		err = errors.Join(err, l.file.Sync())
		for _, e := range waiting {
			e.done <- err
		}
	}
}

func (l *fileLog) Place(_ context.Context, _ string, _ [sha256.Size]byte, d store.Draft) (store.Placed, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return store.Placed{}, err
	}
	_, answer, err := d(id.String(), "AAAAAAAAAAAAAAAAAAAAAA")
	if err != nil {
		return store.Placed{}, err
	}
	done := make(chan error, 1)
	l.queue <- fileEntry{answer, done}
	return store.Placed{ID: id.String(), Answer: answer}, <-done
}

// quietest drops every line.
var quietest = slog.New(slog.DiscardHandler)

// contender is one way to keep orders behind the same handler.
type contender struct {
	*office
	took  time.Duration
	waits []time.Duration
}

// postMany posts n orders by so many clients, with keys as the order page makes them.
func (o *contender) postMany(b *testing.B, body string, clients, n int) {
	b.Helper()
	waits := make([]time.Duration, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	started := time.Now()
	for range clients {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				begun := time.Now()
				if w := o.askOrder(body, newKey()); w.Code != http.StatusCreated {
					b.Error(w.Code, w.Body)
					return
				}
				waits[i] = time.Since(begun)
			}
		})
	}
	wg.Wait()
	o.took += time.Since(started)
	o.waits = append(o.waits, waits...)
}

// perSecond is how many orders it took a second.
func (o *contender) perSecond() float64 { return float64(len(o.waits)) / o.took.Seconds() }

// percentile is how long so many of a hundred requests took at most.
func (o *contender) percentile(n int) float64 {
	slices.Sort(o.waits)
	return float64(o.waits[(len(o.waits)-1)*n/100]) / float64(time.Millisecond)
}

// contenders opens an office for each way to keep orders.
func contenders(b *testing.B) map[string]*contender {
	open := func(change func(*Config)) *contender {
		o := openOffice(b, func(c *Config) { c.Log = nil; change(c) })
		o.server.Log = quietest
		return &contender{office: o}
	}
	single, err := store.Open(b.TempDir(), store.Options{Batch: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { single.Close() })
	return map[string]*contender{
		"stored": open(func(*Config) {}),
		"alone":  open(func(c *Config) { c.Store = noStore{c.Store} }),
		"log":    open(func(c *Config) { c.Store = openFileLog(b, c.Store) }),
		"single": open(func(c *Config) { c.Store = single }),
	}
}

// BenchmarkOrders prints orders a second through the whole handler, durably stored,
// by 1 and by 64 clients; how long a request waits; and the ratios to the handler
// alone, to a file that is only added to, and to a transaction for each request, all
// taken in turns in one run; and how far that file comes behind the handler, which is
// what the disk and the waiting alone leave of it.
func BenchmarkOrders(b *testing.B) {
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			all := contenders(b)
			body := text(all["alone"].validOrder())
			for _, o := range all {
				o.postMany(b, body, clients, 128)
				o.took, o.waits = 0, nil
			}
			for b.Loop() {
				for _, o := range all {
					o.postMany(b, body, clients, 16*clients)
				}
			}
			stored := all["stored"]
			b.ReportMetric(stored.perSecond(), "orders/s")
			b.ReportMetric(stored.perSecond()/all["alone"].perSecond(), "of-handler-alone")
			b.ReportMetric(stored.perSecond()/all["log"].perSecond(), "of-file-log")
			b.ReportMetric(stored.perSecond()/all["single"].perSecond(), "x-single")
			b.ReportMetric(all["log"].perSecond()/all["alone"].perSecond(), "file-log-of-handler-alone")
			b.ReportMetric(stored.percentile(50), "p50-ms")
			b.ReportMetric(stored.percentile(99), "p99-ms")
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
