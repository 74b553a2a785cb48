package site

import (
	"slices"
	"strings"

	"agio/content/site/markdown"
	"agio/wasm/exchange"
)

// rows warns of a row of a table that names one clause and prints a figure of another
// where it should print one of that clause's.
func (c *checker) rows(a *article, s *stated) {
	if s == nil {
		return
	}
	all := a.md.Passages
	for i := 0; i < len(all); i++ {
		if all[i].Row == 0 {
			continue
		}
		row := rowOf(a, i)
		i += len(row) - 1
		named := slices.Compact(namedInRow(a, row, s))
		if len(named) == 1 && !leadsAstray(a, row, s) && len(s.parameters[named[0]]) > 0 {
			c.otherInRow(a, row, named[0], s)
		}
	}
}

// leadsAstray says whether a row also names what is no clause, or not known to be one.
func leadsAstray(a *article, row []markdown.Passage, s *stated) bool {
	return slices.ContainsFunc(row, func(cell markdown.Passage) bool {
		return slices.ContainsFunc(cell.Marks, func(m markdown.Mark) bool {
			path, fragment, _ := internal(a.doc.Path, m.Link)
			return path == termsPath && (strings.HasPrefix(fragment, "n-") || strings.HasPrefix(fragment, "c-")) && s.clauses[fragment] == ""
		})
	})
}

// otherInRow looks at one row: the last figure of another clause is the one, where the
// row prints none of its clause, or lacks one of that kind.
func (c *checker) otherInRow(a *article, row []markdown.Passage, clause string, s *stated) {
	lacking := slices.DeleteFunc(s.unprinted(clause, row), func(p exchange.Parameter) bool { return rowPrints(row, p.Name) })
	none := len(lacking) == len(s.parameters[clause])
	for _, cell := range slices.Backward(row) {
		for _, m := range slices.Backward(cell.Marks) {
			owner := s.owner[m.Value]
			if owner == "" || owner == clause || s.prints[[2]string{m.Value, clause}] || c.saidAt(a.doc.PositionIn(cell.Offset(m.At))) {
				continue
			}
			if !none && !slices.ContainsFunc(lacking, func(p exchange.Parameter) bool { return p.Kind == s.kind[m.Value] }) {
				continue
			}
			c.warn(a, cell.Offset(m.At), "parameter_elsewhere", "The row names clause "+clause+s.edition+", which does not state "+m.Value+"; clause "+owner+" does.",
				"name clause "+owner+", or print what clause "+clause+" states: "+asValues(s.parameters[clause]))
			return
		}
	}
}

func rowPrints(row []markdown.Passage, name string) bool {
	return slices.ContainsFunc(row, func(cell markdown.Passage) bool { return prints(&cell, word{0, len(cell.Text)}, name) })
}
