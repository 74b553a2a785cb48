-- +goose Up

-- What prices the office published. A row is kept for a time, and for ever once
-- an order names it.
CREATE TABLE snapshots (
    id       TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL, -- milliseconds since 1970, UTC
    text     TEXT   COLLATE "C" NOT NULL, -- the signed snapshot as it travelled
    kept     BIGINT NOT NULL DEFAULT 0 CHECK (kept IN (0, 1))
);

CREATE INDEX snapshots_taken_at ON snapshots (taken_at);

CREATE TRIGGER snapshots_only_kept BEFORE UPDATE ON snapshots
FOR EACH ROW WHEN (NEW.kept < OLD.kept OR NEW.id <> OLD.id OR NEW.taken_at <> OLD.taken_at OR NEW.text <> OLD.text)
EXECUTE FUNCTION refuse('a snapshot never changes');

CREATE TRIGGER snapshots_keep BEFORE DELETE ON snapshots
FOR EACH ROW WHEN (OLD.kept = 1)
EXECUTE FUNCTION refuse('an order names this snapshot');

CREATE TRIGGER snapshots_no_truncate BEFORE TRUNCATE ON snapshots
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an order names this snapshot');
