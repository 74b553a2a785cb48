-- +goose Up

-- What is owed to clients is listed without reading all the books.
CREATE INDEX postings_owed ON postings (order_id, asset, version, n) WHERE account = 'owed';
