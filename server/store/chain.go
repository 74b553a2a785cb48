package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"strconv"

	"agio/wasm/exchange"
)

// link is everything of an event that its hash covers.
type link struct {
	order   string
	version int64
	event   exchange.Event
	actor   exchange.Actor
	at      int64 // milliseconds since 1970
	state   exchange.State
	before  exchange.State
	reason  exchange.Reason
	data    string
	sealed  []byte // as it is stored
	lines   []line
}

// line is a posting as it is stored.
type line struct{ account, asset, amount string }

func lines(postings []Posting) []line {
	l := make([]line, len(postings))
	for i, p := range postings {
		l[i] = line{p.Account, p.Asset, p.Amount.String()}
	}
	return l
}

// sum gives the hash of an event that follows the one with the hash before: the
// SHA-256 of that hash, of every field and of the SHA-256 of what is sealed and of
// the postings, each with its length. The first event follows nothing.
//
// What is sealed is in it as it is stored, so that a chain holds also when the
// key was destroyed.
func (l *link) sum(before []byte) []byte {
	b := make([]byte, 0, 512+len(l.data))
	b = put(b, before)
	b = put(b, l.order)
	b = put(b, strconv.FormatInt(l.version, 10))
	b = put(b, l.event)
	b = put(b, l.actor)
	b = put(b, strconv.FormatInt(l.at, 10))
	b = put(b, l.state)
	b = put(b, l.before)
	b = put(b, l.reason)
	b = put(b, l.data)
	sealed, books := sha256.Sum256(l.sealed), sha256.Sum256(l.books())
	b = put(b, sealed[:])
	b = put(b, books[:])
	sum := sha256.Sum256(b)
	return sum[:]
}

// books writes the postings one after the other.
func (l *link) books() (b []byte) {
	for _, p := range l.lines {
		b = put(b, p.account)
		b = put(b, p.asset)
		b = put(b, p.amount)
	}
	return b
}

// put adds a piece and its length, so that no two lists of pieces look the same.
func put[T ~string | ~[]byte](b []byte, piece T) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(len(piece)))
	return append(b, piece...)
}

const (
	selectOldest   = `SELECT hash FROM order_events ORDER BY seq LIMIT 1`
	selectUnhashed = `SELECT order_id, version, event, actor, at, state, before_state, reason, data, sealed
		FROM order_events WHERE hash IS NULL ORDER BY seq LIMIT 1000`
	updateHash = `UPDATE order_events SET hash = $1 WHERE order_id = $2 AND version = $3`
	selectHash = `SELECT hash FROM order_events WHERE order_id = $1 AND version = $2`
)

// chainOld gives their hashes to the events of a time before there was a chain,
// all of them or none. They are the oldest, so that looking at one says whether
// there are any.
func chainOld(ctx context.Context, db *sql.DB) error {
	var hash []byte
	if err := db.QueryRowContext(ctx, selectOldest).Scan(&hash); err == sql.ErrNoRows || (err == nil && hash != nil) {
		return nil
	} else if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for {
		links, err := unhashed(ctx, tx)
		if err != nil {
			return err
		}
		if len(links) == 0 {
			return tx.Commit()
		}
		for _, l := range links {
			if err := chainOne(ctx, tx, l); err != nil {
				return err
			}
		}
	}
}

func unhashed(ctx context.Context, tx *sql.Tx) ([]link, error) {
	rows, err := tx.QueryContext(ctx, selectUnhashed)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var links []link
	for rows.Next() {
		var l link
		if err := rows.Scan(&l.order, &l.version, &l.event, &l.actor, &l.at, &l.state, &l.before, &l.reason, &l.data, &l.sealed); err != nil {
			return nil, err
		}
		links = append(links, l)
	}
	return links, rows.Err()
}

func chainOne(ctx context.Context, tx *sql.Tx, l link) error {
	var before []byte
	if l.version > 1 {
		if err := tx.QueryRowContext(ctx, selectHash, l.order, l.version-1).Scan(&before); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, updateHash, l.sum(before), l.order, l.version)
	return err
}
