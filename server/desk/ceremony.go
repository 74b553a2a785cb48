package desk

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"agio/server/store"
)

const (
	ceremonyLife = 5 * time.Minute
	maxCeremony  = 1024
	maxBody      = 64 << 10
)

// ceremony is a sign-in or an enrolment under way: the challenge that was given
// and what it was given for.
type ceremony struct {
	what     string // sign-in, enrol, key
	data     webauthn.SessionData
	token    string         // enrol: of the link
	operator store.Operator // enrol and key: for whom
	until    time.Time
}

// ceremonies keeps them until they are finished, each once.
type ceremonies struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]ceremony
}

func newCeremonies(now func() time.Time) *ceremonies {
	return &ceremonies{now: now, all: make(map[string]ceremony)}
}

// begin keeps a ceremony and gives its name. When there are too many, those that
// are over go first, then any.
func (x *ceremonies) begin(c ceremony) string {
	name := rand.Text()
	now := x.now()
	c.until = now.Add(ceremonyLife)
	x.mu.Lock()
	defer x.mu.Unlock()
	for other, old := range x.all {
		if len(x.all) >= maxCeremony && !now.Before(old.until) {
			delete(x.all, other)
		}
	}
	for other := range x.all {
		if len(x.all) < maxCeremony {
			break
		}
		delete(x.all, other)
	}
	x.all[name] = c
	return name
}

// take gives a ceremony, which is gone then, whatever becomes of it.
func (x *ceremonies) take(name, what string) (ceremony, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	c, ok := x.all[name]
	delete(x.all, name)
	return c, ok && c.what == what && x.now().Before(c.until)
}

// operator is an operator as the library of passkeys knows users.
type operator struct{ store.Operator }

func (o operator) WebAuthnID() []byte          { return o.Handle }
func (o operator) WebAuthnName() string        { return o.Name }
func (o operator) WebAuthnDisplayName() string { return o.Name }
func (o operator) WebAuthnCredentials() []webauthn.Credential {
	var all []webauthn.Credential
	for _, k := range o.Keys {
		var c webauthn.Credential
		if json.Unmarshal(k.Record, &c) == nil {
			all = append(all, c)
		}
	}
	return all
}

// begun is what the script is told at the beginning of a ceremony.
type begun struct {
	Ceremony string `json:"ceremony"`
	Name     string `json:"name,omitempty"`
	Options  any    `json:"options"`
}

// finishing is what the script sends at its end.
type finishing struct {
	Ceremony   string          `json:"ceremony"`
	Label      string          `json:"label"`
	Credential json.RawMessage `json:"credential"`
}

// readJSON reads a body that the script sent.
func readJSON(c echo.Context, into any) error {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, c.Request().Body, maxBody))
	if err == nil && c.Request().Header.Get(echo.HeaderContentType) == "application/json" {
		if json.Unmarshal(body, into) == nil {
			return nil
		}
	}
	return refuse(http.StatusBadRequest, codeForm, "The request cannot be read.")
}
