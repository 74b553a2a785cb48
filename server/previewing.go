package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/server/preview"
	"agio/templates"
)

// showPreview serves the site to its editors, with drafts, and follows every save.
func showPreview(ctx context.Context, args []string, s streams) error {
	set := flags("preview", "show the site as it will be, and follow every save", s)
	dir := set.String("content", "", "folder of Markdown, office.yaml and tariff.yaml; "+unnamed)
	addr := set.String("addr", "127.0.0.1:8081", "where to listen")
	cache := cacheFlag(set)
	var prices priceFlags
	prices.register(set)
	if err := parse(set, args); err != nil {
		return err
	}
	*dir = cmp.Or(named(*dir), "content")
	fsys, err := contentFS(*dir)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.err, textsRead(*dir))
	log := slog.New(slog.NewTextHandler(s.err, nil))
	o := site.Options{Context: ctx, Cache: cacheDir(*cache), PriceReasons: reasons(), Listed: frugal(0), Further: furtherProblems, Prices: func(set *content.Set) (*templates.Snapshot, error) {
		board, err := newBoard(ctx, set, prices, nil, nil, time.Now, log)
		if err != nil {
			return nil, err
		}
		return shownPrices(ctx, board), nil
	}}
	p, err := site.OpenPreview(fsys, nameOf(*dir), o)
	if err != nil {
		return err
	}
	absolute, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	return errors.Join(follow(ctx, preview.New(p, log), absolute, *addr, s), p.Close())
}

// parting is how long answers may still take when the preview is to end. Browsers keep
// connections ready over which they have asked for nothing yet, and for which a server
// waits for seconds; nothing is lost where an editor's page is cut short.
const parting = 200 * time.Millisecond

// follow serves and watches until the context ends or one of the two fails.
func follow(ctx context.Context, shown *preview.Server, dir, addr string, s streams) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server := shown.HTTPServer(addr)
	ended := make(chan error, 2)
	go func() { ended <- server.Serve(l) }()
	go func() { ended <- shown.Watch(ctx, dir) }()
	fmt.Fprintf(s.out, "The preview of %s is at http://%s/\n", dir, l.Addr())
	err = <-ended
	stop()
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), parting)
	defer cancel()
	if server.Shutdown(wait) != nil {
		_ = server.Close()
	}
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
