package e2e

import (
	"context"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// passkeys gives the browser a device that makes passkeys and knows its owner.
func (b *browser) passkeys(t *testing.T) {
	t.Helper()
	call(t, b, webauthn.Enable, webauthn.EnableParams{})
	call(t, b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
}

var enrolment = regexp.MustCompile(`http://localhost:\d+/desk/enrol#\S+`)

// hire makes an operator beside the running office and gives the link.
func hire(t *testing.T, agio, data, name string) string {
	t.Helper()
	out, err := exec.Command(agio, "operator", "add", name, "--data", data).CombinedOutput()
	link := enrolment.FindString(string(out))
	if err != nil || link == "" {
		t.Fatalf("%v\n%s", err, out)
	}
	return link
}

// enter enrols a passkey by a link and signs in with it.
func (b *browser) enter(t *testing.T, link string) {
	t.Helper()
	b.passkeys(t)
	b.do(t, chromedp.Navigate(link))
	b.eventually(t, "!document.querySelector('form[data-passkey] button').disabled")
	b.press(t, "form[data-passkey] button")
	b.eventually(t, "location.pathname === '/desk/sign-in' && !document.querySelector('form[data-passkey] button').disabled")
	b.press(t, "form[data-passkey] button")
	b.eventually(t, "location.pathname === '/desk/' && document.querySelector('.leave')")
}

// An operator enrols a passkey by the link, signs in, sees the queue, signs out,
// and cannot come back without the passkey; the link is good for nothing more.
func TestAnOperatorComesAndGoes(t *testing.T) {
	t.Parallel()
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	desk := strings.Replace(o.url, "127.0.0.1", "localhost", 1)
	link := hire(t, agio, data, "Ada Lovelace")
	if !strings.HasPrefix(link, desk) {
		t.Fatalf("the link %s is not to %s", link, desk)
	}
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(desk+"/desk/"))
	b.eventually(t, "location.pathname === '/desk/sign-in'")
	b.enter(t, link)
	if text := b.text(t, "h1"); text != "Queue" {
		t.Errorf("after the sign-in the page is %q", text)
	}
	if text := b.text(t, ".leave"); !strings.Contains(text, "Ada Lovelace") {
		t.Errorf("the page says %q of who is signed in", text)
	}
	if cookie := get[string](t, b, "document.cookie"); cookie != "" {
		t.Errorf("a script can read the cookie: %s", cookie)
	}
	b.leaves(t, ".leave button")
	b.eventually(t, "location.pathname === '/desk/sign-in'")
	for _, path := range []string{"/desk/", "/desk/audit", "/desk/operators"} {
		b.do(t, chromedp.Navigate(desk+path))
		b.eventually(t, "location.pathname === '/desk/sign-in'")
	}
	b.checkQuiet(t, desk)
	b.do(t, chromedp.Navigate(link))
	b.eventually(t, "!document.querySelector('form[data-passkey] button').disabled")
	b.press(t, "form[data-passkey] button")
	b.eventually(t, "document.querySelector('.said').innerText.includes('used already')")
	checkBarred(t, agio, data, desk, b)
}

// checkBarred disables the operator while a session is open.
func checkBarred(t *testing.T, agio, data, desk string, b *browser) {
	t.Helper()
	b.do(t, chromedp.Navigate(desk+"/desk/sign-in"))
	b.eventually(t, "!document.querySelector('form[data-passkey] button').disabled")
	b.press(t, "form[data-passkey] button")
	b.eventually(t, "location.pathname === '/desk/'")
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if out, err := exec.CommandContext(ctx, agio, "operator", "disable", "Ada Lovelace", "--data", data).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b.do(t, chromedp.Navigate(desk+"/desk/"))
	b.eventually(t, "location.pathname === '/desk/sign-in' && !document.querySelector('form[data-passkey] button').disabled")
	b.press(t, "form[data-passkey] button")
	b.eventually(t, "document.querySelector('.said').innerText.includes('does not open the desk')")
}

// payAtTheDesk has the simulated exchange pay an order, and waits until the order
// has heard of it.
func (b *browser) payAtTheDesk(t *testing.T, desk, id, how string) {
	t.Helper()
	page := desk + "/desk/orders/" + id
	for end := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		b.do(t, chromedp.Navigate(page))
		if get[bool](t, b, "Boolean(document.querySelector('.demo'))") {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the order got no address")
		}
	}
	b.leaves(t, "button[value="+how+"]")
	b.eventually(t, "location.search === '?done=paid'")
	for end := time.Now().Add(patience); ; time.Sleep(500 * time.Millisecond) {
		b.do(t, chromedp.Navigate(page))
		if get[bool](t, b, "!/awaiting|confirming/.test(document.querySelector('.order-head .state').innerText)") {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the payment was not received")
		}
	}
}
