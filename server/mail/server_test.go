package mail

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"
)

const small = "Subject: hello\r\n\r\n.a line that begins with a dot\r\n"

// What became of a message, by what the mail server does at each step.
func TestWhatBecomesOfAMessage(t *testing.T) {
	for _, c := range []struct {
		step, answer string
		want         outcome
		why          string
	}{
		{"", "", sent, "250"},
		{"QUIT", die, sent, "250"},
		{"QUIT", "500 what?", sent, "250"},
		{"greeting", die, again, "greeting_failed"},
		{"greeting", hang, again, "greeting_failed"},
		{"greeting", "554 not you", again, "greeting 554"},
		{"EHLO", "421 later", again, "no_starttls"},
		{"STARTTLS", "454 later", again, "starttls 454"},
		{"STARTTLS", die, again, "starttls_failed"},
		{"AUTH", "535 no", again, "sign_in 535"},
		{"MAIL", "451 later", again, "sender 451"},
		{"MAIL", "550 not from you", again, "sender 550"},
		{"MAIL", die, again, "sender_failed"},
		{"RCPT", "450 later", again, "recipient 450"},
		{"RCPT", "550 marked@example.org is nobody", failed, "recipient 550"},
		{"RCPT", die, again, "recipient_failed"},
		{"DATA", "452 full", again, "data 452"},
		{"DATA", "554 no", failed, "data 554"},
		{"DATA", die, again, "data_failed"},
		{".", "451 later", again, "message 451"},
		{".", "421 closing", again, "message 421"},
		{".", "554 spam", failed, "message 554"},
		{".", "251 taken", sent, "251"},
		{".", die, unknown, "no_answer"},
		{".", hang, unknown, "no_answer"},
	} {
		t.Run(c.step+" "+c.answer, func(t *testing.T) {
			t.Parallel()
			m := listen(t, func(m *mailServer) { m.answers[c.step] = c.answer; m.extension = []string{"AUTH PLAIN LOGIN"} })
			s := m.client()
			s.User, s.Password = "office", "the password"
			s.Patience = 700 * time.Millisecond
			if got := s.send(t.Context(), "client@example.org", []byte(small)); got.outcome != c.want || got.why != c.why {
				t.Errorf("%+v; want %d, %q", got, c.want, c.why)
			}
			if n := len(m.taken()); c.step == "" && (n != 1 || m.taken()[0] != small || !m.signedIn) {
				t.Errorf("%d messages were taken: %q", n, m.taken())
			}
			for _, secret := range []string{"AUTH", "MAIL", "RCPT", "DATA"} {
				if slices.Contains(m.clearly, secret) {
					t.Errorf("%s was said in the clear", secret)
				}
			}
		})
	}
}

// A connection that breaks in the middle of the text has not sent its end: nobody
// can have taken the message, and what was sent of it is never ended by QUIT.
func TestAMessageThatBreaksOffIsNotTaken(t *testing.T) {
	m := listen(t, func(m *mailServer) { m.answers["text"] = die })
	s := m.client()
	long := small + strings.Repeat("x y z\r\n", 1<<20)
	if got := s.send(t.Context(), "client@example.org", []byte(long)); got.outcome != again {
		t.Errorf("%+v", got)
	}
	if len(m.taken()) != 0 || m.count("QUIT") != 0 {
		t.Errorf("the server took %d messages, and heard %d QUIT", len(m.taken()), m.count("QUIT"))
	}
}

func TestNobodyAnswers(t *testing.T) {
	m := listen(t, nil)
	s := m.client()
	m.Close()
	if got := s.send(t.Context(), "client@example.org", []byte(small)); got != (result{again, "no_connection"}) {
		t.Errorf("%+v", got)
	}
}

// Without TLS, or with a certificate of somebody else, nothing is said that counts.
func TestNothingTravelsInTheClear(t *testing.T) {
	m := listen(t, func(m *mailServer) { m.clear = true })
	s := m.client()
	if got := s.send(t.Context(), "client@example.org", []byte(small)); got != (result{again, "no_starttls"}) {
		t.Errorf("without STARTTLS: %+v", got)
	}
	for _, implicit := range []bool{false, true} {
		m := listen(t, func(m *mailServer) { m.implicit = implicit })
		s := m.client()
		s.TLS.RootCAs = x509.NewCertPool()
		if got := s.send(t.Context(), "client@example.org", []byte(small)); got.outcome != again {
			t.Errorf("a stranger's certificate: %+v", got)
		}
		if m.count("MAIL") != 0 {
			t.Error("a stranger was told the sender")
		}
	}
	implicit := listen(t, func(m *mailServer) { m.implicit = true })
	s = implicit.client()
	if got := s.send(t.Context(), "client@example.org", []byte(small)); got.outcome != sent || len(implicit.taken()) != 1 {
		t.Errorf("TLS from the first byte: %+v", got)
	}
	local := listen(t, func(m *mailServer) { m.clear = true })
	s = local.client()
	s.Mode = None
	if got := s.send(t.Context(), "client@example.org", []byte(small)); got.outcome != sent {
		t.Errorf("on this machine, without TLS: %+v", got)
	}
}

// An address that is no ASCII needs a server that takes such.
func TestAddressesOfOtherAlphabets(t *testing.T) {
	const to = "grüße@bücher.example"
	m := listen(t, nil)
	s := m.client()
	if got := s.send(t.Context(), to, []byte(small)); got != (result{failed, "no_other_alphabets"}) || m.count("MAIL") != 0 {
		t.Errorf("%+v", got)
	}
	m = listen(t, func(m *mailServer) { m.extension = []string{"SMTPUTF8"} })
	s = m.client()
	if got := s.send(t.Context(), to, []byte(small)); got.outcome != sent {
		t.Errorf("%+v", got)
	}
}

func TestCheck(t *testing.T) {
	good := Server{Addr: "mail.example:587", Mode: StartTLS, From: "office@agio.example"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for _, wrong := range []func(*Server){
		func(s *Server) { s.Addr = "mail.example" },
		func(s *Server) { s.Addr = ":25" },
		func(s *Server) { s.From = "Office <office@agio.example>" },
		func(s *Server) { s.From = "" },
		func(s *Server) { s.Mode = "ssl" },
		func(s *Server) { s.Mode = None },
		func(s *Server) { s.Addr, s.Mode = "10.0.0.1:25", None },
	} {
		s := good
		wrong(&s)
		if s.Check() == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	for _, here := range []string{"127.0.0.1:25", "[::1]:25", "localhost:25"} {
		s := Server{Addr: here, Mode: None, From: good.From}
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", here, err)
		}
	}
}
