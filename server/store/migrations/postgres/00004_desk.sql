-- +goose Up

-- Who works at the desk. A name is given once and never again, because events
-- and the audit log say with it who decided.
CREATE TABLE operators (
    id          TEXT   COLLATE "C" NOT NULL PRIMARY KEY, -- UUIDv7
    name        TEXT   COLLATE "C" NOT NULL,
    name_key    TEXT   COLLATE "C" NOT NULL UNIQUE, -- the name in small letters
    handle      BYTEA  NOT NULL UNIQUE CHECK (length(handle) = 32), -- what passkeys know the operator by
    created_at  BIGINT NOT NULL, -- all times: milliseconds since 1970, UTC
    disabled_at BIGINT           -- null: may sign in
);

-- The passkeys of operators: public keys, no secret among them.
CREATE TABLE credentials (
    id          BYTEA  NOT NULL PRIMARY KEY,
    operator_id TEXT   COLLATE "C" NOT NULL REFERENCES operators (id),
    label       TEXT   COLLATE "C" NOT NULL,
    record      TEXT   COLLATE "C" NOT NULL, -- JSON: public key, counter, flags
    created_at  BIGINT NOT NULL,
    used_at     BIGINT           -- null: never yet
);

CREATE INDEX credentials_operator ON credentials (operator_id);

-- Links by which an operator enrols a passkey, each once and for a day.
CREATE TABLE enrolments (
    token_hash  BYTEA  NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    operator_id TEXT   COLLATE "C" NOT NULL REFERENCES operators (id),
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT           -- null: not yet
);

-- Who is signed in. A row goes when its session ends.
CREATE TABLE sessions (
    token_hash    BYTEA  NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    operator_id   TEXT   COLLATE "C" NOT NULL REFERENCES operators (id),
    credential_id BYTEA  NOT NULL,
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL
);

-- Whom and what the office refuses to serve (6.5). What is blocked and why is
-- sealed; it is found by a keyed hash, so that nobody can try guesses.
CREATE TABLE blocks (
    id          TEXT   COLLATE "C" NOT NULL PRIMARY KEY, -- UUIDv7
    kind        TEXT   COLLATE "C" NOT NULL, -- email, address
    hash        BYTEA  NOT NULL CHECK (length(hash) = 32),
    key_id      TEXT   COLLATE "C" NOT NULL REFERENCES data_keys (id), -- of hash and sealed
    sealed      BYTEA  NOT NULL, -- JSON: what is blocked, why
    operator    TEXT   COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    lifted_at   BIGINT,          -- null: in force
    lifted_by   TEXT   COLLATE "C" NOT NULL DEFAULT '',
    lifted_why  BYTEA            -- sealed
);

CREATE INDEX blocks_in_force ON blocks (lifted_at, created_at);

CREATE TRIGGER operators_no_delete BEFORE DELETE ON operators
FOR EACH ROW EXECUTE FUNCTION refuse('operators are never deleted');

CREATE TRIGGER operators_no_truncate BEFORE TRUNCATE ON operators
FOR EACH STATEMENT EXECUTE FUNCTION refuse('operators are never deleted');

CREATE TRIGGER operators_keep_name BEFORE UPDATE ON operators
FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.name_key <> OLD.name_key OR NEW.handle <> OLD.handle)
EXECUTE FUNCTION refuse('an operator keeps the name');

CREATE TRIGGER enrolments_once BEFORE UPDATE ON enrolments
FOR EACH ROW WHEN (OLD.used_at IS NOT NULL)
EXECUTE FUNCTION refuse('an enrolment is used once');

CREATE TRIGGER blocks_no_delete BEFORE DELETE ON blocks
FOR EACH ROW EXECUTE FUNCTION refuse('blocks are lifted, never deleted');

CREATE TRIGGER blocks_no_truncate BEFORE TRUNCATE ON blocks
FOR EACH STATEMENT EXECUTE FUNCTION refuse('blocks are lifted, never deleted');

CREATE TRIGGER blocks_lifted_once BEFORE UPDATE ON blocks
FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL)
EXECUTE FUNCTION refuse('a block is lifted once');
