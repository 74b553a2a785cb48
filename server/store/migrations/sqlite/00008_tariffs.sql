-- +goose Up

-- What rates followed from beside the prices. A signed snapshot names the text by its
-- hash; a row is written once, and stays.
CREATE TABLE tariffs (
    hash TEXT    NOT NULL PRIMARY KEY, -- SHA-256 of the text
    at   INTEGER NOT NULL, -- milliseconds since 1970, UTC: when the office first opened with it
    text TEXT    NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER tariffs_no_update BEFORE UPDATE ON tariffs
BEGIN SELECT RAISE(ABORT, 'tariffs is append-only'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER tariffs_no_delete BEFORE DELETE ON tariffs
BEGIN SELECT RAISE(ABORT, 'tariffs is append-only'); END;
-- +goose StatementEnd
