package export

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Exporter tells one monitor of one tariff. It is safe for use by many goroutines.
type Exporter struct {
	tariff     *exchange.Tariff
	settings   Settings
	digits     int
	names      []name // as the currencies of the tariff
	directions []listed
}

// name is a currency as the monitor knows it.
type name struct {
	code   string // the monitor's
	unit   string // what amounts are called where a fee names its currency: the asset
	number int    // from 1: the currency's place in the tariff
}

// listed is a direction with what the settings say of it.
type listed struct {
	direction exchange.Direction
	from, to  name
	hidden    bool
	hours     *Hours   // worked by hand; nil if not
	manual    string   // label; empty if not worked by hand
	floats    string   // label of a floating rate
	fixed     bool     // the tariff fixes the rate for a time
	labels    []string // the others
	city      string
}

// New reads the settings against the tariff. It refuses what contradicts itself or
// the tariff with all faults at once, joined, each a *Fault.
func New(t *exchange.Tariff, s Settings) (*Exporter, error) {
	if err := check(t, s); err != nil {
		return nil, err
	}
	e := &Exporter{tariff: t, settings: s, digits: s.Digits}
	if e.digits == 0 {
		e.digits = digits
	}
	byCode := make(map[string]name, len(t.Currencies))
	for i, c := range t.Currencies {
		n := name{toldAs(s.Aliases, c.Code), c.Asset, i + 1}
		e.names, byCode[c.Code] = append(e.names, n), n
	}
	_, floating := s.markLabels()
	for _, d := range t.Directions {
		l := listed{direction: d, from: byCode[d.From], to: byCode[d.To], city: s.City, floats: floating, fixed: d.FixedFor > 0}
		for _, r := range s.Rules {
			if matches(r.From, d.From) && matches(r.To, d.To) {
				l.apply(r, s)
			}
		}
		e.directions = append(e.directions, l)
	}
	return e, nil
}

func matches(codes []string, code string) bool {
	return len(codes) == 0 || slices.Contains(codes, code)
}

func (l *listed) apply(r Rule, s Settings) {
	manual, _ := s.markLabels()
	l.hidden = l.hidden || r.Hide
	l.city = cmp.Or(r.City, l.city)
	if r.Manual != nil {
		l.hours, l.manual = r.Manual, manual
	}
	for _, label := range r.Labels {
		if !slices.Contains(l.labels, label) {
			l.labels = append(l.labels, label)
		}
	}
}

// delay is the time allotted for the withdrawal (3.7) in whole minutes, rounded up.
func (l *listed) delay() int64 { return int64((l.direction.Within + time.Minute - 1) / time.Minute) }

// Moment is what changes while settings and tariff stay.
type Moment struct {
	Taken       time.Time // of the snapshot; hours of work are looked up at this time
	Prices      exchange.Prices
	Reserves    map[string]decimal.Decimal // by tariff code; one that is not there is not paid out
	Maintenance bool
	Floating    bool // every rate floats: the agreement in force fixes none (3.21)
}

// Listing is what there is to tell at a moment. It does not change and is safe for
// use by many goroutines.
type Listing struct {
	Left   []Left // what is not told, in the tariff's order; empty in maintenance
	taken  time.Time
	names  []name
	offers []*offer
}

// Left is a direction that is left out, and why: a code of exchange.Error or one of
// Hidden, OutsideHours, NoReserve and NoAmount.
type Left struct{ From, To, Reason string }

// At computes what there is to tell. The same arguments give the same listing.
func (e *Exporter) At(m Moment) *Listing {
	if m.Maintenance {
		return &Listing{names: e.names} // no snapshot says when it became empty
	}
	l := &Listing{taken: m.Taken, names: e.names}
	l.offers = make([]*offer, 0, len(e.directions))
	for i := range e.directions {
		o, err := e.offer(&e.directions[i], m)
		if err != nil {
			d := e.directions[i].direction
			l.Left = append(l.Left, Left{d.From, d.To, reason(err)})
			continue
		}
		l.offers = append(l.offers, o)
	}
	return l
}

// Under gives the exporter with another tariff, such as that of an earlier time.
func (e *Exporter) Under(t *exchange.Tariff) (*Exporter, error) { return New(t, e.settings) }

// Inside gives the rate of a direction as Text writes it, payout fee inside; false
// where it does not tell the direction at that moment.
func (e *Exporter) Inside(m Moment, from, to string) (in, out decimal.Decimal, tells bool) {
	for i := range e.directions {
		if l := &e.directions[i]; l.direction.From == from && l.direction.To == to {
			o, err := e.offer(l, m)
			if err != nil {
				return in, out, false
			}
			return o.combined.in, o.combined.out, true
		}
	}
	return in, out, false
}

// Len is how many directions are told.
func (l *Listing) Len() int { return len(l.offers) }
