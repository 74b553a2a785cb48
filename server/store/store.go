package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options are the store's settings. The zero value is what an office uses.
type Options struct {
	// Database is where the orders are: postgres://…, or empty for SQLite in the
	// data folder.
	Database string
	Now      func() time.Time // the clock; time.Now when nil
	Batch    int              // most requests in one transaction; 256 when 0
	Queue    int              // most requests that may wait; 1024 when 0

	beside  bool                    // another process has the data folder open
	pragmas []string                // for tests: further settings of SQLite's writing connection
	engine  func(dir string) engine // for tests: another engine
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Batch <= 0 {
		o.Batch = 256
	}
	if o.Queue <= 0 {
		o.Queue = 1024
	}
	return o
}

// Store keeps orders. It is safe for use by many goroutines.
type Store struct {
	engine  engine
	lock    *os.File // of the data folder; nil when the database looks after several servers
	writing *sql.DB
	reading *sql.DB
	writer  *writer
	keys    *keyring
	now     func() time.Time
	lookup  statements
	bells   *bells
	known   *known
	kept    atomic.Pointer[string] // the snapshot that was kept last
	blocks  blocks

	mu         sync.Mutex
	flights    map[string]*flight // requests under way, by idempotency key
	closing    sync.Once
	closeFirst func() // ends what still reads; nil: nothing does
}

// statements are the prepared questions of the reading side.
type statements struct {
	byKey, byID, events, hash, dataKey, alive, snapshot, snapshotsBefore *sql.Stmt
}

// Open opens the store in a data folder, which it makes when it is not there.
// With SQLite it refuses ErrLocked when another process has the folder open; with
// PostgreSQL the folder holds the keys only, and several servers may work on one
// database. It refuses a folder whose keys do not open what its database holds.
func Open(dir string, o Options) (*Store, error) {
	o = o.withDefaults()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &Store{now: o.Now, flights: make(map[string]*flight), bells: newBells()}
	if s.engine, err = engineFor(dir, o); err != nil {
		return nil, err
	}
	if !s.engine.words().shared && !o.beside {
		if s.lock, err = lockFolder(filepath.Join(dir, "agio.lock")); err != nil {
			return nil, err
		}
	}
	if err := s.open(context.Background(), dir, o); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), s.release())
	}
	s.closeFirst = s.learnBeside()
	return s, nil
}

func (s *Store) open(ctx context.Context, dir string, o Options) error {
	return s.engine.alone(ctx, func() error {
		if err := update(ctx, s.engine, o.beside); err != nil {
			return err
		}
		err := errors.Join(syncFolder(dir), syncFolder(filepath.Dir(dir)))
		if err != nil {
			return err
		}
		if s.reading, err = s.engine.openReaders(); err != nil {
			return err
		}
		if err := s.prepare(ctx); err != nil {
			return err
		}
		if s.keys, err = openKeyring(ctx, s, dir); err != nil {
			return err
		}
		s.engine = s.engine.knowing(s.keys.mark)
		if s.writing, err = s.engine.openWriter(); err != nil {
			return err
		}
		if err := s.writing.PingContext(ctx); err != nil {
			return err
		}
		c, err := startCheckpointer(s.engine)
		if err != nil {
			return err
		}
		s.writer = startWriter(s.writing, s.engine, c, o)
		if err := s.remember(ctx); err != nil {
			return err
		}
		return s.keys.begin(ctx)
	})
}

func (s *Store) prepare(ctx context.Context) error {
	for _, p := range []struct {
		into  **sql.Stmt
		query string
	}{
		{&s.lookup.byKey, selectByKey}, {&s.lookup.byID, selectByID}, {&s.lookup.events, selectEvents},
		{&s.lookup.hash, selectHash}, {&s.lookup.dataKey, selectDataKey}, {&s.lookup.alive, selectAlive},
		{&s.lookup.snapshot, selectSnapshot}, {&s.lookup.snapshotsBefore, selectSnapshotsBefore},
	} {
		stmt, err := s.reading.PrepareContext(ctx, p.query)
		if err != nil {
			return err
		}
		*p.into = stmt
	}
	return nil
}

// Close takes no more requests, writes those that wait, answers them, and gives
// the data folder back.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		err = s.release()
	})
	return err
}

func (s *Store) release() error {
	var faults []error
	close(s.bells.closed)
	if s.closeFirst != nil {
		s.closeFirst()
	}
	if s.writer != nil {
		s.writer.stop()
		faults = append(faults, s.writer.log.stop())
	}
	for _, db := range []*sql.DB{s.reading, s.writing} {
		if db != nil {
			faults = append(faults, db.Close())
		}
	}
	if s.lock != nil {
		faults = append(faults, unlockFolder(s.lock))
	}
	return errors.Join(faults...)
}
