package mail

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Outbox has the e-mails that wait; *store.Store does.
type Outbox interface {
	ClaimMails(ctx context.Context, now time.Time, lease time.Duration, most int) ([]store.Mail, error)
	StartMail(ctx context.Context, m store.Mail, until time.Time) (store.Mail, error)
	EndMail(ctx context.Context, m store.Mail, end store.MailState, why string) error
	RetryMail(ctx context.Context, m store.Mail, due time.Time, why string) error
}

// Worker sends what waits in the outbox.
type Worker struct {
	Outbox Outbox
	Life   func(ctx context.Context, id string) (life.Life, error)
	Terms  func(edition string) exchange.Terms // of an edition; others where the office does not have it
	Office Office
	Server Server
	Log    *slog.Logger
	Now    func() time.Time // time.Now when nil
	Every  time.Duration    // how often the outbox is looked at; 2 seconds when 0
}

// How many messages are sent at a time, how long a claim lasts, and for how long
// after a conversation's last moment its end may still be written down.
const (
	most   = 4
	lease  = time.Minute
	margin = time.Minute
)

// tooLate is how old an event may be to be told: longer than tries go on. An office
// that gets a mail server later does not tell old stories.
const tooLate = 4 * 24 * time.Hour

// Run works until the context ends, and returns when what is under way has ended.
func (w *Worker) Run(ctx context.Context) {
	every := w.Every
	if every == 0 {
		every = 2 * time.Second
	}
	for {
		n, err := w.Once(ctx)
		if err != nil {
			w.Log.Warn("the outbox cannot be read", "error", err.Error())
		}
		if n > 0 && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// Once sends what is due now, some at a time, and says how many it took.
func (w *Worker) Once(ctx context.Context) (int, error) {
	mails, err := w.Outbox.ClaimMails(ctx, w.now(), lease, most)
	if err != nil {
		return 0, err
	}
	var all sync.WaitGroup
	for _, m := range mails {
		all.Go(func() { w.work(ctx, m) })
	}
	all.Wait()
	return len(mails), nil
}

// work sends one message. What begins here is written down to its end, also when
// the office closes meanwhile.
func (w *Worker) work(ctx context.Context, m store.Mail) {
	if ctx.Err() != nil {
		return
	}
	limit := w.Server.Patience
	if limit == 0 {
		limit = patience
	}
	m, err := w.Outbox.StartMail(ctx, m, w.now().Add(limit+margin))
	if errors.Is(err, store.ErrStale) {
		return // another server has begun it
	}
	if err != nil {
		w.Log.Warn("an e-mail cannot be begun", "error", err.Error())
		return
	}
	to, message, why := w.write(ctx, m)
	r := result{failed, why}
	if why == "" {
		r = w.Server.send(ctx, to, message)
	}
	w.end(context.WithoutCancel(ctx), m, r)
}

// write makes the message; why says that there is none to be sent.
func (w *Worker) write(ctx context.Context, m store.Mail) (to string, message []byte, why string) {
	l, err := w.Life(ctx, m.OrderID)
	if err != nil {
		w.Log.Error("the order of an e-mail cannot be read", "error", err.Error())
		return "", nil, "order_unreadable"
	}
	if l.Person.Email == "" {
		return "", nil, "no_address"
	}
	if e, ok := entry(l, m.Version); ok && w.now().Sub(e.At) > tooLate {
		return "", nil, "too_late"
	}
	made, err := letter(w.Office, w.Server.From, l, m.Version, w.Terms(l.Terms), w.now())
	switch {
	case errors.Is(err, errSilent):
		return "", nil, "not_to_be_told"
	case errors.Is(err, errAddress):
		return "", nil, "address"
	case err == nil:
		message, err = written(made)
	}
	if err != nil {
		w.Log.Error("an e-mail cannot be written", "error", err.Error())
		return "", nil, "not_written"
	}
	return l.Person.Email, message, ""
}

// end writes down what became of a message. As long as the storage does not take
// it, it is tried again; in the end the outbox calls it unknown by itself.
func (w *Worker) end(ctx context.Context, m store.Mail, r result) {
	record := func() error { return w.Outbox.EndMail(ctx, m, store.MailSent, r.why) }
	switch r.outcome {
	case failed:
		record = func() error { return w.Outbox.EndMail(ctx, m, store.MailFailed, r.why) }
	case unknown:
		record = func() error { return w.Outbox.EndMail(ctx, m, store.MailUnknown, r.why) }
	case again:
		wait, ok := store.MailBackoff(m.Attempts)
		record = func() error { return w.Outbox.RetryMail(ctx, m, w.now().Add(wait), r.why) }
		if !ok {
			record = func() error { return w.Outbox.EndMail(ctx, m, store.MailFailed, r.why) }
		}
	}
	if r.outcome != sent {
		w.Log.Warn("an e-mail was not delivered", "code", r.why, "tries", m.Attempts)
	}
	for pause := 100 * time.Millisecond; ; pause *= 2 {
		err := record()
		if err == nil || errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrClosed) || pause > 5*time.Second {
			if err != nil {
				w.Log.Error("what became of an e-mail could not be written down", "code", r.why, "error", err.Error())
			}
			return
		}
		time.Sleep(pause)
	}
}

func (w *Worker) now() time.Time {
	if w.Now == nil {
		return time.Now()
	}
	return w.Now()
}
