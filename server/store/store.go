package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options are the store's settings. The zero value is what an office uses.
type Options struct {
	Now   func() time.Time // the clock; time.Now when nil
	Batch int              // most requests in one transaction; 256 when 0
	Queue int              // most requests that may wait; 1024 when 0

	pragmas []string // for tests: further settings of the writing connection
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

// Store keeps orders in a data folder. It is safe for use by many goroutines.
type Store struct {
	file    string // the database
	lock    *os.File
	writing *sql.DB
	reading *sql.DB
	writer  *writer
	keys    *keyring
	now     func() time.Time
	lookup  statements

	mu      sync.Mutex
	flights map[string]*flight // requests under way, by idempotency key
	closing sync.Once
}

// statements are the prepared questions of the reading side.
type statements struct {
	byKey, byID, events, dataKey, alive, snapshot, snapshotsBefore *sql.Stmt
}

// Open opens the store in a data folder, which it makes when it is not there.
// It refuses ErrLocked when another process has the folder open, and a folder
// whose keys do not open what its database holds.
func Open(dir string, o Options) (*Store, error) {
	o = o.withDefaults()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := lockFolder(filepath.Join(dir, "agio.lock"))
	if err != nil {
		return nil, err
	}
	s := &Store{file: filepath.Join(dir, "agio.db"), lock: lock, now: o.Now, flights: make(map[string]*flight)}
	if err := s.open(dir, o); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), s.release())
	}
	return s, nil
}

func (s *Store) open(dir string, o Options) error {
	ctx := context.Background()
	if err := errors.Join(touch(s.file), syncFolder(dir), syncFolder(filepath.Dir(dir))); err != nil {
		return err
	}
	var err error
	if s.writing, err = openWriter(s.file, o.pragmas); err != nil {
		return err
	}
	steps, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	if err := migrate(ctx, s.writing, steps); err != nil {
		return err
	}
	if s.reading, err = openReaders(s.file); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if s.keys, err = openKeyring(ctx, s, dir); err != nil {
		return err
	}
	s.writer = startWriter(s.writing, o)
	return nil
}

func (s *Store) prepare(ctx context.Context) error {
	for _, p := range []struct {
		into  **sql.Stmt
		query string
	}{
		{&s.lookup.byKey, selectByKey}, {&s.lookup.byID, selectByID}, {&s.lookup.events, selectEvents},
		{&s.lookup.dataKey, selectDataKey}, {&s.lookup.alive, selectAlive},
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

// touch makes the file, readable by nobody else, before SQLite would make it
// readable by all; the log beside it inherits the permissions.
func touch(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close takes no more requests, writes those that wait, answers them, and gives
// the data folder back.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.writer.stop()
		err = s.release()
	})
	return err
}

func (s *Store) release() error {
	var faults []error
	for _, db := range []*sql.DB{s.reading, s.writing} {
		if db != nil {
			faults = append(faults, db.Close())
		}
	}
	faults = append(faults, s.lock.Close())
	return errors.Join(faults...)
}
