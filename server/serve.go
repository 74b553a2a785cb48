package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/server/api"
	"agio/server/rates"
	"agio/server/store"
)

// patience is how long requests under way may take to end when the office
// closes.
const patience = 15 * time.Second

// settings are the flags of serve.
type settings struct {
	addr, data, proxies string
	content, rates      *string
	tls                 bool
}

func (c *settings) register(set *flag.FlagSet) {
	set.StringVar(&c.addr, "addr", "127.0.0.1:8080", "where to listen")
	set.StringVar(&c.data, "data", "", "folder for orders and keys; it is made when it is not there")
	set.StringVar(&c.proxies, "trusted-proxy", "", "networks whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 10.0.0.0/8,::1/128")
	set.BoolVar(&c.tls, "tls", false, "clients reach the office by TLS only (a proxy ends it): send Strict-Transport-Security")
	c.content, c.rates = contentFlag(set), ratesFlag(set)
}

// serve opens the office and keeps it open until it is told to stop.
func serve(ctx context.Context, args []string, s streams) error {
	var c settings
	set := flags("serve", "serve the site and take orders", s)
	c.register(set)
	if err := parse(set, args); err != nil {
		return err
	}
	if c.data == "" {
		fmt.Fprintln(s.err, "agio serve: --data is needed")
		return errUsage
	}
	proxies, err := prefixes(c.proxies)
	if err != nil {
		fmt.Fprintln(s.err, "agio serve: --trusted-proxy:", err)
		return errUsage
	}
	log := slog.New(slog.NewJSONHandler(s.err, nil))
	o, err := prepare(ctx, c, log)
	if err != nil {
		return err
	}
	orders, err := store.Open(c.data, store.Options{})
	if err != nil {
		return err
	}
	monitors, err := exporters(o.set)
	if err != nil {
		return errors.Join(err, orders.Close())
	}
	go o.board.Run(ctx)
	door := api.New(api.Config{
		Set: o.set, Terms: o.site.Page.Terms, AMLEdition: o.site.Page.AMLEdition,
		Board: o.board, Store: orders, Files: files(o.site), Page: o.site.Page, Exports: monitors,
		Log: log, TrustedProxies: proxies, TLS: c.tls,
	})
	return errors.Join(listen(ctx, door.HTTPServer(c.addr), s), orders.Close())
}

// office is what is made before the door opens.
type office struct {
	set   *content.Set
	board *rates.Board
	site  *site.Site
}

func prepare(ctx context.Context, c settings, log *slog.Logger) (o office, err error) {
	if o.set, err = readContent(*c.content); err != nil {
		return o, err
	}
	if o.board, err = newBoard(ctx, o.set, *c.rates, log); err != nil {
		return o, err
	}
	o.site, err = buildSite(o.set, o.board)
	return o, err
}

// listen serves until the context ends, then lets what is under way finish.
func listen(ctx context.Context, server *http.Server, s streams) error {
	l, err := net.Listen("tcp", server.Addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "The office is open at http://%s/\n", l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	fmt.Fprintln(s.out, "The office closes.")
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return server.Shutdown(wait)
}

// files hands the built site to the door, which knows nothing of how sites are
// built.
func files(built *site.Site) map[string]*api.File {
	m := make(map[string]*api.File, len(built.Files))
	for path, f := range built.Files {
		m[path] = &api.File{Type: f.Type, ETag: f.ETag, CSP: f.CSP, Body: f.Body, Brotli: f.Brotli, Gzip: f.Gzip, Immutable: f.Immutable}
	}
	return m
}

// prefixes reads a comma-separated list of networks.
func prefixes(list string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}
