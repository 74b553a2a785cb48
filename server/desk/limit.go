package desk

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	maxVisitors  = 16_384
	postsASecond = 1
	postBurst    = 30

	// So many failures within the window lock out for as long.
	mostFailures = 5
	lockWindow   = 15 * time.Minute
)

// visitors holds a bucket of posts for each address. Addresses stay in memory and
// go nowhere else.
type visitors struct {
	now   func() time.Time
	mu    sync.Mutex
	known map[netip.Addr]*list.Element
	order *list.List // of *visitor, the last seen first
}

type visitor struct {
	address netip.Addr
	bucket  *rate.Limiter
}

func newVisitors(now func() time.Time) *visitors {
	return &visitors{now: now, known: make(map[netip.Addr]*list.Element), order: list.New()}
}

// subscriber reads an address; those of IPv6 count by their /64, which is what one
// subscriber has.
func subscriber(text string) netip.Addr {
	address, _ := netip.ParseAddr(text) // what cannot be read shares one bucket
	if address = address.Unmap().WithZone(""); address.Is6() {
		address = netip.PrefixFrom(address, 64).Masked().Addr()
	}
	return address
}

func (v *visitors) allow(text string) bool {
	address := subscriber(text)
	v.mu.Lock()
	defer v.mu.Unlock()
	e, known := v.known[address]
	if known {
		v.order.MoveToFront(e)
	} else {
		if len(v.known) >= maxVisitors {
			oldest := v.order.Remove(v.order.Back()).(*visitor)
			delete(v.known, oldest.address)
		}
		e = v.order.PushFront(&visitor{address, rate.NewLimiter(postsASecond, postBurst)})
		v.known[address] = e
	}
	return e.Value.(*visitor).bucket.AllowN(v.now(), 1)
}

// failures counts failed attempts by key, an address or an operator, and locks out
// whoever has too many.
type failures struct {
	now    func() time.Time
	listed *rate.Limiter // how many of them the audit log takes
	mu     sync.Mutex
	counts map[string]*count
	missed int // that the audit log did not take
}

type count struct {
	failed int
	since  time.Time // of the first failure counted
	until  time.Time // locked out until then
}

func newFailures(now func() time.Time) *failures {
	return &failures{now: now, listed: rate.NewLimiter(rate.Every(10*time.Second), 60), counts: make(map[string]*count)}
}

// locked gives how long a key is still locked out.
func (f *failures) locked(keys ...string) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	var longest time.Duration
	for _, key := range keys {
		if c := f.counts[key]; c != nil {
			longest = max(longest, c.until.Sub(f.now()))
		}
	}
	return longest
}

// fail counts a failure and says whether it locks the key out.
func (f *failures) fail(key string) bool {
	now := f.now()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(now)
	c := f.counts[key]
	if c == nil || now.Sub(c.since) >= lockWindow {
		c = &count{since: now}
		f.counts[key] = c
	}
	c.failed++
	if c.failed == mostFailures {
		c.until = now.Add(lockWindow)
		return true
	}
	return false
}

// forget drops what is over, when there is much.
func (f *failures) forget(now time.Time) {
	if len(f.counts) < maxVisitors {
		return
	}
	for key, c := range f.counts {
		if now.Sub(c.since) >= lockWindow && !now.Before(c.until) {
			delete(f.counts, key)
		}
	}
	for key := range f.counts {
		if len(f.counts) < maxVisitors {
			return
		}
		delete(f.counts, key)
	}
}

func (f *failures) clear(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.counts, key)
}

// list says whether the audit log takes one more failure, and how many it did not
// take before: strangers must not be able to fill it.
func (f *failures) list() (missed int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.listed.AllowN(f.now(), 1) {
		f.missed++
		return 0, false
	}
	missed, f.missed = f.missed, 0
	return missed, true
}
