package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// post is an office with a store, a mail server and a worker between them.
type post struct {
	*Worker
	t      *testing.T
	store  *store.Store
	server *mailServer
	log    bytes.Buffer

	mu  sync.Mutex
	now time.Time
	n   int
}

func newPost(t *testing.T, set func(*mailServer)) *post {
	t.Helper()
	p := &post{t: t, now: noon, server: listen(t, set)}
	clock := func() time.Time {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.now
	}
	var err error
	if p.store, err = store.Open(t.TempDir(), store.Options{Now: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.store.Close() })
	p.Worker = &Worker{
		Outbox: p.store, Life: p.life, Terms: func(string) exchange.Terms { return exchange.Terms{Edition: "2026-11-22"} },
		Office: Office{Name: "Grüße & Söhne", Contact: "help@agio.example", Site: "https://agio.example"},
		Server: p.server.client(), Log: slog.New(slog.NewTextHandler(&p.log, nil)), Now: clock,
	}
	return p
}

// life is what the events of an order say, as far as e-mails need it.
func (p *post) life(ctx context.Context, id string) (life.Life, error) {
	o, events, err := p.store.Load(ctx, id)
	l := life.Life{Order: o}
	for _, e := range events {
		l.Timeline = append(l.Timeline, life.Entry{Version: e.Version, Event: e.Event, Actor: e.Actor, At: e.At, State: o.State, Reason: o.Reason})
	}
	return l, err
}

// order places an order whose client has the address.
func (p *post) order(email string) string {
	p.t.Helper()
	p.n++
	key := fmt.Sprintf("the-key-of-order-%d", p.n)
	placed, err := p.store.Place(p.t.Context(), key, sha256.Sum256([]byte(key)), func(id, secret string) (store.Order, []byte, error) {
		one := decimal.NewFromInt(1)
		quote, err := exchange.Deal{From: exchange.Currency{Code: "BTC", Places: 8}, To: exchange.Currency{Code: "USDTTRC20", Places: 6}, Bid: one, Ask: one}.FromGive(one)
		return store.Order{ID: id, State: exchange.AwaitingPayment, Version: 1, Created: noon, Changed: noon,
			Frozen: store.Frozen{Deadline: noon.Add(24 * time.Hour), Quote: quote, SnapshotID: "8", Terms: "2026-11-22", TermsHash: "ab", AMLKYC: "2026-11-22"},
			Person: store.Person{Email: email, PayOut: store.Account{Address: "MARKEDaddress", Memo: "MARKED 4111 1111 1111 1111"}},
		}, []byte("{}"), err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return placed.ID
}

// work sends what is due some time later.
func (p *post) work(later time.Duration) int {
	p.t.Helper()
	p.mu.Lock()
	p.now = p.now.Add(later)
	p.mu.Unlock()
	n, err := p.Once(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

func (p *post) mail(id string) store.Mail {
	p.t.Helper()
	mails, err := p.store.Mails(p.t.Context(), id)
	if err != nil || len(mails) != 1 {
		p.t.Fatalf("%+v, %v", mails, err)
	}
	return mails[0]
}

func TestAMessageIsSentOnce(t *testing.T) {
	p := newPost(t, nil)
	id := p.order("client@example.org")
	p.order("") // nobody to tell
	if n := p.work(0); n != 1 {
		t.Errorf("%d messages were due", n)
	}
	for range 3 {
		p.work(48 * time.Hour)
	}
	if m := p.mail(id); m.State != store.MailSent || m.Attempts != 1 || len(p.server.taken()) != 1 {
		t.Errorf("%+v, and the server took %d", m, len(p.server.taken()))
	}
	if n := p.server.count("MAIL"); n != 1 {
		t.Errorf("%d conversations", n)
	}
}

// What surely was not taken is tried again in growing steps, and given up after
// some days.
func TestWhatWasNotTakenIsTriedAgain(t *testing.T) {
	p := newPost(t, func(m *mailServer) { m.once["RCPT"] = "451 greylisted" })
	id := p.order("client@example.org")
	p.work(0)
	if m := p.mail(id); m.State != store.MailWaiting || m.Why != "recipient 451" {
		t.Errorf("%+v", m)
	}
	if n := p.work(30 * time.Second); n != 0 {
		t.Error("it is tried again at once")
	}
	p.work(time.Minute)
	if m := p.mail(id); m.State != store.MailSent || m.Attempts != 2 || len(p.server.taken()) != 1 {
		t.Errorf("%+v, %d", m, len(p.server.taken()))
	}

	p = newPost(t, func(m *mailServer) { m.answers["MAIL"] = "451 never" })
	id, days := p.order("client@example.org"), 0
	for p.mail(id).State == store.MailWaiting && days < 20 {
		days++
		for range 24 {
			p.work(time.Hour)
		}
	}
	if m := p.mail(id); m.State != store.MailFailed || days < 3 || days > 7 {
		t.Errorf("%+v after %d days", m, days)
	}
}

func TestARefusalForGoodEndsIt(t *testing.T) {
	p := newPost(t, func(m *mailServer) { m.answers["RCPT"] = "550 <client@example.org> is nobody" })
	id := p.order("client@example.org")
	p.work(0)
	p.work(100 * time.Hour)
	if m := p.mail(id); m.State != store.MailFailed || m.Attempts != 1 || m.Why != "recipient 550" || p.server.count("RCPT") != 1 {
		t.Errorf("%+v", m)
	}
	if strings.Contains(p.log.String(), "client@") || strings.Contains(p.log.String(), id) {
		t.Errorf("the log tells who it was:\n%s", &p.log)
	}
}

// After the last dot nobody knows whether the server took the message, and it is
// not sent again.
func TestWhatMayHaveBeenTakenIsNotSentAgain(t *testing.T) {
	p := newPost(t, func(m *mailServer) { m.once["."] = die })
	id := p.order("client@example.org")
	p.work(0)
	for range 5 {
		p.work(24 * time.Hour)
	}
	if m := p.mail(id); m.State != store.MailUnknown || m.Attempts != 1 || p.server.count("MAIL") != 1 {
		t.Errorf("%+v, %d conversations", m, p.server.count("MAIL"))
	}
}

// A worker that died in the middle of a conversation leaves a message that nobody
// sends again; one that died before it leaves it to the next.
func TestADeadWorkerLeavesNothingTwice(t *testing.T) {
	p := newPost(t, nil)
	begun, claimed := p.order("client@example.org"), p.order("other@example.org")
	mails, err := p.store.ClaimMails(t.Context(), p.Now(), lease, 2)
	if err != nil || len(mails) != 2 {
		t.Fatal(mails, err)
	}
	for _, m := range mails {
		if m.OrderID == begun {
			if _, err := p.store.StartMail(t.Context(), m, p.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if p.work(30*time.Second) != 0 {
		t.Error("somebody else's claim is not respected")
	}
	p.work(time.Hour)
	if m := p.mail(begun); m.State != store.MailUnknown {
		t.Errorf("begun: %+v", m)
	}
	if m := p.mail(claimed); m.State != store.MailSent || len(p.server.taken()) != 1 {
		t.Errorf("claimed: %+v, %d taken", m, len(p.server.taken()))
	}
}

// Many workers send each message once.
func TestManyWorkers(t *testing.T) {
	p := newPost(t, nil)
	for i := range 30 {
		p.order(fmt.Sprintf("client%d@example.org", i))
	}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for {
				if n, err := p.Once(t.Context()); n == 0 || err != nil {
					return
				}
			}
		})
	}
	all.Wait()
	seen := make(map[string]bool)
	for _, m := range p.server.taken() {
		seen[parse(t, m).Header.Get("Message-ID")] = true
	}
	if len(p.server.taken()) != 30 || len(seen) != 30 {
		t.Errorf("%d messages with %d ids", len(p.server.taken()), len(seen))
	}
}

// Closing in the middle of a conversation ends it soon and loses nothing.
func TestClosingEndsAConversation(t *testing.T) {
	p := newPost(t, func(m *mailServer) { m.answers["RCPT"] = hang })
	p.Server.Patience = time.Hour
	id := p.order("client@example.org")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	for p.server.count("RCPT") == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	select {
	case <-done:
	case <-time.After(hurry + 5*time.Second):
		t.Fatal("it goes on")
	}
	if m := p.mail(id); m.State != store.MailWaiting {
		t.Errorf("%+v", m)
	}
}

func parse(t *testing.T, message string) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(message))
	if err != nil {
		t.Fatalf("%v\n%s", err, message)
	}
	return m
}

func TestWhatAMessageSays(t *testing.T) {
	p := newPost(t, nil)
	id := p.order("client@example.org")
	p.work(0)
	if len(p.server.taken()) != 1 {
		t.Fatal(p.mail(id), p.log.String())
	}
	message := p.server.taken()[0]
	m := parse(t, message)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Grüße & Söhne, order "+id[len(id)-8:]+": Waiting for your payment" {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	for header, want := range map[string]string{
		"Message-ID": "<" + id + ".v1@agio.example>", "Auto-Submitted": "auto-generated", "To": "<client@example.org>",
		"Content-Type": "text/plain; charset=UTF-8", "Reply-To": "<help@agio.example>",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Address != "office@agio.example" || from[0].Name != "Grüße & Söhne" {
		t.Errorf("it is from %v, %v", from, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Order " + id, "1 BTC for 1 USDTTRC20", "The order was made.", "Pay before 23 November 2026, 12:00:00 UTC.", "(clause 3.11)", "edition 2026-11-22", "https://agio.example/terms/2026-11-22/", "never sends an address to pay to"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("it does not say %q:\n%s", want, body)
		}
	}
	for _, never := range []string{"MARKED", "4111", "/order/", "key=", "<html", "multipart"} {
		if strings.Contains(message, never) || strings.Contains(string(body), never) {
			t.Errorf("it says %q:\n%s", never, body)
		}
	}
	for line := range strings.SplitSeq(message, "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}

// An address that tries to write headers or commands of its own is not written to.
func TestAnAddressWritesNothingButItself(t *testing.T) {
	for _, address := range []string{
		"client@example.org\r\nBcc: other@example.org", "client@example.org\nRCPT TO:<other@example.org>", "a@b.example> SIZE=1",
		"Name <client@example.org>", "client@example.org, other@example.org", "\"a\r\nb\"@example.org", "nobody",
	} {
		p := newPost(t, nil)
		id := p.order(address)
		p.work(0)
		if m := p.mail(id); m.State != store.MailFailed || m.Why != "address" || len(p.server.taken()) != 0 || p.server.count("RCPT") != 0 {
			t.Errorf("%q: %+v", address, m)
		}
	}
	for _, address := range []string{"o'neil+tag@example.org", "a.b-c_d@sub.example.org"} {
		p := newPost(t, nil)
		p.order(address)
		p.work(0)
		if taken := p.server.taken(); len(taken) != 1 || parse(t, taken[0]).Header.Get("To") != "<"+address+">" {
			t.Errorf("%q: %q, log %s", address, taken, &p.log)
		}
	}
}

// What the client was never told on the page is not told by e-mail.
func TestNotesOfTheDeskAreNotTold(t *testing.T) {
	p := newPost(t, nil)
	id := p.order("client@example.org")
	read := p.Worker.Life
	p.Worker.Life = func(ctx context.Context, id string) (life.Life, error) {
		l, err := read(ctx, id)
		l.Timeline[0].Event = life.Noted
		return l, err
	}
	p.work(0)
	if m := p.mail(id); m.State != store.MailFailed || m.Why != "not_to_be_told" || len(p.server.taken()) != 0 {
		t.Errorf("%+v", m)
	}
}

// An office that gets a mail server later does not tell old stories.
func TestOldEventsAreNotTold(t *testing.T) {
	p := newPost(t, nil)
	id := p.order("client@example.org")
	p.work(5 * 24 * time.Hour)
	if m := p.mail(id); m.State != store.MailFailed || m.Why != "too_late" || len(p.server.taken()) != 0 {
		t.Errorf("%+v", m)
	}
}
