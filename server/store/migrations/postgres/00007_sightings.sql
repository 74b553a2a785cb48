-- +goose Up

-- What visitors tell the desk about a rate that they saw elsewhere. What names
-- somebody is sealed, and goes when its time is over; the figures and what the
-- office found stay.
CREATE TABLE sightings (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- UUIDv7
    at        BIGINT NOT NULL, -- milliseconds since 1970, UTC, as all times
    form      BYTEA NOT NULL UNIQUE CHECK (length(form) = 32), -- a hash of the form's key: a form sent twice is one report
    data      TEXT COLLATE "C" NOT NULL, -- JSON: what was seen, what the office found; nothing personal
    key_id    TEXT COLLATE "C" NOT NULL REFERENCES data_keys (id),
    sealed    BYTEA,            -- JSON: where, words, e-mail address; null once its time is over
    closed_at BIGINT            -- null: it waits for the desk
);

CREATE INDEX sightings_open   ON sightings (id)        WHERE closed_at IS NULL;
CREATE INDEX sightings_sealed ON sightings (closed_at) WHERE sealed IS NOT NULL;

CREATE TRIGGER sightings_no_delete BEFORE DELETE ON sightings
FOR EACH ROW EXECUTE FUNCTION refuse('sightings are closed, never deleted');

CREATE TRIGGER sightings_no_truncate BEFORE TRUNCATE ON sightings
FOR EACH STATEMENT EXECUTE FUNCTION refuse('sightings are closed, never deleted');

CREATE TRIGGER sightings_stay BEFORE UPDATE ON sightings
FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.form <> OLD.form OR NEW.data <> OLD.data OR NEW.key_id <> OLD.key_id
  OR NEW.sealed IS NOT NULL AND NEW.sealed IS DISTINCT FROM OLD.sealed)
EXECUTE FUNCTION refuse('a sighting never changes');

CREATE TRIGGER sightings_closed_once BEFORE UPDATE ON sightings
FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
EXECUTE FUNCTION refuse('a sighting is closed once');
