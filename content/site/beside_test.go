package site_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content/site"
	"agio/templates"
	"agio/wasm/exchange"
)

func snapshot() *templates.Snapshot {
	at := time.Date(2026, 11, 22, 9, 14, 7, 0, time.UTC)
	price := exchange.Price{Bid: decimal.RequireFromString("88412.3"), Ask: decimal.RequireFromString("88412.4")}
	return &templates.Snapshot{ID: "s1", TakenAt: at, ValidTil: at.Add(5 * time.Minute), Source: "sample", Prices: exchange.Prices{"BTC": price}}
}

// TestMarketAndNewsOnEveryPage: each page tells prices, of when they are, and what is new, in
// its own markup.
func TestMarketAndNewsOnEveryPage(t *testing.T) {
	s := buildDefault(t, site.Options{Snapshot: snapshot()})
	for path, f := range s.Files {
		if f.CSP == "" || !strings.HasSuffix(path, "/") {
			continue
		}
		_, below, _ := bytes.Cut(f.Body, []byte("</main>"))
		for _, want := range []string{`value="88412.3"`, `datetime="2026-11-22T09:14:07Z"`, `href="` + s.Page.News[0].Path + `"`, s.Page.News[0].Author} {
			if !bytes.Contains(below, []byte(want)) {
				t.Errorf("%s does not have %s below its text", path, want)
			}
		}
	}
}

// TestPolicyPagesStaySmall: 27 KB over the wire, stylesheet, icon and headers included.
func TestPolicyPagesStaySmall(t *testing.T) {
	const most, headers = 27_000, 4 * 1_200
	s := buildDefault(t, site.Options{Snapshot: snapshot()})
	around := 0
	for _, name := range []string{"css/agio.css", "img/favicon.svg"} {
		f := s.Files[s.Page.Asset(name)]
		around += len(f.Body)
		if f.Brotli != nil {
			around += len(f.Brotli) - len(f.Body)
		}
	}
	for _, d := range s.Page.Policies {
		size := len(s.Files[d.Path].Brotli) + around + headers
		t.Logf("%s: %d bytes", d.Path, size)
		if size > most {
			t.Errorf("%s: %d bytes, want at most %d", d.Path, size, most)
		}
	}
}
