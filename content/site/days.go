package site

import (
	"strings"
	"sync"
	"time"

	"agio/content"
	"agio/content/site/markdown"
)

// days know under which editions news was written. News is history: an item prints the
// figures of the agreement that was in force on the day it bears, its clause links lead
// to the editions of that day, and it is held against these, whatever followed.
type days struct {
	set *content.Set

	mu   sync.Mutex
	read map[*content.Edition]*dayText
}

// dayText is an edition as it was read, without what it prints.
type dayText struct {
	md    *markdown.Document
	facts *facts
	has   map[string]bool // its anchors
	later *changes        // since it was in force; nil until it is asked for, and for an edition that is not over
}

func daysOf(set *content.Set) *days {
	return &days{set: set, read: make(map[*content.Edition]*dayText)}
}

// edition gives the edition of a policy under which a document was written: of news
// that in force on its day, of all others the newest.
func (h *days) edition(s *content.Series, d *content.Document) *content.Edition {
	if d.Kind != content.News || d.Published.IsZero() || h.set.Doubt.Policy(s.Name) {
		return s.Newest()
	}
	return s.InForce(d.Published)
}

// past says whether an edition is over at the moment of the set.
func (h *days) past(e *content.Edition) bool {
	return !e.Until.IsZero() && !e.Until.After(h.set.Moment)
}

// series gives the policy at an address; nil for none.
func (h *days) series(path string) *content.Series {
	for _, s := range h.set.Series {
		if s.Path == path {
			return s
		}
	}
	return nil
}

// text gives an edition as it was read.
func (h *days) text(e *content.Edition) *dayText {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.read[e] == nil {
		h.read[e] = newDayText(e, engine.Parse(markdown.Input{Source: e.Doc.Body, LinkTerms: true, ClausesOnly: true}))
	}
	return h.read[e]
}

func newDayText(e *content.Edition, md *markdown.Document) *dayText {
	text := &dayText{md: md, facts: &facts{anchors: anchorsOf(&article{doc: e.Doc, md: md})}, has: make(map[string]bool)}
	for anchor := range strings.SplitSeq(text.facts.anchors, "\n") {
		text.has[anchor] = anchor != ""
	}
	return text
}

// know takes the newest editions, which were read already.
func (h *days) know(articles []*article) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, a := range articles {
		if s := h.series(a.doc.Path); s != nil && a.md != nil {
			h.read[s.Newest()] = newDayText(s.Newest(), a.md)
		}
	}
}

// target gives the edition to which a link of news leads; nil where it leads to the
// policy as it is: the edition of its day is the newest, or has no such anchor.
func (h *days) target(d *content.Document, path, fragment string) *content.Edition {
	s := h.series(path)
	if s == nil || fragment == "" || d.Kind != content.News {
		return nil
	}
	e := h.edition(s, d)
	if e == s.Newest() || !h.text(e).has[fragment] {
		return nil
	}
	return e
}

// links gives what becomes of the links of a news item: those to clauses of an edition
// that is over lead to its own address. The edition in force has the policy's.
func (h *days) links(d *content.Document) func(string) (markdown.Renumbered, bool) {
	return func(destination string) (r markdown.Renumbered, changed bool) {
		if !strings.Contains(destination, "#") {
			return r, false
		}
		path, fragment, _ := internal(d.Path, ownPath(h.set.Office.BaseURL, destination))
		e := h.target(d, path, fragment)
		if e == nil || !h.past(e) {
			return r, false
		}
		return markdown.Renumbered{Destination: e.Doc.Path + "#" + fragment}, true
	}
}

// of gives what a document is held against: news against the editions of its day.
func (s *standards) of(d *content.Document) *standard {
	if d.Kind != content.News {
		return &s.standard
	}
	key, newest := "", true
	var editions []*content.Edition
	for _, p := range s.set.Series {
		e := s.days.edition(p, d)
		editions, key, newest = append(editions, e), key+e.Doc.Path+" ", newest && e == p.Newest()
	}
	if newest {
		return &s.standard
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.under[key] == nil {
		r := s.days.standard(editions)
		s.under[key] = &r
	}
	return s.under[key]
}

// standard gives what editions state, one of each policy.
func (h *days) standard(editions []*content.Edition) standard {
	set, of := *h.set, ""
	var articles []*article
	for i, e := range editions {
		s := h.set.Series[i]
		d := *e.Doc
		d.Path, d.File = s.Path, s.Name+".md"
		articles = append(articles, &article{doc: &d, md: h.text(e).md})
		if s.Name == content.TermsName && e != s.Newest() {
			set.Terms, of = e.Terms, " of edition "+d.Edition
		}
	}
	return newStandard(&set, articles, of)
}

// since is the word in a value's name before a day: {{ refund_time from 2026-12-01 }}
// is what an edition says that takes effect on that day.
const since = " from "

// taking gives the edition of the agreement that takes effect on a day and is published
// when a document comes to the site; nil if there is none.
func (h *days) taking(day string, d *content.Document) *content.Edition {
	s, shown := h.set.SeriesOf(content.TermsName), shownFrom(d)
	if s == nil || h.set.Doubt.Policy(s.Name) {
		return nil
	}
	if d.Kind != content.News && shown.Before(h.set.Moment) {
		shown = h.set.Moment
	}
	for _, e := range s.Editions {
		if e.Doc.Effective.Format(time.DateOnly) == day && !e.Doc.Published.After(shown) {
			return e
		}
	}
	return nil
}

// without says of a value that a document cannot print why that is so: there is none, or
// none on its day.
func (h *days) without(d *content.Document, p markdown.Problem) (message, hint string) {
	name, day, dated := strings.Cut(p.About, since)
	s := h.set.SeriesOf(content.TermsName)
	if s == nil || d.Kind == content.Policy {
		return p.Message, h.meant(name, p.Hint)
	}
	if dated {
		return "No published edition of the user agreement takes effect on " + day + " and states " + name + ".", "write the day on which one takes effect, or {{ " + name + " }}"
	}
	for _, e := range s.Editions {
		for _, stated := range e.Terms.Parameters {
			if stated.Name == name {
				day = e.Doc.Effective.Format(time.DateOnly)
				return "The user agreement states " + name + " from " + day + " on, and this text prints what holds before.", "write {{ " + name + since + day + " }}"
			}
		}
	}
	return p.Message, h.meant(name, p.Hint)
}

// meant names the parameter that an unknown name may be a slip for, or gives the hint
// as it is.
func (h *days) meant(name, hint string) string {
	for _, p := range h.set.Terms.Parameters {
		if content.Alike(name, p.Name) {
			return "did you mean {{ " + p.Name + " }}?"
		}
	}
	return hint
}

// ofItsDay looks at a link of news that leads to an edition of its day; false for any
// other link.
func (c *checker) ofItsDay(a *article, l link) bool {
	e := c.days.target(a.doc, l.path, l.fragment)
	if e != nil && l.said.clause != "" {
		c.numbered(a, c.days.text(e).facts, l, " of edition "+e.Doc.Edition+", in force on the day of the news")
	}
	return e != nil
}
