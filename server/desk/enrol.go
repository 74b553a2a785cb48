package desk

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
	"agio/wasm/address"
)

// getEnrol shows the page that a link leads to. The link's token stands after the
// # of the address, which browsers send to nobody; the page's script reads it.
func (d *Desk) getEnrol(c echo.Context) error {
	return d.render(c, http.StatusOK, keyPages, templates.DeskEnrol(d.page(c, "Enrol a passkey", "")))
}

// EnrolmentLink is the address that an enrolment's token makes.
func EnrolmentLink(origin, token string) string { return origin + "/desk/enrol#" + token }

// beginEnrol gives a challenge to whoever has a link that still counts.
func (d *Desk) beginEnrol(c echo.Context) error {
	if err := d.mayTry(c); err != nil {
		return err
	}
	var asked struct {
		Token string `json:"link"`
	}
	if err := readJSON(c, &asked); err != nil {
		return err
	}
	o, err := d.Store.Enrolment(c.Request().Context(), asked.Token)
	if errors.Is(err, store.ErrSpent) {
		return d.spent(c)
	}
	if err != nil {
		return err
	}
	return d.register(c, ceremony{what: "enrol", token: asked.Token, operator: o})
}

// spent counts and refuses a link that does not count.
func (d *Desk) spent(c echo.Context) error {
	if err := d.failed(c, store.Operator{}, "enrolment_spent"); refusalOf(err).code != codePasskey {
		return err
	}
	return refuse(http.StatusForbidden, codeSpent, "This link was used already, is older than a day, or was mistyped. Ask for a new one: agio operator add NAME.")
}

// register begins the ceremony that makes a passkey.
func (d *Desk) register(c echo.Context, x ceremony) error {
	var known []protocol.CredentialDescriptor
	for _, k := range (operator{x.operator}).WebAuthnCredentials() {
		known = append(known, k.Descriptor())
	}
	options, data, err := d.keys.BeginRegistration(operator{x.operator}, webauthn.WithExclusions(known))
	if err != nil {
		return err
	}
	x.data = *data
	return c.JSON(http.StatusOK, begun{Ceremony: d.ceremonies.begin(x), Name: x.operator.Name, Options: options.Response})
}

// finishEnrol keeps the passkey that was made. The link counts no more then.
func (d *Desk) finishEnrol(c echo.Context) error {
	if err := d.mayTry(c); err != nil {
		return err
	}
	x, key, err := d.registered(c, "enrol")
	if err != nil {
		return err
	}
	switch err := d.Store.Enrol(c.Request().Context(), x.token, key); {
	case errors.Is(err, store.ErrSpent):
		return d.spent(c)
	case errors.Is(err, store.ErrKeyKnown):
		return refuse(http.StatusConflict, codePasskey, "This passkey is enrolled already.")
	case err != nil:
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"done": "enrolled"})
}

// registered ends the ceremony and gives the passkey that it made.
func (d *Desk) registered(c echo.Context, what string) (ceremony, store.Passkey, error) {
	var f finishing
	if err := readJSON(c, &f); err != nil {
		return ceremony{}, store.Passkey{}, err
	}
	if address.HasCardNumber(f.Label) {
		return ceremony{}, store.Passkey{}, refuse(http.StatusUnprocessableEntity, string(address.CodeCard), "Nothing was done: the name of the passkey has a card number in it. Card numbers never enter the office.")
	}
	x, ok := d.ceremonies.take(f.Ceremony, what)
	if !ok {
		return x, store.Passkey{}, d.failed(c, store.Operator{}, "challenge_unknown")
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(f.Credential)
	if err != nil {
		return x, store.Passkey{}, d.failed(c, x.operator, "unreadable")
	}
	made, err := d.keys.CreateCredential(operator{x.operator}, x.data, parsed)
	if err != nil {
		return x, store.Passkey{}, d.failed(c, x.operator, "attestation_refused")
	}
	record, err := json.Marshal(made)
	return x, store.Passkey{ID: made.ID, Label: label(f.Label), Record: record}, err
}

// label is what an operator calls a passkey.
func label(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if text == "" {
		return "Passkey"
	}
	for utf8.RuneCountInString(text) > 40 {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// beginKey begins a further passkey of whoever is signed in.
func (d *Desk) beginKey(c echo.Context) error {
	o, err := d.Store.Operator(c.Request().Context(), who(c).Operator.Handle)
	if err != nil {
		return err
	}
	return d.register(c, ceremony{what: "key", operator: o})
}

// finishKey keeps a further passkey.
func (d *Desk) finishKey(c echo.Context) error {
	x, key, err := d.registered(c, "key")
	if err != nil {
		return err
	}
	if x.operator.ID != who(c).Operator.ID {
		return refuse(http.StatusForbidden, codePasskey, "Somebody else began this.")
	}
	err = d.Store.AddKey(c.Request().Context(), x.operator, key)
	if errors.Is(err, store.ErrKeyKnown) {
		return refuse(http.StatusConflict, codePasskey, "This passkey is enrolled already.")
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"done": "key added"})
}

// getKeys shows the operator's own passkeys.
func (d *Desk) getKeys(c echo.Context) error {
	s := who(c)
	o, err := d.Store.Operator(c.Request().Context(), s.Operator.Handle)
	if err != nil {
		return err
	}
	return d.render(c, http.StatusOK, keyPages, templates.DeskKeys(d.page(c, "Your passkeys", "keys"), keyViews(o, s.Key)))
}

func keyViews(o store.Operator, used []byte) []templates.DeskKey {
	var all []templates.DeskKey
	for _, k := range o.Keys {
		all = append(all, templates.DeskKey{
			ID: base64.RawURLEncoding.EncodeToString(k.ID), Label: k.Label, Created: k.Created, Used: k.Used,
			Here: string(k.ID) == string(used), Last: len(o.Keys) == 1,
		})
	}
	return all
}

// postRemoveKey forgets a passkey of whoever is signed in.
func (d *Desk) postRemoveKey(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	id, err := base64.RawURLEncoding.DecodeString(form.Get("key"))
	if err != nil {
		return refuse(http.StatusBadRequest, codeForm, "The request cannot be read.")
	}
	err = d.Store.RemoveKey(c.Request().Context(), who(c).Operator, id, why)
	if errors.Is(err, store.ErrLastKey) {
		return refuse(http.StatusConflict, codePasskey, "This is your last passkey: without it you could not sign in again. Add another one first.")
	}
	if err != nil {
		return err
	}
	return done(c, "/desk/keys", "key_removed")
}
