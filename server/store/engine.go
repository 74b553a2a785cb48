package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// engine is the database underneath: SQLite in the data folder, or PostgreSQL.
// Both run the same statements; what they do differently stands here and nowhere
// else.
type engine interface {
	// openWriter opens the database for the one connection that writes. On it a
	// commit returns when what was written is on the disk.
	openWriter() (*sql.DB, error)
	// openReaders opens the database for connections that cannot write.
	openReaders() (*sql.DB, error)
	// inspect opens the database for reading beside whoever works on it, and makes
	// nothing where there is none.
	inspect() (*sql.DB, error)
	// backup writes a copy and says what its audit found.
	backup(ctx context.Context, file string) (Report, error)
	// alone runs f while no other server brings the same database up to date.
	alone(ctx context.Context, f func() error) error
	// knowing gives the engine of a server whose identities have this mark. A
	// database that several servers share then refuses to write for one whose
	// identities are not those of the others.
	knowing(mark [markSize]byte) engine
	// dialect names the folder of the migrations and what goose calls it.
	dialect() (folder string, dialect goose.Dialect)
	// words are the statements that the two say differently.
	words() words
	// blame says what an error is about.
	blame(err error) fault
	// noTransaction says whether a rollback failed only because there was
	// nothing left to roll back.
	noTransaction(err error) bool
	// forget removes what was overwritten from the database's files, as far as
	// the engine can.
	forget(ctx context.Context) error
}

// words are the statements that differ.
type words struct {
	begin      string             // starts a transaction that may write
	skipLocked string             // ends a SELECT whose rows an UPDATE claims: rows that another server is claiming are left to it
	probe      []string           // writes as much as a few orders need and takes it away again
	patience   time.Duration      // longest transaction; 0: as long as it takes
	lockLog    string             // lets one server at a time write to the audit log; empty: it is so anyway
	moment     sql.IsolationLevel // lets a transaction see one moment of the database
	// send runs statements in one journey to the database and says how many rows
	// each changed; nil where there is no journey.
	send   func(ctx context.Context, conn *sql.Conn, all []statement) (changed []int64, err error)
	shared bool // several servers may use the database at once
	// checkpointAfter is after how many pages its log is moved into the database
	// beside the writer; 0: the database does that itself.
	checkpointAfter int64
}

// fault is what an error is about.
type fault int

const (
	// ofStorage is everything that is neither of the others: whether something
	// was written is not known.
	ofStorage fault = iota
	// ofStatement is about one statement and its values: the others of its
	// transaction would succeed without it.
	ofStatement
	// ofTiming is about two transactions that stood in each other's way: nothing
	// was written, and the same would succeed now.
	ofTiming
)

// engineFor chooses the engine by the address of the database: SQLite in the
// data folder when there is none.
func engineFor(dir string, o Options) (engine, error) {
	switch {
	case o.engine != nil:
		return o.engine(dir), nil
	case o.Database == "":
		return sqliteEngine{file: filepath.Join(dir, "agio.db"), extra: o.pragmas}, nil
	case strings.HasPrefix(o.Database, "postgres://"), strings.HasPrefix(o.Database, "postgresql://"):
		return newPostgres(o.Database)
	}
	return nil, fmt.Errorf("the address of the database does not begin with postgres:// (without an address, orders are kept by SQLite in the data folder)")
}
