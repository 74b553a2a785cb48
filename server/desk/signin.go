package desk

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
)

// getSignIn shows the page to sign in; whoever is signed in is led on.
func (d *Desk) getSignIn(c echo.Context) error {
	if _, err := d.session(c.Request().Context(), d.presented(c)); err == nil {
		return c.Redirect(http.StatusSeeOther, "/desk/")
	}
	to := c.QueryParam("to")
	if !deskPath.MatchString(to) {
		to = "/desk/"
	}
	return d.render(c, http.StatusOK, keyPages, templates.DeskSignIn(d.page(c, "Sign in", ""), to))
}

// beginSignIn gives a challenge. It is the same for everybody: nobody learns who
// works here.
func (d *Desk) beginSignIn(c echo.Context) error {
	if err := d.mayTry(c); err != nil {
		return err
	}
	options, data, err := d.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, begun{Ceremony: d.ceremonies.begin(ceremony{what: "sign-in", data: *data}), Options: options.Response})
}

// finishSignIn checks what the passkey signed and begins a session.
func (d *Desk) finishSignIn(c echo.Context) error {
	if err := d.mayTry(c); err != nil {
		return err
	}
	var f finishing
	if err := readJSON(c, &f); err != nil {
		return err
	}
	x, ok := d.ceremonies.take(f.Ceremony, "sign-in")
	if !ok {
		return d.failed(c, store.Operator{}, "challenge_unknown")
	}
	o, key, why, err := d.prove(c, x, f.Credential)
	if err != nil {
		return err
	}
	if left := d.failures.locked("operator " + o.ID); why == "" && left > 0 {
		return tooMany(c, left)
	}
	if why != "" {
		return d.failed(c, o, why)
	}
	if old := d.presented(c); old != "" {
		if err := d.Store.SignOut(c.Request().Context(), old, o.Name, "session_replaced"); err != nil {
			return err
		}
	}
	token, err := d.Store.SignIn(c.Request().Context(), o, key, Idle, Longest)
	if errors.Is(err, store.ErrNotFound) {
		return d.failed(c, o, "passkey_unknown")
	}
	if err != nil {
		return err
	}
	d.failures.clear("operator " + o.ID)
	d.failures.clear(d.place(c))
	d.setCookie(c, token)
	return c.JSON(http.StatusOK, map[string]string{"done": "signed in"})
}

// prove says whose passkey signed the challenge, or why it does not count. The
// passkey given back has the counter of this signature.
func (d *Desk) prove(c echo.Context, x ceremony, credential json.RawMessage) (o store.Operator, key store.Passkey, why string, err error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return o, key, "unreadable", nil
	}
	var fault error
	_, proof, err := d.keys.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		o, fault = d.Store.Operator(c.Request().Context(), handle)
		return operator{o}, fault
	}, x.data, parsed)
	switch {
	case fault != nil && !errors.Is(fault, store.ErrNotFound):
		return o, key, "", fault
	case err != nil && o.ID == "":
		return o, key, "operator_unknown", nil
	case err != nil:
		return o, key, "signature_refused", nil
	case !o.Disabled.IsZero():
		return o, key, "operator_disabled", nil
	case proof.Authenticator.CloneWarning:
		return o, key, "passkey_copied", nil
	}
	record, err := json.Marshal(proof)
	return o, store.Passkey{ID: proof.ID, Record: record}, "", err
}

// mayTry refuses an address that is locked out.
func (d *Desk) mayTry(c echo.Context) error {
	if left := d.failures.locked(d.place(c)); left > 0 {
		return tooMany(c, left)
	}
	return nil
}

func tooMany(c echo.Context, left time.Duration) error {
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(left/time.Second)+1))
	return refuse(http.StatusTooManyRequests, codeLocked, "Too many attempts failed. Try again in "+strconv.Itoa(int((left+time.Minute-1)/time.Minute))+" minutes.")
}

// failed counts and notes an attempt that failed, and refuses it in words that say
// nothing of why.
func (d *Desk) failed(c echo.Context, o store.Operator, why string) error {
	locked := d.failures.fail(d.place(c))
	if o.ID != "" {
		locked = d.failures.fail("operator "+o.ID) || locked
	}
	if missed, ok := d.failures.list(); ok {
		data := map[string]any{"why": why, "from": d.place(c)}
		if missed > 0 {
			data["not_listed"] = missed
		}
		event := "sign_in_failed"
		if locked {
			event = "locked_out"
		}
		text, err := json.Marshal(data)
		if err == nil {
			err = d.Store.Note(c.Request().Context(), store.AuditEntry{Event: event, Subject: o.Name, Data: text})
		}
		if err != nil {
			return err
		}
	}
	return refuse(http.StatusForbidden, codePasskey, "This passkey does not open the desk.")
}

// placeKey hides addresses in the audit log. It lives as long as the process.
var placeKey = func() (key [32]byte) { rand.Read(key[:]); return }()

// place tells addresses apart without naming them.
func (d *Desk) place(c echo.Context) string {
	m := hmac.New(sha256.New, placeKey[:])
	m.Write([]byte(subscriber(c.RealIP()).String()))
	return hex.EncodeToString(m.Sum(nil)[:6])
}
