-- +goose Up

-- What clients sent for a verification. The files stand in the folder materials,
-- each encrypted to an identity of its own, which is sealed here under the key of
-- the order: without that key nobody can read them.
CREATE TABLE materials (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- UUIDv7, and the name of the file
    order_id   TEXT COLLATE "C" NOT NULL REFERENCES orders (id),
    at         BIGINT NOT NULL, -- milliseconds since 1970, UTC, as all times
    type       TEXT COLLATE "C" NOT NULL, -- media type, by the first bytes
    size       BIGINT NOT NULL CHECK (size > 0),
    hash       BYTEA NOT NULL CHECK (length(hash) = 32), -- of the content, keyed
    identity   BYTEA, -- sealed; null once the material is deleted
    recorded   BIGINT NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1)), -- stands in the order's chain
    kept_until BIGINT NOT NULL,
    deleted_at BIGINT,
    CHECK ((deleted_at IS NULL) = (identity IS NOT NULL))
);

CREATE INDEX materials_order ON materials (order_id);
CREATE INDEX materials_kept ON materials (kept_until) WHERE deleted_at IS NULL;
CREATE INDEX materials_open ON materials (at) WHERE recorded = 0 AND deleted_at IS NULL;
