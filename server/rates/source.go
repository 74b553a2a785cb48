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
	Name  string                                 // as pages and snapshots show it
	read  func(context.Context) (reading, error) // the one file; nil when live
	feeds []feed.Feed                            // nil when one file
}

// reading is one file of prices as it was read.
type reading struct {
	text []byte
	age  time.Duration // since it was written, or since a cache has had it; 0: it is of now
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
	offers, err, single := parseTicker(answer.text, assets, peg)
	return round{offers: offers, age: answer.age, faults: faultTexts(single)}, err
}

// Bundled is the sample that is shipped with the office. It is of no time at all, and
// called what it is.
func Bundled() Source {
	return Source{Name: "bundled sample prices", read: func(context.Context) (reading, error) { return reading{text: bundled}, nil }}
}

// Open makes a source from where an operator points: nothing (the bundled
// sample), an http or https URL, a file, or a folder whose last *.json by name
// counts. A file or folder is read anew each time, so it may be replaced while
// the office is open; its prices are as old as it is. Those of a URL are as old as the
// answer says.
func Open(where string) (Source, error) {
	switch {
	case where == "":
		return Bundled(), nil
	case strings.HasPrefix(where, "http://"), strings.HasPrefix(where, "https://"):
		client := &http.Client{Timeout: 10 * time.Second}
		return Source{Name: "ticker by URL", read: func(ctx context.Context) (reading, error) { return download(ctx, client, where) }}, nil
	}
	info, err := os.Stat(where)
	if err != nil {
		return Source{}, fmt.Errorf("rates source: %w", err)
	}
	if info.IsDir() {
		return Source{Name: "ticker folder", read: func(context.Context) (reading, error) { return readLast(where) }}, nil
	}
	return Source{Name: "ticker file", read: func(context.Context) (reading, error) { return readFile(where) }}, nil
}

func readLast(dir string) (reading, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return reading{}, err
	}
	if len(names) == 0 {
		return reading{}, errors.New("the rates folder holds no *.json")
	}
	sort.Strings(names)
	return readFile(names[len(names)-1])
}

func readFile(name string) (reading, error) {
	f, err := os.Open(name)
	if err != nil {
		return reading{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return reading{}, err
	}
	text, err := readAll(f)
	return reading{text, time.Since(info.ModTime())}, err
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	if err == nil && len(data) > maxAnswer {
		err = fmt.Errorf("the answer is larger than %d bytes", maxAnswer)
	}
	return data, err
}

func download(ctx context.Context, client *http.Client, url string) (reading, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return reading{}, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return reading{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return reading{}, fmt.Errorf("the source answers %s", answer.Status)
	}
	text, err := readAll(answer.Body)
	return reading{text, ageOf(answer.Header)}, err
}

// ageOf says how old an answer is: how long a cache has had it, and when what is
// served was changed last, by the clock of whoever serves it.
func ageOf(h http.Header) time.Duration {
	age := feed.CacheAge(h)
	changed, err1 := http.ParseTime(h.Get("Last-Modified"))
	sent, err2 := http.ParseTime(h.Get("Date"))
	if since := sent.Sub(changed); err1 == nil && err2 == nil && (age == 0 || since > age) {
		return since
	}
	return age
}
