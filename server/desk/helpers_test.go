package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/server/store"
	"agio/templates"
)

const origin = "http://localhost:9100"

// bench is a desk on a store of its own, with a clock that the test sets.
type bench struct {
	*testing.T
	desk  *Desk
	store *store.Store
	now   time.Time
	log   bytes.Buffer
}

func open(t *testing.T) *bench {
	t.Helper()
	b := &bench{T: t, now: time.Now().UTC().Truncate(time.Second)}
	clock := func() time.Time { return b.now }
	var err error
	if b.store, err = store.Open(t.TempDir(), store.Options{Now: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.store.Close() })
	site := &templates.Site{Office: content.Office{Name: "Sample Office"}}
	b.desk, err = New(Config{
		Store: b.store, Origin: origin, Now: clock, Page: func() *templates.Site { return site },
		Log: slog.New(slog.NewJSONHandler(&b.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
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
		form.Set(pairs[i], pairs[i+1])
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
