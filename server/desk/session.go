package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"agio/server/store"
)

// session is who is signed in, as a request carries it.
type session struct {
	store.Session
	token string
}

// csrf is the token of the session's forms: whoever does not have the cookie can
// neither know nor guess it.
func (s session) csrf() string {
	m := hmac.New(sha256.New, []byte(s.token))
	m.Write([]byte("form"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:16])
}

const sessionOf = "session"

// who gives the session of a request that has passed signedIn.
func who(c echo.Context) session { s, _ := c.Get(sessionOf).(session); return s }

// cookieName is that of the only cookie of the site. Where there is TLS the name
// binds it to this host and to TLS.
func (d *Desk) cookieName() string {
	if d.secured() {
		return "__Host-agio_desk"
	}
	return "agio_desk"
}

func (d *Desk) setCookie(c echo.Context, token string) {
	cookie := &http.Cookie{Name: d.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: d.secured(), SameSite: http.SameSiteStrictMode}
	if token == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}

// presented gives the token that a request carries.
func (d *Desk) presented(c echo.Context) string {
	cookie, err := c.Cookie(d.cookieName())
	if err != nil || len(cookie.Value) != 43 {
		return ""
	}
	return cookie.Value
}

// signedIn lets a request pass that belongs to a session, and a post only with the
// session's token.
func (d *Desk) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s, err := d.session(c.Request().Context(), d.presented(c))
		if errors.Is(err, store.ErrNotFound) {
			return d.sendToSignIn(c)
		}
		if err != nil {
			return err
		}
		c.Set(sessionOf, s)
		if r := c.Request(); r.Method != http.MethodGet && r.Method != http.MethodHead {
			if err := checkToken(c, s); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// session finds a session that is not over. One that has become too old is ended.
func (d *Desk) session(ctx context.Context, token string) (session, error) {
	if token == "" {
		return session{}, store.ErrNotFound
	}
	found, err := d.Store.Session(ctx, token)
	if err != nil {
		return session{}, err
	}
	now := d.Now()
	if now.Sub(found.Seen) >= Idle || now.Sub(found.Created) >= Longest {
		if err := d.Store.SignOut(ctx, token, found.Operator.Name, "session_expired"); err != nil {
			return session{}, err
		}
		return session{}, store.ErrNotFound
	}
	if now.Sub(found.Seen) >= time.Minute {
		if err := d.Store.Seen(ctx, token); err != nil {
			return session{}, err
		}
	}
	return session{found, token}, nil
}

// deskPath is an address of the desk that a sign-in may lead back to.
var deskPath = regexp.MustCompile(`^/desk/[A-Za-z0-9/_-]*$`)

// sendToSignIn answers a request without a session: a page leads to the sign-in
// and from there back; everything else is refused.
func (d *Desk) sendToSignIn(c echo.Context) error {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return refuse(http.StatusUnauthorized, codeSession, "You are not signed in, or your session has ended; nothing was done. Sign in and do it again.")
	}
	to := "/desk/sign-in"
	if path := r.URL.Path; path != "/desk/" && path != "/desk" && deskPath.MatchString(path) {
		to += "?" + url.Values{"to": {path}}.Encode()
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// tokenHeader carries the form's token where a script posts JSON.
const tokenHeader = "X-Form-Token"

// checkToken compares the token of a post with the session's.
func checkToken(c echo.Context, s session) error {
	given := c.Request().Header.Get(tokenHeader)
	if given == "" {
		form, err := readForm(c)
		if err != nil {
			return err
		}
		given = form.Get("token")
	}
	if !hmac.Equal([]byte(given), []byte(s.csrf())) {
		return refuse(http.StatusForbidden, codeToken, "This form is not of your session; nothing was done. Load the page again and send it anew.")
	}
	return nil
}

// postSignOut ends the session.
func (d *Desk) postSignOut(c echo.Context) error {
	s := who(c)
	if err := d.Store.SignOut(c.Request().Context(), s.token, s.Operator.Name, "signed_out"); err != nil {
		return err
	}
	d.setCookie(c, "")
	return c.Redirect(http.StatusSeeOther, "/desk/sign-in")
}
