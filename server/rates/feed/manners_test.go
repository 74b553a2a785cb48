package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// each runs a test against all three feeds.
func each(t *testing.T, test func(t *testing.T, s *source, f Feed)) {
	t.Helper()
	t.Run(KrakenName, func(t *testing.T) { s, f := krakenSource(t); test(t, s, f) })
	t.Run(BinanceName, func(t *testing.T) { s, f := binanceSource(t); test(t, s, f) })
	t.Run(CoinGeckoName, func(t *testing.T) { s, f := coinGeckoSource(t); test(t, s, f) })
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "<html>go away</html>")
	}
}

// cut sends half of what it promises.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"error":[],`)
}

func huge(w http.ResponseWriter, _ *http.Request) {
	line := strings.Repeat(" ", 1<<16)
	for range 64 {
		if _, err := io.WriteString(w, line); err != nil {
			return
		}
	}
}

// blanks is 16 MiB of nothing in some 16 KiB.
var blanks = sync.OnceValue(func() []byte {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	page := make([]byte, 1<<20)
	for range 16 {
		_, _ = z.Write(page)
	}
	_ = z.Close()
	return packed.Bytes()
})

func bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(blanks())
}

func TestAnswersThatAreNone(t *testing.T) {
	blanks() // outside of the time that an answer may take
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   Code
	}{
		"HTML":                {text("<html><body>Checking your browser</body></html>"), Syntax},
		"empty":               {text(""), Syntax},
		"a word":              {text("true"), Syntax},
		"truncated":           {text(`{"error":[],"result":{"XXB`), Syntax},
		"cut off":             {cut, Syntax},
		"huge":                {huge, TooLarge},
		"a gzip bomb":         {bomb, TooLarge},
		"broken gzip":         {status(200, "Content-Encoding", "gzip"), Unreachable},
		"an unknown encoding": {status(200, "Content-Encoding", "br"), Syntax},
		"404":                 {status(404), Status},
		"500":                 {status(500), Status},
		"503 without a time":  {status(503), Status},
		"204":                 {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, Status},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *source, f Feed) {
				s.answer(c.answer)
				quotes, err := fetch(t, f)
				if got := faults(t, err); len(quotes) != 0 || len(got) != 1 || got[0].Code != c.want {
					t.Errorf("%d quotes, %v, want %s", len(quotes), err, c.want)
				}
			})
		})
	}
}

func TestNothingInAnAnswerIsNoPrice(t *testing.T) {
	each(t, func(t *testing.T, s *source, f Feed) {
		for _, answer := range []string{"null", "{}", "[]", "[null]", `{"error":[],"result":{}}`, `{"bitcoin":null,"ethereum":{}}`} {
			s.answer(text(answer))
			if quotes, err := fetch(t, f); len(quotes) != 0 || err == nil {
				t.Errorf("%s: %d quotes, %v", answer, len(quotes), err)
			}
		}
	})
}

func TestASlowSourceIsNotWaitedFor(t *testing.T) {
	for name, slow := range map[string]func(http.ResponseWriter, *http.Request){
		"no answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"drop by drop": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, nil)
			s.answer(slow)
			settings := s.settings(krakenPairs)
			settings.Timeout = 60 * time.Millisecond
			k, err := NewKraken(settings)
			if err != nil {
				t.Fatal(err)
			}
			quotes, err := fetch(t, k)
			if quotes != nil || codes(t, err) != "kraken feed_timeout" {
				t.Errorf("%v, %v", quotes, err)
			}
		})
	}
}

func TestTheCallerMayHangUp(t *testing.T) {
	each(t, func(t *testing.T, _ *source, f Feed) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if quotes, err := f.Fetch(ctx); quotes != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("%v, %v", quotes, err)
		}
	})
}

func TestASourceThatIsAwayIsUnreachable(t *testing.T) {
	each(t, func(t *testing.T, s *source, f Feed) {
		s.Close()
		if quotes, err := fetch(t, f); quotes != nil || faults(t, err)[0].Code != Unreachable {
			t.Errorf("%v, %v", quotes, err)
		}
	})
}

// A source that asks for a pause is left alone for exactly as long.
func TestRetryAfterIsHonoured(t *testing.T) {
	date := noon.Add(-time.Hour) // the source's clock is an hour behind
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   time.Duration
	}{
		"429 with seconds":        {status(429, "Retry-After", "7"), 7 * time.Second},
		"429 with zero":           {status(429, "Retry-After", "0"), time.Second},
		"429 with a date":         {status(429, "Date", date.Format(http.TimeFormat), "Retry-After", date.Add(90*time.Second).Format(http.TimeFormat)), 90 * time.Second},
		"429 with a past date":    {status(429, "Date", date.Format(http.TimeFormat), "Retry-After", date.Add(-time.Hour).Format(http.TimeFormat)), time.Second},
		"429 with nothing":        {status(429), time.Minute},
		"429 with nonsense":       {status(429, "Retry-After", "soon"), time.Minute},
		"429 with a negative one": {status(429, "Retry-After", "-5"), time.Minute},
		"429 with a year":         {status(429, "Retry-After", "31536000"), 72 * time.Hour},
		"418, banned":             {status(418, "Retry-After", "120"), 2 * time.Minute},
		"403, the firewall":       {status(403), time.Minute},
		"503 with seconds":        {status(503, "Retry-After", "30"), 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *source, f Feed) {
				s.answer(c.answer)
				quotes, err := fetch(t, f)
				got := faults(t, err)
				if quotes != nil || len(got) != 1 || got[0].Code != Limited || !got[0].Until.Equal(noon.Add(c.want)) {
					t.Fatalf("%v, want a pause of %s", err, c.want)
				}
				s.questions()
				s.answer(nil)
				s.later(c.want - time.Nanosecond)
				if _, err := fetch(t, f); faults(t, err)[0].Code != Limited || len(s.questions()) != 0 {
					t.Errorf("asked again before the time: %v", err)
				}
				s.later(time.Nanosecond)
				if quotes, err := fetch(t, f); err != nil || len(quotes) == 0 {
					t.Errorf("not asked again when it was time: %v", err)
				}
			})
		})
	}
}

func TestPausesGrowWhileNoneIsNamed(t *testing.T) {
	each(t, func(t *testing.T, s *source, f Feed) {
		refuse, answer := status(429), http.HandlerFunc(nil)
		for i, step := range []struct {
			answer  http.HandlerFunc
			minutes int
		}{{refuse, 1}, {refuse, 2}, {refuse, 4}, {refuse, 8}, {refuse, 15}, {refuse, 15}, {answer, 0}, {refuse, 1}} {
			s.answer(step.answer)
			_, err := fetch(t, f)
			pause := time.Duration(step.minutes) * time.Minute
			if pause > 0 && !faults(t, err)[0].Until.Equal(s.clock().Add(pause)) {
				t.Fatalf("step %d: %v, want %s", i, err, pause)
			}
			s.later(pause)
		}
	})
}

func TestRedirectsStayAtHome(t *testing.T) {
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		_, _ = io.WriteString(w, file(t, "kraken-ticker.json"))
	}))
	defer elsewhere.Close()
	s, k := krakenSource(t)
	k.pairs = k.pairs[1:2]
	s.by["/0/public/Ticker"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, 302) }
	if quotes, err := fetch(t, k); quotes != nil || codes(t, err) != "kraken feed_unreachable" || asked != 0 {
		t.Errorf("%v, %v, the other host was asked %d times", quotes, err, asked)
	}
	s.by["/0/public/Ticker"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, 302) }
	if quotes, err := fetch(t, k); quotes != nil || codes(t, err) != "kraken feed_unreachable" {
		t.Errorf("a circle: %v, %v", quotes, err)
	}
	ticker := file(t, "kraken-ticker.json")
	s.by["/moved"] = text(ticker)
	s.by["/0/public/Ticker"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/moved", 301) }
	if quotes, err := fetch(t, k); err != nil || len(quotes) != 1 {
		t.Errorf("the same host: %v, %v", quotes, err)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for _, base := range []string{"ftp://example.org", "example.org", "http://", "::"} {
		if _, err := NewKraken(Settings{Base: base}); err == nil {
			t.Errorf("%q was taken for a base", base)
		}
	}
	for _, f := range []Feed{must(NewKraken(Settings{})), must(NewBinance(Settings{})), must(NewCoinGecko(Settings{}))} {
		if quotes, err := fetch(t, f); quotes != nil || err != nil {
			t.Errorf("%s without pairs asks: %v", f.Name(), err)
		}
	}
}

func must[F any](f F, err error) F {
	if err != nil {
		panic(fmt.Sprint(err))
	}
	return f
}
