package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/server/rates"
	"agio/templates"
)

// errNoModule is what a binary says that was built without the calculator.
var errNoModule = errors.New("this binary was built without the calculator's module; build it with `make build`")

// build writes the static site to a folder that any web server can serve.
func build(ctx context.Context, args []string, s streams) error {
	set := flags("build", "write the static site to a folder", s)
	dir, where := contentFlag(set), ratesFlag(set)
	out := set.String("out", "", "the folder to write; what stood there is replaced at once")
	if err := parse(set, args); err != nil {
		return err
	}
	if *out == "" {
		fmt.Fprintln(s.err, "agio build: --out is needed")
		return errUsage
	}
	began := time.Now()
	c, err := readContent(*dir)
	if err != nil {
		return err
	}
	board, err := newBoard(ctx, c, *where, slog.New(slog.NewTextHandler(s.err, nil)))
	if err != nil {
		return err
	}
	built, err := buildSite(c, board, began)
	if err != nil {
		return err
	}
	for _, p := range built.Warnings {
		fmt.Fprintln(s.err, p)
	}
	if err := built.Write(*out); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d files in %s (%d ms)\n", len(built.Files), *out, time.Since(began).Milliseconds())
	return nil
}

// readContent reads a folder of content, or the embedded one.
func readContent(dir string) (*content.Set, error) {
	fsys, err := contentFS(dir)
	if err != nil {
		return nil, err
	}
	return content.Read(fsys)
}

// newBoard opens the source of prices and publishes the first snapshot.
func newBoard(ctx context.Context, c *content.Set, where string, log *slog.Logger) (*rates.Board, error) {
	source, err := rates.Open(where)
	if err != nil {
		return nil, err
	}
	board := rates.NewBoard(source, c.Assets, c.Tariff.Peg, c.Terms.PriceValidity, time.Now, log)
	board.Follow(func(at time.Time) time.Duration { return c.TermsAt(at).PriceValidity })
	if err := board.Refresh(ctx); err != nil {
		return nil, fmt.Errorf("prices from the %s: %w", source.Name, err)
	}
	return board, nil
}

// buildSite builds the site of a moment, with the newest prices.
func buildSite(c *content.Set, board *rates.Board, now time.Time) (*site.Site, error) {
	o := site.Options{Now: now}
	if s, ok := board.Current(); ok {
		o.Snapshot = &templates.Snapshot{ID: s.ID, TakenAt: s.TakenAt, ValidTil: s.ValidUntil, Source: s.Source, Prices: s.Prices}
	}
	built, err := site.Build(c, o)
	if err != nil {
		return nil, err
	}
	if built.Page.ModuleHash == "" {
		return nil, errNoModule
	}
	if len(built.Missing) > 0 {
		return nil, fmt.Errorf("pages name static files that do not exist: %v", built.Missing)
	}
	return built, nil
}
