package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"

	"agio/server/mail"
	"agio/wasm/exchange"
)

// mailFlags say which mail server takes the office's messages.
type mailFlags struct{ server, user, passwordFile, tls, from string }

func (m *mailFlags) register(set *flag.FlagSet) {
	set.StringVar(&m.server, "smtp", "", "host:port of the mail server that takes messages to clients; empty: none are sent, and the pages say so")
	set.StringVar(&m.user, "smtp-user", "", "name to sign in to the mail server with; empty: without signing in")
	set.StringVar(&m.passwordFile, "smtp-password-file", "", "file whose first line is the password for it")
	set.StringVar(&m.tls, "smtp-tls", string(mail.StartTLS), "how the connection is protected: starttls, implicit, or none on this machine")
	set.StringVar(&m.from, "mail-from", "", "the sender's address, such as office@example.org")
}

// read gives the mail server that the flags name; nil without one.
func (m mailFlags) read() (*mail.Server, error) {
	if m.server == "" {
		if m.user != "" || m.from != "" || m.passwordFile != "" {
			return nil, errors.New("--smtp names no mail server, and other flags are about one")
		}
		return nil, nil
	}
	s := &mail.Server{Addr: m.server, User: m.user, Mode: mail.Mode(m.tls), From: m.from}
	if (m.user == "") != (m.passwordFile == "") {
		return nil, errors.New("--smtp-user and --smtp-password-file go together")
	}
	if m.passwordFile != "" {
		text, err := os.ReadFile(m.passwordFile)
		if err != nil {
			return nil, err
		}
		s.Password, _, _ = strings.Cut(strings.ReplaceAll(string(text), "\r", ""), "\n")
	}
	return s, s.Check()
}

// post sends e-mails until the context ends; what it gives waits until what is under
// way is done. Without a mail server messages wait until there is one.
func (o *office) post(ctx context.Context) (wait func()) {
	if o.mail == nil {
		return func() {}
	}
	ctx, stop := context.WithCancel(ctx)
	w := &mail.Worker{
		Outbox: o.orders, Life: o.engine.Load, Server: *o.mail, Log: o.log,
		Office: mail.Office{Name: o.set.Office.Name, Contact: o.set.Office.Email, Site: o.set.Office.BaseURL},
		Terms: func(edition string) exchange.Terms {
			terms, _ := o.terms(edition)
			return terms
		},
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.Run(ctx)
	}()
	return func() {
		stop()
		<-done
	}
}
