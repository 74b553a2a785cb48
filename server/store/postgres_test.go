package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAddressesOfDatabases(t *testing.T) {
	for address, refusal := range map[string]string{
		"mysql://host/name":                               "does not begin with postgres://",
		"/var/lib/agio/agio.db":                           "does not begin with postgres://",
		"postgres://user:MARKED@host:port/name":           "cannot be read",
		"postgres://user:MARKED@127.0.0.1:1/name":         "refused",
		"postgres://user:MARKED@127.0.0.1:1/name?bad=%zz": "cannot be read",
	} {
		s, err := Open(t.TempDir(), Options{Database: address})
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), refusal) || strings.Contains(err.Error(), "MARKED") {
			t.Errorf("%s: %v; want a refusal with %q and without the password", address, err, refusal)
		}
	}
}

// faults are statements and what PostgreSQL's answer to them is about.
func TestWhatPostgresErrorsAreAbout(t *testing.T) {
	here := onPostgres(t)
	s := here.open(t, Options{})
	place(t, s, "the-key-of-an-order")
	for statement, want := range map[string]fault{
		`INSERT INTO data_keys SELECT * FROM data_keys`:                                       ofStatement,
		`UPDATE orders SET version = 0`:                                                       ofStatement,
		`UPDATE orders SET give = NULL, version = version + 1`:                                ofStatement,
		`UPDATE orders SET version = version + 1 WHERE version = 'x'`:                         ofStatement,
		`SELECT no_such_column FROM orders`:                                                   ofStatement,
		`SELECT 1 / (version - version) FROM orders`:                                          ofStatement,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; END $$`:     ofTiming,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'deadlock_detected'; END $$`:         ofTiming,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'lock_not_available'; END $$`:        ofTiming,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'disk_full'; END $$`:                 ofStorage,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'io_error'; END $$`:                  ofStorage,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'data_corrupted'; END $$`:            ofStorage,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'too_many_connections'; END $$`:      ofStorage,
		`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'read_only_sql_transaction'; END $$`: ofStorage,
		`SELECT pg_terminate_backend(pg_backend_pid())`:                                       ofStorage,
	} {
		err := s.writer.do(func(ctx context.Context, x *transaction) error { return x.Exec(ctx, statement) })
		if err == nil || s.engine.blame(err) != want || errors.Is(err, ErrUnavailable) != (want != ofStatement) {
			t.Errorf("%s: %v is taken for %d; want %d", statement, err, s.engine.blame(err), want)
		}
	}
	place(t, s, "the-key-of-the-last-order")
}

// A job that forgives a statement's failure must not be told that it was written:
// PostgreSQL rolls such a transaction back without a word.
func TestAForgivenFailureIsNotAcknowledged(t *testing.T) {
	onBoth(t, aForgivenFailureIsNotAcknowledged)
}

func aForgivenFailureIsNotAcknowledged(t *testing.T, here home) {
	s := here.open(t, Options{})
	err := s.writer.do(func(ctx context.Context, x *transaction) error {
		if err := x.Exec(ctx, insertDataKey, "forgiven", 1, []byte{1}); err != nil {
			return err
		}
		x.Exec(ctx, insertDataKey, "forgiven", 1, []byte{1})
		return nil
	})
	if err == nil || s.engine.blame(err) != ofStatement {
		t.Errorf("told as %v", err)
	}
	if n := count(t, s, "data_keys WHERE id = 'forgiven'"); n != 0 {
		t.Errorf("%d rows are left of it", n)
	}
}

// Two servers that lock the same two orders in opposite order: PostgreSQL gives
// one of them up, and the store repeats it.
func TestDeadlocksAreRepeated(t *testing.T) {
	here := onPostgres(t)
	a, b := here.open(t, Options{}), here.open(t, Options{})
	one, two := place(t, a, "the-key-of-one-order").ID, place(t, a, "the-key-of-the-other").ID
	const touch = `UPDATE orders SET version = version + 1 WHERE id = $1`
	both := func(s *Store, ids ...string) chan error {
		done := make(chan error, 1)
		go func() {
			done <- s.writer.do(func(ctx context.Context, x *transaction) error {
				if err := x.Exec(ctx, touch, ids[0]); err != nil {
					return err
				}
				time.Sleep(50 * time.Millisecond)
				return x.Exec(ctx, touch, ids[1])
			})
		}()
		return done
	}
	for range 3 {
		first, second := both(a, one, two), both(b, two, one)
		if err := errors.Join(<-first, <-second); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, a, "orders WHERE version = 7"); n != 2 {
		t.Errorf("%d orders were changed six times; want both", n)
	}
}

// Every connection that breaks is replaced, the writing one and the reading ones.
func TestBrokenSessionsAreReplaced(t *testing.T) {
	here := onPostgres(t)
	s := here.open(t, Options{})
	id, secret := answerOf(t, place(t, s, "the-order-before-all"))
	for round := range 3 {
		execute(t, here.database, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		for range postgresReaders { // as many reads at most find out that their connection is broken
			if _, _, err := s.Get(context.Background(), id, secret); err != nil && !errors.Is(err, ErrUnavailable) {
				t.Errorf("the break is told as %v", err)
			}
		}
		place(t, s, fmt.Sprint("the-order-of-round-", round))
		if _, _, err := s.Get(context.Background(), id, secret); err != nil {
			t.Errorf("reading after the break: %v", err)
		}
	}
}

// refused opens a server that must not open.
func (here home) refused(t *testing.T, want string) {
	t.Helper()
	if s, err := Open(here.dir, Options{Database: here.database}); err == nil {
		s.Close()
		t.Errorf("a server opens; want a refusal with %q", want)
	} else if !strings.Contains(err.Error(), want) {
		t.Errorf("a server is refused with %v; want %q", err, want)
	}
}

func TestServersOfOneDatabaseHaveTheSameKeys(t *testing.T) {
	here := onPostgres(t)
	a := here.open(t, Options{})
	id, secret := answerOf(t, place(t, a, "the-key-of-an-order"))

	other := here.other(t)
	other.refused(t, "age.txt is missing")
	name := filepath.Join(other.dir, "keys", "age.txt")
	if err := makeIdentity(name); err != nil {
		t.Fatal(err)
	}
	other.refused(t, "does not open the keys in the database (all servers of one database need the same file")
	own, err := os.ReadFile(filepath.Join(here.dir, "keys", "age.txt"))
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(name, append(foreign, own...), 0o600)
	other.refused(t, "another server of this database has another keys/age.txt")
	os.WriteFile(name, own, 0o600)
	b := other.open(t, Options{})
	if _, _, err := b.Get(context.Background(), id, secret); err != nil {
		t.Errorf("the second server reads %v", err)
	}
	id, secret = answerOf(t, place(t, b, "the-key-of-another-order"))
	if _, _, err := a.Get(context.Background(), id, secret); err != nil {
		t.Errorf("the first server reads %v", err)
	}
	a.Close()
	b.Close()
	os.WriteFile(name, append(foreign, own...), 0o600)
	other.open(t, Options{})
}

// Many servers that open an empty database at once bring it up to date once; of
// those that have no keys yet, one makes the keys that count.
func TestOpeningAtOnce(t *testing.T) {
	here := onPostgres(t)
	opened := together(8, func(int) string {
		s, err := Open(here.dir, Options{Database: here.database})
		if err != nil {
			return err.Error()
		}
		defer s.Close()
		return "opened"
	})
	if opened["opened"] != 8 {
		t.Errorf("servers with the same keys: %v", opened)
	}
	here = onPostgres(t)
	opened = together(8, func(int) string {
		s, err := Open(t.TempDir(), Options{Database: here.database})
		if err == nil {
			t.Cleanup(func() { s.Close() })
			return "opened"
		}
		return fmt.Sprint(strings.Contains(err.Error(), "age.txt"))
	})
	if opened["opened"] != 1 || opened["true"] != 7 {
		t.Errorf("servers with keys of their own: %v", opened)
	}
}
