-- +goose Up

-- Money that belongs to no order is looked for by its event.
CREATE INDEX audit_log_event ON audit_log (event, seq);
