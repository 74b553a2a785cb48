package site

import (
	"cmp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/prose"
	"agio/wasm/exchange"
)

// stated says, for each clause of the agreement, which parameters it states and
// which it prints.
type stated struct {
	parameters map[string][]exchange.Parameter
	prints     map[[2]string]bool                // name, clause
	owner      map[string]string                 // name to clause
	clauses    map[string]string                 // anchor to number: "n-5.2" to "5.2"
	kind       map[string]exchange.ParameterKind // by name
	stage      map[string]exchange.Stage         // by name: of figures that hold before the conversion alone, or after it
	edition    string                            // said behind a clause's number in problems: " of edition 2026-10-01"; mostly empty
}

func statedBy(set *content.Set, terms *article, of string) *stated {
	s := &stated{
		parameters: make(map[string][]exchange.Parameter), prints: make(map[[2]string]bool), owner: make(map[string]string),
		clauses: make(map[string]string), kind: make(map[string]exchange.ParameterKind), stage: make(map[string]exchange.Stage), edition: of,
	}
	for _, p := range set.Terms.Parameters {
		s.parameters[p.Clause] = append(s.parameters[p.Clause], p)
		s.owner[p.Name], s.kind[p.Name] = p.Clause, p.Kind
		switch p.Clause {
		case set.Terms.Number(exchange.ClauseCancelled):
			s.stage[p.Name] = exchange.BeforeConversion
		case set.Terms.Number(exchange.ClauseRefusal):
			s.stage[p.Name] = exchange.Converted
		}
	}
	for _, c := range terms.md.Clauses {
		s.clauses["c-"+c.Number], s.clauses[c.Name] = c.Number, c.Number
	}
	for _, use := range terms.md.Values {
		s.prints[[2]string{use.Name, use.Clause}] = true
	}
	return s
}

// contradictions reports sentences that name a clause of the agreement and state
// another figure than the clause does, or a figure that the clause does not state.
func (c *checker) contradictions(a *article, s *stated) {
	if s == nil {
		return
	}
	for i, p := range a.md.Passages {
		if a.doc.File != content.TermsFile && p.Row == 0 && !namesClauses(&p) {
			continue
		}
		for _, sentence := range sentences(p.Text) {
			c.otherFigure(a, i, sentence, s)
			c.otherClause(a, p, sentence, s)
		}
	}
}

func namesClauses(p *markdown.Passage) bool {
	return slices.ContainsFunc(p.Marks, func(m markdown.Mark) bool { return strings.Contains(m.Link, "#") })
}

// rowOf gives the cells of the row of a table that a passage is in, or itself alone.
func rowOf(a *article, at int) []markdown.Passage {
	all, p := a.md.Passages, &a.md.Passages[at]
	if p.Row == 0 {
		return all[at : at+1]
	}
	in := func(i int) bool { return i >= 0 && i < len(all) && all[i].Table == p.Table && all[i].Row == p.Row }
	from, to := at, at+1
	for in(from - 1) {
		from--
	}
	for in(to) {
		to++
	}
	return all[from:to]
}

// namedClauses gives the clauses that a sentence names, or else those that the other
// cells of its row name.
func namedClauses(a *article, at int, sentence word, s *stated) []string {
	if s == nil {
		return nil
	}
	p := a.md.Passages[at]
	if p.Row > 0 && len(linkedIn(a, p, sentence, s)) == 0 {
		if all := namedInRow(a, rowOf(a, at), s); len(all) > 0 {
			return all
		}
	}
	return clausesIn(a, p, sentence, s)
}

// namedInRow gives the clauses that the cells of a row name.
func namedInRow(a *article, row []markdown.Passage, s *stated) []string {
	var all []string
	for _, cell := range row {
		all = append(all, linkedIn(a, cell, word{0, len(cell.Text)}, s)...)
		if a.doc.File != content.TermsFile {
			continue
		}
		for _, m := range markdown.Mentions(cell.Text) { // which link themselves
			all = append(all, m.Number)
		}
	}
	return all
}

// longestSentence is how much of a text is read as one sentence, in bytes: nobody reads
// more as one, and every figure is held against all the words of its sentence.
const longestSentence = 1000

// sentences cuts a text after each full stop, question mark and semicolon that a
// space follows, and at a space where it goes on for too long without one.
func sentences(text string) []word {
	var all []word
	from := 0
	for i := 0; i+1 < len(text); i++ {
		end := -1
		switch text[i] {
		case '.', '?', '!', ';':
			if text[i+1] == ' ' {
				end = i + 1
			}
		case ' ':
			if i-from >= longestSentence {
				end = i
			}
		}
		if end >= 0 {
			all = append(all, word{from, end})
			from = end + 1
		}
	}
	return append(all, word{from, len(text)})
}

// sentenceAt gives the sentence in which something stands.
func sentenceAt(text string, at int) word { return among(sentences(text), at) }

// among gives that of all sentences of a text in which something stands.
func among(all []word, at int) word {
	i, _ := slices.BinarySearchFunc(all, at, func(sentence word, at int) int { return cmp.Compare(sentence.to, at+1) })
	if i < len(all) {
		return all[i]
	}
	return word{0, all[len(all)-1].to}
}

func (w word) in(text string) string { return text[w.from:w.to] }

// clausesIn gives the clauses of the agreement that a sentence names, by links, or
// by standing in one.
func clausesIn(a *article, p markdown.Passage, sentence word, s *stated) []string {
	all := linkedIn(a, p, sentence, s)
	if len(all) == 0 && a.doc.File == content.TermsFile && p.Clause != "" {
		return []string{p.Clause}
	}
	return all
}

// linkedIn gives those that it links to.
func linkedIn(a *article, p markdown.Passage, sentence word, s *stated) []string {
	var all []string
	for _, m := range p.Marks {
		if m.Link == "" || m.At < sentence.from || m.At > sentence.to {
			continue
		}
		path, fragment, _ := internal(a.doc.Path, m.Link)
		if number := s.clauses[fragment]; number != "" && path == termsPath {
			all = append(all, number)
		}
	}
	return all
}

// otherFigure reports a number beside a clause that states another one of the
// same kind, or the same one in words or in another unit.
func (c *checker) otherFigure(a *article, at int, sentence word, s *stated) {
	p := a.md.Passages[at]
	text := sentence.in(p.Text)
	clauses := namedClauses(a, at, sentence, s)
	if !slices.ContainsFunc(clauses, func(clause string) bool { return len(s.parameters[clause]) > 0 }) {
		return
	}
	read := prose.Read(text)
	if a.doc.Kind != content.Policy && read.Announces() {
		return
	}
	figures := read.Quantities
	for _, clause := range clauses {
		for _, parameter := range s.unprinted(clause, rowOf(a, at)) {
			unsaid := a.doc.File == content.TermsFile && !s.prints[[2]string{parameter.Name, clause}]
			i := slices.IndexFunc(figures, func(q prose.Quantity) bool { return meant(q, parameter, unsaid) })
			if i < 0 {
				continue
			}
			q := figures[i]
			found := text[q.From:q.To]
			if same(found, s.parameters[clause]) {
				continue // which is another fault: a literal
			}
			if own := s.of(clause, q); own != "" {
				c.at(a, p.Offset(sentence.from+q.From), "figure_literal", "“"+found+"” is written out; clause "+clause+s.edition+" states it ("+own+").", "write {{ "+own+" }}")
				return
			}
			c.at(a, p.Offset(sentence.from+q.From), "parameter_contradiction",
				"“"+found+"” stands beside clause "+clause+s.edition+", which says "+parameter.Printed()+" ("+parameter.Name+").",
				"write {{ "+parameter.Name+" }}; put an example into a sentence that does not name the clause")
			return
		}
	}
}

// meant says whether a figure can be meant for one that a clause states: it is of its
// kind, and no "a day" or "half of it", unless the clause does not print it.
func meant(q prose.Quantity, parameter exchange.Parameter, unsaid bool) bool {
	return q.Kind == parameter.Kind && (q.Kind != exchange.Money || q.Unit == "USD") && (!q.Loose || unsaid)
}

// unprinted gives the parameters of a clause, first those that a sentence or its row
// does not print: another figure is more likely meant for one of these.
func (s *stated) unprinted(clause string, row []markdown.Passage) []exchange.Parameter {
	var first, then []exchange.Parameter
	for _, p := range s.parameters[clause] {
		if rowPrints(row, p.Name) {
			then = append(then, p)
		} else {
			first = append(first, p)
		}
	}
	return append(first, then...)
}

// of gives the parameter of a clause whose value a figure is, however it is written.
func (s *stated) of(clause string, q prose.Quantity) string {
	for _, p := range s.parameters[clause] {
		own := prose.Quantities(p.Printed())
		if len(own) == 1 && own[0].Unit == q.Unit && own[0].Kind == q.Kind && own[0].Value.Equal(q.Value) {
			return p.Name
		}
	}
	return ""
}

// names gives the parameters that some clauses state.
func (s *stated) names(clauses []string) []string {
	var all []string
	for _, clause := range clauses {
		for _, p := range s.parameters[clause] {
			all = append(all, p.Name)
		}
	}
	return all
}

// same says whether a number is the value of one of the parameters, as a literal is.
func same(text string, parameters []exchange.Parameter) bool {
	for _, p := range parameters {
		if literalPattern(p).FindString(text) == text {
			return true
		}
	}
	return false
}

// otherClause warns of a figure beside the one clause that a sentence names, when
// that clause states figures, and not this one.
func (c *checker) otherClause(a *article, p markdown.Passage, sentence word, s *stated) {
	clauses := clausesIn(a, p, sentence, s)
	if len(clauses) != 1 || len(s.parameters[clauses[0]]) == 0 || a.doc.File == content.TermsFile {
		return
	}
	for _, m := range p.Marks {
		owner := s.owner[m.Value]
		if owner == "" || owner == clauses[0] || m.At < sentence.from || m.At >= sentence.to || s.prints[[2]string{m.Value, clauses[0]}] {
			continue
		}
		c.warn(a, p.Offset(m.At), "parameter_elsewhere", "Clause "+clauses[0]+s.edition+" does not state "+m.Value+"; clause "+owner+" does.",
			"name clause "+owner+", or put the figure into a sentence of its own")
	}
}
