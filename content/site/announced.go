package site

import (
	"slices"
	"strings"
	"time"

	"agio/content"
	"agio/content/site/prose"
)

// held is what an edition of the agreement states of a figure.
type held struct {
	edition *content.Edition
	figure  prose.Quantity
	printed string
}

func (h held) says(q *prose.Quantity) bool {
	return h.figure.Kind == q.Kind && h.figure.Unit == q.Unit && h.figure.Value.Equal(q.Value)
}

// held gives what the editions state of a figure, in the order of their days.
func (h *days) held(name string) []held {
	var all []held
	s := h.set.SeriesOf(content.TermsName)
	if s == nil || h.set.Doubt.Policy(s.Name) || h.set.Doubt.Terms {
		return nil
	}
	for _, e := range s.Editions {
		for _, p := range e.Terms.Parameters {
			if p.Name != name {
				continue
			}
			if q := prose.Quantities(p.Printed()); len(q) == 1 {
				all = append(all, held{e, q[0], p.Printed()})
			}
		}
	}
	return all
}

// day is when a document says what it says: news on the day it bears, a policy when it
// is published, a page now.
func (h *days) day(d *content.Document) time.Time {
	if d.Published.IsZero() {
		return h.set.Moment
	}
	return d.Published
}

// announced holds a sentence that tells of a change against the editions: what was must
// be the figure of the edition in force on its day, or of the one before; what is to be,
// that of an edition that takes effect later or on the day that the sentence names.
func (c *checker) announced(s *prose.Sentence, text string, k *knownFacts, place figurePlace) {
	changes := s.Changes(k.facts, place.lead())
	if f := place.meant(k, s); len(changes) == 0 && f != nil {
		changes = s.ChangesOf(f)
	}
	for _, change := range changes {
		all := c.days.held(change.Fact.Name)
		if len(all) == 0 {
			continue
		}
		day := c.days.day(place.a.doc)
		was, becomes := announcing(all, day, prose.Days(text, day))
		name := " (" + change.Fact.Name + ")"
		if q := change.Before; q != nil && !slices.ContainsFunc(was, func(h held) bool { return h.says(q) }) {
			last := was[len(was)-1]
			c.contradicted(place, q, text, "is not what changes: edition "+last.edition.Doc.Edition+" says "+last.printed+name+".", "write {{ "+change.Fact.Name+" }}")
		}
		if q := change.After; q != nil && !slices.ContainsFunc(becomes, func(h held) bool { return h.says(q) }) {
			message, hint := "is in no edition that takes effect after "+day.Format(time.DateOnly)+name+".", "write the edition first, or say it without the number"
			if len(becomes) > 0 {
				next := becomes[len(becomes)-1]
				message = "is not what it becomes: edition " + next.edition.Doc.Edition + " says " + next.printed + name + "."
				if next.edition.Doc.Effective.After(day) {
					hint = "write {{ " + change.Fact.Name + since + next.edition.Doc.Effective.Format(time.DateOnly) + " }}"
				}
			}
			c.contradicted(place, q, text, message, hint)
		}
	}
}

// meant gives the one figure of the kind that a sentence states, if the clauses that it
// names state just one.
func (place *figurePlace) meant(k *knownFacts, s *prose.Sentence) *prose.Fact {
	if place.parameters == nil {
		return nil
	}
	names := place.parameters()
	var found []*prose.Fact
	for _, f := range k.facts {
		if slices.Contains(names, f.Name) && slices.ContainsFunc(s.Quantities, func(q prose.Quantity) bool { return q.Kind == f.Kind }) {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func (c *checker) contradicted(place figurePlace, q *prose.Quantity, text, message, hint string) {
	if at := place.at(q.From); !c.saidAt(at) {
		if !place.literals {
			hint = "say it without the number"
		}
		c.place(place.a, at, "figure_contradiction", "“"+text[q.From:q.To]+"” "+message, hint)
	}
}

// announcing gives what may be told on a day of a figure that changes: what it was, the
// edition of the day last, and what it becomes. Where a sentence names the day on which
// an edition takes effect, it speaks of that one.
func announcing(all []held, day time.Time, named []time.Time) (was, becomes []held) {
	force := 0
	for i, h := range all {
		if !h.edition.Doc.Effective.After(day) {
			force = i
		}
		if i > 0 && slices.ContainsFunc(named, h.edition.Doc.Effective.Equal) {
			return all[i-1 : i], all[i : i+1]
		}
	}
	was = all[max(force-1, 0) : force+1]
	if force > 0 {
		becomes = append(becomes, all[force])
	}
	return was, append(becomes, all[force+1:]...)
}

// past holds what a sentence says that a figure was against the editions up to its day.
func (c *checker) past(s *prose.Sentence, text string, k *knownFacts, place figurePlace) {
	day := c.days.day(place.a.doc)
	for _, claim := range s.Past(k.facts, place.lead()) {
		all := slices.DeleteFunc(c.days.held(claim.Fact.Name), func(h held) bool { return h.edition.Doc.Effective.After(day) })
		if len(all) == 0 || slices.ContainsFunc(all, func(h held) bool { return h.says(&claim.Quantity) }) {
			continue
		}
		var said []string
		for _, h := range all {
			said = append(said, h.printed+" in "+h.edition.Doc.Edition)
		}
		c.contradicted(place, &claim.Quantity, text, "is what no edition has said: "+strings.Join(said, ", ")+" ("+claim.Fact.Name+").", "write what it was, or say of what else the figure is")
	}
}

// otherDay gives what to write where a figure contradicts the editions: the value of the
// day from which it holds, where an edition to come says it; else a hint as it is.
func (c *checker) otherDay(place figurePlace, claim *prose.Claim, hint string) string {
	if !place.literals || place.a.doc.Kind == content.Policy {
		return hint
	}
	day := c.days.day(place.a.doc)
	for _, h := range c.days.held(claim.Fact.Name) {
		from := h.edition.Doc.Effective.Format(time.DateOnly)
		if h.says(&claim.Quantity) && h.edition.Doc.Effective.After(day) && c.days.taking(from, place.a.doc) != nil {
			return "write {{ " + claim.Fact.Name + since + from + " }}, which is the figure from that day; " + hint
		}
	}
	return hint
}
