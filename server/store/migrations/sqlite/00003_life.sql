-- +goose Up

-- What an order is while its life goes on.
ALTER TABLE orders ADD COLUMN before_state TEXT NOT NULL DEFAULT ''; -- what a suspended or withheld order remembers
ALTER TABLE orders ADD COLUMN parent       TEXT NOT NULL DEFAULT ''; -- of a case of its own: the order it belongs to
ALTER TABLE orders ADD COLUMN queue        TEXT NOT NULL DEFAULT ''; -- why it waits for a person at the desk

CREATE INDEX orders_queue  ON orders (queue, id) WHERE queue <> '';
CREATE INDEX orders_parent ON orders (parent)    WHERE parent <> '';
CREATE INDEX orders_state  ON orders (state, id) WHERE state <> 'awaiting_payment';

-- How the order stood after each event; until now none left this state.
ALTER TABLE order_events ADD COLUMN state        TEXT NOT NULL DEFAULT 'awaiting_payment';
ALTER TABLE order_events ADD COLUMN before_state TEXT NOT NULL DEFAULT '';
ALTER TABLE order_events ADD COLUMN reason       TEXT NOT NULL DEFAULT '';
-- The chain. Events written before there was one get theirs once, when the
-- program first opens the database, and never change again.
ALTER TABLE order_events ADD COLUMN hash BLOB CHECK (hash IS NULL OR length(hash) = 32);

DROP TRIGGER order_events_no_update;

-- +goose StatementBegin
CREATE TRIGGER order_events_no_update BEFORE UPDATE ON order_events
WHEN OLD.hash IS NOT NULL OR NEW.hash IS NULL OR NEW.seq <> OLD.seq OR NEW.order_id <> OLD.order_id
  OR NEW.version <> OLD.version OR NEW.event <> OLD.event OR NEW.actor <> OLD.actor OR NEW.at <> OLD.at
  OR NEW.data <> OLD.data OR NEW.sealed IS NOT OLD.sealed OR NEW.state <> OLD.state
  OR NEW.before_state <> OLD.before_state OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
-- +goose StatementEnd

-- The books: what each event moved. Its lines sum to zero for each asset.
CREATE TABLE postings (
    order_id TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    n        INTEGER NOT NULL CHECK (n >= 1),
    account  TEXT    NOT NULL CHECK (account <> ''),
    asset    TEXT    NOT NULL CHECK (asset <> ''),
    amount   TEXT    NOT NULL, -- an exact decimal
    PRIMARY KEY (order_id, version, n),
    FOREIGN KEY (order_id, version) REFERENCES order_events (order_id, version)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END;
-- +goose StatementEnd

-- What has to be done, one row for each order that needs something.
CREATE TABLE work (
    order_id     TEXT    NOT NULL PRIMARY KEY REFERENCES orders (id),
    due_at       INTEGER,                     -- null: nothing before something happens
    leased_until INTEGER NOT NULL DEFAULT 0,  -- somebody does it; 0: nobody
    hand         TEXT    NOT NULL DEFAULT ''  -- what only a person can do, because the venue has no interface for it
) STRICT, WITHOUT ROWID;

CREATE INDEX work_due_at ON work (due_at);
CREATE INDEX work_hand   ON work (order_id) WHERE hand <> '';

INSERT INTO work (order_id, due_at) SELECT id, created_at FROM orders;

-- Where the payments of an order arrive. Rows are only ever added.
CREATE TABLE deposits (
    venue    TEXT NOT NULL,
    address  TEXT NOT NULL CHECK (address <> ''),
    memo     TEXT NOT NULL,
    currency TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id),
    PRIMARY KEY (venue, address, memo)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER deposits_no_update BEFORE UPDATE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER deposits_no_delete BEFORE DELETE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits is append-only'); END;
-- +goose StatementEnd

-- The e-mail of an event, once at most.
CREATE TABLE mails (
    order_id   TEXT    NOT NULL REFERENCES orders (id),
    version    INTEGER NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown')),
    due_at     INTEGER NOT NULL, -- waiting: when it is tried next; sending: until when somebody does
    attempts   INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL,
    why        TEXT    NOT NULL DEFAULT '', -- of the last try: a code, never a server's words
    PRIMARY KEY (order_id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX mails_due_at ON mails (due_at) WHERE state IN ('waiting', 'sending');

-- +goose StatementBegin
CREATE TRIGGER mails_end BEFORE UPDATE ON mails WHEN OLD.state IN ('sent', 'failed', 'unknown')
BEGIN SELECT RAISE(ABORT, 'an e-mail ends once'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER mails_no_delete BEFORE DELETE ON mails
BEGIN SELECT RAISE(ABORT, 'mails are never deleted'); END;
-- +goose StatementEnd

-- What the office is set to.
CREATE TABLE settings (
    key        TEXT    NOT NULL PRIMARY KEY,
    value      TEXT    NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was done at the desk that belongs to no order. Rows are only ever added.
CREATE TABLE audit_log (
    seq      INTEGER NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    operator TEXT    NOT NULL,
    event    TEXT    NOT NULL,
    subject  TEXT    NOT NULL DEFAULT '', -- of what: a setting, an operator, an order
    why      TEXT    NOT NULL DEFAULT '',
    data     TEXT    NOT NULL DEFAULT '{}', -- JSON
    hash     BLOB    NOT NULL CHECK (length(hash) = 32) -- of the entry and the one before it
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
-- +goose StatementEnd
