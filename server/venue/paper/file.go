package paper

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver

	"agio/server/venue"
)

// version is the form of the file that this package reads and writes.
const version = 1

// schema is the exchange's book. Times are nanoseconds of Unix time, amounts exact
// decimals as text. next_at is when something becomes due by itself; NULL: never.
const schema = `
CREATE TABLE opened (at INTEGER NOT NULL);
CREATE TABLE addresses (
	ref TEXT PRIMARY KEY, currency TEXT NOT NULL, address TEXT NOT NULL, memo TEXT NOT NULL,
	UNIQUE (address, memo)
) WITHOUT ROWID;
CREATE TABLE deposits (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, address TEXT NOT NULL, memo TEXT NOT NULL,
	currency TEXT NOT NULL, amount TEXT NOT NULL, txid TEXT NOT NULL, risk TEXT NOT NULL,
	state TEXT NOT NULL, confirmations INTEGER NOT NULL, needed INTEGER NOT NULL,
	seen_at INTEGER NOT NULL, shown_at INTEGER NOT NULL, shown INTEGER NOT NULL,
	changed_at INTEGER NOT NULL, next_at INTEGER
);
CREATE INDEX deposits_changed ON deposits (changed_at);
CREATE INDEX deposits_next ON deposits (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE fills (
	ref TEXT PRIMARY KEY, currency TEXT NOT NULL, amount TEXT NOT NULL, price TEXT NOT NULL,
	brought TEXT NOT NULL, fee TEXT NOT NULL, at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sendings (
	ref TEXT PRIMARY KEY, try INTEGER NOT NULL, currency TEXT NOT NULL, amount TEXT NOT NULL,
	recipient TEXT NOT NULL, state TEXT NOT NULL, fate TEXT NOT NULL,
	txid TEXT NOT NULL, fee TEXT NOT NULL, why TEXT NOT NULL, changed_at INTEGER NOT NULL, next_at INTEGER
) WITHOUT ROWID;
CREATE INDEX sendings_next ON sendings (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE movements (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL, ref TEXT NOT NULL, try INTEGER NOT NULL,
	currency TEXT NOT NULL, amount TEXT NOT NULL, recipient TEXT NOT NULL, txid TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE INDEX movements_ref ON movements (ref);
CREATE TRIGGER movements_stay BEFORE UPDATE ON movements BEGIN SELECT RAISE(ABORT, 'a book is only added to'); END;
CREATE TRIGGER movements_last BEFORE DELETE ON movements BEGIN SELECT RAISE(ABORT, 'a book is only added to'); END;
`

// file is a book in an SQLite file. A change is on the disk when it has been kept.
type file struct{ db *sql.DB }

// openFile opens a file, or makes it, and counts this opening. It gives how many there
// were before.
func openFile(name string) (*file, int64, error) {
	if err := create(name); err != nil {
		return nil, 0, err
	}
	address := "file:" + (&url.URL{Path: filepath.ToSlash(name)}).EscapedPath()
	pragmas := []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}
	db, err := sql.Open("sqlite", address+"?"+url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}.Encode())
	if err != nil {
		return nil, 0, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	opened, err := prepare(db)
	if err != nil {
		db.Close()
		return nil, 0, err
	}
	return &file{db}, opened, nil
}

// create makes a file that its owner alone reads, if there is none; what SQLite puts
// beside it has the same rights. A file that is there is not opened: closing it would
// give up the locks of this process.
func create(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// prepare makes the tables of a new file.
func prepare(db *sql.DB) (opened int64, err error) {
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() // does nothing after the commit
	var has int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&has); err != nil {
		return 0, err
	}
	if has > version {
		return 0, fmt.Errorf("the file has form %d, of a newer program; this one knows %d", has, version)
	}
	if has == 0 {
		if _, err := tx.Exec(schema + fmt.Sprintf("PRAGMA user_version = %d;", version)); err != nil {
			return 0, err
		}
	}
	if err := tx.QueryRow("SELECT count(*) FROM opened").Scan(&opened); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("INSERT INTO opened VALUES (?)", time.Now().UnixNano()); err != nil {
		return 0, err
	}
	return opened, tx.Commit()
}

// change is one transaction that has the right to write from its start. A commit that
// fails leaves it uncertain whether it happened.
func (f *file) change(step func(string), act func(pages) error) error {
	tx, err := f.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after the commit
	step("begun")
	if err := act(rows{tx}); err != nil {
		return err
	}
	step("written")
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%w: %w", venue.ErrUncertain, err)
	}
	step("committed")
	return nil
}

func (f *file) look(act func(pages) error) error { return act(rows{f.db}) }

func (f *file) close() error { return f.db.Close() }

// ns is how a time is stored. What lies before 1970, such as the zero time, is 1970.
func ns(t time.Time) int64 {
	if t.Year() < 1970 {
		return 0
	}
	return t.UnixNano()
}

// at turns a stored time back.
func at(stored int64) time.Time { return time.Unix(0, stored).UTC() }

// never is how a time is stored that may be zero.
func never(t time.Time) sql.NullInt64 { return sql.NullInt64{Int64: ns(t), Valid: !t.IsZero()} }

// mayBe turns such a time back.
func mayBe(stored sql.NullInt64) time.Time {
	if !stored.Valid {
		return time.Time{}
	}
	return at(stored.Int64)
}
