package site

import "slices"

// signs reports the signs of Markdown that readers would see, where nothing else was
// said of the place: neither of its line nor of the passage.
func (c *checker) signs(a *article) {
	for _, s := range a.md.Signs() {
		line, start := a.doc.PositionIn(s.Offset).Line, a.doc.PositionIn(s.Start).Line
		said := slices.ContainsFunc(a.clauses().loose, func(l *loose) bool { return a.doc.PositionIn(l.Offset).Line == start })
		for _, p := range c.problems {
			said = said || p.Line == line || p.Line == start
		}
		switch {
		case said:
		case s.Doubtful:
			c.warn(a, s.Offset, s.Code, s.Message, s.Hint)
		default:
			c.at(a, s.Offset, s.Code, s.Message, s.Hint)
		}
	}
}
