package desk

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"agio/wasm/address"
)

const maxWords = 2000

// formOf is where the form of a post stands once it was read.
const formOf = "form"

// readForm reads a posted form, once.
func readForm(c echo.Context) (url.Values, error) {
	if form, ok := c.Get(formOf).(url.Values); ok {
		return form, nil
	}
	unreadable := refuse(http.StatusBadRequest, codeForm, "The form cannot be read.")
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEApplicationForm {
		return nil, unreadable
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, c.Request().Body, maxBody))
	if err != nil {
		return nil, unreadable
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, unreadable
	}
	c.Set(formOf, form)
	return form, nil
}

// reason reads the reason, which every decision has to have.
func reason(form url.Values) (string, error) {
	why, err := words(form, "why")
	if err == nil && utf8.RuneCountInString(why) < 3 {
		err = refuse(http.StatusUnprocessableEntity, codeReason, "Nothing was done: say in a few words why. The reason is kept with what you decide.")
	}
	return why, err
}

// reasoned reads the form of a decision, with its reason.
func reasoned(c echo.Context) (form url.Values, why string, err error) {
	if form, err = readForm(c); err != nil {
		return nil, "", err
	}
	why, err = reason(form)
	return form, why, err
}

// words reads a text of a form. Card numbers are refused in every field (6.4).
func words(form url.Values, name string) (string, error) {
	text := strings.TrimSpace(strings.ReplaceAll(form.Get(name), "\r\n", "\n"))
	switch {
	case utf8.RuneCountInString(text) > maxWords:
		return "", refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: a text is longer than 2,000 characters.")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable):
		return "", refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: a text has characters that cannot be printed.")
	case address.HasCardNumber(text):
		return "", refuse(http.StatusUnprocessableEntity, string(address.CodeCard), "Nothing was done: a text has a card number in it. Card numbers never enter the office.")
	}
	return text, nil
}

func unprintable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError
}

// done leads back to a page that then says what was done.
func done(c echo.Context, to, what string) error {
	return c.Redirect(http.StatusSeeOther, to+"?"+url.Values{"done": {what}}.Encode())
}
