-- +goose Up

-- Who works at the desk. A name is given once and never again, because events
-- and the audit log say with it who decided.
CREATE TABLE operators (
    id          TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL UNIQUE, -- the name in small letters
    handle      BLOB    NOT NULL UNIQUE CHECK (length(handle) = 32), -- what passkeys know the operator by
    created_at  INTEGER NOT NULL, -- all times: milliseconds since 1970, UTC
    disabled_at INTEGER           -- null: may sign in
) STRICT;

-- The passkeys of operators: public keys, no secret among them.
CREATE TABLE credentials (
    id          BLOB    NOT NULL PRIMARY KEY,
    operator_id TEXT    NOT NULL REFERENCES operators (id),
    label       TEXT    NOT NULL,
    record      TEXT    NOT NULL, -- JSON: public key, counter, flags
    created_at  INTEGER NOT NULL,
    used_at     INTEGER           -- null: never yet
) STRICT;

CREATE INDEX credentials_operator ON credentials (operator_id);

-- Links by which an operator enrols a passkey, each once and for a day.
CREATE TABLE enrolments (
    token_hash  BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    operator_id TEXT    NOT NULL REFERENCES operators (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER           -- null: not yet
) STRICT;

-- Who is signed in. A row goes when its session ends.
CREATE TABLE sessions (
    token_hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    operator_id   TEXT    NOT NULL REFERENCES operators (id),
    credential_id BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL
) STRICT;

-- Whom and what the office refuses to serve (6.5). What is blocked and why is
-- sealed; it is found by a keyed hash, so that nobody can try guesses.
CREATE TABLE blocks (
    id          TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    kind        TEXT    NOT NULL, -- email, address
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    key_id      TEXT    NOT NULL REFERENCES data_keys (id), -- of hash and sealed
    sealed      BLOB    NOT NULL, -- JSON: what is blocked, why
    operator    TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    lifted_at   INTEGER,          -- null: in force
    lifted_by   TEXT    NOT NULL DEFAULT '',
    lifted_why  BLOB              -- sealed
) STRICT;

CREATE INDEX blocks_in_force ON blocks (lifted_at, created_at);

-- +goose StatementBegin
CREATE TRIGGER operators_no_delete BEFORE DELETE ON operators
BEGIN SELECT RAISE(ABORT, 'operators are never deleted'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER operators_keep_name BEFORE UPDATE ON operators
WHEN NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.name_key <> OLD.name_key OR NEW.handle <> OLD.handle
BEGIN SELECT RAISE(ABORT, 'an operator keeps the name'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER enrolments_once BEFORE UPDATE ON enrolments WHEN OLD.used_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an enrolment is used once'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER blocks_no_delete BEFORE DELETE ON blocks
BEGIN SELECT RAISE(ABORT, 'blocks are lifted, never deleted'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER blocks_lifted_once BEFORE UPDATE ON blocks WHEN OLD.lifted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a block is lifted once'); END;
-- +goose StatementEnd
