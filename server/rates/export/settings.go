package export

import (
	"cmp"
	"time"
)

// Settings are how one monitor wants to be told. The zero value is usable: the
// tariff's own codes and no labels. They are not to be changed
// after New.
type Settings struct {
	Aliases       map[string]string // tariff code to the monitor's code, such as "USDTTRC20": "USDTTRC"
	City          string            // for offices that meet their clients; usually empty
	ManualLabel   string            // how the monitor calls work by hand; "manual" if empty
	FloatingLabel string            // how it calls a floating rate where that is a label; "floating" if empty
	Digits        int               // most digits of a rate, 6 to 100; 30 if 0
	Rules         []Rule            // in their order
}

// markLabels gives the labels of work by hand and of a floating rate.
func (s Settings) markLabels() (manual, floating string) {
	return cmp.Or(s.ManualLabel, "manual"), cmp.Or(s.FloatingLabel, "floating")
}

// Rule says something of every direction it matches: labels are added to those of
// earlier rules, everything else replaces what earlier rules said.
type Rule struct {
	From, To []string // tariff codes; none means every currency

	Hide   bool     // leave these directions out
	Labels []string // such as "juridical" or "verifying"
	Manual *Hours   // worked by hand, and when
	City   string
}

// Hours are when directions worked by hand are offered. Without shifts it is
// around the clock.
type Hours struct {
	Zone   *time.Location // UTC if nil
	Shifts []Shift
}

// Shift is a daily stretch of work on the clock of the zone. One that ends at or
// before its start ends on the next day.
type Shift struct {
	Days       []time.Weekday // the days it starts on; none means every day
	Start, End time.Duration  // since midnight; Start below 24 h, End up to 24 h
}

const day = 24 * time.Hour

// open says whether a moment lies in one of the shifts. The start is inside, the
// end is not.
func (h Hours) open(at time.Time) bool {
	zone := h.Zone
	if zone == nil {
		zone = time.UTC
	}
	local := at.In(zone)
	clock := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
		time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	for _, s := range h.Shifts {
		if s.covers(local.Weekday(), clock) {
			return true
		}
	}
	return len(h.Shifts) == 0
}

// covers looks at the shift that starts on this day and at the one that started
// the day before.
func (s Shift) covers(today time.Weekday, clock time.Duration) bool {
	end := s.End
	if end <= s.Start {
		end += day
	}
	yesterday := (today + 6) % 7
	return (s.on(today) && clock >= s.Start && clock < end) ||
		(s.on(yesterday) && clock+day >= s.Start && clock+day < end)
}

func (s Shift) on(d time.Weekday) bool {
	for _, listed := range s.Days {
		if listed == d {
			return true
		}
	}
	return len(s.Days) == 0
}
