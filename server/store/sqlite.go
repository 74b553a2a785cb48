package store

import (
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// beginWriting starts a transaction that has the right to write from its start,
// so that it cannot fail half-way for want of it.
const beginWriting = "BEGIN IMMEDIATE"

// openWriter opens the database for the one connection that writes. Everything
// durability rests on is set here: a commit returns when the log is on the disk.
func openWriter(file string, extra []string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(file, append([]string{
		"busy_timeout(5000)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"foreign_keys(1)",
		"recursive_triggers(1)", // or REPLACE would delete without asking the triggers
		"secure_delete(1)",      // what is erased is overwritten
		"wal_autocheckpoint(4000)",
		"cache_size(-32000)",
	}, extra...)))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return db, nil
}

// openReaders opens the database for connections that cannot write.
func openReaders(file string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(file, []string{"busy_timeout(5000)", "query_only(1)"}))
	if err != nil {
		return nil, err
	}
	n := max(4, runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

func dsn(file string, pragmas []string) string {
	address := url.URL{Path: filepath.ToSlash(file)}
	return "file:" + address.EscapedPath() + "?" + url.Values{"_pragma": pragmas}.Encode()
}

// statementAtFault says whether an error is about one statement and its values,
// so that the others of its transaction would succeed without it. Everything
// else is about the storage. A full disk can end the transaction behind our
// back, so it must never be taken for a fault of the statement.
func statementAtFault(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CONSTRAINT, lib.SQLITE_MISMATCH, lib.SQLITE_TOOBIG, lib.SQLITE_RANGE, lib.SQLITE_ERROR:
		return true
	}
	return false
}

// noTransaction says whether a rollback failed only because there was nothing
// left to roll back.
func noTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}
