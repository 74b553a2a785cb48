package e2e

import (
	"bufio"
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// receiptOf downloads the newest receipt of a new order into a folder, and gives the
// file's name.
func receiptOf(t *testing.T, o *office) string {
	t.Helper()
	placed := ask(t, o, "POST", "/api/orders", orderBody(t, o), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "the-key-of-an-order-with-a-receipt"})
	id, secret := member(t, placed.body, "id"), member(t, placed.body, "secret")
	w := ask(t, o, "GET", "/order/"+id+"/receipt?version=1&key="+secret, "", nil)
	name := filepath.Join(t.TempDir(), "agio-"+id+"-v1.receipt")
	if err := os.WriteFile(name, []byte(w.body), 0o600); err != nil || w.StatusCode != 200 {
		t.Fatal(w.StatusCode, w.body, err)
	}
	return name
}

// altered writes the file again with one change, and gives the new name.
func altered(t *testing.T, file string, change func(text []byte) []byte) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "altered.receipt")
	if err := os.WriteFile(name, change(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// choose hands a file to the page and gives what it says of it.
func choose(t *testing.T, b *browser, file string) string {
	t.Helper()
	get[bool](t, b, `(document.querySelector("#result").replaceChildren(), true)`)
	b.do(t, chromedp.SetUploadFiles("#file", []string{file}))
	b.eventually(t, `document.querySelector("#verdict")`)
	return b.text(t, "#result")
}

// A receipt is checked in the browser with nothing but the page: the office may be
// gone. One flipped bit, and somebody else's key, are found.
func TestAReceiptIsVerifiedInTheBrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio := binary(t)
	o, foreign := open(t, agio, t.TempDir(), ""), open(t, agio, t.TempDir(), "")
	good, theirs := receiptOf(t, o), receiptOf(t, foreign)
	flipped := altered(t, good, func(text []byte) []byte {
		text[bytes.Index(text, []byte("give 0.1"))+7] ^= 2 // 0.1 becomes 0.3
		return text
	})
	broken := altered(t, good, func(text []byte) []byte { return bytes.Replace(text, []byte("give 0.1"), []byte("give  0.1"), 1) })
	for _, width := range []int{1280, 360} {
		b := browse(t, width)
		b.do(t, chromedp.Navigate(o.url+"/verify/"))
		b.eventually(t, `!document.querySelector("#pick").hidden && document.querySelector("#scriptless").hidden`)
		call(t, b, network.Enable, network.EnableParams{})
		said := choose(t, b, good)
		for _, want := range []string{"Genuine and unchanged", "0.1 BTC", "edition 2026-11-22", "its text on this site is the one that was agreed", "Waiting for your payment", "clause 3.3"} {
			if !strings.Contains(said, want) {
				t.Errorf("%d: a good receipt: it does not say %q:\n%s", width, want, said)
			}
		}
		checkSameWords(t, b, agio, good, savedKeys(t, o))
		if href := get[string](t, b, `[...document.querySelectorAll("#result a")].map((a) => a.getAttribute("href")).filter((h) => h.startsWith("/terms/") && !h.startsWith("/terms/2026-11-22/#c-")).join(" ")`); href != "/terms/2026-11-22/" {
			t.Errorf("beside its clauses, the edition leads to %q", href)
		}
		for file, want := range map[string]string{
			flipped: "It was changed after the office signed it", theirs: "a key that is none of this office’s", broken: "is line",
			"request_test.go": "is line 1.",
		} {
			if said := choose(t, b, absolute(t, file)); !strings.Contains(strings.ReplaceAll(said, "'", "’"), want) || !strings.Contains(said, "Not proven") || strings.Contains(said, "Genuine") {
				t.Errorf("%d: %s: it says %q", width, file, said)
			}
		}
		if wide := get[bool](t, b, `document.documentElement.scrollWidth > innerWidth`); wide {
			t.Errorf("the page is wider than %d", width)
		}
		b.checkQuiet(t, o.url)
		checkNothingKept(t, b)
	}
	if out, err := exec.Command(agio, "verify", flipped, "--keys", savedKeys(t, o)).CombinedOutput(); err == nil || !strings.Contains(string(out), "signature_bad") {
		t.Errorf("agio verify: %v\n%s", err, out)
	}
	if out, err := exec.Command(agio, "verify", good, "--keys", savedKeys(t, o)).CombinedOutput(); err != nil || !strings.Contains(string(out), "GENUINE") {
		t.Errorf("agio verify: %v\n%s", err, out)
	}
}

// checkSameWords compares each line of the receipt on the page with what the command
// prints: there is one source of words for both.
func checkSameWords(t *testing.T, b *browser, agio, file, keys string) {
	t.Helper()
	out, err := exec.Command(agio, "verify", file, "--keys", keys).Output()
	if err != nil {
		t.Fatal(err)
	}
	flat := func(text string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), " ")
	}
	printed := flat(string(out))
	lines := get[[]string](t, b, `[...document.querySelectorAll("#result dl.facts dt")].map((dt) => dt.textContent + " " + dt.nextElementSibling.textContent)`)
	for _, line := range lines {
		line = strings.Replace(flat(line), " (its text on this site is the one that was agreed)", "", 1)
		if !strings.Contains(printed, line) {
			t.Errorf("the page says %q, and agio verify does not:\n%s", line, printed)
		}
	}
	if len(lines) < 20 || !strings.Contains(printed, "Rests on clause 3.2") {
		t.Errorf("the page has %d lines", len(lines))
	}
}

func absolute(t *testing.T, file string) string {
	t.Helper()
	name, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// savedKeys saves the public keys of an office.
func savedKeys(t *testing.T, o *office) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "agio-keys.json")
	if err := os.WriteFile(name, []byte(ask(t, o, "GET", "/.well-known/agio-keys.json", "", nil).body), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The page cannot connect to anything: what is chosen there stays there, whatever a
// script would want.
func TestTheVerifyingPageCannotConnect(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(o.url+"/verify/"))
	if reached := get[bool](t, b, `fetch("/office.json").then(() => true, () => false)`); reached {
		t.Error("a script of the page can connect to the office")
	}
}

// sink is a mail server that takes everything.
type sink struct {
	net.Listener
	mu       sync.Mutex
	messages []string
}

func (s *sink) serve() {
	for {
		conn, err := s.Accept()
		if err != nil {
			return
		}
		go s.talk(conn)
	}
}

func (s *sink) talk(conn net.Conn) {
	defer conn.Close()
	say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
	say("220 ready")
	var message []string
	for in, writing := bufio.NewScanner(conn), false; in.Scan(); {
		switch line := in.Text(); {
		case writing && line == ".":
			s.mu.Lock()
			s.messages, writing = append(s.messages, strings.Join(message, "\n")), false
			s.mu.Unlock()
			say("250 taken")
		case writing:
			message = append(message, line)
		case strings.HasPrefix(line, "DATA"):
			message, writing = nil, true
			say("354 go on")
		default:
			say("250 yes")
		}
	}
}

// The client of an order gets one e-mail about it, with neither the order's secret
// nor an address to pay to.
func TestAnOrderIsToldByEMail(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{Listener: l}
	go s.serve()
	t.Cleanup(func() { l.Close() })
	o := open(t, binary(t), t.TempDir(), "", "--smtp", l.Addr().String(), "--smtp-tls", "none", "--mail-from", "office@agio.example")
	placed := ask(t, o, "POST", "/api/orders", orderBody(t, o), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "the-key-of-an-order-with-mail"})
	id, secret := member(t, placed.body, "id"), member(t, placed.body, "secret")
	var got []string
	for end := time.Now().Add(10 * time.Second); len(got) == 0 && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		s.mu.Lock()
		got = slices.Clone(s.messages)
		s.mu.Unlock()
	}
	time.Sleep(3 * time.Second) // longer than the outbox is looked at
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.messages) != 1 || !strings.Contains(s.messages[0], id) || strings.Contains(s.messages[0], secret) || !strings.Contains(s.messages[0], "Auto-Submitted: auto-generated") {
		t.Errorf("%d messages: %q", len(s.messages), s.messages)
	}
}
