package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/material"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/server/work"
	"agio/templates"
	"agio/wasm/exchange"
)

const origin = "http://localhost:9100"

// bench is a desk on a store, an engine and a venue of its own, with a clock that
// the test sets.
type bench struct {
	*testing.T
	dir    string
	desk   *Desk
	store  *store.Store
	engine *work.Engine
	paper  *paper.Venue
	box    *material.Box
	now    time.Time
	log    bytes.Buffer
	made   int
}

func (b *bench) clock() time.Time { return b.now }

// open opens a desk at the simulated exchange.
func open(t *testing.T) *bench { return openAt(t, nil) }

// openAt opens a desk at a venue; nil is the simulated exchange.
func openAt(t *testing.T, v venue.Venue) *bench {
	t.Helper()
	b := &bench{T: t, dir: t.TempDir(), now: time.Now().UTC().Truncate(time.Second)}
	var err error
	if b.store, err = store.Open(b.dir, store.Options{Now: b.clock}); err != nil {
		t.Fatal(err)
	}
	tariff := lifetest.Tariff()
	if b.paper, err = paper.Open("", paper.Options{Currencies: tariff.Currencies, Now: b.clock, BlockTime: time.Second, SendTime: time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.paper.Close(); b.store.Close() })
	if b.box, err = material.Open(b.dir, b.store, material.Limits{}, b.clock); err != nil {
		t.Fatal(err)
	}
	site := &templates.Site{Office: content.Office{Name: "Sample Office", BaseURL: "https://office.example"}, Terms: lifetest.Terms(), Tariff: tariff}
	c := Config{
		Store: b.store, Materials: b.box, Venue: v, Origin: origin, Now: b.clock, Page: func() *templates.Site { return site },
		Log: slog.New(slog.NewJSONHandler(&b.log, nil)), Receipts: signer{},
	}
	if v == nil {
		c.Venue, c.Pay = b.paper, b.pay
	}
	b.engine = work.New(work.Config{
		Store: b.store, Venue: c.Venue, Tariff: tariff, Now: b.clock, Log: slog.New(slog.DiscardHandler), Demo: v == nil,
		Terms:  func(edition string) (exchange.Terms, bool) { return lifetest.Terms(), edition == "2026-11-22" },
		Quoted: func() (work.Quoted, bool) { return work.Quoted{Prices: lifetest.Prices("60000"), Snapshot: "s1"}, true },
	})
	c.Office = b.engine
	if b.desk, err = New(c); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) pay(ctx context.Context, p Payment) error {
	_, err := b.paper.Pay(ctx, paper.Payment{To: venue.Address{Address: p.To.Address, Memo: p.To.Memo}, Currency: p.Amount.Currency, Amount: p.Amount.Value, Risk: p.Risk})
	return err
}

// pass lets time pass, and the office work through what it brings.
func (b *bench) pass(d time.Duration) {
	b.Helper()
	b.now = b.now.Add(d)
	ctx := context.Background()
	for range 50 {
		if err := b.engine.Arrived(ctx); err != nil {
			b.Fatal(err)
		}
		ids, err := b.store.Claim(ctx, b.now, time.Minute, 100)
		if err != nil {
			b.Fatal(err)
		}
		if len(ids) == 0 {
			return
		}
		for _, id := range ids {
			b.engine.Work(ctx, id)
		}
	}
	b.Fatal("work never ends")
}

// order places an order of BTC for USDT and lets its address be assigned.
func (b *bench) order(give string) string {
	b.Helper()
	return b.fixed(give, 0)
}

// fixed places one whose rate is fixed for a time.
func (b *bench) fixed(give string, d time.Duration) string {
	b.Helper()
	b.made++
	placed, err := b.store.Place(context.Background(), fmt.Sprintf("key-of-order-number-%d", b.made), sha256.Sum256([]byte(give)), func(id, _ string) (store.Order, []byte, error) {
		o := lifetest.Fixed(id, "BTC", "USDTTRC20", give, d)
		o.Created, o.Deadline = b.now, b.now.Add(24*time.Hour)
		o.Person.Email = "marked.person@example.org"
		return o, []byte("{}"), nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.pass(0)
	return placed.ID
}

// life gives an order.
func (b *bench) life(id string) life.Life {
	b.Helper()
	l, err := b.engine.Load(context.Background(), id)
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// decide posts a decision about an order as it stands.
func (b *browser) decide(id string, event exchange.Event, pairs ...string) (int, string) {
	b.Helper()
	version := strconv.FormatInt(b.life(id).Version, 10)
	answer := b.post("/desk/orders/"+id+"/"+string(event), append(pairs, "version", version)...)
	return answer.StatusCode, body(b.T, answer)
}

// decides is decide of what has to succeed.
func (b *browser) decides(id string, event exchange.Event, pairs ...string) {
	b.Helper()
	if status, text := b.decide(id, event, pairs...); status != http.StatusSeeOther {
		b.Fatalf("%s gives %d: %s", event, status, text)
	}
}

// browser is somebody's browser: it keeps the cookie and comes from an address.
type browser struct {
	*bench
	from   string
	cookie *http.Cookie
}

func (b *bench) browser() *browser { return &browser{bench: b, from: "192.0.2.1:40000"} }

func (b *browser) do(r *http.Request) *http.Response {
	b.Helper()
	r.RemoteAddr, r.Host = b.from, "localhost:9100"
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		if b.cookie = c; c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return answer
}

func (b *browser) get(path string) *http.Response {
	b.Helper()
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// page gets a page that has to be there.
func (b *browser) page(path string) string {
	b.Helper()
	answer := b.get(path)
	text := body(b.T, answer)
	if answer.StatusCode != http.StatusOK {
		b.Fatalf("GET %s gives %d: %s", path, answer.StatusCode, text)
	}
	return text
}

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// token is that of the session's forms, as a page carries it.
func (b *browser) token() string {
	b.Helper()
	found := tokenField.FindStringSubmatch(b.page("/desk/keys"))
	if found == nil {
		b.Fatal("the page has no form with a token")
	}
	return found[1]
}

// post posts a form with the session's token and the values, given in pairs.
func (b *browser) post(path string, pairs ...string) *http.Response {
	b.Helper()
	form := url.Values{"token": {b.token()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(path, form)
}

func (b *browser) send(path string, form url.Values) *http.Response {
	b.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// json posts JSON as the script does and reads what is answered.
func (b *browser) json(path string, asked any, header ...string) (int, map[string]any) {
	b.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer := b.do(r)
	var said map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		b.Fatalf("POST %s gives %d and no JSON: %v", path, answer.StatusCode, err)
	}
	return answer.StatusCode, said
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// hire makes an operator with a passkey.
func (b *bench) hire(name string) *authenticator {
	b.Helper()
	_, token, err := b.store.AddOperator(context.Background(), name)
	if err != nil {
		b.Fatal(err)
	}
	a := newAuthenticator(b.T)
	if status, said := b.browser().enrol(a, token); status != http.StatusOK {
		b.Fatalf("enrolling gives %d %v", status, said)
	}
	return a
}

// arrive makes an operator and signs in.
func (b *bench) arrive(name string) *browser {
	b.Helper()
	a, who := b.hire(name), b.browser()
	if status, said := who.signIn(a); status != http.StatusOK {
		b.Fatalf("signing in gives %d %v", status, said)
	}
	return who
}

func (b *browser) enrol(a *authenticator, token string) (int, map[string]any) {
	b.Helper()
	status, begun := b.json("/desk/enrol/begin", map[string]string{"link": token})
	if status != http.StatusOK {
		return status, begun
	}
	return b.json("/desk/enrol/finish", map[string]any{"ceremony": begun["ceremony"], "label": "Laptop", "credential": a.create(begun["options"].(map[string]any))})
}

func (b *browser) signIn(a *authenticator) (int, map[string]any) {
	b.Helper()
	status, begun := b.json("/desk/sign-in/begin", map[string]string{})
	if status != http.StatusOK {
		return status, begun
	}
	return b.json("/desk/sign-in/finish", map[string]any{"ceremony": begun["ceremony"], "credential": a.get(begun["options"].(map[string]any))})
}

// audited lists the events of the audit log, the oldest first.
func (b *bench) audited() []string {
	b.Helper()
	entries, err := b.store.AuditLog(context.Background(), 1<<60, 1000)
	if err != nil {
		b.Fatal(err)
	}
	var events []string
	for i := range entries {
		events = append(events, entries[len(entries)-1-i].Event)
	}
	return events
}

// signer signs nothing that anybody could verify.
type signer struct{}

func (signer) SignText(text func(key string) ([]byte, error)) (string, error) {
	_, err := text("0123456789abcdef")
	return strings.Repeat("00", 64), err
}
