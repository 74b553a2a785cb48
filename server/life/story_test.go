package life_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// The stories of testdata are lives worked out by hand; testdata/README.md says how
// they are written.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stories(file, string(text)) {
			t.Run(s.name, func(t *testing.T) { s.play(t) })
		}
	}
}

// line is one line of a story, with the postings below it.
type line struct {
	where    string
	key      string
	rest     string
	postings []string
}

type story struct {
	name  string
	lines []line
}

func stories(file, text string) []story {
	var list []story
	for i, raw := range strings.Split(text, "\n") {
		where := fmt.Sprintf("%s:%d", file, i+1)
		if trimmed := strings.TrimSpace(raw); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		if key, rest, is := strings.Cut(raw, ":"); is && key == "story" {
			list = append(list, story{name: strings.TrimSpace(rest)})
			continue
		}
		s := &list[len(list)-1]
		if strings.HasPrefix(raw, " ") {
			last := &s.lines[len(s.lines)-1]
			last.postings = append(last.postings, strings.Join(strings.Fields(raw), " "))
			continue
		}
		key, rest, _ := strings.Cut(raw, " ")
		s.lines = append(s.lines, line{where: where, key: strings.TrimSuffix(key, ":"), rest: strings.TrimSpace(rest)})
	}
	return list
}

// teller tells a story: the world of the moment and the orders in it.
type teller struct {
	t      *testing.T
	at     line
	w      life.World
	life   life.Life
	last   store.Step
	books  map[string][]store.Posting
	others map[string]life.Life
	parent life.Life
}

func (s story) play(t *testing.T) {
	p := &teller{t: t, w: lifetest.World(0), books: make(map[string][]store.Posting), others: make(map[string]life.Life)}
	for _, l := range s.lines {
		p.at = l
		switch l.key {
		case "order":
			p.order(strings.Fields(l.rest))
		case "at":
			p.w.Now = lifetest.Start.Add(p.duration(l.rest))
		case "prices":
			p.prices(l.rest)
		case "tariff":
			p.w.Tariff.AfterConversion = exchange.AfterConversion(l.rest)
		case "is":
			p.is(l.rest)
		case "case":
			p.parent, p.life = p.life, p.others[l.rest]
		case "parent":
			p.life = p.parent
		case "client", "venue", "desk", "clock":
			p.command(l)
		default:
			p.fail("there is no %q in stories", l.key)
		}
	}
	p.balances()
}

func (p *teller) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Fatalf("%s: %s", p.at.where, fmt.Sprintf(format, args...))
}

func (p *teller) duration(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		p.fail("%v", err)
	}
	return d
}

func (p *teller) prices(bid string) {
	p.w.Prices, p.w.Snapshot = nil, ""
	if bid != "none" {
		p.w.Prices, p.w.Snapshot = lifetest.Prices(bid), "s-"+bid
	}
}

// order reads "0.1 BTC USDTTRC20 [returns] [fixed=15m]": returns has the client name
// an address for refunds with the order, fixed is for how long its rate is fixed.
func (p *teller) order(f []string) {
	o := lifetest.Order("o", f[1], f[2], f[0])
	for _, word := range f[3:] {
		if fixed, is := strings.CutPrefix(word, "fixed="); is {
			o.Quote.Deal.FixedFor = p.duration(fixed)
			continue
		}
		o.Person.RefundTo = p.account(f[1])
	}
	var err error
	if p.life, err = life.Replay(o, []store.Event{lifetest.Created(o)}); err != nil {
		p.fail("%v", err)
	}
}

func (p *teller) account(currency string) store.Account {
	if currency == "BTC" {
		return store.Account{Address: lifetest.Bitcoin}
	}
	return store.Account{Address: lifetest.Tron}
}

// command reads "event key=value … -> state or refused code".
func (p *teller) command(l line) {
	asked, want, is := strings.Cut(l.rest, "->")
	if !is {
		p.fail("what comes of it is not said")
	}
	c := p.read(l.key, strings.Fields(asked))
	s, err := p.life.Decide(c, p.w)
	if err != nil {
		p.refused(err, strings.Fields(want))
		return
	}
	next, err := p.life.Apply(s)
	if err != nil {
		p.fail("%v", err)
	}
	p.stored(s, next, strings.Fields(want))
	p.life, p.last = next, s
	p.books[p.life.ID] = append(p.books[p.life.ID], s.Postings...)
	if s.Case != nil {
		p.opened(s)
	}
}

func (p *teller) refused(err error, want []string) {
	p.t.Helper()
	var e *exchange.Error
	if !errors.As(err, &e) {
		p.fail("%v", err)
	}
	got := []string{"refused", string(e.Code), e.Field, string(e.Clause)}
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			p.fail("%s: %v, want %v", e.Message, got, want)
		}
	}
	if len(want) == 0 || want[0] != "refused" {
		p.fail("%v, want %v", err, want)
	}
}

// stored compares a step with "state[/before] [key=value …]" and its postings.
func (p *teller) stored(s store.Step, next life.Life, want []string) {
	p.t.Helper()
	state := string(s.State)
	if s.Before != exchange.None {
		state += "/" + string(s.Before)
	}
	if len(want) == 0 || want[0] != state {
		p.fail("%s leads to %s, want %v", s.Event, state, want)
	}
	entry := next.Timeline[len(next.Timeline)-1]
	for _, w := range want[1:] {
		key, value, _ := strings.Cut(w, "=")
		got := map[string]string{
			"reason": string(s.Reason), "queue": s.Queue, "clause": string(entry.Clause), "event": string(s.Event), "by": string(s.Actor),
			"at": s.At.Sub(lifetest.Start).String(), "due": p.moment(s.Due), "mail": fmt.Sprint(s.Mail),
		}
		if g, is := got[key]; !is || g != value {
			p.fail("%s: %s is %q, want %q", s.Event, key, g, value)
		}
	}
	var lines []string
	for _, posting := range s.Postings {
		lines = append(lines, posting.Account+" "+posting.Asset+" "+posting.Amount.String())
	}
	slices.Sort(lines)
	wanted := slices.Sorted(slices.Values(p.at.postings))
	if !slices.Equal(lines, wanted) {
		p.fail("%s posts\n  %s\nwant\n  %s", s.Event, strings.Join(lines, "\n  "), strings.Join(wanted, "\n  "))
	}
	if !life.Balanced(s.Postings) {
		p.fail("%s does not balance", s.Event)
	}
}

// moment writes a moment as the time since the order was made.
func (p *teller) moment(at time.Time) string {
	switch {
	case at.IsZero():
		return "never"
	case at.Equal(p.w.Now):
		return "now"
	}
	return at.Sub(lifetest.Start).String()
}

// opened begins a case as the store does.
func (p *teller) opened(s store.Step) {
	o := *s.Case
	o.Person = p.life.Person
	first := store.Event{Version: 1, Event: s.Event, Actor: s.Actor, At: s.At, Data: string(s.Data)}
	child, err := life.Replay(o, []store.Event{first})
	if err != nil {
		p.fail("%v", err)
	}
	p.others[o.ID] = child
}

// balances proves that what is closed stands at zero.
func (p *teller) balances() {
	if !life.Closed(p.life.State) {
		return
	}
	sums := life.Balance(p.books[p.life.ID])
	for _, account := range []string{life.AccountOrder, life.AccountDue} {
		if len(sums[account]) > 0 {
			p.t.Errorf("%s is closed, and %v is left in %s", p.life.ID, sums[account], account)
		}
	}
}
