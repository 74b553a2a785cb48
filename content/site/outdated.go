package site

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/templates"
	"agio/wasm/exchange"
)

// News prints the figures of its day and leads to the clauses of its day. Where another
// edition of the agreement is in force since, and says another thing in their place, the
// item's page tells its readers so.

// outdated is what of a news item is another thing today.
type outdated struct{ figures, clauses bool }

// changes are what differs between an edition of the agreement that is over and the one
// in force.
type changes struct {
	figures map[string]exchange.ParameterKind // those that are others now, or gone, by name
	anchors map[string]bool                   // of the clauses and definitions that say another thing now, or are gone
}

// outdated looks through an item that was read.
func (h *days) outdated(a *article, base string) (o outdated) {
	s := h.set.SeriesOf(content.TermsName)
	if s == nil || a.doc.Kind != content.News || a.doc.Published.IsZero() || h.set.Doubt.Policy(s.Name) {
		return o
	}
	was, force := s.InForce(a.doc.Published), s.InForce(h.set.Moment)
	if was == force || !h.past(was) {
		return o
	}
	later := h.between(was, force)
	shown := h.told(a, force)
	for _, use := range a.md.Values {
		if _, changed := later.figures[use.Name]; changed && !shown[use.Name] {
			o.figures = true
		}
	}
	for _, l := range a.md.Links {
		path, fragment, _ := internal(a.doc.Path, ownPath(base, l.Destination))
		switch {
		case path == "/refunds/":
			o.figures = o.figures || h.computes(a) && later.fees()
		case path == s.Path && later.anchors[fragment]:
			o.clauses = true
		}
	}
	return o
}

// told gives the figures of which the item itself says what they are today: it was about
// the edition to come.
func (h *days) told(a *article, force *content.Edition) map[string]bool {
	var told map[string]bool
	for _, use := range a.md.Values {
		name, day, dated := strings.Cut(use.Name, since)
		if !dated {
			continue
		}
		if e := h.taking(day, a.doc); e != nil && printedIn(e, name) == printedIn(force, name) {
			if told == nil {
				told = make(map[string]bool)
			}
			told[name] = true
		}
	}
	return told
}

// computes says whether an item prints what an example comes to.
func (h *days) computes(a *article) bool {
	return slices.ContainsFunc(a.md.Values, func(use markdown.Use) bool { return strings.HasPrefix(use.Name, "case.") })
}

// fees says whether a figure is another from which examples of refunds are computed.
func (c *changes) fees() bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(c.figures)), func(k exchange.ParameterKind) bool { return k != exchange.Period })
}

// printedIn gives what an edition prints for a figure; empty for one that it does not
// state.
func printedIn(e *content.Edition, name string) string {
	for _, p := range e.Terms.Parameters {
		if p.Name == name {
			return p.Printed()
		}
	}
	return ""
}

// between compares two editions, once for all news.
func (h *days) between(was, force *content.Edition) *changes {
	old, new := h.text(was), h.text(force)
	h.mu.Lock()
	defer h.mu.Unlock()
	if old.later != nil {
		return old.later
	}
	c := &changes{figures: make(map[string]exchange.ParameterKind), anchors: make(map[string]bool)}
	for _, p := range was.Terms.Parameters {
		if p.Printed() != printedIn(force, p.Name) {
			c.figures[p.Name] = p.Kind
		}
	}
	said, says := c.blocks(old.md, "was"), c.blocks(new.md, "is")
	for _, k := range old.md.Clauses {
		if said[k.Name] != says[k.Name] {
			c.anchors[k.Name], c.anchors["c-"+k.Number] = true, true
		}
	}
	for _, t := range old.md.Terms {
		if said[t.ID] != says[t.ID] {
			c.anchors[t.ID] = true
		}
	}
	old.later = c
	return c
}

// numbers are those of clauses; where they stand in the words, they may have changed
// alone.
var numbers = regexp.MustCompile(`\d+(?:\.\d+)+`)

// blocks gives the words of each clause and definition by its anchor, with the figures
// that they print: with a word behind those that are others now, and clauses by their
// permanent names.
func (c *changes) blocks(md *markdown.Document, of string) map[string]string {
	names := make(map[string]string)
	for _, k := range md.Clauses {
		names[k.Number] = k.Name
	}
	texts := make(map[string]*strings.Builder)
	for _, p := range md.Passages {
		anchor := p.Term
		if p.Clause != "" {
			anchor = names[p.Clause]
		}
		if texts[anchor] == nil {
			texts[anchor] = new(strings.Builder)
		}
		b := texts[anchor]
		b.WriteString(numbers.ReplaceAllStringFunc(p.Text, func(n string) string {
			if name := names[n]; name != "" {
				return name
			}
			return n
		}))
		b.WriteByte('\n')
		for _, m := range p.Marks {
			b.WriteString(m.Value + " ")
			if _, changed := c.figures[m.Value]; changed {
				b.WriteString(of)
			}
		}
	}
	all := make(map[string]string, len(texts))
	for anchor, b := range texts {
		all[anchor] = b.String()
	}
	return all
}

// sinceItsDay gives what the page of a news item says of the edition of its day; nil for
// nothing.
func (b *builder) sinceItsDay(a *article) *templates.Since {
	s := b.set.SeriesOf(content.TermsName)
	if s == nil || a.gist.outdated == (outdated{}) {
		return nil
	}
	was, force := s.InForce(a.doc.Published), s.InForce(b.options.Now)
	if was == force {
		return nil
	}
	return &templates.Since{
		Until: was.Until, Edition: was.Doc.Path, Compare: comparePath(s, was.Doc, force.Doc), Figures: a.gist.outdated.figures,
	}
}
