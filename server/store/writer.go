package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// job is one request to write. Run may be called again, in another transaction,
// when the first was abandoned; what it returns in the end is what the last call
// left. An error means that the transaction is spoiled; a refusal that wrote
// nothing is no error and is kept by the job itself.
type job struct {
	run  func(context.Context, *transaction) error
	done chan error
}

// writer writes what is queued, many jobs to a transaction.
type writer struct {
	db     *sql.DB
	engine engine
	words  words
	queue  chan *job
	batch  int
	ended  chan struct{}
	log    *checkpointer

	mu     sync.RWMutex
	closed bool

	// faulty remembers that the storage failed, until something is on the disk
	// again.
	faulty atomic.Bool

	// Only the goroutine that writes touches these.
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	direct   direct
}

func startWriter(db *sql.DB, e engine, c *checkpointer, o Options) *writer {
	w := &writer{
		db: db, engine: e, words: e.words(), queue: make(chan *job, o.Queue), batch: o.Batch, log: c,
		ended: make(chan struct{}), prepared: make(map[string]*sql.Stmt),
	}
	go w.loop()
	return w
}

// do queues a job and waits until it is on the disk or refused. Once queued, a
// job is not called back: the wait is as long as a transaction or two.
func (w *writer) do(run func(context.Context, *transaction) error) error {
	j := &job{run: run, done: make(chan error, 1)}
	if err := w.enqueue(j); err != nil {
		return err
	}
	return <-j.done
}

func (w *writer) enqueue(j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.queue <- j:
		return nil
	default:
		return ErrBusy
	}
}

func (w *writer) full() bool { return len(w.queue) == cap(w.queue) }

// stop takes no more jobs and returns when those queued are written.
func (w *writer) stop() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.ended
}

func (w *writer) loop() {
	defer close(w.ended)
	defer w.disconnect()
	jobs := make([]*job, 0, w.batch)
	for first := range w.queue {
		w.write(w.gather(append(jobs[:0], first)))
		w.tidy()
	}
}

// enough is how many jobs make a transaction worth its journey to the disk.
const enough = 24

// gather takes what waits already, and lets those who are about to ask do so first:
// as long as more come of it, and until there are enough, the processor is theirs. It
// never sleeps: while one transaction goes to the disk the next one gathers by itself,
// and any pause only made both fewer orders and longer waits. Taking the first one at
// once did too: right after a large transaction, whose clients have all just been
// answered, it was alone in the next.
func (w *writer) gather(jobs []*job) []*job {
	for before := -1; len(w.queue) > before && len(w.queue) < min(enough, w.batch)-1; {
		before = len(w.queue)
		runtime.Gosched()
	}
	for len(jobs) < w.batch {
		select {
		case j, open := <-w.queue:
			if !open {
				return jobs
			}
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// tidy lets a long log begin anew. What fails of it is tried again later: the log
// keeps everything.
func (w *writer) tidy() {
	if w.conn != nil && w.log.left() {
		_, _ = w.direct.exec(context.Background(), w.conn, checkpoint, nil)
	}
}

// write writes jobs in one transaction and answers each. When one statement was
// at fault, nobody else suffers for it: each is then written alone. So it is when
// another server's transactions stood in the way again and again.
func (w *writer) write(jobs []*job) {
	err := w.transact(jobs)
	if err != nil && len(jobs) > 1 && w.engine.blame(err) != ofStorage {
		for i := range jobs {
			jobs[i].done <- w.told(w.transact(jobs[i : i+1]))
		}
		return
	}
	for _, j := range jobs {
		j.done <- w.told(err)
	}
}

// told turns a fault of the storage into what callers know it by.
func (w *writer) told(err error) error {
	if err == nil || w.engine.blame(err) == ofStatement {
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// repeats is how often a transaction is tried that only another one stood in the
// way of.
const repeats = 3

// transact writes all of the jobs or none, and remembers whether the storage
// could. A transaction that wrote nothing proves nothing about it.
func (w *writer) transact(jobs []*job) error {
	wrote, err := w.attempt(jobs)
	for n := 1; n < repeats && err != nil && w.engine.blame(err) == ofTiming; n++ {
		w.disconnect() // what was prepared may be what stood in the way
		wrote, err = w.attempt(jobs)
	}
	switch {
	case err != nil && w.engine.blame(err) == ofStorage:
		w.faulty.Store(true)
	case err == nil && wrote:
		w.faulty.Store(false)
	}
	return err
}

// attempt runs the jobs in one transaction and commits it. No request's context
// comes here: a client that hangs up must not spoil the connection for everybody
// after.
func (w *writer) attempt(jobs []*job) (wrote bool, err error) {
	ctx, cancel := w.context()
	defer cancel()
	t := &transaction{w: w}
	if err := w.begin(ctx, t); err != nil {
		w.disconnect()
		if err := w.begin(ctx, t); err != nil {
			w.disconnect()
			return false, fmt.Errorf("no transaction can be begun: %v", err) // never a statement's fault
		}
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a write panicked: %T", p)
		}
		if err != nil {
			w.rollback(ctx)
		}
	}()
	*t = transaction{w: w, alone: len(jobs) == 1} // beginning may be counted with the rows of what ran before it, and may have failed once
	for _, j := range jobs {
		if err := j.run(ctx, t); err != nil {
			return false, err
		}
	}
	if wrote, err = t.commit(ctx); err == nil {
		w.log.wrote(t.changed)
	}
	return wrote, err
}

// context is the writer's own: it ends when a transaction takes longer than any
// can, as it does when the network to the database is gone.
func (w *writer) context() (context.Context, context.CancelFunc) {
	if w.words.patience == 0 {
		return context.Background(), func() {}
	}
	return context.WithTimeout(context.Background(), w.words.patience)
}

func (w *writer) begin(ctx context.Context, t *transaction) error {
	if w.conn == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			return err
		}
		w.conn = conn
	}
	_, err := t.Count(ctx, w.words.begin)
	return err
}

// rollback abandons the transaction. If it cannot be sure that none is open any
// more, it gives the connection up and a new one is made.
func (w *writer) rollback(ctx context.Context) {
	if _, err := w.conn.ExecContext(ctx, "ROLLBACK"); err != nil && !w.engine.noTransaction(err) {
		w.disconnect()
	}
}

// disconnect closes the connection itself, not only gives it back to the pool.
func (w *writer) disconnect() {
	if w.conn == nil {
		return
	}
	for _, stmt := range w.prepared {
		stmt.Close()
	}
	clear(w.prepared)
	w.direct.close() // also where the connection was given up before: left open, they would keep its lock
	w.direct = direct{}
	err := w.conn.Raw(func(any) error { return driver.ErrBadConn })
	if !errors.Is(err, driver.ErrBadConn) {
		w.conn.Close()
	}
	w.conn = nil
}
