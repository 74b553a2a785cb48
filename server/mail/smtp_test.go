package mail

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// die and hang are what a test's mail server does instead of answering.
const (
	die  = "(die)"
	hang = "(hang)"
)

// mailServer is a mail server that speaks SMTP over a real connection and does at
// each step what a test tells it.
type mailServer struct {
	net.Listener
	t         *testing.T
	tls       *tls.Config
	implicit  bool
	clear     bool // offers no STARTTLS
	extension []string
	roots     *x509.CertPool

	mu       sync.Mutex
	answers  map[string]string // by step: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, "text" in the middle of it, "." at its end, QUIT
	once     map[string]string // likewise, for the next time only
	steps    []string
	messages []string // taken with 250
	clearly  []string // commands that came without TLS
	signedIn bool
}

func listen(t *testing.T, set func(*mailServer)) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailServer{Listener: l, t: t, answers: map[string]string{}, once: map[string]string{}}
	m.tls, m.roots = certificate(t)
	if set != nil {
		set(m)
	}
	var open sync.WaitGroup
	var conns sync.Map
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Store(conn, true)
			open.Go(func() { m.talk(conn) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		conns.Range(func(c, _ any) bool { c.(net.Conn).Close(); return true })
		open.Wait()
	})
	return m
}

func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private}}}, roots
}

// answer gives what to say at a step; false: the conversation is over.
func (m *mailServer) answer(conn net.Conn, step, usual string) bool {
	m.mu.Lock()
	m.steps = append(m.steps, step)
	say, told := m.once[step]
	if delete(m.once, step); !told {
		say, told = m.answers[step]
	}
	m.mu.Unlock()
	if !told {
		say = usual
	}
	switch say {
	case die:
		conn.Close()
		return false
	case hang:
		_, _ = conn.Read(make([]byte, 1)) // until the client or the test ends it
		return false
	case "":
		return true
	}
	_, err := conn.Write([]byte(say + "\r\n"))
	return err == nil
}

func (m *mailServer) talk(conn net.Conn) {
	defer func() { conn.Close() }()
	if m.implicit {
		conn = tls.Server(conn, m.tls)
	}
	secure := m.implicit
	in := bufio.NewReader(conn)
	if !m.answer(conn, "greeting", "220 mail.test ready") {
		return
	}
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		command, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		command, _, _ = strings.Cut(command, ":")
		if !secure {
			m.note(&m.clearly, command)
		}
		switch command {
		case "EHLO":
			if !m.answer(conn, "EHLO", m.hello(secure)) {
				return
			}
		case "STARTTLS":
			if !m.answer(conn, "STARTTLS", "220 go on") {
				return
			}
			upgraded := tls.Server(conn, m.tls)
			if upgraded.Handshake() != nil {
				return
			}
			conn, in, secure = upgraded, bufio.NewReader(upgraded), true
		case "AUTH":
			if !m.answer(conn, "AUTH", m.signIn(line)) {
				return
			}
		case "DATA":
			if !m.data(conn, in) {
				return
			}
		case "QUIT":
			m.answer(conn, "QUIT", "221 bye")
			return
		default:
			if !m.answer(conn, command, "250 yes") {
				return
			}
		}
	}
}

func (m *mailServer) hello(secure bool) string {
	lines := append([]string{"mail.test"}, m.extension...)
	if !secure && !m.clear {
		lines = append(lines, "STARTTLS")
	}
	for i := range lines {
		lines[i] = "250-" + lines[i]
	}
	return strings.Join(append(lines, "250 8BITMIME"), "\r\n")
}

func (m *mailServer) signIn(line string) string {
	fields := strings.Fields(line)
	given, err := base64.StdEncoding.DecodeString(fields[len(fields)-1])
	if err != nil || string(given) != "\x00office\x00the password" {
		return "535 no"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.signedIn = true
	return "235 welcome"
}

// data reads a message to its last dot.
func (m *mailServer) data(conn net.Conn, in *bufio.Reader) bool {
	m.mu.Lock()
	refused := m.answers["DATA"] != "" || m.once["DATA"] != ""
	m.mu.Unlock()
	if !m.answer(conn, "DATA", "354 go on") || refused {
		return refused
	}
	if !m.answer(conn, "text", "") {
		return false
	}
	var message strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		message.WriteString(strings.TrimPrefix(line, "."))
	}
	m.mu.Lock()
	say := m.answers["."] + m.once["."]
	m.mu.Unlock()
	if say == "" {
		m.note(&m.messages, message.String())
	}
	return m.answer(conn, ".", "250 taken")
}

func (m *mailServer) note(list *[]string, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	*list = append(*list, text)
}

// taken gives the messages that the server took.
func (m *mailServer) taken() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.messages...)
}

// count says how often a step was reached.
func (m *mailServer) count(step string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, s := range m.steps {
		if s == step {
			n++
		}
	}
	return n
}

// client is the office's side, set for this server.
func (m *mailServer) client() Server {
	s := Server{Addr: m.Addr().String(), Mode: StartTLS, From: "office@agio.example", TLS: &tls.Config{RootCAs: m.roots}, Patience: 2 * time.Second}
	if m.implicit {
		s.Mode = Implicit
	}
	return s
}
