package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Inspection reads orders beside whoever works on them: it takes no lock, needs no
// keys, changes nothing and makes nothing.
type Inspection struct {
	engine  engine
	reading *sql.DB
}

// Inspect opens the database of a data folder for Audit and Backup, also while the
// office runs, and also that of a copy.
func Inspect(dir string, o Options) (*Inspection, error) {
	e, err := engineFor(dir, o)
	if err != nil {
		return nil, err
	}
	i := &Inspection{engine: e}
	if i.reading, err = e.inspect(); err != nil {
		return nil, err
	}
	if err := checkShape(context.Background(), i.reading, e); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

// Audit is Store.Audit.
func (i *Inspection) Audit(ctx context.Context, replay Replay) (Report, error) {
	return auditAll(ctx, i.reading, i.engine.words().moment, replay)
}

// Backup is Store.Backup.
func (i *Inspection) Backup(ctx context.Context, file string) (Report, error) {
	return i.engine.backup(ctx, file)
}

// Close ends the inspection.
func (i *Inspection) Close() error { return i.reading.Close() }

// firstShape is the oldest shape of a database that can be inspected: the one in
// which events have their chain.
const firstShape = 3

// checkShape refuses a database that this program would read wrongly.
func checkShape(ctx context.Context, db *sql.DB, e engine) error {
	var now int
	if err := db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&now); err != nil {
		return fmt.Errorf("this is no database of an office: %w", err)
	}
	newest, err := newestShape(e)
	switch {
	case err != nil:
		return err
	case now > newest:
		return newer(now, newest)
	case now < firstShape:
		return fmt.Errorf("the database has shape %d, of an older program: agio serve brings it up to date", now)
	}
	return nil
}

// newer refuses a database that a newer program has changed.
func newer(now, newest int) error {
	return fmt.Errorf("the database has shape %d, and this program knows only %d: a newer program has used it", now, newest)
}

// newestShape is the number of the last migration.
func newestShape(e engine) (int, error) {
	folder, _ := e.dialect()
	steps, err := fs.ReadDir(migrations, "migrations/"+folder)
	if err != nil {
		return 0, err
	}
	number, _, _ := strings.Cut(steps[len(steps)-1].Name(), "_")
	return strconv.Atoi(number)
}
