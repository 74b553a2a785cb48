package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"
)

// refusals are statements that a database refuses by itself, and the word it
// says then.
type refusals map[string]string

// check runs each statement as the writer would; all must be refused, and none
// as a fault of the storage.
func (r refusals) check(t *testing.T, s *Store) {
	t.Helper()
	for statement, refusal := range r {
		err := s.writer.do(func(ctx context.Context, x *transaction) error { return x.Exec(ctx, statement) })
		if err == nil || !strings.Contains(err.Error(), refusal) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v; want a refusal with %q", statement, err, refusal)
		}
	}
}

var ownRules = refusals{
	`UPDATE order_events SET data = '{}'`:                          "append-only",
	`DELETE FROM order_events`:                                     "append-only",
	`DELETE FROM orders`:                                           "never deleted",
	`UPDATE orders SET state = 'completed'`:                        "one version at a time",
	`UPDATE orders SET state = 'completed', version = version + 2`: "one version at a time",
	`UPDATE data_keys SET created_at = 1`:                          "append-only",
}

var ownRulesOfSQLite = refusals{
	`INSERT OR REPLACE INTO order_events SELECT * FROM order_events`: "append-only",
	`INSERT OR REPLACE INTO orders SELECT * FROM orders`:             "never deleted",
	`DELETE FROM data_keys`: "FOREIGN KEY",
	`UPDATE orders SET key_id = 'none', version = version + 1`:                                                                           "FOREIGN KEY",
	`UPDATE orders SET secret_hash = x'00', version = version + 1`:                                                                       "CHECK",
	`UPDATE orders SET created_at = 'yesterday', version = version + 1`:                                                                  "cannot store TEXT",
	`INSERT INTO order_events (order_id, version, event, actor, at, data) SELECT order_id, version, 'a', 'b', 1, '{}' FROM order_events`: "UNIQUE",
}

var ownRulesOfPostgres = refusals{
	`TRUNCATE order_events CASCADE`:                                     "append-only",
	`TRUNCATE orders CASCADE`:                                           "never deleted",
	`TRUNCATE data_keys CASCADE`:                                        "append-only",
	`DELETE FROM data_keys`:                                             "foreign key",
	`UPDATE orders SET key_id = 'none', version = version + 1`:          "foreign key",
	`UPDATE orders SET secret_hash = '\x00', version = version + 1`:     "check constraint",
	`UPDATE orders SET created_at = 'yesterday', version = version + 1`: "invalid input syntax",
	`INSERT INTO order_events (order_id, version, event, actor, at, data) SELECT order_id, version, 'a', 'b', 1, '{}' FROM order_events`: "unique constraint",
}

func TestTheDatabaseKeepsItsOwnRules(t *testing.T) { onBoth(t, theDatabaseKeepsItsOwnRules) }

func theDatabaseKeepsItsOwnRules(t *testing.T, here home) {
	s := here.open(t, Options{})
	p := place(t, s, "the-key-of-an-order")
	ownRules.check(t, s)
	if here.postgres() {
		ownRulesOfPostgres.check(t, s)
	} else {
		ownRulesOfSQLite.check(t, s)
	}
	if _, err := s.reading.Exec(`UPDATE orders SET version = version + 1`); err == nil {
		t.Error("a reading connection wrote")
	}
	id, secret := answerOf(t, p)
	if o, _, err := s.Get(context.Background(), id, secret); err != nil || o.Version != 1 {
		t.Errorf("afterwards the order is at version %d, %v", o.Version, err)
	}
}

func TestDurabilityIsSwitchedOn(t *testing.T) { onBoth(t, durabilityIsSwitchedOn) }

func durabilityIsSwitchedOn(t *testing.T, here home) {
	word, settings := "PRAGMA ", map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "secure_delete": "1"}
	if here.postgres() {
		execute(t, here.database, `ALTER ROLE CURRENT_USER IN DATABASE `+here.name(t)+` SET synchronous_commit = off`)
		word, settings = "SHOW ", map[string]string{"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "transaction_isolation": "read committed"}
	}
	s := here.open(t, Options{})
	for setting, want := range settings {
		var got string
		err := s.writer.do(func(ctx context.Context, x *transaction) error {
			return x.w.conn.QueryRowContext(ctx, word+setting).Scan(&got)
		})
		if err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", setting, got, err, want)
		}
	}
}

func TestMigrationsAreNumberedAndOnlyGoForward(t *testing.T) {
	for _, folder := range []string{"sqlite", "postgres"} {
		entries, err := migrations.ReadDir("migrations/" + folder)
		if err != nil || len(entries) == 0 {
			t.Fatal("no migrations", err)
		}
		for i, e := range entries {
			number := regexp.MustCompile(`^(\d{5})_[a-z_]+\.sql$`).FindStringSubmatch(e.Name())
			if number == nil || number[1] != fmt.Sprintf("%05d", i+1) {
				t.Errorf("%s is not migration %d", e.Name(), i+1)
			}
			text, err := migrations.ReadFile("migrations/" + folder + "/" + e.Name())
			if err != nil || strings.Contains(string(text), "+goose Down") {
				t.Errorf("%s goes backwards, %v", e.Name(), err)
			}
		}
	}
}

// TestBothDatabasesHaveTheSameShape compares the files of the migrations, and the
// tables and columns that they make.
func TestBothDatabasesHaveTheSameShape(t *testing.T) {
	sqlite, postgres := home{dir: t.TempDir()}, onPostgres(t)
	if d := diff.Diff(migrationsOf(t, "sqlite"), migrationsOf(t, "postgres")); d != "" {
		t.Errorf("the migrations differ (-sqlite +postgres):\n%s", d)
	}
	shape := func(here home) map[string][]string {
		here.open(t, Options{})
		tables := make(map[string][]string)
		for _, c := range columns(t, here.raw(t), here) {
			kind := map[string]string{"INTEGER": "bigint", "BLOB": "bytea", "TEXT": "text"}[c.kind]
			tables[c.table] = append(tables[c.table], fmt.Sprintf("%s %s %v", c.name, cmp.Or(kind, c.kind), c.needed))
		}
		tables["indexes and triggers"] = helpers(t, here)
		for _, list := range tables {
			slices.Sort(list) // a column that was added later stands last in one of them only
		}
		return tables
	}
	if d := diff.Diff(shape(sqlite), shape(postgres)); d != "" {
		t.Errorf("the tables differ (-sqlite +postgres):\n%s", d)
	}
}

// helpers names the indexes and triggers that a database has. Those that only
// PostgreSQL needs, because it can empty a table at once, are left out.
func helpers(t *testing.T, here home) (names []string) {
	t.Helper()
	query := `SELECT tbl_name || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite_%'`
	if here.postgres() {
		query = `SELECT tablename || ' ' || indexname FROM pg_indexes
			WHERE schemaname = 'public' AND indexname NOT LIKE '%\_pkey' AND indexname NOT LIKE '%\_key' AND tablename <> 'goose_db_version'
			UNION SELECT c.relname || ' ' || g.tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
			WHERE NOT g.tgisinternal AND g.tgname NOT LIKE '%\_no\_truncate'`
	}
	rows, err := here.raw(t).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func migrationsOf(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := migrations.ReadDir("migrations/" + folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	onBoth(t, aDatabaseOfANewerProgramIsRefused)
}

func aDatabaseOfANewerProgramIsRefused(t *testing.T, here home) {
	s := here.open(t, Options{})
	place(t, s, "the-key-of-an-order")
	s.Close()
	here.open(t, Options{}).Close() // once more with the same shape
	if _, err := here.raw(t).Exec(`INSERT INTO ` + goose.DefaultTablename + ` (version_id, is_applied) VALUES (99999, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(here.dir, Options{Database: here.database}); err == nil || !strings.Contains(err.Error(), "a newer program has used it") {
		t.Errorf("a database of shape 99999 opens: %v", err)
	}
}

func TestOneFolderOneProcess(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("opening it twice gives %v; want ErrLocked", err)
	}
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "AGIO_STORE_CHILD="+dir)
	if text, err := other.CombinedOutput(); err == nil || !strings.Contains(string(text), ErrLocked.Error()) {
		t.Errorf("another process gives %s, %v; want ErrLocked", text, err)
	}
	s.Close()
	openStore(t, dir, Options{})
}
