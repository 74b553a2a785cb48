package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// The store behaves the same on both databases: every test of a behaviour runs
// on SQLite, and on PostgreSQL where AGIO_TEST_POSTGRES names a server on which
// databases may be made. CI names one.

// home is where the store of a test lives.
type home struct {
	dir      string // the data folder
	database string // the database of its own on PostgreSQL; empty: SQLite in the folder
}

// onBoth runs a test on each database.
func onBoth(t *testing.T, test func(*testing.T, home)) {
	t.Run("sqlite", func(t *testing.T) { test(t, home{dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { test(t, onPostgres(t)) })
}

// onPostgres makes a home on PostgreSQL.
func onPostgres(t testing.TB) home {
	t.Helper()
	server := os.Getenv("AGIO_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("AGIO_TEST_POSTGRES names no PostgreSQL, and CI must test on one")
		}
		t.Skip("AGIO_TEST_POSTGRES names no PostgreSQL; CI starts one")
	}
	return home{dir: t.TempDir(), database: newDatabase(t, server)}
}

// databases are those of tests that have ended, by server. They are used again,
// because to make one and to remove it takes longer than most tests.
var databases struct {
	sync.Mutex
	free map[string][]string
}

// newDatabase gives an empty database until the test ends.
func newDatabase(t testing.TB, server string) string {
	t.Helper()
	databases.Lock()
	defer databases.Unlock()
	var name string
	if free := databases.free[server]; len(free) > 0 {
		name, databases.free[server] = free[0], free[1:]
	} else {
		var random [8]byte
		rand.Read(random[:])
		name = "agio_test_" + hex.EncodeToString(random[:])
		execute(t, server, `CREATE DATABASE `+name)
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	t.Cleanup(func() {
		execute(t, server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '`+name+`'`)
		execute(t, server, `ALTER ROLE CURRENT_USER IN DATABASE `+name+` RESET ALL`)
		execute(t, address.String(), `DROP SCHEMA public CASCADE; CREATE SCHEMA public`)
		databases.Lock()
		defer databases.Unlock()
		if databases.free == nil {
			databases.free = make(map[string][]string)
		}
		databases.free[server] = append(databases.free[server], name)
	})
	return address.String()
}

// dropDatabases removes what newDatabase made.
func dropDatabases() {
	databases.Lock()
	defer databases.Unlock()
	for server, names := range databases.free {
		db, err := sql.Open("pgx", server)
		for _, name := range names {
			if err == nil {
				_, err = db.Exec(`DROP DATABASE ` + name + ` WITH (FORCE)`)
			}
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "a database of the tests is left on the server:", err)
		}
	}
}

func execute(t testing.TB, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err == nil {
		_, err = db.Exec(statement)
		db.Close()
	}
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// open opens the store; it may be opened again after it was closed, and on
// PostgreSQL also while it is open.
func (here home) open(t testing.TB, o Options) *Store {
	t.Helper()
	o.Database = here.database
	return openStore(t, here.dir, o)
}

func (here home) postgres() bool { return here.database != "" }

// name is what PostgreSQL calls the database.
func (here home) name(t testing.TB) string {
	t.Helper()
	address, err := url.Parse(here.database)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(address.Path, "/")
}

// other is another data folder of the same database.
func (here home) other(t testing.TB) home { return home{t.TempDir(), here.database} }

// raw opens the database itself, past the store.
func (here home) raw(t testing.TB) *sql.DB {
	t.Helper()
	var db *sql.DB
	var err error
	if here.postgres() {
		db, err = sql.Open("pgx", here.database)
	} else {
		db, err = sql.Open("sqlite", dsn(filepath.Join(here.dir, "agio.db"), nil))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// holding says where a piece of text or bytes is found: the files of the data
// folder, and with PostgreSQL the columns of its tables.
func (here home) holding(t testing.TB, piece []byte) []string {
	t.Helper()
	var places []string
	for name, data := range files(t, here.dir) {
		if bytes.Contains(data, piece) {
			places = append(places, name)
		}
	}
	if !here.postgres() {
		return places
	}
	db := here.raw(t)
	for _, c := range columns(t, db, here) {
		var found bool
		query := fmt.Sprintf(`SELECT EXISTS (SELECT FROM %s WHERE position($1 IN %s) > 0)`, c.table, c.bytes())
		if err := db.QueryRow(query, piece).Scan(&found); err != nil {
			t.Fatal(query, err)
		}
		if found {
			places = append(places, c.table+"."+c.name)
		}
	}
	return places
}

// checkWhole asks the database whether it is whole. PostgreSQL has no such
// question; it checks each page it reads against the rules it wrote by.
func checkWhole(t testing.TB, here home, s *Store) {
	t.Helper()
	if here.postgres() {
		return
	}
	if err := sqliteWhole(s); err != nil {
		t.Error(err)
	}
}

func sqliteWhole(s *Store) error {
	var verdict string
	if err := s.reading.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("the database is not whole: %s, %v", verdict, err)
	}
	rows, err := s.reading.Query(`PRAGMA foreign_key_check`)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return errors.New("a row refers to one that is not there")
	}
	return rows.Err()
}

// column is one column of a table.
type column struct {
	table, name, kind string
	needed            bool // never NULL
}

// bytes is the column's value as bytes, in PostgreSQL's words.
func (c column) bytes() string {
	if c.kind == "bytea" {
		return c.name
	}
	return `convert_to(` + c.name + `::text, 'UTF8')`
}

// columns lists the columns of all tables but the one of the migrations.
func columns(t testing.TB, db *sql.DB, here home) []column {
	t.Helper()
	query := `SELECT m.name, c.name, c.type, c."notnull" = 1 FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'goose_db_version' ORDER BY 1, c.cid`
	if here.postgres() {
		query = `SELECT table_name, column_name, data_type, is_nullable = 'NO' FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name <> 'goose_db_version' ORDER BY 1, ordinal_position`
	}
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.table, &c.name, &c.kind, &c.needed); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		t.Fatal("no columns", err)
	}
	return all
}
