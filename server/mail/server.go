package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Mode is how a connection to the mail server is protected.
type Mode string

// Without protection only a mail server on the same machine is spoken to.
const (
	StartTLS Mode = "starttls"
	Implicit Mode = "implicit"
	None     Mode = "none"
)

// Server is the mail server that takes the office's messages.
type Server struct {
	Addr     string // host:port
	User     string // empty: without signing in
	Password string
	Mode     Mode
	From     string      // address of the sender
	TLS      *tls.Config // nil: the system's certificates
	Patience time.Duration
}

// Limits of one conversation. With the answer to the end of a message servers may
// take their time.
const (
	patience = 2 * time.Minute
	hurry    = 5 * time.Second // when the office closes meanwhile
)

// Check says what is wrong with the settings.
func (s *Server) Check() error {
	host, _, err := net.SplitHostPort(s.Addr)
	if err != nil || host == "" {
		return fmt.Errorf("the mail server %q is not host:port", s.Addr)
	}
	if from, err := netmail.ParseAddress(s.From); err != nil || from.Address != s.From {
		return fmt.Errorf("the sender %q is not an e-mail address", s.From)
	}
	switch s.Mode {
	case StartTLS, Implicit:
		return nil
	case None:
		if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
			return nil
		}
		return errors.New("without TLS only a mail server on this machine is spoken to")
	}
	return fmt.Errorf("TLS is %q; it must be starttls, implicit or none", s.Mode)
}

// outcome is what became of a message.
type outcome int

const (
	sent outcome = iota
	again
	failed
	unknown
)

// result is an outcome and a code for it: a number of the server's, or a word.
type result struct {
	outcome outcome
	why     string
}

// send hands one message to the mail server. It returns within the server's
// patience, soon after the context ends.
func (s *Server) send(ctx context.Context, to string, message []byte) result {
	conn, client, fault := s.connect(ctx)
	if conn != nil {
		defer conn.Close() // without a word: QUIT would end a message that is half sent
		defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now().Add(hurry)) })()
	}
	if fault != nil {
		return result{again, fault.why}
	}
	if !plain(to) {
		if ok, _ := client.Extension("SMTPUTF8"); !ok {
			return result{failed, "no_other_alphabets"}
		}
	}
	client.SkipSMTPUTF8(plain(to))
	if err := client.Mail("<" + s.From + ">"); err != nil {
		return result{again, code("sender", err)}
	}
	if err := client.Rcpt("<" + to + ">"); err != nil {
		return refusedBy("recipient", err)
	}
	body, err := client.Data()
	if err != nil {
		return refusedBy("data", err)
	}
	if _, err := body.Write(message); err != nil {
		return result{again, "broken_off"}
	}
	if ctx.Err() != nil {
		return result{again, "office_closes"}
	}
	if err := body.Close(); err != nil {
		return ended(err)
	}
	_ = client.Quit()
	return result{sent, "250"}
}

// fault is why a conversation did not come to a message.
type fault struct{ why string }

// connect opens the conversation up to the point where a message can be sent.
func (s *Server) connect(ctx context.Context) (net.Conn, *smtp.Client, *fault) {
	limit := s.Patience
	if limit == 0 {
		limit = patience
	}
	until := time.Now().Add(limit)
	ctx, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	host, _, _ := net.SplitHostPort(s.Addr)
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, nil, &fault{"no_connection"}
	}
	conn.SetDeadline(until)
	stream := conn
	if s.Mode == Implicit {
		stream = tls.Client(conn, s.tls(host))
	}
	client, err := smtp.NewClient(stream, host)
	if err != nil {
		return conn, nil, &fault{code("greeting", err)}
	}
	if err := client.Hello(s.name()); err != nil {
		return conn, nil, &fault{code("hello", err)}
	}
	return conn, client, s.enter(client, host)
}

// enter protects the conversation and signs in.
func (s *Server) enter(client *smtp.Client, host string) *fault {
	if s.Mode == StartTLS {
		if ok, _ := client.Extension("STARTTLS"); !ok {
			return &fault{"no_starttls"}
		}
		if err := client.StartTLS(s.tls(host)); err != nil {
			return &fault{code("starttls", err)}
		}
	}
	if s.User == "" {
		return nil
	}
	_, offered := client.Extension("AUTH")
	var auth smtp.Auth
	switch ways := strings.Fields(strings.ToUpper(offered)); {
	case has(ways, "SCRAM-SHA-256"):
		auth = smtp.ScramSHA256Auth(s.User, s.Password)
	case has(ways, "PLAIN"):
		auth = smtp.PlainAuth("", s.User, s.Password, host, s.Mode == None)
	case has(ways, "LOGIN"):
		auth = smtp.LoginAuth(s.User, s.Password, host, s.Mode == None)
	default:
		return &fault{"no_sign_in"}
	}
	if err := client.Auth(auth); err != nil {
		return &fault{code("sign_in", err)}
	}
	return nil
}

func (s *Server) tls(host string) *tls.Config {
	c := &tls.Config{}
	if s.TLS != nil {
		c = s.TLS.Clone()
	}
	c.ServerName, c.MinVersion = host, tls.VersionTLS12
	return c
}

// name is what the office calls itself to the mail server: the domain of its
// sender, and not the name of the machine.
func (s *Server) name() string {
	domain := s.From[strings.LastIndex(s.From, "@")+1:]
	if !plain(domain) {
		return "localhost"
	}
	return domain
}

// refusedBy is a refusal of the recipient or of the message: for good with 5xx.
func refusedBy(step string, err error) result {
	if answer := answerOf(err); answer >= 500 {
		return result{failed, code(step, err)}
	}
	return result{again, code(step, err)}
}

// ended is what an answer to the end of a message other than 250 means. Where no
// answer came, nobody knows.
func ended(err error) result {
	switch answer := answerOf(err); {
	case answer >= 500:
		return result{failed, code("message", err)}
	case answer >= 400:
		return result{again, code("message", err)}
	case answer >= 200 && answer < 300:
		return result{sent, strconv.Itoa(answer)}
	}
	return result{unknown, "no_answer"}
}

// answerOf is the number of the server's answer, 0 where there is none.
func answerOf(err error) int {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}

// code says where a conversation ended and with which number, never in the
// server's words: they often repeat the address.
func code(step string, err error) string {
	if answer := answerOf(err); answer > 0 {
		return step + " " + strconv.Itoa(answer)
	}
	return step + "_failed"
}

func has(ways []string, way string) bool {
	for _, w := range ways {
		if w == way {
			return true
		}
	}
	return false
}

// plain says whether a text is ASCII.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
