package paper

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
)

// memory is a book in memory, some hundred times faster than one in a file. It undoes
// nothing: whoever changes it looks first and writes last, and writing cannot fail.
type memory struct {
	mu        sync.Mutex
	addresses map[string]given
	owners    map[venue.Address]string // the currency
	memos     map[string]string        // by address alone: the currency
	deposits  []deposit                // seq is the place, from 1
	keys      map[string]int64
	changes   []change // of deposits, by time
	fills     map[string]fill
	sendings  map[string]sending
	booked    []Movement
	bookedOf  map[string][]Movement

	// What will happen by itself. Most of the time that is little, or nothing.
	waitingDeposits map[int64]time.Time
	waitingSendings map[string]time.Time
}

// change is that a deposit changed.
type change struct {
	seq int64
	at  time.Time
}

func newMemory() *memory {
	return &memory{
		addresses: map[string]given{}, owners: map[venue.Address]string{}, memos: map[string]string{}, keys: map[string]int64{},
		fills: map[string]fill{}, sendings: map[string]sending{}, bookedOf: map[string][]Movement{},
		waitingDeposits: map[int64]time.Time{}, waitingSendings: map[string]time.Time{},
	}
}

func (m *memory) change(step func(string), act func(pages) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	step("begun")
	if err := act(m); err != nil {
		return err
	}
	step("written")
	step("committed")
	return nil
}

func (m *memory) look(act func(pages) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return act(m)
}

func (m *memory) close() error { return nil }

// found is what a map has, or errNone.
func found[T any](what T, ok bool) (T, error) {
	if !ok {
		return what, errNone
	}
	return what, nil
}

func (m *memory) address(ref string) (given, error) {
	g, ok := m.addresses[ref]
	return found(g, ok)
}

func (m *memory) owner(to venue.Address) (given, error) {
	currency, ok := m.owners[to]
	if !ok {
		currency, ok = m.memos[to.Address]
	}
	return found(given{currency, to}, ok)
}

func (m *memory) addAddress(ref string, g given) (bool, error) {
	if _, taken := m.owners[g.to]; taken {
		return false, nil
	}
	m.addresses[ref], m.owners[g.to], m.memos[g.to.Address] = g, g.currency, g.currency
	return true, nil
}

func (m *memory) deposit(seq int64) (deposit, error) {
	if seq < 1 || seq > int64(len(m.deposits)) {
		return deposit{}, errNone
	}
	return m.deposits[seq-1], nil
}

func (m *memory) depositOf(key string) (deposit, error) { return m.deposit(m.keys[key]) }

func (m *memory) lastDeposit() (int64, time.Time, error) {
	if len(m.changes) == 0 {
		return 0, time.Time{}, nil
	}
	return int64(len(m.deposits)), m.changes[len(m.changes)-1].at, nil
}

func (m *memory) addDeposit(d deposit, key string) error {
	m.deposits = append(m.deposits, d)
	if key != "" {
		m.keys[key] = d.seq
	}
	return m.saveDeposit(d)
}

func (m *memory) saveDeposit(d deposit) error {
	m.deposits[d.seq-1] = d
	m.changes = append(m.changes, change{d.seq, d.ChangedAt})
	wait(m.waitingDeposits, d.seq, d.nextAt)
	return nil
}

// wait writes down when something is due, or that it never is.
func wait[K comparable](waiting map[K]time.Time, what K, when time.Time) {
	delete(waiting, what)
	if !when.IsZero() {
		waiting[what] = when
	}
}

func (m *memory) depositsSince(since time.Time) ([]deposit, error) {
	var list []deposit
	have := map[int64]bool{}
	for _, c := range slices.Backward(m.changes) {
		if c.at.Before(since) {
			break
		}
		if d := m.deposits[c.seq-1]; d.shown && !have[c.seq] {
			list, have[c.seq] = append(list, d), true
		}
	}
	slices.SortFunc(list, func(a, b deposit) int { return cmp.Or(a.ChangedAt.Compare(b.ChangedAt), cmp.Compare(a.seq, b.seq)) })
	return list, nil
}

func (m *memory) fill(ref string) (fill, error) {
	f, ok := m.fills[ref]
	return found(f, ok)
}

func (m *memory) addFill(f fill) error {
	m.fills[f.Ref] = f
	return nil
}

func (m *memory) sending(ref string) (sending, error) {
	s, ok := m.sendings[ref]
	return found(s, ok)
}

func (m *memory) saveSending(s sending) error {
	m.sendings[s.Ref] = s
	wait(m.waitingSendings, s.Ref, s.nextAt)
	return nil
}

func (m *memory) withdrawn(currency, but string) (decimal.Decimal, error) {
	var out decimal.Decimal
	for ref, s := range m.sendings {
		if s.currency == currency && ref != but && s.State != venue.SendingFailed {
			out = out.Add(s.amount)
		}
	}
	return out, nil
}

func (m *memory) due(now time.Time) (bool, error) {
	return len(dueOf(m.waitingDeposits, now)) > 0 || len(dueOf(m.waitingSendings, now)) > 0, nil
}

// dueOf gives what is due, in an order that does not depend on chance.
func dueOf[K cmp.Ordered](waiting map[K]time.Time, now time.Time) []K {
	var due []K
	for what, when := range waiting {
		if !when.After(now) {
			due = append(due, what)
		}
	}
	slices.Sort(due)
	return due
}

func (m *memory) dueDeposits(now time.Time) ([]deposit, error) {
	var list []deposit
	for _, seq := range dueOf(m.waitingDeposits, now) {
		list = append(list, m.deposits[seq-1])
	}
	return list, nil
}

func (m *memory) dueSendings(now time.Time) ([]sending, error) {
	var list []sending
	for _, ref := range dueOf(m.waitingSendings, now) {
		list = append(list, m.sendings[ref])
	}
	return list, nil
}

func (m *memory) addMovement(one Movement) error {
	m.booked = append(m.booked, one)
	m.bookedOf[one.Ref] = append(m.bookedOf[one.Ref], one)
	return nil
}

func (m *memory) movements(ref string) ([]Movement, error) {
	if ref != "" {
		return slices.Clone(m.bookedOf[ref]), nil
	}
	return slices.Clone(m.booked), nil
}
