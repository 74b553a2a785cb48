package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/server/rates"
	"agio/server/rates/sign"
	"agio/server/receipt"
	"agio/static"
	"agio/templates"
)

// errNoModule is what a binary says that was built without the calculator.
var errNoModule = errors.New("this binary was built without the calculator's module; build it with `make build`")

// buildSettings are the flags of build.
type buildSettings struct {
	content, cache *string
	prices         priceFlags
	out, at, keys  string
	plain          bool
}

func (c *buildSettings) register(set *flag.FlagSet) {
	c.content, c.cache = contentFlag(set), cacheFlag(set)
	c.prices.register(set)
	set.StringVar(&c.keys, "keys", "", "file of public keys to publish, as agio keys show prints them; empty: none")
	set.StringVar(&c.out, "out", "", "the folder to write; what stood there is replaced at once")
	set.StringVar(&c.at, "at", "", "the day or moment the site is for, such as 2026-12-01 or 2026-12-01T09:30:00Z; empty: now")
	set.BoolVar(&c.plain, "plain", false, "write no .br and .gz beside the files")
}

// build writes the static site to a folder that any web server can serve.
func build(ctx context.Context, args []string, s streams) error {
	var c buildSettings
	set := flags("build", "write the static site to a folder", s)
	c.register(set)
	if err := parse(set, args); err != nil {
		return err
	}
	began := time.Now()
	now, err := momentOf(c.at, began)
	if err == nil && c.out == "" {
		err = errors.New("--out is needed")
	}
	if err != nil {
		fmt.Fprintln(s.err, "agio build:", err)
		return errUsage
	}
	report, err := atOnce(ctx, func() (*site.Report, error) { return c.publish(ctx, now, s) })
	if err != nil {
		return err
	}
	for _, p := range report.Warnings {
		fmt.Fprintln(s.err, p)
	}
	fmt.Fprintf(s.out, "%d files in %s, %d new or changed (%d ms)\n", report.Files, c.out, report.Written, time.Since(began).Milliseconds())
	if !report.Due.IsZero() {
		fmt.Fprintf(s.out, "build it again at %s UTC: what is scheduled for then comes with that build\n", report.Due.UTC().Format("2006-01-02 15:04"))
	}
	return nil
}

// promptly is how long a build may take to end after it was told to: while it writes,
// the time that one file takes, which it then takes away with the others.
const promptly = 2 * time.Second

// atOnce gives what do gives, or the cause of the context's end if do goes on for too
// long after that. What goes on so long reads, and leaves nothing behind.
func atOnce[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type outcome struct {
		done T
		err  error
	}
	ended := make(chan outcome, 1)
	go func() {
		done, err := do()
		ended <- outcome{done, err}
	}()
	var o outcome
	select {
	case o = <-ended:
		return o.done, o.err
	case <-ctx.Done():
	}
	select {
	case o = <-ended:
	case <-time.After(promptly):
		o.err = context.Cause(ctx)
	}
	return o.done, o.err
}

func (c *buildSettings) publish(ctx context.Context, now time.Time, s streams) (*site.Report, error) {
	more := int64(memoryPresses)
	if c.plain {
		more = memoryPlain
	}
	listed := frugal(more)
	fsys, err := contentFS(*c.content)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(s.err, textsRead(*c.content))
	if !hasModule() {
		return nil, errNoModule
	}
	keys, err := readKeys(c.keys)
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	o := site.Options{Context: ctx, Now: now, Cache: cacheDir(*c.cache), Plain: c.plain, Keys: keys.prices, Receipts: keys.receipts, PriceReasons: reasons(), Listed: listed}
	o.Prices = func(set *content.Set) (*templates.Snapshot, error) {
		board, err := newBoard(ctx, set, c.prices, nil, nil, func() time.Time { return now }, log)
		if err != nil {
			return nil, err
		}
		return shownPrices(ctx, board), nil
	}
	return site.Publish(fsys, nameOf(*c.content), c.out, o)
}

// hasModule says whether the calculator is part of this binary.
func hasModule() bool {
	_, err := fs.Stat(static.Files, "module/exchange.wasm")
	return err == nil
}

// momentOf reads --at: a day, which means midnight in UTC, or a moment; now if there is none.
func momentOf(at string, now time.Time) (time.Time, error) {
	if at == "" {
		return now, nil
	}
	if day, err := time.Parse(time.DateOnly, at); err == nil {
		return day, nil
	}
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return moment, fmt.Errorf("--at %s is no moment; write 2026-12-01, or 2026-12-01T09:30:00Z", at)
	}
	return moment, nil
}

// readContent reads a folder of content, or the embedded one.
func readContent(dir string) (*content.Set, error) {
	fsys, err := contentFS(dir)
	if err != nil {
		return nil, err
	}
	return content.Read(fsys)
}

// readKeys reads the public keys that a static site publishes; none without a
// file. Such a site signs nothing itself, so it has none of its own.
func readKeys(name string) (publicKeys, error) {
	if name == "" {
		return publicKeys{}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return publicKeys{}, err
	}
	prices, err := sign.ReadKeys(text)
	if err != nil {
		return publicKeys{}, fmt.Errorf("%s: %w", name, err)
	}
	receipts, err := receipt.ReadKeys(text)
	if errors.Is(err, receipt.ErrNoKeys) {
		keys, err := writtenKeys(prices)
		return publicKeys{prices: keys}, err
	}
	if err != nil {
		return publicKeys{}, fmt.Errorf("%s: %w", name, err)
	}
	return writtenPair(prices, receipts)
}

// buildSite builds the site of a moment, with the newest prices and the public
// keys of the office, if there are any.
func buildSite(c *content.Set, board *rates.Board, keys publicKeys, notice string, noMail, simulated bool, now time.Time) (*site.Site, error) {
	built, err := site.Build(c, site.Options{Now: now, Running: true, Snapshot: shownPrices(context.Background(), board), Keys: keys.prices, Receipts: keys.receipts, Notice: notice, NoMail: noMail, Simulated: simulated, PriceReasons: reasons()})
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
