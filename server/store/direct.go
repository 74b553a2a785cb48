package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"strconv"
	"strings"
)

// direct runs statements on the driver of the writing connection, where the database
// is in the process. What database/sql does for each of them beside the driver, locks,
// copies of its arguments and a search for each by name, is a good part of what an
// order costs the one goroutine that writes.
type direct struct {
	prepared map[string]driver.StmtExecContext
	args     []driver.NamedValue // room for those of one statement
}

// exec runs a statement and says how many rows it changed.
func (d *direct) exec(ctx context.Context, conn *sql.Conn, query string, args []any) (n int64, err error) {
	fault := conn.Raw(func(c any) error {
		n, err = d.run(ctx, c, query, args)
		return nil // whether the connection broke is found out when it is used again
	})
	return n, cmp.Or(err, fault)
}

func (d *direct) run(ctx context.Context, conn any, query string, args []any) (int64, error) {
	stmt, err := d.prepare(ctx, conn, query)
	if err != nil {
		return 0, err
	}
	d.args = d.args[:0]
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return 0, err
		}
		d.args = append(d.args, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	defer clear(d.args)
	result, err := stmt.ExecContext(ctx, d.args)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (d *direct) prepare(ctx context.Context, conn any, query string) (driver.StmtExecContext, error) {
	if stmt := d.prepared[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, inTurn(query))
	if err != nil {
		return nil, err
	}
	if d.prepared == nil {
		d.prepared = make(map[string]driver.StmtExecContext)
	}
	d.prepared[query] = stmt.(driver.StmtExecContext)
	return d.prepared[query], nil
}

// close lets go of what was prepared.
func (d *direct) close() {
	for _, stmt := range d.prepared {
		stmt.(driver.Stmt).Close()
	}
	clear(d.prepared)
}

// inTurn writes the arguments of a statement that come in turn, each once, as SQLite
// counts them: it takes $1 for a name, which is then looked up at each run.
func inTurn(query string) string {
	var b strings.Builder
	rest := query
	for n := 1; ; n++ {
		before, after, found := strings.Cut(rest, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number := strconv.Itoa(n)
		if rest, found = strings.CutPrefix(after, number); !found || strings.TrimLeft(rest, "0123456789") != rest {
			return query
		}
		b.WriteByte('?')
	}
}
