package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists says that a copy would have overwritten something.
var ErrExists = errors.New("there is such a file already, and a copy overwrites nothing")

// Backup writes a copy of the whole database to a file, as it is at one moment,
// while orders go on being written. When it returns, the copy is on the disk and
// has been read again: the database is whole, and the report is that of its audit.
// The file is there whole or not at all, and readable by its owner only. It refuses
// ErrExists where something is already.
//
// A copy is restored by putting it as agio.db into an empty data folder. What is
// personal in it opens only with keys/age.txt, which is kept apart from all copies.
// PostgreSQL has means of its own, and is refused.
func (s *Store) Backup(ctx context.Context, file string) (Report, error) {
	return s.engine.backup(ctx, file)
}

func (e sqliteEngine) backup(ctx context.Context, file string) (Report, error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return Report{}, errors.Join(fmt.Errorf("%w: %s", ErrExists, file), err)
	}
	dir := filepath.Dir(file)
	part, err := os.CreateTemp(dir, "."+filepath.Base(file)+".*.part")
	if err != nil {
		return Report{}, err
	}
	defer os.Remove(part.Name())
	defer part.Close()
	if err := e.copyTo(ctx, part.Name()); err != nil {
		return Report{}, err
	}
	report, err := checkCopy(ctx, part.Name())
	if err != nil {
		return Report{}, fmt.Errorf("the copy is not whole: %w", err)
	}
	if err := part.Sync(); err != nil {
		return Report{}, err
	}
	// A link, unlike renaming, never takes the place of what has come meanwhile.
	if err := os.Link(part.Name(), file); errors.Is(err, fs.ErrExist) {
		return Report{}, fmt.Errorf("%w: %s", ErrExists, file)
	} else if err != nil {
		return Report{}, err
	}
	return report, syncFolder(dir)
}

// copyTo writes the database into an empty file, without what was overwritten in it.
func (e sqliteEngine) copyTo(ctx context.Context, name string) error {
	db, err := e.inspect()
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// What forbids writing forbids writing a copy as well.
	if _, err := conn.ExecContext(ctx, `PRAGMA query_only = 0`); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `VACUUM INTO $1`, name)
	return err
}

// checkCopy reads a copy from its beginning to its end.
func checkCopy(ctx context.Context, name string) (Report, error) {
	db, err := sql.Open("sqlite", dsn(name, []string{"query_only(1)"})+"&mode=ro")
	if err != nil {
		return Report{}, err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&verdict); err != nil {
		return Report{}, err
	}
	if verdict != "ok" {
		return Report{}, errors.New(verdict)
	}
	return auditAll(ctx, db, sqliteEngine{}.words().moment, nil)
}

// inspect opens the database as it is found, and makes nothing where there is none.
// A folder that nobody may write to holds a copy that nobody works on.
func (e sqliteEngine) inspect() (*sql.DB, error) {
	if _, err := os.Stat(e.file); err != nil {
		return nil, err
	}
	pragmas := []string{"busy_timeout(5000)", "query_only(1)"}
	db, err := sql.Open("sqlite", dsn(e.file, pragmas)+"&mode=rw")
	if err != nil {
		return nil, err
	}
	var n int
	err = db.QueryRow(`SELECT count(*) FROM sqlite_schema`).Scan(&n)
	if err == nil {
		return db, nil
	}
	if closed := db.Close(); closed != nil {
		return nil, closed
	}
	if _, wal := os.Stat(e.file + "-wal"); !errors.Is(wal, fs.ErrNotExist) {
		return nil, err
	}
	return sql.Open("sqlite", dsn(e.file, pragmas)+"&mode=ro&immutable=1")
}

func (e postgresEngine) inspect() (*sql.DB, error) { return e.openReaders() }

func (postgresEngine) backup(context.Context, string) (Report, error) {
	return Report{}, errors.New("PostgreSQL makes its copies itself, with pg_dump or by archiving its log: agio backup is for SQLite")
}
