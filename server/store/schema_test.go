package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
)

func TestTheDatabaseKeepsItsOwnRules(t *testing.T) {
	s := openStore(t, t.TempDir(), Options{})
	p := place(t, s, "the-key-of-an-order")
	for statement, refusal := range map[string]string{
		`UPDATE order_events SET data = '{}'`:                               "append-only",
		`DELETE FROM order_events`:                                          "append-only",
		`INSERT OR REPLACE INTO order_events SELECT * FROM order_events`:    "append-only",
		`DELETE FROM orders`:                                                "never deleted",
		`INSERT OR REPLACE INTO orders SELECT * FROM orders`:                "never deleted",
		`UPDATE orders SET state = 'completed'`:                             "one version at a time",
		`UPDATE orders SET state = 'completed', version = version + 2`:      "one version at a time",
		`UPDATE data_keys SET sealed = x'00'`:                               "append-only",
		`DELETE FROM data_keys`:                                             "FOREIGN KEY",
		`UPDATE orders SET key_id = 'none', version = version + 1`:          "FOREIGN KEY",
		`UPDATE orders SET secret_hash = x'00', version = version + 1`:      "CHECK",
		`UPDATE orders SET created_at = 'yesterday', version = version + 1`: "cannot store TEXT",
		`INSERT INTO order_events (order_id, version, event, actor, at, data) SELECT order_id, version, 'a', 'b', 1, '{}' FROM order_events`: "UNIQUE",
	} {
		err := s.writer.do(func(ctx context.Context, x *transaction) error { return x.Exec(ctx, statement) })
		if err == nil || !strings.Contains(err.Error(), refusal) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v; want a refusal with %q", statement, err, refusal)
		}
	}
	if _, err := s.reading.Exec(`INSERT INTO data_keys VALUES ('a', 1, x'00')`); err == nil {
		t.Error("a reading connection wrote")
	}
	id, secret := answerOf(t, p)
	if o, err := s.Get(context.Background(), id, secret); err != nil || o.Version != 1 {
		t.Errorf("afterwards the order is at version %d, %v", o.Version, err)
	}
}

func TestDurabilityIsSwitchedOn(t *testing.T) {
	s := openStore(t, t.TempDir(), Options{})
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "secure_delete": "1"} {
		var got string
		err := s.writer.do(func(ctx context.Context, x *transaction) error {
			return x.w.conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got)
		})
		if err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
}

func TestMigrationsAreNumberedAndOnlyGoForward(t *testing.T) {
	entries, err := migrations.ReadDir("migrations/sqlite")
	if err != nil || len(entries) == 0 {
		t.Fatal("no migrations", err)
	}
	for i, e := range entries {
		number := regexp.MustCompile(`^(\d{5})_[a-z_]+\.sql$`).FindStringSubmatch(e.Name())
		if number == nil || strings.TrimLeft(number[1], "0") != strings.TrimSpace(string(rune('1'+i))) {
			t.Errorf("%s is not migration %d", e.Name(), i+1)
		}
		text, err := migrations.ReadFile("migrations/sqlite/" + e.Name())
		if err != nil || strings.Contains(string(text), "+goose Down") {
			t.Errorf("%s goes backwards, %v", e.Name(), err)
		}
	}
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	place(t, s, "the-key-of-an-order")
	s.Close()
	openStore(t, dir, Options{}).Close() // once more with the same shape
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, "agio.db"), nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO ` + goose.DefaultTablename + ` (version_id, is_applied) VALUES (99999, 1)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "a newer program has used it") {
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
