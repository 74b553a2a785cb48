package content

import (
	"slices"
	"time"

	"agio/wasm/exchange"
)

// Edition is one edition of a policy. Once it is recorded its text never changes
// any more: it is kept as it was rendered then.
type Edition struct {
	Doc    *Document      // its front matter and source; Path is the edition's own address, such as "/terms/2026-11-22/"
	Terms  exchange.Terms // what it states, for the user agreement; Hash is set once it is recorded
	Until  time.Time      // when the next edition takes effect; zero for the last one
	Record *Record        // nil while it is not recorded
	Text   []byte         // the article's body as it was recorded, HTML; nil while it is not
}

// Series is one policy through all its editions.
type Series struct {
	Name     string     // such as "terms"
	Path     string     // where the edition in force stands, such as "/terms/"
	Editions []*Edition // by the day they take effect, never empty
}

// InForce gives the edition in force at a moment. Before the first one takes
// effect it is the first one: an office without terms cannot be.
func (s *Series) InForce(at time.Time) *Edition {
	force := s.Editions[0]
	for _, e := range s.Editions {
		if !e.Doc.Effective.After(at) {
			force = e
		}
	}
	return force
}

// Newest gives the edition that takes effect last; nil for a policy that is not there.
func (s *Series) Newest() *Edition {
	if s == nil {
		return nil
	}
	return s.Editions[len(s.Editions)-1]
}

// SeriesOf finds a policy by its name, such as "terms"; nil if there is none.
func (s *Set) SeriesOf(name string) *Series {
	for _, p := range s.Series {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// The names of the policies every office has, as SeriesOf takes them.
const (
	TermsName = "terms"
	AMLName   = "aml-kyc"
)

// TermsAt gives the terms in force at a moment.
func (s *Set) TermsAt(at time.Time) exchange.Terms {
	if p := s.SeriesOf(TermsName); p != nil {
		return p.InForce(at).Terms
	}
	return s.Terms
}

// AMLAt gives the edition of the AML/KYC policy in force at a moment; empty if
// there is no such policy.
func (s *Set) AMLAt(at time.Time) string {
	if p := s.SeriesOf(AMLName); p != nil {
		return p.InForce(at).Doc.Edition
	}
	return ""
}

// NextEdition gives the first moment after now at which an edition takes effect; false
// if none does.
func (s *Set) NextEdition(now time.Time) (next time.Time, ok bool) {
	for _, p := range s.Series {
		for _, e := range p.Editions {
			if day := e.Doc.Effective; day.After(now) && (!ok || day.Before(next)) {
				next, ok = day, true
			}
		}
	}
	return next, ok
}

// Announced says whether the edition may be read at a moment: the day on which it is
// published has come, or it is the one in force.
func (s *Series) Announced(e *Edition, at time.Time) bool {
	return !e.Doc.Published.After(at) || e == s.InForce(at)
}

// announced gives the policy with those editions only that may be read at a moment.
// What follows an edition is the next of them.
func (s *Series) announced(at time.Time) *Series {
	known := &Series{Name: s.Name, Path: s.Path}
	for _, e := range s.Editions {
		if !s.Announced(e, at) {
			continue
		}
		copied := *e
		copied.Until = time.Time{}
		if n := len(known.Editions); n > 0 {
			known.Editions[n-1].Until = e.Doc.Effective
		}
		known.Editions = append(known.Editions, &copied)
	}
	return known
}

// nextAnnouncement gives the first moment after now at which an edition is published;
// the zero time if none is.
func (s *Set) nextAnnouncement(now time.Time) (next time.Time) {
	for _, p := range s.Series {
		for _, e := range p.Editions {
			if day := e.Doc.Published; day.After(now) && (next.IsZero() || day.Before(next)) {
				next = day
			}
		}
	}
	return next
}

// inForce gives the set with those editions at the policies' addresses, and those
// terms, that are in force at a moment, and with the tariff as they let it be.
func (s *Set) inForce(at time.Time) *Set {
	now := *s
	now.Terms = s.TermsAt(at)
	now.Force = now.Terms
	now.Tariff = s.Tariff.Under(now.Terms)
	now.Documents = slices.Clone(s.Documents)
	for i, d := range now.Documents {
		for _, p := range s.Series {
			if p.Path == d.Path {
				now.Documents[i] = p.At(at)
			}
		}
	}
	return &now
}

// At gives the document in force at a moment, at the policy's address.
func (s *Series) At(at time.Time) *Document {
	d := *s.InForce(at).Doc
	d.Path = s.Path
	return &d
}
