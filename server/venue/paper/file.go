package paper

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
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

// openFile opens a file, or a book in memory, which lives on one connection.
func openFile(file string) (*sql.DB, error) {
	name, pragmas := "file:"+(&url.URL{Path: filepath.ToSlash(file)}).EscapedPath(), []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)",
	}
	if file == "" {
		name, pragmas = "file::memory:", nil
	}
	db, err := sql.Open("sqlite", name+"?"+url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	if file == "" {
		db.SetMaxOpenConns(1)
	}
	db.SetMaxIdleConns(4)
	db.SetConnMaxIdleTime(0)
	return db, nil
}

// prepare makes the tables of a new file and counts this opening. It gives how many
// there were before.
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

// write carries out act in one transaction, which is on the disk when write returns
// nil. Before the commit whatever fails has not happened; a commit that fails leaves
// it uncertain. Nobody who hangs up interrupts it.
func (v *Venue) write(method string, act func(*sql.Tx) error) error {
	tx, err := v.db.BeginTx(context.Background(), nil)
	if err != nil {
		return temporary(err)
	}
	defer tx.Rollback() // does nothing after the commit
	v.o.Step(method + " begun")
	if err := act(tx); err != nil {
		return stored(err)
	}
	v.o.Step(method + " written")
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%w: %w", venue.ErrUncertain, err)
	}
	v.o.Step(method + " committed")
	return nil
}

// stored leaves the venue's own answers as they are and makes every other error, which
// is about the file, a temporary one.
func stored(err error) error {
	if err == nil {
		return nil
	}
	for _, own := range []error{venue.ErrRefused, venue.ErrByHand, venue.ErrUnknown, venue.ErrTemporary, venue.ErrUncertain} {
		if errors.Is(err, own) {
			return err
		}
	}
	return temporary(err)
}

// ns is how a time is stored. What lies before 1970, such as the zero time, is 1970.
func ns(t time.Time) int64 {
	if t.Year() < 1970 {
		return 0
	}
	return t.UnixNano()
}

// at turns a stored time back.
func at(stored int64) time.Time { return time.Unix(0, stored).UTC() }
