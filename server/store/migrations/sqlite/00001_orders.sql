-- +goose Up

-- A data key seals the order keys of one hour. It is itself sealed with age.
CREATE TABLE data_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL, -- all times: milliseconds since 1970, UTC
    sealed     BLOB    NOT NULL
) STRICT;

-- How each order stands now.
CREATE TABLE orders (
    id              TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    version         INTEGER NOT NULL CHECK (version >= 1),
    state           TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL,
    deadline        INTEGER NOT NULL,
    from_code       TEXT    NOT NULL,
    to_code         TEXT    NOT NULL,
    give            TEXT    NOT NULL,
    get             TEXT    NOT NULL,
    secret_hash     BLOB    NOT NULL CHECK (length(secret_hash) = 32),
    idempotency_key BLOB    NOT NULL UNIQUE CHECK (length(idempotency_key) = 32),
    body_hash       BLOB    NOT NULL CHECK (length(body_hash) = 32),
    answer          BLOB    NOT NULL, -- sealed under the order's key
    key_id          TEXT    NOT NULL REFERENCES data_keys (id),
    order_key       BLOB              -- wrapped; null once the person is erased
) STRICT;

-- How each order came there. Rows are only ever added.
CREATE TABLE order_events (
    seq      INTEGER NOT NULL PRIMARY KEY,
    order_id TEXT    NOT NULL REFERENCES orders (id),
    version  INTEGER NOT NULL CHECK (version >= 1),
    event    TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    data     TEXT    NOT NULL, -- JSON, nothing personal
    sealed   BLOB,             -- what is personal, under the order's key
    UNIQUE (order_id, version)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER order_events_no_update BEFORE UPDATE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER order_events_no_delete BEFORE DELETE ON order_events
BEGIN SELECT RAISE(ABORT, 'order_events is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER orders_version BEFORE UPDATE ON orders WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'an order changes by one version at a time'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER data_keys_no_update BEFORE UPDATE ON data_keys
BEGIN SELECT RAISE(ABORT, 'data_keys is append-only'); END;
-- +goose StatementEnd
