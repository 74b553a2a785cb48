package store

import (
	"context"
	"database/sql"
	"errors"
)

// transaction is the open transaction of the writing connection.
type transaction struct {
	w       *writer
	changed int64 // rows, so far
	failed  error // the first statement that failed, also when its job forgave it: nothing after it can count
	waiting []statement
	alone   bool // one job is in it
}

// statement is one that waits for its journey to the database.
type statement struct {
	query   string
	args    []any
	changed *int64 // is told how many rows it changed; nil: nobody asks
}

// Exec runs a statement whose answer nobody waits for. Where the database is a
// journey away it goes with the next one, and so does its error, which spoils the
// transaction like any other.
func (t *transaction) Exec(ctx context.Context, query string, args ...any) error {
	if t.w.words.send == nil {
		_, err := t.Count(ctx, query, args...)
		return err
	}
	t.waiting = append(t.waiting, statement{query: query, args: nulls(args)})
	return nil
}

// Count runs a statement and says how many rows it changed.
func (t *transaction) Count(ctx context.Context, query string, args ...any) (n int64, err error) {
	defer func() { t.note(err) }()
	if t.w.words.send != nil {
		return t.send(ctx, statement{query: query, args: nulls(args)})
	}
	n, err = t.w.direct.exec(ctx, t.w.conn, query, nulls(args))
	t.changed += n
	return n, err
}

// Later runs a statement of which the job expects that it changes a row, and goes
// on with what rests on that row. Where the database is a journey away and others
// are in the transaction, n stays as it was until the statement's turn has come: if
// it changed no row then, what rests on the row must fail for that, which abandons
// the transaction, and each job is run again alone, where n is known at once.
func (t *transaction) Later(ctx context.Context, n *int64, query string, args ...any) (err error) {
	if t.w.words.send == nil || t.alone {
		*n, err = t.Count(ctx, query, args...)
		return err
	}
	t.waiting = append(t.waiting, statement{query, nulls(args), n})
	return nil
}

// nulls makes nil of bytes that are nil: they are NULL, which not every driver
// takes them for.
func nulls(args []any) []any {
	for i, arg := range args {
		if b, ok := arg.([]byte); ok && b == nil {
			args[i] = nil
		}
	}
	return args
}

// send runs what waits and these, in one journey, and says how many rows the last
// of them changed.
func (t *transaction) send(ctx context.Context, more ...statement) (last int64, err error) {
	all := append(t.waiting, more...)
	t.waiting = nil
	if len(all) == 0 {
		return 0, nil
	}
	changed, err := t.w.words.send(ctx, t.w.conn, all)
	for i, n := range changed {
		last = n
		t.changed += n
		if all[i].changed != nil {
			*all[i].changed = n
		}
	}
	return last, err
}

// Row asks for one row. That there is none is no failure.
func (t *transaction) Row(ctx context.Context, query string, args []any, into ...any) (err error) {
	defer func() { t.note(err) }()
	if _, err := t.send(ctx); err != nil {
		return err
	}
	stmt, err := t.prepare(ctx, query)
	if err != nil {
		return err
	}
	return stmt.QueryRowContext(ctx, args...).Scan(into...)
}

// note remembers that a statement failed. PostgreSQL answers the COMMIT of a
// transaction in which one did with a silent rollback.
func (t *transaction) note(err error) {
	if err != nil && t.failed == nil && !errors.Is(err, sql.ErrNoRows) {
		t.failed = err
	}
}

// scanner reads the columns of one row.
type scanner func(into ...any) error

// Rows asks for rows and gives each; a statement that writes and returns its rows
// counts them as changed.
func (t *transaction) Rows(ctx context.Context, query string, args []any, each func(scanner) error) (err error) {
	defer func() { t.note(err) }()
	if _, err := t.send(ctx); err != nil {
		return err
	}
	stmt, err := t.prepare(ctx, query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t.changed++
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t *transaction) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := t.w.prepared[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := t.w.conn.PrepareContext(ctx, query)
	if err == nil {
		t.w.prepared[query] = stmt
	}
	return stmt, err
}

// commit ends the transaction, unless a statement failed, and says whether it wrote
// anything. What still waits goes before it.
func (t *transaction) commit(ctx context.Context) (wrote bool, err error) {
	if t.failed != nil {
		return false, t.failed
	}
	wrote = t.changed > 0 // of a COMMIT, SQLite says how many rows the statement before it changed
	_, err = t.Count(ctx, "COMMIT")
	return wrote || (t.w.words.send != nil && t.changed > 0), err
}
