package paper

import (
	"database/sql"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// rows are the pages of a book in a file, in a transaction or outside of one.
type rows struct{ querier }

// querier is a database or a transaction of it.
type querier interface {
	Exec(query string, args ...any) (sql.Result, error)
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) *sql.Row
}

// scanner reads one line from the columns of a row.
type scanner[T any] func(scan func(...any) error) (T, error)

// one gives the line that a query finds.
func one[T any](r rows, read scanner[T], query string, args ...any) (T, error) {
	line, err := read(r.QueryRow(query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNone
	}
	return line, err
}

// all gives every line that a query finds.
func all[T any](r rows, read scanner[T], query string, args ...any) ([]T, error) {
	found, err := r.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var list []T
	for found.Next() {
		line, err := read(found.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, found.Err()
}

func scanGiven(scan func(...any) error) (g given, err error) {
	return g, scan(&g.currency, &g.to.Address, &g.to.Memo)
}

func (r rows) address(ref string) (given, error) {
	return one(r, scanGiven, "SELECT currency, address, memo FROM addresses WHERE ref = ?", ref)
}

func (r rows) owner(to venue.Address) (given, error) {
	return one(r, scanGiven, "SELECT currency, ?1, ?2 FROM addresses WHERE address = ?1 ORDER BY memo = ?2 DESC LIMIT 1", to.Address, to.Memo)
}

func (r rows) addAddress(ref string, g given) (bool, error) {
	done, err := r.Exec("INSERT INTO addresses VALUES (?, ?, ?, ?) ON CONFLICT (address, memo) DO NOTHING", ref, g.currency, g.to.Address, g.to.Memo)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

const selectDeposit = `SELECT seq, address, memo, currency, amount, txid, risk, state, confirmations, needed,
	seen_at, shown_at, shown, changed_at, next_at FROM deposits `

func scanDeposit(scan func(...any) error) (d deposit, err error) {
	var seen, shown, changed int64
	var next sql.NullInt64
	err = scan(&d.seq, &d.To.Address, &d.To.Memo, &d.Currency, &d.Amount, &d.TxID, &d.Risk, &d.State,
		&d.Confirmations, &d.Needed, &seen, &shown, &d.shown, &changed, &next)
	d.SeenAt, d.shownAt, d.ChangedAt, d.nextAt = at(seen), at(shown), at(changed), mayBe(next)
	return d, err
}

func (r rows) deposit(seq int64) (deposit, error) {
	return one(r, scanDeposit, selectDeposit+"WHERE seq = ?", seq)
}

func (r rows) depositOf(key string) (deposit, error) {
	return one(r, scanDeposit, selectDeposit+"WHERE key = ?", key)
}

func (r rows) lastDeposit() (seq int64, changed time.Time, err error) {
	var when int64
	err = r.QueryRow("SELECT coalesce((SELECT max(seq) FROM deposits), 0), coalesce((SELECT max(changed_at) FROM deposits), 0)").Scan(&seq, &when)
	return seq, at(when), err
}

func (r rows) addDeposit(d deposit, key string) error {
	_, err := r.Exec(`INSERT INTO deposits (seq, key, address, memo, currency, amount, txid, risk, state, confirmations,
		needed, seen_at, shown_at, shown, changed_at, next_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		d.seq, sql.NullString{String: key, Valid: key != ""}, d.To.Address, d.To.Memo, d.Currency, d.Amount.String(), d.TxID, d.Risk,
		d.State, d.Confirmations, d.Needed, ns(d.SeenAt), ns(d.shownAt), d.shown, ns(d.ChangedAt), never(d.nextAt))
	return err
}

func (r rows) saveDeposit(d deposit) error {
	_, err := r.Exec("UPDATE deposits SET state = ?, confirmations = ?, risk = ?, shown = ?, changed_at = ?, next_at = ? WHERE seq = ?",
		d.State, d.Confirmations, d.Risk, d.shown, ns(d.ChangedAt), never(d.nextAt), d.seq)
	return err
}

func (r rows) depositsSince(since time.Time) ([]deposit, error) {
	return all(r, scanDeposit, selectDeposit+"WHERE changed_at >= ? AND shown ORDER BY changed_at, seq", ns(since))
}

func scanFill(scan func(...any) error) (f fill, err error) {
	var when int64
	err = scan(&f.Ref, &f.currency, &f.amount, &f.price, &f.Brought, &f.Fee, &when)
	f.At = at(when)
	return f, err
}

func (r rows) fill(ref string) (fill, error) {
	return one(r, scanFill, "SELECT ref, currency, amount, price, brought, fee, at FROM fills WHERE ref = ?", ref)
}

func (r rows) addFill(f fill) error {
	_, err := r.Exec("INSERT INTO fills VALUES (?, ?, ?, ?, ?, ?, ?)",
		f.Ref, f.currency, f.amount.String(), f.price.String(), f.Brought.String(), f.Fee.String(), ns(f.At))
	return err
}

const selectSending = "SELECT ref, try, currency, amount, recipient, state, fate, txid, fee, why, changed_at, next_at FROM sendings "

func scanSending(scan func(...any) error) (s sending, err error) {
	var changed int64
	var next sql.NullInt64
	err = scan(&s.Ref, &s.try, &s.currency, &s.amount, &s.recipient, &s.State, &s.fate, &s.TxID, &s.Fee, &s.Why, &changed, &next)
	s.At, s.nextAt = at(changed), mayBe(next)
	return s, err
}

func (r rows) sending(ref string) (sending, error) {
	return one(r, scanSending, selectSending+"WHERE ref = ?", ref)
}

func (r rows) saveSending(s sending) error {
	_, err := r.Exec("INSERT OR REPLACE INTO sendings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", s.Ref, s.try, s.currency, s.amount.String(),
		s.recipient, s.State, s.fate, s.TxID, s.Fee.String(), s.Why, ns(s.At), never(s.nextAt))
	return err
}

func (r rows) withdrawn(currency, but string) (decimal.Decimal, error) {
	list, err := all(r, scanSending, selectSending+"WHERE currency = ? AND ref <> ? AND state <> ?", currency, but, venue.SendingFailed)
	var out decimal.Decimal
	for _, s := range list {
		out = out.Add(s.amount)
	}
	return out, err
}

func (r rows) due(now time.Time) (due bool, err error) {
	return due, r.QueryRow(`SELECT EXISTS (SELECT 1 FROM deposits WHERE next_at <= ?1) OR EXISTS (SELECT 1 FROM sendings WHERE next_at <= ?1)`, ns(now)).Scan(&due)
}

func (r rows) dueDeposits(now time.Time) ([]deposit, error) {
	return all(r, scanDeposit, selectDeposit+"WHERE next_at <= ? ORDER BY seq", ns(now))
}

func (r rows) dueSendings(now time.Time) ([]sending, error) {
	return all(r, scanSending, selectSending+"WHERE next_at <= ? ORDER BY ref", ns(now))
}

func scanMovement(scan func(...any) error) (m Movement, err error) {
	var when int64
	err = scan(&m.What, &m.Ref, &m.Try, &m.Currency, &m.Amount, &m.To, &m.TxID, &when)
	m.At = at(when)
	return m, err
}

func (r rows) addMovement(m Movement) error {
	_, err := r.Exec("INSERT INTO movements (what, ref, try, currency, amount, recipient, txid, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		m.What, m.Ref, m.Try, m.Currency, m.Amount.String(), m.To, m.TxID, ns(m.At))
	return err
}

func (r rows) movements(ref string) ([]Movement, error) {
	const query = "SELECT what, ref, try, currency, amount, recipient, txid, at FROM movements "
	if ref == "" {
		return all(r, scanMovement, query+"ORDER BY seq")
	}
	return all(r, scanMovement, query+"WHERE ref = ? ORDER BY seq", ref)
}
