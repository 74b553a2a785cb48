-- +goose Up

-- What visitors tell the desk about a rate that they saw elsewhere. What names
-- somebody is sealed, and goes when its time is over; the figures and what the
-- office found stay.
CREATE TABLE sightings (
    id        TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    at        INTEGER NOT NULL, -- milliseconds since 1970, UTC, as all times
    form      BLOB    NOT NULL UNIQUE CHECK (length(form) = 32), -- a hash of the form's key: a form sent twice is one report
    data      TEXT    NOT NULL, -- JSON: what was seen, what the office found; nothing personal
    key_id    TEXT    NOT NULL REFERENCES data_keys (id),
    sealed    BLOB,             -- JSON: where, words, e-mail address; null once its time is over
    closed_at INTEGER           -- null: it waits for the desk
) STRICT;

CREATE INDEX sightings_open   ON sightings (id)        WHERE closed_at IS NULL;
CREATE INDEX sightings_sealed ON sightings (closed_at) WHERE sealed IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER sightings_no_delete BEFORE DELETE ON sightings
BEGIN SELECT RAISE(ABORT, 'sightings are closed, never deleted'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER sightings_stay BEFORE UPDATE ON sightings
WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.form <> OLD.form OR NEW.data <> OLD.data OR NEW.key_id <> OLD.key_id
  OR NEW.sealed IS NOT NULL AND NEW.sealed IS NOT OLD.sealed
BEGIN SELECT RAISE(ABORT, 'a sighting never changes'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER sightings_closed_once BEFORE UPDATE ON sightings WHEN OLD.closed_at IS NOT NULL AND NEW.closed_at IS NOT OLD.closed_at
BEGIN SELECT RAISE(ABORT, 'a sighting is closed once'); END;
-- +goose StatementEnd
