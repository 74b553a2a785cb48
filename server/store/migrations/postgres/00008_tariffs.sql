-- +goose Up

-- What rates followed from beside the prices. A signed snapshot names the text by its
-- hash; a row is written once, and stays.
CREATE TABLE tariffs (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- SHA-256 of the text
    at   BIGINT NOT NULL, -- milliseconds since 1970, UTC: when the office first opened with it
    text TEXT COLLATE "C" NOT NULL
);

CREATE TRIGGER tariffs_no_update BEFORE UPDATE ON tariffs
FOR EACH ROW EXECUTE FUNCTION refuse('tariffs is append-only');

CREATE TRIGGER tariffs_no_delete BEFORE DELETE ON tariffs
FOR EACH ROW EXECUTE FUNCTION refuse('tariffs is append-only');

CREATE TRIGGER tariffs_no_truncate BEFORE TRUNCATE ON tariffs
FOR EACH STATEMENT EXECUTE FUNCTION refuse('tariffs is append-only');
