package site

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/prose"
)

// knownFacts are the figures that sentences are held against although they name no
// clause.
type knownFacts struct {
	facts []*prose.Fact
	says  map[string]source // by the fact's name
	known []*literal        // what is found without it
}

// source is where a fact is stated, and as what.
type source struct{ where, printed string }

// newFacts gives the figures of the terms, and those fields of office.yaml that are
// figures, with the words under which texts speak of them; of is said behind a clause's
// number.
func newFacts(set *content.Set, known []*literal, of string) *knownFacts {
	words := spokenOf
	if len(set.Words.Figures) > 0 {
		words = maps.Clone(spokenOf)
		for _, f := range set.Words.Figures {
			words[f.Name] = f.Subjects
		}
	}
	k := &knownFacts{says: make(map[string]source), known: known}
	for _, p := range set.Terms.Parameters {
		k.add(p.Name, p.Printed(), "clause "+p.Clause+of, words[p.Name])
	}
	for _, field := range slices.Sorted(maps.Keys(set.Office.Fields)) {
		k.add("office."+field, set.Office.Fields[field], content.OfficeFile, words["office."+field])
	}
	return k
}

// add takes a figure that texts speak of under some subjects.
func (k *knownFacts) add(name, printed, where string, subjects []string) {
	q := prose.Quantities(printed)
	if len(q) != 1 || len(subjects) == 0 {
		return
	}
	f := &prose.Fact{Name: name, Kind: q[0].Kind, Value: q[0].Value, Unit: q[0].Unit}
	for _, text := range subjects {
		if subject, ok := prose.ParseSubject(text); ok {
			f.Subjects = append(f.Subjects, subject)
		}
	}
	k.facts, k.says[name] = append(k.facts, f), source{where, printed}
}

// figureWords reports entries of words.yaml that name no figure, and subjects that
// cannot be read.
func (c *checker) figureWords(k *knownFacts) {
	for _, f := range c.set.Words.Figures {
		report := func(code, message, hint string) {
			c.problems = append(c.problems, content.Problem{File: content.WordsFile, Line: f.At.Line, Col: f.At.Col, Code: code, Message: message, Hint: hint})
		}
		for _, text := range f.Subjects {
			if _, ok := prose.ParseSubject(text); !ok {
				report("figure_words", "These are no words under which a text speaks of a figure: “"+text+"”.", "write words with spaces between them, a|b for either, -c for one that does not stand there")
			}
		}
		if _, stated := k.says[f.Name]; !stated && len(f.Subjects) > 0 && !c.set.Doubt.Value(f.Name) {
			report("figure_unknown", "There is no figure called "+f.Name+".", "write a parameter of terms.md, or office. and a field of office.yaml that is one")
		}
	}
}

// figures reports figures that a document states of what the terms or office.yaml
// state, without naming the clause: another figure, or the same one written out. It
// looks at the passages that wording has found to have figures.
func (c *checker) figures(a *article, k *knownFacts, s *stated) {
	for _, i := range c.stating {
		p, r := &a.md.Passages[i], c.leadsOf(a, i)
		if r.example {
			continue
		}
		others := sync.OnceValue(func() bool { return quotesOthers(p.Text) })
		for _, sentence := range sentences(p.Text) {
			c.figuresOf(p.Text[sentence.from:sentence.to], k, figurePlace{
				lead:    func() string { return r.lead(p, sentence) },
				at:      func(offset int) content.Position { return a.doc.PositionIn(p.Offset(sentence.from + offset)) },
				printed: func(name string) bool { return prints(p, sentence, name) },
				quoted:  func(offset int) bool { return quotedAt(p.Text, sentence.from+offset) },
				others:  others,
				a:       a, literals: true,
				parameters: func() []string { return s.names(namedClauses(a, i, sentence, s)) },
			})
		}
	}
	c.figuresOfEntries(a, k)
}

// figurePlace is where a sentence stands.
type figurePlace struct {
	a        *article
	lead     func() string // what it is about, where it does not say so itself
	at       func(offset int) content.Position
	printed  func(name string) bool
	quoted   func(offset int) bool // nil where nothing is
	others   func() bool           // what it quotes was said by somebody else
	literals bool                  // it could print the figure

	parameters func() []string // that the clauses state which it names; nil where it can name none
}

// figuresOf looks at one sentence.
func (c *checker) figuresOf(text string, k *knownFacts, place figurePlace) {
	s := prose.Read(text)
	if len(s.Quantities) == 0 {
		return
	}
	if (place.a.doc.Kind != content.Policy || !place.literals) && s.Announces() {
		c.announced(s, text, k, place)
		return
	}
	claims := s.Claims(k.facts, place.lead(), place.printed)
	c.past(s, text, k, place)
	for _, claim := range claims {
		at, found := place.at(claim.From), "“"+text[claim.From:claim.To]+"”"
		quoted := place.quotes(claim.From)
		switch says := k.says[claim.Fact.Name]; {
		case c.saidAt(at), quoted && place.others(), quoted && claim.Same:
		case claim.Same && k.literal(text[claim.From:claim.To]):
			c.speaks(at, claim.Fact.Name)
		case claim.Same && !place.literals:
		case claim.Same:
			c.place(place.a, at, "figure_literal", found+" is written out; "+says.where+" states it ("+claim.Fact.Name+").", "write {{ "+claim.Fact.Name+" }}")
		default:
			c.place(place.a, at, "figure_contradiction", found+" contradicts "+says.where+", which says "+says.printed+" ("+claim.Fact.Name+").", c.otherDay(place, &claim, otherThing(claim.Fact.Name, place.literals)))
			if quoted {
				c.problems[len(c.problems)-1].Level = content.Warning
			}
		}
	}
	if place.literals {
		c.otherUnits(s, text, k, place)
	}
}

// quotes says whether a figure stands in a quotation, which only news and pages have.
func (place *figurePlace) quotes(offset int) bool {
	return place.quoted != nil && place.a.doc.Kind != content.Policy && place.quoted(offset)
}

// speaks notes which figure a sentence says where a literal stands.
func (c *checker) speaks(at content.Position, name string) {
	if c.spoken == nil {
		c.spoken = make(map[content.Position]string)
	}
	c.spoken[at] = name
}

func otherThing(name string, literals bool) string {
	const hint = "; if it is a figure of something else, say of what, or write it in `code`"
	if literals {
		return "write {{ " + name + " }}" + hint
	}
	return "say it without the number"
}

// literal says whether a figure is one that is reported wherever it stands.
func (k *knownFacts) literal(figure string) bool {
	return slices.ContainsFunc(k.known, func(l *literal) bool { from, _ := l.find(figure); return from == 0 })
}

// otherUnits reports a figure of the terms that is written in digits with another
// unit, wherever it stands: 1,440 minutes for 24 hours.
func (c *checker) otherUnits(s *prose.Sentence, text string, k *knownFacts, place figurePlace) {
	for _, q := range s.Quantities {
		if !q.Digits || q.Single {
			continue
		}
		i := slices.IndexFunc(k.facts, func(f *prose.Fact) bool {
			return f.Kind == q.Kind && f.Unit == q.Unit && f.Value.Equal(q.Value) && !strings.HasPrefix(f.Name, "office.")
		})
		if i < 0 || k.literal(text[q.From:q.To]) || c.saidAt(place.at(q.From)) {
			continue
		}
		policy := place.a.doc.Kind == content.Policy
		if !policy && (s.Otherwise(q.From) || place.quotes(q.From) && place.others()) {
			continue
		}
		f := k.facts[i]
		c.place(place.a, place.at(q.From), "figure_literal", "“"+text[q.From:q.To]+"” is written out; "+k.says[f.Name].where+" states it ("+f.Name+").",
			"write {{ "+f.Name+" }}; another number of the same size is written in `code` or in words")
		if !policy {
			c.problems[len(c.problems)-1].Level = content.Warning
		}
	}
}

// figuresOfEntries looks at the front matter, which cannot print a value.
func (c *checker) figuresOfEntries(a *article, k *knownFacts) {
	for _, entry := range []struct{ key, text string }{
		{"title", a.doc.Title}, {"description", a.doc.Description}, {"change", a.doc.Change}, {"urgent", a.doc.Urgent},
	} {
		if !statesFigure(entry.text) {
			continue
		}
		for _, sentence := range sentences(entry.text) {
			text := entry.text[sentence.from:sentence.to]
			c.figuresOf(text, k, figurePlace{
				lead:    func() string { return "" },
				at:      func(offset int) content.Position { return entryPosition(a.doc, entry.key, text, offset) },
				printed: func(string) bool { return false },
				a:       a,
			})
		}
	}
}

// entryPosition gives where a part of an entry of the front matter stands, or the
// entry itself where it is written on several lines or with escapes.
func entryPosition(d *content.Document, key, text string, offset int) content.Position {
	at := d.Keys[key]
	line, rest := "", string(d.Source)
	for range at.Line {
		line, rest, _ = strings.Cut(rest, "\n")
	}
	before, _, found := strings.Cut(line, text)
	if !found {
		return at
	}
	return content.Position{Line: at.Line, Col: content.PositionAt([]byte(line), len(before)+offset).Col}
}

// saidAt says whether something was reported at a place already.
func (c *checker) saidAt(at content.Position) bool {
	if len(c.problems) == 0 {
		return false // as mostly
	}
	if c.said == nil {
		c.said = make(map[content.Position]bool)
	}
	for _, p := range c.problems[c.noted:] {
		c.said[content.Position{Line: p.Line, Col: p.Col}] = true
	}
	c.noted = len(c.problems)
	return c.said[at]
}

// prints says whether a sentence prints a value.
func prints(p *markdown.Passage, sentence word, name string) bool {
	return slices.ContainsFunc(p.Marks, func(m markdown.Mark) bool {
		value, _, _ := strings.Cut(m.Value, since)
		return value == name && m.At >= sentence.from && m.At < sentence.to
	})
}

// statesFigure says whether a text may state a figure.
func statesFigure(text string) bool {
	if prose.Signed(text) {
		return true
	}
	for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.to) {
		if prose.MayState(text[w.from:w.to]) {
			return true
		}
	}
	return false
}
