package content

import (
	"slices"
	"time"
)

// A document of news or a page may say when it is published and when it expires,
// and that it is a draft. Policies have their own dates instead.
var scheduleKeys = []string{"draft", "publish", "expires"}

// Moments are written as a day (midnight UTC), as a day and a time (UTC), or with
// a zone of their own.
var momentForms = []string{time.DateOnly, "2006-01-02 15:04", time.RFC3339}

// readSchedule reads draft, publish and expires.
func (d *Document) readSchedule(m *mapping) {
	switch text := m.optional("draft"); text {
	case "", "false":
	case "true":
		d.Draft = true
	default:
		m.s.report(m.at("draft"), "bad_value", "A document is a draft or is none.", "write draft: true, or leave the entry out")
	}
	d.Publish, d.Expires = m.moment("publish"), m.moment("expires")
	if !d.Publish.IsZero() && !d.Expires.IsZero() && !d.Expires.After(d.Publish) {
		m.s.report(m.at("expires"), "bad_date", "The document expires before it is published.", "expires is the later moment")
	}
}

// outlivesDay reports news that is off the site before the day that it bears, or from
// its first moment: nobody would ever read it. Where publish says a moment, readSchedule
// has held the two against each other.
func (d *Document) outlivesDay(m *mapping) {
	if d.Publish.IsZero() && !d.Published.IsZero() && !d.Expires.IsZero() && !d.Expires.After(d.Published) {
		m.s.report(m.at("expires"), "bad_date", "The news expires before the day that it bears, or as this begins: nobody would read it.",
			"expires is a later moment than date: "+d.Published.Format(time.DateOnly))
	}
}

// moment reads an optional moment; the zero time if it is absent, or after
// reporting a problem.
func (m *mapping) moment(name string) time.Time {
	n := m.find(name)
	if n == nil {
		return time.Time{}
	}
	text, ok := m.s.scalar(n)
	if !ok {
		return time.Time{}
	}
	for _, form := range momentForms {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC()
		}
	}
	m.s.report(n, "bad_date", "This is not a moment of the calendar.", "write "+name+": 2026-12-01, or 2026-12-01 09:30 in UTC")
	return time.Time{}
}

// Visible says whether the document is on the site at a moment: it is no draft and
// not the editors' guide, its publish moment has come and its expires moment has not.
func (d *Document) Visible(now time.Time) bool {
	return !d.Draft && !d.Guide && !now.Before(d.Publish) && !d.Expired(now)
}

// Expired says whether the document's time is over.
func (d *Document) Expired(now time.Time) bool {
	return !d.Expires.IsZero() && !now.Before(d.Expires)
}

// Outlasts says whether the document is on the site at every moment from now on
// at which the other one is, so that a link from the other never breaks.
func (d *Document) Outlasts(other *Document, now time.Time) bool {
	if other.Draft || other.Guide || other.Expired(now) {
		return true
	}
	from := now
	if other.Publish.After(from) {
		from = other.Publish
	}
	return d.Visible(from) && (d.Expires.IsZero() || !other.Expires.IsZero() && !d.Expires.Before(other.Expires))
}

// keep gives the set with those documents only that the choice takes.
func (s *Set) keep(choose func(*Document) bool) *Set {
	chosen := *s
	drop := func(d *Document) bool { return !choose(d) }
	chosen.Documents = slices.DeleteFunc(slices.Clone(s.Documents), drop)
	chosen.News = slices.DeleteFunc(slices.Clone(s.News), drop)
	return &chosen
}

// At gives the set as it is published at a moment, with the editions then in force
// and those that are published by then.
func (s *Set) At(now time.Time) *Set {
	at := s.inForce(now).keep(func(d *Document) bool { return d.Visible(now) })
	at.Series = make([]*Series, len(s.Series))
	for i, p := range s.Series {
		at.Series[i] = p.announced(now)
	}
	return at
}

// AllAt gives the set of a moment with everything that is not on the site then.
func (s *Set) AllAt(now time.Time) *Set { return s.inForce(now) }

// Pending gives the set as it is published at a moment, with what will be
// published later. At the policies' addresses are their newest editions.
func (s *Set) Pending(now time.Time) *Set {
	left := make(map[string]string)
	pending := s.keep(func(d *Document) bool {
		switch {
		case d.Draft:
			left[d.Path] = "a draft"
		case d.Expired(now):
			left[d.Path] = "expired"
		default:
			return true
		}
		return false
	})
	pending.Left = left
	pending.Force, pending.Moment = s.TermsAt(now), now
	return pending
}

// NextChange gives the first moment after now at which At would give something
// else; false if nothing is scheduled.
func (s *Set) NextChange(now time.Time) (next time.Time, ok bool) {
	for _, d := range slices.Concat(s.Documents, s.News) {
		if d.Draft {
			continue
		}
		for _, moment := range []time.Time{d.Publish, d.Expires} {
			if moment.After(now) && (!ok || moment.Before(next)) {
				next, ok = moment, true
			}
		}
	}
	if edition, follows := s.NextEdition(now); follows && (!ok || edition.Before(next)) {
		next, ok = edition, true
	}
	if day := s.nextAnnouncement(now); !day.IsZero() && (!ok || day.Before(next)) {
		next, ok = day, true
	}
	return next, ok
}
