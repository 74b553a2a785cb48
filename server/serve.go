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
	"sync/atomic"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/server/api"
	"agio/server/mail"
	"agio/server/material"
	"agio/server/rates"
	"agio/server/rates/export"
	"agio/server/rates/tariff"
	"agio/server/store"
	"agio/server/venue"
	"agio/server/work"
	"agio/templates"
)

// patience is how long requests under way may take to end when the office
// closes: longer than reading a request may take.
const patience = 20 * time.Second

// settings are the flags of serve.
type settings struct {
	addr, proxies  string
	data, database string
	content        *string
	prices         priceFlags
	venue          venueFlags
	mail           mailFlags
	uploads        uploadFlags
	tls            bool
	deskOrigin     string
}

func (c *settings) register(set *flag.FlagSet) {
	set.StringVar(&c.addr, "addr", "127.0.0.1:8080", "where to listen")
	set.StringVar(&c.data, "data", "", "folder for orders and keys; it is made when it is not there")
	set.StringVar(&c.database, "database", "", "where orders are kept: postgres://…, best given as the variable; empty: SQLite in the data folder")
	set.StringVar(&c.proxies, "trusted-proxy", "", "networks whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 10.0.0.0/8,::1/128")
	set.StringVar(&c.deskOrigin, "desk-origin", "", "where operators reach the desk, such as https://office.example; empty: localhost at the port of --addr")
	set.BoolVar(&c.tls, "tls", false, "clients reach the office by TLS only (a proxy ends it): send Strict-Transport-Security")
	c.content = contentFlag(set)
	c.prices.register(set)
	c.venue.register(set)
	c.mail.register(set)
	c.uploads.register(set)
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
	server, err := c.mail.read()
	if err == nil {
		err = c.uploads.check()
	}
	if err != nil {
		fmt.Fprintln(s.err, "agio serve:", err)
		return errUsage
	}
	return open(ctx, c, proxies, server, s)
}

// open prepares everything, opens the door and closes what was opened.
func open(ctx context.Context, c settings, proxies []netip.Prefix, server *mail.Server, s streams) error {
	log := slog.New(slog.NewJSONHandler(s.err, nil))
	log.Info(textsRead(*c.content))
	set, err := readContent(*c.content)
	if err != nil {
		return err
	}
	for _, p := range set.Expiry(time.Now()) {
		log.Warn("the content needs attention", "error", p.String())
	}
	monitors, err := exporters(set)
	if err != nil {
		return err
	}
	orders, err := store.Open(c.data, store.Options{Database: c.database})
	if err != nil {
		return err
	}
	o := &office{settings: c, set: set, log: log, orders: orders, monitors: monitors, proxies: proxies, mail: server, closing: ctx.Done()}
	return errors.Join(o.run(ctx, s), orders.Close())
}

// office is what the door is made of, while it is open.
type office struct {
	settings  settings
	set       *content.Set
	log       *slog.Logger
	orders    *store.Store
	monitors  map[string]*export.Exporter
	proxies   []netip.Prefix
	closing   <-chan struct{}
	rings     rings
	board     *rates.Board
	notices   *noticeBoard
	venue     venue.Venue
	engine    *work.Engine
	materials *material.Box
	mail      *mail.Server                   // nil: no e-mails are sent
	page      atomic.Pointer[templates.Site] // the frame of the newest site
}

func (o *office) run(ctx context.Context, s streams) error {
	var err error
	fresh := withoutKeys(o.settings.data)
	if o.rings, err = openRings(o.settings.data, time.Now()); err != nil {
		return err
	}
	if err := warnOfNewKeys(ctx, fresh, o.orders, time.Now(), o.log); err != nil {
		return err
	}
	if err := o.orders.RecordTariff(ctx, tariffHash(o.set), tariff.Text(o.set.Tariff)); err != nil {
		return err
	}
	if o.board, err = newBoard(ctx, o.set, o.settings.prices, o.rings.prices, o.orders, time.Now, o.log); err != nil {
		return err
	}
	closeVenue, err := o.openVenue()
	if err != nil {
		return err
	}
	if o.materials, err = material.Open(o.settings.data, o.orders, material.Limits{Size: int64(o.settings.uploads.size) << 20}, nil); err != nil {
		return errors.Join(err, closeVenue())
	}
	return errors.Join(o.serve(ctx, s), closeVenue())
}

// serve opens the door and works the orders until the context ends.
func (o *office) serve(ctx context.Context, s streams) error {
	sameRing(ctx, o.orders, o.rings.receipts, o.log)
	p := &publisher{set: o.set, log: o.log, opened: o.door}
	p.priced = func() bool { _, ok := o.board.Current(); return ok }
	o.notices = &noticeBoard{read: o.orders.Notice, log: o.log}
	o.notices.look(ctx)
	if err := p.open(time.Now()); err != nil {
		return err
	}
	watch := keyWatch{rings: o.rings, log: o.log, changed: func() error { return p.again(time.Now()) }}
	watch.look()
	go o.board.Run(ctx, func() { watch.look() })
	go p.run(ctx)
	go o.notices.run(ctx, func() error { return p.again(time.Now()) })
	defer o.carry(ctx)()
	defer o.post(ctx)()
	go o.sweep(ctx)
	l, err := net.Listen("tcp", o.settings.addr)
	if err != nil {
		return err
	}
	server := p.door.Load().HTTPServer(o.settings.addr)
	if server.Handler, err = o.withDesk(ctx, p, l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	return attend(ctx, p.door.Load().Guarded(l), server, patience, s)
}

// door makes the door with the site of a moment.
func (o *office) door(now time.Time) (*api.Server, error) {
	keys, err := o.rings.public()
	if err != nil {
		return nil, err
	}
	built, err := buildSite(o.set, o.board, keys, o.notices.shown(now), o.mail == nil, o.simulated(), now)
	if err != nil {
		return nil, err
	}
	o.page.Store(&built.Page)
	return api.New(api.Config{
		Set: o.set, Terms: built.Page.Terms, AMLEdition: built.Page.AMLEdition,
		Board: o.board, Store: o.orders, Files: files(built), Page: built.Page, Exports: o.monitors,
		Log: o.log, TrustedProxies: o.proxies, TLS: o.settings.tls, Closing: o.closing, Receipts: o.rings.receipts,
		Closed: o.notices.closed, Reopened: o.notices.reopened, Blocked: o.orders.Blocked, Foreign: o.engine.Foreign,
		Office: o.engine, Materials: o.materials, PieceSize: o.materials.Size, Pieces: o.settings.uploads.files, Sightings: o.orders, Tariffs: o.orders, Demo: o.demonstration(), Progress: o.progress,
	}), nil
}

// attend serves until the context ends, then lets what is under way finish.
func attend(ctx context.Context, l net.Listener, server *http.Server, patience time.Duration, s streams) error {
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
	if err := server.Shutdown(wait); errors.Is(err, context.DeadlineExceeded) {
		return server.Close() // what still hangs has had longer than any request may take
	} else if err != nil {
		return err
	}
	return nil
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
