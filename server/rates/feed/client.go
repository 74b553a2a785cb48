package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"agio/wasm/exchange"
)

const (
	defaultTimeout  = 10 * time.Second
	defaultMaxBytes = 4 << 20
	maxHops         = 3
	maxHeader       = 64 << 10
)

// client asks one source and keeps its manners.
type client struct {
	source   string
	base     *url.URL
	timeout  time.Duration
	maxBytes int64
	header   http.Header
	now      func() time.Time
	http     *http.Client

	mu    sync.Mutex
	pause pause
}

// answer is the body of an answer and when it was asked for.
type answer struct {
	body  []byte
	asked time.Time
	age   time.Duration // how long a cache had held it
	mime  string
}

func newClient(source string, s Settings, base string) (*client, error) {
	if s.Base != "" {
		base = s.Base
	}
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("%s: the base URL %q is not an http or https address", source, base)
	}
	c := &client{source: source, base: u, timeout: s.Timeout, maxBytes: s.MaxBytes, header: s.Header, now: s.Now}
	if c.timeout <= 0 {
		c.timeout = defaultTimeout
	}
	if c.maxBytes <= 0 {
		c.maxBytes = defaultMaxBytes
	}
	if c.now == nil {
		c.now = time.Now
	}
	via := s.Via
	if via == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxResponseHeaderBytes = maxHeader
		via = t
	}
	c.http = &http.Client{Transport: via, CheckRedirect: stayHome}
	return c, nil
}

// stayHome lets a redirect pass only within the scheme and host first asked:
// a price from anywhere else is not this source's.
func stayHome(to *http.Request, via []*http.Request) error {
	first := via[0].URL
	if to.URL.Scheme != first.Scheme || to.URL.Host != first.Host {
		return fmt.Errorf("redirected to another host, %s", to.URL.Host)
	}
	if len(via) > maxHops {
		return errors.New("redirected too often")
	}
	return nil
}

// get asks for a path. The error is always a *Fault.
func (c *client) get(ctx context.Context, path string, query url.Values) (answer, *Fault) {
	asked := c.now()
	if until, paused := c.paused(asked); paused {
		f := c.fault(Limited, "the source asked for a pause", nil)
		f.Until = until
		return answer{}, f
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	u := *c.base
	u.Path, u.RawQuery = u.Path+path, query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, c.fault(Unreachable, err.Error(), err)
	}
	for name, values := range c.header {
		request.Header[name] = values
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "agio")
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, c.transportFault(err)
	}
	defer response.Body.Close()
	return c.read(response, asked)
}

// read takes the body of an answer, or tells why it is none.
func (c *client) read(r *http.Response, asked time.Time) (answer, *Fault) {
	if limited(r) {
		return answer{}, c.limit(retryAfter(r.Header, asked), "the source answers "+r.Status)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, c.maxBytes+1))
	if err != nil {
		return answer{}, c.transportFault(err)
	}
	if int64(len(body)) > c.maxBytes {
		return answer{}, c.fault(TooLarge, fmt.Sprintf("the answer is larger than %d bytes", c.maxBytes), nil)
	}
	a := answer{body: body, asked: asked, age: CacheAge(r.Header), mime: r.Header.Get("Content-Type")}
	if r.StatusCode != http.StatusOK {
		return a, c.fault(Status, "the source answers "+r.Status+excerpt(body), nil)
	}
	return a, nil
}

// answered ends a row of refusals.
func (c *client) answered() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pause.refusals = 0
}

// decode reads the whole of an answer as one JSON value.
func (c *client) decode(a answer, into any) *Fault {
	if err := json.Unmarshal(a.body, into); err != nil {
		return c.fault(Syntax, fmt.Sprintf("%d bytes of %q are not the documented answer: %v", len(a.body), a.mime, err), err)
	}
	return nil
}

func (c *client) paused(now time.Time) (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pause.until, now.Before(c.pause.until)
}

// limit begins a pause; zero means that the source named no length.
func (c *client) limit(length time.Duration, detail string) *Fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pause.begin(c.now(), length)
	f := c.fault(Limited, detail, nil)
	f.Until = c.pause.until
	return f
}

func (c *client) fault(code Code, detail string, err error) *Fault {
	return &Fault{Source: c.source, Code: code, Detail: detail, Err: err}
}

func (c *client) about(p Pair, code Code, detail string) *Fault {
	return &Fault{Source: c.source, Asset: p.Asset, Code: code, Detail: detail}
}

// transportFault tells a time-out, an answer that ends early and a connection
// that fails apart.
func (c *client) transportFault(err error) *Fault {
	var timeout net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return c.fault(Timeout, fmt.Sprintf("no whole answer within %s", exchange.Span(c.timeout)), err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return c.fault(Syntax, "the answer ends early", err)
	}
	return c.fault(Unreachable, err.Error(), err)
}

// CacheAge says how long a cache has had an answer, as the answer says; 0 where it says
// nothing usable.
func CacheAge(h http.Header) time.Duration {
	seconds, err := strconv.ParseUint(h.Get("Age"), 10, 31)
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// excerpt quotes the beginning of an answer for the log.
func excerpt(body []byte) string {
	const most = 120
	if len(body) == 0 {
		return ""
	}
	if len(body) > most {
		body = body[:most]
	}
	return ": " + strconv.QuoteToASCII(string(body))
}
