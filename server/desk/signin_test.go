package desk

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/server/store"
	"agio/wasm/address"
)

// open to everybody, by method and route.
var openRoutes = []string{
	"GET /desk/sign-in", "POST /desk/sign-in/begin", "POST /desk/sign-in/finish",
	"GET /desk/enrol", "POST /desk/enrol/begin", "POST /desk/enrol/finish",
}

// Nothing of the desk answers without a session, and nothing with a session that
// is wrong: every route that there is, and one that is not, by every method.
func TestNothingAnswersWithoutASession(t *testing.T) {
	b := open(t)
	b.arrive("Ada")
	tried := 0
	for _, cookie := range []*http.Cookie{nil, {Name: "agio_desk", Value: strings.Repeat("A", 43)}, {Name: "agio_desk", Value: "x"}, {Name: "__Host-agio_desk", Value: strings.Repeat("A", 43)}} {
		for _, r := range b.desk.echo.Routes() {
			if slices.Contains(openRoutes, r.Method+" "+r.Path) || strings.HasPrefix(r.Method, "echo_") {
				continue
			}
			b.now = b.now.Add(time.Minute) // so that nothing is too fast
			path := strings.NewReplacer(":id", "0190163d-8694-739b-aea5-966c26f8ad91", ":file", "0190163d-8694-739b-aea5-966c26f8ad92", "*", "nothing").Replace(r.Path)
			visitor := b.browser()
			visitor.cookie = cookie
			answer := visitor.send(path, url.Values{"token": {"guessed"}})
			if r.Method == http.MethodGet {
				answer = visitor.get(path)
			}
			if r.Method == http.MethodGet && (answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), "/desk/sign-in")) ||
				r.Method != http.MethodGet && answer.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s gives %d to %q without a session", r.Method, path, answer.StatusCode, answer.Header.Get("Location"))
			}
			tried++
		}
	}
	if tried < 4*20 {
		t.Errorf("only %d requests were tried", tried)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	for _, path := range []string{"/desk/", "/desk/sign-in", "/desk/enrol", "/desk/keys", "/desk/nothing", "/desk/audit", "/desk/operators"} {
		for _, who := range []*browser{ada, b.browser()} {
			h := who.get(path).Header
			for name, want := range map[string]string{
				"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
				"Content-Security-Policy": "frame-ancestors 'none'", "Cross-Origin-Opener-Policy": "same-origin",
			} {
				if !strings.Contains(h.Get(name), want) {
					t.Errorf("%s: %s is %q; want %q in it", path, name, h.Get(name), want)
				}
			}
			if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
				t.Errorf("%s: the policy is %s", path, csp)
			}
		}
	}
	if policy := ada.get("/desk/sign-in?to=x").Header.Get("Permissions-Policy"); strings.Contains(policy, "publickey-credentials-get=(self)") {
		t.Error("a page that leads on needs no passkeys")
	}
	if policy := b.browser().get("/desk/sign-in").Header.Get("Permissions-Policy"); !strings.Contains(policy, "publickey-credentials-get=(self)") {
		t.Error("the sign-in may not use passkeys")
	}
}

func TestTheCookie(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	c := ada.cookie
	if c.Name != "agio_desk" || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.Secure {
		t.Errorf("the cookie is %v", c)
	}
	tls, err := New(Config{Store: b.store, Origin: "https://office.example", Page: b.desk.Page})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	tls.setCookie(tls.echo.NewContext(httptest.NewRequest("GET", "/", nil), w), "x")
	if c := w.Result().Cookies()[0]; c.Name != "__Host-agio_desk" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("with TLS the cookie is %v", c)
	}
}

// TestTransportIsSecured: redirects carry the header too. An office that is reached by
// TLS needs no origin of its own for it, whether it was told so or a trusted proxy says it.
func TestTransportIsSecured(t *testing.T) {
	b := open(t)
	for _, c := range []struct {
		origin, remote string
		tls            bool
		want           bool
	}{
		{"http://localhost:1", "10.2.2.3:1", false, false}, {"http://localhost:1", "10.2.2.3:1", true, true},
		{"https://office.example", "10.2.2.3:1", false, true}, {"http://localhost:1", "10.1.2.3:1", false, true},
	} {
		d, err := New(Config{
			Store: b.store, Origin: c.origin, TLS: c.tls, Page: b.desk.Page, Log: slog.New(slog.DiscardHandler),
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"http://127.0.0.1:1/desk/", "http://localhost:1/desk/", "http://office.example/desk/"} {
			w := httptest.NewRecorder()
			r := httptest.NewRequest("GET", address, nil)
			r.RemoteAddr = c.remote
			r.Header.Set("X-Forwarded-Proto", "https")
			d.ServeHTTP(w, r)
			if got := w.Header().Get("Strict-Transport-Security") != ""; got != c.want || w.Code/100 != 3 {
				t.Errorf("%s of %s from %s, TLS %v: status %d, secured %v", address, c.origin, c.remote, c.tls, w.Code, got)
			}
		}
	}
}

func TestASessionEnds(t *testing.T) {
	alive := func(b *browser) bool { return b.get("/desk/").StatusCode == http.StatusOK }
	t.Run("signed out", func(t *testing.T) {
		b := open(t)
		ada := b.arrive("Ada")
		old := ada.cookie
		if to := ada.post("/desk/sign-out").Header.Get("Location"); to != "/desk/sign-in" || ada.cookie != nil {
			t.Errorf("signing out leads to %q, the cookie is %v", to, ada.cookie)
		}
		if ada.cookie = old; alive(ada) {
			t.Error("the old cookie still opens the desk")
		}
	})
	t.Run("idle", func(t *testing.T) {
		b := open(t)
		ada := b.arrive("Ada")
		for range 3 {
			if b.now = b.now.Add(Idle - time.Second); !alive(ada) {
				t.Fatal("a session in use ended")
			}
		}
		if b.now = b.now.Add(Idle); alive(ada) {
			t.Error("an idle session opens the desk")
		}
		if b.now = b.now.Add(-Idle); alive(ada) {
			t.Error("a session that ended lives again")
		}
	})
	t.Run("too old", func(t *testing.T) {
		b := open(t)
		ada := b.arrive("Ada")
		for end := b.now.Add(Longest - time.Second); b.now.Before(end); b.now = b.now.Add(Idle / 2) {
			if !alive(ada) {
				t.Fatal("a session in use ended early")
			}
		}
		if b.now = b.now.Add(time.Second); alive(ada) {
			t.Error("a session outlives its longest time")
		}
	})
	t.Run("disabled", func(t *testing.T) {
		b := open(t)
		ada := b.arrive("Ada")
		if changed, err := b.store.SetDisabled(context.Background(), "ADA", true); err != nil || !changed {
			t.Fatal(changed, err)
		}
		if alive(ada) {
			t.Error("a disabled operator is still in")
		}
	})
}

func TestAFormNeedsTheSessionsToken(t *testing.T) {
	b := open(t)
	ada, bob := b.arrive("Ada"), b.arrive("Bob")
	for name, form := range map[string]url.Values{
		"none": {}, "empty": {"token": {""}}, "another session's": {"token": {bob.token()}}, "guessed": {"token": {strings.Repeat("A", 22)}},
	} {
		if answer := ada.send("/desk/sign-out", form); answer.StatusCode != http.StatusForbidden {
			t.Errorf("a form with the token of %s gives %d", name, answer.StatusCode)
		}
	}
	foreign := httptest.NewRequest(http.MethodPost, "/desk/sign-out", strings.NewReader(url.Values{"token": {ada.token()}}.Encode()))
	foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	if answer := ada.do(foreign); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site's form gives %d", answer.StatusCode)
	}
	if status, said := ada.json("/desk/keys/begin", map[string]string{}); status != http.StatusBadRequest && status != http.StatusForbidden {
		t.Errorf("a script without the token gets %d %v", status, said)
	}
	if ada.get("/desk/").StatusCode != http.StatusOK {
		t.Error("one of them signed her out")
	}
}

func TestAnEnrolmentIsUsedOnce(t *testing.T) {
	b := open(t)
	ctx := context.Background()
	_, token, err := b.store.AddOperator(ctx, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	visitor := b.browser()
	_, early := visitor.json("/desk/enrol/begin", map[string]string{"link": token})
	if status, said := visitor.enrol(newAuthenticator(t), token); status != http.StatusOK {
		t.Fatalf("the first time gives %d %v", status, said)
	}
	if status, said := visitor.enrol(newAuthenticator(t), token); status != http.StatusForbidden || said["code"] != codeSpent {
		t.Errorf("the second time gives %d %v", status, said)
	}
	status, said := visitor.json("/desk/enrol/finish", map[string]any{"ceremony": early["ceremony"], "credential": newAuthenticator(t).create(early["options"].(map[string]any))})
	if status != http.StatusForbidden || said["code"] != codeSpent {
		t.Errorf("one that was begun before gives %d %v", status, said)
	}
	if o, err := b.store.OperatorNamed(ctx, "ada"); err != nil || len(o.Keys) != 1 {
		t.Errorf("the operator has %d passkeys, %v", len(o.Keys), err)
	}
	_, late, err := b.store.AddOperator(ctx, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(store.EnrolmentLife)
	if status, said := visitor.enrol(newAuthenticator(t), late); status != http.StatusForbidden || said["code"] != codeSpent {
		t.Errorf("a day later the link gives %d %v", status, said)
	}
	if status, said := visitor.enrol(newAuthenticator(t), "guessed"); status != http.StatusForbidden {
		t.Errorf("a guess gives %d %v", status, said)
	}
}

func TestWhatDoesNotSignIn(t *testing.T) {
	for name, spoil := range map[string]func(*bench, *authenticator){
		"another key signs":          func(_ *bench, a *authenticator) { a.forged = true },
		"nobody was checked":         func(_ *bench, a *authenticator) { a.verified = false },
		"another origin":             func(_ *bench, a *authenticator) { a.origin = "http://localhost:9999" },
		"another operator":           func(b *bench, a *authenticator) { a.handle = b.hire("Eve").handle },
		"nobody's handle":            func(_ *bench, a *authenticator) { a.handle = make([]byte, 32) },
		"a counter that went back":   func(_ *bench, a *authenticator) { a.counter = 0 },
		"an operator who is out":     func(b *bench, _ *authenticator) { b.store.SetDisabled(context.Background(), "Ada", true) },
		"a passkey that was removed": func(_ *bench, a *authenticator) { a.id = make([]byte, 32) },
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t)
			a := b.hire("Ada")
			if status, said := b.browser().signIn(a); status != http.StatusOK {
				t.Fatalf("before, it gives %d %v", status, said)
			}
			spoil(b, a)
			visitor := b.browser()
			status, said := visitor.signIn(a)
			if status != http.StatusForbidden || said["code"] != codePasskey || visitor.cookie != nil {
				t.Errorf("it gives %d %v, cookie %v", status, said, visitor.cookie)
			}
			if events := b.audited(); events[len(events)-1] != "sign_in_failed" {
				t.Errorf("the audit log ends with %v", events)
			}
		})
	}
}

func TestASignInIsFinishedOnce(t *testing.T) {
	b := open(t)
	a, visitor := b.hire("Ada"), b.browser()
	_, begun := visitor.json("/desk/sign-in/begin", map[string]string{})
	proof := map[string]any{"ceremony": begun["ceremony"], "credential": a.get(begun["options"].(map[string]any))}
	if status, said := visitor.json("/desk/sign-in/finish", proof); status != http.StatusOK {
		t.Fatalf("the first gives %d %v", status, said)
	}
	if status, said := b.browser().json("/desk/sign-in/finish", proof); status != http.StatusForbidden {
		t.Errorf("the same again gives %d %v", status, said)
	}
	_, begun = visitor.json("/desk/sign-in/begin", map[string]string{})
	proof = map[string]any{"ceremony": begun["ceremony"], "credential": a.get(begun["options"].(map[string]any))}
	b.now = b.now.Add(ceremonyLife)
	if status, said := b.browser().json("/desk/sign-in/finish", proof); status != http.StatusForbidden {
		t.Errorf("too late, it gives %d %v", status, said)
	}
}

func TestFailuresLockOut(t *testing.T) {
	b := open(t)
	a, other := b.hire("Ada"), b.hire("Bob")
	visitor := b.browser()
	a.forged = true
	for range mostFailures {
		if status, _ := visitor.signIn(a); status != http.StatusForbidden {
			t.Fatalf("a failure gives %d", status)
		}
	}
	a.forged = false
	if status, said := visitor.signIn(a); status != http.StatusTooManyRequests || said["code"] != codeLocked {
		t.Errorf("the address gives %d %v; want it locked out", status, said)
	}
	elsewhere := b.browser()
	elsewhere.from = "198.51.100.7:1"
	if status, said := elsewhere.signIn(a); status != http.StatusTooManyRequests || said["code"] != codeLocked {
		t.Errorf("the operator elsewhere gives %d %v; want the operator locked out", status, said)
	}
	if status, said := elsewhere.signIn(other); status != http.StatusOK {
		t.Errorf("another operator elsewhere gets %d %v", status, said)
	}
	b.now = b.now.Add(lockWindow)
	if status, said := visitor.signIn(a); status != http.StatusOK {
		t.Errorf("afterwards it gives %d %v", status, said)
	}
	events := b.audited()
	if want := []string{"enrolment_link", "passkey_enrolled", "enrolment_link", "passkey_enrolled", "sign_in_failed", "sign_in_failed", "sign_in_failed", "sign_in_failed", "locked_out"}; !slices.Equal(events[:len(want)], want) {
		t.Errorf("the audit log begins with %v", events)
	}
	if text := b.log.String(); strings.Contains(text, "192.0.2") || strings.Contains(text, "Ada") {
		t.Errorf("the log names somebody:\n%s", text)
	}
}

func TestStrangersCannotFillTheAuditLog(t *testing.T) {
	b := open(t)
	for i := range 1000 {
		visitor := b.browser()
		visitor.from = "10.0." + string(rune('0'+i%10)) + "." + strings.Repeat("1", 1+i%2) + ":1"
		b.now = b.now.Add(time.Second)
		visitor.json("/desk/sign-in/finish", map[string]string{"ceremony": "none"})
	}
	if n := len(b.audited()); n > 200 {
		t.Errorf("%d entries after 1,000 failures", n)
	}
}

func TestFurtherPasskeys(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	o, _ := b.store.OperatorNamed(context.Background(), "Ada")
	only := encode(o.Keys[0].ID)
	if answer := ada.post("/desk/keys/remove", "key", only, "why", "lost it"); answer.StatusCode != http.StatusConflict {
		t.Errorf("removing the last passkey gives %d", answer.StatusCode)
	}
	second, token := newAuthenticator(t), ada.token()
	_, begun := ada.json("/desk/keys/begin", map[string]string{}, tokenHeader, token)
	status, said := ada.json("/desk/keys/finish", map[string]any{"ceremony": begun["ceremony"], "label": "4111 1111 1111 1111"}, tokenHeader, token)
	if status != http.StatusUnprocessableEntity || said["code"] != string(address.CodeCard) {
		t.Errorf("a card number as a passkey's name gives %d %v", status, said)
	}
	status, said = ada.json("/desk/keys/finish", map[string]any{"ceremony": begun["ceremony"], "label": " Phone  of Ada ", "credential": second.create(begun["options"].(map[string]any))}, tokenHeader, token)
	if status != http.StatusOK {
		t.Fatalf("a further passkey gives %d %v", status, said)
	}
	if text := ada.page("/desk/keys"); !strings.Contains(text, "Phone of Ada") {
		t.Error("the page does not show it")
	}
	if status, said := b.browser().signIn(second); status != http.StatusOK {
		t.Errorf("signing in with it gives %d %v", status, said)
	}
	if answer := ada.post("/desk/keys/remove", "key", only); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("removing one without a reason gives %d", answer.StatusCode)
	}
	if answer := ada.post("/desk/keys/remove", "key", only, "why", "lost it"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("removing one of two gives %d", answer.StatusCode)
	}
	if answer := ada.get("/desk/"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("the session of the removed passkey gives %d", answer.StatusCode)
	}
}

func TestTheDeskNeedsAName(t *testing.T) {
	for origin, good := range map[string]bool{
		"http://localhost:8080": true, "https://office.example": true, "https://office.example:8443": true,
		"http://127.0.0.1:8080": false, "https://192.0.2.1": false, "https://[::1]": false, "http://office.example": false,
		"office.example": false, "https://office.example/desk": false, "https://office.example/": false, "": false, "https://a@b.example": false,
	} {
		if _, err := readOrigin(origin); (err == nil) != good {
			t.Errorf("%q: %v", origin, err)
		}
	}
	b := open(t)
	r := httptest.NewRequest(http.MethodGet, "/desk/sign-in", nil)
	r.Host = "127.0.0.1:9100"
	w := httptest.NewRecorder()
	b.desk.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); to != origin+"/desk/sign-in" {
		t.Errorf("by its address the desk leads to %q", to)
	}
}

func TestWhereASignInLeads(t *testing.T) {
	b := open(t)
	visitor := b.browser()
	if to := visitor.get("/desk/audit").Header.Get("Location"); to != "/desk/sign-in?to=%2Fdesk%2Faudit" {
		t.Errorf("a page leads to %q", to)
	}
	for to, want := range map[string]string{"/desk/audit": "/desk/audit", "https://evil.example": "/desk/", "//evil.example": "/desk/", "/desk/../x": "/desk/", "/order/x": "/desk/", `/desk/"><b>`: "/desk/"} {
		if text := visitor.page("/desk/sign-in?" + url.Values{"to": {to}}.Encode()); !strings.Contains(text, `data-to="`+want+`"`) {
			t.Errorf("%q does not lead to %q", to, want)
		}
	}
}
