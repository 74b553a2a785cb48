package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// postgresEngine is PostgreSQL, which several servers may use at once.
type postgresEngine struct {
	config *pgx.ConnConfig
	mark   [markSize]byte // of the identities; zero: not known yet
}

// postgresReaders is how many connections read at once: a reader spends most of its
// time on the way.
const postgresReaders = 16

// Advisory locks of the database, each held for one purpose.
const (
	lockOpening = 0x6167696f01 // a server is bringing the database up to date
	lockProbing = 0x6167696f02 // a server is trying whether it can write
	lockLogging = 0x6167696f03 // a server is adding to the audit log
	lockWriting = 0x6167696f   // with the mark of its identities: a server writes
)

func newPostgres(address string) (engine, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the database cannot be read: %w", err) // it is told without the password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	// What was acknowledged must be seen, so reading from a copy that lags behind
	// will not do; and of several addresses the one that writes is meant.
	config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary
	return postgresEngine{config: config}, nil
}

// Every session: what a vanished server held is free again within seconds, a
// statement sees what others committed before it, and bytes mean the same
// everywhere.
const postgresSession = `SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET bytea_output = 'hex';
	SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = '20s';
	SET idle_in_transaction_session_timeout = '15s';
	SET default_transaction_isolation = 'read committed';`

// The connection that writes waits for others so long and no longer, and its
// commits return when they are on the disk, also on a copy's where the database
// was told to wait for one.
const postgresWriting = `SET lock_timeout = '5s';
	SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');`

func (e postgresEngine) openWriter() (*sql.DB, error) {
	return e.open(1, func(ctx context.Context, c *pgx.Conn) error {
		if _, err := c.Exec(ctx, postgresSession+postgresWriting); err != nil {
			return err
		}
		if err := durable(ctx, c); err != nil {
			return err
		}
		return e.agree(ctx, c)
	}), nil
}

// durable refuses a database that would lose what it acknowledged.
func durable(ctx context.Context, c *pgx.Conn) error {
	for _, setting := range []struct{ name, value, or string }{
		{"fsync", "on", "on"},
		{"full_page_writes", "on", "on"},
		{"synchronous_commit", "on", "remote_apply"},
		{"server_encoding", "UTF8", "UTF8"},
	} {
		var got string
		if err := c.QueryRow(ctx, "SHOW "+setting.name).Scan(&got); err != nil {
			return err
		}
		if got != setting.value && got != setting.or {
			return fmt.Errorf("the database has %s = %s, and orders need %s", setting.name, got, setting.value)
		}
	}
	return nil
}

func (e postgresEngine) knowing(mark [markSize]byte) engine {
	e.mark = mark
	return e
}

// selectOthers asks whether a server with another mark writes to this database.
const selectOthers = `SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
	WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
	AND l.classid::bigint = $1 AND l.objid::bigint <> $2)`

// agree says which identities this server has, for as long as its writing
// connection lives, and refuses when another server that is at work has others:
// neither could read what the other one takes. Identities are changed while all
// servers are closed.
func (e postgresEngine) agree(ctx context.Context, c *pgx.Conn) error {
	mark := int64(binary.BigEndian.Uint32(e.mark[:]))
	if mark == 0 {
		return nil
	}
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock_shared($1::int, $2::int)`, int32(lockWriting), int32(mark)); err != nil {
		return err
	}
	var others bool
	if err := c.QueryRow(ctx, selectOthers, int64(lockWriting), mark).Scan(&others); err != nil {
		return err
	}
	if others {
		return errors.New("another server of this database has another keys/age.txt: all of them need the same file, and to change it all are closed first")
	}
	return nil
}

func (e postgresEngine) openReaders() (*sql.DB, error) {
	return e.open(postgresReaders, func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, postgresSession+"SET default_transaction_read_only = on")
		return err
	}), nil
}

// open makes a pool whose connections are begun in the way given.
func (e postgresEngine) open(most int, begin func(context.Context, *pgx.Conn) error) *sql.DB {
	db := stdlib.OpenDB(*e.config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		err := begin(ctx, c)
		if err != nil {
			c.Close(ctx) // nobody else would
		}
		return err
	}))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db
}

// alone holds a lock of the database for as long as f runs.
func (e postgresEngine) alone(ctx context.Context, f func() error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	c, err := pgx.ConnectConfig(ctx, e.config.Copy())
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx)) // gives the lock back
	if _, err := c.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(lockOpening)); err != nil {
		return fmt.Errorf("another server is opening the database: %w", err)
	}
	return f()
}

func (postgresEngine) dialect() (string, goose.Dialect) { return "postgres", goose.DialectPostgres }

func (postgresEngine) words() words {
	return words{
		begin:      "BEGIN",
		skipLocked: " FOR UPDATE SKIP LOCKED",
		lockLog:    fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d)`, lockLogging),
		probe: []string{
			fmt.Sprintf(`SELECT pg_advisory_xact_lock(%d)`, lockProbing),
			`CREATE TABLE write_probe (room BYTEA NOT NULL)`,
			`INSERT INTO write_probe SELECT decode(md5(n::text), 'hex') FROM generate_series(1, 400) AS n`,
			`DROP TABLE write_probe`,
		},
		moment:   sql.LevelRepeatableRead,
		patience: 30 * time.Second,
		send:     sendTogether,
		shared:   true,
	}
}

// sendTogether sends all statements before it reads the first answer. When one
// fails, those after it are not run.
func sendTogether(ctx context.Context, conn *sql.Conn, all []statement) (changed []int64, err error) {
	fault := conn.Raw(func(driver any) error {
		var batch pgx.Batch
		for _, s := range all {
			batch.Queue(s.query, s.args...)
		}
		results := driver.(*stdlib.Conn).Conn().SendBatch(ctx, &batch)
		for range all {
			var tag pgconn.CommandTag
			if tag, err = results.Exec(); err != nil {
				break
			}
			changed = append(changed, tag.RowsAffected())
		}
		err = cmp.Or(err, results.Close())
		return nil // what failed was a statement; whether the connection did is found out when it is used again
	})
	return changed, cmp.Or(err, fault)
}

// blame tells the faults apart by the class of their SQLSTATE. Everything that
// is not about a statement's values or about another transaction is about the
// storage: a connection that broke, a server that closes, a disk that is full.
func (postgresEngine) blame(err error) fault {
	var e *pgconn.PgError
	if !errors.As(err, &e) || len(e.Code) != 5 {
		return ofStorage
	}
	switch e.Code {
	case "40001", "40P01", "55P03", "0A000": // not serialisable, deadlock, a lock that took too long, a plan that a migration made stale
		return ofTiming
	}
	switch e.Code[:2] {
	case "21", "22", "23", "42", "44", "P0":
		return ofStatement
	}
	return ofStorage
}

// noTransaction is never needed: rolling back nothing is only a warning.
func (postgresEngine) noTransaction(error) bool { return false }

// forget lets PostgreSQL use the room of what was overwritten again. Until it
// does, and in its log and its copies, the bytes may stay: see the package
// comment.
func (e postgresEngine) forget(ctx context.Context) error {
	c, err := pgx.ConnectConfig(ctx, e.config.Copy())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, `VACUUM orders, sightings`)
	return err
}
