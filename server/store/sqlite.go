package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// sqliteEngine is SQLite in one file of the data folder, which one process at a
// time has open.
type sqliteEngine struct {
	file  string
	extra []string // further settings of the writing connection
}

// sqliteWriting is everything durability rests on: a commit returns when the log
// is on the disk.
var sqliteWriting = []string{
	"busy_timeout(5000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(1)",
	"recursive_triggers(1)",    // or REPLACE would delete without asking the triggers
	"secure_delete(1)",         // what is erased is overwritten
	"wal_autocheckpoint(8000)", // if the checkpointer should not come to it
	"cache_size(-8000)",        // a larger one costs more at each commit than it saves
}

func (e sqliteEngine) openWriter() (*sql.DB, error) {
	if err := touch(e.file); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(e.file, append(sqliteWriting[:len(sqliteWriting):len(sqliteWriting)], e.extra...)))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return db, nil
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

func (e sqliteEngine) openReaders() (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(e.file, []string{"busy_timeout(5000)", "query_only(1)"}))
	if err != nil {
		return nil, err
	}
	n := readers()
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// readers is how many connections read at once.
func readers() int { return max(4, runtime.GOMAXPROCS(0)) }

func dsn(file string, pragmas []string) string {
	address := url.URL{Path: filepath.ToSlash(file)}
	return "file:" + address.EscapedPath() + "?" + url.Values{"_pragma": pragmas}.Encode()
}

// alone has nothing to do: the lock of the data folder keeps others away.
func (sqliteEngine) alone(_ context.Context, f func() error) error { return f() }

// knowing has nothing to do: there are no others.
func (e sqliteEngine) knowing([markSize]byte) engine { return e }

func (sqliteEngine) dialect() (string, goose.Dialect) { return "sqlite", goose.DialectSQLite3 }

func (sqliteEngine) words() words {
	return words{
		// The transaction has the right to write from its start, so that it cannot
		// fail half-way for want of it.
		begin: "BEGIN IMMEDIATE",
		// The pages that the table took stay free in the file, so that a probe that
		// succeeds has made room for the next order. Nobody ever sees the table.
		probe: []string{
			`CREATE TABLE write_probe (room BLOB NOT NULL)`,
			`INSERT INTO write_probe VALUES (zeroblob(16384))`,
			`DROP TABLE write_probe`,
		},
		checkpointAfter: 3200,
	}
}

// blame takes nothing for a fault of the statement that may have ended the
// transaction behind our back, as a full disk can.
func (sqliteEngine) blame(err error) fault {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ofStorage
	}
	return blameSQLite(e.Code())
}

func blameSQLite(code int) fault {
	switch code & 0xff {
	case lib.SQLITE_CONSTRAINT, lib.SQLITE_MISMATCH, lib.SQLITE_TOOBIG, lib.SQLITE_RANGE, lib.SQLITE_ERROR:
		return ofStatement
	}
	return ofStorage
}

func (sqliteEngine) noTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}

// forget moves the write-ahead log into the database and cuts it to nothing. Where
// somebody else is moving it, SQLite does not wait for that by itself.
func (e sqliteEngine) forget(ctx context.Context) error {
	db, err := sqliteEngine{file: e.file}.openWriter()
	if err != nil {
		return err
	}
	defer db.Close()
	busy, pages, moved := 1, 0, 0
	for begun := time.Now(); busy != 0 && time.Since(begun) < 5*time.Second; time.Sleep(time.Millisecond) {
		if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
			return err
		}
	}
	if busy != 0 {
		return fmt.Errorf("%w: the key is destroyed, but the log could not be emptied of it: erase again", ErrUnavailable)
	}
	return nil
}
