package api

import (
	"container/list"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

// maxClients is how many addresses the limiter remembers; beyond it the one not
// seen for the longest time is forgotten.
const maxClients = 16_384

// limiter holds a bucket for each client address. Addresses stay in memory and
// go nowhere else.
type limiter struct {
	every rate.Limit
	burst int
	now   func() time.Time

	mu      sync.Mutex
	clients map[netip.Addr]*list.Element
	order   *list.List // of *client, the last seen first
}

type client struct {
	address netip.Addr
	bucket  *rate.Limiter
}

// newLimiter allows so many posts a minute after a burst; nil when negative.
func newLimiter(perMinute, burst int, now func() time.Time) *limiter {
	if perMinute < 0 {
		return nil
	}
	if perMinute == 0 {
		perMinute = 30
	}
	if burst <= 0 {
		burst = 20
	}
	return &limiter{
		every: rate.Every(time.Minute / time.Duration(perMinute)), burst: burst, now: now,
		clients: make(map[netip.Addr]*list.Element), order: list.New(),
	}
}

// allow takes one post of a client. Addresses of IPv6 count by their /64, which
// is what one subscriber has.
func (l *limiter) allow(text string) bool {
	if l == nil {
		return true
	}
	address, _ := netip.ParseAddr(text) // what cannot be read shares one bucket
	if address = address.Unmap().WithZone(""); address.Is6() {
		address = netip.PrefixFrom(address, 64).Masked().Addr()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e, known := l.clients[address]
	if known {
		l.order.MoveToFront(e)
	} else {
		if len(l.clients) >= maxClients {
			oldest := l.order.Remove(l.order.Back()).(*client)
			delete(l.clients, oldest.address)
		}
		e = l.order.PushFront(&client{address, rate.NewLimiter(l.every, l.burst)})
		l.clients[address] = e
	}
	return e.Value.(*client).bucket.AllowN(l.now(), 1)
}

// limitPosts refuses posts that come too fast from one address.
func (s *Server) limitPosts(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodPost && !s.limiter.allow(c.RealIP()) {
			return refuse(codeTooMany, "", "Too many requests came from your address in a short time; nothing was done.", "the same request in a few seconds")
		}
		return next(c)
	}
}
