-- +goose Up

-- What prices the office published. A row is kept for a time, and for ever once
-- an order names it.
CREATE TABLE snapshots (
    id       TEXT    NOT NULL PRIMARY KEY,
    taken_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    text     TEXT    NOT NULL, -- the signed snapshot as it travelled
    kept     INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1))
) STRICT;

CREATE INDEX snapshots_taken_at ON snapshots (taken_at);

-- +goose StatementBegin
CREATE TRIGGER snapshots_only_kept BEFORE UPDATE ON snapshots
WHEN NEW.kept < OLD.kept OR NEW.id <> OLD.id OR NEW.taken_at <> OLD.taken_at OR NEW.text <> OLD.text
BEGIN SELECT RAISE(ABORT, 'a snapshot never changes'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER snapshots_keep BEFORE DELETE ON snapshots WHEN OLD.kept = 1
BEGIN SELECT RAISE(ABORT, 'an order names this snapshot'); END;
-- +goose StatementEnd
