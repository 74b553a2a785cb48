-- +goose Up

-- The further orders of an order are known from its events, and nobody asks for
-- them by their parent.
DROP INDEX orders_parent;
