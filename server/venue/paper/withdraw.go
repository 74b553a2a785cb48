package paper

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// flying is a withdrawal that was asked for and has not arrived at the exchange yet:
// whoever asks for it hears that there is none.
const flying venue.SendingState = "flying"

// sending is a withdrawal as the book has it.
type sending struct {
	venue.Sending
	try       int // from 1
	currency  string
	amount    decimal.Decimal
	recipient string // see Recipient
	fate      string // why this try is going to fail
}

const sendingColumns = "ref, try, currency, amount, recipient, state, fate, txid, fee, why, changed_at"

func (s *sending) scan(scan func(...any) error) error {
	var changed int64
	err := scan(&s.Ref, &s.try, &s.currency, &s.amount, &s.recipient, &s.State, &s.fate, &s.TxID, &s.Fee, &s.Why, &changed)
	s.At = at(changed)
	return err
}

func sendingOf(q querier, ref string) (sending, error) {
	var s sending
	err := s.scan(q.QueryRow("SELECT "+sendingColumns+" FROM sendings WHERE ref = ?", ref).Scan)
	return s, err
}

// Withdraw accepts a withdrawal, or says what became of the one with its reference.
func (v *Venue) Withdraw(ctx context.Context, w venue.Withdrawal) (venue.Sending, error) {
	var s sending
	err := v.asked(ctx, Call{Method: "withdraw", Ref: w.Ref}, func(slow bool) error {
		if err := v.settle(ctx); err != nil {
			return err
		}
		return v.write("withdraw", func(tx *sql.Tx) (err error) {
			s, err = v.accept(tx, w, slow)
			return err
		})
	})
	if err != nil {
		return venue.Sending{}, err
	}
	return s.Sending, nil
}

// accept is where one reference is one sending: what is on its way or sent stays as it
// is, and only what failed, or has not arrived, is written anew.
func (v *Venue) accept(tx *sql.Tx, w venue.Withdrawal, slow bool) (sending, error) {
	s, err := sendingOf(tx, w.Ref)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, err
	}
	if err == nil && s.State != venue.SendingFailed && s.State != flying {
		return s, s.same(w)
	}
	c, err := v.possible(tx, w)
	if err != nil {
		return s, err
	}
	if s.State != flying {
		s.try++
		s.fate = v.fate(w.Ref, s.try-1)
	}
	s.currency, s.amount, s.recipient = c.Code, w.Amount, Recipient(w.To)
	s.Sending = venue.Sending{Ref: w.Ref, State: venue.SendingAccepted, Fee: c.SendingFee, At: v.now()}
	next := s.At.Add(v.o.SendTime)
	if slow {
		s.State, next = flying, s.At.Add(v.o.Faults.SlowFor)
	}
	if err := keep(tx, s, next); err != nil || slow {
		return s, err
	}
	return s, v.moveSending(tx, s, Accepted)
}

// same refuses a withdrawal under a reference that stands for another one.
func (s sending) same(w venue.Withdrawal) error {
	if s.currency != w.Currency || s.recipient != Recipient(w.To) || !s.amount.Equal(w.Amount) {
		return refuse("this reference stands for another withdrawal")
	}
	return nil
}

// possible refuses what cannot be sent.
func (v *Venue) possible(tx *sql.Tx, w venue.Withdrawal) (exchange.Currency, error) {
	c, err := v.currency(w.Currency)
	if err != nil {
		return c, err
	}
	if w.Ref == "" {
		return c, refuse("a withdrawal needs a reference")
	}
	if err := amount(c, w.Amount); err != nil {
		return c, err
	}
	if w.Amount.LessThan(least(c)) {
		return c, refuse("at least " + least(c).String() + " " + c.Code + " can be sent")
	}
	if r := address.Check(address.Kind(c.Address), w.To.Address); r != nil {
		return c, refuse(r.Code)
	}
	limit, ok := v.o.Limits[c.Code]
	if !ok {
		return c, nil
	}
	out, err := withdrawn(tx, c.Code, w.Ref)
	if err == nil && out.Add(w.Amount).GreaterThan(limit) {
		err = refuse("there is not enough " + c.Code)
	}
	return c, err
}

// withdrawn sums what was sent, or is on its way, under other references.
func withdrawn(tx *sql.Tx, currency, but string) (decimal.Decimal, error) {
	var out decimal.Decimal
	rows, err := tx.Query("SELECT amount FROM sendings WHERE currency = ? AND state <> ? AND ref <> ?", currency, venue.SendingFailed, but)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		var one decimal.Decimal
		if err := rows.Scan(&one); err != nil {
			return out, err
		}
		out = out.Add(one)
	}
	return out, rows.Err()
}

// Sending says what became of a withdrawal.
func (v *Venue) Sending(ctx context.Context, ref string) (venue.Sending, error) {
	if err := v.reading(ctx, Call{Method: "sending", Ref: ref}); err != nil {
		return venue.Sending{}, err
	}
	if err := v.settle(ctx); err != nil {
		return venue.Sending{}, err
	}
	s, err := sendingOf(v.db, ref)
	if errors.Is(err, sql.ErrNoRows) || err == nil && s.State == flying {
		return venue.Sending{}, venue.ErrUnknown
	}
	if err != nil {
		return venue.Sending{}, temporary(err)
	}
	return s.Sending, nil
}

// settleSendings sends what is due, or lets it fail.
func (v *Venue) settleSendings(tx *sql.Tx, now int64) error {
	rows, err := tx.Query("SELECT "+sendingColumns+" FROM sendings WHERE next_at <= ? ORDER BY next_at, ref", now)
	if err != nil {
		return err
	}
	defer rows.Close()
	var due []sending
	for rows.Next() {
		var s sending
		if err := s.scan(rows.Scan); err != nil {
			return err
		}
		due = append(due, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, s := range due {
		if err := v.proceed(tx, s, at(now)); err != nil {
			return err
		}
	}
	return nil
}

// proceed takes a sending one step further.
func (v *Venue) proceed(tx *sql.Tx, s sending, now time.Time) error {
	var next time.Time
	var what What
	switch {
	case s.State == flying:
		s.State, next, what = venue.SendingAccepted, now.Add(v.o.SendTime), Accepted
	case s.fate != "":
		s.State, s.Why, s.Fee, what = venue.SendingFailed, s.fate, decimal.Zero, Failed
	default:
		s.State, what = venue.SendingSent, Sent
		s.TxID = v.txid(v.currencies[s.currency], "sending", s.Ref, strconv.Itoa(s.try))
	}
	s.At = now
	if err := keep(tx, s, next); err != nil {
		return err
	}
	return v.moveSending(tx, s, what)
}

// keep writes a sending down.
func keep(tx *sql.Tx, s sending, next time.Time) error {
	_, err := tx.Exec("INSERT OR REPLACE INTO sendings ("+sendingColumns+", next_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
		s.Ref, s.try, s.currency, s.amount.String(), s.recipient, s.State, s.fate, s.TxID, s.Fee.String(), s.Why,
		s.At.UnixNano(), sql.NullInt64{Int64: ns(next), Valid: !next.IsZero()})
	return err
}
