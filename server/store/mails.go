package store

import (
	"context"
	"fmt"
	"regexp"
	"time"
)

// MailState is how far the e-mail of an event has come.
type MailState string

// An e-mail waits, is being sent from a moment that is on the disk before the
// conversation with the mail server begins, and ends once. Unknown means that the
// server may have taken it: it is not sent again.
const (
	MailWaiting MailState = "waiting"
	MailSending MailState = "sending"
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed"
	MailUnknown MailState = "unknown"
)

// Mail is the e-mail of one event: there is never another for it. What it says and
// to whom, the event and the order say.
type Mail struct {
	OrderID  string
	Version  int64 // of the event
	State    MailState
	Attempts int       // how often it was begun to be sent
	Made     time.Time // when it began to wait, or was last changed
	Why      string    // of the last try
}

// That a state is one of two is said beside it where the index over those two is to
// be used.
const (
	insertMail = `INSERT INTO mails (order_id, version, due_at, changed_at) VALUES ($1, $2, $3, $4)`
	loseMails  = `UPDATE mails SET state = 'unknown', why = 'interrupted', changed_at = $1 WHERE state = 'sending' AND state IN ('waiting', 'sending') AND due_at <= $2`
	isMail     = `SELECT count(*) FROM (SELECT 1 FROM mails WHERE state IN ('waiting', 'sending') AND due_at <= $1 LIMIT 1) m`
	claimMails = `UPDATE mails SET due_at = $1 WHERE (order_id, version) IN
		(SELECT order_id, version FROM mails WHERE state = 'waiting' AND state IN ('waiting', 'sending') AND due_at <= $2 ORDER BY due_at LIMIT $3`
	claimedMails = `) RETURNING order_id, version, state, attempts, changed_at, why`
	startMail    = `UPDATE mails SET state = 'sending', attempts = attempts + 1, due_at = $1, changed_at = $2
		WHERE order_id = $3 AND version = $4 AND state = 'waiting' AND attempts = $5`
	endMail = `UPDATE mails SET state = $1, why = $2, due_at = $3, changed_at = $4
		WHERE order_id = $5 AND version = $6 AND state = 'sending' AND attempts = $7`
	selectMails = `SELECT order_id, version, state, attempts, changed_at, why FROM mails WHERE order_id = $1 ORDER BY version`
)

// ClaimMails gives e-mails whose time has come; nobody else gets them until the
// lease is over. An e-mail whose sending was interrupted for longer than its lease
// ends as unknown here.
func (s *Store) ClaimMails(ctx context.Context, now time.Time, lease time.Duration, most int) ([]Mail, error) {
	at := now.UnixMilli()
	var some int
	if err := s.reading.QueryRowContext(context.WithoutCancel(ctx), isMail, at).Scan(&some); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if some == 0 {
		return nil, nil
	}
	var mails []Mail
	err := s.writer.do(func(ctx context.Context, t *transaction) error {
		mails = nil
		if err := t.Exec(ctx, loseMails, at, at); err != nil {
			return err
		}
		query := claimMails + s.engine.words().skipLocked + claimedMails
		return t.Rows(ctx, query, []any{now.Add(lease).UnixMilli(), at, most}, func(scan scanner) error {
			m, err := scanMail(scan)
			mails = append(mails, m)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return mails, nil
}

// StartMail writes down that the conversation with the mail server begins. It
// refuses ErrStale when somebody else has begun it; then nothing may be sent. Until
// says when the sending counts as interrupted.
func (s *Store) StartMail(_ context.Context, m Mail, until time.Time) (Mail, error) {
	err := s.changeMail(startMail, until.UnixMilli(), s.now().UnixMilli(), m.OrderID, m.Version, m.Attempts)
	m.State, m.Attempts = MailSending, m.Attempts+1
	return m, err
}

// EndMail writes down what became of an e-mail that StartMail began: sent, failed
// or unknown. Why is a code, such as the number of the server's answer; its words
// often repeat the address.
func (s *Store) EndMail(_ context.Context, m Mail, end MailState, why string) error {
	if end != MailSent && end != MailFailed && end != MailUnknown {
		return fmt.Errorf("an e-mail does not end as %s", end)
	}
	at := s.now().UnixMilli()
	return s.changeMail(endMail, string(end), code(why), at, at, m.OrderID, m.Version, m.Attempts)
}

// RetryMail lets an e-mail that StartMail began and that surely was not taken wait
// for another try.
func (s *Store) RetryMail(_ context.Context, m Mail, due time.Time, why string) error {
	return s.changeMail(endMail, string(MailWaiting), code(why), due.UnixMilli(), s.now().UnixMilli(), m.OrderID, m.Version, m.Attempts)
}

func (s *Store) changeMail(query string, args ...any) error {
	var n int64
	err := s.writer.do(func(ctx context.Context, t *transaction) (err error) {
		n, err = t.Count(ctx, query, args...)
		return err
	})
	if err == nil && n == 0 {
		return ErrStale
	}
	return err
}

// aCode is a word, a step and the number of the mail server's answer to it such as
// recipient 550, or the numbers of an answer such as 550 5.1.1.
var aCode = regexp.MustCompile(`^([a-z_]{1,20}( [0-9]{3})?|[0-9.]{1,9}( [0-9.]{1,9})?|)$`)

// code lets nothing pass that could name anybody.
func code(why string) string {
	if aCode.MatchString(why) {
		return why
	}
	return "other"
}

// MailBackoff is how long an e-mail waits after so many tries, and whether it is
// tried again at all: for some three days.
func MailBackoff(attempts int) (time.Duration, bool) {
	waits := []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}
	if attempts < 1 || attempts > len(waits) {
		return 0, false
	}
	return waits[attempts-1], true
}

// Mails gives the e-mails of an order, the first one first.
func (s *Store) Mails(ctx context.Context, id string) ([]Mail, error) {
	rows, err := s.reading.QueryContext(context.WithoutCancel(ctx), selectMails, id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer rows.Close()
	var mails []Mail
	for rows.Next() {
		m, err := scanMail(rows.Scan)
		if err != nil {
			return nil, err
		}
		mails = append(mails, m)
	}
	return mails, unread(rows.Err())
}

func scanMail(scan scanner) (Mail, error) {
	var m Mail
	var made int64
	err := scan(&m.OrderID, &m.Version, &m.State, &m.Attempts, &made, &m.Why)
	m.Made = fromMilli(made)
	return m, err
}
