package paper

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"time"

	"agio/server/venue"
)

// Faults are what goes wrong, each so many times in a thousand. The zero value never
// lets anything go wrong.
type Faults struct {
	Outage    int           // of the stretches of time of OutageFor: nothing works
	OutageFor time.Duration // a minute if zero
	Busy      int           // of calls: ErrTemporary
	Lost      int           // of Address, Convert, Withdraw: ErrUncertain, and nothing has happened
	Unsaid    int           // of the same: ErrUncertain, and it has happened
	Slow      int           // of Withdraw: ErrUncertain, and it happens when SlowFor is over
	SlowFor   time.Duration // 10 seconds if zero
	Fail      int           // of sendings: accepted, then failed
	Twice     int           // of deposits in an answer: they stand in it twice
	Stale     int           // of deposits in an answer: an older state of them stands in it as well
	Shuffle   int           // of answers: in another order
	Late      int           // of deposits: they are shown later than they were seen, at most by LateBy
	LateBy    time.Duration // a minute if zero

	// Script decides about a call before chance does; ByChance leaves it to chance.
	// Nil leaves everything to chance.
	Script func(Call) Fault
}

// Call is one request to the exchange, or what it does on its own.
type Call struct {
	Method string // address, deposits, convert, withdraw, sending, fees; or send, when a withdrawal is sent
	Ref    string
	N      int // how many times this method was called with this reference before; of send, the tries before
}

// Fault is what befalls a call.
type Fault string

// What can befall a call.
const (
	ByChance Fault = ""
	NoFault  Fault = "none"
	Busy     Fault = "busy"   // ErrTemporary
	Lost     Fault = "lost"   // ErrUncertain, and nothing has happened
	Unsaid   Fault = "unsaid" // ErrUncertain, and it has happened
	Slow     Fault = "slow"   // ErrUncertain, and it happens later; only of withdraw
	Refused  Fault = "refused"
	Fails    Fault = "fails" // only of send
)

// quiet says whether nothing can go wrong.
func (f Faults) quiet() bool {
	return f.Script == nil && f.Outage|f.Busy|f.Lost|f.Unsaid|f.Slow|f.Fail|f.Twice|f.Stale|f.Shuffle|f.Late == 0
}

// reading lets a call that only reads begin, or says why it cannot: such a call never
// leaves anything uncertain.
func (v *Venue) reading(ctx context.Context, c Call) error {
	if err := ctx.Err(); err != nil {
		return temporary(err)
	}
	switch f := v.fault(c); f {
	case NoFault:
		return nil
	case Refused:
		return refuse("by script")
	default:
		return temporary(errors.New(string(f)))
	}
}

// asked carries out a call that changes something, with whatever befalls it.
func (v *Venue) asked(ctx context.Context, c Call, act func(slow bool) error) error {
	if err := ctx.Err(); err != nil {
		return temporary(err)
	}
	f := v.fault(c)
	v.o.Step(c.Method + " asked")
	switch f {
	case Busy:
		return temporary(errors.New("too many requests, or an outage"))
	case Refused:
		return refuse("by script")
	case Lost:
		return venue.ErrUncertain
	}
	if err := act(f == Slow); err != nil {
		return err
	}
	if f == Unsaid || f == Slow {
		return venue.ErrUncertain
	}
	return nil
}

// fault says what befalls a call.
func (v *Venue) fault(c Call) Fault {
	if v.o.Faults.quiet() {
		return NoFault
	}
	c.N = v.count(c)
	if f := v.scripted(c); f != ByChance {
		return f
	}
	if v.outage(v.now()) {
		return Busy
	}
	return v.byChance(c)
}

// byChance draws once for each call and gives each fault its share of the thousand.
func (v *Venue) byChance(c Call) Fault {
	f, drawn := v.o.Faults, v.draw(c.Method, c.Ref, strconv.Itoa(c.N))
	shares := []struct {
		share int
		fault Fault
	}{{f.Busy, Busy}, {f.Lost, Lost}, {f.Unsaid, Unsaid}, {f.Slow, Slow}}
	for _, s := range shares {
		if drawn -= s.share; drawn < 0 && befalls(s.fault, c.Method) {
			return s.fault
		}
		if drawn < 0 {
			return NoFault
		}
	}
	return NoFault
}

// befalls says whether a fault can befall a method.
func befalls(f Fault, method string) bool {
	switch f {
	case Lost, Unsaid:
		return method == "address" || method == "convert" || method == "withdraw"
	case Slow:
		return method == "withdraw"
	}
	return true
}

// fate says why a sending will fail; empty when it will not.
func (v *Venue) fate(ref string, tries int) string {
	switch v.scripted(Call{Method: "send", Ref: ref, N: tries}) {
	case Fails:
		return "the network did not take it"
	case NoFault:
		return ""
	}
	if v.chance(v.o.Faults.Fail, "send", ref, strconv.Itoa(tries)) {
		return "the network did not take it"
	}
	return ""
}

func (v *Venue) scripted(c Call) Fault {
	if v.o.Faults.Script == nil {
		return ByChance
	}
	return v.o.Faults.Script(c)
}

// count gives how many times this process made the call before.
func (v *Venue) count(c Call) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := c.Method + " " + c.Ref
	v.calls[key]++
	return v.calls[key] - 1
}

// outage says whether nothing works at a moment: the same for every process.
func (v *Venue) outage(now time.Time) bool {
	if v.o.Faults.Outage == 0 {
		return false
	}
	stretch := now.UnixNano() / int64(v.o.Faults.OutageFor)
	return int(v.hash("outage", strconv.FormatInt(stretch, 10))%1000) < v.o.Faults.Outage
}

func (v *Venue) chance(share int, what ...string) bool { return share > 0 && v.draw(what...) < share }

// draw gives a number from 0 to 999, another one after every opening of the file.
func (v *Venue) draw(what ...string) int {
	return int(v.hash(append(what, strconv.FormatInt(v.opened, 10))...) % 1000)
}

// hash is where everything that looks like chance comes from.
func (v *Venue) hash(what ...string) uint64 {
	sum := sha256.Sum256(v.material("draw", what...))
	return binary.BigEndian.Uint64(sum[:])
}

// shuffled orders a list by hashes of its elements' places.
func shuffled[T any](v *Venue, list []T, n int) {
	keys := make(map[int]uint64, len(list))
	places := make([]int, len(list))
	for i := range list {
		places[i], keys[i] = i, v.hash("shuffle", strconv.Itoa(n), strconv.Itoa(i))
	}
	slices.SortFunc(places, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	was := slices.Clone(list)
	for i, place := range places {
		list[i] = was[place]
	}
}
