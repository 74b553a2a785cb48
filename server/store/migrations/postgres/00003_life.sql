-- +goose Up

-- What an order is while its life goes on.
ALTER TABLE orders ADD COLUMN before_state TEXT COLLATE "C" NOT NULL DEFAULT ''; -- what a suspended or withheld order remembers
ALTER TABLE orders ADD COLUMN parent       TEXT COLLATE "C" NOT NULL DEFAULT ''; -- of a case of its own: the order it belongs to
ALTER TABLE orders ADD COLUMN queue        TEXT COLLATE "C" NOT NULL DEFAULT ''; -- why it waits for a person at the desk

CREATE INDEX orders_queue  ON orders (queue, id) WHERE queue <> '';
CREATE INDEX orders_parent ON orders (parent)    WHERE parent <> '';
CREATE INDEX orders_state  ON orders (state, id) WHERE state <> 'awaiting_payment';

-- How the order stood after each event; until now none left this state.
ALTER TABLE order_events ADD COLUMN state        TEXT COLLATE "C" NOT NULL DEFAULT 'awaiting_payment';
ALTER TABLE order_events ADD COLUMN before_state TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE order_events ADD COLUMN reason       TEXT COLLATE "C" NOT NULL DEFAULT '';
-- The chain. Events written before there was one get theirs once, when the
-- program first opens the database, and never change again.
ALTER TABLE order_events ADD COLUMN hash BYTEA CHECK (hash IS NULL OR length(hash) = 32);

DROP TRIGGER order_events_no_update ON order_events;

CREATE TRIGGER order_events_no_update BEFORE UPDATE ON order_events
FOR EACH ROW WHEN (OLD.hash IS NOT NULL OR NEW.hash IS NULL OR NEW.seq <> OLD.seq OR NEW.order_id <> OLD.order_id
  OR NEW.version <> OLD.version OR NEW.event <> OLD.event OR NEW.actor <> OLD.actor OR NEW.at <> OLD.at
  OR NEW.data <> OLD.data OR NEW.sealed IS DISTINCT FROM OLD.sealed OR NEW.state <> OLD.state
  OR NEW.before_state <> OLD.before_state OR NEW.reason <> OLD.reason)
EXECUTE FUNCTION refuse('order_events is append-only');

-- The books: what each event moved. Its lines sum to zero for each asset.
CREATE TABLE postings (
    order_id TEXT   COLLATE "C" NOT NULL,
    version  BIGINT NOT NULL,
    n        BIGINT NOT NULL CHECK (n >= 1),
    account  TEXT   COLLATE "C" NOT NULL CHECK (account <> ''),
    asset    TEXT   COLLATE "C" NOT NULL CHECK (asset <> ''),
    amount   TEXT   COLLATE "C" NOT NULL, -- an exact decimal
    PRIMARY KEY (order_id, version, n),
    FOREIGN KEY (order_id, version) REFERENCES order_events (order_id, version)
);

CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
FOR EACH ROW EXECUTE FUNCTION refuse('postings is append-only');

CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
FOR EACH ROW EXECUTE FUNCTION refuse('postings is append-only');

CREATE TRIGGER postings_no_truncate BEFORE TRUNCATE ON postings
FOR EACH STATEMENT EXECUTE FUNCTION refuse('postings is append-only');

-- What has to be done, one row for each order that needs something.
CREATE TABLE work (
    order_id     TEXT   COLLATE "C" NOT NULL PRIMARY KEY REFERENCES orders (id),
    due_at       BIGINT,                              -- null: nothing before something happens
    leased_until BIGINT NOT NULL DEFAULT 0,           -- somebody does it; 0: nobody
    hand         TEXT   COLLATE "C" NOT NULL DEFAULT '' -- what only a person can do, because the venue has no interface for it
);

CREATE INDEX work_due_at ON work (due_at);
CREATE INDEX work_hand   ON work (order_id) WHERE hand <> '';

INSERT INTO work (order_id, due_at) SELECT id, created_at FROM orders;

-- Where the payments of an order arrive. Rows are only ever added.
CREATE TABLE deposits (
    venue    TEXT COLLATE "C" NOT NULL,
    address  TEXT COLLATE "C" NOT NULL CHECK (address <> ''),
    memo     TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    order_id TEXT COLLATE "C" NOT NULL REFERENCES orders (id),
    PRIMARY KEY (venue, address, memo)
);

CREATE TRIGGER deposits_no_update BEFORE UPDATE ON deposits
FOR EACH ROW EXECUTE FUNCTION refuse('deposits is append-only');

CREATE TRIGGER deposits_no_delete BEFORE DELETE ON deposits
FOR EACH ROW EXECUTE FUNCTION refuse('deposits is append-only');

CREATE TRIGGER deposits_no_truncate BEFORE TRUNCATE ON deposits
FOR EACH STATEMENT EXECUTE FUNCTION refuse('deposits is append-only');

-- The e-mail of an event, once at most.
CREATE TABLE mails (
    order_id   TEXT   COLLATE "C" NOT NULL REFERENCES orders (id),
    version    BIGINT NOT NULL,
    state      TEXT   COLLATE "C" NOT NULL DEFAULT 'waiting'
               CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown')),
    due_at     BIGINT NOT NULL, -- waiting: when it is tried next; sending: until when somebody does
    attempts   BIGINT NOT NULL DEFAULT 0,
    changed_at BIGINT NOT NULL,
    why        TEXT   COLLATE "C" NOT NULL DEFAULT '', -- of the last try: a code, never a server's words
    PRIMARY KEY (order_id, version)
);

CREATE INDEX mails_due_at ON mails (due_at) WHERE state IN ('waiting', 'sending');

CREATE TRIGGER mails_end BEFORE UPDATE ON mails
FOR EACH ROW WHEN (OLD.state IN ('sent', 'failed', 'unknown'))
EXECUTE FUNCTION refuse('an e-mail ends once');

CREATE TRIGGER mails_no_delete BEFORE DELETE ON mails
FOR EACH ROW EXECUTE FUNCTION refuse('mails are never deleted');

CREATE TRIGGER mails_no_truncate BEFORE TRUNCATE ON mails
FOR EACH STATEMENT EXECUTE FUNCTION refuse('mails are never deleted');

-- What the office is set to.
CREATE TABLE settings (
    key        TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    value      TEXT   COLLATE "C" NOT NULL,
    version    BIGINT NOT NULL CHECK (version >= 1),
    changed_at BIGINT NOT NULL
);

-- What was done at the desk that belongs to no order. Rows are only ever added,
-- one server after the other, so that each follows the one before it.
CREATE TABLE audit_log (
    seq      BIGINT NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    operator TEXT   COLLATE "C" NOT NULL,
    event    TEXT   COLLATE "C" NOT NULL,
    subject  TEXT   COLLATE "C" NOT NULL DEFAULT '', -- of what: a setting, an operator, an order
    why      TEXT   COLLATE "C" NOT NULL DEFAULT '',
    data     TEXT   COLLATE "C" NOT NULL DEFAULT '{}', -- JSON
    hash     BYTEA  NOT NULL CHECK (length(hash) = 32) -- of the entry and the one before it
);

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
FOR EACH ROW EXECUTE FUNCTION refuse('audit_log is append-only');

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION refuse('audit_log is append-only');

CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit_log is append-only');
