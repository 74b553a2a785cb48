package rates

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/feed"
)

//go:embed bundled/kraken-ticker.json
var bundled []byte

// maxAnswer is how much of an answer is read: some thirty times all of Kraken's
// pairs would be needed to reach it.
const maxAnswer = 8 << 20

// Source delivers prices and says what to call itself: one file in the shape of
// Kraken's Ticker answer, or live feeds.
type Source struct {
	Name  string                                // as pages and snapshots show it
	read  func(context.Context) ([]byte, error) // the one file; nil when live
	feeds []feed.Feed                           // nil when one file
}

func (s Source) live() bool { return s.feeds != nil }

// gather asks the source once.
func (s Source) gather(ctx context.Context, assets []content.Asset, peg decimal.Decimal) (round, error) {
	if s.live() {
		return s.ask(ctx, peg)
	}
	answer, err := s.read(ctx)
	if err != nil {
		return round{}, err
	}
	offers, err, single := parseTicker(answer, assets, peg)
	return round{offers: offers, faults: faultTexts(single)}, err
}

// Bundled is the sample that is shipped with the office.
func Bundled() Source {
	return Source{Name: "bundled sample prices", read: func(context.Context) ([]byte, error) { return bundled, nil }}
}

// Open makes a source from where an operator points: nothing (the bundled
// sample), an http or https URL, a file, or a folder whose last *.json by name
// counts. A file or folder is read anew each time, so it may be replaced while
// the office is open.
func Open(where string) (Source, error) {
	switch {
	case where == "":
		return Bundled(), nil
	case strings.HasPrefix(where, "http://"), strings.HasPrefix(where, "https://"):
		client := &http.Client{Timeout: 10 * time.Second}
		return Source{Name: "ticker by URL", read: func(ctx context.Context) ([]byte, error) { return download(ctx, client, where) }}, nil
	}
	info, err := os.Stat(where)
	if err != nil {
		return Source{}, fmt.Errorf("rates source: %w", err)
	}
	if info.IsDir() {
		return Source{Name: "ticker folder", read: func(context.Context) ([]byte, error) { return readLast(where) }}, nil
	}
	return Source{Name: "ticker file", read: func(context.Context) ([]byte, error) { return readFile(where) }}, nil
}

func readLast(dir string) ([]byte, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("the rates folder holds no *.json")
	}
	sort.Strings(names)
	return readFile(names[len(names)-1])
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	if err == nil && len(data) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d bytes", maxAnswer)
	}
	return data, err
}

func download(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the source answers %s", answer.Status)
	}
	return readAll(answer.Body)
}
